"""The places a message names: found word by word, then resolved top-down, since names repeat in the province."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gis import codes
from gis.codes import Area, name_key
from gis.report import Span
from ingest.places import child_named

LEVELS = {
    "provinsi": 1, "prov": 1, "propinsi": 1,
    "kabupaten": 2, "kab": 2, "kota": 2, "kotamadya": 2,
    "kecamatan": 3, "kec": 3, "kecematan": 3,
    "desa": 4, "ds": 4, "kelurahan": 4, "kel": 4, "des": 4, "kelurahan/desa": 4, "desa/kelurahan": 4, "kel/desa": 4,
}  # fmt: skip
LABELLED = re.compile(
    rf"\b(?P<label>{'|'.join(sorted(map(re.escape, LEVELS), key=len, reverse=True))})\b[.\s:]{{0,3}}(?=[a-z(])"
)
WORD = re.compile(r"[a-z]+(?:['/-][a-z]+)*\.?")
AGENCY = re.compile(
    r"\b(?:bpbd|pusdalops(?:[ -]pb)?|polres(?:ta)?|polsek|polda|kodim|koramil|pemkab|pemkot|pemerintah|dinas [a-z]+|dinsos|dinkes"
    r"|damkar|basarnas|sar|rsud|puskesmas|pmi|pln|tagana|satpol pp|kapolres|kapolsek|camat|bupati|walikota|wali kota)\s+$"
)
ELSEWHERE = re.compile(
    r"\b(?:warga|asal|penduduk|alamat korban|beralamat di|rumah duka|menuju|arah|jurusan|dari)\s+$"
)
MOST_WORDS = 5
STOP = frozenset(
    "dan serta kec kecamatan kab kabupaten kota desa ds kel kelurahan prov provinsi rt rw dusun dsn tepatnya pada yang telah "
    "akibat mengalami terjadi sebanyak sekitar dengan di ke dari jalan jl jln pukul pkl hari tanggal".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at `span`. `code` None: not in the code lists, or not settled. `role`: place, agency or other."""

    span: Span
    name: str
    level: int | None  # by its label; None for a bare name
    candidates: tuple[Area, ...] = ()
    role: str = "place"
    code: str | None = None
    guessed: bool = False


@cache
def gazetteer() -> Mapping[str, tuple[Area, ...]]:
    """Areas by folded name or alias, coarse ones first."""
    found: dict[str, list[Area]] = defaultdict(list)
    for area in codes.areas().values():
        for name in dict.fromkeys(name_key(each) for each in (area.name, *area.aliases)):
            found[name].append(area)
    return {name: tuple(areas) for name, areas in found.items()}


def find_mentions(text: str, folded: str, span: Span) -> Iterator[Mention]:
    """Places named in that stretch, in order: after "Kec.", "Ds." and the like, or a name that stands alone."""
    position, end = span
    while position < end:
        labelled = LABELLED.search(folded, position, end)
        stop = labelled.start() if labelled else end
        yield from _bare(text, folded, position, stop)
        if labelled is None:
            return
        mention = _labelled(text, folded, labelled, end)
        if mention:
            yield mention
        position = max(mention.span[1] if mention else 0, labelled.end())


def _labelled(text: str, folded: str, match: re.Match[str], end: int) -> Mention | None:
    level = LEVELS[match["label"]]
    words = list(_words(folded, match.end(), end))
    for count in range(len(words), 0, -1):
        areas = _named(folded, words[:count], (level,))
        if areas:
            return _mention(text, folded, match.start(), words[count - 1][1], level, areas, words[0][0])
    known = _words_of_a_name(text, words)
    if not known:
        return None
    return _mention(text, folded, match.start(), known[-1][1], level, (), known[0][0])


def _mention(
    text: str, folded: str, start: int, end: int, level: int | None, areas: tuple[Area, ...], name_from: int
) -> Mention:
    return Mention((start, end), text[name_from:end].strip(" .,"), level, areas, _role(folded, start))


def _words_of_a_name(text: str, words: Sequence[Span]) -> list[Span]:
    """The words that begin with a capital, three at most: a name that the code lists do not hold."""
    name: list[Span] = []
    for start, end in words[:3]:
        if not text[start].isupper() or text[start:end].lower() in STOP:
            break
        name.append((start, end))
    return name


def _bare(text: str, folded: str, start: int, end: int) -> Iterator[Mention]:
    words = list(_all_words(folded, start, end))
    position = 0
    while position < len(words):
        mention, used = _bare_at(text, folded, words[position : position + MOST_WORDS])
        if mention:
            yield mention
        position += used


def _bare_at(text: str, folded: str, words: Sequence[Span]) -> tuple[Mention | None, int]:
    for count in range(len(words), 0, -1):
        run = words[:count]
        if "\n" in folded[run[0][0] : run[-1][1]] or not text[run[0][0]].isupper():
            continue
        areas = _named(folded, run, (1, 2, 3, 4))
        # A village name may be any word, or the first of a longer name: alone it counts only where it is neither.
        alone = run[-1][1] - run[0][0] > 6 and not _goes_on(text, run[-1][1])
        areas = tuple(area for area in areas if area.level < 4 or alone)
        if areas:
            return _mention(text, folded, run[0][0], run[-1][1], None, areas, run[0][0]), count
    return None, 1


def _goes_on(text: str, end: int) -> bool:
    """Whether another capitalised word follows at once: `Tanjung Ular` is not the village Tanjung."""
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _named(folded: str, words: Sequence[Span], levels: tuple[int, ...]) -> tuple[Area, ...]:
    key = name_key("".join(folded[start:end] for start, end in words))
    return tuple(area for area in gazetteer().get(key, ()) if area.level in levels)


def _words(folded: str, start: int, end: int) -> Iterator[Span]:
    """Words that may make one name: up to five, until a sign or a break."""
    last = start
    for n, match in enumerate(WORD.finditer(folded, start, end)):
        between = folded[last : match.start()]
        word = match[0].rstrip(".")
        if n >= MOST_WORDS or between.strip(" ("):
            return
        yield match.start(), match.start() + len(word)
        if match[0].endswith("."):
            return
        last = match.end()


def _all_words(folded: str, start: int, end: int) -> Iterator[Span]:
    for match in WORD.finditer(folded, start, end):
        yield match.start(), match.start() + len(match[0].rstrip("."))


def _role(folded: str, start: int) -> str:
    before = folded[max(0, start - 40) : start].rpartition("\n")[2]
    if AGENCY.search(before):
        return "agency"
    return "other" if ELSEWHERE.search(before) else "place"


def resolve(mentions: Sequence[Mention], context: Sequence[str]) -> list[Mention]:
    """The mentions with their codes, settled top-down; `context`: regencies to fall back on."""
    regencies = _codes(mentions, 2) or list(context)
    settled = [_settle(mention, regencies, [], (1, 2, 3)) for mention in mentions]
    districts = [m.code for m in settled if m.code and codes.level_of(m.code) == 3 and m.role == "place"]
    regencies = regencies or list(dict.fromkeys(code[:5] for code in districts))
    return [m if m.code else _settle(m, regencies, districts, (1, 2, 3, 4)) for m in settled]


def _codes(mentions: Sequence[Mention], level: int) -> list[str]:
    return list(
        dict.fromkeys(
            area.code
            for mention in mentions
            if mention.role == "place" and mention.level in (None, level)
            for area in mention.candidates
            if area.level == level and (mention.level == level or area.code == mention.candidates[0].code)
        )
    )


def _settle(
    mention: Mention, regencies: Sequence[str], districts: Sequence[str], levels: tuple[int, ...]
) -> Mention:
    below = [
        area for area in mention.candidates if area.level in levels and _fits(area, regencies, districts)
    ]
    if not mention.candidates and mention.level in (3, 4):
        return _similar(mention, regencies if mention.level == 3 else districts)
    if mention.level is None and below:
        coarsest = min(area.level for area in below)
        below = [area for area in below if area.level == coarsest]
    return replace(mention, code=below[0].code) if len(below) == 1 else mention


def _fits(area: Area, regencies: Sequence[str], districts: Sequence[str]) -> bool:
    if area.level <= 2:
        return True
    if area.level == 4 and districts:
        return area.parent in districts
    return not regencies or area.code[:5] in regencies


def _similar(mention: Mention, parents: Sequence[str]) -> Mention:
    """A name that is a slip of the pen of exactly one area below the parents."""
    found = {area.code for parent in parents if (area := child_named(parent, mention.name)[0])}
    return replace(mention, code=found.pop(), guessed=True) if len(found) == 1 else mention


def event_areas(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Codes of the event's places, the finest of each branch."""
    named = list(dict.fromkeys(m.code for m in mentions if m.code and m.role == "place"))
    finest = [code for code in named if not any(other.startswith(f"{code}.") for other in named)]
    return tuple(sorted(finest))
