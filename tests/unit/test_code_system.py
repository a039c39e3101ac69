"""Whose area codes a file uses: decided for the whole file, refused where nothing settles it."""

import pytest

from gis.areas import AreaIndex
from gis.report import Rejection, Report
from ingest import bnpb, code_system, recipe, rows
from ingest.area_codes import System
from ingest.code_system import Evidence
from ingest.table import Sheet, Value
from tests.bnpb_rows import ROW, sheet_of

BARAT, SELATAN = "BANGKA BARAT", "BANGKA SELATAN"
IN_TOBOALI, IN_MENTOK = (106.455, -3.0), (105.19, -2.04)


def _rows(*told: dict[str, Value], index: AreaIndex | None = None) -> list[Report | Rejection]:
    return list(bnpb.rows(bnpb.tables([sheet_of(*({**ROW, **row} for row in told))]), index=index))


def _code(item: Report | Rejection) -> str:
    return item.area_codes[0][:5] if isinstance(item, Report) else item.code


@pytest.mark.parametrize(
    ("told", "system"),
    [
        ([Evidence("1903", BARAT)], System.BPS),
        ([Evidence("1905", BARAT)], System.KEMENDAGRI),
        ([Evidence("1903", BARAT), Evidence("1903", SELATAN)], System.UNKNOWN),
        ([Evidence("1903", BARAT)] * 9 + [Evidence("1903", SELATAN)], System.BPS),
        ([Evidence("1904", "BANGKA TENGAH"), Evidence("1903")], System.UNKNOWN),
        ([Evidence("19.03", SELATAN)], System.UNKNOWN),
        ([Evidence("1903", "", IN_TOBOALI)], System.KEMENDAGRI),
        ([Evidence("1903", "", IN_MENTOK)], System.BPS),
        ([Evidence("1903", "", (110.0, 2.0))], System.UNKNOWN),
    ],
)
def test_names_and_points_decide(told: list[Evidence], system: System, indicative_index: AreaIndex) -> None:
    assert code_system.decide(told, indicative_index).system is system


def test_a_bare_code_is_read_as_the_rest_of_its_file_is() -> None:
    bare: dict[str, Value] = {"id_kab": "1903", "kabkot": None, "lokasi": None}
    named: dict[str, Value] = {"id_kab": "1905", "kabkot": SELATAN}
    assert [_code(item) for item in _rows(named, bare)] == ["19.03", "19.05"]
    (alone,) = _rows(bare)
    assert isinstance(alone, Rejection)
    assert alone.code == "kode_wilayah_meragukan"
    assert "BPS: Bangka Barat (19.05), menurut Kemendagri: Bangka Selatan (19.03)" in alone.id_text


def test_a_point_reads_a_bare_code(indicative_index: AreaIndex) -> None:
    lon, lat = IN_TOBOALI
    bare: dict[str, Value] = {
        "id_kab": "1903",
        "kabkot": None,
        "lokasi": None,
        "longitude": lon,
        "latitude": lat,
    }
    assert [_code(item) for item in _rows(bare, index=indicative_index)] == ["19.03"]


def test_a_row_against_its_file_s_system_is_shown_with_both_readings() -> None:
    bps: dict[str, Value] = {"id_kab": "1905", "kabkot": SELATAN}
    other: dict[str, Value] = {"id_kab": "1903", "kabkot": SELATAN}
    *_, last = _rows(bps, bps, bps, bps, other)
    assert isinstance(last, Rejection)
    assert (last.code, last.column) == ("kode_wilayah_meragukan", "id_kab")
    assert "Bangka Barat (19.05)" in last.id_text
    assert "Bangka Selatan (19.03)" in last.id_text


def test_a_recipe_s_codes_are_held_to_the_same() -> None:
    told = recipe.Recipe.model_validate(
        {
            "title": "uji",
            "zero": "angka",
            "hazard": "banjir",
            "columns": {"tanggal": "date", "kode": "area_code", "nama": "regency"},
        }
    )
    body: list[list[Value]] = [
        ["tanggal", "kode", "nama"],
        ["7/2/2020", "1903", "Bangka Barat"],
        ["8/2/2020", "1905", None],
    ]
    sheets = (
        Sheet("uji", lambda: iter(list(enumerate(body, start=1)))),
        Sheet("dua", lambda: iter([(1, body[0]), (2, body[2])])),
    )
    read = [
        [_code(item) for item in rows.rows([table], told)] for sheet in sheets if (table := told.table(sheet))
    ]
    assert read == [["19.05", "19.03"], ["kode_wilayah_meragukan"]]
