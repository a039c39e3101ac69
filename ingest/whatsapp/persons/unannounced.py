"""Names of persons that no title announces: behind labels, in lists, before degrees and telephone numbers."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from gis import codes
from gis.codes import name_key
from gis.report import Span
from ingest.clean import MULTIPLIERS, NUMBER_WORD
from ingest.folding import word_set
from ingest.signed import Signed
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.figures.words import FILLERS, PEOPLE
from ingest.whatsapp.places import elsewhere
from ingest.whatsapp.places.gazetteer import gazetteer
from ingest.whatsapp.places.namewords import AGENCY, BELOW, COMPASS, LEVELS, NO_NAME

LABEL = re.compile(
    r"(?:^|\n|[•|])[ \t]{0,4}(?:[-*>]{1,3}|\d{1,2}[.)])?[ \t]{0,3}"
    r"(?:nama(?: (?:korban|pelapor|pemilik|petugas|lengkap))?|pelapor|piket|operator|pengirim|"
    r"(?:petugas|relawan)(?: (?:piket|bertugas|lapangan|pelapor|jaga))?|(?:demikian,? )?petugas piket|"
    r"dilaporkan(?: oleh)?|"
    r"saksi(?:-saksi)?|"
    r"pemilik(?: (?:rumah|kios|toko|warung|lahan|kebun|kapal|perahu|usaha|tambang|bangunan))?|penghuni|"
    r"identitas(?: (?:korban|selamat|penumpang|abk))?|tekong|na(?:kh|hk)oda|juragan|abk|awak(?: kapal)?|kru|"
    r"penumpang|pengemudi|sopir|supir|pengendara|orang ?tua(?: korban)?|ayah|ibu|istri|suami|ahli waris|"
    r"keluarga|"
    r"korban(?: (?:jiwa|meninggal|hilang|luka|md|lb|lr|selamat))?|md|lb|lr|"
    r"meninggal(?: dunia)?|"
    r"hilang|luka(?: (?:berat|ringan))?|selamat|ketua(?: tim)?|koordinator|danru|katim|kontak|cp|"
    r"hub(?:ungi)?|anggota|"
    r"personil|regu \w{1,4})[ \t]{0,9}[:=][ \t]{0,3}(?P<rest>[^\n]{0,200})"
)
LISTED = re.compile(r"\n[ \t]{0,4}(?:[-*•]|\d{1,2}[.)])[ \t]{0,3}(?P<item>[^\n]{3,80})")
MARKED = re.compile(r"\s?[,(/]\s?(?:l|p|lk|pr|laki-laki|perempuan|\d{1,2}\s?(?:th|thn|tahun))\b")
COUNTED = re.compile(
    r"\b(?:rusak|terbakar|terendam|terdampak|korban|meninggal|luka|hilang|selamat|penumpang)\b[^\n\d]{0,40}"
    r"\b(?P<count>\d{1,2}) (?:unit |buah )?(?:rumah|unit|orang|kk|jiwa)\b[^\n\d]{0,30}(?=\n)"
)
"""A count above as many names: "Rusak berat: 2 rumah"."""

ROW_BELOW = re.compile(r"\n[ \t]{0,6}(?P<rest>[A-Z][^\n:]{2,200})(?=\n|\Z)")
SPLIT = re.compile(r"\s*(?:,|;|&|\bdan\b|\d{1,2}[.)]|/|•)\s*")
NAME = re.compile(r"[A-Z][\w'’.]*(?:[ ](?:bin|binti|alias|als|[A-Z][\w'’.]*)){0,4}")
TITLE = r"(?:S|M|A\.Md|SE|SH|ST|MM|MSi|SKM|SIP)\b"
DEGREE = re.compile(rf"(?P<name>(?:[A-Z][\w'’]+[ ]){{0,4}}[A-Z][\w'’]+),[ ]?{TITLE}\.?")
BEFORE_PHONE = re.compile(
    r"(?P<name>(?:[A-Z][\w'’]+[ ]){0,3}[A-Z][\w'’]+)[ ]?[:(/-]{0,2}[ ]?(?=\+?6?2?0?8\d{2})"
)
BEHIND_PHONE = re.compile(r"\d{3}[ ]?\((?P<name>(?:[A-Z][\w'’]+[ ]){0,3}[A-Z][\w'’]+)\)")
CARD = r"(?:N\.?I\.?[KP]|No\.? ?(?:KTP|HP|WA|Telp)|KTP|NRP)\b"
BEFORE_NUMBER = re.compile(rf"(?P<name>(?:[A-Z][\w'’]+[ ]){{0,4}}[A-Z][\w'’]+)[ ]?[(,/-]{{1,2}}[ ]?{CARD}")
"""A name before the number of a card or a telephone: "Fulan Contoh (NIK: …"."""

_NEEDED = (
    (BEFORE_NUMBER, re.compile(rf"[(,/-][ ]?{CARD}")),
    (DEGREE, re.compile(rf",[ ]?{TITLE}")),
    (BEFORE_PHONE, re.compile(r"8\d\d")),
    (BEHIND_PHONE, re.compile(r"\d[ ]?\(")),
)
OFFICIAL = re.compile(r"\bnip\b[.\s:]{0,3}(\d{8}\s?\d{6}\s?\d\s?\d{3})")
ROSTER = Signed(
    r"\b(?:daftar|nama-?nama|data|list)(?: nama)? (?:para )?(?:abk|awak|kru|penumpang|korban|warga|pengungsi|"
    r"kk|kepala keluarga|pemilik|penerima|personil|personel|petugas|nelayan|anggota|penambang|relawan)\b"
    r"[^\n]{0,140}(?=\n)"
)
"""A heading of a list of names: "Daftar ABK …"."""

BORN = re.compile(
    r"(?P<name>(?:[A-Z][\w'’.]*[ ]){0,3}[A-Z][\w'’]*)[ ]"
    r"(?:[Bb]in|[Bb]inti|[Aa]lias|[Aa]ls|BIN|BINTI|ALIAS|ALS)\.?[ ]"
    r"(?P<of>[A-Z][\w'’]*(?:[ ][A-Z][\w'’]*){0,2})"
)
BORN_WORD = Signed(r"\b(?:bin|binti|alias|als)\b")
SIGNS = word_set(
    "l p lk pr nihil nol tidak ada belum orang org jiwa kk unit th thn tahun umur usia kord hp wa telp tlp no"
)
MOST = 300


def unannounced(original: str, folded: str) -> Iterator[Span]:
    """Spans of names in order of the way they are found."""
    # A pattern is only tried where the one sign stands that it cannot do without: that is quickly seen.
    for match in islice(LABEL.finditer(folded), MOST) if ":" in folded or "=" in folded else ():
        yield from _items(original, match.span("rest"))
        if not folded[slice(*match.span("rest"))].strip():
            yield from _list_below(original, folded, match.end())
            yield from _row_below(original, match.end())
    if LISTED.search(folded):
        yield from _in_lists(original, folded)
    for pattern, needed in _NEEDED:
        for found in islice(pattern.finditer(original), MOST) if needed.search(original) else ():
            if span := _tail(original, found.span("name")):
                yield span


def _in_lists(original: str, folded: str) -> Iterator[Span]:
    """The names of lists as long as the count above them says, and those with an age or sex behind."""
    for match in islice(COUNTED.finditer(folded), MOST):
        names = list(_list_below(original, folded, match.end()))
        if len(names) == int(match["count"]) and any(" " in original[a:b] for a, b in names):
            yield from names
    for match in islice(ROSTER.finditer(folded), MOST):
        yield from _list_below(original, folded, match.end())
    for match in islice(BORN.finditer(original), MOST) if BORN_WORD.search(folded) else ():
        yield from _born(original, match)
    for match in islice(LISTED.finditer(folded), MOST):
        start, end = match.span("item")
        name = NAME.match(original, start, end)
        if name and MARKED.match(folded, name.end(), end) and is_person(original[slice(*name.span())]):
            yield name.span()


def official_numbers(folded: str) -> Iterator[Span]:
    """Spans of civil servants' numbers."""
    yield from (match.span(1) for match in islice(OFFICIAL.finditer(folded), MOST))


def _items(original: str, span: Span) -> Iterator[Span]:
    """The names of a list on one line, as long as each item is nothing but a name."""
    start, end = span
    while start < end:
        gap = SPLIT.match(original, start, end)
        start = gap.end() if gap else start
        name = NAME.match(original, start, end)
        if name is None or not is_person(name[0]):
            return
        stop = name.end() - (1 if name[0].endswith(".") else 0)
        yield start, stop
        following = SPLIT.match(original, name.end(), end)
        if following is None:
            return
        start = following.end()


def _list_below(original: str, folded: str, at: int) -> Iterator[Span]:
    """The names of the numbered lines right below a label."""
    while match := LISTED.match(folded, at):
        name = NAME.match(original, *match.span("item"))
        if name is None or not is_person(name[0]):
            return
        yield name.span()
        at = match.end()


def _row_below(original: str, at: int) -> Iterator[Span]:
    """The names of the one line below a label, where there are several and nothing else."""
    match = ROW_BELOW.match(original, at)
    if match:
        names = list(_items(original, match.span("rest")))
        if len(names) > 1 and len(names) == match["rest"].count(",") + 1:
            yield from names


def _born(original: str, match: re.Match[str]) -> Iterator[Span]:
    """The name and whose child the person is, or what else they are called."""
    name = _tail(original, match.span("name"))
    start, end = match.span("of")
    words = original[start:end].split(" ")
    while words and not is_person(" ".join(words)):
        words.pop()
    if name and words:
        yield name[0], start + len(" ".join(words))


def _tail(original: str, span: Span) -> Span | None:
    """The name without the words of an office before it: "Kepala BPBD Fulan Contoh" is Fulan Contoh."""
    start, end = span
    words = original[start:end].split(" ")
    for first in range(len(words)):
        rest = " ".join(words[first:])
        if is_person(rest):
            return end - len(rest), end
    return None


def is_person(name: str) -> bool:
    """Whether the words may be a person's name: no place, office or word that we know among them."""
    words = [word for word in name.lower().replace(".", " ").split() if len(word) > 1 and word != "wa"]
    key = name_key(name)
    if not words or len(key) < 3 or key in gazetteer() or key in elsewhere.names():
        return False
    return not any(is_known(word) for word in words)


@lru_cache(maxsize=16384)
def is_known(word: str) -> bool:
    """Whether it is a word of places, offices or figures, so none of a name."""
    return (
        word in LEVELS
        or word in AGENCY
        or word in BELOW
        or word in COMPASS
        or word in NO_NAME
        or word in SIGNS
        or word in PEOPLE
        or word in FILLERS
        or word in lexicon()
        or word in OFFICES
        or word in NUMBER_WORD
        or word in MULTIPLIERS
        or word in _of_codes()
        or name_key(word) in gazetteer()
    )


OFFICES = word_set(
    "jan feb peb mar apr jun jul agu ags agt agst sep sept okt nov nop des kedlmn kedalaman mag lok "
    "pusat data komunikasi kebencanaan sub bagian sosial kesehatan pendidikan perhubungan pekerjaan "
    "umum penataan ruang lingkungan hidup kehutanan kelautan perikanan pertanian pangan perumahan "
    "rakyat permukiman pencarian pertolongan penyelamatan pemadam operasi operasional pengendalian "
    "rehabilitasi rekonstruksi pencegahan kesiapsiagaan meteorologi klimatologi geofisika vulkanologi "
    "geologi mitigasi resor sektor militer komando distrik rayon angkatan darat udara satuan unit "
    "teknis harian tugas nasional hubungan center balai konservasi alam suku gulkarmat sudin perusahaan "
    "lembaga pemberdayaan ops siaga khusus hub hubungi cp hp telp kontak no nomor kepala staf staff "
    "kasi kabid kalaksa sekretaris ketua anggota komandan danru regu tim piket masyarakat warga "
    "pusdalops pelaksana seksi bidang kedaruratan logistik badan daerah penanggulangan bencana bupati "
    "camat lurah kades kadus rt rw bpk bapak ibu pak bu sdr sdri call center whatsapp telepon instansi "
    "terkait kordinator koordinator polri tni pmi relawan media sosial grup wag laporan info informasi "
    "via ke pukul pkl jam jl kodim polres yon kep nik nip trims yth bksda mpa mohon izin ijin salam "
    "wassalam demikian alhamdulillah assalamualaikum selamat pagi siang sore malam terima kasih hormat "
    "kapal perahu rumah satgas tagana senkom orari rapi mdmc lpbi dpkp kontak hubungi call "
    "laki balita dewasa disabilitas aset form formulir terancam dataran mengetahui dok "
    "sistem bantuan tindakan penyebab saksi evakuasi beruntung semalam jalur larangan jenazahnya menghimbau "
    "hamil semringah kehilangan asal nama mhn peleton resort pemburu linmas intelkam kakansar destana urc "
    "sru kita uraian singkat reaksi cepat mission coordinator kanit binmas"
)


@cache
def _of_codes() -> frozenset[str]:
    """The words that name kinds of figures and hazards."""
    kinds = [kind.label_id for kind in codes.figures().values()]
    kinds += [hazard.label_id for hazard in codes.hazards().values()]
    return word_set(" ".join(kinds).lower())
