"""What a line is read into: counts, what is unsure, and what is carried on; and which figure is which."""

from dataclasses import dataclass, field

from gis import codes
from gis.report import Span
from ingest.amounts import Amount
from ingest.folding import word_set
from ingest.whatsapp.figures.joins import Token

PERSONAL = frozenset(("meninggal", "hilang", "luka_berat", "luka_ringan", "luka", "selamat"))
PEOPLE = frozenset(("terdampak", "mengungsi"))
DAMAGE = frozenset(("rusak_berat", "rusak_sedang", "rusak_ringan", "rusak", "terendam", "terbakar"))
GENERIC = frozenset(("korban", "rusak", "terdampak"))
FACILITIES = word_set(
    "pendidikan kesehatan peribadatan kantor pasar kios_toko pabrik fasum jembatan jalan irigasi "
    "air_bersih listrik telekomunikasi spbu dermaga"
)
LAND = frozenset(("lahan", "sawah", "kebun", "perkebunan", "kolam"))
NUMBERED_NAMES = frozenset(("pendidikan", "kesehatan", "peribadatan"))
AREA_FACTORS = {"ha": 1.0, "m2": 1e-4, "km2": 100.0}
COUNTED = frozenset(("", "KK", "jiwa", "unit", "batang"))
MOST_THINGS = 1_000_000
"""So many things no report counts without their unit."""

COMPLEMENT = {"KK": "jiwa", "jiwa": "KK"}


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Count:
    """One figure as read. `places`: numbers of the mentions it stands beside; `noun`: what was counted."""

    kind: str
    amount: Amount
    span: Span
    places: tuple[int, ...] = ()
    noun: str = ""
    confidence: float = 1.0
    total: bool = False  # "total" stands beside it, or in how many places it was
    former: bool = False  # the story goes back to it: it holds where nothing newer is told
    named: bool = False  # one for a name; `noun` is the name


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Unsure:
    """Words that hold a number which was not taken."""

    span: Span
    why: str
    loose: Count | None = None  # the number, of no kind yet; its noun is the unit


@dataclass
class Context:
    """What the lines above say of those below: a heading's subject, effect and place, and the hazard."""

    subject: str | None = None
    effect: str | None = None
    places: tuple[int, ...] = ()
    hazard: str = ""
    field: str = ""
    graded: bool = False  # bare grades below are those of damage
    told: tuple[str | None, str | None] = (None, None)  # subject and effect of the story so far


@dataclass
class Carried:
    """What earlier clauses of the same line say of later ones."""

    context: Context
    subject: str | None = None
    effect: str | None = None  # of the clause before
    unit: str = ""
    listing: str | None = None  # the effect of a list behind its verb
    places: tuple[int, ...] = ()
    first: bool = False  # the clause before put its effect before its numbers
    listed: int = -1  # the last clause of a list of people by places
    names_on: bool = False  # another name may follow in the next clause
    placed: bool = False  # the figure before has its place behind it
    split: bool = False  # the parts of what was told before follow
    restated: bool = False  # the sentence speaks of former figures
    goes_back: bool = False  # the sentence tells what came before: "Sebelumnya, banjir merendam …"
    joined: bool = False  # "dan" stands before the clause
    within: bool = False  # the clause tells a part of what was told before once more
    sums: bool = False  # the clause says "total"
    everywhere: bool = False  # the clause says in how many places that was
    totals: bool = False  # the clause itself does
    whole: bool = False  # the sentence tells a total
    among: bool = False  # the clause tells of some of those told before
    told: dict[str, float] = field(default_factory=dict)  # figures of the line so far
    renewed: bool = False  # the figure that takes the place of a former one
    wet: bool = False  # the line tells how deep the water is
    last: str = ""  # the kind of the last figure of the clause before
    pending: list[tuple[Token, str | None]] = field(default_factory=list)


def kind_of(effect: str, subject: str | None, token: Token) -> str | None:
    """The figure that an effect on a subject is, in the unit of `token`; None where they do not fit."""
    kind = _kind(effect, subject, token)
    return kind if kind in codes.figures() else None


def _kind(effect: str, subject: str | None, token: Token) -> str | None:
    unit = token.meaning
    if unit in ("", "unit") and token.amount is not None and (token.amount.value or 0) >= MOST_THINGS:
        return None  # "3. ± 120 jt" is money
    if effect in PERSONAL:
        fits = unit in ("", "jiwa") and subject in (
            None,
            "rumah",
            *FACILITIES,
            "lahan",
            "pohon",
            "tinggi_air",
        )
        return effect if fits or (unit == "jiwa") else None
    if effect == "korban":  # "tidak ada korban" says that nobody died; a number of victims says nothing
        if unit == "KK":
            return "terdampak_kk"
        none = token.amount is not None and not token.amount.value
        return "meninggal" if none and unit in ("", "jiwa") else None
    if effect in PEOPLE:
        return _people(effect, subject, unit)
    if effect == "tumbang":
        return "pohon_tumbang" if subject in ("pohon", None) and unit in ("", "batang", "unit") else None
    if effect == "rusak_berat" and subject == "pohon" and unit in ("", "batang", "unit"):
        return "pohon_tumbang"  # "3 batang pohon roboh"
    if unit in ("KK", "jiwa"):
        return f"terdampak_{unit.lower()}" if effect == "terendam" else None
    if unit not in ("", "unit"):
        return None
    if subject in (None, "rumah"):
        return f"rumah_{effect}"
    if subject in FACILITIES:
        return _facility(effect, subject)
    return None


def _people(effect: str, subject: str | None, unit: str) -> str | None:
    if unit in ("KK", "jiwa"):
        return f"{effect}_{unit.lower()}"
    if effect == "terdampak" and subject == "rumah" and unit in ("", "unit"):
        return "rumah_terdampak"
    if effect == "terdampak" and subject == "fasum" and unit in ("", "unit"):
        return "fasum_terdampak"
    return f"{effect}_jiwa" if unit == "" and subject is None else None


def _facility(effect: str, subject: str) -> str | None:
    if effect in ("rusak_berat", "rusak_sedang", "rusak_ringan", "terendam", "rusak"):
        return f"{subject}_{effect}"
    return None
