"""A message cut into lines, each with the field that its label, or the label above it, names."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.breaks import HAZARD, stretches

NUMBERING = re.compile(
    r"[\s>»\-–+.)(:,;]*(?:(?:\d{1,2}|[a-h]|i{1,3}|iv|vi{0,3}|ix|x)\s?[.)]+(?=\s|[a-z]{2})[\s\-]*)?"
)
LIST_NUMBER = re.compile(r"\d{1,2}|\b(?:i{1,3}|iv|vi{0,3}|ix|x)\b")
ROMAN = {
    word: n for n, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"], start=1)
}
OPENING = re.compile(
    r"\b(?:i[jz]in|mohon|bersama ini|dengan hormat|ass?alam|menindaklanjuti|laporan|melaporkan|"
    r"dilaporkan|telah terjadi)\b"
)
"""Words that end a list of addressees."""

PERSON = re.compile(r"alamat|status|ket|pekerjaan|agama")
"""Labels that speak of the person whose name stands above."""

EVENT_TITLE = re.compile(rf"{HAZARD}[^\n:]{{0,60}}\b(?:di|kab|kabupaten|kota|kec|prov)\b")
"""A numbered line that opens the next event of a recap."""

LABEL = re.compile(r"(?P<label>[a-z][a-z /.,&()-]{1,48}?)\s*(?:[:=]+|(?<=\s)-(?=\s))(?!\d)\s*")
COLON = re.compile(r"(?P<label>[a-z][a-z0-9 /.,&()-]{0,60}?)\s*[:=]+\s*")
GLUED = re.compile(
    r"(?P<label>(?:jenis|waktu|lokasi|nama|tempat|sumber) (?:kejadian|bencana|informasi)|"
    r"titik ko+rdinat|ko+rdinat"
    r"|korban jiwa|korban materi[ie]?l|kronologi(?:s)?(?: kejadian)?|kerugian materi[ie]?[la]l?|"
    r"kebutuhan mendesak"
    r"|kondisi (?:mutakhir|terkini)|hari ?[/,] ?tanggal|upaya penanganan|dampak kejadian)\s+(?=\S)"
)
FIELDS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (
            "abai",
            (
                r"^(kepada|yth|dari|perihal|nomor|no|hal|tembusan|kode|kib|dokumentasi|foto|link|catatan|"
                r"note|nb)$|^(?:kib|kode identitas)"
            ),
        ),
        (
            "nama",
            (
                r"^nama(?! kejadian| bencana| desa| kec| lokasi| wilayah)|identitas|data korban|inisial|"
                r"^umur|^usia|^nik$|^ttl|^tempat.{0,6}lahir|^alamat (korban|rumah duka)|^pekerjaan|"
                r"^jenis kelamin"
            ),
        ),
        (
            "koordinat",
            (
                r"ko+rdinat|^posisi|^titik lokasi|share ?lo[ck]|^maps?$|google ?maps?|^lat|^lon|lintang|"
                r"bujur|^peta lokasi|^pusat gempa|^epise?nt"
            ),
        ),
        (
            "update",
            (
                r"^update|^up ?date|^data per|^perkembangan|^data sementara|^laporan (tanggal|tgl|per)|"
                r"^(waktu|tanggal|tgl|jam) (lapor|laporan|update|pelaporan|terima|penerimaan)|^diterima"
            ),
        ),
        (
            "selesai",
            (
                r"(padam|surut|ditemukan|penanganan|selesai|tiba|berangkat|respon)\b.*$(?<=waktu)|^(waktu|"
                r"jam|pukul) (padam|surut|selesai|penanganan|tiba|berangkat|respon|evakuasi|ditemukan)"
            ),
        ),
        ("waktu", r"^waktu|^wkt|^hari|^hr\b|^hilang sejak|^tanggal|^tgl|^pukul|^jam|^pkl|waktu kejadian"),
        (
            "jenis",
            (
                r"^jenis(?! (tanah|vegetasi|lahan|kerusakan|kegiatan|giat|bantuan|bangunan|kapal|usaha|pohon|kendaraan))|"
                r"^jns|^kej$|^nama (kejadian|bencana)|^kejadian( bencana)?( (ke ?)?\d{1,2}|"
                r" [ivx]{1,4})?$|^bencana$|^peristiwa$|^kategori|"
                r"^tipe kejadian"
            ),
        ),
        (
            "lokasi",
            (
                r"^lokasi|^lok\b|^alamat|^letak|^tkp|^tempat(?! ibad| tinggal| usaha)|^wilayah"
                r"|^daerah|^cakupan|^(kab|kabupaten|kota|kec|kecamatan|"
                r"desa|kel|kelurahan|ds|dusun|prov|provinsi|kab / kota|kab/kota|kabupaten ?/ ?kota|(desa|"
                r"ds|kel|kelurahan) ?/ ?(desa|ds|kel|kelurahan))$|^titik (banjir|kejadian|api|longsor)|"
                r"^area terdampak"
            ),
        ),
        ("penyebab", r"^penyebab|^sebab|^dugaan"),
        ("kronologis", r"kronolog|^keterangan|^uraian|^ket\b|^deskripsi|^informasi|^isi laporan|^narasi"),
        (
            "upaya",
            (
                r"^upaya|^tindak|penanganan|^respon|^langkah|^kegiatan|^aksi|^rencana|^rtl|^himbauan|"
                r"^imbauan|^saran|^rekomendasi|^giat"
            ),
        ),
        (
            "kebutuhan",
            r"kebutuhan|^kendala|^hambatan|^bantuan|^logistik|^sumber daya|^peralatan|^perlengkapan|^sarana",
        ),
        (
            "petugas",
            (
                r"^petugas|^piket|^regu|^personi?l|^personel|^tim|^team|^unsur|^instansi|^armada|"
                r"^koordinator|^pos ?ko|^yang terlibat|^pihak|^kekuatan pers|^relawan"
            ),
        ),
        (
            "sumber",
            (
                r"^sumber|^pelapor|^informan|^dilaporkan|^laporan dari|^info dari|^narasumber|^kontak|"
                r"^cp$|^telp|^hp$|^no hp"
            ),
        ),
        ("cuaca", r"^cuaca|^prakiraan|^kondisi cuaca|^suhu|^angin$|^kecepatan"),
        (
            "korban",
            (
                r"korban(?! mater)|^pengungsi|terdampak|^mengungsi|^md$|^meninggal|^hilang|^luka|^lb$|"
                r"^lr$|^selamat|^jumlah (kk|jiwa|warga|penduduk|korban|pengungsi)|^dampak$|"
                r"^dampak (kejadian|bencana|korban)|^jiwa$|^kk$"
            ),
        ),
        (
            "kerusakan",
            (
                r"kerusakan|kerugian|materi[ie]?l|dampak|rusak|^rumah|^rb$|^rs$|^rr$|terendam|terbakar|"
                r"^luas|^tinggi|^tma|^ketinggian|fasilitas|^fasum|^fasos|^sarana|^bangunan|^pohon|^lahan|"
                r"^jembatan|^magnitud|^kekuatan gempa|^kekuatan$|^kedalaman|^panjang|^sekolah|^masjid|^mushol"
            ),
        ),
        ("kondisi", r"^kondisi|^situasi|^status|^perkembangan|^hasil"),
    )
)
SHORT = word_set("jenis waktu koordinat update sumber petugas selesai abai nama cuaca")
SINGLE = word_set("jenis waktu koordinat update")
"""Fields of one line: what follows a filled one without a label is something else."""

PLACE_FIELDS = word_set(
    "judul jenis lokasi kronologis korban kerusakan kondisi lain penyebab waktu koordinat"
)
"""Fields whose places are the event's."""

FAR = 20
"""Code points between two lines beyond which others stand between them."""

PARTS_OF_ONE = frozenset(("lokasi", "kerusakan", "korban", "upaya"))
"""Fields whose numbered lines belong to the one incident that a label names."""

BULLETS = frozenset("•|")
MOST_WORDS = 7
LONGEST_TITLE = 160  # code points; a longer line at the top is a story
FEWEST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its bullet. `label`: its label's span; `value`: where the rest begins."""

    start: int
    end: int
    field: str
    label: Span | None
    value: int
    number: int | None = None  # of a numbered line
    after_blank: bool = False
    listed: bool = False  # behind a number, a letter or a bullet
    head: Span | None = None  # a label that stands elsewhere, in a column of labels


@lru_cache(maxsize=2048)
def field_named(label: str) -> str | None:
    """The field that a label names, None where it is no label that we know."""
    plain = " ".join(label.replace(".", " ").replace("(", " ").replace(")", " ").split()).strip(" -/,&")
    if not plain or plain.count(" ") >= MOST_WORDS:
        return None
    return next((field for field, pattern in FIELDS if pattern.search(plain)), None)


def read_lines(folded: str, text: str = "") -> list[Line]:
    """The lines of a folded text that hold anything, in order; `text` as written tells labels by capitals."""
    lines: list[Line] = []
    field, filled, blank, kinds = "judul", False, False, False
    for (start, stop), fresh in stretches(folded, text):
        line = _line(folded, start, stop, blank)
        blank = (blank or fresh) if line is None else False
        if line is None:
            continue
        if line.label and PERSON.match(folded, *line.label) and field == "nama":
            line = replace(line, field="nama")
        if line.label is None and field == "abai" and OPENING.search(folded, line.start, line.end):
            field, filled = "judul", True
        if line.label:
            field, filled = line.field, line.value < line.end
            kinds = kinds or field == "jenis"
        elif (
            line.number is not None
            and not (kinds and field in PARTS_OF_ONE)
            and EVENT_TITLE.match(folded, line.start, line.end)
        ):
            field, filled = "judul", True
        elif filled and (field in SINGLE or (line.after_blank and field in SHORT)):
            field = "lain"
        elif field == "judul" and line.end - line.start > LONGEST_TITLE:
            field = "kronologis"
        else:
            filled = True
        lines.append(line if line.label else replace(line, field=field))
    return _columns(lines)


def _columns(lines: list[Line]) -> list[Line]:
    """Lines where labels stand first and their values after, as copied from two columns, set in pairs."""
    paired = list(lines)
    first = 0
    while first < len(lines):
        count = _run(lines, first, lambda line: line.label is not None and line.value == line.end)
        values = _run(lines, first + count, lambda line: line.label is None) if count >= FEWEST_COLUMNS else 0
        if values == count and count:
            for n in range(first, first + count):
                paired[n + count] = replace(lines[n + count], field=lines[n].field, head=lines[n].label)
        first += max(1, count)
    return paired


def _run(lines: list[Line], first: int, holds: Callable[[Line], bool]) -> int:
    """How many lines from there on are such lines."""
    count = 0
    while first + count < len(lines) and holds(lines[first + count]):
        count += 1
    return count


def _line(folded: str, start: int, stop: int, after_blank: bool) -> Line | None:
    stripped = NUMBERING.match(folded, start, stop)
    begin = stripped.end() if stripped else start
    end = begin + len(folded[begin:stop].rstrip())
    if begin >= end:
        return None
    digits = LIST_NUMBER.search(folded, start, begin)
    number = (ROMAN.get(digits[0]) or int(digits[0])) if digits else None
    label, value, field = _label(folded, begin, end)
    listed = bool(folded[start:begin].strip()) or folded[start - 1 : start] in BULLETS
    return Line(begin, end, field, label, value, number, after_blank, listed)


def _label(folded: str, begin: int, end: int) -> tuple[Span | None, int, str]:
    for pattern in (COLON, LABEL, GLUED):
        match = pattern.match(folded, begin, end)
        field = field_named(match["label"]) if match else None
        if match and field:
            return match.span("label"), match.end(), field
    alone = folded[begin:end]
    if end - begin < 40 and (field := field_named(alone)) and _is_whole(alone):
        return (begin, end), end, field
    return None, begin, ""


ALONE = re.compile(
    r"(?:jenis|nama|waktu|lokasi|tempat|kronologis?|sumber|korban|dampak)(?: (?:kejadian|bencana|"
    r"informasi|jiwa|materi[ie]?l))?"
    r"|hari ?[/,] ?(?:tanggal|tgl)|(?:titik )?ko+rdinat|keterangan|penyebab|kerusakan(?: .{3,12})?|"
    r"kerugian(?: .{3,12})?|dampak kerusakan"
    r"|upaya(?: penanganan)?|penanganan|tindakan|kebutuhan(?: mendesak)?|kondisi (?:mutakhir|terkini|"
    r"saat ini)|petugas(?: piket)?|pelapor"
    r"|kekuatan|kedalaman|magnitudo|pusat gempa|lintang|bujur|luas(?: lahan| area)?|tma|tinggi muka air"
    r"|rumah (?:rusak(?: berat| sedang| ringan)?|terendam|terbakar)|mengungsi|terdampak|meninggal(?: dunia)?|"
    r"luka(?: berat| ringan)|hilang"
    r"|korban mengungsi|pengungsi|wilayah terdampak|lokasi terdampak|sumber daya|unsur yang terlibat|waktu"
)


def _is_whole(text: str) -> bool:
    return ALONE.fullmatch(" ".join(text.split())) is not None
