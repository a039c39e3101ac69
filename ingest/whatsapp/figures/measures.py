"""Measures: water depth, area, losses, magnitude, depth and length, which their unit or subject tells."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gis.report import State
from ingest.amounts import Amount
from ingest.folding import word_set
from ingest.whatsapp.figures.counts import AREA_FACTORS, COUNTED, LAND, Carried, Count
from ingest.whatsapp.figures.joins import Token

LEAST_OF_THINGS = 1_000_000
LEAST_LOSS = 10_000  # rupiah; less is a number whose scale was not read
DEEPEST_CM, LONGEST_KM, GREATEST_MAGNITUDE = 1000, 100, 10
MEASURED = frozenset(("luas", "tinggi_air", "kedalaman", "magnitudo", "panjang", "kerugian", "ukuran"))
DRY = frozenset(
    (
        "diterkam_buaya",
        "konflik_hewan",
        "laka_tambang",
        "kecelakaan_transportasi",
        "kecelakaan_laut",
        "orang_hilang",
        "orang_tenggelam",
    )
)
"""Hazards of which depths and lengths are those of other things: of a river, of an animal."""

OF_ONE = frozenset(("kedalaman", "magnitudo", "panjang", "ukuran"))
"""Measures of one number: the next clause tells of something else."""

PUT_OUT = frozenset(("dipadamkan", "padam", "dipadam", "tertangani", "ditangani", "didinginkan"))
"""Words before an area that no longer burns: less than the one burnt."""

TIDE_CM = 200
"""What the sea rises to where nothing is said to stand in it: the height of a tide, no depth of water."""

FLOODS = frozenset(("banjir", "banjir_bandang", "banjir_rob"))
CREWS = frozenset(("petugas", "personil", "personel", "anggota", "tim", "regu", "armada"))
"""Who puts a fire out, which is no thing that an area may be of."""

SEA = frozenset(("pasang", "gelombang", "ombak"))
"""Words before a height that is that of the sea, no depth on land: "pasang maksimum setinggi 3,0 m"."""

BOUNDS = (["kurang", "dari"], ["di", "bawah"], ["di", "atas"])
"""Words before a number that only bounds a measure: "kurang dari 5 SR"."""

FALLEN = frozenset(("penurunan",))
"""Words before what the water fell by: "mengalami penurunan hingga 50 sentimeter"."""

PAID = word_set(
    "anggaran biaya dana bantuan santunan harga upah denda donasi bernilai sumbangan omzet omset modal gaji "
    "sewa aset asset terselamatkan diselamatkan menyelamatkan"
)
"""Words before money that is given, spent, saved or only owned."""

WATER = frozenset(("air", "banjir", "genangan", "rob", "tma"))
IN_CM = {"cm": 1.0, "m": 100.0}
IN_M = {"m": 1.0, "km": 1000.0}


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class _Measure:
    """A number of a clause and what it may measure."""

    clause: list[Token]
    n: int
    subject: str  # the word before it that names a measure, else what the text speaks of
    line: Carried

    @property
    def token(self) -> Token:
        return self.clause[self.n]

    @property
    def unit(self) -> str:
        return self.token.meaning

    @property
    def amount(self) -> Amount:
        return self.token.amount or Amount(None, State.COUNTING)

    @property
    def value(self) -> float:
        return self.amount.value or 0.0

    def count(self, kind: str, factor: float = 1.0, confidence: float = 1.0) -> Count:
        amount = _times(self.amount, factor)
        return Count(kind, amount, self.token.span, self.line.places, confidence=confidence)


def read_measures(clause: list[Token], values: list[int], line: Carried) -> Iterator[Count]:
    """The measures among the values of a clause."""
    carried = line.context.subject or ""
    if line.subject is not None and line.subject not in OF_ONE:
        carried = line.subject
    named = [n for n, token in enumerate(clause) if token.kind == "subject" and token.meaning in MEASURED]
    for n in values:
        measure = _Measure(clause, n, _measured(clause, n, named) or carried, line)
        if measure.subject not in MEASURED and measure.unit in COUNTED:
            continue
        told = {token.meaning for token in clause} | {line.effect}
        flooded = "terendam" in told and measure.subject == "tinggi_air"
        if line.context.hazard in DRY and measure.subject in ("tinggi_air", "panjang") and not flooded:
            continue
        for rule in (_area, _loss, _way, _magnitude, _water, _depth, _length):
            found = rule(measure)
            if found is not None:
                yield from found
                break


def is_measure(clause: list[Token], n: int) -> bool:
    """Whether a number without a unit is a measure, or the first of a range: "30 - 50 cm"."""
    if clause[n].meaning:
        return False
    subjects = {token.meaning for token in clause if token.kind == "subject"}
    amount = clause[n].amount
    loss = "kerugian" in subjects and amount is not None and (amount.value or 0) >= LEAST_LOSS
    if loss and _counts_things(clause, n):
        return _ranges(clause, n)
    return _ranges(clause, n) or "magnitudo" in subjects or loss


def _counts_things(clause: list[Token], n: int) -> bool:
    """Whether a number too small for rupiah stands before what it counts: "kerugian : 13.881 rumah"."""
    behind = clause[n + 1] if n + 1 < len(clause) else None
    amount = clause[n].amount
    few = amount is not None and (amount.value or 0) < LEAST_OF_THINGS
    return few and behind is not None and behind.kind == "subject" and behind.meaning != "kerugian"


def _measured(clause: list[Token], n: int, named: list[int]) -> str:
    """What the value measures: the word before it that names a measure, else the first behind it."""
    back = range(n - 1, -1, -1)
    tall = next((clause[m] for m in back if clause[m].kind not in ("link", "approx", "range")), None)
    if tall and tall.meaning == "tinggi":
        return "tinggi_air"
    before = [position for position in named if position < n]
    return clause[(before or named)[-1 if before else 0]].meaning if named else ""


def _area(measure: _Measure) -> list[Count] | None:
    """Hectares: of the land that the clause names, of no other thing."""
    if measure.subject == "luas" and not measure.unit and measure.amount.state is State.COUNTING:
        return [measure.count("luas_ha")]
    if measure.unit not in AREA_FACTORS:
        return None
    subjects = [t.meaning for t in measure.clause if t.kind == "subject" and t.text not in CREWS]
    put_out = any(t.kind == "other" and t.meaning in PUT_OUT for t in measure.clause[: measure.n])
    before = [t.meaning for t in measure.clause[: measure.n] if t.kind == "subject" and t.meaning != "luas"]
    if before and before[-1] in LAND:  # "petugas memadamkan kebakaran lahan seluas dua hektare"
        subjects = [t.meaning for t in measure.clause[measure.n :] if t.kind == "subject"] + before[-1:]
    behind = measure.clause[measure.n + 1 : measure.n + 2]
    if behind and behind[0].kind == "subject" and behind[0].meaning in LAND:  # "dua hektare lahan di kantor"
        subjects = [behind[0].meaning, *before[-1:]]
    if put_out or set(subjects) - LAND - {"luas", "kerugian"}:
        return []
    noun = next((subject for subject in reversed(subjects) if subject in LAND), "luas")
    amount = _times(measure.amount, AREA_FACTORS[measure.unit])
    return [Count("luas_ha", amount, measure.token.span, measure.line.places, noun)]


def _loss(measure: _Measure) -> list[Count] | None:
    told = measure.subject == "kerugian"
    if told and measure.unit == "m":
        return [measure.count("kerugian_rp", 1e9, 0.9)]  # "1,5 M"
    if measure.unit != "Rp" and not (told and not measure.unit):
        return None
    if not measure.unit and _counts_things(measure.clause, measure.n):
        return None
    own = any(token.meaning == "kerugian" for token in measure.clause)
    if not own and any(t.kind == "other" and t.meaning in PAID for t in measure.clause[: measure.n]):
        return []
    if (
        own
        and measure.amount.state is State.COUNTING
        and measure.line.context.field in ("kerusakan", "korban")
    ):
        return [measure.count("kerugian_rp", 1, 0.8)]
    return [measure.count("kerugian_rp")] if measure.value >= LEAST_LOSS else []


def _way(measure: _Measure) -> list[Count] | None:
    """Roads or canals that are damaged over so many kilometres: "1,5 km jalan rusak"."""
    ways = [t.meaning for t in measure.clause if t.kind == "subject" and t.meaning in ("jalan", "irigasi")]
    effects = [t.meaning for t in measure.clause if t.kind == "effect"] or [measure.line.context.effect or ""]
    damaged = any(effect.startswith("rusak") for effect in effects)
    fits = measure.unit == "km" and ways and damaged and measure.value <= LONGEST_KM
    return [measure.count(f"{ways[0]}_km")] if fits else None


def _magnitude(measure: _Measure) -> list[Count] | None:
    """ "4,1 SR", "magnitudo 4,1", and "M 4,1" of an earthquake, where the letter stands before."""
    before = measure.n > 0 and measure.clause[measure.n - 1].kind == "unit"
    letter = measure.unit == "m" and measure.line.context.hazard == "gempabumi" and before
    if not letter and measure.subject != "magnitudo" and measure.unit != "sr":
        return None
    fits = letter or measure.unit in ("", "sr")
    bound = [token.meaning for token in measure.clause[max(0, measure.n - 2) : measure.n]]
    if bound in BOUNDS or any(token.meaning == "susulan" for token in measure.clause):
        return []  # less or more than that, or an aftershock's
    known = measure.amount.value is not None and measure.value <= GREATEST_MAGNITUDE
    return [measure.count("magnitudo")] if fits and known else []


def _water(measure: _Measure) -> list[Count] | None:
    """The depth of a flood; a range gives the least and the most."""
    clause, n = measure.clause, measure.n
    ranges = _ranges(clause, n)
    unit = clause[n + 2].meaning if ranges else measure.unit
    if _is_of_sea(clause, n, unit) or any(
        t.kind == "other" and t.meaning in FALLEN for t in clause[max(0, n - 4) : n]
    ):
        return []
    told = measure.subject == "tinggi_air" and _is_water(measure) and (unit in IN_CM or ranges)
    if not told and not (unit == "cm" and measure.subject not in MEASURED and _stands_in_water(measure)):
        return None
    if n >= 2 and clause[n - 1].kind == "range" and clause[n - 2].kind == "value":
        return []
    if unit not in IN_CM:
        return []
    counts = [measure.count("tinggi_air_cm_maks", IN_CM[unit])]
    if ranges:
        last = _Measure(clause, n + 2, measure.subject, measure.line)
        least = measure.count("tinggi_air_cm_min", IN_CM.get(measure.unit, IN_CM[unit]))
        most = last.count("tinggi_air_cm_maks", IN_CM[unit])
        if (least.amount.value or 0) > (most.amount.value or 0):  # "antara 30 sampai 10 cm"
            least, most = replace(least, amount=most.amount), replace(most, amount=least.amount)
        counts = [least, most]
    if measure.line.context.hazard == "banjir_rob" and not _is_flooded(measure):
        counts = [count for count in counts if (count.amount.value or 0) < TIDE_CM]
    return counts if all((count.amount.value or 0) <= DEEPEST_CM for count in counts) else []


def _is_of_sea(clause: list[Token], n: int, unit: str) -> bool:
    """Whether it is the height of waves, or that of a tide in metres."""
    before = {token.meaning for token in clause[:n] if token.kind == "other"} & SEA
    return bool(before) and unit in IN_CM and (unit == "m" or before != {"pasang"})


def _is_water(measure: _Measure) -> bool:
    """Whether a height is that of water: not of a bank or a wall, nor of a wave."""
    told = any(set(token.text.split()) & WATER for token in measure.clause if token.kind == "subject")
    return told or measure.line.context.hazard in FLOODS


def _stands_in_water(measure: _Measure) -> bool:
    """Whether centimetres of no named measure are the depth of a flood: "terendam air ± 20 - 50 cm"."""
    wet = any(t.meaning == "terendam" or (t.kind == "other" and t.meaning in WATER) for t in measure.clause)
    return wet and measure.line.context.hazard in FLOODS


def _is_flooded(measure: _Measure) -> bool:
    return any(t.meaning == "terendam" or "genangan" in t.text for t in measure.clause)


def _depth(measure: _Measure) -> list[Count] | None:
    fits = measure.subject == "kedalaman" and measure.unit == "km"
    return [measure.count("kedalaman_km")] if fits else None


def _length(measure: _Measure) -> list[Count] | None:
    fits = measure.subject == "panjang" and measure.unit in IN_M
    return [measure.count("panjang_m", IN_M[measure.unit])] if fits else None


def _ranges(clause: list[Token], n: int) -> bool:
    return n + 2 < len(clause) and clause[n + 1].kind == "range" and clause[n + 2].kind == "value"


def _times(amount: Amount, factor: float) -> Amount:
    value = None if amount.value is None else round(amount.value * factor, 6)
    return Amount(value, amount.state, amount.approx)
