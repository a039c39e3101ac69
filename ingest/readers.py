"""The door for files: what came in is recognised by its content, then by its name, and read.

    read(content, filename) → Source(kind = teks | bnpb | tabel | vektor | raster)

Texts are decoded, tables come with their header found and their recipe chosen; vector and raster files are
only recognised here and handed on. Whatever cannot be taken is said in plain words (InvalidInput, TooLarge).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from gis.errors import InvalidInput, TooLarge
from gis.report import Rejection, Report
from ingest import archive, bnpb, delimited, encoding, recipe, rows, workbook, xls
from ingest.recipe import Recipe
from ingest.table import Sheet, Table, headers

MAX_TEXT_BYTES = 1_000_000  # some 500 long messages
MAX_CSV_BYTES = 200_000_000
HEAD_BYTES = 4_000

TABULAR_NAMES = (".csv", ".tsv", ".tab")
TABULAR_TYPES = ("text/csv", "text/tab-separated-values")

MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"SQLite format 3\x00", "gpkg"),
    (b"fgb\x03", "fgb"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"II+\x00", "tif"),
    (b"MM\x00+", "tif"),
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "foto JPEG"),
    (b"\x89PNG", "gambar PNG"),
    (b"{\\rtf", "dokumen RTF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7-Zip"),
    (b"\x1f\x8b", "arsip gzip"),
)
VECTOR_FORMATS = ("gpkg", "fgb", "geojson", "kml", "kmz", "shp")
ACCEPTED = "teks (.txt), .xlsx, .xls, .csv, .gpkg, .geojson, .zip (Shapefile), .kml, .kmz, .fgb, .tif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What came in, recognised. `kind` is the submission's; `format` is the file's."""

    kind: str  # teks | bnpb | tabel | vektor | raster
    format: str  # txt | xlsx | xls | csv | gpkg | geojson | shp | kml | kmz | fgb | tif
    filename: str
    content: bytes | Path
    text: str = ""
    tables: tuple[Table, ...] = ()
    recipe: Recipe | None = None

    @property
    def recipe_name(self) -> str | None:
        """Name of the recipe its tables are read by; `bnpb` for BNPB's sheet."""
        return self.recipe.name if self.recipe else ("bnpb" if self.kind == "bnpb" else None)

    def rows(self, *, agency: str | None = None) -> Iterator[Report | Rejection]:
        """Every row of its tables as a report or a rejection, streaming. `agency`: who sent it, if known."""
        if self.recipe:
            return rows.rows(self.tables, self.recipe, agency=agency)
        return bnpb.rows(self.tables, agency=agency)


def read(
    content: bytes | Path,
    filename: str,
    media_type: str | None = None,
    recipe: str | None = None,
) -> Source:
    """The recognised source. `recipe` names how a table is read; without it the headers tell.

    InvalidInput: empty, broken, locked, or of a kind that is not taken; a table whose columns fit no recipe.
    TooLarge: a zip bomb, a text of over a megabyte. NotFound: no recipe of that name.
    """
    name = PurePath(filename.replace("\\", "/")).name or "berkas"
    head = _head(content)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise _empty(name)
    format_ = recognise(head, content, name)
    if format_ in VECTOR_FORMATS or format_ == "tif":
        kind = "raster" if format_ == "tif" else "vektor"
        return Source(kind=kind, format=format_, filename=name, content=content)
    if format_ in SHEET_READERS:
        return _tabular(SHEET_READERS[format_](content, name), content, name, format_, recipe)
    return _text_or_csv(_bytes(content, name), name, media_type, recipe)


def recognise(head: bytes, content: bytes | Path, filename: str) -> str:
    """The format that the content shows; `txt` for any text. InvalidInput: one that is not taken."""
    found = next((name for magic, name in MAGIC if head.startswith(magic)), None)
    if found == "zip":
        return _zip_format(content, filename)
    if found == "ole":
        return "xls"
    if found:
        if found in (*VECTOR_FORMATS, "tif"):
            return found
        raise _not_taken(filename, found)
    return _text_format(head, filename)


def _zip_format(content: bytes | Path, filename: str) -> str:
    """What a zip file is, by the names in it."""
    with archive.open_archive(content, filename=filename) as opened:
        names = [name.lower() for name in opened.namelist()]
    marks: tuple[tuple[str, str], ...] = (
        ("xl/workbook.xml", "xlsx"),
        (".shp", "shp"),
        (".kml", "kmz"),
        ("xl/workbook.bin", "buku kerja .xlsb"),
        ("content.xml", "berkas OpenDocument"),
        ("word/document.xml", "dokumen Word"),
        ("ppt/presentation.xml", "presentasi"),
    )
    found = next((kind for mark, kind in marks if any(name.endswith(mark) for name in names)), "zip")
    if found in ("xlsx", "shp", "kmz"):
        return found
    raise _not_taken(filename, found)


def _text_format(head: bytes, filename: str) -> str:
    """GeoJSON and KML are text too; HTML that calls itself Excel is refused."""
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:2000]
    if start.startswith((b"{", b"[")) and re.search(rb'"(type|features|coordinates|crs)"\s*:', start):
        return "geojson"
    if start.startswith(b"<"):
        archive.refuse_doctype(b"" if b"<html" in start.lower() else head, filename=filename)
        if b"<kml" in start.lower():
            return "kml"
        if re.search(rb"<(html|table|!doctype|workbook|\?mso)", start, re.IGNORECASE):
            raise _not_taken(filename, "halaman HTML/XML yang bernama seperti tabel")
    return "txt"


def _text_or_csv(content: bytes, filename: str, media_type: str | None, recipe_name: str | None) -> Source:
    """A table if it is cut into columns and either says so by name or has a header we know; else a text."""
    sheet = delimited.read_delimited(content, filename=filename, name=PurePath(filename).stem)
    named_so = filename.lower().endswith(TABULAR_NAMES) or (media_type or "").split(";")[0] in TABULAR_TYPES
    if sheet and (named_so or recipe_name or _known([sheet])):
        return _tabular((sheet,), content, filename, "csv", recipe_name)
    if recipe_name:
        raise _not_taken(filename, "teks tanpa kolom")
    if len(content) > MAX_TEXT_BYTES:
        raise _too_large(filename, MAX_TEXT_BYTES)
    text = encoding.decode(content, filename=filename)
    return Source(kind="teks", format="txt", filename=filename, content=content, text=text)


def _known(sheets: list[Sheet]) -> bool:
    return bool(bnpb.tables(sheets) or recipe.matching(sheets, recipe.recipes()))


def _tabular(
    sheets: tuple[Sheet, ...], content: bytes | Path, filename: str, format_: str, recipe_name: str | None
) -> Source:
    """The source with its tables, by the recipe named or by the one that its headers fit."""
    known = recipe.recipes()
    if recipe_name in (None, "bnpb") and (tables := bnpb.tables(sheets)):
        return Source(kind="bnpb", format=format_, filename=filename, content=content, tables=tables)
    chosen = recipe.named(recipe_name, known) if recipe_name else recipe.matching(sheets, known)
    if chosen is None:
        raise _no_recipe(sheets, filename, known)
    tables = tuple(table for sheet in sheets if (table := chosen.table(sheet)))
    if not tables:
        raise recipe.missing_columns(chosen, sheets)
    for table in tables:
        recipe.check_columns(chosen, table)
    return Source(
        kind="tabel", format=format_, filename=filename, content=content, tables=tables, recipe=chosen
    )


def _head(content: bytes | Path) -> bytes:
    if isinstance(content, bytes):
        return content[:HEAD_BYTES]
    with content.open("rb") as file:
        return file.read(HEAD_BYTES)


def _bytes(content: bytes | Path, filename: str) -> bytes:
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > MAX_CSV_BYTES:
        raise _too_large(filename, MAX_CSV_BYTES)
    return content if isinstance(content, bytes) else content.read_bytes()


def _read_xls(content: bytes | Path, filename: str) -> tuple[Sheet, ...]:
    return xls.read_xls(_bytes(content, filename), filename=filename)


def _read_xlsx(content: bytes | Path, filename: str) -> tuple[Sheet, ...]:
    return workbook.read_xlsx(content, filename=filename)


SHEET_READERS: dict[str, Callable[[bytes | Path, str], tuple[Sheet, ...]]] = {
    "xlsx": _read_xlsx,
    "xls": _read_xls,
}


def _empty(filename: str) -> InvalidInput:
    return InvalidInput(
        "berkas_kosong",
        "{filename} kosong: tidak ada isinya",
        "{filename} is empty: there is nothing in it",
        where=filename,
        filename=filename,
    )


def _not_taken(filename: str, what: str) -> InvalidInput:
    return InvalidInput(
        "jenis_berkas",
        "{filename} adalah {what}, yang tidak dapat dibaca. Yang diterima: {accepted}",
        "{filename} is of a kind that is not read ({what}). Accepted: {accepted}",
        where=filename,
        filename=filename,
        what=what,
        accepted=ACCEPTED,
    )


def _too_large(filename: str, limit_bytes: int) -> TooLarge:
    return TooLarge(
        "terlalu_besar",
        "{filename} lebih dari {megabytes} MB: bagi menjadi beberapa berkas",
        "{filename} is over {megabytes} MB: split it into several files",
        where=filename,
        filename=filename,
        megabytes=limit_bytes // 1_000_000,
    )


def _no_recipe(sheets: tuple[Sheet, ...], filename: str, known: dict[str, Recipe]) -> InvalidInput:
    """The error for a table that nobody has described; it shows what the file's header looks like."""
    lines = [
        names for sheet in sheets for table in headers(sheet) if (names := [n for n in table.names if n])
    ]
    widest = max(lines, key=len, default=[])
    return InvalidInput(
        "resep_tidak_ditemukan",
        "{filename}: tidak ada resep untuk kolom {columns}. Yang ada: bnpb, {known}. "
        "Cara menambah resep: docs/how-to/add-a-source.md",
        "{filename}: no recipe reads the columns {columns}. There are: bnpb, {known}. "
        "How to add one: docs/how-to/add-a-source.md",
        where=filename,
        filename=filename,
        columns=", ".join(widest)[:400] or "-",
        known=", ".join(known),
    )
