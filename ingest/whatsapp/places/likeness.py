"""Names with a slip of the pen or a word cut short, as the one area that they are like."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from gis import codes
from gis.codes import Area, name_key
from ingest.places import child_named
from ingest.whatsapp.places.mention import Mention
from ingest.whatsapp.places.shortened import shortened

REGENCY, DISTRICT, VILLAGE = 2, 3, 4
LONG_NAME = 8  # letters of a name of which two may be slips


def similar(mention: Mention, parents: Iterable[str]) -> Mention:
    """The one area below the parents whose name differs by a slip of the pen, or is cut short."""
    if mention.listed and any(area.level == REGENCY for area in mention.candidates):
        return mention  # "Desa Contoh, Bangka" is no Mangka
    parents = list(parents)
    near = [area for parent in parents if (area := child_named(parent, mention.name)[0])]
    if not near and (name := _respelt(mention.name)):
        near = [area for parent in parents if (area := child_named(parent, name)[0])]
    near = near or _slips(mention, parents)
    near = near or [area for parent in parents if (area := shortened(parent, mention.name))]
    if mention.level == VILLAGE:
        near += [
            area
            for parent in parents
            if codes.level_of(parent) == REGENCY
            for district in _children(parent)
            if (area := child_named(district, mention.name)[0])
        ]
    hits = {area.code for area in near if area.level == mention.level}
    return mention.coded(hits.pop(), guessed=True) if len(hits) == 1 else mention


def _respelt(name: str) -> str:
    """The name with "Aik" for "Air", or the other way round; "" where it begins with neither."""
    first, _, rest = name.partition(" ")
    other = {"air": "aik", "aik": "air", "aek": "aik"}.get(first.lower())
    return f"{other} {rest}" if other and rest else ""


def _slips(mention: Mention, parents: Sequence[str]) -> list[Area]:
    """The areas right below those whose long name differs by two letters: "Selunsing" for Selingsing."""
    key = name_key(mention.name)
    if mention.level < DISTRICT or len(key) < LONG_NAME or key[-1].isdigit():
        return []
    below = [a for a in codes.areas().values() if a.level == mention.level and a.parent in parents]
    return [a for a in below if OSA.distance(key, name_key(a.name), score_cutoff=2) <= 2]


def _children(regency: str) -> list[str]:
    return [area.code for area in codes.areas().values() if area.parent == regency]
