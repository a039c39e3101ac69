"""What linking knows of a report: when, where, who, how much, and which words, as hashes.

Texts are sealed once they are kept. So the words are hashed on the way in, with the installation's secret:
two reports can be compared for ever, and no hash can be read back without that key.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from gis import codes
from gis.report import Report
from ingest.link_landmarks import landmarks

PLACE_WORDS = 40
STORY_SKETCH = 48
"""So many of a story's smallest hashes are kept: enough to tell how much two stories share."""

REGIONAL = 5
"""So many kecamatan, a whole regency counting for three, make a disaster of a region."""

MOST_CHARACTERS = 20_000  # of a text; what comes after tells no event from another
_WORD = re.compile(r"[^\W_]+")
_STORIES = ("kronologis", "keterangan", "penyebab", "kondisi", "judul")
_COMMON = frozenset(
    {
        *(
            "desa",
            "ds",
            "kelurahan",
            "kel",
            "kecamatan",
            "kec",
            "kabupaten",
            "kab",
            "kota",
            "provinsi",
            "prov",
        ),
        *(
            "kep",
            "kepulauan",
            "bangka",
            "belitung",
            "babel",
            "dusun",
            "dsn",
            "lingkungan",
            "lingk",
            "kampung",
        ),
        *("kp", "jalan", "jl", "jln", "gang", "gg", "rt", "rw", "no", "nomor", "dan", "di", "ke", "dari"),
        *("yang", "pada", "sekitar", "serta", "dengan", "wilayah", "lokasi", "daerah", "tepatnya", "depan"),
        *("samping", "belakang", "dekat", "area", "kawasan"),
    }
)
"""Words of almost any place: that two places share them says nothing."""


class Words(NamedTuple):
    """Keyed hashes: of the words that name the very place, and the smallest of the story's word pairs."""

    place: tuple[int, ...]
    story: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report as linking sees it.

    Times are aware, `lonlat` is WGS 84, `figures` are the totals that have a number.
    """

    report: UUID
    submission: UUID
    message: str  # names the message that holds it; "" of a report that was there before
    is_row: bool  # of a table, whose rows are incidents apart
    source: str
    hazard: str
    other_hazards: tuple[str, ...]
    start: datetime
    end: datetime
    precision: str
    said_at: datetime
    kib: str | None
    is_update: bool
    areas: tuple[str, ...]
    lonlat: tuple[float, float] | None
    uncertainty_m: float
    is_spot: bool  # `lonlat` was stated, and is a spot
    figures: Mapping[str, float]
    words: Words
    event: UUID | None = None


def words_of(report: Report, secret: bytes) -> Words:
    """The hashed words of a report, without those that are personal and those that name an area."""
    private = frozenset(
        word
        for datum in report.personal
        for word in _WORD.findall(str(datum.get("value", ""))[:MOST_CHARACTERS].lower())
    )
    left_out = private | _names_of(report.area_codes) | _COMMON
    told = "\n".join(report.texts.get(name, "") for name in _STORIES)[:MOST_CHARACTERS]
    spots = _words(report.texts.get("lokasi", "")) or landmarks(told)
    place = [word for word in spots if word not in left_out and not _is_long_number(word)]
    story = [word for name in _STORIES for word in _words(report.texts.get(name, "")) if word not in private]
    pairs = {f"{one} {other}" for one, other in pairwise(story)}
    return Words(
        tuple(sorted({_hash(word, secret) for word in place[:PLACE_WORDS]})),
        tuple(sorted({_hash(pair, secret) for pair in pairs})[:STORY_SKETCH]),
    )


def regency_of(areas: Iterable[str]) -> str:
    """The regency that holds all the areas, or the province."""
    found = {".".join(code.split(".")[:2]) for code in areas}
    return found.pop() if len(found) == 1 else "19"


def is_regional(told: Told) -> bool:
    """Whether it names so many kecamatan, or whole regencies, that it tells of a disaster of a region."""
    districts = {".".join(code.split(".")[:3]) for code in told.areas if code.count(".") > 1}
    return len(districts) + 3 * sum(code.count(".") == 1 for code in told.areas) >= REGIONAL


def shared_words(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Of the shorter of two lists of words, the share that the longer has too."""
    return len({*one} & {*other}) / min(len(one), len(other)) if one and other else 0.0


def other_spots(one: Told, other: Told) -> bool:
    """Whether both name their place in words, and none the same."""
    return bool(one.words.place and other.words.place) and not {*one.words.place} & {*other.words.place}


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How much two stories share (Jaccard), as their smallest hashes tell."""
    if not one or not other:
        return 0.0
    mine, theirs = {*one}, {*other}
    smallest = sorted(mine | theirs)[: min(STORY_SKETCH, max(len(one), len(other)))]
    return sum(number in mine and number in theirs for number in smallest) / len(smallest)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:MOST_CHARACTERS].lower())


def _is_long_number(word: str) -> bool:
    return len(word) > 5 and word.isdecimal()


@lru_cache(maxsize=4096)
def _names_of(areas: tuple[str, ...]) -> frozenset[str]:
    chain = {code for area in areas for code in (area, *codes.ancestors(area))}
    return frozenset().union(*(_name_words(code) for code in chain))


@cache
def _name_words(code: str) -> frozenset[str]:
    area = codes.areas().get(code)
    return (
        frozenset(word for name in (area.name, *area.aliases) for word in _words(name))
        if area
        else frozenset()
    )


@lru_cache(maxsize=200_000)
def _hash(word: str, secret: bytes) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=4, key=secret[:64]).digest(), signed=True)
