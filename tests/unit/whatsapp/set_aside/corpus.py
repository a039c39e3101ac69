"""Labelled texts of all parts of the corpus as one kind of truth.

The set-aside part (this folder) was written without looking at the parser or its own test texts: it says how
well the parser reads what it was not fitted to. Once its errors have been worked on it is moved to `opened`,
and new texts take its place. Of its tables, and of those of `opened`:

- `style` is `label`, `narrative` or `none`; `region` is `babel` or `luar` (elsewhere in the country);
- `hazard` is a slug, or a list of which any is right;
- `areas` holds the smallest areas by code; those above follow. Elsewhere, names stand by level instead;
- a figure is a number, or `nihil`, `strip` or `pendataan`; a key `a|b` accepts either kind;
- `maybe` names kinds that may be told or not, and `any_date`, `any_area` what cannot be decided;
- `personal` holds words that must lie in personal spans.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gis import codes

SET_ASIDE = Path(__file__).parent
DEVELOPED = SET_ASIDE.parent
OPENED = DEVELOPED / "opened"
LEVELS = (2, 3, 4)
LEVEL_KEYS = {2: "kabupaten", 3: "kecamatan", 4: "desa"}
NARRATIVE_FILES = {"narrative", "prose", "figures_narrative", "news"}


@dataclass(frozen=True)
class Incident:
    hazards: frozenset[str]
    areas: dict[int, frozenset[str]] | None  # by level: codes, or folded names; None: not to be decided
    date: str | None
    time: str | None
    lonlat: list[float] | None
    is_update: bool | None
    figures: dict[str, Any]
    parts: dict[str, dict[str, Any]]
    maybe: frozenset[str]
    any_date: bool = False
    loose: frozenset[str] = frozenset()  # names of an unknown level


@dataclass(frozen=True)
class Labelled:
    name: str
    style: str
    region: str
    text: str
    received: datetime | None
    incidents: list[Incident]
    nihil: list[frozenset[str]]
    personal: list[str] = field(default_factory=list)


def load(folder: Path) -> list[Labelled]:
    return [read(entry, file.stem) for file in sorted(folder.glob("*.toml")) for entry in entries(file)]


def entries(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["text"]
    return found


def read(entry: dict[str, Any], file: str) -> Labelled:
    ours = "style" in entry
    told = entry.get("report" if ours else "reports", [])
    quiet = entry.get("nihil" if ours else "nil", [])
    incidents = [incident(t) if ours else developed(t) for t in told]
    return Labelled(
        name=entry["name"],
        style=entry.get("style") or guessed_style(file, told),
        region=entry.get("region") or ("luar" if any(not t.get("areas") for t in told) else "babel"),
        text=entry["text"],
        received=datetime.fromisoformat(entry["received"]) if "received" in entry else None,
        incidents=incidents,
        nihil=[frozenset(q.get("areas", [])) for q in quiet],
        personal=entry.get("personal", []) if ours else [w for t in told for w in t.get("personal", [])],
    )


def guessed_style(file: str, told: list[Any]) -> str:
    return ("narrative" if file in NARRATIVE_FILES else "label") if told else "none"


def incident(told: dict[str, Any]) -> Incident:
    hazard = told["hazard"]
    return Incident(
        hazards=frozenset([hazard] if isinstance(hazard, str) else hazard),
        areas=None if told.get("any_area") else areas_of(told),
        date=told.get("date"),
        time=told.get("time"),
        lonlat=told.get("lonlat"),
        is_update=told.get("is_update", False),
        figures=told.get("figures", {}),
        parts=told.get("by_area", {}),
        maybe=frozenset(told.get("maybe", [])),
        any_date=told.get("any_date", False),
    )


def areas_of(told: dict[str, Any]) -> dict[int, frozenset[str]]:
    if "areas" in told:
        return by_level(told["areas"])
    return {level: frozenset(map(folded, told.get(key, []))) for level, key in LEVEL_KEYS.items()}


def developed(told: dict[str, Any]) -> Incident:
    """The tables of the developers' own texts: a moment as one word, names of any level in one list."""
    date, _, time = told["at"].partition("T")
    return Incident(
        hazards=frozenset([told["hazard"]]),
        areas=by_level(told["areas"]),
        date=date or None,
        time=time or None,
        lonlat=told.get("lonlat"),
        is_update=told.get("update", False),
        figures=told["figures"],
        parts=told.get("parts", {}),
        maybe=frozenset(),
        loose=frozenset(map(folded, told.get("names", []))),
    )


def by_level(smallest: list[str]) -> dict[int, frozenset[str]]:
    every = {code for low in smallest for code in (low, *codes.ancestors(low))}
    return {level: frozenset(c for c in every if level_of(c) == level) for level in LEVELS}


def level_of(code: str) -> int:
    return code.count(".") + 1


def folded(name: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", " ", name.lower().replace("-", " "))
    return re.sub(
        r"^(kabupaten|kab|kota|kecamatan|kec|desa|ds|kel|kelurahan|nagari|negeri) ", "", words
    ).strip()
