"""Where the next incident of a story begins: "Kejadian kedua …", "Di tempat terpisah …"."""

import re
from collections.abc import Sequence

from gis.codes import name_key
from ingest import hazards
from ingest.whatsapp.incidents.hazard import PLACED, has_happened, named
from ingest.whatsapp.incidents.recaps import MONTHS
from ingest.whatsapp.layout.breaks import HAZARD
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.places import elsewhere
from ingest.whatsapp.places.gazetteer import gazetteer

SECOND = re.compile(
    r"\W{0,3}(?:(?:lokasi |titik )?(?:kejadian|peristiwa|musibah|bencana|kebakaran|banjir|longsor|kecelakaan|"
    r"karhutla|insiden|serangan buaya)(?: (?:lahan|rumah|bandang|tanah|kencang))?(?: yang)? |"
    r"yang )?(?:kedua|ketiga|keempat|kelima)\b"
    r"(?! (?:korban|orang|bocah|anak|nelayan|remaja|warga|pekerja|penambang|abk|jenazah|jasad|rumah|"
    r"pelajar|desa|kecamatan|kelurahan|dusun|kampung|kabupaten|wilayah|daerah|rt|rw|titik|lokasi|unit|"
    r"bangunan|kapal|perahu))|"
    r"\W{0,3}(?:(?:sementara|sedangkan|adapun|lalu|kemudian|selain itu),? )?(?:(?:di|pada) (?:tempat|lokasi|"
    r"titik) "
    r"(?:yang )?(?:terpisah|lain|berbeda|lainnya)|(?:kejadian|peristiwa) (?:lain|lainnya))\b"
)
"""How the paragraph of one more incident opens."""

FIRST = re.compile(
    r"\W{0,3}(?:lokasi |titik )?(?:kejadian|peristiwa|musibah|bencana|kebakaran|banjir|longsor|kecelakaan|"
    r"karhutla|"
    r"insiden|angin)(?: (?:lahan|rumah|bandang|tanah|kencang))?(?: yang)? pertama\b"
)

SAME = re.compile(r"\W{0,3}(?:kondisi|hal|kejadian|peristiwa|bencana|situasi) (?:yang )?(?:serupa|sama)\b")
"""How the paragraph of another regency opens that tells of the same kind."""

ALSO = re.compile(
    r"\W{0,3}(?:selain itu|selain di|sementara itu|sementara|sedangkan|kemudian|selanjutnya|berikutnya|"
    r"masih di|"
    r"tidak hanya|tak hanya|kejadian (?:berikutnya|selanjutnya)|peristiwa (?:berikutnya|selanjutnya)|"
    r"beberapa jam|malamnya|sorenya|siangnya|esoknya|keesokan)\b|[^.\n]{0,60}\bjuga (?:terjadi|melanda|"
    r"menerjang|dilaporkan)"
)
"""The same, where it may also go on about the one above."""

GOES_ON = re.compile(
    r"\W{0,3}(?:di |masih |berikutnya|berlanjut|bergeser|beralih|sementara|sedangkan|(?:kondisi|hal|"
    r"kejadian) serupa|"
    r"pada (?:hari|waktu) (?:yang )?sama|ta?k hanya|tidak hanya|selain|kemudian|selanjutnya|adapun|lalu)|"
    r"[^.\n]{0,40}\bjuga\b"
)
"""How the paragraph of the next regency of a round-up opens."""

PLACE = re.compile(
    r"\b(?:kec(?:amatan)?|kab(?:upaten)?|kota|desa|ds|kel(?:urahan)?|distrik|"
    r"nagari)\b\.? (?P<name>[a-z]{3,20})"
)
DAY = re.compile(rf"\b\d{{1,2}}(?:/\d{{1,2}}| {MONTHS})")
"""What a place and a day of its own are told by, where the next incident is of the same kind."""

BARE = re.compile(r"\b(?:di|wilayah|daerah) (?:wilayah |daerah )?(?P<name>[a-z]+(?: [a-z]+){0,2})")
REGENCY = re.compile(
    r"\b(?=k)(?<!bpbd )(?<!polres )(?<!warga )(?<!bupati )(?<!asal )(?<!pemerintah )"
    r"(?:kab(?:upaten)?|kota)\b\.?\s"
    r"(?P<name>[a-z]+(?: [a-z]+){0,2})"
)
OF_PROVINCE = re.compile(r"\b(?:di|se|wilayah) ?prov(?:insi)?\b")
IN_ALL = re.compile(
    r"\b(?:sebanyak|total|jumlah(?:nya)?|mencapai|tercatat|ada)\b[^.\n]{0,30}?"
    r"\d[\d.]{0,8} (?:unit |buah )?(?:rumah|kk|jiwa|warga)\b"
)
"""How many of all regencies together, before any of them is told apart."""

SPREADS = re.compile(r"\b(?:meluas|merambat|merembet|menjalar|bertambah)\b")
"""Words of one event that goes on elsewhere."""

REGENCY_LEVEL = 2
LONGEST_PARAGRAPH = 600
SENTENCE = re.compile(r"[^.\n]{1,260}(?:\.(?! )[^.\n]{0,120}){0,4}")


def by_story(folded: str, lines: Sequence[Line]) -> list[int]:
    """The first paragraph that names a hazard, and those that open with one more incident and its place."""
    starts: list[int] = []
    known: set[str] = set()
    for n, line in enumerate(lines):
        if line.field == "abai":
            continue
        whole = folded[line.start : line.end][:2_500]
        match = SENTENCE.match(whole)
        opening = match[0] if match else ""
        slugs = set(named(opening if starts else whole))
        if not starts:
            starts += [n] if slugs else []
        elif slugs and PLACED.search(opening) and has_happened(opening):
            if len(starts) == 1 and FIRST.match(opening):
                starts, known = [n], known | slugs  # what stood above only announces them
                continue
            other = (
                ALSO.match(opening) is not None
                and not SPREADS.search(opening)
                and (
                    slugs.isdisjoint(known) or _is_apart(opening, folded[lines[starts[0]].start : line.start])
                )
            )
            starts += [n] if other or SECOND.match(opening) else []
        known |= slugs if starts else set()
    return starts if len(starts) > 1 else []


def opens_second(folded: str, line: Line) -> bool:
    """Whether the line opens one more incident of the same message: "Kebakaran kedua …"."""
    return SECOND.match(folded, line.start, line.end) is not None


def _is_apart(opening: str, before: str) -> bool:
    """Whether it tells of a place and a day that what stands before does not name."""
    day = DAY.search(opening)
    if day is None or day[0] in before:
        return False
    return any(match["name"] not in before for match in PLACE.finditer(opening))


NEXT_ONE = re.compile(
    r"\W{0,3}(?:berikutnya|selanjutnya|kemudian|beralih|berlanjut|bergeser|masih di)\b[^.\n]{0,40}?"
    rf"{HAZARD}"
)
"""How a round-up goes on with its next incident, though no word says that it happened."""

OPENS = re.compile(rf"\W{{0,3}}{HAZARD}\b")


def is_one(folded: str, lines: Sequence[Line]) -> bool:
    """Whether it tells of one event over a province: what it did in all, and then in each regency."""
    start, end = lines[0].start, min(lines[-1].end, lines[0].start + LONGEST_PARAGRAPH)
    if not (OF_PROVINCE.search(folded, start, end) and IN_ALL.search(folded, start, end)):
        return False
    first = REGENCY.search(folded, start, end)
    before = first.start() if first else end
    return bool(OF_PROVINCE.search(folded, start, before) and IN_ALL.search(folded, start, before))


def by_regencies(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where the paragraphs of a round-up begin, each of what befell another regency."""
    seen: dict[str, int] = {}
    following = False
    for n, line in enumerate(lines):
        match = SENTENCE.match(folded, line.start, line.end) if line.field != "abai" else None
        opening = match[0] if match else ""
        goes_on = GOES_ON.match(opening) is not None
        next_one = bool(seen) and NEXT_ONE.match(opening) is not None
        opens = goes_on or next_one or (bool(seen) and OPENS.match(opening) is not None)
        if not seen and match:  # the first may name its regency in a later sentence
            opening = _paragraph(folded, line)
        name = regency_in(opening) if not seen or opens else ""
        if not name and goes_on and seen and (name := _bare_regency(opening)):
            opening = _paragraph(folded, line)
        elif not name and not seen:
            name = _bare_regency(opening)
        if name and _names_hazard(opening) and (next_one or has_happened(opening)):
            seen.setdefault(name, n)
            following = following or next_one
        elif not seen and PLACED.search(opening) and named(opening) and has_happened(opening):
            seen[""] = n  # the first paragraph may name its kecamatan only
        elif next_one and _is_other(folded, lines, n, max(seen.values())):
            seen[f"{n}"] = n  # of the regency above
            following = True
    told = seen.keys() - {""}
    return sorted(seen.values()) if len(told) > 1 or (following and len(seen) > 1) else []


def _paragraph(folded: str, line: Line) -> str:
    return folded[line.start : line.end][:LONGEST_PARAGRAPH]


def _is_other(folded: str, lines: Sequence[Line], n: int, before: int) -> bool:
    """Whether a paragraph tells of another kind than the one before, and of a place."""
    words, other = (_paragraph(folded, lines[number]) for number in (n, before))
    kinds = set(named(words))
    return bool(kinds) and kinds.isdisjoint(named(other)) and PLACED.search(words) is not None


def _names_hazard(words: str) -> bool:
    return bool(named(words) or hazards.hinted(words) or SAME.match(words))


def regency_in(words: str) -> str:
    """The first name of a regency that folded words call one, "" without any."""
    for match in REGENCY.finditer(words):
        parts = match["name"].split()
        for count in range(len(parts), 0, -1):
            if is_regency(name := " ".join(parts[:count])):
                return name
    return ""


def _bare_regency(words: str) -> str:
    """The first regency elsewhere that folded words name without its label: "wilayah Contoh Timur"."""
    for match in BARE.finditer(words):
        parts = match["name"].split()
        for count in range(len(parts), 0, -1):
            key = name_key("".join(parts[:count]))
            if elsewhere.names().get(key) == REGENCY_LEVEL and key not in elsewhere.NEEDS_LABEL:
                return " ".join(parts[:count])
    return ""


def is_regency(name: str) -> bool:
    """Whether the words are the name of a regency, of this province or another."""
    key = name_key("".join(name.split()))
    own = any(area.level == REGENCY_LEVEL for area in gazetteer().get(key, ()))
    return own or elsewhere.names().get(key) == REGENCY_LEVEL
