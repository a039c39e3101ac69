"""Whether a message tells of no incident: a warning, forecast, invitation, wish, or the tally of a season."""

import re
from collections.abc import Sequence

from ingest.signed import Signed
from ingest.whatsapp.incidents.hazard import ADVICE, MOST, PLACED, has_happened, is_nil, named
from ingest.whatsapp.incidents.recaps import MONTHS
from ingest.whatsapp.incidents.unreal import is_coming, told
from ingest.whatsapp.layout.lines import Line

WARNING = Signed(
    r"peringatan dini|prakiraan (?:cuaca|tinggi gelombang|(?:air )?pasang|gelombang)|"
    r"prediksi cuaca|info(?:rmasi)? cuaca|(?:bmkg|badan meteorologi)[^.\n]{0,90} (?:memperkirakan|"
    r"memprakirakan|memprediksi)|h?imbauan|"
    r"potensi (?:hujan|banjir|terjadinya)|"
    r"berpotensi (?:terjadi|hujan)|status (?:risiko|resiko|kesiapsiagaan)|jadwal piket|surat tugas|"
    r"hari kesiapsiagaan|latihan kebencanaan|(?<!dan )(?<!tamu )undangan|rapat koordinasi|sosialisasi|"
    r"simulasi|pelatihan|gladi|"
    r"meningkatkan (?:pengawasan|kewaspadaan|kesiapsiagaan)|"
    r"melarang warga|diprediksi terjadi|mengingatkan (?:warga|masyarakat)|"
    r"\b(?:agar (?:warga|nelayan|masyarakat|tidak)|(?:me|di)?(?:netap|tetap|per?panjang|"
    r"berlaku)\w{0,4} (?:status )?(?:siaga|tanggap|darurat)|"
    r"mengajak\b|ajakan\b|apel\b|"
    r"(?:men|di)?yiagakan\b|(?:di)?siagakan\b|"
    r"(?:meng)?antisipasi\b|diberitahukan\b(?! oleh)|diinformasikan\b[^.\n]{0,60}\b(?:tanggal|besok|akan)\b|"
    r"(?:warga|nelayan|masyarakat) (?:\w+ ){0,3}(?:diminta|diharap\w*|dimohon)\b|"
    r"(?<!kerugian )(?:diperkirakan|diprediksi|diprakirakan) (?:akan|masih|dapat|terjadi|mencapai)\b)|"
    r"\A(?:\W*waspada|"
    r"[^\n]{0,60}\b(?:pelepasan|penyaluran|penyerahan|serah terima|kunjungan|penanaman|menanam|peresmian|"
    r"menyerahkan bantuan|"
    r"gotong royong|kerja bakti|pembukaan|pelantikan|rakor|audiensi|studi banding|terima kasih)\b)"
)
EARLY_WARNING = re.compile(r"[\W_]*(?:update )?peringatan dini\b")
CALM = re.compile(r"\btingkat aktivitas\b[^.\n]{0,40}\b(?:normal|level i)\b")
"""A volcano that is only watched."""

HOTSPOTS = re.compile(r"\b(?:titik (?:panas|api)|hot ?spots?)\b")
HOTSPOT_WORDS = ("titik", "spot")
BY_SATELLITE = re.compile(
    r"\b(?:satelit|(?:tingkat )?kepercayaan|confidence|sipongi|modis|viirs|snpp|noaa|terra|aqua|lapan|brin|"
    r"bmkg)\b"
)
BURNT = re.compile(
    r"\d ?(?:ha|hektare?)\b|\bpemadaman\b|\b(?:di)?padam(?:kan)?\b|\bterjadi (?:karhutla|kebakaran)"
)
"""What tells a fire from a hot spot."""

GREETS = Signed(
    r"\b(?:dirgahayu|meng(?:ucapkan|haturkan)\W{0,3}(?:\w+ ){0,2}?(?:selamat|terima ?kasih|dirgahayu)|"
    r"selamat (?:hari|ulang|memperingati|menunaikan|tahun|idul|natal|bertugas)|hut ke|"
    r"turut (?:berduka|bersuka))"
)
"""Wishes and thanks, which may name the hazards that somebody fought."""

URGES = Signed(r"\b(?:me(?:ng)?|di)?h?imbau\b")
"""Advice, where a text begins with it: a story may end in some."""

INVITES = re.compile(
    r"\bundangan\b|\b(?:mohon|dimohon|mengharap(?:kan)?|diharapkan|meminta) (?:dengan hormat )?(?:ke)?hadir|"
    r"\b(?:meng|di)undang\b"
)
"""An invitation, whose day and hour are those of a meeting."""

SEASON = re.compile(
    r"\b(?:periode|sepanjang|selama|rekap(?:itulasi)?|data)\b[^\n]{0,40}"
    r"(?:\b(?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)[a-z]{0,6}\b[ \d]{0,6}"
    r"(?:-|s[./]?d\.?|sampai|hingga)"
    r"|\btahun (?:20)?\d\d)"
)
TALLY = Signed(
    r"\b(?:jumlah|total) (?:kejadian|kasus)(?: bencana| karhutla| kebakaran)?[^\n\d]{0,20}(?:[6-9]|\d{2,4})\b"
)
"""A span of months, and how many incidents it had."""

SERVICE = Signed(
    r"\b(?:layanan|kanal|nomor)\b[^.\n]{0,30}\b(?:informasi|pengaduan|pelaporan|darurat|penting)\b|"
    r"\bdiharapkan (?:segera )?melapor|\bhal-hal yang harus dilaporkan"
)
"""How people are told where and what to report."""

MEMORIAL = Signed(
    r"\b(?:peringatan|mengenang|mem?peringati|peringati|memeringati|refleksi|haul|doa bersama|tabur bunga)\b"
    r"[^.\n]{0,40}\b(?:\d{1,3}|puluhan|belasan|ke-?\d{1,3}) ?tahun\b|"
    r"\b(?:mengenang|memperingati|memeringati|peringati|refleksi)\b[^.\n]{0,80}\btahun (?:silam|lalu)\b|"
    r"\bberziarah\b|"
    r"\bziarah ke\b"
)
MONTH = (
    r"\b(?:selama|sepanjang) (?:bulan |tahun )?(?:(?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|"
    r"des)[a-z]{0,6}"
    r"(?: 20\d\d)?|20\d\d)\b"
)
MONTH_OF = Signed(MONTH + r"[^.\n]{0,60}\b(?:[6-9]|\d{2,4}) (?:peristiwa|kejadian|kasus)\b")
"""A message that opens with how many incidents a month had."""

_A_LOT = r"\b(?:[6-9]|\d{2,3}|\d{1,2}\.\d{3}|puluhan|ratusan|belasan)"
MANY = Signed(
    rf"{_A_LOT}(?: kali| kasus| peristiwa| kejadian| musibah| laporan){{1,3}}\b(?! (?:luka|rumah))|"
    rf"{_A_LOT} bencana\b|"
    r"\bmendominasi\b[^.\n]{0,40}\bkejadian bencana\b"
)
SPAN = Signed(
    r"\b(?:sepanjang|selama|dalam|periode|semester|triwulan|kurun)(?: (?:bulan|tahun|periode|waktu|"
    r"kurun|satu|semester))* "
    rf"(?:{MONTHS}|20\d\d|\d{{1,2}} ?-|sepekan|seminggu|sebulan|setahun|pekan|minggu|tahun|"
    rf"[ivx]{{1,3}}\b)|"
    rf"\b\d{{1,2}} {MONTHS}[a-z]* (?:\d{{4}} )?(?:hingga|sampai|s[./]?d\.?) \d{{1,2}} {MONTHS}|"
    r"\b(?:dua|tiga|empat) (?:pekan|minggu|bulan)\b|"
    rf"\bsepekan\b|\bsejak (?:awal |bulan )*(?:{MONTHS}|tahun|20\d\d)|\b(?:di|pada) (?:tahun )?20\d\d\b"
)
"""Many incidents, and the weeks or months that had them."""

GATHERS = re.compile(
    r"\b(?:apel|simulasi|gladi|pelatihan|(?<!dan )(?<!tamu )undangan)\b[^.\n]{0,120}\b(?:di|bertempat|"
    r"pukul|pkl|jam)\b"
)
WHEN = re.compile(
    r"\b(?:pukul|pkl|jam)\b\.?\s?\d|\b\d{1,2}[/-]\d{1,2}\b|\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|"
    r"minggu|ahad)\b|"
    rf"\b\d{{1,2}} {MONTHS}"
)
BEFELL = re.compile(
    r"\b(?:telah|tlh) terjadi|mengakibatkan|menyebabkan|menghanguskan|merendam|merusak|menerjang|melanda|"
    r"\brusak (?:berat|ringan|sedang)|\bmeninggal(?!kan)"
)
"""What is called to a gathering, which may speak of an accident that is only played."""

REPORTS = re.compile(
    r"(?:[\s*_]*|[^\n]{0,60}\b)(?:i[jz]in (?:me)?lapor\w*|laporan)\b[^\n]{0,40}"
    r"\b(?:patroli|piket|monitoring|pemantauan|pengecekan)\b"
)
ROUND = re.compile(
    r"\b(?:me)?lapor\w* (?:\w+ ){0,3}(?:patroli|piket|monitoring|pemantauan|pengecekan|situasi)\b"
)
"""How the report of a round begins, which may end in advice and still says that all was quiet."""


AID = Signed(
    r"\b(?:menyalurkan|menyerahkan|membagikan|mendistribusikan|memberikan|menggalang|disalurkan|"
    r"diserahkan|salurkan|"
    r"serahkan|bagikan|galang|penyaluran|penyerahan|penggalangan|serah terima|terima|menerima)(?: \w+){0,5}? "
    r"(?:bantuan(?! air)|sembako|donasi|santunan|dana|logistik|paket)\b"
)
"""What is given to those whom an incident struck before."""

_COST = (
    r"\b(?:anggaran\w{0,3}|(?:meng|di)?anggarkan|(?:meng|di)?alokasi\w{0,5}|apb[dn]|"
    r"rp\.? ?[\d.,]{1,9} ?(?:miliar|milyar|triliun|m)\b)"
)
_WORKS = (
    r"\b(?:pembangunan|membangun|dibangun|bangun|normalisasi|rehabilitasi|penguatan|perbaikan|penanganan|"
    r"tangani|menangani|talud|tanggul)\b"
)
PROGRAMME = Signed(rf"{_COST}[^\n]{{0,160}}{_WORKS}|{_WORKS}[^\n]{{0,160}}{_COST}")
"""Works that are planned or paid for."""

FOUNDS = Signed(
    r"\b(?:destana|desa(?:/kelurahan)? tangguh|kampung siaga|desa siaga)\b|"
    r"\b(?:mendirikan|membuka|meluncurkan|meresmikan) (?:posko (?:laporan|aduan|pengaduan|siaga)|"
    r"layanan|aplikasi)\b"
)
"""What is set up against hazards to come."""

EXPLAINS = Signed(
    r"\b(?:merupakan|adalah) (?:salah satu )?(?:jenis )?(?:bencana|fenomena|ancaman)\b|"
    r"\b(?:cara|tips|langkah)(?: \w+)? (?:mencegah|mengantisipasi|menghadapi|menghindari)\b"
)
"""What tells of a hazard in general."""

UNTRUE = Signed(
    r"\b(?:hoaks|hoax|berita bohong|disinformasi)\b|\blaporan\b[^.\n]{0,60}\b(?:palsu|bohong|fiktif)\b|"
    r"\btidak berbohong\b"
)
TOLD_OF = 1_500  # code points in which a text about something else may tell of an incident
FIRST_WORDS = 260


def _is_of_else(folded: str) -> bool:
    """Whether it opens with what is untrue, or with aid or works, and no sentence tells when what befell."""
    if UNTRUE.search(folded, 0, FIRST_WORDS):
        return True
    if not any(opening.search(folded, 0, FIRST_WORDS) for opening in (AID, PROGRAMME, FOUNDS, EXPLAINS)):
        return False
    return not _tells_when(folded)


def _tells_when(folded: str) -> bool:
    """Whether one sentence tells of a hazard, that it befell, and when."""
    return any(
        BEFELL.search(words) and named(words) and WHEN.search(words)
        for words in told(folded[:TOLD_OF]).replace("\n", ". ").split(". ")
    )


def is_tally(folded: str) -> bool:
    """Whether it only counts the incidents of a season: "Periode 1 Januari - 20 November", "143 kejadian"."""
    many = MONTH_OF.search(folded, 0, 160)
    many = many or (MANY.search(folded, 0, 300) if SPAN.search(folded, 0, 300) else None)
    if many and not (PLACED.search(folded, 0, many.start()) and WHEN.search(folded, 0, many.start())):
        return True
    return TALLY.search(folded, 0, 600) is not None and SEASON.search(folded, 0, 600) is not None


def _is_of_service(folded: str) -> bool:
    """Whether it tells people what and where to report, or calls to mind what befell others long ago."""
    if "telah terjadi" in folded:
        return False
    return SERVICE.search(folded, 0, 400) is not None or MEMORIAL.search(folded, 0, 300) is not None


def _is_of_hotspots(folded: str, lines: Sequence[Line]) -> bool:
    """Whether it only counts what a satellite took for fires: no fire is told, nor that all is quiet."""
    opening = folded[:300]
    if not any(word in opening for word in HOTSPOT_WORDS) or not HOTSPOTS.search(opening):
        return False
    if not BY_SATELLITE.search(folded, 0, 1500):
        return False
    if any(line.field in ("jenis", "korban") and line.label for line in lines) or is_nil(folded):
        return False
    return not (BURNT.search(folded, 0, MOST) or has_happened(folded))


def is_notice(folded: str, lines: Sequence[Line]) -> bool:
    """Whether it is a warning, forecast, invitation or advice that tells of no incident."""
    if is_tally(folded) or _is_of_hotspots(folded, lines) or _is_of_service(folded):
        return True
    if "telah terjadi" not in folded and (EARLY_WARNING.match(folded) or CALM.search(folded, 0, 300)):
        return True
    labels = {line.field for line in lines if line.label}
    if labels.isdisjoint(("jenis", "korban")) and is_coming(folded):
        return True
    if not labels.isdisjoint(("jenis", "korban", "kerusakan")):
        return False
    if "waktu" in labels and not INVITES.search(folded, 0, 600):
        return False
    if is_nil(folded) and (REPORTS.match(folded) or ROUND.search(folded, 0, 600)):
        return False
    if GREETS.search(folded, 0, 300):
        return BEFELL.search(told(folded[:MOST])) is None
    if _is_of_else(folded):
        return True
    if not (WARNING.search(folded, 0, 600) or URGES.search(folded, 0, 160)):
        return False
    if GATHERS.search(folded, 0, 600):
        return not _tells_when(ADVICE.sub(" ", folded[:MOST]))
    return not has_happened(folded)
