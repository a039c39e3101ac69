"""Amounts as cells hold them: "1.234,5 Ha", "± 12", "nihil", "-", "masih dalam pendataan"."""

import re
from dataclasses import dataclass
from math import isfinite

from gis.report import State

NIL = re.compile(r"nihil|nil|nol|tidak ada|tdk ada|tak ada|kosong", re.IGNORECASE)
DASH = re.compile(r"[-–—]+")
COUNTING = re.compile(
    r"((masih|sedang) )?(dalam |dlm )?(proses )?(pendataan|didata|dihitung|asse?ss?ment)"
    r"|belum (terdata|didata|ada data)|menyusul",
    re.IGNORECASE,
)
APPROXIMATE = (
    r"±|\+/-|\+-|~|sekitar|kurang lebih|lebih kurang|kl\.?|lk\.?|estimasi|perkiraan|hampir|lebih dari|>"
)
AMOUNT = re.compile(
    rf"(?P<approx>{APPROXIMATE})?\s*(?P<currency>rp\.?)?\s*(?P<number>-?\d[\d.,\s]*(?:e[+-]?\d+)?)\s*"
    r"(?P<scale>juta|jt|miliar|milyar|ribu|rb)?\s*(?P<unit>[a-z]+[²2]?(?:\s[a-z]+)?)?\.?",
    re.IGNORECASE,
)
IN_WORDS = re.compile(r"\(\s*[a-z ]+\)\s*", re.IGNORECASE)  # "1 (satu) unit"
SPACE = re.compile(r"\s")
INDONESIAN = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
ENGLISH = re.compile(r"-?\d{1,3}(,\d{3}){2,}(\.\d+)?|-?\d{1,3}(,\d{3})+\.\d+")
DECIMAL = re.compile(r"-?\d+,\d+")
PLAIN = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
SCALES = {"ribu": 1e3, "rb": 1e3, "juta": 1e6, "jt": 1e6, "miliar": 1e9, "milyar": 1e9}
UNITS = {
    "jiwa": "jiwa orang org jw pax",
    "KK": "kk keluarga kepala keluarga",
    "unit": "unit bh buah rumah rmh bangunan",
    "batang": "batang btg pohon",
    "ha": "ha hektar hektare",
    "km": "km kilometer",
    "m": "m meter",
    "cm": "cm",
    "Rp": "rp rupiah",
}
UNIT_OF = {word: unit for unit, written in UNITS.items() for word in written.split()} | {
    "kepala keluarga": "KK"
}
CONVERSIONS = {
    ("m", "km"): 0.001,
    ("km", "m"): 1000.0,
    ("m", "cm"): 100.0,
    ("m²", "ha"): 0.0001,
    ("m2", "ha"): 0.0001,
}


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Amount:
    """What a cell says: a number in the unit asked for, or why there is none."""

    value: float | None
    state: State
    approx: bool = False


def read_quantity(text: str, unit: str) -> Amount | None:
    """The amount that a cell states in `unit`; None where it cannot be told, or is in another unit."""
    bare = " ".join(text.split()).strip(" .:")
    if NIL.fullmatch(bare):
        return Amount(0.0, State.NIL)
    if DASH.fullmatch(bare):
        return Amount(0.0, State.DASH)
    if COUNTING.fullmatch(bare):
        return Amount(None, State.COUNTING)
    match = AMOUNT.fullmatch(IN_WORDS.sub("", bare))
    number = read_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    factor = _factor((match["unit"] or match["currency"] or "").lower().strip("."), unit)
    if factor is None:
        return None
    scale = SCALES.get((match["scale"] or "").lower(), 1.0)
    return Amount(number * scale * factor, State.NUMBER, bool(match["approx"]))


def _factor(written: str, unit: str) -> float | None:
    """What turns the written unit into the one asked for; None where nothing does."""
    if not written:
        return 1.0
    known = UNIT_OF.get(written, written)
    if known == unit or (unit == "" and known not in UNITS):
        return 1.0
    return CONVERSIONS.get((known, unit))


def read_number(text: str) -> float | None:
    """A number in Indonesian notation: dots group thousands, a comma begins decimals.

    A single dot not followed by just three digits is a decimal point ("0.015"), as programs write it.
    """
    bare = SPACE.sub("", text).rstrip(".,")
    if INDONESIAN.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif ENGLISH.fullmatch(bare):
        bare = bare.replace(",", "")
    elif DECIMAL.fullmatch(bare):
        bare = bare.replace(",", ".")
    elif not PLAIN.fullmatch(bare):
        return None
    value = float(bare)
    return value if isfinite(value) else None
