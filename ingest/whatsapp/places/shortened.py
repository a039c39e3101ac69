"""Names that officers cut short behind a label: "Kec. Pkl. Baru", "Kec. S. Teritip", "Kec. Kampit"."""

import re
from functools import cache, lru_cache

from gis import codes
from gis.codes import Area, name_key
from ingest.folding import word_set

WORD = re.compile(r"[a-z0-9]+")
PARTS = word_set(
    "baru kota batu pulau raya jaya indah lama besar kecil timur barat utara selatan tengah laut"
)
"""Words of many villages' names, which alone are none."""

VILLAGE = 4
SHORTEST_WORD, SHORTEST_ALONE, SHORTEST_CUT = 4, 5, 3


@lru_cache(maxsize=1024)
def shortened(parent: str, name: str) -> Area | None:
    """The one area right below `parent` whose name those words cut short, None where none or several do."""
    words = tuple(WORD.findall(name.lower()))
    if len(words) > 1 and words[0] in ("kampung", "kp"):
        words = words[1:]
    if not words:
        return None
    fitting = [area for area in _below().get(parent, ()) if _cuts(words, area)]
    return fitting[0] if len(fitting) == 1 else None


def _cuts(words: tuple[str, ...], area: Area) -> bool:
    """Whether the words are those of its name, all but the last cut short, or only a whole one of them."""
    key, last = name_key(area.name), words[-1]
    if len(words) > 1:
        rest = key.removesuffix(last)
        return len(last) >= SHORTEST_WORD and rest != key and _is_cut("".join(words[:-1]), rest)
    shortest = SHORTEST_WORD if area.level == VILLAGE and last not in PARTS else SHORTEST_ALONE
    if len(last) >= shortest and last in area.name.lower().split():
        return True
    return len(last) >= SHORTEST_CUT and _is_cut(last, key) and not set(last) & set("aeiou") - {last[0]}


def _is_cut(short: str, name: str) -> bool:
    """Whether the letters stand in the name in that order, the first at its head."""
    if not name or short[0] != name[0]:
        return False
    letters = iter(name)
    return all(letter in letters for letter in short)


@cache
def _below() -> dict[str, tuple[Area, ...]]:
    found: dict[str, tuple[Area, ...]] = {}
    for area in codes.areas().values():
        if area.level > 2:
            found[area.parent] = (*found.get(area.parent, ()), area)
    return found
