"""Labels at the head of a line, and the field that each names."""

import re
from functools import lru_cache

from gis.report import Span
from ingest.clean import MONTH_WORD, WEEKDAY
from ingest.folding import word_set

LABEL = re.compile(r"(?P<label>[a-z][a-z /.,&()-]{1,48}?)\s*(?:[:=]+|(?<=\s)-(?=\s))(?!\d)\s*")
COLON = re.compile(r"(?P<label>[a-z][a-z0-9 /.,&()-]{0,60}?)\s*[:=]+\s*")
GLUED = re.compile(
    r"(?P<label>(?:jenis|waktu|lokasi|nama|tempat|sumber) (?:kejadian|bencana|informasi)(?: bencana)?|"
    r"titik ko+rdinat|ko+rdinat"
    r"|korban jiwa|korban materi[ie]?l|kronologi(?:s)?(?: kejadian)?|kerugian materi[ie]?[la]l?|"
    r"kebutuhan mendesak"
    r"|kondisi (?:mutakhir|terkini)|hari ?[/,] ?tanggal|upaya penanganan|dampak kejadian)\s+"
    r"(?!(?:dari|yang|adalah|bagi|para|warga|pengungsi|untuk|tersebut|dan|telah|akan|terus|masih)\b)(?=\S)"
)
TIME_WORDS = (
    rf"(?:[\d\s.,:;/±()+'-]|{WEEKDAY.replace('?P<weekday>', '?:')}|(?:{MONTH_WORD})\b|wib|wita|"
    rf"wit|pkl|pukul|jam|"
    r"sekitar|sekira|kurang lebih|dini hari|pagi|siang|sore|malam|petang|subuh|tanggal|tgl|selesai){4,60}"
)
"""A stretch that tells a day or an hour and nothing else."""

SPACED = re.compile(r"(?P<label>[a-z][a-z /.,&()-]{1,48}?)(?P<gap> {2,})(?=\S)")
"""A label and its value set apart by three spaces, or by two where the label is a known one."""

SEMICOLON = re.compile(r"(?P<label>[a-z][a-z /,&()-]{1,30}?)\s?;\s")
TIMED = re.compile(
    rf"(?P<label>(?:waktu|hari|tanggal|tgl|hr)(?: ?[/,]? ?(?:tanggal|tgl))?)[\s.]{{1,3}}(?={TIME_WORDS}\Z)"
)
SITED = re.compile(
    r"(?P<label>lokasi|lok|alamat|tkp|tempat)\s{1,3}"
    r"(?=(?:ds|desa|kel|kelurahan|kec|kecamatan|kab|kota|dusun|dsn|jl|jln|jalan|kp|kampung|"
    r"perairan|pantai)\b)"
)
FIELDS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("judul", r"^(?:perihal|hal)$"),
        (
            "abai",
            (
                r"^(kepada|yth|dari|nomor|no|tembusan|kode|kib|dokumentasi|foto|link|catatan|"
                r"note|nb)$|^(?:kib|kode identitas)"
            ),
        ),
        (
            "nama",
            (
                r"^nama(?! giat| kegiatan| kejadian|"
                r" bencana| desa| kec| lokasi| wilayah| tempat)|identitas|data korban|"
                r"inisial|^umur|^usia|^nik$|^ttl|^tempat.{0,6}lahir|^alamat (korban|rumah duka)|^pekerjaan|"
                r"^jenis kelamin"
            ),
        ),
        (
            "koordinat",
            (
                r"ko+rdinat|^posisi|^titik lokasi|share ?lo[ck]|^maps?$|google ?maps?|"
                r"^lat(?:itude)?\b|^lon(?:g(?:itude)?)?\b|"
                r"^(?:garis |titik |posisi )?(?:lintang|bujur)|^peta lokasi|^pusat gempa|^epise?nt"
            ),
        ),
        (
            "update",
            (
                r"^update|^up ?date|^rilis|^data per|^perkembangan|^data sementara|"
                r"^laporan (tanggal|tgl|per)|"
                r"^(waktu|tanggal|tgl|jam) (lapor|laporan|update|pelaporan|terima|"
                r"penerimaan|pembaruan|pemutakhiran|rilis)|^diterima"
            ),
        ),
        (
            "selesai",
            (
                r"(padam|surut|ditemukan|penanganan|selesai|tiba|berangkat|respon)\b.*$(?<=waktu)|^(waktu|"
                r"jam|pukul) (padam|surut|selesai|penanganan|tiba|berangkat|respon|evakuasi|ditemukan)"
            ),
        ),
        (
            "waktu",
            (
                r"^waktu|^wkt|^(?:mulai|awal) (?:kejadian|terjadi)|^kejadian (?:mulai|pukul|jam)|"
                r"^hari(?:tanggal|tgl)?\b|^hr\b|^hilang sejak|"
                r"^terakhir (?:ter)?lihat|^tanggal|^tgl|^pukul|^jam\b|^pkl|waktu kejadian"
            ),
        ),
        (
            "jenis",
            (
                r"^jenis(?! (satwa|hewan|tanah|vegetasi|lahan|kerusakan|kegiatan|giat|bantuan|bangunan|"
                r"kapal|usaha|pohon|kendaraan))|"
                r"^jns|^kej$|^nama (kejadian|bencana)|^kejadian( bencana)?( (ke ?)?\d{1,2}|"
                r" [ivx]{1,4})?$|^bencana$|^peristiwa$|^kategori|"
                r"^tipe kejadian"
            ),
        ),
        (
            "lokasi",
            (
                r"^lokasi|^lok\b|^alamat|^letak|^tkp|^lkp|"
                r"^nama (?:tempat|lokasi|wilayah|desa|kec)|^tempat(?! ibad| tinggal| usaha)|^wilayah"
                r"|^daerah|^cakupan|^(kab|kabupaten|kota|kec|kecamatan|"
                r"desa|kel|kelurahan|ds|dusun|prov|provinsi|kab(?:upaten)? ?/ ?kota|(desa|"
                r"ds|kel|kelurahan) ?/ ?(desa|ds|kel|kelurahan))$|^titik (banjir|kejadian|api|longsor)|"
                r"^area terdampak"
            ),
        ),
        ("penyebab", r"^penyebab|^sebab|^dugaan"),
        ("kronologis", r"kronolog|^keterangan|^uraian|^ket\b|^deskripsi|^informasi|^isi laporan|^narasi"),
        (
            "upaya",
            (
                r"^upaya|^nama (?:giat|kegiatan)|"
                r"^tindak|penanganan|^respon|^langkah|^kegiatan|^aksi|^rencana|^rtl|^himbauan|"
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
                r"^petugas|^piket|^regu|^personi?l|^personel|^tim\b|^team|^unsur|^instansi|^armada|"
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
                r"korban(?! mater)|pengungsi|terdampak|^mengungsi|^m ?d$|^meninggal|^hilang|^luka\b|"
                r"^l ?[br]$|"
                r"^selamat|^(?:jumlah|jml|total) (rumah|kk|jiwa|warga|penduduk|korban|pengungsi)|^dampak$|"
                r"^dampak (kejadian|bencana|korban)|^jiwa$|^kk$"
            ),
        ),
        (
            "kerusakan",
            (
                r"kerusakan|kerugian|materi[ie]?l|dampak|rusak|^rumah|^rmh|^r ?[bsr]$|terendam|terbakar|"
                r"^luas|^ob[jy]ek|^yang terbakar|"
                r"^tinggi|^tma|^ketinggian|fasilitas|^fasum|^fasos|^sarana|^bangunan|^pohon|^lahan|"
                r"^jembatan|^jumlah|^total|^data$|^rekap|^magnitud|^kekuatan gempa|^kekuatan$|^kedalaman|"
                r"^panjang|^sekolah|^masjid|^mushol"
            ),
        ),
        ("kondisi", r"^kondisi|^situasi|^status|^perkembangan|^hasil"),
    )
)
ALONE = re.compile(
    r"(?:jenis|nama|waktu|lokasi|tempat|kronologis?|sumber|korban|dampak)(?: (?:kejadian|bencana|"
    r"informasi|jiwa|materi[ie]?l))?"
    r"|hari(?: ?[/,] ?(?:tanggal|tgl))?|tanggal|tgl|pukul|pkl|jam|desa|kelurahan|kecamatan|kabupaten|kota"
    r"|provinsi|alamat|cuaca|jiwa|(?:desa|ds|kel) ?/ ?(?:kelurahan|kel|desa|ds)|kab(?:upaten)? ?/ ?kota"
    r"|jumlah (?:kk|jiwa|rumah|korban)"
    r"|(?:titik )?ko+rdinat|keterangan|deskripsi(?: bencana| kejadian)?|penyebab|kerusakan(?: .{3,12})?|"
    r"kerugian(?: .{3,12})?|dampak kerusakan"
    r"|upaya(?: penanganan)?|penanganan|tindakan|kebutuhan(?: mendesak)?|kondisi (?:mutakhir|terkini|"
    r"saat ini)|petugas(?: piket)?|pelapor"
    r"|kekuatan|kedalaman|magnitudo|pusat gempa|lintang|bujur|luas(?: lahan| area)?|tma|tinggi muka air"
    r"|rumah (?:rusak(?: berat| sedang| ringan)?|terendam|terbakar)|mengungsi|terdampak|meninggal(?: dunia)?|"
    r"luka(?: berat| ringan)|hilang"
    r"|tindak lanjut|peralatan|logistik|rekomendasi|kendala|armada|personi?l|personel"
    r"|korban mengungsi|pengungsi|wilayah terdampak|lokasi terdampak|sumber daya|unsur yang terlibat|waktu"
)
FIGURE_WORDS = word_set(
    "jumlah total korban warga orang jiwa kk kepala keluarga rumah unit terdampak mengungsi pengungsi "
    "terendam rusak berat sedang ringan rb rs rr meninggal dunia md hilang luka lb lr luka-luka sekolah "
    "masjid ibadah fasilitas pendidikan kesehatan umum jembatan kantor kios yang sawah kebun"
)
"""Words of labels that ask for a figure: "KK terdampak", "Jumlah rumah rusak berat"."""

NAMED_SITES = re.compile(
    r"(?<=lokasi)\s{0,3}[:=]\s{0,4}(?:\d{1,2}[.)]|[•*-])?\s{0,4}"
    r"(?:kel|kelurahan|ds|desa|kec|kecamatan|dusun|dsn|jl|jln|jalan|rt|lingk|kp|kampung|kab|kota|gampong|nagari)\b"
)
"""What makes "Titik lokasi" no point: places by name."""

VICTIMS = re.compile(r"\d{1,3} ?(?:\(\w+\) ?)?(?:orang|org|korban|jiwa)\b|nihil\b")
"""What counts the victims where others are named: "Data korban : 1 org"."""

MOMENT = re.compile(
    rf"\W{{0,3}}(?:{WEEKDAY.replace('?P<weekday>', '?:')}|per|tanggal|tgl|hari|pukul|pkl|jam|"
    rf"\d{{1,2}}(?: ?[/.:-] ?\d|[ -](?:{MONTH_WORD})))\b"
)
"""What makes "Data sementara :" the moment of the figures, rather than their heading."""

MOMENT_ALONE = re.compile(TIME_WORDS)
MOST_WORDS = 7
LONGEST_ALONE = 40  # code points of a label without its value


def find_label(folded: str, begin: int, end: int) -> tuple[Span | None, int, str]:
    """The label that begins there, where its value begins, and its field; (None, begin, "") without one."""
    for pattern in _possible(folded, begin, end):
        match = pattern.match(folded, begin, end)
        field = field_named(match["label"]) if match else None
        if pattern is GLUED and match and _is_whole(folded[begin:end]):
            continue  # "Kronologi kejadian" alone in its cell
        if match and field and (pattern not in (SPACED, SEMICOLON) or _is_set_apart(match)):
            if (
                field == "update"
                and match["label"].startswith("data")
                and not MOMENT.match(folded, match.end())
            ):
                field = "korban"
            if field == "koordinat" and NAMED_SITES.match(folded, match.end("label")):
                field = "lokasi"
            if field == "jenis" and MOMENT_ALONE.fullmatch(folded, match.end(), end):
                field = "waktu"  # "Kejadian : Selasa, 1/9/2026 pukul 16.20"
            counted = field == "nama" and VICTIMS.match(folded, match.end(), end)
            return match.span("label"), match.end(), "korban" if counted else field
    if end - begin < LONGEST_ALONE:
        alone = folded[begin:end]
        if (field := field_named(alone)) and _is_whole(alone):
            return (begin, end), end, field
    return None, begin, ""


def _possible(folded: str, begin: int, end: int) -> list[re.Pattern[str]]:
    """The patterns of labels whose signs stand there: each costs more than to look for its sign."""
    signed = folded.find(":", begin, end) >= 0 or folded.find("=", begin, end) >= 0
    patterns = [COLON] if signed else []
    if signed or folded.find("-", begin, end) >= 0:
        patterns.append(LABEL)
    patterns.append(GLUED)
    if folded.find("  ", begin, end) >= 0:
        patterns.append(SPACED)
    if folded.find(";", begin, end) >= 0:
        patterns.append(SEMICOLON)
    return [*patterns, TIMED, SITED]


@lru_cache(maxsize=2048)
def field_named(label: str) -> str | None:
    """The field that a label names, None where it is no label that we know."""
    plain = " ".join(label.replace(".", " ").replace("(", " ").replace(")", " ").split()).strip(" -/,&")
    if not plain or plain.count(" ") >= MOST_WORDS:
        return None
    return next((field for field, pattern in FIELDS if pattern.search(plain)), None)


def _is_whole(text: str) -> bool:
    words = text.split()
    asks = len(words) > 1 and FIGURE_WORDS.issuperset(words)
    return asks or ALONE.fullmatch(" ".join(words)) is not None


def _is_set_apart(match: re.Match[str]) -> bool:
    """Whether a label without its colon stands alone elsewhere, or far from its value."""
    return len(match.groupdict().get("gap") or "") > 2 or _is_whole(match["label"])
