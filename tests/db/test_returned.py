"""The sender's own workbook back: marked where something is wrong, everything else as it was."""

import io
import zipfile
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook

from gis import ledger, register
from gis.bnpb import COLUMNS_94
from gis.db import Database
from gis.errors import InvalidInput
from gis.files import Files
from gis.sheetcells import Value
from gis.viewer import officer
from ingest import returned, run
from ingest.readers import SUMMARY
from tests.bnpb_rows import ROW

OFFICER = officer("uji", auto_verify=True)
NAMES = list(COLUMNS_94)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def send(database: Database, files: Files, content: bytes, name: str = "data bnpb.xlsx") -> run.Outcome:
    return run.ingest(
        database, files, run.Delivery(content=content, filename=name, channel="email", viewer=OFFICER)
    )


def back(database: Database, files: Files, submission: UUID | None) -> Workbook:
    assert submission is not None
    with database.read(OFFICER) as conn:
        _, content = returned.returned(conn, files, submission, seq=ledger.resolve(conn).seq)
    return openpyxl.load_workbook(io.BytesIO(content))


def told(day: int, **changes: Value) -> dict[str, Value]:
    kib = f"1905 105 2020 02 {day:02d} 1"
    return {**ROW, "tanggal": day, "kib": kib, "rumah_rusak_ringan": day, **changes}


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def workbook(*rows: dict[str, Value]) -> Workbook:
    """A workbook as people keep them: a title, formats, widths, a formula, a hidden sheet, a merged cell."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Data 'Feb'"
    sheet.append(["Data kejadian (contoh)"])
    sheet.merge_cells("A1:D1")
    sheet.append(NAMES)
    for row in rows:
        sheet.append([row.get(name) for name in NAMES])
    sheet.column_dimensions["H"].width = 41
    sheet["A2"].font = Font(bold=True, color="FF112233")
    sheet["H3"].alignment = Alignment(wrap_text=True)
    hidden = book.create_sheet("rahasia")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "=SUM(1,2)"
    return book


def column(name: str) -> int:
    return NAMES.index(name) + 1


def test_each_fault_is_at_its_cell_and_the_rest_is_as_it_was(database: Database, files: Files) -> None:
    rows = [told(7), told(8, meninggal="beberapa"), told(9, rumah_rusak=50, rumah_rusak_berat=1)]
    outcome = send(database, files, saved(workbook(*rows)))
    assert (outcome.loaded, outcome.rejected) == (2, 1)
    book = back(database, files, outcome.submission)
    assert book.sheetnames == ["Data 'Feb'", "rahasia", SUMMARY]
    sheet = book["Data 'Feb'"]
    refused = sheet.cell(4, column("meninggal"))
    assert refused.fill.fill_type == "lightUp"
    assert refused.comment
    assert refused.comment.text.startswith("DITOLAK: ")
    doubtful = sheet.cell(5, column("rumah_rusak"))
    assert doubtful.fill.fill_type == "solid"
    assert doubtful.comment
    assert doubtful.comment.text.startswith("PERIKSA: ")
    assert sheet.cell(3, column("meninggal")).comment is None
    assert sheet.column_dimensions["H"].width == 41
    assert sheet["A2"].font.color.rgb == "FF112233"
    assert sheet["H3"].alignment.wrap_text
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert book["rahasia"].sheet_state == "hidden"
    assert book["rahasia"]["A1"].value == "=SUM(1,2)"
    before = [[row.get(name) for name in NAMES] for row in rows]
    assert [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)] == before


def test_the_summary_counts_lists_and_leads_there(database: Database, files: Files) -> None:
    outcome = send(database, files, saved(workbook(told(7), told(8, meninggal="beberapa"))))
    sheet = back(database, files, outcome.submission)[SUMMARY]
    said = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert said[2][0] == "Dimuat 1 baris, ditolak 1, sama seperti sebelumnya 0; perlu diperiksa 0 hal"
    (line,) = (row for row in sheet.iter_rows() if row[1].value == "DITOLAK")
    assert [cell.value for cell in line[2:5]] == ["Data 'Feb'", 4, "meninggal"]
    assert line[6].hyperlink is not None
    assert (line[6].hyperlink.location or line[6].hyperlink.target or "").endswith("'Data ''Feb'''!P4")


def test_corrected_in_place_and_sent_again_only_what_changed_is_loaded(
    database: Database, files: Files
) -> None:
    first = send(database, files, saved(workbook(told(7), told(8, meninggal="beberapa"), told(9))))
    book = back(database, files, first.submission)
    sheet = book["Data 'Feb'"]
    sheet.cell(4, column("meninggal")).value = 1
    sheet.cell(5, column("rumah_rusak_ringan")).value = 3
    again = send(database, files, saved(book))
    assert (again.loaded, again.updated, again.same, again.rejected) == (2, 1, 1, 0)
    clean = back(database, files, again.submission)
    assert clean.sheetnames.count(SUMMARY) == 1
    marked = [cell for row in clean["Data 'Feb'"].iter_rows() for cell in row if cell.fill.fill_type]
    assert marked == []
    assert all(cell.comment is None for row in clean["Data 'Feb'"].iter_rows() for cell in row)


def test_what_an_officer_rejected_is_told_with_the_reason(database: Database, files: Files) -> None:
    outcome = send(database, files, saved(workbook(told(7))))
    ((_, report, _),) = outcome.reports
    with ledger.entry(database, by="petugas", why="tolak") as entry:
        register.set_status(
            entry, report, register.REJECTED, reason="kejadian bulan lain, hubungi 0812-0000-0001"
        )
    comment = back(database, files, outcome.submission)["Data 'Feb'"]["A3"].comment
    assert comment is not None
    assert "kejadian bulan lain" in comment.text
    assert "0812" not in comment.text


def test_a_comment_somebody_wrote_stays(database: Database, files: Files) -> None:
    from openpyxl.comments import Comment

    book = workbook(told(8, meninggal="beberapa"))
    book.worksheets[0].cell(3, column("meninggal")).comment = Comment("cek ke posko", "operator")
    outcome = send(database, files, saved(book))
    comment = back(database, files, outcome.submission).worksheets[0].cell(3, column("meninggal")).comment
    assert comment is not None
    assert comment.text.startswith("cek ke posko\n\nDITOLAK: ")


@pytest.mark.parametrize(
    "name", ["bnpb_2021.xls", "damkar_belitung_timur.csv", "rekap_bulanan_bangka_tengah.xlsx"]
)
def test_other_tables_come_back_as_workbooks_of_the_same_cells(
    database: Database, files: Files, name: str
) -> None:
    content = (Path(__file__).parents[1] / "samples" / name).read_bytes()
    outcome = send(database, files, content, name)
    book = back(database, files, outcome.submission)
    assert SUMMARY in book.sheetnames
    again = send(database, files, saved(book), "kembali.xlsx")
    assert (again.loaded, again.same, again.rejected) == (0, outcome.loaded, outcome.rejected)


def test_a_large_file_comes_back_as_its_marked_rows(
    database: Database, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned, "OPENED_WHOLE_BYTES", 10)
    rows = [told(day, meninggal="beberapa" if day == 9 else None) for day in range(1, 20)]
    outcome = send(database, files, saved(workbook(*rows)))
    book = back(database, files, outcome.submission)
    sheet = book.worksheets[0]
    assert sheet.max_row == 3  # title, header, the one row
    assert sheet.cell(3, column("meninggal")).comment is not None
    assert any("terlalu besar" in str(row[0]) for row in book[SUMMARY].iter_rows(values_only=True))
    sheet.cell(3, column("meninggal")).value = 0
    assert send(database, files, saved(book)).loaded == 1


def test_a_merged_cell_is_marked_where_it_shows(database: Database, files: Files) -> None:
    book = workbook(told(7, tanggal=None), told(8, meninggal="beberapa"))
    at = column("meninggal")
    book.worksheets[0].merge_cells(start_row=4, end_row=4, start_column=at - 1, end_column=at)
    outcome = send(database, files, saved(book))
    marked = back(database, files, outcome.submission).worksheets[0]
    assert outcome.rejected == 0 or marked.cell(4, at - 1).comment is not None


def test_macros_do_not_come_back(database: Database, files: Files) -> None:
    content = saved(workbook(told(8, meninggal="beberapa")))
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 contoh")
    outcome = send(database, files, target.getvalue())
    assert outcome.submission is not None
    with database.read(OFFICER) as conn:
        _, back_again = returned.returned(conn, files, outcome.submission, seq=ledger.resolve(conn).seq)
    with zipfile.ZipFile(io.BytesIO(back_again)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]


def test_a_text_is_not_sent_back_as_a_table(database: Database, files: Files) -> None:
    outcome = send(database, files, b"Banjir di Kec. Koba, Bangka Tengah, 3 rumah terendam", "pesan.txt")
    with pytest.raises(InvalidInput, match="Only tables"):
        back(database, files, outcome.submission)
