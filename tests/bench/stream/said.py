"""What one teller says of one happening, before it is put into words: what is known, forgotten or wrong."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gis.codes import Area
from tests.bench.stream.happenings import Happening, regency_of

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT = {
    "19.01": "Bangka",
    "19.02": "Belitung",
    "19.03": "Basel",
    "19.04": "Bateng",
    "19.05": "Babar",
    "19.06": "Beltim",
    "19.71": "Pangkalpinang",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One telling. None or () where the teller does not say it."""

    happening: Happening
    kind: str  # first, witness, forward, update, correction, late, recap, sheet, monthly, log, chat
    by: str | None  # agency slug of the sender, where the office knows who it is
    channel: str
    received: datetime
    hazard: str  # words
    day: date | None
    hour: datetime | None  # the moment as this teller has it
    villages: tuple[str, ...]  # as written
    district: str | None
    regency: str | None
    point: tuple[float, float] | None  # lon, lat
    figures: dict[str, int]
    story: str
    heading: str = ""
    road: str | None = None
    vague: bool = False  # "sore tadi" in place of the hour
    marks: frozenset[str] = field(default_factory=frozenset)  # what is hard about it


def long_date(day: date) -> str:
    """Selasa, 14 Oktober 2025"""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def part_of_day(moment: datetime) -> str:
    """As people say it."""
    hour = moment.hour
    names = ((4, "dini hari"), (10, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))
    return next(name for until, name in names if hour < until)


def official_name(regency: Area) -> str:
    """Kab. Bangka Selatan, Kota Pangkalpinang"""
    return "Kota Pangkalpinang" if regency.kind == "kota" else f"Kab. {regency.name}"


def titled(village: Area, chance: random.Random, *, slip: bool = False) -> str:
    """The village as somebody writes it, with `slip` misspelt or by another of its names."""
    name = slipped(village, chance) if slip else village.name
    words = ("Kel.", "Kelurahan", "Kel") if village.kind == "kelurahan" else ("Ds.", "Desa", "Desa")
    return f"{chance.choice(words)} {name}"


def slipped(area: Area, chance: random.Random) -> str:
    """An alias, or a slip of the pen: a letter doubled, lost or swapped, a space lost."""
    if area.aliases and chance.random() < 0.5:
        return chance.choice(area.aliases)
    name = area.name
    if " " in name and chance.random() < 0.4:
        return name.replace(" ", "", 1)
    at = chance.randrange(1, max(2, len(name) - 1))
    slip = chance.choice(["lost", "swapped", "doubled"])
    if slip == "lost":
        return name[:at] + name[at + 1 :]
    if slip == "swapped" and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + name[at] + name[at:]


def partly(figures: dict[str, int], share: float) -> dict[str, int]:
    """The figures as first counted: less than in the end."""
    return {kind: value if value < 2 else max(1, round(value * share)) for kind, value in figures.items()}


def jittered(moment: datetime, chance: random.Random, minutes: int) -> datetime:
    """The moment as another remembers it, rounded as people do."""
    moved = moment + timedelta(minutes=chance.randint(-minutes, minutes))
    step = chance.choice([1, 5, 10, 15, 30])
    return moved - timedelta(minutes=moved.minute % step)


def moved(spot: tuple[float, float], chance: random.Random, degrees: float) -> tuple[float, float]:
    """The point as another reads it off a telephone."""
    return (
        round(spot[0] + chance.uniform(-degrees, degrees), 5),
        round(spot[1] + chance.uniform(-degrees, degrees), 5),
    )


def regencies(areas: Sequence[Area]) -> list[Area]:
    """The regencies that the areas lie in, each once."""
    return list({regency_of(area).code: regency_of(area) for area in areas}.values())
