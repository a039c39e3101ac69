"""Words that tell whether a time is that of the happening, or of when it was found, put out or told."""

import re
from functools import lru_cache

from gis.report import Span
from ingest.signed import Signed
from ingest.whatsapp.layout.lines import Line

# The border of a word stands before all of them at once: tried at each it took twice as long.
HAPPENED = re.compile(
    r"\b(?:terjadi|pertama (?:kali )?terpantau|"
    r"ada (?=kebakaran|banjir|longsor|kecelakaan|pohon tumbang|puting|angin)|"
    r"(?<!ke tempat )(?<!ke lokasi )kejadian|melanda|menerjang|menerpa|mengguyur|"
    r"merendam|menggenangi|meluap|diguncang|pada hari|telah|menimpa|mengakibatkan|berawal|bermula|"
    r"dilanda|sejak|tenggelam|hilang|terbakar|tumbang|diterkam|tertimbun|rusak|terendam|terjang|"
    r"(?:meng)?hantam|mengguncang|melahap|menghanguskan|roboh|tewas|meninggal|terbalik|karam|"
    r"ter(?:jatuh|cebur|seret|perosok|timpa|gelincir|peleset|sengat|tabrak|gigit)|"
    r"(?:mandi|berenang|memancing|bermain) di\b|(?:saat|ketika|sedang|tengah) (?:memancing|mandi|berenang|"
    r"melaut|mencari|menjaring|menyelam|"
    r"menambang|bermain|bekerja)|"
    r"hanyut|ambruk|runtuh|meledak|menabrak|api (?:mulai|muncul|terlihat|pertama)|"
    r"air\b[^.,\n]{0,20}\b(?:mulai )?(?:masuk|naik)\b|pergi (?:ke|me)|"
    r"terakhir (?:kali )?(?:(?:ter|di)?lihat|kontak|komunikasi|menghubungi)|komunikasi terakhir|"
    r"(?:tidak|tak|tdk) (?:lagi )?(?:terlihat|muncul|kembali|pulang|kunjung)|mati mesin|mesin(?:nya)? mati|"
    r"mesin(?:nya)? (?:(?:kapal|perahu|tiba-tiba|mendadak|mengalami) ){1,3}mati|rusak mesin|(?:putus|"
    r"hilang|lost) (?:kontak|contact)|turun ke (?:sungai|laut|kolong)|terdengar|kandas|"
    r"bocor|di(?:serang|sambar|seret|gigit|hantam|terjang|tabrak)\b|pecah|memorak\w+|adu banteng)"
)
AFTERWARDS = re.compile(
    r"\b(?:ditemukan|padam|surut|menerima|dilaporkan|(?<!tiba-)tiba\b(?!-tiba)|menuju|mendapat|"
    r"(?:di ?)?evakuasi|di ?i[jz]inkan pulang|"
    r"diselamatkan|menyelamatkan|"
    r"(?<=\" )(?:jelas|terang|tegas|imbuh|tambah|beber|pungkas|papar|sambung|lanjut|sebut|tandas)(?:nya)?\b|"
    r"(?<!i[jz]in )melapor|dipadamkan|asses|selesai|kata(?:nya)?\b|ujar|ucap|tutur|ungkap|mengatakan|"
    r"mengungkap|menjelaskan|keterangan|menyebut|menyampaikan|dikonfirmasi|dihubungi|petugas|mencatat|"
    r"berangkat(?! (?:me[nmlrw]|ke laut|mandi))|meluncur|dilaksanakan|informasi|monitoring|hingga pukul|"
    r"sampai\b|me(?:nginformasikan|mberitahu|minta (?:bantuan|pertolongan)|"
    r"nyalurkan|nyerahkan|ninjau|ngunjungi|nyambangi|nghentikan)|pe(?:nyaluran|nyerahan|"
    r"ninjauan)|"
    r"pasca ?kebakaran|pendinginan|memasang (?:tenda|terpal|garis)|mendirikan|membagikan|"
    r"pencarian dilanjutkan|dimutakhirkan|pemutakhiran data|diperoleh|(?:pen|men|di)?distribusi\w*|drop+ing)"
)
STATUS = re.compile(
    r"\bstatus (?:tanggap|siaga|transisi|keadaan)|\bberlaku\b|\bmasa tanggap|"
    r"\bsurat keputusan\b|\bmenetapkan status\b"
)
RAIN = re.compile(r"\bhujan\b[^.;\n]{0,160}\b(?:sejak|turun|mengguyur)\b[^.;\n]{0,20}\Z")
SPOKE = Signed(
    r"\b(?:kata|ujar|ucap|tutur|ungkap|jelas|terang|tegas|imbuh)(?:nya)?\b|\bdalam keterangan|\bmengatakan|"
    r"\bmengungkapkan|\bdi(?:ungkapkan|sampaikan|katakan|jelaskan|benarkan|tegaskan) (?:oleh )?|"
    r"\bmenurut (?:kabid|kepala|ketua|kapol\w+|kades|camat|lurah|bupati|koordinator|kasi|sekretaris|danramil|"
    r"kalaksa|humas|kasat|kanit|manajer)\b|"
    r"\bmenjelaskan|\bdikonfirmasi|\bdihubungi|\bditemui|\bsiaran pers|\bkonferensi pers|\bketerangan "
    r"(?:pers|"
    r"tertulis|resmi)|\brilis\b|\b(?:dilansir|dikutip|melansir|mengutip)\b|"
    r"\bdimutakhirkan\b|\bpemutakhiran data\b"
)
SOUGHT = Signed(
    r"\bgempa susulan\b|\bterjadi(?:nya)? (?:\w+ ){0,2}(?:gempa )?susulan\b|\b(?:di ?temukan|menemukan|"
    r"pencarian|penyisiran|menyisir|(?<!pergi )(?<!saat )(?<!ketika )(?<!sedang )(?<!tengah )(?<!hendak )"
    r"mencari|memadamkan|pemadaman|mengevakuasi|"
    r"menangani|penanganan)\b"
    r"[^.,;\n]{0,120}|\bmenerima (?:informasi|info|laporan|berita)\b[^.,;\n]{0,120}|\b(?:me|"
    r"di)?lapor\w*\s(?:\w+\s){0,2}kejadian\b"
)
"""What was found, put out or cared for, with the words that say what had happened to it."""

# The sign comes first: what must not stand before it is then looked at behind signs only.
CLAUSE = re.compile(
    r"[.;](?=[\s\"]|"
    r"$)(?<!\bds.)(?<!\bkp.)(?<!\bjl.)(?<!\bno.)(?<!kec.)(?<!kel.)(?<!kab.)(?<!dsn.)(?<!jln.)(?<!tgl.)"
    r"(?<!pkl.)(?<!prov.)(?<!bpk.)(?<!sdr.)|\n"
)
AT_ONCE = re.compile(
    r"\)?,?\s?(?:(?:pagi|siang|sore|petang|malam|dini hari)\b,?\s?)?(?:telah )?(?:terjadi|hujan|banjir|"
    r"angin)\b"
)
"""Behind a day: "mengatakan, kebakaran di Desa A, Rabu (30/8/2023) terjadi pukul 13.00"."""

LAST_TIME = re.compile(r"\b(?:bulan|pekan|tahun) lalu,? \(?\Z")
"""Right before the day of what happened there another time: "bulan lalu (19/10) angin juga menerjang"."""

GATHERED = re.compile(r"\b(?:diperoleh|dihimpun|diterima|dikutip|dilansir)\b[^.;\n]{0,30}\Z")
"""Before the day on which somebody got the news: "data yang diperoleh hari ini, banjir terjadi …"."""

EVE = re.compile(
    r"\b(?:sehari|(?:dua|tiga|beberapa) hari|malam|hari) sebelumnya,? ?(?:yakni |yaitu |pada |"
    r"hari )*\(?\Z"
)
"""Right before a day that was that of the happening, since what was told before came after."""

WHO = re.compile(r"\byang (?:sempat |sebelumnya |dilaporkan |dikabarkan |dinyatakan |diduga ){0,2}\Z")

AT_LAST = re.compile(r"\bakhirnya,? (?:pada )?(?:hari )?\Z")
"""Right before the day on which a search ended."""

LONG_AFTER = re.compile(
    r"\bakhirnya\b|(?<!kantor )(?<!badan )\bpencarian\b|\bmembuahkan hasil|\bmenyalurkan|\bmenyerahkan|"
    r"\bmeninjau|\bmengunjungi|"
    r"\bmenyambangi|\b(?:pen|men|di)?distribusi|\bdrop+ing|\bpenyaluran|\bpenyerahan|"
    r"\bpeninjauan|\bmemberikan bantuan"
)

EARLIER = re.compile(r"\s{0,3}sebelum [a-z ]{3,60},[^,]{0,20}\Z")
"""Before a time: "Sebelum banjir melanda, sekitar pukul 10.00 hujan turun"."""

HAPPENED_OR_LEFT = re.compile(f"{HAPPENED.pattern}|\\bberangkat|\\bmembawa")
SAYS = re.compile(
    r"\)?,?\s?(?:(?:pagi|siang|sore|petang|malam)\b,?\s)?(?:mengatakan|menyebut|menyatakan|menjelaskan|"
    r"mengungkapkan|"
    r"menyampaikan|menuturkan|menerangkan)\b"
)
"""Right behind a day on which somebody spoke."""

TOLD_THAT = Signed(
    r"\bme(?:ngatakan|njelaskan|ngungkapkan|nyebut(?:kan)?|nuturkan|nerangkan|nyampaikan)"
    r"(?:,| bahwa,?| sebelumnya,?| awalnya,?) (?:pada )?(?:hari )?(?:tanggal )?\Z"
)
"""Right before a day that belongs to what somebody told: "menjelaskan, pada Ahad (26/2) pohon tumbang"."""

DATELINE = re.compile(
    r"\W{0,3}(?:[a-z.]{2,20} ){0,4}[a-z]{3,20}(?: - [a-z ]{3,25})?\s?(?:,|\(|\s-)\s?(?:[a-z]{4,6},? ?)?\(?\Z"
)
"""Before a day with which a story opens that was filed on it: "PANGKALPINANG, 3 Maret 2026 - …"."""

WHAT_WHERE = re.compile(
    r"\W{0,3}(?:update |info |kejadian |bencana ){0,2}(?:banjir|longsor|tanah longsor|kebakaran|karhutla|"
    r"gempa|puting beliung|angin|cuaca ekstrem|pohon tumbang|kekeringan|abrasi)\b[^,\n]{0,30}\bdi\b"
)
"""With what a story opens that tells at once what happened where: "Banjir di Contoh, 3 Maret 2026. Di …"."""

AFTERSHOCK = re.compile(
    r"\)?(?:,? pukul [\d.:]{4,5}(?: wib| wita| wit)?)?,? (?:telah )?terjadi (?:\w+ )?gempa susulan\b"
)
FORETOLD = re.compile(
    r"\)?,?\s?(?:(?:pagi|siang|sore|petang|malam)\b,?\s)?(?:masih |juga ){0,2}"
    r"(?:diprediksi|diperkirakan|diprakirakan|dijadwalkan|direncanakan|berpotensi|akan)\b"
)
"""Right behind a day of which only something is foretold."""

SIGNED = re.compile(
    r"(?:[a-z0-9-]{3,20}\.(?:com|co|id|net|news)(?:\.id)?(?:, [a-z]{3,20})? ?[-|,] ?(?:[a-z']{4,6},?\s)?)|"
    r"[a-z]{3,20}(?: [a-z]{3,20})?,\s{0,3}(?:[a-z']{4,6},?\s)?"
)
"""Before a day on a line of its own: a place, or the name of a newspaper's site."""

HOUR = re.compile(r"\A ?[,|]? ?\d{1,2}[.:]\d{2}(?: wib| wita| wit)?")
LONGEST_HOUR = 60

ASIDE = re.compile(r"(?:hari ini|kemarin|besok)[^)\n]{0,24}\bred\)")
"""A day that a newspaper explains within what somebody said."""

FILED = re.compile(r"\)?\s?(?:\.|-|:)\s?\w")
SHORTEST_STORY = 62  # code points behind it
LONGEST_DATELINE = 60

LONGEST_CLAUSE = 600  # code points on either side of a time


LONGEST_LEAD = 36
DIRECT = Signed(r"\b(?:terjadi|melanda|menerjang)(?: (?:sejak|pada|hari|tanggal|tgl)){1,3}\s\(?\s?\Z")
"""Right before the day of the happening, whatever else the clause speaks of."""

SIMILAR = Signed(r"\b(?:peristiwa|kejadian|hal|kasus|musibah|insiden) (?:yang )?(?:serupa|sama)\b")
"""Behind the day of another event: "9 Agustus 2020, peristiwa serupa juga terjadi"."""

YESTERDAY = Signed(r"\b(?:kemarin|semalam)\s\(?\s?\Z")
FULL_STOP = Signed(r"\b(?:kata|ujar|ucap|tutur|jelas|ungkap|terang)(?:nya)?(?: [a-z]+){0,4}\.\s\(?\Z")
"""Before the day on which somebody spoke, behind the end of a sentence: "kata Fulan. Selasa (22/4)"."""


def clause(folded: str, line: Line, span: Span) -> Span:
    """The clause of the line in which that stretch stands."""
    return around(
        folded, max(line.start, span[0] - LONGEST_CLAUSE), min(line.end, span[1] + LONGEST_CLAUSE), span
    )


@lru_cache(maxsize=64)
def around(folded: str, start: int, end: int, span: Span) -> Span:
    """The same between two ends, remembered: of each time much is asked."""
    for match in CLAUSE.finditer(folded, start, end):
        if match.end() <= span[0]:
            start = match.end()
        elif match.start() >= span[1]:
            end = match.start()
            break
    return start, end


def tells(folded: str, line: Line, span: Span) -> bool:
    """Whether a time is that of the happening, rather than of when it was found, put out or told.

    The last such word before it decides ("melaporkan banjir melanda … pukul 15.10"), else the first after it.
    """
    start, end = clause(folded, line, span)
    if EARLIER.match(folded, start, span[0]) or ASIDE.match(folded, span[0], end):
        return False
    if AT_LAST.search(folded, start, span[0]):
        return False
    lead = max(start, span[0] - LONGEST_LEAD)
    if DIRECT.search(folded, lead, span[0]) and "susulan" not in folded[start : span[0]]:
        return True
    if AT_ONCE.match(folded, span[1], end):
        return GATHERED.search(folded, start, span[0]) is None
    sought = [match.span() for match in SOUGHT.finditer(folded, start, end)]
    first = min(sought)[0] if sought else end
    words = [
        (match.start(), happened)
        for happened, pattern in ((True, HAPPENED), (False, AFTERWARDS))
        for match in pattern.finditer(folded, start, end)
        if not happened
        or not (any(a <= match.start() < b for a, b in sought) or _of_sought(folded, first, match.start()))
    ]
    words += [(a, False) for a, _ in sought]
    before = [word for word in words if word[0] < span[0]]
    after = [word for word in words if word[0] >= span[0]]
    return max(before)[1] if before else min(after)[1] if after else False


def _of_sought(folded: str, first: int, at: int) -> bool:
    """Whether the word only says who was found: "menemukan W, pekerja yang hilang di laut, Kamis (21/8)"."""
    return first < at and WHO.search(folded, max(first, at - 30), at) is not None


def of_status(folded: str, line: Line, span: Span) -> bool:
    """Whether it is a day of an emergency status, of an aftershock, of another time or of a forecast."""
    if AFTERSHOCK.match(folded, span[1], line.end) or FORETOLD.match(folded, span[1], line.end):
        return True
    start, end = clause(folded, line, span)
    if LAST_TIME.search(folded, start, span[0]):
        return True
    return (
        STATUS.search(folded, start, span[0]) is not None or SIMILAR.search(folded, span[1], end) is not None
    )


def of_rain(folded: str, line: Line, span: Span) -> bool:
    """Whether it is the day since which it rained, rather than that of the event."""
    start, _ = clause(folded, line, span)
    return RAIN.search(folded, start, span[0]) is not None


def said_on(folded: str, line: Line, span: Span) -> bool:
    """Whether it is the day on which somebody spoke of it."""
    if is_filed(folded, line, span) or ASIDE.match(folded, span[0], line.end):
        return True
    start, end = clause(folded, line, span)
    if TOLD_THAT.search(folded, start, span[0]) and HAPPENED_OR_LEFT.search(folded, span[1], end):
        return False
    if SAYS.match(folded, span[1], end) or GATHERED.search(folded, start, span[0]):
        return True
    if YESTERDAY.search(folded, start, span[0]):
        return False
    lead = max(line.start, span[0] - LONGEST_LEAD)
    return bool(SPOKE.search(folded, start, span[0]) or FULL_STOP.search(folded, lead, span[0]))


def is_filed(folded: str, line: Line, span: Span) -> bool:
    """Whether a story opens with the place and that day, on which it was filed."""
    opens = (
        line.label is None and span[0] - line.start <= LONGEST_DATELINE < SHORTEST_STORY < line.end - span[1]
    )
    return bool(opens and FILED.match(folded, span[1], line.end) and _is_place(folded, line.start, span[0]))


def is_long_after(folded: str, line: Line, span: Span) -> bool:
    """Whether it is a day on which a search ended, or help came: rather none than that."""
    return LONG_AFTER.search(folded, *clause(folded, line, span)) is not None and not tells(
        folded, line, span
    )


def is_signed(folded: str, line: Line, span: Span) -> bool:
    """Whether the day stands with a place on a line of its own, as below a letter: "Toboali, 8 Mei 2026"."""
    behind = folded[span[1] : min(line.end, span[1] + LONGEST_HOUR)]
    alone = line.label is None and span[0] > line.start and not HOUR.sub("", behind).strip(" .)")
    return alone and SIGNED.fullmatch(folded, line.start, span[0]) is not None


def _is_place(folded: str, start: int, end: int) -> bool:
    if HAPPENED.search(folded, start, end) or WHAT_WHERE.match(folded, start, end):
        return False
    return DATELINE.fullmatch(folded, start, end) is not None
