"""An invented island with a sheet about it: places, events and figures that are nowhere."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import shapely

from maps import room
from maps.paper import paper_named
from maps.projection import View, fit, utm
from maps.spec import Ground, Place, SheetEvent, SheetSpec, Table
from maps.words import Words

WEST, SOUTH = 106.20, -2.95  # lower left corner of the island, on UTM 48S
CELL = 0.06  # degrees a village
ACROSS, UP = 6, 5
MADE = datetime(2025, 10, 14, 11, 2, tzinfo=UTC)
DISTRICTS = ("Kayu Ara", "Pantai Timur", "Air Jernih")


def village_code(column: int, row: int) -> str:
    """Columns 0 to 3 are of the sheet's regency, the rest of its neighbour; two columns make a district."""
    regency = "19.90" if column < 4 else "19.91"
    return f"{regency}.0{column // 2 + 1}.20{row * 2 + column % 2 + 1:02d}"


def village_shape(column: int, row: int) -> Any:
    """A cell of a crooked net: neighbours share their edges exactly."""
    corners = [_knot(column + x, row + y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    return shapely.Polygon(corners)


def _knot(x: int, y: int) -> tuple[float, float]:
    return WEST + CELL * (x + 0.22 * np.sin(2.1 * y + x)), SOUTH + CELL * (y + 0.22 * np.cos(1.7 * x - y))


def spec(paper: str = "A3", lang: str = "id", **changes: Any) -> SheetSpec:
    """A sheet of the invented regency; any field can be changed."""
    cells = [(column, row) for column in range(ACROSS) for row in range(UP)]
    ground = tuple(Ground(code=village_code(*cell), geom=village_shape(*cell)) for cell in cells)
    form = paper_named(paper)
    plain = SheetSpec(
        lang=lang,
        paper=form,
        view=_view(ground, form),
        scope="19.90",
        scope_name="Kabupaten Rekaan",
        title=Words(lang)("title"),
        subtitle="KABUPATEN REKAAN",
        moment="Keadaan: 14 Okt 2025 pukul 17.30 WIB",
        period="Kejadian 1 Sep 2025 – 14 Okt 2025",
        office="BPBD Kabupaten Rekaan",
        contact="0000-000-000",
        ground=ground,
        places=_places(cells),
        locator=_locator(ground),
        events=_events(),
        table=_table(),
        sentences=(
            "Sampai 14 Okt 2025 pukul 17.30 WIB tercatat 6 kejadian di Kabupaten Rekaan (banjir 3).",
            "Manusia: 1 meninggal, 118 jiwa terdampak (4 dari 6 kejadian melaporkan).",
            "Kerusakan: 3 rumah rusak berat, 24 rumah terendam. Terbanyak di Kecamatan Kayu Ara.",
        ),
        sources=("Angka: BPBD Kabupaten Rekaan (14 Okt 2025 pukul 17.30 WIB).", "Batas: rekaan."),
        notes=("Batas administrasi bersifat indikatif – bukan batas resmi.",),
        number="BABEL-19.90-SITUASI-A3-ID-V4-A3F2",
        version="4",
        code="abcdefgh23456777",
        address="https://sigap.contoh.example/s/abcdefgh23456777",
        made_at=MADE,
        indicative=True,
        invented=True,
    )
    made = replace(plain, **changes)
    return made if "listed" in changes else replace(made, listed=room.events_listed(made))


def _view(ground: tuple[Ground, ...], form: Any) -> View:
    plane = utm(106.4, -2.8)
    shapes = plane.shapes(
        np.array([each.geom for each in ground if each.code.startswith("19.90")], dtype=object)
    )
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return fit(plane, (west, south, east, north), form.frame)


def _places(cells: list[tuple[int, int]]) -> tuple[Place, ...]:
    villages = [
        Place(
            code=village_code(*cell),
            level=4,
            name=f"Desa {'ABCDEF'[cell[0]]}{cell[1] + 1}",
            lonlat=_middle(village_shape(*cell)),
            inside=True,
        )
        for cell in cells
        if cell[0] < 4
    ]
    districts = [
        Place(
            code=f"{regency}.0{n + 1}",
            level=3,
            name=name,
            lonlat=_middle(village_shape(2 * n, 2)),
            inside=n < 2,
        )
        for n, (regency, name) in enumerate(zip(("19.90", "19.90", "19.91"), DISTRICTS, strict=True))
    ]
    regency = Place(code="19.91", level=2, name="Seberang", lonlat=_middle(village_shape(5, 2)), inside=False)
    return (*villages, *districts, regency)


def _middle(shape: Any) -> tuple[float, float]:
    point = shape.representative_point()
    return point.x, point.y


def _locator(ground: tuple[Ground, ...]) -> tuple[Ground, ...]:
    return tuple(
        Ground(
            code=code, geom=shapely.union_all([each.geom for each in ground if each.code.startswith(code)])
        )
        for code in ("19.90", "19.91")
    )


def _events() -> tuple[SheetEvent, ...]:
    district = shapely.union_all([village_shape(column, row) for column in (2, 3) for row in range(UP)])
    spots: list[tuple[str, int, tuple[int, int], dict[str, Any]]] = [
        ("banjir", 3, (0, 0), {}),
        ("banjir", 2, (0, 0), {"approximate": True}),
        ("puting_beliung", 2, (1, 3), {}),
        ("karhutla", 1, (3, 4), {"geom": district}),
        ("tanah_longsor", 1, (1, 1), {"approximate": True}),
        ("diterkam_buaya", 0, (0, 4), {"verified": False}),
    ]
    return tuple(
        SheetEvent(
            rank=rank,
            hazard=hazard,
            severity=severity,
            lonlat=_middle(village_shape(*cell)),
            when="14 Okt 2025",
            where=f"{hazard.replace('_', ' ').capitalize()}, Desa {'ABCDEF'[cell[0]]}{cell[1] + 1}",
            impact="3 rumah rusak berat, 118 jiwa terdampak",
            **more,
        )
        for rank, (hazard, severity, cell, more) in enumerate(spots, 1)
    )


def _table() -> Table:
    return Table(
        title="Dampak per kecamatan",
        corner="Wilayah",
        heads=("Kej.", "MD", "Ter\u00addampak", "RB"),
        rows=(("Kayu Ara", ("5", "1", "118*", "3")), ("Pantai Timur", ("1", "…", "…", "…"))),
        total=("Jumlah", ("6", "1*", "118*", "3*")),
        note="… = belum ada angka (bukan nol); * = belum semua kejadian melaporkan.",
    )
