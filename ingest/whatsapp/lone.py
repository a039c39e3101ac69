"""The one victim of an accident: a story that tells of a single person and how it ended for them."""

import re
from collections.abc import Iterable, Sequence

from gis.report import Span, State
from ingest.amounts import Amount
from ingest.whatsapp.counts import Count
from ingest.whatsapp.lines import Line

ACCIDENTS = frozenset(
    ("orang_hilang", "orang_tenggelam", "diterkam_buaya", "kecelakaan_laut", "laka_tambang", "sambaran_petir")
)
ENDED = (
    (
        "meninggal",
        re.compile(
            r"\b(?:di ?temukan|diketemukan|dievakuasi|dinyatakan|sudah|telah|hingga|langsung)\b[^.\n]{0,60}?"
            r"\b(?:meninggal(?: dunia)?|tewas|tidak bernyawa|tak bernyawa|md)\b|\bmeninggal dunia\b|\btewas\b"
        ),
    ),
    (
        "selamat",
        re.compile(r"\b(?:di ?temukan|dievakuasi|berhasil)\b[^.\n]{0,40}?\b(?:selamat|diselamatkan)\b"),
    ),
    (
        "hilang",
        re.compile(
            r"\b(?:dinyatakan|dilaporkan|masih) hilang\b|\bbelum (?:di ?temukan|diketemukan)\b|"
            r"\b(?:dalam|masih dalam) pencarian\b|\bhilang (?:di|saat|ketika|sejak)\b"
        ),
    ),
)
ONE = re.compile(
    r"\b(?:seorang|1 (?:\(satu\) )?(?:orang|org|korban)|satu (?:orang|korban|nelayan|pemancing|penambang))\b"
)
MANY = re.compile(
    r"\b(?:[2-9]|1\d|dua|tiga|empat|lima|enam|tujuh|beberapa|sejumlah|para|kedua|ketiga)\s(?:orang|org|korban|rekan|"
    r"nelayan|penambang|pemancing|warga|abk|anak|remaja|bocah)\w{0,3}\b|\bkorban-korban\b|\bidentitas para\b|"
    r"\banak buah kapal\b"
)
MATES = re.compile(r"\brekan(?:nya)?\b")
BEHIND = re.compile(
    r"\s?\(\s?(?:l|p)?[\s/]?\d{1,2}\s?(?:th|thn|tahun)?\s?\)|\s?,\s?\d{1,2}\s?(?:th|thn|tahun)\b"
)
"""An age behind a name."""

AGED = re.compile(r"\b\d{1,2}\s?(?:th|thn|tahun)\b")
WOUNDED = re.compile(
    r"\bluka(?:[- ]luka)?(?: (?:bakar|robek|gigit|gigitan|serius|parah|cukup|sangat)){0,3}"
    r"(?: (?P<grade>berat|ringan))?\b"
)
NEVER = re.compile(r"\b(?:tidak ada|nihil|tanpa|belum ada)\b[^.\n]{0,30}$")
MOST = 8_000


def lone_victim(
    folded: str, lines: Sequence[Line], hazard: str, names: int, told: Iterable[str]
) -> Count | None:
    """How it ended for the one person of the story; None where several are told of, or it is told in numbers.

    `names`: persons named in these lines; `told`: kinds of figures read already.
    """
    if hazard not in ACCIDENTS or set(told) & {
        "meninggal",
        "hilang",
        "selamat",
        "luka",
        "luka_berat",
        "luka_ringan",
    }:
        return None
    start, end = lines[0].start, min(lines[-1].end, lines[0].start + MOST)
    one = names == 1 or (names == 0 and (ONE.search(folded, start, end) or _one_age(folded, start, end)))
    sure = names == 1 and ONE.search(folded, start, end)
    mates = MATES.search(folded, start, end) and not sure
    if MANY.search(folded, start, end) or mates or not one:
        return None
    for kind, pattern in ENDED:
        match = pattern.search(folded, start, end)
        if match and not NEVER.search(folded, max(start, match.start() - 40), match.start()):
            return Count(kind, Amount(1.0, State.NUMBER), match.span(), confidence=0.7)
    match = WOUNDED.search(folded, start, end)
    if match and not NEVER.search(folded, max(start, match.start() - 40), match.start()):
        kind = f"luka_{match['grade']}" if match["grade"] else "luka"
        return Count(kind, Amount(1.0, State.NUMBER), match.span(), confidence=0.7)
    return None


def _one_age(folded: str, start: int, end: int) -> bool:
    """Whether just one age is told: "Korban : anak laki-laki (9 th)"."""
    return len(set(AGED.findall(folded, start, end))) == 1


def victims(spans: Iterable[tuple[str, Span]], folded: str) -> int:
    """How many persons are named, each name once; those with their age where any has one."""
    named = {folded[slice(*span)]: span for kind, span in spans if kind == "nama"}
    aged = [name for name, span in named.items() if BEHIND.match(folded, span[1])]
    return len(aged) or len(named)
