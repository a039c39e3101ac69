"""How a list of places goes on from one to the next: by commas, bullets, counts and brackets."""

import re

from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.places.names import Words
from ingest.whatsapp.places.rows import CELL_ENDS

LIST_GAP = re.compile(
    r"\s{0,3}(?:,|dan|&|serta|/|;|•|-|\n)(?:\s{0,3}(?:dan|-|•|\d{1,2}[.)]))?\s{0,4}|"
    r"(?:\s?\([^)\n]{0,40}\))?\s{0,2}(?:,|dan|&)\s{0,3}"
)
NEXT_SENTENCE = re.compile(r"\.\s{1,2}(?:kemudian|selanjutnya|lalu)\s")
"""Between two names of a list that goes on in the next sentence: "A dan B. Kemudian C, D dan E"."""

ITEM_ENDS = re.compile(r"\s{0,3}(?:[,;)(\n•|/&]|\.(?:\s|$)|(?:dan|serta|di|kecamatan|kec|kabupaten|kab)\b|$)")
AND_MORE = re.compile(r"\s{0,3}(?:,\s{0,3}[a-z]+(?: [a-z]+)?,?\s|,?\s?)(?:dan|serta|&)\s")
UPWARD = re.compile(r"[\s,.()-]{0,4}")
ENDS = re.compile(r"\s?(?:[.;)(\n]|\Z|,(?! [a-z]+(?: [a-z]+)?(?:,| dan\b| serta\b)))")
MORE_ITEMS = re.compile(r"\s?, [a-z]+(?: [a-z]+)?(?:,| dan\b| serta\b)")
ITEM_BEFORE_REGENCY = re.compile(r"\s{0,2},\s{0,2}")

_BEFORE_COUNT = r"\s{0,2}(?:[:=(-]\s{0,2}|sebanyak |sejumlah |ada |terdapat |dengan )?"
COUNTED_GAP = re.compile(
    rf"(?:{_BEFORE_COUNT}\d[\d.]{{0,6}} ?(?:kk|jiwa|orang|rumah|unit|kepala keluarga|keluarga|warga|rt)\b"
    r"[^,;\n\d]{0,30}[,;/\n]?){1,3}\s{0,3}(?:(?:dan|serta|-|•|\d{1,2}[.)])\s{0,2})?"
)
COUNT_NEXT = re.compile(rf"{_BEFORE_COUNT}\d")
"""Between two names of which each has its count: "Desa Satu 12 KK, Dua 9 KK"."""

PART_ENDS = re.compile(r"\s?\)\s{0,2}[,;]?\s{0,2}(?:(?:dan|serta|&)\s)?")
HOLDS_VILLAGES = re.compile(r"\s?\((?:\d{1,2} )?(?:desa|ds|kel|kelurahan|nagari|gampong)\b")
HOLDS_DISTRICTS = re.compile(r"\s?\((?:\d{1,2} )?(?:kec|kecamatan|distrik)\b")
"""Behind a name whose parts stand in brackets: "Kec. Contoh (Ds. Satu), Misal (Ds. Dua)"."""

HEADING = re.compile(r"\s?[:(=]?[ \t]{0,3}\n\s{0,4}(?:[-•*>]|\d{1,2}[.)])\s{0,3}")
HEADED_ITEM_ENDS = re.compile(rf"[ \t]{{0,3}}(?:\n|\Z|[,;(])|{_BEFORE_COUNT}\d")
"""Between a kecamatan that heads a list and its first village, a line each."""

MORE_NAMES = re.compile(r"(?:,| dan) [A-Z]")
OPENED = re.compile(r"\s?[:(]\s?")
MORE = re.compile(r"\s?(?:,|&|\bdan\b)\s?")
STATES = word_set("surut aman nihil kondusif normal cerah berawan mendung padam")
"""Words in a line of their own that say how it is there."""

OPENS = re.compile(r"(?:\A|[\n|])[ \t]{0,12}(?:[-•*]|\d{1,2}[.)])?[ \t]{0,3}\Z")
COUNTS = re.compile(
    r"\s{0,3}(?:-+>|[:=→-])\s{0,3}\d[\d.]{0,6} (?:kk|jiwa|rumah|unit rumah)\b|"
    r"[ \t]{1,3}(?:[:=→-][ \t]{0,3})?\d[\d.]{0,6}[ \t]{0,3}(?=\n|\Z)"
)
OF_PLACES = re.compile(r"\|[ \t]{0,3}(?:kec|kecamatan|desa|kelurahan|desa ?/ ?kel\w*)[ \t]{0,3}\|")
REGIONS = frozenset(("daerah", "wilayah", "kawasan"))
"""Words behind which an everyday word is a place: "daerah Kelapa"."""

NO_PLACES = STATES | word_set(
    "masjid musholla mushola musholah mushalla musala langgar surau gereja vihara pura sd sdn smp smpn "
    "sma sman smk smkn mts mtsn man tk paud gedung gor aula balai rsud puskesmas posko tenda kantor ponpes "
    "hotel rusunawa rptra stadion"
)
"""The same, and words with which the names of buildings begin, to which people fled."""

CITY = 2
QUARTERS = word_set("utara selatan barat timur tengah kota")
"""Words that part a city into its kecamatan."""


def is_listed(words: Words, end: int, span: Span) -> bool:
    """Whether the name goes on with the list of the one that ends there."""
    if LIST_GAP.fullmatch(words.folded, end, span[0]):
        return True
    if NEXT_SENTENCE.fullmatch(words.folded, end, span[0]):
        return MORE_NAMES.match(words.text, span[1]) is not None
    return is_counted(words, end, span)


def is_counted(words: Words, end: int, span: Span) -> bool:
    """Whether it is the next of a list in which each name has its count."""
    if not COUNT_NEXT.match(words.folded, span[1]):
        return False
    if words.ends_name(words.folded[slice(*span)].partition(" ")[0]):
        return False  # "5 orang, Hilang : 2"
    return COUNTED_GAP.fullmatch(words.folded, end, span[0]) is not None


def goes_on(words: Words, end: int, position: int, count: int) -> bool:
    """Whether it stands amid a list of kecamatan or villages, one of which has a regency's name."""
    follow = position + count
    if follow >= len(words.spans) or not is_listed(words, end, words.span(position, count)):
        return False
    gap = LIST_GAP.fullmatch(words.folded, words.spans[follow - 1][1], words.spans[follow][0])
    return bool(gap) and not words.elsewhere(follow)[0] and words.unknown(follow, away=True) > 0


def is_below_province(words: Words, follow: int) -> bool:
    """Whether a comma and the name of a province stand behind it: "Contoh, Jawa Timur"."""
    if follow >= len(words.spans) or words.gap(follow - 1).strip(" ") != ",":
        return False
    return words.elsewhere(follow)[1] == 1


def is_next_district(words: Words, end: int, span: Span) -> bool:
    """Whether it is the next kecamatan behind one whose villages stand in brackets, with its own in them."""
    if not HOLDS_VILLAGES.match(words.folded, span[1]):
        return False
    return PART_ENDS.fullmatch(words.folded, end, span[0]) is not None


def is_headed(words: Words, end: int, position: int, span: Span) -> bool:
    """Whether it is the first village of a kecamatan that heads a list: "Kec. Contoh : Satu, Dua"."""
    if HEADING.fullmatch(words.folded, end, span[0]):
        return HEADED_ITEM_ENDS.match(words.folded, span[1]) is not None
    if not OPENED.fullmatch(words.folded, end, span[0]):
        return False
    more = MORE.match(words.folded, span[1])
    follow = next((n for n in range(position + 1, len(words.spans)) if words.spans[n][0] >= span[1]), None)
    return bool(more and follow) and words.unknown(follow or 0, away=True) > 0


def is_quarter(words: Words, position: int, count: int) -> bool:
    """Whether it is a city's own kecamatan, by its name: "Kelurahan Contoh, Banjarmasin Barat"."""
    known, level = words.elsewhere(position)
    if level != CITY or count != known + 1 or words.word(position + known) not in QUARTERS:
        return False
    return words.gap(position + known - 1) == " "


def is_within(words: Words, end: int, span: Span) -> bool:
    """Whether only "di" stands between a village and the name, with which the list ends or goes on."""
    if words.folded[end : span[0]] != " di ":
        return False
    return ITEM_ENDS.match(words.folded, span[1]) is not None


def is_above(words: Words, labelled: bool, end: int, span: Span) -> bool:
    """Whether a province's name may stand behind that of its regency: behind a comma, and no list goes on."""
    behind_comma = labelled and words.folded[end : span[0]].strip() == ","
    return behind_comma and not AND_MORE.match(words.folded, span[1])


def is_apart(folded: str, span: Span) -> bool:
    """Whether the name fills a cell of a table of places, or heads a line before a count."""
    if not OPENS.search(folded, max(0, span[0] - 20), span[0]):
        return False
    if COUNTS.match(folded, span[1]):
        return True
    return CELL_ENDS.match(folded, span[1]) is not None and OF_PLACES.search(folded, 0, span[0]) is not None


def continues(words: Words, after: int) -> bool:
    """Whether a list of names goes on at the word there: "Contoh, Ketapang, Misal dan Umpama"."""
    if after >= len(words.spans) or not words.is_capital(after):
        return False
    return MORE_ITEMS.match(words.folded, words.spans[after - 1][1]) is not None
