"""Place names of a sheet's cells to area codes, always top-down: regency, then kecamatan, then desa.

Fifteen village names occur twice in the province and twenty-six equal a kecamatan's, so a name is only looked
up below the area that the sheet names above it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from gis import codes
from gis.codes import Area, name_key
from gis.report import Finding, Severity

SIMILAR = 87  # of 100; below it two names of this province are easily two places
LABELS = {
    2: r"kab|kabupaten|kota",
    3: r"kec|kecamatan",
    4: r"ds|desa|kel|kelurahan|des",
    0: r"dsn|dusun|kp|kampung|lk|lingk|lingkungan|rt|rw|jl|jln|jalan|prov|provinsi|p|pulau|no",
}
LEVEL_OF_LABEL = {label: level for level, labels in LABELS.items() for label in labels.split("|")}
LABEL = "|".join(sorted(LEVEL_OF_LABEL, key=len, reverse=True))
PART = re.compile(rf"(?:^|(?<=[\s,;•\-]))({LABEL})(?:\.\s*|\s+)", re.IGNORECASE)
NUMBER = re.compile(r"(?:i{2,3}|iv|vi{1,3}|\d+)$")
BREAK = re.compile(r"[\n\r;,•➢⮚●*/]+|\s-\s|\bdan\b|&")
REGENCY_KIND = re.compile(r"^\s*(kab(upaten)?|kota(madya)?)\b[.\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Areas that a text names, finest per branch, and what could not be found."""

    areas: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@cache
def _children() -> dict[str, dict[str, Area]]:
    """Areas by parent code and folded name or alias; the official names win over aliases."""
    children: dict[str, dict[str, Area]] = defaultdict(dict)
    for area in codes.areas().values():
        for alias in area.aliases:
            children[area.parent].setdefault(name_key(alias), area)
    for area in codes.areas().values():
        children[area.parent][name_key(area.name)] = area
    return dict(children)


def regency_named(name: str) -> Area | None:
    """The regency or city of that name or alias, with or without "Kab." or "Kota" before it."""
    regencies = _children()["19"]
    return regencies.get(name_key(name)) or regencies.get(name_key(REGENCY_KIND.sub("", name)))


def is_province(name: str) -> bool:
    """Whether that is this province's name or one of its aliases."""
    province = codes.areas()["19"]
    bare = re.sub(r"^\s*prov(insi)?\b[.\s]*", "", name, flags=re.IGNORECASE)
    return name_key(bare) in {name_key(known) for known in (province.name, *province.aliases)}


def child_named(parent: str, name: str) -> tuple[Area | None, bool]:
    """The area of that name right below `parent`, and whether only a similar spelling was found."""
    named = _children().get(parent, {})
    key = name_key(name)
    if key in named:
        return named[key], False
    if len(key) < 4:
        return None, False
    areas = {named[other].code: named[other] for other in named if _similar(key, other)}
    return (next(iter(areas.values())), True) if len(areas) == 1 else (None, False)


def _similar(one: str, other: str) -> bool:
    """Whether one is a slip of the other: a letter or two, never the number at its end."""
    if NUMBER.findall(one) != NUMBER.findall(other):
        return False
    return fuzz.ratio(one, other) >= SIMILAR or OSA.distance(one, other, score_cutoff=1) <= 1


@lru_cache(maxsize=4096)
def resolve(regency: str, text: str) -> Found:
    """The kecamatan and desa that a location text names in that regency.

    Understands lists of "Kec. …", "Ds. …", "Kel. …" over many lines or in one, a village written before or
    after its kecamatan, and bare names on a line of their own.
    """
    parts = list(_parts(text))
    found: list[str] = []
    findings: list[Finding] = []
    for position, (level, name) in enumerate(parts):
        above = _districts_of(regency, parts, position)
        if level == 3:
            area, similar = child_named(regency, name)
        elif level == 4:
            area, similar = _village(regency, name, above)
        else:
            area, similar = _bare(regency, name, above), False
        if area:
            found.append(area.code)
        if similar and area:
            findings.append(_guessed(name, area))
        elif level and not area:
            findings.append(
                _unknown(name, level, codes.areas()[above[0] if level == 4 and above else regency])
            )
    return Found(finest(found) or (regency,), tuple(findings))


def _districts_of(regency: str, parts: list[tuple[int | None, str]], position: int) -> list[str]:
    """The kecamatan under which the part at `position` stands, likeliest first.

    Lists put the kecamatan above its villages, addresses behind them: the first label tells which.
    """
    named = [
        (n, area.code)
        for n, (level, name) in enumerate(parts)
        if level == 3
        if (area := child_named(regency, name)[0])
    ]
    before = [code for n, code in reversed(named) if n < position]
    after = [code for n, code in named if n > position]
    address_like = next((level for level, _ in parts if level), None) == 4
    return after + before if address_like else before + after


def _parts(text: str) -> Iterator[tuple[int | None, str]]:
    """(level by its label, name): 3 kecamatan, 4 desa; None for a name without a label."""
    for line in BREAK.split(text):
        bare, *labelled = PART.split(line)
        if name := _name(bare):
            yield None, name
        for label, content in zip(labelled[::2], labelled[1::2], strict=True):
            level = LEVEL_OF_LABEL[label.lower()]
            if level in (3, 4) and (name := _name(content)):
                yield level, name


def _name(text: str) -> str:
    return re.sub(r"\([^)]*\)?", " ", text).strip(" .:-\t\xa0") if text else ""


def _village(regency: str, name: str, above: list[str]) -> tuple[Area | None, bool]:
    """A village below a kecamatan that the text names; where it names none, the only one of that name."""
    for code in above:
        area, similar = child_named(code, name)
        if area:
            return area, similar
    if above:
        return None, False
    hits = [hit for code in _districts(regency) if (hit := child_named(code, name))[0]]
    exact = [hit for hit in hits if not hit[1]]
    return (exact or hits)[0] if len(exact or hits) == 1 else (None, False)


def _bare(regency: str, name: str, above: list[str]) -> Area | None:
    """The area of exactly that name, no guess: the line may be a street, a sea or a remark."""
    key = name_key(name)
    for parent in (*above[:1], regency):
        if area := _children().get(parent, {}).get(key):
            return area
    hits = [area for code in _districts(regency) if (area := _children().get(code, {}).get(key))]
    return hits[0] if len(hits) == 1 else None


def _districts(regency: str) -> Iterable[str]:
    return dict.fromkeys(area.code for area in _children().get(regency, {}).values())


def finest(found: Iterable[str]) -> tuple[str, ...]:
    """The codes without those that hold another of them, in the order given."""
    unique = list(dict.fromkeys(found))
    held = {above for code in unique for above in codes.ancestors(code)}
    return tuple(code for code in unique if code not in held)


def _unknown(name: str, level: int, parent: Area) -> Finding:
    kind = "Kecamatan" if level == 3 else "Desa/Kelurahan"
    return Finding(
        code="nama_wilayah_tak_dikenal",
        severity=Severity.WARNING,
        id_text=f"{kind} '{name[:60]}' tidak ada di {parent.full_name}",
        en_text=f"There is no {kind} '{name[:60]}' in {parent.full_name}",
        field="lokasi",
    )


def _guessed(name: str, area: Area) -> Finding:
    return Finding(
        code="nama_wilayah_diperkirakan",
        severity=Severity.INFO,
        id_text=f"'{name[:60]}' dibaca sebagai {area.full_name} ({area.code})",
        en_text=f"'{name[:60]}' was read as {area.full_name} ({area.code})",
        field="lokasi",
    )
