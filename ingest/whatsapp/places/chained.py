"""Places that only their place in an address tells of: "di Contoh, Misal, Kabupaten Umpama"."""

import re
from collections.abc import Iterator

from gis.codes import Area, name_key
from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.places import elsewhere
from ingest.whatsapp.places.gazetteer import gazetteer
from ingest.whatsapp.places.namewords import AGENCY, BELOW, COMPASS, LEVELS, NO_NAME

REGENCY, DISTRICT, VILLAGE = 2, 3, 4
FARTHEST = 90  # code points before the place above
NAME = re.compile(r"[A-Z][A-Za-z']+(?:[ -][A-Z][A-Za-z']+){0,2}")
LED = re.compile(
    rf"(?:\A|.*\s)(?:di|wilayah|kawasan|daerah|penduduk|permukiman|pemukiman)\s(?P<name>{NAME.pattern})\Z",
    re.DOTALL,
)
"""A part of an address in which the name stands behind its preposition."""

HAMLET = re.compile(r"\b(?:dusun|dsn|dukuh|kampung|kp|lingkungan|banjar|jorong|padukuhan|kadus)\b[^,]*\Z")
STREET = re.compile(r"\b(?:jalan|jl|gang|gg|rt|rw|no|nomor|blok|kampung|perumahan|kompleks)\b|\d")
REFUGE = re.compile(r"\b(?:pengungsi\w*|mengungsi|diungsikan|dievakuasi|bergeser)\b")
_AND = r"\.?\s?(?:/|dan|maupun)\s?\Z"
BOTH = {
    DISTRICT: re.compile(rf"(?<!\d )\b(?:desa|ds|kelurahan|kel|nagari){_AND}"),
    REGENCY: re.compile(rf"(?<!\d )\b(?:kecamatan|kec){_AND}"),
}
"""Before a place whose name is that of the one below it too: "Desa/Kecamatan Contoh"."""

SITES = word_set(
    "depan belakang samping dekat sekitar wilayah daerah stadion gedung mal mall plaza "
    "waduk bendungan bendung situ danau embung curug lereng "
    "kawasan wisata sma smp sd ponpes pesantren pabrik villa vila kompleks dermaga gili "
    "dataran pegunungan kaki puncak hutan monumen alun alun-alun kawah lapangan rumah rutan lapas "
    "asrama markas mapolres balai "
    "istana tol exit km bendung dam pintu perum puri griya graha menara apartemen kafe ruko toko cagar"
)
"""Words with which the name of a building, water or site begins, which is no area."""

Found = tuple[Span, str, int]
"""The span of a name, the name, and its level."""


def before(text: str, folded: str, start: int, level: int, floor: int) -> Iterator[Found]:
    """The unlabelled names that an address gives right before the place of that level that begins there.

    `floor`: where the place named before ends.
    """
    begin = max(floor, start - FARTHEST, folded.rfind("\n", floor, start) + 1)
    part = text[begin:start].rstrip(" ")
    part = part.removesuffix(",")
    if not part or begin + len(part) < start - 2:
        return
    cut = part.rfind(", ")
    near, first = (part[cut + 2 :], begin + cut + 2) if cut >= 0 else (part, begin)
    listed = cut >= 0 and NAME.fullmatch(near) is not None
    name, at = (near, first) if listed else _led(near, first)
    if not name or not _is_area(name) or REFUGE.search(near.lower()):
        return
    further = part[:cut] if listed else ""
    further_name, there = _further(further, begin)
    hamlet = HAMLET.search(further.lower()) is not None
    if level == DISTRICT:
        if not listed or hamlet or STREET.search(further.lower()[-30:]):
            yield (at, at + len(name)), name, VILLAGE
        return
    if further_name and _is_area(further_name):
        yield (there, there + len(further_name)), further_name, VILLAGE
        yield (at, at + len(name)), name, DISTRICT
    elif not hamlet:
        yield (at, at + len(name)), name, DISTRICT


def _led(part: str, at: int) -> tuple[str, int]:
    """The name that a preposition leads at the end of the part, and where it begins; "" without one."""
    match = LED.match(part)
    return (match["name"], at + match.start("name")) if match else ("", at)


def _further(part: str, begin: int) -> tuple[str, int]:
    """The name one part further left: behind a comma of its own or a preposition."""
    cut = part.rfind(", ")
    near, first = (part[cut + 2 :], begin + cut + 2) if cut >= 0 else (part, begin)
    if cut >= 0 and NAME.fullmatch(near):
        return near, first
    return _led(near, first)


def _is_area(name: str) -> bool:
    """Whether the words may name a village or kecamatan, rather than a site, office or regency."""
    words = re.split(r"[ -]", name.lower())
    if all(word in COMPASS or word == "daya" for word in words):
        return False
    if words[0] in SITES or words[0] in BELOW or name_key("".join(words)) in elsewhere.names():
        return False
    if len(name) > 3 and name.isupper():
        return False
    return not any(word in LEVELS or word in AGENCY or word in NO_NAME for word in words)


def of_both(folded: str, start: int, level: int) -> bool:
    """Whether the label of the level below stands beside that of the place that begins there."""
    return BOTH[level].search(folded, max(0, start - 16), start) is not None


def candidates(name: str, level: int) -> tuple[Area, ...]:
    """The places of this province of that name and level."""
    return tuple(area for area in gazetteer().get(name_key(name), ()) if area.level == level)
