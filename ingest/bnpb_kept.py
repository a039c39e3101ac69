"""A row of BNPB's sheet as the register keeps it: its cells, what it is known by, and its flags."""

from datetime import date

from gis import register
from gis.report import Rejection, Report, SheetRow
from ingest import bnpb_dates
from ingest.bnpb_sheet import BnpbSheet
from ingest.cells import BadCell
from ingest.sheetrow import RowKeeper
from ingest.table import Row

IDENTITY = ("id_kab", "kabkot", "id_jenis_bencana", "kejadian", "tahun", "bulan", "tanggal", "tgl", "lokasi")
FLAGS = {"flag_kab": "kabupaten", "flag_prop": "provinsi", "flag_nas": "nasional"}


def kept_row(sheet: BnpbSheet, row: Row, item: Report | Rejection, keeper: RowKeeper) -> SheetRow:
    """The row with its cells: identified by its KIB, else by where, what and when it tells of."""
    if isinstance(item, Report) and item.occurrence:
        written: str | None = item.kib
        day: date | None = item.occurrence.start.date()
    else:
        written, day = sheet.repaired_kib(row) or sheet.words(row, "kib"), _day(sheet, row)
    kib = register.kib_key(written)
    identity = ("kib", kib) if kib else tuple(sheet.words(row, name) for name in IDENTITY)
    signed = tuple(
        (level, words[:100])
        for name, level in FLAGS.items()
        if (words := sheet.words(row, name)) and words.strip("0.- ")
    )
    return keeper.kept(row, identity, day=day, signed=signed, cells=True)


def _day(sheet: BnpbSheet, row: Row) -> date | None:
    """The day it happened, also of a row that is rejected; the first of its month or year where coarser."""
    try:
        return bnpb_dates.occurrence(sheet, row, with_clock=False).start.date()
    except BadCell:
        return None
