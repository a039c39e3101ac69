"""What the register's words are called in BNPB's columns: kind of incident, moment, place."""

from collections.abc import Sequence
from datetime import datetime

from gis import codes
from gis.codes import Area
from gis.sheetcells import Value

PROVINCE = "KEPULAUAN BANGKA BELITUNG"
SPOKEN = {
    "101": "BANJIR",
    "102": "TANAH LONGSOR",
    "104": "GELOMBANG PASANG DAN ABRASI",
    "105": "PUTING BELIUNG",
    "106": "KEKERINGAN",
    "107": "KEBAKARAN HUTAN DAN LAHAN",
    "108": "GEMPA BUMI",
    "109": "TSUNAMI",
}
NEAREST = {"banjir_bandang": "101", "banjir_rob": "101", "gerakan_tanah": "102"}


def hazard_cells(slug: str) -> dict[str, Value]:
    """The kind of incident; one that BNPB has no code for under the nearest, else by its own name."""
    known = codes.hazards()[slug]
    code = known.bnpb_code or NEAREST.get(slug, "")
    return {"id_jenis_bencana": code or None, "kejadian": SPOKEN.get(code) or known.label_id.upper()}


def moment_cells(start: datetime, precision: str) -> dict[str, Value]:
    """The moment (WIB) in BNPB's columns, as coarse as it is known."""
    dated = precision not in ("tahun", "bulan")
    return {
        "tahun": str(start.year),
        "bulan": str(start.month) if precision != "tahun" else None,
        "tanggal": str(start.day) if dated else None,
        "jam": f"{start:%H.%M}" if precision in ("menit", "jam") else None,
        "tgl": start.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0) if dated else None,
    }


def regency_cells(regency: Area | None) -> dict[str, Value]:
    """The regency by BPS's code, as BNPB has it, and by name."""
    if regency is None:
        return {"id_kab": None, "kabkot": None}
    name = regency.name.upper()
    return {"id_kab": regency.bps_code, "kabkot": f"KOTA {name}" if regency.kind == "kota" else name}


def point_cells(lonlat: tuple[float, float] | None) -> dict[str, Value]:
    """The spot in degrees to six decimals; empty where none is known."""
    lon, lat = lonlat or (None, None)
    return {
        "longitude": None if lon is None else round(lon, 6),
        "latitude": None if lat is None else round(lat, 6),
    }


def place_lines(areas: Sequence[str]) -> str:
    """Kecamatan and villages in the lines of BNPB's `lokasi`: `Kec. Toboali`, below it `Ds. Gadung`."""
    lines: list[str] = []
    for code in sorted(areas):
        district = ".".join(code.split(".")[:3])
        head = f"Kec. {codes.areas()[district].name}"
        if head not in lines:
            lines.append(head)
        if codes.level_of(code) == 4:
            area = codes.areas()[code]
            lines.append(f"{'Kel.' if area.kind == 'kelurahan' else 'Ds.'} {area.name}")
    return "\n".join(lines)
