"""Place names with their spans: after "Kec.", "Ds." and the like, in lists, or standing alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gis.codes import Area, name_key
from gis.report import Span
from ingest.folding import word_set
from ingest.places import finest
from ingest.whatsapp.gazetteer import LONE, gazetteer

NAME_WORD = re.compile(r"[a-z0-9']+")
LEVELS = {
    **dict.fromkeys(("prov", "provinsi", "propinsi"), 1),
    **dict.fromkeys(("kab", "kabupaten", "kota", "kotamadya"), 2),
    **dict.fromkeys(("kec", "kecamatan", "kecematan", "kecamtan"), 3),
    **dict.fromkeys(("ds", "desa", "des", "kel", "kelurahan"), 4),
}
BELOW = word_set(
    "dusun dsn kp kampung lk lingk lingkungan jl jln jalan gg gang rt rw pulau p selat sungai pantai "
    "perumahan perum komplek blok pasar jembatan teluk kolong perairan muara sei masjid sdn sd smpn smp "
    "sman sma smkn smk tk mts min musholla gereja vihara hotel toko bandara pelabuhan gor taman rsud "
    "warung spbu eks pt cv laut das ke arah jurusan menuju"
)
AGENCY = word_set(
    "bpbd pusdalops polres polresta polsek polda kodim koramil korem puskesmas rs rsud camat lurah kades "
    "kapolsek danramil bupati walikota pemkab pemkot pemprov pemdes basarnas sar pln pmi damkar dinas "
    "dinsos dinkes pupr dpupr tagana satpol bmkg stasiun posko kansar kantor lanal polairud polair "
    "syahbandar ksop rapi orari senkom kph manggala upt uptd pdam ulp babinsa bhabinkamtibmas kalak "
    "kalaksa diskominfo kominfo pemerintah pos relawan mako pemadam dpkp dpkpb trc tim kapolres dandim "
    "satpolairud"
)
HOMES = re.compile(
    r"(?:\b(?:warga|asal|penduduk|beralamat|domisili|berasal dari|kelahiran|ktp)\b|"
    r"a/n)(?:(?!\bdi\b)[^\n.;,]){0,60}$"
)
WARGA_HOUSES = re.compile(r"(?:rumah|unit|milik|kk|jiwa|kebun|lahan)\s+warga[^\n.;,]{0,60}$")
GAP = re.compile(r"[ \t]{0,3}[.-]?[ \t]{0,3}")
LABEL_GAP = re.compile(r"[\s.:/*-]{0,6}")
LIST_GAP = re.compile(
    r"\s{0,3}(?:,|dan|&|serta|/|;|•|-|\n)(?:\s{0,3}(?:dan|-|•|\d{1,2}[.)]))?\s{0,4}|"
    r"(?:\s?\([^)\n]{0,40}\))?\s{0,2}(?:,|dan|&)\s{0,3}"
)
STOP = re.compile(r"[\n,;:()|•/]|\s{3}|\.\s|\s-\s")
NO_NAME = word_set(
    "yang terdampak setempat tersebut ini itu dan di telah akibat nihil rt rw jl jalan dusun dsn lainnya "
    "sekitar mengalami terjadi pada sebanyak pukul hari tanggal tangguh"
)
MOST_WORDS = 5
MOST_MENTIONS = 400
LOOK_BACK = 7  # words before a place that may say whose it is


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text. `level` as its label says, 0 without one; `code` None while unknown."""

    span: Span
    name: str
    level: int
    role: str  # place, agency, home
    candidates: tuple[Area, ...]
    listed: bool = False  # follows another in a list and shares its label
    code: str | None = None
    guessed: bool = False


def find_mentions(text: str, folded: str, span: Span) -> list[Mention]:
    """The places that a stretch of text names, in order, not yet resolved."""
    words = [match.span() for match in NAME_WORD.finditer(folded, *span)]
    capitals = any(text[start].isupper() for start, _ in words)
    mentions: list[Mention] = []
    position = 0
    while position < len(words) and len(mentions) < MOST_MENTIONS:
        before = mentions[-1] if mentions else None
        mention, used = _mention(text, folded, words, position, before, capitals)
        if mention:
            mentions.append(mention)
        position += used
    return mentions


def _mention(
    text: str, folded: str, words: list[Span], position: int, before: Mention | None, capitals: bool
) -> tuple[Mention | None, int]:
    level = _label_level(folded, words, position)
    first = position + (1 if level else 0)
    count, areas = _longest(folded, words, first)
    if level:
        return _labelled(text, folded, words, first, (level, count, areas), capitals)
    if not areas or _below(folded, words, position) or (capitals and not text[words[first][0]].isupper()):
        return None, 1
    span = (words[first][0], words[first + count - 1][1])
    listed = bool(before and before.level and LIST_GAP.fullmatch(folded, before.span[1], span[0]))
    if not listed and _goes_on(text, folded, words, first + count) and all(a.level == 4 for a in areas):
        return None, count
    mention = Mention(span, text[slice(*span)], 0, _role(folded, words, position), areas, listed)
    if listed and before:
        mention = replace(mention, level=before.level, role=before.role)
    return mention, count


def _goes_on(text: str, folded: str, words: list[Span], after: int) -> bool:
    """Whether another capitalised word that begins no name follows: `Tanjung Ular` is no village."""
    if after >= len(words) or folded[words[after - 1][1] : words[after][0]] != " ":
        return False
    start, end = words[after]
    joins = folded[start:end] in LEVELS or _longest(folded, words, after)[0] > 0
    return text[start].isupper() and text[start:end] != text[start:end].upper() and not joins


def _label_level(folded: str, words: list[Span], position: int) -> int:
    """The level that the word at that position labels, 0 when it is no label of what follows."""
    level = LEVELS.get(folded[slice(*words[position])], 0)
    if not level or position + 1 >= len(words):
        return 0
    gap = folded[words[position][1] : words[position + 1][0]]
    following = folded[slice(*words[position + 1])]
    if following in LEVELS or following in NO_NAME:
        return 0
    return level if LABEL_GAP.fullmatch(gap) and gap.count("\n") <= 1 else 0


def _longest(folded: str, words: list[Span], first: int) -> tuple[int, tuple[Area, ...]]:
    """The most words from there that are a name of the gazetteer, and whose."""
    best: tuple[int, tuple[Area, ...]] = (0, ())
    key = ""
    names = gazetteer()
    for count in range(1, min(MOST_WORDS, len(words) - first) + 1):
        start, end = words[first + count - 1]
        if count > 1 and not GAP.fullmatch(folded, words[first + count - 2][1], start):
            break
        key += folded[start:end].replace("'", "")
        if areas := names.get(key):
            best = count, areas
    return best


def _labelled(
    text: str,
    folded: str,
    words: list[Span],
    first: int,
    known: tuple[int, int, tuple[Area, ...]],
    capitals: bool,
) -> tuple[Mention | None, int]:
    level, count, areas = known
    unknown = _unknown_words(text, folded, words, first, capitals)
    fitting = tuple(area for area in areas if area.level == level)
    if not fitting and unknown > count:
        count, areas = unknown, ()
    if not count:
        return None, 1
    span = (words[first][0], words[first + count - 1][1])
    role = _role(folded, words, first - 1)
    return Mention(span, text[slice(*span)], level, role, fitting or areas), count + 1


def _unknown_words(text: str, folded: str, words: list[Span], first: int, capitals: bool) -> int:
    """How many words from there look like a name that the gazetteer does not hold: capitals, on one line."""
    count = 0
    while count < 3 and first + count < len(words) and capitals:
        start, end = words[first + count]
        word = folded[start:end]
        if count and STOP.search(folded, words[first + count - 1][1], start):
            break
        if not text[start].isupper() or word in LEVELS or word in AGENCY or word in NO_NAME:
            break
        count += 1
    return count


def _below(folded: str, words: list[Span], position: int) -> bool:
    """Whether the name is that of a street, hamlet, island or building, or a way that leads there."""
    if position == 0:
        return False
    gap = folded[words[position - 1][1] : words[position][0]]
    return folded[slice(*words[position - 1])] in BELOW and not set(gap) & set("\n,:;()")


def _role(folded: str, words: list[Span], position: int) -> str:
    """Whether it is a place of the event, part of an agency's name, or where somebody comes from."""
    start = words[position][0]
    for back in range(1, min(LOOK_BACK, position + 1)):
        begin, end = words[position - back]
        gap = folded[end : words[position - back + 1][0]]
        word = folded[begin:end]
        if set(gap) & set(":\n;(•") or ("." in gap and word not in LEVELS and len(word) > 4):
            break
        if word in AGENCY:
            return "agency"
        if word in ("di", "pada", "ke") or ("," in gap and back > 1):
            break
    before = folded[max(0, start - 80) : start]
    return "home" if HOMES.search(before) and not WARGA_HOUSES.search(before) else "place"


def is_lone(mention: Mention) -> bool:
    """Whether it is a bare "Bangka" or "Belitung": as likely the island."""
    return not mention.level and name_key(mention.name) in LONE


def event_areas(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The codes of the event's places, finest per branch."""
    return finest(m.code for m in mentions if m.code and m.role == "place")
