"""Names of persons by what stands around them: runs of capitals that no list knows, beside words of persons.

Offices, ranks, kin and victims before a name; an age, a sex or an RT behind it; the lines of a signature.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from gis.codes import name_key
from gis.report import Span
from ingest import hazards
from ingest.folding import fold, word_set
from ingest.whatsapp import elsewhere
from ingest.whatsapp.gazetteer import gazetteer
from ingest.whatsapp.labels import field_named
from ingest.whatsapp.persons import is_known, is_person

RUN = re.compile(r"(?<![\w'’])[A-Z][\w'’]*\.?(?:[ ](?:(?:bin|binti|alias|als)[ ])?[A-Z][\w'’]*\.?){0,7}")
WORD = re.compile(r"[\w'’]+")
PERSONS = word_set(
    "korban saksi pemilik nakhoda nahkoda abk nelayan penambang pekerja operator pelapor danru katim "
    "petugas babinsa bhabinkamtibmas babin bernama berinisial inisial istri suami anak ayah nenek kakek "
    "ibu bapak bpk pak bu sdr sdri saudara saudari almarhum almarhumah alm tn ny nn h hj drs dra dr ir "
    "ust kh capt kapten serka serma sertu serda pelda peltu letda lettu letkol mayor kolonel praka "
    "pratu kopda koptu kopral bripka brigadir briptu bripda aipda aiptu ipda iptu akp kompol akbp "
    "kombes brigjen kades lurah camat kadus kapolsek danramil kapolres dandim bupati walikota gubernur "
    "kalaksa kabid kasi kapusdalops kasat sekda sekcam menteri pengemudi sopir supir driver pengendara "
    "penumpang keluarga oleh atas"
)
"""Words right before a person's name."""

STRONG = word_set(
    "bernama bpk bapak sdr sdri saudara saudari alm almarhum almarhumah tn ny nn capt serka serma bripka"
)
"""Of those, the ones that hold where everything is written in capitals."""

PLACED = word_set(
    "warga di desa ds kel kelurahan kec kecamatan kab kabupaten kota dusun dsn kampung kp dari asal ke "
    "pada jalan jl jln gang gg pulau sungai pantai perairan teluk tanjung simpang pasar gunung rs rsud "
    "sd smp sma masjid musholla hotel pt cv toko km kapal perahu klm kmp perumahan komplek blok makan "
    "sakit dinas adat"
)
"""Words right before a name that is none of a person."""

SOURCE = re.compile(
    r"\b(?:info|informasi|laporan|berita|diterima|disampaikan|dilaporkan|"
    r"keterangan)(?: \w+){0,2} (?:dari|oleh)\s\Z"
)
KIN = re.compile(
    r"\b(?:ipar|istri|suami|anak|rekan|teman|kawan|kakak|adik|ayah|paman|keponakan|tetangga|cucu|kakek|nenek|"
    r"mertua|menantu|saudara|sepupu|kerabat|pemilik|saksi)(?:nya| korban),?\s\Z|"
    r"\b(?:bernama|korban|pemilik|saksi|tersangka),\s\Z|"
    r"\b(?:orang|korban|penumpang|abk|kru|penambang|nelayan|identitas)\b[^.\n]{0,60}\b(?:yaitu|yakni|adalah),?\s\Z|"
    r"\b(?:disampaikan|dikatakan|dituturkan|diungkapkan|dijelaskan|ditambahkan|dilaporkan)\s\Z"
)
"""Whose kin a name is, or who said it: "iparnya, Fulan", "yang disampaikan Fulan"."""

LIVES = re.compile(r",?\s(?:yang |merupakan |adalah )?(?:warga|asal|penduduk|bin|binti|alias)\s")
BEFELL = re.compile(
    r",?\s(?:ber(?:syukur|usaha|cerita|harap)|meng(?:aku|ungkapkan|atakan|alami luka)|menceritakan|"
    r"menuturkan|menjelaskan|menyebut(?:kan)?|menambahkan|panik|terkejut|meninggal|tewas|selamat|hilang|"
    r"tenggelam|ter(?:seret|jatuh|cebur|peleset|timbun|gigit)|hanyut|diterkam|dinyatakan|(?:belum |sudah "
    r")?ditemukan|"
    r"(?:masih )?dalam pencarian|masih (?:hilang|dicari))\b"
)
"""Behind a name: where the person lives, what befell them, that they speak."""

OPENINGS = word_set(
    "adapun sedangkan sejumlah sebagian seluruh semua para beberapa banyak puluhan ratusan ribuan belasan "
    "seorang sebuah sejauh meski meskipun walaupun demikian tidak belum masih telah sudah ada terdapat "
    "tercatat "
    "sehingga maka agar supaya jika apabila bila tiba-tiba warga korban kejadian peristiwa musibah bencana "
    "beruntung namun akibat sementara selain kemudian setelah saat ketika diduga hingga akhirnya sebelumnya "
    "selanjutnya berdasarkan menurut dalam pada untuk bahkan lalu usai karena nahas naas tragis sontak "
    "dia ia mereka kami saya beliau seketika awalnya mulanya sempat kini jasad jenazah tubuh keduanya "
    "ketiganya semuanya seluruhnya"
)
"""Words with the capital of a sentence that open one before such words."""

BUILDINGS = word_set("rs rsud jl jln jalan masjid sd smp pt km")
OFFICES = word_set(
    "kepala ketua kades lurah camat kadus kapolsek danramil kapolres dandim bupati walikota gubernur "
    "kalaksa kabid kasi kapusdalops komandan koordinator direktur sekda sekretaris menteri manajer "
    "humas plt pj"
)
OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(OFFICES))}|juru bicara|anggota|wakil)\b[^.\n:;]{{0,110}}\Z")
SPEAKS = re.compile(
    r"\sdi\s[a-z]+(?: [a-z]+)?,|\spada\s(?:senin|selasa|rabu|kamis|jum|sabtu|minggu)|"
    r"(?:,|\s\(\d\d\))?\s(?:me(?:ngata|nyebut|njelas|nutur|ngungkap|nyampai|nambah|ninjau|"
    r"mbenar|ngimbau|ngaku|nerang|"
    r"lapor|minta|nyatakan|negaskan|ngonfirmasi)\w*|berharap|membenarkan|bersama|saat|dalam|melalui|lewat|kepada|usai|ketika|seperti)\b|"
    r",\s(?:senin|selasa|rabu|"
    r"kamis|jum|sabtu|minggu|saat|dalam|di\s|yang|dan\s|me\w+|dikonfirmasi|selasa)|[,.]?\"?\s\(\d{1,2}[/)]"
)
AGED = re.compile(
    r"\s?[(,/-]{1,2}\s?(?:(?:l|p|lk|pr|laki-laki|laki|perempuan|wanita|pria)\b[\s/,)]|"
    r"±?\s?\d{1,2}\s?(?:th|thn|tahun|bln|\))"
    r"|(?:usia|umur)\b)|\s(?:l|p|lk|pr)\s\d{1,2}\s?(?:th|thn|tahun)|\s(?:usia|umur|berusia|berumur)\b"
)
OWNS = re.compile(
    r"\s?[:(,-]?\s?(?:rt\b|(?:rb|rs|rr|rusak (?:berat|sedang|ringan))\b(?!\s?[:=]?\s?\d))|"
    r"\s?\(?\d{1,2} (?:jiwa|orang)\b"
)
"""Behind the owner of a house in a list: "1. Fulan Contoh RT 02", "Fulan Contoh : RB"."""

ITEM = re.compile(r"(?:\A|\n)[ \t]{0,6}(?:[-•>]|\d{1,2}[.)])?\s{0,3}(?:kk |rumah )?\Z")
HOUSE = re.compile(r"\b(?:rumah|kk|kebun|warung|toko|kios)\s\Z")
HOUSES = word_set(
    "betang gadang limas joglo lamin singgah sakit dinas makan adat kost kos potong kaca sewa toko"
)
"""Kinds of houses and shops, which are nobody's name."""

LABELLED = re.compile(
    r"(?:\A|\n)[^\w\n]{0,6}(?:\w{1,2}[.)]\s?)?(?:nama\w*|pelapor|petugas|piket|operator|saksi|"
    r"pemilik|korban|identitas|md|"
    r"lb|lr|meninggal|hilang|luka|selamat|ketua|koordinator|kordinator|danru|katim|kontak|cp|"
    r"anggota|personil|personel|"
    r"regu|penanggung jawab|dilaporkan|nakhoda|nahkoda|abk|kapten|awak|pengirim|"
    r"admin|pusdalops|dibuat|"
    r"mengetahui|penumpang|pengemudi|sopir|driver|kadus|kades)\b[^:=\n]{0,30}[:=][^\n]{0,120}\Z"
)
SIGNS = re.compile(
    r"(?:\A|\n)[^\w\n]{0,4}(?:(?:kepala|ketua|camat|lurah|kades|petugas|piket|ttd|tertanda|"
    r"hormat|pelapor|mengetahui|"
    r"pengirim|danru|katim|regu|operator|kalaksa|kasi|kabid|komandan|sekretaris|admin|koordinator|kordinator|"
    r"personil|personel|anggota|plt|an\.)\b[^\n:]{0,50})\n(?:[^\w\n]*\n){0,5}(?:ttd\.?\n(?:\s*\n){0,3})?"
    r"(?:(?:[^\w\n]{0,4})[A-Z][^\n\d]{2,40}\n){0,6}[^\w\n]{0,4}\Z",
    re.IGNORECASE,
)
SIGNED_FOR = re.compile(
    r"\s{0,3}(?:plt\.?\s|plh\.?\s|pj\.?\s)?(?:kepala|ketua|kapusdatin|kalaksa|direktur|sekretaris|kabid|kasi|kasubsi|manajer)\b"
)
"""The office on the line below a name that signs."""

SECTION = re.compile(
    r"\n[^\w\n]{0,6}(?:\w{1,3}[.)]\s?)?(?:petugas|unsur|pihak|personil|personel|tim|regu|anggota|piket|saksi|pelapor|"
    r"yang (?:hadir|terlibat))\b[^\n]{0,60}(?:\n[^\n:]{0,60}:?){0,12}\n[^\w\n]{0,6}(?:\d{1,2}[.)]\s?)?\Z"
)
"""A heading of people, and the lines of its list so far."""

TABLE = re.compile(
    r"(?:\A|\n)[^\n:]{0,30}\bnama\b[^\n:]{0,60}\b(?:alamat|umur|usia|rt|tingkat|kerusakan|ket|jiwa|kk|l/p|kondisi|"
    r"status)\b[^\n:]{0,60}(?=\n)"
)
ROW = re.compile(r"\n[ \t|]{0,4}\d{1,3}[ \t.)|]{1,5}(?=[a-z])")
"""The head of a table with a column of names, and how its rows begin."""

JOIN = re.compile(
    r"(?:\s?\([^)\n]{1,14}\))?\s?(?:,|;|&|/|\bdan\b|\bserta\b)\s?(?:dan\s|serta\s|milik\s|\d{1,2}[.)]\s?){0,2}\Z"
)
LINE_END = re.compile(r"[\s.,]*(?:,\s?[A-Z][\w.]{0,6}){0,3}[ \t]*(?:\n|\Z)")
INITIAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWYZ")
MOST, BEFORE, LONGEST_SECTION, LONGEST_KEPT = 2_000, 130, 400, 100


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Words that may be a name; `cue`: the last word of a person or place before."""

    span: Span
    cue: str
    office: bool  # whether a word of an office stands before


def by_context(original: str, folded: str, found: Iterable[Span]) -> Iterator[Span]:
    """Spans of names, in order. `found`: those known already, behind which lists may go on."""
    ends = {end for _, end in found}
    rows = _rows(folded)
    for match in islice(RUN.finditer(original), MOST):
        candidate = _candidate_at(original, folded, match.span())
        if candidate and candidate.span[0] in rows:
            candidate = replace(candidate, span=match.span())  # a cell is all name, whatever its words
        if candidate and (
            candidate.span[0] in rows
            or _is_named(original, folded, candidate)
            or _goes_on(folded, candidate.span[0], ends)
        ):
            ends.add(candidate.span[1])
            yield candidate.span


def _rows(folded: str) -> set[int]:
    """Where the first cells of a table's rows begin, below a head with a column of names."""
    if "nama" not in folded or (head := TABLE.search(folded)) is None:
        return set()
    return {match.end() for match in islice(ROW.finditer(folded, head.end()), MOST)}


def _candidate_at(original: str, folded: str, run: Span) -> _Candidate | None:
    """The candidate in that run. What the run itself tells is remembered: texts repeat offices and places."""
    start, end = run
    if end - start > LONGEST_KEPT:
        return _candidate(original, folded, run)
    alone = _alone(original[start:end])
    if alone is None:
        return None
    span = alone.span[0] + start, alone.span[1] + start
    return _Candidate(span, alone.cue or _word_before(folded, span[0]), alone.office)


@lru_cache(maxsize=16384)
def _alone(run: str) -> _Candidate | None:
    return _candidate(run, fold(run), (0, len(run)))


def _candidate(original: str, folded: str, run: Span) -> _Candidate | None:
    words = [match.span() for match in WORD.finditer(folded, *run)]
    last, office = "", False
    while words:
        word, count = folded[slice(*words[0])], _place(folded, words)
        if not count and word not in PERSONS and (not is_known(word) or _is_initial(original, words)):
            break
        if word in BUILDINGS:
            return None
        last = "" if count else word if word in PERSONS or word in PLACED else last
        office = office or word in OFFICES
        words = words[max(1, count) :]
    while words and is_known(folded[slice(*words[-1])]):
        words.pop()
    if not words or not _may_be(original, folded, (words[0][0], words[-1][1])):
        return None
    return _Candidate((words[0][0], words[-1][1]), last or _word_before(folded, words[0][0]), office)


def _is_initial(original: str, words: list[Span]) -> bool:
    """Whether a name begins with it: "M. Fulan", "Wa Contoh"."""
    start, end = words[0]
    if len(words) < 2 or original[start] not in INITIAL:
        return False
    return end - start == 1 or original[start:end] in ("Wa", "La")


def _is_named(original: str, folded: str, candidate: _Candidate) -> bool:
    """Whether what stands around says that it is a person's name."""
    start = candidate.span[0]
    if SOURCE.search(folded, max(0, start - BEFORE), start):
        return True
    return candidate.cue not in PLACED and (
        candidate.office or _is_told(original, folded, candidate.span, candidate.cue)
    )


def _goes_on(folded: str, start: int, ends: set[int]) -> bool:
    """Whether a name ends right before, and the list of names goes on."""
    match = JOIN.search(folded, max(0, start - 30), start)
    return match is not None and match.start() in ends


def _may_be(original: str, folded: str, span: Span) -> bool:
    """Whether it may be a name: no label, hazard or word of an area or office."""
    words = folded[slice(*span)]
    if field_named(words) or any(hazards.named(word) for word in words.split()):
        return False
    return is_person(original[slice(*span)])


def _place(folded: str, words: list[Span]) -> int:
    """How many words from the first on are the name of an area, the most that are; 0."""
    if not _begins(folded[words[0][0] : words[0][0] + 2]):
        return 0
    for count in range(min(4, len(words)), 0, -1):
        if _is_area(folded[words[0][0] : words[count - 1][1]]):
            return count
    return 0


def _begins(letters: str) -> bool:
    return letters in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    """The first two letters, and the first, of all names of areas."""
    return frozenset(key[:n] for names in (gazetteer(), elsewhere.names()) for key in names for n in (1, 2))


@lru_cache(maxsize=16384)
def _is_area(name: str) -> bool:
    key = name_key(name)
    return key in gazetteer() or key in elsewhere.names()


def _is_told(original: str, folded: str, span: Span, cue: str) -> bool:
    start, end = span
    before = folded[max(0, start - BEFORE) : start]
    shouted = original[start:end].isupper() and end - start > 4 and _shouts(original, start)
    if _follows(folded, end) or KIN.search(before):
        return True
    if folded[start:end] not in OPENINGS and (
        LIVES.match(folded, end) or (not shouted and BEFELL.match(folded, end))
    ):
        return True
    if cue in (STRONG if shouted else PERSONS):
        return True
    if (
        LABELLED.search(before)
        or _signs(original, folded, before, span)
        or _is_listed(original, folded, span)
    ):
        return True
    if shouted:
        return False
    if before.endswith("rumah ") and folded[start:end].split()[0] not in HOUSES:
        return True
    item = ITEM.search(before) or HOUSE.search(before)
    if item and (OWNS.match(folded, end) or " kk " in before[-5:]):
        return True
    return bool(OFFICE.search(before) and SPEAKS.match(folded, end))


def _is_listed(original: str, folded: str, span: Span) -> bool:
    """Whether it is alone on a line, under a heading of people."""
    if not LINE_END.match(original, span[1]):
        return False
    return SECTION.search(folded, max(0, span[0] - LONGEST_SECTION), span[0]) is not None


def _follows(folded: str, end: int) -> bool:
    return AGED.match(folded, end) is not None


def _signs(original: str, folded: str, before: str, span: Span) -> bool:
    ends = LINE_END.match(original, span[1])
    if ends is None:
        return False
    below = before[-1:] in ("\n", "") and SIGNED_FOR.match(folded, ends.end())
    return bool(below or SIGNS.search(before))


def _word_before(folded: str, start: int) -> str:
    """The word right before, "" where a line, a clause or a number ends there."""
    head = folded[max(0, start - 24) : start].rstrip(" .:(\"'")
    match = re.search(r"[a-z]+\Z", head)
    return match[0] if match else ""


def _shouts(original: str, start: int) -> bool:
    """Whether the words around are in capitals as well, so that these say nothing."""
    around = [c for c in original[max(0, start - 40) : start] if c.isalpha()]
    return len(around) > 6 and sum(c.isupper() for c in around) > len(around) * 0.7
