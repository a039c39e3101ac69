"""Rows that came in BNPB's sheet, given back as they came but for what is listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import bnpb, queries, sheetcells, sheetrows
from gis.codes import name_key
from gis.sheetcells import Value
from gis.vault import Vault
from gis.zone import WIB
from layers.exports.sheet_words import word_changes
from layers.exports.wanted import Change, Wanted

_SQL = queries.load("layers.exports")
BATCH = 1_000
KIND_COLUMN = {kind: column for column, kind in bnpb.FIGURES.items()}
FLAGS = {"kabupaten": "flag_kab", "provinsi": "flag_prop", "nasional": "flag_nas"}


@dataclass(frozen=True, slots=True)
class CameRow:
    """A row as it goes out: cells by BNPB's column names, and how it differs from how it came."""

    cells: dict[str, Value]
    changes: tuple[Change, ...]
    report: UUID | None
    wide: bool  # its sheet had the 94 columns


def came_rows(conn: sa.Connection, wanted: Wanted) -> Iterator[CameRow]:
    """The rows, in the order they came; `Change.row` is 0 here."""
    found = conn.execute(_SQL["sheet_rows"], wanted.values()).all()
    for batch in _batches(found):
        reports = [row.report_id for row in batch if row.report_id]
        vault = Vault(conn, {row.submission_id for row in batch}, reports)
        key = {"reports": reports, "seq": wanted.moment.seq}
        corrected = _by_report(conn.execute(_SQL["corrected_figures"], key))
        signed = _by_report(conn.execute(_SQL["signatures"], key))
        words = _by_report(conn.execute(_SQL["corrected_words"], key))
        places = {
            place.report_id: place for place in conn.execute(_SQL["places"], {**key, "reports": list(words)})
        }
        for row in batch:
            changed = _Changed(
                figures=corrected.get(row.report_id, []),
                signed=signed.get(row.report_id, []),
                words=words.get(row.report_id, []),
                place=places.get(row.report_id),
            )
            yield _came(row, vault, changed)


def _batches(found: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def _by_report(rows: sa.CursorResult[Any]) -> dict[UUID | None, list[Any]]:
    found: dict[UUID | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row.report_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """What officers did to the report of a row."""

    figures: list[Any]
    signed: list[Any]
    words: list[Any]
    place: Any


def _came(row: Any, vault: Vault, changed: _Changed) -> CameRow:
    stored = sheetrows.opened(vault, row.submission_id, row.cells, row.report_id)
    keys = {name_key(name) for name in row.names}
    wide = bool(keys & {name_key(name) for name in bnpb.COLUMNS_94[91:]})
    if stored is None:
        why = "kiriman atau laporan ini dihapus"
        erased = Change(kind="dihapus", row=0, column="", before=None, after=None, why=why)
        return CameRow({}, (erased,), row.report_id, wide)
    names = [bnpb.KEYS.get(name_key(name), name) for name in row.names]
    cells = dict(zip(names, sheetcells.decode(stored), strict=False))
    words = list(word_changes(cells, changed.words, changed.place))
    repairs = [] if any(change.column == "kib" for change in words) else list(_repairs(cells))
    changes = [*repairs, *words, *_corrections(cells, changed.figures), *_flags(cells, changed.signed)]
    cells |= {change.column: change.after for change in changes}
    if row.rejected:
        why = f"baris ini tidak menjadi laporan: {row.rejected}"
        changes.append(Change(kind="tidak_dimuat", row=0, column="", before=None, after=None, why=why))
    return CameRow(cells, tuple(changes), row.report_id, wide)


def _repairs(cells: dict[str, Value]) -> Iterator[Change]:
    repaired = bnpb.kib_repair(cells)
    if repaired is not None:
        why = "bentuk KIB keliru; kabupaten, jenis, dan tanggal baris ini menentukan yang benar"
        yield Change(kind="perbaikan", row=0, column="kib", before=cells.get("kib"), after=repaired, why=why)


def _corrections(cells: dict[str, Value], corrected: list[Any]) -> Iterator[Change]:
    """Figures that officers corrected, in the form (text or number) that the cell has."""
    for figure in corrected:
        column = KIND_COLUMN.get(figure.kind)
        if column is None:
            continue
        before = cells.get(column)
        after = figure_cell(column, figure.value, text=isinstance(before, str))
        if bnpb.plain_words(before) == bnpb.plain_words(after):
            continue
        when = figure.recorded_at.astimezone(WIB)
        why = f"dikoreksi {figure.by}, {when:%d/%m/%Y %H.%M} WIB: {figure.reason or 'tanpa alasan'}"
        yield Change(kind="koreksi", row=0, column=column, before=before, after=after, why=why)


def figure_cell(column: str, value: Any, *, text: bool = False) -> Value:
    """A figure of ours as BNPB's cell: in its unit, empty where there is no number."""
    if value is None:
        return None
    number = float(value) / bnpb.FACTORS.get(column, 1)
    whole = int(number) if number.is_integer() else round(number, 6)
    return str(whole) if text else whole


def _flags(cells: dict[str, Value], signed: list[Any]) -> Iterator[Change]:
    """Sign-offs given or withdrawn here; those that came with the sheet stay as they came."""
    for act in signed:
        column = FLAGS[act.level]
        before = cells.get(column)
        after: Value = "1" if act.act == "sah" else None
        if act.origin == "lembar" or before == after:
            continue
        when = act.recorded_at.astimezone(WIB)
        verb = "disahkan" if act.act == "sah" else "pengesahan dicabut"
        plain = f"{verb} {act.by}, {when:%d/%m/%Y %H.%M} WIB"
        why = f"{plain}: {act.reason}" if act.reason else plain
        yield Change(
            kind="pengesahan", row=0, column=column, before=before, after=after, why=why, plain=plain
        )
