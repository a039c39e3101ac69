"""BNPB's sheet as a whole: its header and rows, which are refused, why and in which words."""

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis import bnpb as bnpb_columns
from gis import codes
from gis.report import Report, State
from ingest import bnpb, readers
from ingest.table import Sheet, Value
from tests.bnpb_rows import ROW, figures_of, rejection_of, report_with, sheet_of


def test_every_figure_column_is_one_of_our_figures() -> None:
    assert set(bnpb.FIGURES.values()) <= codes.figures().keys()
    assert len(bnpb.COLUMNS_91) == 91
    assert len(bnpb.COLUMNS_94) == 94
    assert len(set(bnpb.COLUMNS_94)) == 94


def test_bnpbs_own_example(shared_data: Path) -> None:
    source = readers.read(shared_data / "bnpb_contoh.xlsx", "bnpb_contoh.xlsx")
    items = list(source.rows())
    assert Counter(getattr(item, "code", "dimuat") for item in items) == {"di_luar_wilayah": 33, "dimuat": 1}
    (report,) = (item for item in items if isinstance(item, Report))
    assert report.place == "Sheet1 baris 18"
    assert report.hazard == "banjir"
    assert report.area_codes == ("19.04.02.1001",)
    assert report.kib == "1904 101 2020 10 18 1"
    assert "kib_diperbaiki" in {finding.code for finding in report.findings}
    assert report.occurrence is not None
    assert report.occurrence.start == datetime(2020, 10, 17, 17, tzinfo=UTC)
    told = {kind: figure.value for kind, figure in figures_of(report).items() if figure.value is not None}
    assert told == {"terdampak_jiwa": 350, "rumah_terendam": 24}
    assert figures_of(report)["meninggal"].state is State.BLANK
    assert {datum["kind"] for datum in report.personal} == {"nama", "telepon"}


@pytest.mark.parametrize("names", [bnpb.COLUMNS_91, bnpb.COLUMNS_94])
def test_any_column_order_and_spelling_gives_the_same_report(names: tuple[str, ...]) -> None:
    row: dict[str, Value] = {**ROW, "menderita": "12", "kib": "1905 105 2020 02 07 1"}
    (straight,) = bnpb.rows(bnpb.tables([sheet_of(row, names=names)]))
    shuffled = list(names)
    random.Random(19).shuffle(shuffled)
    written = {name: name.upper().replace("_", " ") for name in names}
    title: list[Value] = ["DATA BENCANA TAHUN 2020"]
    rows: list[list[Value]] = [title, [written[n] for n in shuffled], [row.get(n) for n in shuffled]]
    (other,) = bnpb.rows(bnpb.tables([Sheet("Sheet1", lambda: iter(list(enumerate(rows, start=1))))]))
    assert isinstance(straight, Report)
    assert isinstance(other, Report)
    assert other.place == "Sheet1 baris 3"
    assert {f.kind: f.value for f in other.figures} == {f.kind: f.value for f in straight.figures}
    assert (other.area_codes, other.kib, other.occurrence, other.hazard) == (
        straight.area_codes,
        straight.kib,
        straight.occurrence,
        straight.hazard,
    )


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"meninggal": "beberapa"}, "angka_tak_terbaca", "meninggal"),
        ({"meninggal": "3 KK"}, "angka_tak_terbaca", "meninggal"),
        ({"sawah": "12 km"}, "angka_tak_terbaca", "sawah"),
        ({"menderita": "12 / 40"}, "angka_tak_terbaca", "menderita"),
        ({"terluka": True}, "angka_tak_terbaca", "terluka"),
        ({"hilang": "#REF!"}, "angka_tak_terbaca", "hilang"),
        ({"meninggal": datetime(2020, 1, 2)}, "angka_tak_terbaca", "meninggal"),
        ({"meninggal": float("nan")}, "angka_tak_terbaca", "meninggal"),
        ({"meninggal": "-3"}, "angka_negatif", "meninggal"),
        ({"mengungsi": 2.5}, "angka_pecahan", "mengungsi"),
        ({"menderita": 1971010203040001}, "angka_terlalu_besar", "menderita"),
        ({"menderita": "1971010203040001"}, "angka_terlalu_besar", "menderita"),
        ({"rumah_rusak_berat": 1e300}, "angka_terlalu_besar", "rumah_rusak_berat"),
        ({"bulan": "13"}, "tanggal_mustahil", "tanggal"),
        ({"bulan": "2", "tanggal": "30"}, "tanggal_mustahil", "tanggal"),
        ({"bulan": "musim hujan"}, "tanggal_mustahil", "bulan"),
        ({"tahun": None, "bulan": None, "tanggal": None}, "tanggal_kosong", "tahun"),
        ({"jam": "25.70"}, "jam_tak_terbaca", "jam"),
        ({"jam": 25.7}, "jam_mustahil", "jam"),
        ({"longitude": "timur", "latitude": "-2"}, "koordinat_tak_terbaca", "longitude"),
        (
            {"kejadian": "HUJAN MEMBAWA BERKAH", "id_jenis_bencana": None},
            "jenis_bencana_tak_dikenal",
            "kejadian",
        ),
        ({"kejadian": None, "id_jenis_bencana": None}, "jenis_bencana_tak_dikenal", "kejadian"),
        ({"kabkot": None, "id_kab": None}, "wilayah_kosong", "kabkot"),
        ({"provinsi": "BALI", "id_prov": "51", "kabkot": "BADUNG"}, "di_luar_wilayah", "provinsi"),
        (
            {"provinsi": None, "id_prov": 51, "kabkot": "BADUNG", "id_kab": 5103},
            "di_luar_wilayah",
            "provinsi",
        ),
        (
            {"provinsi": None, "id_prov": None, "kabkot": "BADUNG", "id_kab": 5103},
            "di_luar_wilayah",
            "provinsi",
        ),
        ({"provinsi": "BALI"}, "kode_wilayah_meragukan", "id_kab"),
        ({"kabkot": None, "id_kab": "1903"}, "kode_wilayah_meragukan", "id_kab"),
        ({"kabkot": None, "id_kab": 1905}, "kode_wilayah_meragukan", "id_kab"),
        ({"kabkot": "BELITUNG", "id_kab": "1903"}, "kode_wilayah_meragukan", "id_kab"),
        ({"kabkot": "BANGKA", "id_kab": "1904"}, "kode_wilayah_meragukan", "id_kab"),
        ({"kabkot": "MUSI RAWAS", "id_kab": "1902"}, "kode_wilayah_meragukan", "id_kab"),
    ],
)
def test_a_bad_cell_rejects_its_row(changes: dict[str, Value], code: str, column: str) -> None:
    rejection = rejection_of(**changes)
    assert (rejection.code, rejection.column) == (code, column)
    assert rejection.place == "Sheet1 baris 2"
    assert rejection.id_text.startswith("Sheet1!")
    assert "{" not in rejection.id_text + rejection.en_text


def test_an_identity_number_is_not_repeated_in_its_rejection() -> None:
    rejection = rejection_of(menderita="1971010203040001")
    assert "1971010203040001" not in f"{rejection.value}{rejection.id_text}{rejection.en_text}"


def test_both_readings_of_a_doubtful_code_are_shown() -> None:
    text = rejection_of(kabkot=None, id_kab="1903").id_text
    assert "Bangka Barat (19.05)" in text
    assert "Bangka Selatan (19.03)" in text


def test_each_figure_names_its_cell() -> None:
    assert figures_of(report_with(menderita="12"))["terdampak_jiwa"].cell == "Sheet1!S2"


def test_texts_are_kept_as_written_whatever_they_hold() -> None:
    nasty = "<script>alert(1)</script>'; DROP TABLE report; --\x00\x0b\ud800 =HYPERLINK()"
    report = report_with(**dict.fromkeys(bnpb_columns.TEXTS, nasty))
    kept = "<script>alert(1)</script>'; DROP TABLE report; -- =HYPERLINK()"
    assert report.texts == dict.fromkeys(bnpb_columns.TEXTS, kept)
    assert report.texts["sumber"].encode()


def test_personal_data_is_found_with_its_cell() -> None:
    (datum,) = report_with(sumber="BPBD, 0800-0000-0001").personal
    assert (datum["kind"], datum["field"], datum["cell"]) == ("telepon", "sumber", "Sheet1!W2")
    start, end = datum["span"]
    assert "BPBD, 0800-0000-0001"[start:end] == datum["value"]


def test_good_rows_beside_a_bad_one_are_loaded_and_numbered() -> None:
    sheet = sheet_of(ROW, {**ROW, "meninggal": "?"}, {}, ROW)
    items = list(bnpb.rows(bnpb.tables([sheet])))
    assert [(type(item).__name__, item.ordinal, item.place) for item in items] == [
        ("Report", 0, "Sheet1 baris 2"),
        ("Rejection", 1, "Sheet1 baris 3"),
        ("Report", 2, "Sheet1 baris 5"),
    ]


def test_who_sent_it_is_the_source_where_that_is_said() -> None:
    tables = bnpb.tables([sheet_of(ROW)])
    assert [item.agency for item in bnpb.rows(tables) if isinstance(item, Report)] == ["bnpb"]
    assert [i.agency for i in bnpb.rows(tables, agency="bpbd_babel") if isinstance(i, Report)] == [
        "bpbd_babel"
    ]


def test_the_reference_page_names_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/bnpb.md").read_text("utf-8")
    for column, kind in bnpb.FIGURES.items():
        assert f"| `{column}` | `{kind}` | {codes.figures()[kind].unit}" in page
    for column in (*bnpb_columns.DERIVED, *bnpb_columns.MOMENTS, "id_kab", "kabkot", "kib", "lng_prov"):
        assert f"`{column}`" in page


def test_an_old_workbook_with_its_columns_the_other_way_round() -> None:
    path = Path(__file__).parents[1] / "samples/bnpb_2021.xls"
    source = readers.read(path, path.name)
    assert (source.kind, source.format, len(source.tables)) == ("bnpb", "xls", 1)
    flood, whirlwind, other_system, alone, no_such_day = source.rows()
    assert isinstance(flood, Report)
    assert isinstance(whirlwind, Report)
    assert isinstance(other_system, Report)
    assert flood.place == "Sheet1 baris 2"
    told = {figure.kind: figure.value for figure in flood.figures if figure.value is not None}
    assert told == {"terdampak_jiwa": 1234, "rumah_terendam": 31, "sawah_ha": 1.5}
    assert flood.valid_at == datetime(2021, 3, 5, 17, tzinfo=UTC)
    assert flood.lonlat == (106.41, -2.49)
    assert whirlwind.area_codes == ("19.05.01",)
    assert other_system.area_codes == ("19.03.01",)
    assert [getattr(item, "code", "") for item in (alone, no_such_day)] == [
        "kode_wilayah_meragukan",
        "tanggal_mustahil",
    ]
