"""Files at the door: recognised by what they are, and the hostile ones refused in plain words."""

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from gis.bnpb import COLUMNS_94
from gis.errors import InvalidInput, NotFound, TooLarge
from gis.report import Report
from ingest import archive, delimited, readers, workbook

HEADER = list(COLUMNS_94)
ROW = {
    "id_prov": "19",
    "provinsi": "KEPULAUAN BANGKA BELITUNG",
    "kabkot": "BANGKA TENGAH",
    "kejadian": "BANJIR",
    "lokasi": "Kec. Pangkalanbaru\nKel. Dul",
    "tahun": "2020",
    "bulan": "10",
    "tanggal": "18",
}


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx(*rows: Sequence[object], merged: tuple[str, ...] = ()) -> bytes:
    """A workbook with one sheet of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    return saved(book)


def bnpb_row(**changes: object) -> list[object]:
    values = {**ROW, **changes}
    return [values.get(name) for name in HEADER]


def csv_of(*rows: Sequence[object], delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: object) -> str:
    return "" if cell is None else '"' + str(cell).replace('"', '""') + '"'


@pytest.mark.parametrize(
    ("content", "name", "kind", "format_"),
    [
        (xlsx(HEADER, bnpb_row()), "data.xlsx", "bnpb", "xlsx"),
        (xlsx(HEADER, bnpb_row()), "data.csv", "bnpb", "xlsx"),
        (csv_of(HEADER, bnpb_row()).encode(), "data.xlsx", "bnpb", "csv"),
        (csv_of(HEADER, bnpb_row(), delimiter=";").encode(), "data.txt", "bnpb", "csv"),
        (csv_of(HEADER, bnpb_row(), delimiter="\t").encode("utf-16"), "data.tsv", "bnpb", "csv"),
        (b"*LAPORAN KEJADIAN*\nBanjir, Kec. Toboali, Kab. Bangka Selatan", "wa.csv", "teks", "txt"),
        (b'{"type": "FeatureCollection", "features": []}', "titik.txt", "vektor", "geojson"),
        (
            b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>',
            "a.kml",
            "vektor",
            "kml",
        ),
        (b"SQLite format 3\x00" + b"\x00" * 100, "batas", "vektor", "gpkg"),
        (b"fgb\x03fgb\x00" + b"\x00" * 100, "batas.fgb", "vektor", "fgb"),
        (b"II*\x00\x08\x00\x00\x00", "bahaya.tif", "raster", "tif"),
    ],
)
def test_content_tells_what_a_file_is_before_its_name(
    content: bytes, name: str, kind: str, format_: str
) -> None:
    source = readers.read(content, name)
    assert (source.kind, source.format) == (kind, format_)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_text_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    text = "Banjir di Kec. Toboali – tinggi air ± 50 cm, “surut” pukul 17.00"
    assert readers.read(text.encode(encoding), "laporan.txt").text == text


def test_a_nul_in_a_text_keeps_its_place_as_a_replacement_sign() -> None:
    assert readers.read("Banjir\x00 rob".encode("utf-16"), "laporan.txt").text == "Banjir\ufffd rob"


def test_a_windows_csv_keeps_its_letters() -> None:
    content = csv_of(HEADER, bnpb_row(kronologis="air ± 1 m – “surut”"), delimiter=";").encode("cp1252")
    (report,) = readers.read(content, "data.csv").rows()
    assert isinstance(report, Report)
    assert report.texts["kronologis"] == "air ± 1 m – “surut”"


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, part in parts.items():
            opened.writestr(name, part)
    return buffer.getvalue()


def bomb() -> bytes:
    return zipped(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000})


def lying_bomb() -> bytes:
    """A zip whose directory says that a part of 30 MB holds 1,000 bytes."""
    content = bytearray(bomb())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.rfind(signature)
        content[at + offset : at + offset + 4] = struct.pack("<I", 1000)
    return bytes(content)


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A BNPB workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(HEADER, bnpb_row()))) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            part = old.read(entry)
            new.writestr(entry, change(part) if entry == name else part)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "laporan.txt", "berkas_kosong"),
        (b"", "data.xlsx", "berkas_kosong"),
        (b"\xef\xbb\xbf \r\n", "laporan.txt", "berkas_kosong"),
        (xlsx(HEADER, bnpb_row())[:-200], "data.xlsx", "berkas_rusak"),
        (bomb(), "data.xlsx", "bom_zip"),
        (lying_bomb(), "data.xlsx", "berkas_rusak"),
        (OLE + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le"), "data.xlsx", "berkas_terkunci"),
        (OLE + b"\x00" * 2048, "data.xls", "buku_kerja_rusak"),
        (b"x" * 20_000_000, "laporan.txt", "terlalu_besar"),
        (bytes(range(256)) * 40, "laporan.txt", "bukan_teks"),
        (bytes(range(256)) * 40, "data.csv", "bukan_teks"),
        (b"%PDF-1.7 ...", "laporan.txt", "jenis_berkas"),
        (b"\xff\xd8\xff\xe0 ...", "foto.jpg", "jenis_berkas"),
        (b"<html><table><tr><td>id_kab</td></tr></table></html>", "data.xls", "jenis_berkas"),
        (zipped(**{"word/document.xml": b"<w/>"}), "laporan.docx", "jenis_berkas"),
        (zipped(**{"a.txt": b"a"}), "a.zip", "jenis_berkas"),
        (
            with_part(SHEET, lambda part: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part),
            "data.xlsx",
            "xml_berbahaya",
        ),
        (with_part(SHEET, lambda part: part[: len(part) // 2]), "data.xlsx", "buku_kerja_rusak"),
        (with_part("xl/workbook.xml", lambda part: b"<workbook><sheets/>"), "data.xlsx", "buku_kerja_rusak"),
        (with_part(SHEET, lambda part: part.replace(b"inlineStr", b"aneh")), "data.xlsx", "buku_kerja_rusak"),
        (with_part(SHEET, lambda part: part.replace(b'r="CP2"', b'r="XFD2"')), "data.xlsx", None),
        (xlsx([None] * 600 + ["jauh"]), "data.xlsx", "kolom_terlalu_banyak"),
        (b'id_kab,kabkot,kejadian\r\n"1904,BANGKA\r\n' + b"x,y,z\r\n" * 60_000, "data.csv", "csv_rusak"),
        (csv_of(HEADER, bnpb_row()).encode() + b'\r\n"19\r\n19,a,b\r\n', "data.csv", "csv_rusak"),
        (b"nama,umur,alamat\r\nA,1,B\r\n", "lain.csv", "resep_tidak_ditemukan"),
    ],
)
def test_a_hostile_file_is_refused_in_both_languages(content: bytes, name: str, code: str | None) -> None:
    def taken() -> None:
        source = readers.read(content, name)
        if source.tables:
            list(source.rows())

    if code is None:
        taken()
        return
    with pytest.raises(InvalidInput) as refused:
        taken()
    assert refused.value.code == code
    assert "{" not in refused.value.text("id") + refused.value.text("en")


def test_too_much_is_said_to_be_too_large() -> None:
    for content, name in ((bomb(), "data.xlsx"), (b"x" * 20_000_000, "laporan.txt")):
        with pytest.raises(TooLarge):
            readers.read(content, name)


def test_an_unknown_recipe_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="damkar_belitung_timur"):
        readers.read(b"a,b,c\r\n1,2,3\r\n", "data.csv", recipe="../../etc/passwd")


def test_a_path_is_read_like_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    path.write_bytes(xlsx(HEADER, bnpb_row()))
    assert len(list(readers.read(path, path.name).rows())) == 1


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("lama")):
        sheet.append(HEADER)
        sheet.append(bnpb_row())
    book["lama"].sheet_state = "hidden"
    assert len(readers.read(saved(book), "data.xlsx").tables) == 1


def test_cells_keep_their_type_and_address() -> None:
    book = Workbook()
    book.active.append(["a", None, datetime(2020, 10, 18), 1.5, 3, True, "baris\nkedua"])
    ((number, values),) = workbook.read_xlsx(saved(book), filename="x")[0].read()
    assert number == 1
    assert values == ["a", None, datetime(2020, 10, 18), 1.5, 3, True, "baris\nkedua"]


def test_a_sheet_reads_the_same_as_openpyxl_reads_it(shared_data: Path) -> None:
    from openpyxl import load_workbook

    path = shared_data / "bnpb_contoh.xlsx"
    ours = [values for _, values in workbook.read_xlsx(path, filename=path.name)[0].read()]
    theirs = [list(row) for row in load_workbook(path, read_only=True).active.iter_rows(values_only=True)]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == other[: len(mine)]
        assert not any(other[len(mine) :])


def test_merged_ranges_near_the_top_are_known() -> None:
    (sheet,) = workbook.read_xlsx(xlsx(["a", "b", "c"], merged=("A1:B2",)), filename="x")
    assert [tuple(area) for area in sheet.merged] == [(0, 1, 1, 2)]


@pytest.mark.parametrize("line", ["sep=;\r\n", ""])
def test_excels_own_first_line_is_passed_over(line: str) -> None:
    sheet = delimited.read_delimited(f"{line}a;b;c\r\n1;2;3\r\n".encode(), filename="x.csv", name="x")
    assert sheet is not None
    assert [values for _, values in sheet.read()] == [["a", "b", "c"], ["1", "2", "3"]]


def test_an_archive_of_many_parts_is_refused() -> None:
    many = zipped(**{f"{n}.txt": b"" for n in range(archive.MAX_ENTRIES + 1)})
    with pytest.raises(TooLarge):
        archive.open_archive(many, filename="banyak.zip")


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw_workbook(sheet: str, shared: str = "") -> bytes:
    """A workbook as other programs write it: prefixed names, shared texts, old Mac dates."""
    return zipped(
        **{
            "xl/workbook.xml": f'''<x:workbook xmlns:x="{MAIN}" xmlns:r="{OFFICE}">
                <x:workbookPr date1904="1"/>
                <x:sheets><x:sheet name="Data" r:id="rId9"/></x:sheets></x:workbook>'''.encode(),
            "xl/_rels/workbook.xml.rels": b"""<Relationships
                xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                <Relationship Id="rId9" Target="/xl/worksheets/data.xml"/></Relationships>""",
            "xl/styles.xml": f'''<styleSheet xmlns="{MAIN}">
                <numFmts><numFmt numFmtId="170" formatCode="dd/mm/yy"/></numFmts>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>
                </styleSheet>'''.encode(),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'.encode(),
            "xl/worksheets/data.xml": f'''<x:worksheet xmlns:x="{MAIN}">
                <x:sheetData>{sheet}</x:sheetData></x:worksheet>'''.encode(),
        }
    )


def test_workbooks_of_other_programs_are_read() -> None:
    shared = (
        """<si><r><t>Kec. </t></r><r><t>Toboali</t></r><rPh><t>x</t></rPh></si><si><t>a_x000A_b</t></si>"""
    )
    sheet = """<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c/><x:c t="s"><x:v>1</x:v></x:c></x:row>
        <x:row r="4"><x:c r="B4" s="1"><x:v>1</x:v></x:c><x:c r="C4" t="e"><x:v>#REF!</x:v></x:c>
        <x:c r="A4" t="str"><x:f>1&amp;2</x:f><x:v>12</x:v></x:c></x:row>"""
    (data,) = workbook.read_xlsx(raw_workbook(sheet, shared), filename="x")
    assert list(data.read()) == [
        (1, ["Kec. Toboali", None, "a\nb"]),
        (4, ["12", datetime(1904, 1, 2), "#REF!"]),
    ]


def test_reading_rasters_begins_without_a_word_about_drivers() -> None:
    begun = "import ingest, rasterio\nwith rasterio.Env() as env: assert 'VRT' in env.drivers()"
    done = subprocess.run([sys.executable, "-c", begun], capture_output=True, text=True, check=True)
    assert done.stderr == ""
