"""The door for files: what came in is recognised by its content, then by its name, and read.

    read(content, filename) → Source(kind = teks | bnpb | tabel | vektor | raster)

Texts are decoded, chat exports taken out of their zip, tables come with their header found and their recipe
chosen; vector and raster files are only recognised here and handed on. Whatever cannot be taken is said in
plain words (InvalidInput, TooLarge).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from gis.areas import AreaIndex
from gis.errors import InvalidInput, TooLarge
from gis.report import Rejection, Report
from ingest import bnpb, chat_file, delimited, encoding, formats, recipe, rows, workbook, xls
from ingest.chat import Tally
from ingest.recipe import Recipe, recipes
from ingest.table import Sheet, Table, headers

MAX_TEXT_BYTES = 1_000_000  # some 500 long messages
MAX_CSV_BYTES = 200_000_000

SUMMARY = "Ringkasan SIGAP"
"""The sheet that SIGAP adds to a workbook it sends back; it is not read when the workbook returns."""

TABULAR_NAMES = (".csv", ".tsv", ".tab")
TABULAR_TYPES = ("text/csv", "text/tab-separated-values")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What came in, recognised. `kind` is the submission's; `format` is the file's."""

    kind: str  # teks | bnpb | tabel | vektor | raster
    format: str  # txt | chat | xlsx | xls | csv | gpkg | geojson | shp | kml | kmz | fgb | tif
    filename: str
    content: bytes | Path
    text: str = ""
    tables: tuple[Table, ...] = ()
    recipe: Recipe | None = None
    tally: Tally = field(default_factory=Tally)  # of a chat: filled while its messages are read

    @property
    def recipe_name(self) -> str | None:
        """Name of the recipe its tables are read by; `bnpb` for BNPB's sheet."""
        return self.recipe.name if self.recipe else ("bnpb" if self.kind == "bnpb" else None)

    def rows(
        self, *, agency: str | None = None, index: AreaIndex | None = None
    ) -> Iterator[Report | Rejection]:
        """Every row of its tables as a report or a rejection, streaming.

        `agency`: who sent it, if known. `index`: tells in which regency a point lies, where that settles
        whose area codes the file uses.
        """
        if self.recipe:
            return rows.rows(self.tables, self.recipe, agency=agency, index=index)
        return bnpb.rows(self.tables, agency=agency, index=index)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A table on its way in: its file, the recipe asked for, and those there are."""

    content: bytes | Path
    filename: str
    format: str
    recipe: str | None
    known: Mapping[str, Recipe]

    def source(self, kind: str, tables: tuple[Table, ...], chosen: Recipe | None) -> Source:
        return Source(
            kind=kind,
            format=self.format,
            filename=self.filename,
            content=self.content,
            tables=tables,
            recipe=chosen,
        )


def read(
    content: bytes | Path,
    filename: str,
    media_type: str | None = None,
    recipe: str | None = None,
    *,
    known: Mapping[str, Recipe] | None = None,
    as_layer: bool = False,
) -> Source:
    """The recognised source. `recipe` names how a table is read; without it the headers tell.

    `as_layer`: a text table is points or WKT for a layer, not reports.

    `known`: the recipes to choose from, those of data/recipes by default.

    InvalidInput: empty, broken, locked, or of a kind that is not taken; a table whose columns fit no recipe.
    TooLarge: a zip bomb, a text of over a megabyte. NotFound: no recipe of that name.
    """
    name = PurePath(filename.replace("\\", "/")).name or "berkas"
    if not formats.head(content).strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise _empty(name)
    if recipe is None and not as_layer and (talk := chat_file.text_of(content, name)) is not None:
        return Source(kind="teks", format="chat", filename=name, content=content, text=talk)
    format_ = formats.recognise(content, name)
    if format_ in (*formats.VECTOR_FORMATS, *formats.RASTER_FORMATS):
        kind = "raster" if format_ in formats.RASTER_FORMATS else "vektor"
        return Source(kind=kind, format=format_, filename=name, content=content)
    if as_layer and format_ == "txt":
        return Source(kind="vektor", format="csv", filename=name, content=content)
    if format_ in SHEET_READERS:
        arrival = _Arrival(content, name, format_, recipe, recipes() if known is None else known)
        return _tabular(SHEET_READERS[format_](content, name), arrival)
    arrival = _Arrival(content, name, "csv", recipe, recipes() if known is None else known)
    return _text_or_csv(_bytes(content, name), arrival, media_type)


def _text_or_csv(content: bytes, arrival: _Arrival, media_type: str | None) -> Source:
    """A table if it is cut into columns and either says so by name or has a header we know; else a text."""
    filename = arrival.filename
    stem, ragged = PurePath(filename).stem, arrival.recipe is not None
    sheet = delimited.read_delimited(content, filename=filename, name=stem, ragged=ragged)
    named_so = filename.lower().endswith(TABULAR_NAMES) or (media_type or "").split(";")[0] in TABULAR_TYPES
    if sheet and (named_so or arrival.recipe or _has_known_header(sheet, arrival)):
        return _tabular((sheet,), arrival)
    if arrival.recipe:
        raise formats.not_taken(filename, "teks tanpa kolom")
    if len(content) > MAX_TEXT_BYTES:
        raise _too_large(filename, MAX_TEXT_BYTES)
    text = encoding.decode(content, filename=filename)
    return Source(kind="teks", format="txt", filename=filename, content=content, text=text)


def _has_known_header(sheet: Sheet, arrival: _Arrival) -> bool:
    return bool(bnpb.tables([sheet]) or recipe.matching([sheet], arrival.known))


def _tabular(sheets: tuple[Sheet, ...], arrival: _Arrival) -> Source:
    """The source with its tables, by the recipe named or by the one that its headers fit."""
    sheets = tuple(sheet for sheet in sheets if sheet.name != SUMMARY)
    if arrival.recipe in (None, "bnpb") and (found := bnpb.tables(sheets)):
        return arrival.source("bnpb", found, None)
    chosen = recipe.named(arrival.recipe, arrival.known) if arrival.recipe else None
    chosen = chosen or recipe.matching(sheets, arrival.known)
    if chosen is None:
        raise _no_recipe(sheets, arrival)
    tables = tuple(table for sheet in sheets if (table := chosen.table(sheet)))
    if not tables:
        raise recipe.missing_columns(chosen, sheets)
    for table in tables:
        recipe.check_columns(chosen, table)
    return arrival.source("tabel", tables, chosen)


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


def _too_large(filename: str, limit_bytes: int) -> TooLarge:
    return TooLarge(
        "terlalu_besar",
        "{filename} lebih dari {megabytes} MB: bagi menjadi beberapa berkas",
        "{filename} is over {megabytes} MB: split it into several files",
        where=filename,
        filename=filename,
        megabytes=limit_bytes // 1_000_000,
    )


def _no_recipe(sheets: tuple[Sheet, ...], arrival: _Arrival) -> InvalidInput:
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
        where=arrival.filename,
        filename=arrival.filename,
        columns=", ".join(widest)[:400] or "-",
        known=", ".join(arrival.known),
    )
