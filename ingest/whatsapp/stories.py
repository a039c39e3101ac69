"""Where the next incident of a story begins: "Kejadian kedua …", "Di tempat terpisah …"."""

import re
from collections.abc import Sequence

from gis.codes import name_key
from ingest import hazards
from ingest.whatsapp import elsewhere
from ingest.whatsapp.gazetteer import gazetteer
from ingest.whatsapp.hazard import PLACED, has_happened, named
from ingest.whatsapp.lines import Line

SECOND = re.compile(
    r"\W{0,3}(?:(?:kejadian|peristiwa|musibah|bencana)(?: yang)? |yang )?(?:kedua|ketiga|keempat|kelima)\b|"
    r"\W{0,3}(?:(?:sementara|sedangkan|adapun|lalu|kemudian|selain itu),? )?(?:(?:di|pada) (?:tempat|lokasi|"
    r"titik) "
    r"(?:yang )?(?:terpisah|lain|berbeda|lainnya)|(?:kejadian|peristiwa) (?:lain|lainnya|berikutnya|"
    r"selanjutnya))\b"
)
"""How the paragraph of one more incident opens."""

ALSO = re.compile(
    r"\W{0,3}(?:selain itu|sementara itu|sementara|sedangkan|kemudian|selanjutnya|berikutnya|masih di|"
    r"tidak hanya|"
    r"beberapa jam|malamnya|sorenya|siangnya|esoknya|keesokan)\b|[^.\n]{0,60}\bjuga (?:terjadi|melanda|"
    r"menerjang|dilaporkan)"
)
"""The same, where it may also go on about the one above."""

GOES_ON = re.compile(
    r"\W{0,3}(?:di |masih |berikutnya|berlanjut|bergeser|beralih|sementara|sedangkan|kondisi serupa|"
    r"pada (?:hari|waktu) (?:yang )?sama|ta?k hanya|tidak hanya|selain|kemudian|selanjutnya|adapun|lalu)|"
    r"[^.\n]{0,40}\bjuga\b"
)
"""How the paragraph of the next regency of a round-up opens."""

REGENCY = re.compile(
    r"(?<!bpbd )(?<!polres )(?<!warga )(?<!bupati )(?<!asal )(?<!pemerintah )"
    r"\b(?:kab(?:upaten)?|kota)\b\.?\s"
    r"(?P<name>[a-z]+(?: [a-z]+){0,2})"
)
REGENCY_LEVEL = 2
LABELLED = ("jenis", "waktu", "lokasi")
SENTENCE = re.compile(r"[^.\n]{1,260}(?:\.(?! )[^.\n]{0,120}){0,4}")


def by_story(folded: str, lines: Sequence[Line]) -> list[int]:
    """The first paragraph that names a hazard, and those that open with one more incident and its place."""
    if any(line.label and line.field in LABELLED for line in lines):
        return []
    starts: list[int] = []
    known: set[str] = set()
    for n, line in enumerate(lines):
        whole = folded[line.start : line.end][:2_500]
        match = SENTENCE.match(whole)
        opening = match[0] if match else ""
        slugs = set(named(opening))
        if not starts:
            slugs = set(named(whole))
            starts += [n] if slugs else []
        elif slugs and PLACED.search(opening) and has_happened(opening):
            other = ALSO.match(opening) is not None and slugs.isdisjoint(known)
            starts += [n] if other or SECOND.match(opening) else []
        known |= slugs if starts else set()
    return starts if len(starts) > 1 else []


def by_regencies(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where the paragraphs of a round-up begin, each of what befell another regency."""
    if any(line.label and line.field in LABELLED for line in lines):
        return []
    seen: dict[str, int] = {}
    for n, line in enumerate(lines):
        match = SENTENCE.match(folded, line.start, line.end)
        opening = match[0] if match else ""
        name = regency_in(opening) if not seen or GOES_ON.match(opening) else ""
        if name and has_happened(opening) and (named(opening) or hazards.hinted(opening)):
            seen.setdefault(name, n)
        elif not seen and PLACED.search(opening) and has_happened(opening) and named(opening):
            seen[""] = n  # the first paragraph may name its kecamatan only
    return sorted(seen.values()) if len(seen.keys() - {""}) > 1 else []


def regency_in(words: str) -> str:
    """The first name of a regency that folded words call one, "" without any."""
    for match in REGENCY.finditer(words):
        parts = match["name"].split()
        for count in range(len(parts), 0, -1):
            if is_regency(name := " ".join(parts[:count])):
                return name
    return ""


def is_regency(name: str) -> bool:
    """Whether the words are the name of a regency, of this province or another."""
    key = name_key("".join(name.split()))
    own = any(area.level == REGENCY_LEVEL for area in gazetteer().get(key, ()))
    return own or elsewhere.names().get(key) == REGENCY_LEVEL
