"""Places that words before them announce: a list of a level, or a name that stood behind its label before."""

import re

from gis.codes import name_key
from ingest.whatsapp.places.names import Words
from ingest.whatsapp.places.namewords import LEVELS

ANNOUNCED = re.compile(
    r"\b(?P<level>kecamatan|kec|desa|kelurahan|distrik|nagari|gampong|pekon)"
    r"(?:,? (?:itu|tersebut|yang|terdampak|terendam|terkena|dilanda|berbeda|banjir|adalah|mengalami|"
    r"sudah|masih|kebanjiran|tergenang|kekeringan|longsor|kerusakan)){0,4}"
    r"(?:,? ?(?:yakni|yaitu|meliputi|masing-masing|antara lain|di ?antaranya|adalah|ialah)(?: di)?[,:]? ?|"
    r"(?<!kecamatan)(?<!desa)(?<!kelurahan) ?[:=]\s{0,3}(?:[-•*]|1[.)])? ?)\Z"
)
"""Words that name the level of the list of places that begins behind them."""

SEVERAL = re.compile(
    r"(?:\b(?:\d{1,3}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|beberapa|sejumlah) "
    r"(?P<level>desa|kecamatan|kelurahan|distrik|nagari)|\b(?P<each>desa|kecamatan)-(?:desa|kecamatan))\b"
    r"[^.,;:\n]{0,60},? (?:yakni|yaitu|seperti|meliputi|antara lain|di ?antaranya)(?: di)?[,:]? ?\Z"
)
"""The same, with what the places have in common: "8 desa di kaki gunung yaitu …"."""

HEADS = frozenset(
    (
        "seperti",
        "yakni",
        "yaitu",
        "meliputi",
        "masing",
        "lain",
        "antaranya",
        "diantaranya",
        "adalah",
        "ialah",
        "di",
        "terdampak",
        "terendam",
        "terkena",
        "tersebut",
        "banjir",
        "1",
    )
)
LONGEST_HEAD = 90


def announced(words: Words, position: int) -> int:
    """The level of a list that begins there, as the words before it say: "tiga kecamatan, yakni …"."""
    if position == 0 or words.word(position - 1) not in HEADS or not words.is_capital(position):
        return 0
    start = words.spans[position][0]
    before = words.folded[max(0, start - LONGEST_HEAD) : start]
    if match := ANNOUNCED.search(before):
        return LEVELS[match["level"]]
    match = SEVERAL.search(before)
    return LEVELS[match["level"] or match["each"]] if match else 0


def told_before(words: Words, position: int, told: dict[str, int]) -> int:
    """How many words from there are a name that no list holds, and that stood behind its label before."""
    if not told or not words.capitals:
        return 0
    most = words.unknown(position)
    for count in range(most, 0, -1):
        part = count < most and not _begins_told(words, position + count, told)
        if not part and name_key(words.text[slice(*words.span(position, count))]) in told:
            return count
    return 0


def _begins_told(words: Words, position: int, told: dict[str, int]) -> bool:
    """Whether the name told before goes on with another such one: "Contoh Misal Hulu", of Kec. Misal Hulu."""
    return any(
        name_key(words.text[slice(*words.span(position, count))]) in told
        for count in range(1, words.unknown(position) + 1)
    )
