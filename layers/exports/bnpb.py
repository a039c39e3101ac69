"""BNPB's sheet of any period and area, 91 or 94 columns: rows as they came, the rest from the register."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from gis import bnpb, codes, xlsx
from gis.sheetcells import Value
from layers.exports.columns import (
    PROVINCE,
    hazard_cells,
    moment_cells,
    place_lines,
    point_cells,
    regency_cells,
)
from layers.exports.sheet_rows import FLAGS, CameRow, came_rows, figure_cell
from layers.exports.told import Told, told_rows
from layers.exports.wanted import Change, Wanted, Written

FREE_TEXT = (
    *("alamat_lengkap", "keterangan", "penyebab", "kronologis", "sumber", "input_oleh"),
    *("bantuan_bnpb", "bantuan_kl", "bantuan_pemprov_pemda", "bantuan_lainnya"),
)
"""Left out of a redacted export: what officers write freely names people sooner or later."""

REPAIRS_SHEET = "Perbaikan SIGAP"
REPAIR_HEAD = ("jenis", "baris", "kolom", "sebelum", "sesudah", "alasan")


def write(
    conn: sa.Connection, wanted: Wanted, target: Path | IO[bytes], *, form: str | None = None
) -> Written:
    """Write the workbook: the rows, and a second sheet that lists every cell that is not as it came.

    `form`: `91` or `94` columns; by itself 91 where every row came from sheets of 91.
    """
    came = list(came_rows(conn, wanted))
    wide = form != "91" if form else not came or any(row.wide for row in came)
    written = Written(bnpb.COLUMNS_94 if wide else bnpb.COLUMNS_91)
    reports = [row.report for row in came if row.report and row.cells]
    told = told_rows(conn, wanted, but_reports=reports)
    rows = xlsx.SheetOut("Sheet1", _lines(came, told, wanted, written))
    repairs = xlsx.SheetOut(REPAIRS_SHEET, _repair_lines(written), widths=(14, 8, 24, 30, 30, 70))
    xlsx.write(target, [rows, repairs])
    return written


def _lines(
    came: Sequence[CameRow], told: Iterator[Told], wanted: Wanted, written: Written
) -> Iterator[Sequence[Value]]:
    yield list(written.columns)
    for row in came:
        if not row.cells:  # erased: listed, and told as the register has it
            written.changes += row.changes
            continue
        written.rows += 1
        written.from_sheets += 1
        number = written.rows + 1
        written.changes += (
            _numbered(change, number, wanted, written)
            for change in row.changes
            if _is_for(change.column, wanted)
        )
        yield _line(row.cells, wanted, written)
    for event in told:
        written.rows += 1
        yield _line(cells_of(event), wanted, written)


def _line(cells: dict[str, Value], wanted: Wanted, written: Written) -> list[Value]:
    if wanted.lossless:
        return [cells.get(name) for name in written.columns]
    return [_redacted(name, cells.get(name), wanted, written) for name in written.columns]


def _redacted(name: str, value: Value, wanted: Wanted, written: Written) -> Value:
    if not _is_for(name, wanted):
        hidden = None
    elif not isinstance(value, str) or name in ("kib", *bnpb.FIGURES):
        hidden = None if name in FREE_TEXT else value
    else:
        hidden = None if name in FREE_TEXT else wanted.mask(value)
    written.redacted += hidden != value
    return hidden


def _is_for(name: str, wanted: Wanted) -> bool:
    """Whether the column may be shown: a figure, or a sum of figures, of kinds that may."""
    kinds = [bnpb.FIGURES[part] for part in _PARTS.get(name, (name,)) if part in bnpb.FIGURES]
    own = [bnpb.FIGURES[name]] if name in bnpb.FIGURES else []
    return all(map(wanted.reads, (*kinds, *own)))


_PARTS = {**bnpb.DAMAGED, **bnpb.DERIVED}


def _numbered(change: Change, row: int, wanted: Wanted, written: Written) -> Change:
    before, after = (
        value if wanted.lossless else _redacted(change.column, value, wanted, written)
        for value in (change.before, change.after)
    )
    # What officers write of other than its own figures may tell a sector's officer those of others.
    said = change.why if wanted.kinds is None else change.plain or change.why
    why = said if wanted.lossless else wanted.mask(said)
    return Change(kind=change.kind, row=row, column=change.column, before=before, after=after, why=why)


def _repair_lines(written: Written) -> Iterator[Sequence[Value]]:
    yield list(REPAIR_HEAD)
    for change in written.changes:
        yield [change.kind, change.row or None, change.column, change.before, change.after, change.why]
    if written.redacted:
        why = f"{written.redacted} sel berisi teks bebas atau data pribadi dikosongkan atau disamarkan"
        yield ["disamarkan", None, None, None, None, why]


def cells_of(event: Told) -> dict[str, Value]:
    """An event of the register in BNPB's columns. No number is an empty cell, never 0."""
    cells: dict[str, Value] = {
        "id_prov": "19",
        "provinsi": PROVINCE,
        **regency_cells(event.regency),
        **hazard_cells(event.hazard),
        "nama_kejadian": event.name,
        "lokasi": place_lines(event.areas) or None,
        **moment_cells(event.start, event.precision),
        "tanggal_update": event.valid_at.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0),
        **_figure_cells(event.figures),
        "jumlah_kejadian": 1,
        "sumber": _agency(event.source),
        **point_cells(event.lonlat),
        "kib": event.kib,
        **{name: _text(event, name) for name in ("kronologis", "penyebab", "keterangan", "alamat_lengkap")},
    }
    for level, column in FLAGS.items():
        act = event.signed.get(level)
        cells[column] = (act.value or "1") if act and act.act == "sah" else None
    return cells


def _text(event: Told, name: str) -> str | None:
    return event.texts.get(name) or None


def _agency(slug: str) -> str | None:
    known = codes.agencies().get(slug)
    return known.name if known else None


def _figure_cells(figures: dict[str, float]) -> dict[str, Value]:
    cells = {column: figure_cell(column, figures.get(kind)) for column, kind in bnpb.FIGURES.items()}
    for total, parts in (*bnpb.DAMAGED.items(), *bnpb.DERIVED.items()):
        known = [value for part in parts if isinstance(value := cells.get(part), int | float)]
        if known and cells.get(total) is None:
            cells[total] = sum(known)
    if cells.get("terluka") is None:
        cells["terluka"] = _added(figures, "luka_berat", "luka_ringan")
    return cells


def _added(figures: dict[str, float], *kinds: str) -> Value:
    known = [figures[kind] for kind in kinds if kind in figures]
    return figure_cell("terluka", sum(known)) if known else None
