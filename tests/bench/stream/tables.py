"""Tables that tell of the same later: BNPB's weekly sheet, a monthly recap, a fire brigade's log."""

import io
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import openpyxl
from pyproj import Transformer

from gis import bnpb, codes
from gis.codes import Area
from gis.zone import WIB
from tests.bench.stream.happenings import Happening
from tests.bench.stream.lore import LORE
from tests.bench.stream.said import Said, jittered, long_date, moved, official_name, regencies
from tests.bnpb_rows import content_of

FIGURES = {
    "meninggal": "meninggal",
    "hilang": "hilang",
    "terdampak_jiwa": "menderita",
    "rumah_rusak_berat": "rumah_rusak_berat",
    "rumah_rusak_sedang": "rumah_rusak_sedang",
    "rumah_rusak_ringan": "rumah_rusak_ringan",
    "rumah_terendam": "terendam",
    "luas_ha": "lahan",
}
Table = tuple[bytes, list[Said]]


def bnpb_sheet(found: Sequence[Happening], received: datetime, chance: random.Random) -> Table:
    """A row for each happening and regency; the hour is forgotten in half of them, the day wrong in some."""
    rows: list[dict] = []
    told: list[Said] = []
    numbers: Counter[tuple[str, str, str]] = Counter()
    for it in found:
        for regency in regencies(it.villages):
            said = _bnpb_said(it, regency, received, chance)
            code, _ = LORE[it.hazard].bnpb or ("", "")
            key = (regency.code, code, f"{said.day:%Y%m%d}")
            numbers[key] += 1
            rows.append(_bnpb_row(said, regency, numbers[key], chance))
            told.append(said)
    return content_of(*rows), told


def _bnpb_said(it: Happening, regency: Area, received: datetime, chance: random.Random) -> Said:
    marks = {"lembar BNPB"}
    hour = jittered(it.at, chance, 10) if chance.random() < 0.5 else None
    day = it.at.date()
    if hour is None:
        marks.add("tanpa jam")
    if chance.random() < 0.06:
        day, hour = day + timedelta(days=chance.choice([-1, 1])), None
        marks.add("tanggal selisih sehari")
    if it.crosses:
        marks.add("lintas kabupaten")
    inside = [village for village in it.villages if village.code.startswith(regency.code)]
    if chance.random() < 0.15:
        marks.add("kecamatan saja")
        named: tuple[str, ...] = ()
    else:
        named = tuple(f"{'Kel.' if v.kind == 'kelurahan' else 'Ds.'} {v.name}" for v in inside)
    district = codes.areas()[inside[0].parent or ""]
    return Said(
        happening=it,
        kind="sheet",
        by="bnpb",
        channel="email",
        received=received,
        hazard=(LORE[it.hazard].bnpb or ("", ""))[1],
        day=day,
        hour=hour,
        villages=named,
        district=district.name,
        regency=official_name(regency),
        point=_bnpb_point(it, district, chance),
        figures=it.figures if not it.crosses else {},
        story=it.story if chance.random() < 0.6 else "",
        marks=frozenset(marks),
    )


def _bnpb_point(it: Happening, district: Area, chance: random.Random) -> tuple[float, float] | None:
    """The spot, the middle of the kecamatan, or none."""
    kind = chance.choices(["spot", "district", "none"], [4, 3, 3])[0]
    if kind == "spot":
        return moved(it.spot, chance, 0.003)
    inside = [v.centre for v in codes.areas().values() if v.parent == district.code and v.centre]
    if kind == "none" or not inside:
        return None
    return tuple(round(sum(part) / len(inside), 5) for part in zip(*inside, strict=True))


def _bnpb_row(said: Said, regency: Area, number: int, chance: random.Random) -> dict:
    code, name = LORE[said.happening.hazard].bnpb or ("", "")
    assert said.day
    figures = dict.fromkeys(bnpb.FIGURES, "0")
    figures |= {FIGURES[kind]: str(value) for kind, value in said.figures.items() if kind in FIGURES}
    if name == "PUTING BELIUNG" and chance.random() < 0.3:
        name = "CUACA EKSTREM"
    return {
        **figures,
        "id_prov": "19",
        "id_kab": regency.bps_code,
        "provinsi": "KEPULAUAN BANGKA BELITUNG",
        "kabkot": ("KOTA " if regency.kind == "kota" else "") + regency.name.upper(),
        "id_jenis_bencana": code,
        "kejadian": name,
        "nama_kejadian": name,
        "lokasi": "\n".join([f"Kec. {said.district}", *said.villages]),
        "tahun": str(said.day.year),
        "bulan": str(said.day.month),
        "tanggal": str(said.day.day),
        "jam": f"{said.hour.astimezone(WIB):%H.%M}" if said.hour else None,
        "kronologis": said.story or None,
        "sumber": f"BPBD {regency.full_name}",
        "kib": f"{regency.bps_code} {code} {said.day:%Y %m %d} {number}",
        "longitude": said.point[0] if said.point else None,
        "latitude": said.point[1] if said.point else None,
    }


def monthly_recap(found: Sequence[Happening], received: datetime, chance: random.Random) -> Table:
    """The recap of Bangka Tengah: its own words, dates in several forms, the hour often missing."""
    words = {"puting_beliung": "Angin puting beliung", "karhutla": "Kebakaran lahan", "banjir": "Banjir"}
    told = [
        Said(
            happening=it,
            kind="monthly",
            by="bpbd_bangka_tengah",
            channel="email",
            received=received,
            hazard=words.get(it.hazard, LORE[it.hazard].official[0]),
            day=it.at.date(),
            hour=jittered(it.at, chance, 5) if chance.random() < 0.6 else None,
            villages=tuple(v.name for v in it.villages if v.code.startswith("19.04")),
            district=codes.areas()[_inside(it, "19.04").parent or ""].name,
            regency=None,
            point=None,
            figures=it.figures,
            story=it.story,
            marks=frozenset({"rekap bulanan"}),
        )
        for it in found
    ]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "OKT 2025"
    for line in (*RECAP_HEAD, *(_recap_row(n, said, chance) for n, said in enumerate(told, start=1))):
        sheet.append(line)
    for span in ("E4:F4", "G4:J4", "K4:L4", "M4:N4", "O4:R4"):
        sheet.merge_cells(span)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), told


BLANK = (None,)
RECAP_HEAD: tuple[list, ...] = (
    ["PEMERINTAH KABUPATEN BANGKA TENGAH"],
    ["REKAPITULASI KEJADIAN BENCANA BULAN OKTOBER 2025"],
    [],
    [
        *("NO", "HARI/TANGGAL", "JAM\n(WIB)", "JENIS KEJADIAN", "LOKASI", None, "KORBAN (JIWA)", None, None),
        *(None, "TERDAMPAK", None, "MENGUNGSI", None, "RUMAH", None, None, None),
        *("LUAS LAHAN TERBAKAR (HA)", "KETERANGAN"),
    ],
    [
        *(4 * BLANK),
        *("KECAMATAN", "DESA/ KELURAHAN", "MD", "HILANG", "LB", "LR", "KK", "JIWA", "KK", "JIWA"),
        *("RB", "RS", "RR", "TERENDAM", None, None),
    ],
    list(range(1, 21)),
)
RECAP_FIGURES = (
    *("meninggal", "hilang", "luka_berat", "luka_ringan", "terdampak_kk", "terdampak_jiwa", "", ""),
    *("rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan", "rumah_terendam", "luas_ha"),
)


def _recap_row(number: int, said: Said, chance: random.Random) -> list:
    assert said.day
    date = (
        long_date(said.day)
        if chance.random() < 0.5
        else datetime(said.day.year, said.day.month, said.day.day)
    )
    hour = f"{said.hour.astimezone(WIB):%H.%M}" if said.hour else None
    figures = [said.figures.get(kind) for kind in RECAP_FIGURES]
    return [number, date, hour, said.hazard, said.district, ", ".join(said.villages), *figures, said.story]


def _inside(it: Happening, regency: str) -> Area:
    return next(village for village in it.villages if village.code.startswith(regency))


LOG_HEAD = (
    "Nomor;Tgl Kejadian;Jam Lapor;Objek;Kecamatan;Desa;Alamat;UTM X;UTM Y;Zona;Bangunan Terbakar;Luas (ha);"
    "Meninggal;Luka Berat;Luka Ringan;KK Terdampak;Kerugian (Juta Rp);Penyebab;Pelapor"
)


def fire_log(found: Sequence[Happening], received: datetime, chance: random.Random) -> Table:
    """The log of Belitung Timur's fire brigade: the hour of the call, a point read off a GPS."""
    told = [
        Said(
            happening=it,
            kind="log",
            by="damkar",
            channel="email",
            received=received,
            hazard="Rumah" if it.hazard == "kebakaran_rumah" else "Lahan",
            day=it.at.date(),
            hour=it.at + timedelta(minutes=chance.randint(0, 15)),
            villages=(it.villages[0].name,),
            district=it.district.name,
            regency=None,
            point=moved(it.spot, chance, 0.001),
            figures=it.figures,
            story=it.story,
            road=it.road,
            marks=frozenset({"buku harian damkar"}),
        )
        for it in found
    ]
    lines = [LOG_HEAD, *(_log_line(n, said) for n, said in enumerate(told, start=1))]
    return "\n".join(lines).encode(), told


def _log_line(number: int, said: Said) -> str:
    assert said.hour
    assert said.point
    zone = "48S" if said.point[0] < 108 else "49S"
    to_utm = Transformer.from_crs(4326, 32748 if zone == "48S" else 32749, always_xy=True)
    x, y = to_utm.transform(*said.point)
    local = said.hour.astimezone(WIB)
    homes, area = said.figures.get("rumah_terbakar", 0), said.figures.get("luas_ha", 0)
    cells = (
        *(number, f"{local:%d/%m/%Y}", f"{local:%H.%M}", said.hazard, said.district, said.villages[0]),
        *(said.road, round(x), round(y), zone, homes, area, 0, 0, 0, 0, 0, said.story, "warga"),
    )
    return ";".join(map(str, cells))
