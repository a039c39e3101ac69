"""Recipes: checked before they are used, and the tables that they read."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from gis.errors import InvalidInput
from gis.report import Figure, Rejection, Report, State
from ingest import readers, recipe, rows
from ingest.recipe import Recipe
from ingest.table import Sheet, Value

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/samples"
COLUMNS = {"Tanggal": "date", "Jenis": "hazard", "Kabupaten": "regency", "RB": "rumah_rusak_berat"}


def made(**changes: object) -> Recipe:
    return Recipe.model_validate(
        {"name": "uji", "title": "Uji", "zero": "angka", "columns": COLUMNS, **changes}
    )


def with_columns(**columns: object) -> Recipe:
    return made(columns={**COLUMNS, **columns})


def items(own: Recipe, *rows_: Iterable[Value], name: str = "Data") -> list[Report | Rejection]:
    sheet = Sheet(name, lambda: iter([(n, list(row)) for n, row in enumerate(rows_, start=1)]))
    table = own.table(sheet)
    assert table is not None
    recipe.check_columns(own, table)
    return list(rows.rows([table], own))


def report_of(own: Recipe, **cells: Value) -> Report:
    row = {"Tanggal": "14/10/2025", "Jenis": "Banjir", "Kabupaten": "Bangka Selatan", "RB": 1, **cells}
    (item,) = items(own, list(row), list(row.values()))
    assert isinstance(item, Report), item
    return item


def figures_of(report: Report) -> dict[str, Figure]:
    return {figure.kind: figure for figure in report.figures}


@pytest.mark.parametrize("name", sorted(recipe.recipes()))
def test_every_recipe_reads_its_sample(name: str) -> None:
    (sample,) = SAMPLES.glob(f"{name}.*")
    source = readers.read(sample, sample.name)
    assert source.recipe_name == name
    found = list(source.rows())
    assert found
    assert [item for item in found if isinstance(item, Rejection)] == []


def test_a_monthly_recap_with_merged_titles() -> None:
    sample = SAMPLES / "rekap_bulanan_bangka_tengah.xlsx"
    found = [item for item in readers.read(sample, sample.name).rows() if isinstance(item, Report)]
    assert [report.place for report in found] == [
        *(f"OKT 2025 baris {row}" for row in (7, 8, 9, 10)),
        "NOV 2025 baris 7",
    ]
    whirlwind, flood, same_day, *_ = found
    assert whirlwind.hazard == "puting_beliung"
    assert whirlwind.area_codes == ("19.04.02.1001",)
    houses = [figures_of(whirlwind)[f"rumah_rusak_{n}"].value for n in ("berat", "sedang", "ringan")]
    assert houses == [3, 7, 21]
    assert figures_of(flood)["terdampak_kk"].state is State.COUNTING
    assert figures_of(flood)["luka_berat"].state is State.BLANK
    assert flood.area_codes == ("19.04.02.1001", "19.04.02.2010")
    assert same_day.occurrence is not None
    assert same_day.occurrence.start.isoformat() == "2025-10-18T13:00:00+07:00"
    assert figures_of(same_day)["meninggal"].state is State.DASH


def test_a_log_with_a_utm_zone_in_each_row() -> None:
    sample = SAMPLES / "damkar_belitung_timur.csv"
    house, land, wasps, _ = readers.read(sample, sample.name).rows()
    assert isinstance(house, Report)
    assert isinstance(land, Report)
    assert isinstance(wasps, Report)
    assert house.lonlat == pytest.approx((108.2430, -2.8723), abs=1e-3)
    assert land.lonlat == pytest.approx((108.1535, -2.9691), abs=1e-3)
    assert wasps.lonlat is None
    assert wasps.hazard == "konflik_hewan"
    assert figures_of(house)["kerugian_rp"].value == 75_500_000
    assert figures_of(house)["meninggal"].state is State.BLANK
    assert {datum["kind"] for datum in house.personal} == {"nama", "telepon"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"zone": "WIBB"}, "zone"),
        ({"crs": "EPSG:99999999"}, "crs"),
        ({"hazards": {"angin": "angin_ribut"}}, "angin_ribut"),
        ({"agency": "bpbd_atlantis"}, "bpbd_atlantis"),
        ({"area": "99.01"}, "99.01"),
        ({"zero": "0"}, "zero"),
        ({"header_rows": 3}, "header_rows"),
        ({"kolom": {}}, "kolom"),
        ({"columns": {}}, "columns"),
        ({"columns": {"Tanggal": "date", "Jenis": "hazard"}}, "where it was"),
        ({"columns": {"Jenis": "hazard", "Kab": "regency"}}, "date"),
        ({"columns": {"Tanggal": "date", "Kab": "regency"}}, "hazard"),
        ({"columns": {"Tanggal": "date", "Jenis": "hazard", "X": "x"}}, "go together"),
        ({"columns": {**COLUMNS, "R": "rumah_rusak"[:-1]}}, "R"),
        ({"columns": {**COLUMNS, "RB2": "rumah_rusak_berat"}}, "rumah_rusak_berat"),
        ({"columns": {**COLUMNS, "T2": "date"}}, "date"),
        ({"columns": {**COLUMNS, "K": {"to": "text"}}}, "field"),
        ({"columns": {**COLUMNS, "K": {"to": "figure"}}}, "kind"),
    ],
)
def test_a_recipe_with_a_mistake_is_refused_with_the_reason(changes: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        made(**changes)


def test_a_broken_recipe_file_is_named(tmp_path: Path) -> None:
    for text in ("title = ", 'title = "Uji"'):
        (tmp_path / "rusak.toml").write_text(text)
        with pytest.raises(InvalidInput, match=r"rusak\.toml") as refused:
            recipe.recipes(tmp_path)
        assert refused.value.code == "resep_salah"


@pytest.mark.parametrize(
    ("header", "code", "named"),
    [
        (["Tanggal", "Jenis", "Kabupaten", "RB", "RT"], "kolom_tak_dikenal", "RT"),
        (["Tanggal", "Jenis", "Kabupaten"], "kolom_kurang", "RB"),
        (["Tanggal", "Jenis", "Kabupaten", "RB", "R.B."], "kolom_ganda", "R.B."),
    ],
)
def test_a_table_with_other_columns_is_refused_before_any_row(
    header: list[str], code: str, named: str
) -> None:
    content = ";".join(header).encode() + b"\r\n1;2;3\r\n"
    with pytest.raises(InvalidInput) as refused:
        readers.read(content, "data.csv", recipe="uji", known={"uji": made()})
    assert refused.value.code == code
    assert named in refused.value.text("id")


def test_columns_may_be_left_out_or_ignored_where_the_recipe_says_so() -> None:
    own = made(
        other_columns="abaikan",
        columns={**COLUMNS, "RS": {"to": "figure", "kind": "rumah_rusak_sedang", "required": False}},
    )
    assert "rumah_rusak_sedang" not in figures_of(report_of(own, Lain="x"))


@pytest.mark.parametrize(
    ("zero", "state", "value"),
    [("angka", State.NUMBER, 0), ("nihil", State.NIL, 0), ("kosong", State.BLANK, None)],
)
def test_the_recipe_says_what_a_bare_zero_means(zero: str, state: State, value: float | None) -> None:
    for cell in (0, "0", 0.0):
        figure = figures_of(report_of(made(zero=zero), RB=cell))["rumah_rusak_berat"]
        assert (figure.state, figure.value) == (state, value)
    assert figures_of(report_of(made(zero=zero), RB=None))["rumah_rusak_berat"].state is State.BLANK


@pytest.mark.parametrize(
    ("changes", "cell", "start"),
    [
        ({}, "14/10/2025", "2025-10-14T00:00:00+07:00"),
        ({}, "Selasa, 14 Okt 2025", "2025-10-14T00:00:00+07:00"),
        ({}, "2025-10-14", "2025-10-14T00:00:00+07:00"),
        ({}, "14-10-25", "2025-10-14T00:00:00+07:00"),
        ({}, 45944, "2025-10-14T00:00:00+07:00"),
        ({}, "14/10/2025 17.30", "2025-10-14T17:30:00+07:00"),
        ({"dates": "mdy"}, "10/14/2025", "2025-10-14T00:00:00+07:00"),
        ({"zone": "WITA"}, "14/10/2025 17:30", "2025-10-14T17:30:00+08:00"),
        ({"zone": "UTC"}, "2025-10-14T17:30:00", "2025-10-14T17:30:00+00:00"),
    ],
)
def test_dates_and_zones(changes: dict[str, object], cell: Value, start: str) -> None:
    occurrence = report_of(made(**changes), Tanggal=cell).occurrence
    assert occurrence is not None
    assert occurrence.start.isoformat() == start


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Tanggal": "kemarin"}, "tanggal_tak_terbaca", "Tanggal"),
        ({"Tanggal": None}, "tanggal_tak_terbaca", "Tanggal"),
        ({"Tanggal": "31/02/2025"}, "tanggal_mustahil", "Tanggal"),
        ({"Jenis": "Pesta rakyat"}, "jenis_bencana_tak_dikenal", "Jenis"),
        ({"Kabupaten": "Atlantis"}, "wilayah_tak_dikenal", "Kabupaten"),
        ({"RB": "banyak"}, "angka_tak_terbaca", "RB"),
        ({"RB": "<b>3</b>"}, "angka_tak_terbaca", "RB"),
    ],
)
def test_one_bad_cell_rejects_its_row_and_no_other(cells: dict[str, Value], code: str, column: str) -> None:
    good: dict[str, Value] = {"Tanggal": "14/10/2025", "Jenis": "Banjir", "Kabupaten": "Bangka", "RB": 1}
    first, bad, last = items(made(), list(good), good.values(), {**good, **cells}.values(), good.values())
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert isinstance(bad, Rejection)
    assert (bad.code, bad.column, bad.place) == (code, column, "Data baris 3")


def test_a_code_beside_its_name_and_alone() -> None:
    own = with_columns(Kode="area_code")
    assert report_of(own, Kabupaten="Bangka Selatan", Kode="1905").area_codes == ("19.03",)
    assert report_of(own, Kabupaten=None, Kode="19.03.01").area_codes == ("19.03.01",)
    row = ["14/10/2025", "Banjir", None, 1, "1903"]
    (item,) = items(own, ["Tanggal", "Jenis", "Kabupaten", "RB", "Kode"], row)
    assert isinstance(item, Rejection)
    assert item.code == "kode_wilayah_meragukan"


@pytest.mark.parametrize(
    ("cell", "lonlat", "method"),
    [
        ("-3.0127, 106.4551", (106.4551, -3.0127), "koordinat"),
        ("3°00'46\" LS 106°27'18\" BT", (106.455, -3.0128), "koordinat"),
        ("https://maps.google.com/?q=-3.0127,106.4551", (106.4551, -3.0127), "tautan"),
        ("-", None, "koordinat"),
    ],
)
def test_both_coordinates_in_one_cell(cell: str, lonlat: tuple[float, float] | None, method: str) -> None:
    report = report_of(with_columns(Titik="lonlat"), Titik=cell)
    assert report.lonlat == (pytest.approx(lonlat, abs=1e-3) if lonlat else None)
    assert report.coordinate_method == method


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32748", "EPSG:3395", "EPSG:23830"])
def test_any_coordinate_system(crs: str) -> None:
    from pyproj import Transformer

    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(106.4551, -3.0127)
    report = report_of(made(crs=crs, columns={**COLUMNS, "X": "x", "Y": "y"}), X=x, Y=y)
    assert report.lonlat == pytest.approx((106.4551, -3.0127), abs=1e-6)


def test_a_place_written_as_one_text() -> None:
    report = report_of(with_columns(Lokasi="place"), Lokasi="Ds. Gadung, Kec. Toboali")
    assert report.area_codes == ("19.03.01.2007",)
    assert report.texts["lokasi"] == "Ds. Gadung, Kec. Toboali"


def test_the_end_of_a_table() -> None:
    row: list[Value] = ["14/10/2025", "Banjir", "Bangka", 1]
    found = items(made(stop=("jumlah",)), list(COLUMNS), row, ["JUMLAH", None, None, 1], row)
    assert len(found) == 1
