"""The columns of BNPB's sheet, and which of our figures each one is."""

from collections.abc import Mapping

from gis import kib
from gis.codes import name_key
from gis.sheetcells import Value

FACILITIES = (
    "rumah",
    "pendidikan",
    "peribadatan",
    "kesehatan",
    "kantor",
    "fasum",
    "jembatan",
    "pabrik",
    "kios",
)
CLASSES = ("rusak_berat", "rusak_sedang", "rusak_ringan", "rusak")
OURS = {"kios": "kios_toko"}  # BNPB's facility, our slug

COLUMNS_91 = (
    *[
        "id_prov",
        "id_kab",
        "provinsi",
        "kabkot",
        "id_jenis_bencana",
        "kejadian",
        "nama_kejadian",
        "lokasi",
        "alamat_lengkap",
        "desa",
    ],
    *[
        "desa_terdampak",
        "tahun",
        "bulan",
        "tanggal",
        "jam",
        "meninggal",
        "terluka",
        "hilang",
        "menderita",
        "keterangan",
        "penyebab",
    ],
    *[
        "kronologis",
        "sumber",
        "kerugian_juta",
        "input_oleh",
        "tanggal_input",
        "sawah",
        "jalan",
        "kebun",
        "lahan",
        "hutan",
        "kolam",
    ],
    *["irigasi", "mengungsi", "jumlah_kejadian", "terendam"],
    *(f"{facility}_{damage}" for facility in FACILITIES for damage in CLASSES),
    *["bantuan_bnpb", "bantuan_kl", "bantuan_pemprov_pemda", "bantuan_lainnya", "longitude", "latitude"],
    *["flag", "flag_kab", "flag_prop", "flag_nas", "tgl", "kib", "tanggal_status", "tanggal_update"],
    *["jml_bencana", "jml_bcn_prov", "jml_bcn_kabkot", "md_hlg", "menderita_mengungsi"],
)
COLUMNS_94 = (*COLUMNS_91, "data_update", "lng_prov", "lat_prov")

FIGURES: dict[str, str] = {  # column → our slug
    "meninggal": "meninggal",
    "hilang": "hilang",
    "terluka": "luka",
    "menderita": "terdampak_jiwa",
    "mengungsi": "mengungsi_jiwa",
    "terendam": "rumah_terendam",
    **{f"{f}_{damage}": f"{OURS.get(f, f)}_{damage}" for f in FACILITIES for damage in CLASSES},
    "sawah": "sawah_ha",
    "kebun": "kebun_ha",
    "lahan": "lahan_ha",
    "hutan": "hutan_ha",
    "kolam": "kolam_ha",
    "jalan": "jalan_km",
    "irigasi": "irigasi_km",
    "kerugian_juta": "kerugian_rp",
}
FACTORS = {"kerugian_juta": 1_000_000}
ALWAYS = {  # a row that leaves these at 0 is on record as having left them; the rest are kept where filled in
    *("meninggal", "hilang", "terluka", "menderita", "mengungsi", "terendam"),
    *("rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan"),
}
TEXTS = (
    *("nama_kejadian", "lokasi", "alamat_lengkap", "desa", "desa_terdampak", "keterangan", "penyebab"),
    *("kronologis", "sumber", "bantuan_bnpb", "bantuan_kl", "bantuan_pemprov_pemda", "bantuan_lainnya"),
)
DAMAGED = {
    f"{f}_rusak": tuple(f"{f}_{damage}" for damage in CLASSES[:3]) for f in FACILITIES
}  # total → parts
DERIVED = {
    "md_hlg": ("meninggal", "hilang"),
    "menderita_mengungsi": ("menderita", "mengungsi"),
}  # sums by BNPB
MOMENTS = (
    "tanggal_update",
    "tanggal_status",
    "tanggal_input",
)  # the first one filled is what figures speak of
NEEDED = (("kabkot", "id_kab"), ("kejadian", "id_jenis_bencana"), ("tahun", "tgl", "tanggal"))
"""Of each group a sheet must have one column."""
KEYS = {name_key(name): name for name in COLUMNS_94}

KIB_FIELDS = ("id_kab", "id_jenis_bencana", "tahun", "bulan", "tanggal")


def plain_words(value: Value) -> str:
    """A cell as one line of text, numbers as they are written."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def kib_repair(cells: Mapping[str, Value]) -> str | None:
    """The row's KIB as it should be written; None where it is well formed or its fields do not settle it."""
    regency, hazard, year, month, day = (plain_words(cells.get(name)) for name in KIB_FIELDS)
    return kib.repaired(
        plain_words(cells.get("kib")), regency=regency, hazard=hazard, year=year, month=month, day=day
    )
