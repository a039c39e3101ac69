"""Rows of BNPB's sheet made for tests, and the report or rejection that each becomes."""

import io

from gis import xlsx
from gis.report import Figure, Rejection, Report
from ingest import bnpb
from ingest.table import Sheet, Value

ROW: dict[str, Value] = {
    "id_prov": "19",
    "id_kab": "1905",
    "provinsi": "KEPULAUAN BANGKA BELITUNG",
    "kabkot": "BANGKA SELATAN",
    "id_jenis_bencana": "105",
    "kejadian": "PUTING BELIUNG",
    "lokasi": "Kec. Toboali\nDs. Gadung\n",
    "tahun": "2020",
    "bulan": "2",
    "tanggal": "7",
    **dict.fromkeys(bnpb.FIGURES, "0"),
}


def sheet_of(*rows: dict[str, Value], names: tuple[str, ...] = bnpb.COLUMNS_94) -> Sheet:
    head: list[Value] = list(names)
    body = [[row.get(name) for name in names] for row in rows]
    return Sheet("Sheet1", lambda: iter(list(enumerate([head, *body], start=1))))


def content_of(*rows: dict[str, Value], names: tuple[str, ...] = bnpb.COLUMNS_94) -> bytes:
    """The rows as a workbook."""
    target = io.BytesIO()
    lines = [list(names), *([row.get(name) for name in names] for row in rows)]
    xlsx.write(target, [xlsx.SheetOut("Sheet1", lines)])  # type: ignore[arg-type]
    return target.getvalue()


def read_one(**changes: Value) -> Report | Rejection:
    (item,) = bnpb.rows(bnpb.tables([sheet_of({**ROW, **changes})]))
    return item


def report_with(**changes: Value) -> Report:
    item = read_one(**changes)
    assert isinstance(item, Report), item
    return item


def rejection_of(**changes: Value) -> Rejection:
    item = read_one(**changes)
    assert isinstance(item, Rejection), item
    return item


def figures_of(report: Report) -> dict[str, Figure]:
    return {figure.kind: figure for figure in report.figures}
