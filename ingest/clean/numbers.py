"""Numbers and amounts in Indonesian notation: "1.234,5", "± 12", "1 (satu)", "dua puluh", "nihil", "-"."""

import re
from dataclasses import dataclass

from gis.report import State
from ingest.clean.failure import Failure, unreadable
from ingest.clean.folding import fold

UNITS = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
}
SCALED = {"seratus": 100, "seribu": 1000, "sejuta": 1_000_000}
MULTIPLIERS = {"belas": 0, "puluh": 10, "ratus": 100, "ribu": 1000, "juta": 1_000_000}
NUMBER_WORDS = frozenset({*UNITS, *SCALED, *MULTIPLIERS})

APPROXIMATE = r"±|~|sekitar|kurang lebih|lebih kurang|kl\.?|lk\.?|estimasi|perkiraan|diperkirakan|hampir|lebih dari|>"
NIL = re.compile(r"nihil|nil|nol|tidak ada|tdk ada|tak ada|tidak|tdk")
DASH = re.compile(r"[-=]+|\(-\)")
COUNTING = re.compile(
    r"(?:(?:masih|sedang) )?(?:dalam |dlm )?(?:proses |tahap )?"
    r"(?:pendataan|didata|dihitung|verifikasi|asse?s+men[t]?|kaji cepat)(?: lebih lanjut)?"
    r"|belum (?:terdata|didata|ada data|diketahui)|menyusul"
)
AMOUNT = re.compile(
    rf"(?P<approx>{APPROXIMATE})?\s*(?P<currency>rp\.?)?\s*"
    r"(?P<number>-?\d[\d.,]*(?: \d{3}(?!\d))*(?:e[-+]?\d{1,3})?|[a-z]+(?: [a-z]+){0,6}?)"
    r"(?:\s*,-)?\s*(?:\((?P<words>[a-z ]+)\))?\s*(?P<scale>ribu|juta|jt|miliar|milyar)?"
    r"\s*(?P<unit>kk|jiwa|org|orang|unit|ha|hektare?|m2|m²|km2|km²|km|cm|mm|m|buah|bh|batang|btg|lbr|titik)?\.?"
)
SCALES = {"ribu": 1e3, "juta": 1e6, "jt": 1e6, "miliar": 1e9, "milyar": 1e9}
HECTARES = {"ha": 1.0, "hektar": 1.0, "hektare": 1.0, "m2": 1e-4, "m²": 1e-4, "km2": 100.0, "km²": 100.0}
LARGEST = 1e15

GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|-?\d{1,3}(?:,\d{3})+\.\d+")
ENGLISH_WHOLE = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+")
COMMA = re.compile(r"-?\d+,\d+")
PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount: `value` is None where `state` says that it is being counted."""

    value: float | None
    state: State
    approx: bool = False
    unit: str = ""


def read_number(text: str, *, whole: bool = False) -> float | Failure:
    """A number: dots group thousands, a comma begins decimals, "8.67E-2" as programs write it.

    A lone dot not followed by just three digits is a decimal point. `whole`: people or things are counted, so that
    "1,234" is 1234 and a fraction is a failure.
    """
    bare = "".join(fold(text).split()).rstrip(".,")
    value = _value(bare, whole)
    if value is None:
        return unreadable("angka", "a number", text)
    if abs(value) > LARGEST:
        return Failure("angka_terlalu_besar", f"'{text[:40]}' terlalu besar", f"'{text[:40]}' is too large")
    if whole and value != int(value):
        return Failure(
            "angka_pecahan",
            f"'{text[:40]}' bukan bilangan bulat, padahal menghitung orang atau benda",
            f"'{text[:40]}' is no whole number, though it counts people or things",
        )
    return value


def _value(bare: str, whole: bool) -> float | None:
    if GROUPED.fullmatch(bare) and not bare.lstrip("-").startswith("0."):
        return float(bare.replace(".", "").replace(",", "."))
    if ENGLISH.fullmatch(bare) or (whole and ENGLISH_WHOLE.fullmatch(bare)):
        return float(bare.replace(",", ""))
    if COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    return float(bare) if PLAIN.fullmatch(bare) else None


def read_words(words: str) -> int | None:
    """The number that words spell out ("dua puluh lima"); None where they are none."""
    total, part = 0, 0
    seen = words.split()
    if not seen or not NUMBER_WORDS.issuperset(seen) or seen[0] in MULTIPLIERS:
        return None
    for word in seen:
        if word in UNITS:
            part += UNITS[word]
        elif word in ("seribu", "sejuta", "ribu", "juta"):
            total += (part or 1) * (SCALED.get(word) or MULTIPLIERS[word])
            part = 0
        elif word == "belas":
            part += 10
        elif word in SCALED:
            part += SCALED[word]
        else:
            ones = part % 10 or part
            part = part - ones + ones * MULTIPLIERS[word]
    return total + part


def read_amount(text: str) -> Amount | Failure:
    """What a cell or the words after a label say: a number with its unit, nil, a dash, or "being counted".

    An empty text is a failure (`kosong`): nothing was said.
    """
    bare = " ".join(fold(text).split()).strip(" .:")
    if not bare:
        return Failure("kosong", "tidak diisi", "left empty")
    if NIL.fullmatch(bare):
        return Amount(0.0, State.NIL)
    if DASH.fullmatch(bare):
        return Amount(0.0, State.DASH)
    if COUNTING.fullmatch(bare):
        return Amount(None, State.COUNTING)
    match = AMOUNT.fullmatch(bare)
    if match is None:
        return unreadable("jumlah", "an amount", text)
    return _amount(match, text)


def _amount(match: re.Match[str], text: str) -> Amount | Failure:
    spelt = read_words(match["number"]) if match["number"][0].isalpha() else None
    value = float(spelt) if spelt is not None else read_number(match["number"])
    if isinstance(value, Failure):
        return unreadable("jumlah", "an amount", text)
    beside = read_words(match["words"]) if match["words"] else None
    if beside is not None and beside != value:
        return Failure(
            "angka_dan_huruf_berbeda",
            f"'{text[:60]}': angka {value:g} dan hurufnya {beside} berbeda",
            f"'{text[:60]}': the number {value:g} and its words {beside} differ",
        )
    value *= SCALES.get(match["scale"] or "", 1.0)
    return Amount(value, State.NUMBER, bool(match["approx"]), match["unit"] or ("rp" if match["currency"] else ""))


def read_hectares(text: str) -> Amount | Failure:
    """An extent in hectares; "± 200 m2" is 0.02. A failure where its unit is missing or no extent."""
    amount = read_amount(text)
    if isinstance(amount, Failure) or amount.state is not State.NUMBER or amount.value is None:
        return amount
    if amount.unit not in HECTARES:
        return unreadable("luas dalam ha atau m2", "an extent in ha or m2", text)
    return Amount(amount.value * HECTARES[amount.unit], State.NUMBER, amount.approx, "ha")
