"""BNPB's sheet out again: rows as they came, the rest from the register, and every difference listed."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from gis import bnpb, ledger, register
from gis.corrections import Correction, Place, correct
from gis.db import Database
from gis.files import Files
from gis.report import Occurrence
from gis.sheetcells import ShownDate, Value, number
from gis.viewer import officer
from gis.zone import WIB
from ingest import redaction, run
from layers.exports import bnpb as export
from layers.exports.wanted import Wanted, Written
from tests.bnpb_rows import ROW, content_of
from tests.registers import figure, keep, told

OFFICER = officer("uji")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def send(database: Database, files: Files, content: bytes | Path, name: str = "data.xlsx") -> run.Outcome:
    delivery = run.Delivery(content=content, filename=name, channel="email", viewer=OFFICER)
    return run.ingest(database, files, delivery)


def exported(database: Database, *, form: str | None = None, **asked: Any) -> tuple[Worksheet, Written]:
    target = io.BytesIO()
    with database.read(OFFICER) as conn:
        default: dict[str, Any] = {"moment": ledger.resolve(conn), "lossless": True}
        wanted = Wanted(mask=redaction.masked, **default | asked)
        written = export.write(conn, wanted, target, form=form)
    return openpyxl.load_workbook(target)["Sheet1"], written


def differences(one: Worksheet, other: Worksheet) -> set[str]:
    pairs = zip(one.iter_rows(), other.iter_rows(), strict=True)
    return {
        a.coordinate
        for left, right in pairs
        for a, b in zip(left, right, strict=True)
        if (a.value, a.data_type, a.number_format) != (b.value, b.data_type, b.number_format)
    }


def repaired(sheet: Worksheet, written: Written) -> set[str]:
    letter = {cell.value: cell.column_letter for cell in sheet[1]}
    return {f"{letter[change.column]}{change.row}" for change in written.changes if change.column}


def test_bnpbs_own_example_comes_back_equal_but_for_the_listed_repairs(
    database: Database, files: Files, shared_data: Path
) -> None:
    path = shared_data / "bnpb_contoh.xlsx"
    send(database, files, path)
    before = openpyxl.load_workbook(path).worksheets[0]
    after, written = exported(database)
    assert (written.rows, written.from_sheets) == (34, 34)
    assert differences(before, after) == repaired(after, written)
    repairs = [change for change in written.changes if change.kind == "perbaikan"]
    assert {change.column for change in repairs} == {"kib"}
    assert len(repairs) == 15
    assert {change.kind for change in written.changes} == {"perbaikan", "tidak_dimuat"}


def test_the_others_get_it_without_names_and_numbers(
    database: Database, files: Files, shared_data: Path
) -> None:
    send(database, files, shared_data / "bnpb_contoh.xlsx")
    after, written = exported(database, lossless=False)
    said = "\n".join(str(cell.value) for row in after.iter_rows() for cell in row if cell.value is not None)
    for secret in ("Fulan", "0800", "contoh.example"):
        assert secret not in said
    at = {cell.value: cell.column - 1 for cell in after[1]}
    rows = list(after.iter_rows(min_row=2, values_only=True))
    assert {row[at["sumber"]] for row in rows} == {None}
    assert rows[16][at["kabkot"]] == "BANGKA TENGAH"
    assert written.redacted > 34


def test_the_row_of_bangka_tengah_is_its_village_not_the_regency_s_middle(
    database: Database, files: Files, shared_data: Path
) -> None:
    ((report, key, _),) = send(database, files, shared_data / "bnpb_contoh.xlsx").reports
    assert "koordinat_pusat_wilayah" in {finding.code for finding in report.findings}
    with database.read(OFFICER) as conn:
        placed = register.report(conn, key, seq=ledger.resolve(conn).seq)
    assert (placed["area_code"], placed["method"]) == ("19.04.02.1001", "nama")
    assert placed["precision"] in ("desa", "kecamatan")
    assert placed["uncertainty_m"] > 500
    assert abs(placed["lon"] - 106.243) > 0.02


def test_period_and_area_choose_rows(database: Database, files: Files, shared_data: Path) -> None:
    send(database, files, shared_data / "bnpb_contoh.xlsx")
    assert exported(database, area="19")[1].rows == 1
    assert exported(database, area="19.03")[1].rows == 0
    february = (date(2020, 2, 1), date(2020, 2, 29))
    assert exported(database, period=february)[1].rows == 4


def test_an_old_workbook_comes_back_equal(database: Database, files: Files) -> None:
    path = Path(__file__).parents[1] / "samples" / "bnpb_2021.xls"
    send(database, files, path, path.name)
    after, written = exported(database)
    assert written.from_sheets == 5
    again = send(database, files, _saved(after), "lagi.xlsx")
    assert (again.loaded, again.same) == (0, 3)


def _saved(sheet: Worksheet) -> bytes:
    target = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(target)
    return target.getvalue()


def test_a_sheet_of_91_columns_comes_back_with_91(database: Database, files: Files) -> None:
    content = content_of(ROW, names=bnpb.COLUMNS_91)
    send(database, files, content)
    after, _ = exported(database)
    assert differences(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0], after) == set()
    assert after.max_column == 91
    assert exported(database, form="94")[0].max_column == 94


def test_an_officer_s_correction_shows_and_is_listed(database: Database, files: Files) -> None:
    send(database, files, content_of({**ROW, "rumah_rusak_ringan": "3"}))
    with database.write() as conn:
        (report,) = conn.exec_driver_sql("SELECT id FROM report").scalars()
    correct_houses(database, report, 5)
    after, written = exported(database)
    at = {cell.value: cell.column for cell in after[1]}
    assert after.cell(2, at["rumah_rusak_ringan"]).value == "5"
    (change,) = written.changes
    assert (change.kind, change.before, change.after) == ("koreksi", "3", "5")
    assert "salah ketik" in change.why


def test_corrected_words_show_in_their_columns_and_are_listed(database: Database, files: Files) -> None:
    send(database, files, content_of({**ROW, "tahun": 2020, "longitude": "106.45", "latitude": "-3.01"}))
    with database.write() as conn:
        (report,) = conn.exec_driver_sql("SELECT id FROM report").scalars()
    when = datetime(2020, 3, 9, 14, 20, tzinfo=WIB)
    wanted = Correction(
        reason="salah baca",
        hazard="banjir",
        occurrence=Occurrence.minute(when),
        place=Place(areas=("19.06.01.2001",)),
    )
    with ledger.entry(database, by="petugas", why="koreksi") as entry:
        before = ledger.resolve(entry.conn).seq
        correct(entry, report, wanted)
    after, written = exported(database)
    row = dict(zip((cell.value for cell in after[1]), (cell.value for cell in after[2]), strict=True))
    told_now = {name: row[name] for name in ("id_jenis_bencana", "kejadian", "tahun", "bulan", "tanggal")}
    assert told_now == {
        "id_jenis_bencana": "101", "kejadian": "BANJIR", "tahun": 2020, "bulan": "3", "tanggal": "9",
    }  # fmt: skip
    assert (row["jam"], row["id_kab"], row["kabkot"]) == ("14.20", "1906", "BELITUNG TIMUR")
    assert str(row["lokasi"]).startswith("Kec. Manggar")
    assert (row["longitude"], row["latitude"]) == (None, None)
    listed = {change.column: change for change in written.changes}
    assert {"id_jenis_bencana", "kejadian", "bulan", "tanggal", "jam", "id_kab", "kabkot", "lokasi"} <= set(
        listed
    )
    assert "tahun" not in listed
    assert all(change.kind == "koreksi" and "salah baca" in change.why for change in listed.values())
    march = (date(2020, 3, 1), date(2020, 3, 31))
    assert exported(database, period=march)[1].rows == 1
    assert exported(database, area="19.03")[1].rows == 0
    assert exported(database, moment=ledger.Moment(before, None))[1].changes == []


def correct_houses(database: Database, report: Any, houses: int) -> None:
    """A correction as the register keeps it: a new figure, and which one it stands for."""
    with ledger.entry(database, by="petugas", why="koreksi") as entry:
        old, new = entry.conn.execute(
            sa.text("SELECT id, nextval('figure_id_seq') FROM figure WHERE report_id = :r AND kind = :kind"),
            {"r": report, "kind": "rumah_rusak_ringan"},
        ).one()
        entry.conn.execute(
            sa.text(
                "INSERT INTO figure (id, report_id, kind, area_code, areas, total, value, state, unit, raw,"
                " valid_at, valid_at_known, approx, lineage, reason, entry) SELECT :new, report_id, kind,"
                " area_code, areas, total, :value, 'angka', unit, '', valid_at, valid_at_known, approx,"
                " lineage, 'salah ketik', :entry FROM figure WHERE id = :old"
            ),
            {"new": new, "old": old, "value": houses, "entry": entry.id},
        )
        entry.conn.execute(
            sa.text(
                "INSERT INTO figure_correction (report_id, figure_id, replaced_by, reason, entry)"
                " VALUES (:r, :old, :new, 'salah ketik', :entry)"
            ),
            {"r": report, "old": old, "new": new, "entry": entry.id},
        )


def test_events_that_came_otherwise_are_told_in_the_same_columns(database: Database) -> None:
    keep(database, told(figure("rumah_rusak_ringan", 4), figure("meninggal", 0), figure("luka", None)))
    after, written = exported(database)
    at = {cell.value: cell.column - 1 for cell in after[1]}
    (row,) = after.iter_rows(min_row=2, values_only=True)
    assert (written.rows, written.from_sheets) == (1, 0)
    assert [
        row[at[name]] for name in ("id_kab", "kabkot", "kejadian", "tahun", "bulan", "tanggal", "jam")
    ] == [
        "1905",
        "BANGKA SELATAN",
        "PUTING BELIUNG",
        "2026",
        "3",
        "10",
        "12.00",
    ]
    assert [row[at[name]] for name in ("rumah_rusak_ringan", "rumah_rusak", "meninggal", "terluka")] == [
        4,
        4,
        0,
        None,
    ]
    assert row[at["lokasi"]] == "Kec. Toboali\nKel. Toboali"


def test_an_event_over_two_regencies_is_a_row_for_each(database: Database) -> None:
    parts = [
        figure("rumah_rusak_ringan", 4, area="19.03.01"),
        figure("rumah_rusak_ringan", 2, area="19.04.02"),
    ]
    keep(database, told(*parts, areas=("19.03.01", "19.04.02")))
    after, _ = exported(database)
    at = {cell.value: cell.column - 1 for cell in after[1]}
    rows = list(after.iter_rows(min_row=2, values_only=True))
    assert [(row[at["kabkot"]], row[at["rumah_rusak_ringan"]]) for row in rows] == [
        ("BANGKA SELATAN", 4),
        ("BANGKA TENGAH", 2),
    ]
    assert exported(database, area="19.04")[1].rows == 1


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip())
)
CELLS = (
    st.none()
    | TEXT
    | st.integers(0, 500)
    | st.just("8.67E-2")
    | st.just(number(0.0867, "0.00E+00"))
    | st.just(ShownDate.of(datetime(2020, 2, 10), 43871.0, "m/d/yy"))
    | st.just("Kec. Toboali\nDs. Gadung\n")
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.dictionaries(st.sampled_from(bnpb.COLUMNS_94), CELLS, max_size=12), min_size=1, max_size=4),
    st.uuids(),
)
def test_any_row_comes_back(
    database: Database, files: Files, changed: list[dict[str, Value]], mark: Any
) -> None:
    rows = [{**ROW, **cells, "alamat_lengkap": f"{mark} {n}"} for n, cells in enumerate(changed)]
    content = content_of(*rows)
    before = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    send(database, files, content)
    after, written = exported(database)
    at = {cell.value: cell.column for cell in after[1]}
    mine = [
        n for n in range(2, after.max_row + 1) if str(mark) in str(after.cell(n, at["alamat_lengkap"]).value)
    ]
    assert len(mine) == len(rows)
    listed = {(change.row, change.column) for change in written.changes}
    for told_in, told_out in zip(range(2, len(rows) + 2), mine, strict=True):
        for name, column in at.items():
            one, other = before.cell(told_in, column), after.cell(told_out, column)
            equal = (one.value, one.number_format) == (other.value, other.number_format)
            assert equal or (told_out, name) in listed, name
