"""The code lists of `data/codes`: hazards, figures, agencies, administrative areas.

Everything is read once from CSV into frozen records; no database is needed.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
"""Folder of the code lists and demonstration data: beside the packages, in a clone and in a wheel."""

NO_KEY = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard or incident class. `is_bencana`: a disaster by UU 24/2007, else another service's case."""

    slug: str
    label_id: str
    label_en: str
    bnpb_code: str
    is_bencana: bool
    at_sea: bool  # may happen away from land
    glide: str
    cap_category: str


WHOLE_UNITS = ("jiwa", "KK", "unit", "batang")
"""Units of what is counted one by one."""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A kind of figure, its unit and the group that ranks its sources."""

    slug: str
    label_id: str
    label_en: str
    unit: str
    group: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of government, and the kinds of figures that are its own."""

    slug: str
    label_id: str
    label_en: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agency:
    """Who can be a source. `area` is the code it answers for, empty for the country."""

    slug: str
    name: str
    kind: str
    area: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area: `level` 1 province, 2 kabupaten/kota, 3 kecamatan, 4 desa/kelurahan."""

    code: str  # Kemendagri, dotted
    level: int
    kind: str
    name: str
    parent: str
    bps_code: str
    area_km2: float | None
    population: int | None
    centre: tuple[float, float] | None  # lon, lat; villages only
    aliases: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name with its kind: `Kabupaten Bangka Selatan`, `Desa Gadung`."""
        return f"{self.kind.capitalize()} {self.name}"


@dataclass(frozen=True, slots=True)
class Island:
    """A gazetteer island. `regency` is empty for the two main islands."""

    code: str
    name: str
    lonlat: tuple[float, float]
    status: str
    area_km2: float | None
    regency: str


@cache
def hazards() -> dict[str, Hazard]:
    """All hazards by slug."""
    return {
        row["slug"]: Hazard(
            slug=row["slug"],
            label_id=row["label_id"],
            label_en=row["label_en"],
            bnpb_code=row["bnpb_code"],
            is_bencana=row["is_bencana"] == "1",
            at_sea=row["at_sea"] == "1",
            glide=row["glide"],
            cap_category=row["cap_category"],
        )
        for row in _rows("hazards")
    }


@cache
def figures() -> dict[str, FigureKind]:
    """All figure kinds by slug, in reading order."""
    return {row["slug"]: FigureKind(**row) for row in _rows("figures")}


@cache
def sectors() -> dict[str, Sector]:
    """All sectors by slug."""
    return {
        row["slug"]: Sector(
            slug=row["slug"],
            label_id=row["label_id"],
            label_en=row["label_en"],
            kinds=frozenset(
                kind for kind in figures() if any(fnmatchcase(kind, each) for each in _split(row["kinds"]))
            ),
        )
        for row in _rows("sectors")
    }


@cache
def agencies() -> dict[str, Agency]:
    """All agencies by slug."""
    return {
        row["slug"]: Agency(
            slug=row["slug"],
            name=row["name"],
            kind=row["kind"],
            area=row["area"],
            aliases=_split(row["aliases"]),
        )
        for row in _rows("agencies")
    }


@cache
def hazard_kin() -> dict[str, dict[str, float]]:
    """How alike hazards are, both ways: 1 for the same, near 1 for one thing under two names."""
    kin: dict[str, dict[str, float]] = {slug: {slug: 1.0} for slug in hazards()}
    for row in _rows("hazard_kin"):
        kin[row["one"]][row["other"]] = kin[row["other"]][row["one"]] = float(row["kinship"])
    return kin


@cache
def source_ranks() -> dict[tuple[str, str], int]:
    """Rank of an agency kind for a group of figures (`*`: for all others); 1 is believed first."""
    return {(row["figure_group"], row["agency_kind"]): int(row["rank"]) for row in _rows("ranks")}


@cache
def areas() -> dict[str, Area]:
    """All 448 areas of province 19 by Kemendagri code, parents before children."""
    return {
        row["code"]: Area(
            code=row["code"],
            level=int(row["level"]),
            kind=row["kind"],
            name=row["name"],
            parent=row["parent"],
            bps_code=row["bps_code"],
            area_km2=float(row["area_km2"]) if row["area_km2"] else None,
            population=int(row["population"]) if row["population"] else None,
            centre=_lonlat(row["centre_lon"], row["centre_lat"]),
            aliases=_split(row["aliases"]),
        )
        for row in _rows("areas")
    }


@cache
def areas_by_bps() -> dict[str, Area]:
    """The same areas by BPS code (446: two kelurahan have none). BPS 1903 is Kemendagri 19.05."""
    return {area.bps_code: area for area in areas().values() if area.bps_code}


@cache
def islands() -> dict[str, Island]:
    """The 501 gazetteer islands by code."""
    return {
        row["code"]: Island(
            code=row["code"],
            name=row["name"],
            lonlat=(float(row["lon"]), float(row["lat"])),
            status=row["status"],
            area_km2=float(row["area_km2"]) if row["area_km2"] else None,
            regency=row["regency"],
        )
        for row in _rows("islands")
    }


@cache
def _agencies_by_name() -> dict[str, Agency]:
    return {
        name_key(name): agency
        for agency in agencies().values()
        for name in (agency.slug.replace("_", " "), agency.name, *agency.aliases)
    }


@lru_cache(maxsize=1024)
def agency_named(name: str) -> Agency | None:
    """The agency with that slug, name or alias; None when unknown (it then keeps its words)."""
    return _agencies_by_name().get(name_key(name.replace("_", " ")))


def with_unit(number: str, unit: str) -> str:
    """A number as written with its unit: that of money before it (`Rp 1.500.000`), others behind."""
    return f"Rp {number}" if unit == "Rp" else f"{number} {unit}".strip()


def name_key(name: str) -> str:
    """A name folded for comparison: no case, accents, spaces or signs (`Air Gegas` = `airgegas`)."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = name.lower()
    return plain if plain.isalnum() else NO_KEY.sub("", plain)


@lru_cache(maxsize=4096)
def ancestors(code: str) -> tuple[str, ...]:
    """The codes above `code`, nearest first: `19.03.01` → (`19.03`, `19`)."""
    parts = code.split(".")
    return tuple(".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1))


def level_of(code: str) -> int:
    """Level of a dotted code: 1 to 4."""
    return code.count(".") + 1


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / "codes" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _lonlat(lon: str, lat: str) -> tuple[float, float] | None:
    return (float(lon), float(lat)) if lon and lat else None
