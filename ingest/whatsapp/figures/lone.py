"""The one victim of an accident: a story that tells of a single person and how it ended for them."""

import re
from collections.abc import Iterable, Sequence

from gis.report import Span, State
from ingest.amounts import Amount
from ingest.signed import Signed
from ingest.whatsapp.figures.counts import Count
from ingest.whatsapp.figures.settle import Read
from ingest.whatsapp.layout.lines import Line

ACCIDENTS = frozenset(
    ("orang_hilang", "orang_tenggelam", "diterkam_buaya", "kecelakaan_laut", "laka_tambang", "sambaran_petir")
)
FATES = frozenset(("meninggal", "hilang", "selamat", "luka", "luka_berat", "luka_ringan"))
ENDED = (
    (
        "meninggal",
        re.compile(
            r"\b(?:di ?temukan|diketemukan|dievakuasi|dinyatakan|sudah|telah|hingga|langsung)\b[^.\n]{0,60}?"
            r"\b(?:meninggal(?: dunia)?|tewas|tidak bernyawa|tak bernyawa|md)\b|\bmeninggal dunia\b|"
            r"\btewas\b|\b(?:menemukan|ditemukan|penemuan|mengevakuasi)(?: \w+){0,2} (?:jasad|jenazah|"
            r"mayat)\b"
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
            r"\b(?:dalam|masih dalam) pencarian\b|\bmasih (?:terus )?(?:mencari|dicari)\b|\bhilang (?:di|"
            r"saat|ketika|sejak)\b|\bhilangnya seorang\b|\byang hilang\b"
        ),
    ),
)
NOT_YET = re.compile(
    r"\bkorban (?:masih |juga )?(?:belum (?:berhasil )?(?:di ?temukan|diketemukan)|dalam pencarian)|"
    r"\bmasih dicari\b"
)
ONE = re.compile(
    r"\b(?:jasad|jenazah|mayat|tubuh) (?:bocah|remaja|pria|wanita|nelayan|penambang|pemancing|kakek|nenek|"
    r"anak|lansia)\b|"
    r"\b(?:seorang|1 (?:\(satu\) )?(?:orang|org|korban)|satu (?:orang|korban|nelayan|pemancing|penambang))\b"
)
MANY = re.compile(
    r"(?<!bersama )\b(?:[2-9]|1\d|dua|tiga|empat|lima|enam|tujuh|kedua|"
    r"ketiga)\s(?:orang|org|korban|rekan|"
    r"nelayan|penambang|pekerja|pendulang|penumpang|pelajar|siswa|santri|wisatawan|pemuda|pria|wanita|"
    r"pemancing|warga|abk|anak|remaja|bocah)\w{0,3}\b(?! (?:teman|rekan|kawan|saksi))|"
    r"\b(?:dua|tiga|empat|lima|[2-9]) di ?antara(?:nya)?\b|"
    r"\b(?:beberapa|sejumlah|para)\s(?:korban|penumpang|abk|penambang|pekerja)\b|"
    r"\bkorban-korban\b|\bidentitas para\b|"
    r"(?<!seorang )\banak buah kapal\b"
)
MATES = re.compile(r"\brekan(?:nya)?\b")
OF_MATES = re.compile(r"\w*\s(?:orang\s)?(?:rekan|teman|kawan)|\w*(?:rekan|teman|kawan)\w*")
CARGO = re.compile(r"\b(?:unit|motor|mobil|barang|muatan|dokumen|hewan|ternak)\b[^.\n]{0,70}\Z")
"""Before a rescue that is one of things: "11 unit sepeda motor berhasil diselamatkan"."""

CREW = frozenset(("petugas", "kebutuhan", "upaya", "sumber", "abai"))
"""Fields that count those who help."""

VICTIM = re.compile(
    r"\b(?:nama|nama korban|korban|survivor|identitas(?: korban)?)\s{0,8}[:=]\s{0,3}(?:an\.? |a/n )?\Z"
)
BEHIND = re.compile(
    r"\s?\(\s?(?:l|p)?[\s/]?\d{1,2}\s?(?:th|thn|tahun)?\s?\)|\s?,\s?\d{1,2}\s?(?:th|thn|tahun)\b|"
    r",?\s(?:umur|usia|berusia|berumur)\s{0,2}:?\s?\d"
)
"""An age behind a name."""

AGED = re.compile(r"\b\d{1,2}\s?(?:th|thn|tahun)\b")
WOUNDED = re.compile(
    r"\bluka(?:[- ]luka)?(?: (?:bakar|robek|gigit|gigitan|serius|parah|cukup|sangat)){0,3}"
    r"(?: (?P<grade>berat|ringan))?\b"
)
ONE_HOUSE = re.compile(
    r"\b(?:sebuah|satu|1)\s(?:\(satu\)\s)?(?:unit\s|buah\s)?(?:bangunan\s)?rumah\b"
    r"(?!\s(?:sakit|makan|ibada[ht]|walet|toko))"
)
HOUSES = re.compile(
    r"\b(?:[2-9]|\d\d+|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|\w+ belas|puluhan|belasan|ratusan|"
    r"beberapa|sejumlah|kedua|ketiga)\s(?:\(\w+\)\s)?(?:unit\s|buah\s)?(?:bangunan\s)?rumah\b|"
    r"\brumah-rumah\b|"
    r"\b(?:merembet|merambat|menjalar|menyambar)\w* (?:ke|hingga) (?:\w+ )?rumah\b"
)
BURNT = re.compile(r"\bterbakar|\bludes|\bhangus|\bdilalap|\bdilahap|\bmelalap|\bmelahap|\bmenghanguskan")
FOUND = re.compile(r"\b(?:di ?|dike|me)temukan\b|\bmenemukan\b|\bdievakuasi\b|\bmengevakuasi\b|\bberhasil\b")
SAFE = Signed(r"\bditemukan(?: \w+){0,6} (?:dalam )?(?:kondisi|keadaan)? ?selamat\b")
"""How a story ends well that tells no number then."""

FOUND_DEAD = re.compile(
    r"\b(?:di ?|dike|me)(?:temukan|nemukan|evakuasi|ngevakuasi)\b[^.\n]{0,80}"
    r"\b(?:meninggal(?: dunia)?|tewas|tidak bernyawa|tak bernyawa)\b"
)
"""How the search for the missing one of a story ended."""

IN_TURN = re.compile(
    r"\b(?:akhirnya|kemudian|menyusul|selanjutnya|berikutnya|lainnya|pertama|kedua|terakhir|"
    r"(?:satu|dua|seorang|1|2) (?:orang )?lagi)\b"
)
"""Words of one found after another."""

STILL = re.compile(
    r"\b(?:masih|msh|belum|blm|(?:dalam|dlm|proses|upaya) pencarian|"
    r"pencarian (?:masih|terus|dilanjutkan|berlanjut)|lainnya|dicari)\b"
)
FRUITFUL = re.compile(r"\b(?:membuahkan|berbuah) hasil\b")
STORY = 2  # the rank of fields that tell a story
NEVER = re.compile(r"\b(?:tidak ada|nihil|tanpa|belum ada)\b[^.\n]{0,30}$")
MOST = 8_000


def lone_victim(
    folded: str, lines: Sequence[Line], hazard: str, names: int, told: Iterable[str]
) -> Count | None:
    """How it ended for the one person of the story; None where several are told of, or it is told in numbers.

    `names`: persons named in these lines; `told`: kinds of figures read already.
    """
    told = set(told) & FATES
    if hazard not in ACCIDENTS or told - {"selamat", "hilang"}:
        return None
    start, end = lines[0].start, min(lines[-1].end, lines[0].start + MOST)
    one = names == 1 or (names == 0 and (ONE.search(folded, start, end) or _one_age(folded, start, end)))
    sure = names == 1 and ONE.search(folded, start, end)
    mates = MATES.search(folded, start, end) and not sure
    if not one or _is_of_many(folded, lines, end, safe="selamat" in told):
        return None
    if "hilang" in told:
        match = FOUND_DEAD.search(folded, start, end)
        return Count("meninggal", Amount(1.0, State.NUMBER), match.span(), confidence=0.7) if match else None
    for kind, pattern in _ends(told):
        match = pattern.search(folded, start, end) if kind == "meninggal" or not mates else None
        before = max(start, match.start() - 80) if match else 0
        if match and kind == "selamat" and CARGO.search(folded, before, match.start()):
            continue
        if match and not NEVER.search(folded, max(start, match.start() - 40), match.start()):
            return Count(kind, Amount(1.0, State.NUMBER), match.span(), confidence=0.7)
    match = WOUNDED.search(folded, start, end)
    if match and not NEVER.search(folded, max(start, match.start() - 40), match.start()):
        kind = f"luka_{match['grade']}" if match["grade"] else "luka"
        return Count(kind, Amount(1.0, State.NUMBER), match.span(), confidence=0.7)
    return None


def _is_of_many(folded: str, lines: Sequence[Line], end: int, *, safe: bool) -> bool:
    """Whether several victims are told of; `safe`: how many came off is told, who may be their mates."""
    for line in lines:
        if line.field in CREW or line.start >= end:
            continue
        for match in MANY.finditer(folded, line.start, min(line.end, end)):
            if not safe or not OF_MATES.match(folded, match.start() + match[0].find(" ")):
                return True
    return False


def lone_house(folded: str, lines: Sequence[Line], hazard: str, told: Iterable[str]) -> Count | None:
    """The one house of a fire's story, however far from it stands that it burnt."""
    if hazard != "kebakaran_rumah" or any(kind.startswith("rumah_") for kind in told):
        return None
    start, end = lines[0].start, min(lines[-1].end, lines[0].start + MOST)
    house = ONE_HOUSE.search(folded, start, end)
    if house is None or HOUSES.search(folded, start, end) or not BURNT.search(folded, start, end):
        return None
    return Count("rumah_terbakar", Amount(1.0, State.NUMBER), house.span(), noun="rumah", confidence=0.7)


def _ends(told: Iterable[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How it may have ended for the one person; beside those who are safe only by clear words."""
    return (ENDED[0], ("hilang", NOT_YET)) if told else ENDED


def without_found(folded: str, part: Span, reads: list[Read]) -> list[Read]:
    """The reads without the missing of a story that tells in another sentence how they were found."""
    ended = [r for r in reads if r.count.kind in ("meninggal", "selamat") and _is_found(folded, r.count.span)]
    found = sum(
        {(r.count.kind, r.count.amount.value or 0): r.count.amount.value or 0 for r in ended}.values()
    )
    sentences = {sentence_around(folded, read.count.span) for read in ended}
    if not ended and reads and SAFE.search(folded, *part):
        found = max((r.count.amount.value or 0 for r in reads if r.count.kind == "hilang"), default=0)
    return [
        read
        for read in reads
        if read.count.kind != "hilang"
        or read.rank < STORY
        or not found
        or read.count.amount.value != found
        or sentence_around(folded, read.count.span) in sentences
        or _is_still_missing(folded, sentence_around(folded, read.count.span))
    ]


def _is_still_missing(folded: str, sentence: Span) -> bool:
    return STILL.search(folded, *sentence) is not None and FRUITFUL.search(folded, *sentence) is None


def all_found(folded: str, reads: list[Read]) -> list[Read]:
    """The first and largest number of the dead alone, where the later ones were found in turn."""
    first = min(reads, key=lambda read: read.count.span)
    most = first.count.amount.value or 0
    later = [read for read in reads if read.count.amount.value != most]
    if not later or first.count.kind != "meninggal" or any(read.rank < STORY for read in reads):
        return reads
    fewer = all(0 < (read.count.amount.value or 0) < most for read in later)
    in_turn = all(IN_TURN.search(folded, *sentence_around(folded, read.count.span)) for read in later)
    return [read for read in reads if read not in later] if fewer and in_turn else reads


def _is_found(folded: str, span: Span) -> bool:
    return FOUND.search(folded, *sentence_around(folded, span)) is not None


def sentence_around(folded: str, span: Span) -> Span:
    """The sentence that holds the middle of a stretch."""
    middle = max(span[0], span[1] - 1)
    start = max(folded.rfind(sign, max(0, middle - 400), middle) for sign in (". ", "\n"))
    stops = [at for sign in (". ", ".\n", "\n") if (at := folded.find(sign, middle, middle + 400)) >= 0]
    return start + 1, min(stops, default=min(len(folded), middle + 400))


def _one_age(folded: str, start: int, end: int) -> bool:
    """Whether just one age is told: "Korban : anak laki-laki (9 th)"."""
    return len(set(AGED.findall(folded, start, end))) == 1


def victims(spans: Iterable[tuple[str, Span]], folded: str) -> int:
    """How many persons are named, each name once; those with their age where any has one."""
    told = [(folded[slice(*span)], span) for kind, span in spans if kind == "nama"]
    labelled = {name for name, span in told if VICTIM.search(folded, max(0, span[0] - 30), span[0])}
    aged = {name for name, span in told if BEHIND.match(folded, span[1])}
    named = {name for name, _ in told}
    return (
        len(labelled)
        or len(aged)
        or sum(not any(name != other and name in other for other in named) for name in named)
    )
