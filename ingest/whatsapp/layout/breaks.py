"""Where a message's lines end.

At line ends, bullets, pipes, and within lines that copying has run together.
"""

import re
from collections.abc import Iterator
from itertools import islice

from gis.report import Span
from ingest.folding import word_set

HAZARD = (
    r"(?:bencana |kejadian )?(?:banjir|tanah longsor|longsor|angin|puting|cuaca|gempa|karhutla|kebakaran|"
    r"kekeringan|abrasi|gelombang|pohon|erupsi|gerakan|laka|kecelakaan|orang|sambaran|rumah terbakar|"
    r"lahan terbakar|pencarian|evakuasi|tawon|ular|buaya)"
)
"""How the title of an incident begins."""

LONG_LABEL = (
    r"(?:jenis|waktu|lokasi|nama|tanggal|tempat|penyebab|uraian|dampak) (?:kejadian|bencana)|"
    r"kronologis? kejadian|korban (?:jiwa|materi[ie]?l)|kerugian materi[ie]?[la]l?|dampak kerusakan|"
    r"lokasi terdampak|titik ko+rdinat|upaya penanganan|upaya yang dilakukan|"
    r"kondisi (?:mutakhir|terkini|saat ini)|kebutuhan mendesak|sumber informasi|petugas piket|"
    r"hari ?[/,] ?tanggal|unsur yang terlibat"
)
SHORT_LABEL = (
    r"kronologis?|keterangan|lokasi|waktu|korban|kerusakan|kerugian|upaya|kebutuhan|sumber|petugas|penyebab|"
    r"koordinat|dampak|pelapor|kondisi|update"
)
NUMBERED = r"(?:(?:\d{1,2}|[a-h])[.)]\s{0,2})?"
# Whatever breaks a line without a sign stands behind a space: the rest is tried at the heads of words only.
BREAK = re.compile(
    r"[\n•|]|(?<=\s)(?:"
    rf"{NUMBERED}(?=(?:{LONG_LABEL})\s{{0,3}}:)"
    rf"|(?:(?<=[.;,)\d]\s)|(?<=\s\s)|(?<=nihil\s)){NUMBERED}(?=(?:{SHORT_LABEL})\s{{0,3}}:\s)"
    rf"|(?<=[a-z]\s)(?P<bare>)(?=(?:{SHORT_LABEL})\s{{0,3}}:\s)"
    rf"|[a-h]\.\s(?=[a-z]{{4,12}}(?: [a-z]{{3,12}})?\s:)"
    r"|o\s(?=[a-z]{3})"
    r"|(?<=[.;:,]\s)(?=(?:kejadian|peristiwa) (?:yang )?(?:pertama|kedua|ketiga)\b)"
    rf"|(?<=[.;:]\s)(?=(?:pertama|kedua|ketiga),? {HAZARD})"
    r"|(?<=[.;]\s)(?=(?:karhutla|kebakaran|banjir|longsor|kecelakaan|angin)(?: [a-z]{4,9})?(?: yang)? "
    r"(?:pertama|kedua|ketiga) (?:terjadi|melanda|menghanguskan|menerjang|berada|di)\b)"
    r"|(?<=[.;]\s)(?=(?:(?:sementara|sedangkan|selain) itu,? )?(?:(?:di|pada) (?:tempat|lokasi) (?:yang )?"
    r"(?:terpisah|lain|berbeda)\b|di (?:kabupaten|kota) [a-z ]{3,25},(?: [a-z ]{4,20},)? (?:banjir|"
    r"longsor|tanah |angin )|"
    r"(?:banjir|longsor|kejadian) serupa juga (?:terjadi|melanda)))"
    rf"|\d{{1,2}}[.)]\s(?={HAZARD}[a-z &,/]{{0,40}} di (?:kab|kota|prov|kec|wilayah|desa))"
    r")"
)
JOINED = word_set(
    "dampak jumlah sumber titik data nama total estimasi uraian kondisi waktu lokasi jenis korban kerugian "
    "rekap update alamat tanggal petugas upaya taksiran perkiraan foto dan daftar kebutuhan rincian "
    "ringkasan peta"
)
"""Words that make a longer label with the one behind them."""

PAGE = re.compile(r"\s*(?:\(\d{1,2}\)|(?:halaman|hal\.?|page)\s?\d{1,3}(?:\s?(?:dari|of|/)\s?\d{1,3})?)\s*")
MOST_LINES = 20_000


def stretches(folded: str, text: str = "") -> Iterator[tuple[Span, bool]]:
    """Spans of what may be lines, in order; whether a line end stands before it. No page numbers."""
    start, fresh = 0, True
    for match in islice(BREAK.finditer(folded), MOST_LINES):
        if match["bare"] is not None and not _opens(folded, text, match.start()):
            continue
        if not PAGE.fullmatch(folded, start, match.start()):
            yield (start, match.start()), fresh
        single = match.end() - match.start() == 1 and not folded[match.start()].isalnum()
        start = match.end() if single else match.start()
        fresh = folded[match.start()] == "\n" if single else False
    yield (start, len(folded)), fresh


def _opens(folded: str, text: str, at: int) -> bool:
    """Whether the label there opens a line: with a capital, and no word of a longer label before it."""
    before = folded[max(0, at - 20) : at].split()[-1:]
    return bool(text) and text[at : at + 1].isupper() and not set(before) & JOINED
