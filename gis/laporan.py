"""The official report text of an event: what it holds, and the words it is written in and read from.

`layers.exports.laporan` writes it, `ingest.whatsapp.official` reads it back; both take their words from here.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from gis import codes
from gis.report import Occurrence, State
from gis.zone import WIB

MARK = "SIGAP-L1"
"""Stands in the number of every text of this form."""

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
STATES = {
    State.NIL: "nihil",
    State.DASH: "-",
    State.COUNTING: "dalam pendataan",
    State.BLANK: "belum diisi",
}
"""Nothing, "-", being counted and left blank: never the same word."""

KINDS = {
    "provinsi": "Provinsi",
    "kabupaten": "Kab.",
    "kota": "Kota",
    "kecamatan": "Kec.",
    "kelurahan": "Kel.",
}
VILLAGE = "Desa"
PEOPLE, DAMAGE, PARTS = "Korban Jiwa", "Dampak dan Kerusakan", "Rincian per Wilayah"
AT_SEA, UNKNOWN = "di laut", "belum diketahui"
PEOPLE_GROUPS = ("korban", "terdampak", "pengungsi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One figure as the text states it; `area` None for the event as a whole."""

    kind: str
    value: float | None
    state: State
    area: str | None = None
    approx: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Laporan:
    """What the text says. `lonlat`: WGS 84 degrees, as many decimals as are known, None where no spot is.

    `hamlets`, `chronology`: free words of officers, without what is personal. `status`, `notes`: sentences.
    """

    number: int  # of the event
    update: int  # 0: the first word
    hazard: str
    occurrence: Occurrence
    is_disaster: bool = True
    other_hazards: tuple[str, ...] = ()
    valid_at: datetime | None = None
    areas: tuple[str, ...] = ()  # the finest of each branch
    hamlets: tuple[str, ...] = ()
    lonlat: tuple[float, float] | None = None
    decimals: int = 4
    figures: tuple[Stated, ...] = ()
    source: str | None = None
    other_sources: tuple[str, ...] = ()
    chronology: str = ""
    status: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def place_words(code: str) -> str:
    """An area with all above it: `Desa Gadung, Kec. Toboali, Kab. Bangka Selatan`."""
    known = codes.areas()
    chain = [code, *(above for above in codes.ancestors(code) if codes.level_of(above) > 1)]
    return ", ".join(f"{KINDS.get(known[c].kind, VILLAGE)} {known[c].name}" for c in chain)


def day_words(day: date) -> str:
    """`Selasa, 14 Oktober 2025`."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """`Selasa, 14 Oktober 2025 Pkl. 17.30 WIB`."""
    local = moment.astimezone(WIB)
    return f"{day_words(local.date())} Pkl. {local:%H.%M} WIB"


@cache
def ambiguous_labels() -> frozenset[str]:
    """Labels that two kinds share, told apart by their unit alone: `Terdampak` of KK and of jiwa."""
    labels = [kind.label_id for kind in codes.figures().values()]
    return frozenset(label for label in labels if labels.count(label) > 1)


def value_words(figure: Stated) -> str:
    """The number with its unit, or the word for its absence."""
    known = codes.figures()[figure.kind]
    if figure.state is not State.NUMBER or figure.value is None:
        unit = known.unit if known.label_id in ambiguous_labels() else ""
        return f"{unit} {STATES[figure.state]}".strip()
    about = "± " if figure.approx else ""
    number = number_words(figure.value)
    return about + codes.with_unit(number, known.unit)


def number_words(value: float, most_decimals: int = 6) -> str:
    """Dots group thousands, a comma begins decimals: `1.234,5`."""
    whole, _, decimals = f"{value:.{most_decimals}f}".rstrip("0").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped
