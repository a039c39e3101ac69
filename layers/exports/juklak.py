"""The form of Juklak BNPB 7/2023 and today's DIBI: one row an event and regency, from the register.

Its words are the newer ones: terdampak for menderita, luka/sakit for terluka, rumah ibadat. No number is an
empty cell; what SIGAP does not count is an empty column, so that the form stays whole.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from gis import codes, watch, xlsx
from gis.sheetcells import Value
from layers.exports.told import Told, told_rows
from layers.exports.wanted import Wanted, Written

GROUPS = ("anak_l", "anak_p", "dewasa_l", "dewasa_p", "lansia_l", "lansia_p")
HUMAN = {  # Juklak's word → our figure
    "meninggal": "meninggal",
    "hilang": "hilang",
    "luka_sakit": "luka",
    "terdampak": "terdampak_jiwa",
    "mengungsi": "mengungsi_jiwa",
}
FACILITIES = {  # Juklak's word → our facility
    "kios_toko": "kios_toko",
    "pabrik": "pabrik",
    "jembatan": "jembatan",
    "pendidikan": "pendidikan",
    "rumah_ibadat": "peribadatan",
    "fasyankes": "kesehatan",
    "kantor": "kantor",
    "pasar": "pasar",
    "fasum": "fasum",
}
CLASSES = ("rusak_berat", "rusak_sedang", "rusak_ringan", "terendam")
LAND = ("sawah", "lahan", "kebun", "perkebunan", "hutan", "kolam")
NETWORKS = ("air_bersih", "listrik", "telekomunikasi", "transportasi", "bbm")
NEEDS = ("dana_juta", "sdm", "sarana_prasarana", "logistik", "peralatan")

Cell = Callable[[Told], Value]


def _text(*fields: str) -> Cell:
    return lambda event: next((event.texts[name] for name in fields if event.texts.get(name)), None)


def _figure(kind: str, factor: float = 1) -> Cell:
    return lambda event: _number(event.figures.get(kind), factor)


def _number(value: float | None, factor: float = 1) -> Value:
    if value is None:
        return None
    number = value / factor
    return int(number) if number.is_integer() else round(number, 6)


def _injured(event: Told) -> Value:
    """The injured: as one number, else badly and lightly together."""
    known = [event.figures[kind] for kind in ("luka_berat", "luka_ringan") if kind in event.figures]
    return _number(event.figures.get("luka", sum(known) if known else None))


def _names(level: int) -> Cell:
    def names(event: Told) -> Value:
        found = {".".join(code.split(".")[:level]) for code in event.areas if codes.level_of(code) >= level}
        return "\n".join(codes.areas()[code].name for code in sorted(found)) or None

    return names


def _emergency(name: str) -> Cell:
    def said(event: Told) -> Value:
        status = event.emergency
        if status is None:
            return None
        if name == "level":
            return watch.LEVELS[watch.Level(status.level)][0]
        value = getattr(status, name)
        return value if isinstance(value, str) else value.isoformat()

    return said


def _signed(level: str) -> Cell:
    def who(event: Told) -> Value:
        act = event.signed.get(level)
        if act is None or act.act != "sah":
            return None
        if act.origin == "lembar":
            return f"menurut lembar: {act.value}"
        return f"{act.by}, {act.recorded_at:%Y-%m-%d}"

    return who


def _hazard(name: str) -> Cell:
    return lambda event: getattr(codes.hazards()[event.hazard], name) or None


def _nothing(event: Told) -> Value:
    """A column that the form has and SIGAP does not count."""
    return None


def _source(event: Told) -> Value:
    known = codes.agencies().get(event.source)
    return known.name if known else None


COLUMNS: dict[str, Cell] = {
    "kode_bencana": lambda event: event.kib,
    "kode_provinsi": lambda event: "19",
    "kode_kabkota": lambda event: event.regency.code if event.regency else None,
    "provinsi": lambda event: "Kepulauan Bangka Belitung",
    "kabupaten_kota": lambda event: event.regency.full_name if event.regency else None,
    "kecamatan": _names(3),
    "desa_kelurahan": _names(4),
    "kode_jenis_bencana": _hazard("bnpb_code"),
    "jenis_bencana": _hazard("label_id"),
    "nama_kejadian": lambda event: event.name,
    "tanggal_kejadian": lambda event: f"{event.start:%Y-%m-%d}",
    "waktu_kejadian": lambda event: f"{event.start:%H:%M}" if event.precision in ("menit", "jam") else None,
    "zona_waktu": lambda event: "WIB",
    "ketelitian_waktu": lambda event: event.precision,
    "lintang": lambda event: round(event.lonlat[1], 6) if event.lonlat else None,
    "bujur": lambda event: round(event.lonlat[0], 6) if event.lonlat else None,
    "ketelitian_lokasi": lambda event: event.location,
    "penyebab": _text("penyebab"),
    "kronologis": _text("kronologis"),
    "deskripsi": _text("keterangan", "deskripsi"),
    "sumber": _source,
    "kondisi_mutakhir": _text("kondisi", "kondisi_mutakhir"),
    "status_darurat": _emergency("level"),
    "sk_nomor": _emergency("decree"),
    "sk_mulai": _emergency("starts_on"),
    "sk_akhir": _emergency("ends_on"),
    "upaya": _text("upaya"),
    "kebutuhan": _text("kebutuhan"),
    **{f"kebutuhan_{name}": _nothing for name in NEEDS},
    **{f"{word}_jiwa": _injured if word == "luka_sakit" else _figure(kind) for word, kind in HUMAN.items()},
    "luka_berat_jiwa": _figure("luka_berat"),
    "luka_ringan_jiwa": _figure("luka_ringan"),
    "terdampak_kk": _figure("terdampak_kk"),
    "mengungsi_kk": _figure("mengungsi_kk"),
    **{f"{word}_{group}": _nothing for word in HUMAN for group in GROUPS},
    **{f"rumah_{name}": _figure(f"rumah_{name}") for name in CLASSES},
    "rumah_terdampak": _figure("rumah_terdampak"),
    **{f"{word}_{name}": _figure(f"{kind}_{name}") for word, kind in FACILITIES.items() for name in CLASSES},
    "jembatan_satuan": lambda event: (
        "unit" if any(f"jembatan_{name}" in event.figures for name in CLASSES) else None
    ),
    "jalan_km": _figure("jalan_km"),
    "irigasi_km": _figure("irigasi_km"),
    **{f"{name}_terganggu": _nothing for name in NETWORKS},
    **{f"{name}_ha": _figure(f"{name}_ha") for name in LAND},
    "kerugian_juta": _figure("kerugian_rp", 1_000_000),
    "data_per": lambda event: f"{event.valid_at:%Y-%m-%d %H:%M}",
    "pengesahan_kabupaten": _signed("kabupaten"),
    "pengesahan_provinsi": _signed("provinsi"),
    "pengesahan_nasional": _signed("nasional"),
}


def write(conn: sa.Connection, wanted: Wanted, target: Path | IO[bytes]) -> Written:
    """Write the workbook: sheet `Juklak 7-2023`."""
    written = Written(tuple(COLUMNS))
    xlsx.write(target, [xlsx.SheetOut("Juklak 7-2023", _lines(conn, wanted, written))])
    return written


def _lines(conn: sa.Connection, wanted: Wanted, written: Written) -> Iterator[Sequence[Value]]:
    yield list(COLUMNS)
    for event in told_rows(conn, wanted, all_events=True):
        written.rows += 1
        line = [cell(event) for cell in COLUMNS.values()]
        yield line if wanted.lossless else [wanted.mask(v) if isinstance(v, str) else v for v in line]
