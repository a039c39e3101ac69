"""Which area a feature or row means: two code systems, names, and the places where they contradict.

BPS 1903 is Kemendagri 19.05 (Bangka Barat) and BPS 1905 is 19.03 (Bangka Selatan): a code without its
system is not a code, and one whose system and name disagree is not believed. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gis import codes

_KIND = re.compile(
    r"^\s*(provinsi|prov|kabupaten|kab|kota|kecamatan|kec|kelurahan|kel|desa|ds)\b\.?\s*", re.IGNORECASE
)
_CUTS = {2: (2,), 4: (2, 4), 6: (2, 4, 6), 10: (2, 4, 6, 10)}


class System(StrEnum):
    """Who gave out a code."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code and a name were taken to mean. `code` None: not decided, and `why` says what is wrong."""

    code: str | None
    why: str = ""  # a key of `boundary_files.READING_NOTES`


def dotted(text: str) -> str | None:
    """A Kemendagri code with its dots (`1905011008` = `19.05.01.1008`), None when its length is wrong."""
    digits = re.sub(r"\D", "", text)
    cuts = _CUTS.get(len(digits))
    return ".".join(digits[a:b] for a, b in zip((0, *cuts), cuts, strict=False)) if cuts else None


def bears(area: codes.Area, name: str) -> bool:
    """Whether `name` (with or without its kind) is the area's name or an alias of it."""
    keys = {codes.name_key(own) for own in (area.name, *area.aliases)}
    return codes.name_key(name) in keys or codes.name_key(_KIND.sub("", name)) in keys


def read_code(text: str, system: System, name: str = "") -> Reading:
    """The area meant by a code as written; `name` settles the system or contradicts the code."""
    digits = re.sub(r"\D", "", text)
    if not digits.startswith("19"):
        return Reading(None, "asing" if digits else "tak_dikenal")
    own, other = _readings(text, digits, system)
    if not own:
        return Reading(None, "tak_dikenal")
    if not name:
        return Reading(own[0].code) if len(own) == 1 else Reading(None, "sistem")
    if named := [area for area in own if bears(area, name)]:
        return Reading(named[0].code)
    contradicted = len(own) > 1 or any(bears(area, name) for area in other)
    return Reading(None, "nama") if contradicted else Reading(own[0].code, "ejaan")


def _readings(text: str, digits: str, system: System) -> tuple[list[codes.Area], list[codes.Area]]:
    """The areas that the code means in its system, and in the other one."""
    kemendagri = codes.areas().get(dotted(digits) or "")
    bps = codes.areas_by_bps().get(digits)
    if system is System.UNKNOWN and "." in text:
        system = System.KEMENDAGRI
    if system is System.KEMENDAGRI:
        return _unique(kemendagri), _unique(bps)
    if system is System.BPS:
        return _unique(bps), _unique(kemendagri)
    return _unique(kemendagri, bps), []


def _unique(*areas: codes.Area | None) -> list[codes.Area]:
    return list({area.code: area for area in areas if area}.values())


def code_by_names(names: Sequence[str]) -> str | None:
    """The only area fitting the names of province, kabupaten, kecamatan, desa (blanks skipped), or None."""
    found: Iterable[codes.Area] = (codes.areas()["19"],)
    for level, name in enumerate(names[1:], start=2):
        if name:
            found = [
                area
                for area in codes.areas().values()
                if area.level == level and bears(area, name) and _within(area, found)
            ]
    result = [area.code for area in found]
    return result[0] if len(result) == 1 and any(names[1:]) else None


def _within(area: codes.Area, above: Iterable[codes.Area]) -> bool:
    return any(parent.code in codes.ancestors(area.code) for parent in above)
