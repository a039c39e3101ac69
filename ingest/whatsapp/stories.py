"""Where the next incident of a story begins: "Kejadian kedua …", "Di tempat terpisah …"."""

import re
from collections.abc import Sequence

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
