"""Which format a file is, by its content: magic bytes, what a zip holds, how a text begins."""

import re
from pathlib import Path

from gis.errors import InvalidInput
from ingest import archive

HEAD_BYTES = 4_000
MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"SQLite format 3\x00", "gpkg"),
    (b"fgb\x03", "fgb"),
    (b"PAR1", "parquet"),
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
VECTOR_FORMATS = ("gpkg", "fgb", "geojson", "geojsonseq", "kml", "kmz", "shp", "gdb", "gpx", "parquet")
RASTER_FORMATS = ("tif", "asc")
IN_ZIP = (
    ("xl/workbook.xml", "xlsx"),
    (".gdbtable", "gdb"),
    (".shp", "shp"),
    (".kml", "kmz"),
    ("xl/workbook.bin", "buku kerja .xlsb"),
    ("content.xml", "berkas OpenDocument"),
    ("word/document.xml", "dokumen Word"),
    ("ppt/presentation.xml", "presentasi"),
)
TAKEN_IN_ZIP = ("xlsx", "gdb", "shp", "kmz")
ACCEPTED = (
    "teks (.txt), .xlsx, .xls, .csv, .gpkg, .geojson, .geojsonl, .zip (Shapefile, File Geodatabase), .kml, "
    ".kmz, .gpx, .fgb, .parquet (GeoParquet), .tif, .asc"
)

# A feature alone on its line, with another on the next.
_FEATURE_LINE = re.compile(rb'\{\s*"type"\s*:\s*"Feature"\s*,[^\n]*\}\s*\n\x1e?\s*\{')


def head(content: bytes | Path) -> bytes:
    """The first bytes, by which a format shows."""
    if isinstance(content, bytes):
        return content[:HEAD_BYTES]
    with content.open("rb") as file:
        return file.read(HEAD_BYTES)


def recognise(content: bytes | Path, filename: str) -> str:
    """The format that the content shows; `txt` for any text. InvalidInput: one that is not taken."""
    start = head(content)
    found = next((name for magic, name in MAGIC if start.startswith(magic)), None)
    if found == "zip":
        return _zip_format(content, filename)
    if found == "ole":
        return "xls"
    if found:
        if found in (*VECTOR_FORMATS, *RASTER_FORMATS):
            return found
        raise not_taken(filename, found)
    return _text_format(start, filename)


def _zip_format(content: bytes | Path, filename: str) -> str:
    """What a zip file is, by the names in it."""
    with archive.open_archive(content, filename=filename) as opened:
        names = [name.lower() for name in opened.namelist()]
    found = next((kind for mark, kind in IN_ZIP if any(name.endswith(mark) for name in names)), "arsip zip")
    if found in TAKEN_IN_ZIP:
        return found
    raise not_taken(filename, found)


def _text_format(opening: bytes, filename: str) -> str:
    """GeoJSON and KML are text too; HTML that calls itself Excel is refused."""
    start = opening.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:2000]
    if _FEATURE_LINE.match(start.lstrip(b"\x1e")):
        return "geojsonseq"
    if start.startswith((b"{", b"[")) and re.search(rb'"(type|features|coordinates|crs)"\s*:', start):
        return "geojson"
    if re.match(rb"ncols\s+\d+\s+nrows\s+\d+\s+[xy]ll(corner|center)", start, re.IGNORECASE):
        return "asc"
    if start.startswith(b"<"):
        archive.refuse_doctype(b"" if b"<html" in start.lower() else opening, filename=filename)
        for name in (b"kml", b"gpx"):
            if b"<" + name in start.lower():
                return name.decode()
        if re.search(rb"<(html|table|!doctype|workbook|\?mso)", start, re.IGNORECASE):
            raise not_taken(filename, "halaman HTML/XML yang bernama seperti tabel")
    return "txt"


def not_taken(filename: str, what: str) -> InvalidInput:
    """The error for a file of a kind that is not read."""
    return InvalidInput(
        "jenis_berkas",
        "{filename} adalah {what}, yang tidak dapat dibaca. Yang diterima: {accepted}",
        "{filename} is of a kind that is not read ({what}). Accepted: {accepted}",
        where=filename,
        filename=filename,
        what=what,
        accepted=ACCEPTED,
    )
