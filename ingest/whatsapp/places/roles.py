"""What part a place plays.

Where it happened, of whom an agency is, where somebody lives, where it was told.
"""

import re

from gis.report import Span
from ingest.clean import MONTH_WORD, WEEKDAY
from ingest.folding import word_set
from ingest.signed import Signed
from ingest.whatsapp.places.names import Words
from ingest.whatsapp.places.namewords import AGENCY, LEVELS

HOMES = re.compile(
    r"(?:\b(?:(?:warga|asal|penduduk|beralamat(?: di)?|domisili|berdomisili di|tinggal di|(?:berasal|"
    r"pendatang) dari|korban\)? dari|"
    r"kelahiran|ktp|alamat korban)\b|\d{1,2} ?(?:th|thn|tahun)\b\.?\)?,?[ \t])|[,;)/]\s?alamat\b\s?:?|"
    r"\(\d{1,2}\),? (?:alamat|nelayan|petani|buruh|pelajar|siswa|karyawan|penambang|pekerja)\b|"
    r"a/n|\bpemilik(?: \w+){0,2}\s?:)(?:(?!\bdi\b)[^\n.;,]){0,60}$"
)
VICTIM_ROW = re.compile(
    r"\b\d{1,2} ?(?:th|thn|tahun)\b\.?\)?,\s(?:[a-z][a-z0-9/ -]{1,22},\s){1,4}"
    r"(?:(?:gg|gang|jl|jln|jalan|dsn|dusun|kp|kampung|rt|rw|lingk)\b(?!\sdi\b)[^\n,;]{0,40})?\Z"
)
"""Before the home of a victim who is told of in a row: "1. Fulan, 29 th, buruh, Ds. Contoh (MD)"."""

REFUGES = Signed(
    r"\b(?:rumah (?:duka|(?:keluarga|saudara|kerabat|famili|sanak|orang ?tua|mertua|tetangga|anak|adik|kakak|"
    r"nenek|kakek|paman)\w{0,3})|dirujuk|dilarikan|dibawa|dimakamkan|disemayamkan|"
    r"(?:bertolak|berangkat|berlayar|melaut) dari|bergeser ke|dipulangkan|"
    r"daerah asal(?:nya)?|kampung halaman|"
    r"(?:mengungsi|ngungsi|dievakuasi|diungsikan)\b"
    r"(?! (?:dengan |dalam )?(?:rincian|tersebar|meliputi|yakni|yaitu|masing))[^\n.;:,\d]{0,30}\b(?:ke|di)|"
    r"(?:me|pe)ngungsi\w*\b[^\n.;:]{0,50}\b(?:di|ke)\s(?:gor|masjid|mushol\w+|balai|gedung|aula|"
    r"posko|tenda|lapangan|sd|smp|sekolah)|"
    r"(?:diserahkan|dilepas\w*|dipindahkan|dititipkan|diamankan)\b[^\n.;:]{0,30}\b(?:ke|di|kepada)|"
    r"(?:membawa|mengangkut|datang|pulang|perjalanan|berjalan)\b[^\n.;:,]{0,30}\bdari|hendak (?:ke|"
    r"menuju)|tujuan(?: ke)?)\b[^\n.;:,]{0,50}$"
)
"""Where people went or came from: no place of the event, even behind "di"."""

SHELTER = Signed(
    r"\b(?:gor|gedung|balai|aula|pendopo|lapangan|masjid|mushol\w+|gereja|sekolah|sdn?|smpn?|halaman|"
    r"posko|pos|"
    r"tenda)\b[a-z ]{0,25}\Z"
)
STAYING = re.compile(r"\d (?:jiwa|orang|kk|warga) (?:\w+ ){0,2}di (?:\w+ ){1,3}\Z")
FLEEING = re.compile(r"\b(?:pengungsi\w*|mengungsi\w*|diungsikan|dievakuasi|ditampung)\b[^.;\n]{0,260}\Z")
"""Before a building that takes people in: "dievakuasi ke pos pengungsian, yakni GOR Desa Contoh"."""

STAY = Signed(
    r"\b(?:lokasi|titik|tempat|pos|posko) (?:pengungsi|evakuasi|penampungan)\w{0,2}\b[^\n:=]{0,20}[:=]"
    r"\s{0,3}[^\n;]{0,70}\Z"
)
"""Before where a form says that people stay: "Lokasi pengungsian : Balai Desa Contoh"."""

HARBOUR = Signed(
    r"\b(?:dari|tujuan|menuju) (?:pelabuhan|dermaga|pangkalan|bandara)(?: [a-z]{3,15}){1,3}(?:, | \()$|"
    r"\bmenuju (?:ke )?(?:perairan|laut|pantai|pulau)(?: [a-z]{2,15}){1,4}, $"
)
"""Before the regency of a harbour to or from which somebody sailed."""

ROUTE = re.compile(r"\b(?:jalan|perbatasan|jalur|ruas|rute|lintas|trayek|jurusan)\b[^.,;\n]{0,40} ?- ?\Z")
"""Before the end of a road: "jalan Contoh - Misal"."""

LINKING = Signed(r"\bmenghubungkan\b[^.;\n]{0,60}\Z")
"""Before the ends of a road that was cut: "jalan yang menghubungkan Contoh dan Misal"."""

WIDENED = Signed(
    r"\b(?:memperluas|diperluas|perluasan)\b[^.;\n]{0,60}\b(?:hingga|ke|sampai)\b[^.;\n]{0,20}\Z"
)
"""Before where a search will go on."""

NOT_ONLY = Signed(r"\b(?:(?:tak|tidak) hanya|selain)(?: terjadi)?(?: melanda)? (?:di )?(?:wilayah )?\Z")
"""Before the place of the incident told before: "Tak hanya di Kecamatan Contoh, longsor juga …"."""

BESIDE = Signed(
    r"\b(?:dekat|samping|sebelah|seberang|arah|pertigaan|simpang|berbatasan)\s(?:ke\s|"
    r"dari\s|simpang\s|dengan\s){0,2}\Z|\d\s?(?:km|kilometer|mil)\s(?:(?:di|ke|arah|"
    r"sebelah)\s){0,2}(?:barat|timur|utara|selatan|tenggara)[a-z "
    r"]{0,10}\s\Z"
)
AWAY = re.compile(
    r"\b(?:ber)?jarak(?:nya)?\b[^.,;\n]{0,40}\bdari\s(?:(?:pusat|kota|ibu ?kota|bibir|garis|daratan|pesisir|"
    r"pantai)\s){0,2}\Z"
)
"""Before what the event is only so far away from."""

MILES = re.compile(
    r"\b\d{2,3}(?:[.,]\d)? ?(?:km|kilometer|mil(?: laut)?|nm|nautical miles?) dari (?:\w+ )?\Z"
)
"""Before what is ten miles off and more."""

BESIDES = word_set("belakang samping depan dekat seberang sebelah sekitar")
"""Words before an office that is only a landmark: "lahan di belakang kantor Desa Contoh"."""

ONWARD = re.compile(r"\s(?:menuju|ke|hendak)\b")
"""Behind the place from which somebody was on the way."""

LENT = re.compile(
    r"\b(?:kiriman|air|banjir kiriman|pompa|perahu|mobil|tangki|tim|trc|personel|alat|armada|bantuan|tiba|"
    r"datang|(?:di|mem)?berangkat(?:kan)?|bergerak|diterjunkan|dikerahkan)\b[^.,;\n\d]{0,25}\bdari\s\Z"
)
"""Where helpers or their things came from."""

WARGA_HOUSES = re.compile(
    r"(?:rumah|rumah milik|unit|milik|kk|jiwa|kebun|lahan|pemukiman|permukiman|\d|panik|"
    r"(?:di|me)(?:alami|nimpa|rasakan)|meng(?:gegerkan|hebohkan|ejutkan)|meresahkan|meneror|"
    r"mengancam)\s+(?:para )?warga[^\n.;,]{0,60}$"
)
OWNED = re.compile(
    r"\b(?:rumah|rmh|kios|toko|warung|bangunan|gudang)\b(?: [a-z]+){0,8} "
    r"(?:milik|kepunyaan|a/n|a\.n\.?|an\.?|atas nama|bpk|bapak|ibu|sdr)\b[^\n;]{0,80}"
    r"\b(?:warga|penduduk|asal|(?:ber)?alamat(?: di)?)\b[^\n;,.]{0,40}$|"
    r"\b(?:rumah|keluarga) [a-z.' ]{3,30} \(\d{1,2}(?: tahun)?\),? (?:warga|penduduk)\b[^\n;,.]{0,30}$"
)
"""Before the home of whose house was struck: "1 rumah rusak a/n Fulan warga Desa Contoh"."""

BEHIND_COUNT = re.compile(r"\d\s?(?:kk|jiwa)\b[^\n.;,]{0,6}$")
"""Right behind a number of people: "Warga mengungsi 15 KK (Contoh 9 KK)"."""

SAID = re.compile(
    r"\b(?:kata|ujar|ucap|tutur|jelas|ungkap|imbuh|tegas|ujarnya|katanya|mengatakan|terang)\w*\b"
    r"[^\n.;:\"]{0,110}\bdi\s$"
)
SPOKEN_WHEN = re.compile(
    r"\s?\.(?:\s|\Z)|\s?,\s?(?:pada\s)?(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|hari ini)\b|"
    r"\s(?:seperti )?(?:dikutip|dilansir|disitat)\b"
)
SAYS = re.compile(
    r"\s?,\s?(?:pada\s)?(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|hari ini)\b"
    r"(?:\s(?:pagi|siang|sore|petang|malam))?(?:\s?\([^)\n]{3,12}\))?,?\s(?:mengatakan|"
    r"menyatakan|menyebut|menjelaskan|mengungkap|menyampaikan|menuturkan)"
)
"""Behind the place where an official speaks: "Kepala BPBD di Contoh, Senin mengatakan"."""

RECEIVED = re.compile(
    r"\b(?:diterima|ditemui|dihubungi|dikonfirmasi|wawancara)\b[^\n.;:]{0,40}\b(?:di|dari)\s\Z"
)
"""Where somebody was asked or got the news."""

ADDRESSED = re.compile(r"\n[ \t]{0,12}di[ \t:.-]{0,3}\n[ \t]{0,12}\Z")
"""Before the town to which a letter goes, on a line of its own."""

DETOUR = re.compile(
    r"\b(?:akses|alternatif|dialihkan|memutar|jalur|rute|dilalui|bisa|dapat)\b[^.\n;]{0,40}\b(?:melalui|"
    r"lewat|via)\s\Z"
)
"""Before a place by which one gets round the event."""

BELOW_COMMA = re.compile(
    r"(\bwarga (?:asal |yang )?(?:gang|gg|dusun|dsn|jalan|jl|kampung|kp|rt|lingkungan|"
    r"perumahan)\b"
    r"[^\n;,]{1,40}|\b(?:ber)?domisili di [^\n;,.]{1,40}|"
    r"(?:\(\d{1,2}\)|\btahun),? warga [^\n;,.]{1,40}|"
    r"\b(?:bergeser|mengungsi|dievakuasi|diungsikan) ke (?:dusun|dsn|kampung|kp|dukuh) [^\n;,.]{1,30}),(?=\s)"
)
"""The hamlet or street of a home, and the comma before its village."""

DATELINE = re.compile(
    r"(?:,[^\n\-:(]{1,25})?\s{0,2}(?:\([^)\n]{2,25}\))?\s{0,2}(?:-{1,2}|:)\s{0,2}(?=\"?[a-z]{3})|"
    rf",\s(?:{WEEKDAY},?\s)?\(?\d{{1,2}}[ /-](?:{MONTH_WORD}|\d{{1,2}})[ /-]\d{{4}}\)?"
    r"[\s.,-]{1,4}(?=\"?[a-z]{3})"
)
SENTENCE = re.compile(r" [A-Z][a-z]{2,} [A-Za-z]{2,} [a-z]")
DATE_ALONE = re.compile(
    rf",\s(?:{WEEKDAY},?\s)?\(?\d{{1,2}}\s(?:{MONTH_WORD})\s\d{{4}}\)?[ .]{{0,3}}(?=\n|\Z)"
)
"""Behind the place in a line of its own: "Contoh, 8 September 2026"."""

LINE_HEAD = re.compile(r"(?:^|\n)\s{0,3}(?:[a-z0-9. ]{3,25},\s?)?$")
DISTRICT = 3  # a label of this level or below heads an address, no story
LONG_LINE = 90
LONGEST_SOURCE = 25  # code points of a paper's name before the place
QUARTERS = word_set("kampung kp dusun dsn gang gg jalan jl jln lingkungan pasar simpang")
"""Words before "Stasiun" or "Sektor" where it is a quarter's name, no office."""

HAMLETS = word_set("br bjr banjar dusun dsn")
"""Words before "Dinas" where it is a hamlet on Bali, no office."""

ENDS_AGENCY = word_set(
    "di pada ke wilayah meliputi terdampak melanda merendam mencatat mendata yakni yaitu tepatnya"
)
VERB = re.compile(r"me(?:l|m|n|r|w|y)[a-z]{4,}")
PROVINCIAL = word_set("basarnas sar kansar kakansar pertolongan bmkg stasiun ksop lanal polda")
"""Offices of a town that answer for more than it: their name tells nothing of where it happened."""

ENDS_OFFICE = frozenset(":\n;(•")  # signs behind which no office's name goes on
FLED = 300  # code points before a building that may tell of those who fled
FAR_BACK = 8_000  # code points
LOOK_BACK = 7  # words before a place that may say whose it is


def role_of(words: Words, position: int, span: Span) -> str:
    """`place`, `agency`, `home`, or `dateline` (where the story was filed) of the name that begins there."""
    folded = words.folded
    if office := _agency_word(words, position):
        return "passing" if office in PROVINCIAL else "agency"
    before = folded[max(0, words.spans[position][0] - 130) : words.spans[position][0]]
    labelled = words.word(position) in LEVELS
    above = LEVELS.get(words.word(position), 0) < DISTRICT
    if (above or not labelled) and _is_of_teller(folded, span, before, labelled=labelled):
        return "agency"
    if above and _is_dateline(words, span, before):
        return "dateline"
    near = before[-80:]
    if not labelled and near[-1:] in ("\n", " ") and ADDRESSED.search(near):
        return "passing"
    if "warga" in near or "domisili" in near or " ke " in near:
        near = BELOW_COMMA.sub(r"\1", near)
    finer = LEVELS.get(words.word(position), 0) >= DISTRICT
    behind_word = near.rstrip()[-1:].isalpha()  # rather than behind a sign
    off = behind_word and _is_off(folded, span, near, finer=finer)
    if off or (near.endswith(("-", "- ")) and ROUTE.search(near)):
        return "passing"
    if behind_word and (BESIDE.search_in(near, folded) or ("jarak" in near and AWAY.search(near))):
        return "near"
    if near.endswith(("lalui ", "lewat ", "via ")) and DETOUR.search(near):
        return "passing"
    if near.endswith("dari ") and (LENT.search(near) or ONWARD.match(folded, span[1])):
        return "agency" if LENT.search(near) else "home"
    home = HOMES.search(near) and not WARGA_HOUSES.search(near) and not BEHIND_COUNT.search(near)
    home = home and not OWNED.search(before) and not OWNED.search(BELOW_COMMA.sub(r"\1", before))
    if labelled and _is_shelter(folded, near, span):
        return "home"
    if not finer and HARBOUR.search_in(near, folded):
        return "home"
    home = home or ("th" in near and VICTIM_ROW.search(near) is not None)
    return "home" if home or REFUGES.search_in(near, folded) or STAY.search_in(before, folded) else "place"


def _is_off(folded: str, span: Span, near: str, *, finer: bool) -> bool:
    """Whether the event only reaches, links or is told from the place; `finer`: it has a village's label."""
    if NOT_ONLY.search_in(near, folded) and _is_told_before(folded, span):
        return True
    if WIDENED.search_in(near, folded) or ("dari" in near[-24:] and MILES.search(near)):
        return True
    return not finer and LINKING.search_in(near, folded) is not None


def _is_shelter(folded: str, near: str, span: Span) -> bool:
    """Whether the building before the name takes people in: "217 jiwa di Balai Desa Contoh"."""
    if SHELTER.search_in(near, folded) is None:
        return False
    return bool(STAYING.search(near) or FLEEING.search(folded, max(0, span[0] - FLED), span[0]))


def _is_of_teller(folded: str, span: Span, before: str, *, labelled: bool) -> bool:
    """Whether somebody spoke or was asked there; `labelled`: the name has a label."""
    if before.endswith("di ") and SAYS.match(folded, span[1]):
        return True
    if labelled:
        return False
    if SPOKEN_WHEN.match(folded, span[1]) and SAID.search(before):
        return True
    return before.endswith(("di ", "dari ")) and RECEIVED.search(before) is not None


def is_of_teller(folded: str, span: Span, start: int) -> bool:
    """Whether somebody spoke where an address that begins there ends."""
    return _is_of_teller(folded, span, folded[max(0, start - 130) : start], labelled=False)


def _is_told_before(folded: str, span: Span) -> bool:
    """Whether the name stands in the text before as well: else "selain di Contoh" tells it first."""
    return folded.rfind(folded[slice(*span)], max(0, span[0] - FAR_BACK), span[0]) >= 0


def _agency_word(words: Words, position: int) -> str:
    """The word of an office whose name the place is a part of, "" where it is none."""
    if position and words.word(position) in LEVELS and words.word(position - 1) == "kepala":
        return "kepala"
    for back in range(1, min(LOOK_BACK, position + 1)):
        gap = words.gap(position - back)
        word = words.word(position - back)
        if not ENDS_OFFICE.isdisjoint(gap) or ("." in gap and word not in LEVELS and len(word) > 4):
            return ""
        if "," in gap and back > 2:
            return ""
        if word in AGENCY or word in PROVINCIAL:
            if word == "dinas" and position > back and words.word(position - back - 1) in HAMLETS:
                return ""
            if position > back and words.word(position - back - 1) in QUARTERS:
                return ""
            landmark = word == "kantor" and position > back and words.word(position - back - 1) in BESIDES
            return "" if landmark else word
        if word in ENDS_AGENCY or VERB.fullmatch(word):
            return ""
    return ""


def _behind_source(words: Words, span: Span) -> bool:
    """Whether only a paper's name in capitals stands before it on its line: "MEDIA CONTOH - …"."""
    start = words.folded.rfind("\n", 0, span[0]) + 1
    return span[0] - start <= LONGEST_SOURCE and words.text[start : span[1]].isupper()


def _stands_out(words: Words, span: Span) -> bool:
    """Whether the name alone is in capitals, and a sentence begins behind it: "CONTOH Tim SAR …"."""
    return words.text[slice(*span)].isupper() and SENTENCE.match(words.text, span[1]) is not None


def _is_dateline(words: Words, span: Span, before: str) -> bool:
    """Whether a story's line opens with the name: `PANGKALPINANG, HARIAN - Angin kencang …`."""
    if not LINE_HEAD.search(before) and not _behind_source(words, span):
        return False
    if DATE_ALONE.match(words.folded, span[1]):
        return True
    if not (DATELINE.match(words.folded, span[1]) or _stands_out(words, span)):
        return False
    end = words.folded.find("\n", span[1])
    return (end if end >= 0 else len(words.folded)) - span[1] > LONG_LINE
