"""The sign-off chain: its order, its withdrawal, and the flags that a sheet came with and goes out with."""

import io
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
import sqlalchemy as sa

from gis import ledger, signing
from gis.db import Database
from gis.errors import Conflict, InvalidInput
from gis.files import Files
from gis.ledger import Moment
from gis.signing import Level
from gis.viewer import officer
from ingest import run
from layers.exports import bnpb as export
from layers.exports.wanted import Wanted
from tests.bnpb_rows import ROW, content_of
from tests.registers import figure, keep, told

OFFICER = officer("uji")


def _sign(database: Database, report: UUID, level: Level, by: str = "uji", **more: str) -> None:
    with ledger.entry(database, by=by, why="sahkan") as entry:
        signing.sign(entry, report, level, **more)


def _withdraw(database: Database, report: UUID, level: Level, reason: str = "angka keliru") -> None:
    with ledger.entry(database, by="uji", why="cabut") as entry:
        signing.withdraw(entry, report, level, reason=reason)


def _chain(database: Database, report: UUID, as_of: Moment | None = None) -> dict[str, bool]:
    with database.read(OFFICER) as conn:
        seq = (as_of or ledger.resolve(conn)).seq
        acts = signing.chain(conn, report, seq=seq)
    return {level.value: act.act == "sah" for level, act in acts.items()}


@pytest.fixture
def report(database: Database) -> UUID:
    ((_, key),) = keep(database, told(figure("meninggal", 1))).reports
    return key


def test_levels_are_signed_from_below_and_withdrawn_from_above(database: Database, report: UUID) -> None:
    with pytest.raises(Conflict, match="only after level kabupaten"):
        _sign(database, report, Level.PROVINCE)
    _sign(database, report, Level.REGENCY)
    with pytest.raises(Conflict, match="already"):
        _sign(database, report, Level.REGENCY)
    _sign(database, report, Level.PROVINCE)
    with pytest.raises(Conflict, match="Withdraw level provinsi first"):
        _withdraw(database, report, Level.REGENCY)
    with pytest.raises(InvalidInput):
        _sign(database, report, Level.NATION)
    _sign(database, report, Level.NATION, reason="surat BNPB nomor contoh")
    assert _chain(database, report) == {"kabupaten": True, "provinsi": True, "nasional": True}
    _withdraw(database, report, Level.NATION)
    _withdraw(database, report, Level.PROVINCE)
    assert _chain(database, report) == {"kabupaten": True, "provinsi": False, "nasional": False}
    _sign(database, report, Level.PROVINCE)
    assert _chain(database, report)["provinsi"]


def test_withdrawing_needs_a_reason(database: Database, report: UUID) -> None:
    _sign(database, report, Level.REGENCY)
    with pytest.raises(InvalidInput):
        _withdraw(database, report, Level.REGENCY, reason=" ")


def test_the_past_keeps_its_chain(database: Database, report: UUID) -> None:
    _sign(database, report, Level.REGENCY, by="Bangka Selatan")
    with database.read(OFFICER) as conn:
        then = ledger.resolve(conn)
    _withdraw(database, report, Level.REGENCY)
    assert _chain(database, report, then) == {"kabupaten": True}
    with database.read(OFFICER) as conn:
        acts = signing.history(conn, report, seq=ledger.resolve(conn).seq)
    assert [(act["by"], act["signed"]) for act in acts] == [("Bangka Selatan", True), ("uji", False)]


def test_a_flag_of_the_sheet_stands_as_in_the_sheet_and_goes_out_so(
    database: Database, tmp_path: Path
) -> None:
    content = content_of({**ROW, "flag_kab": "Y", "flag_prop": "0"})
    delivery = run.Delivery(content=content, filename="a.xlsx", channel="email", viewer=OFFICER)
    ((_, key, _),) = run.ingest(database, Files(tmp_path), delivery).reports
    assert _chain(database, key) == {"kabupaten": True}
    assert _flags(database) == ("Y", "0", None)
    _sign(database, key, Level.PROVINCE)
    assert _flags(database) == ("Y", "1", None)
    _withdraw(database, key, Level.PROVINCE)
    _withdraw(database, key, Level.REGENCY)
    assert _flags(database) == (None, None, None)


def _flags(database: Database) -> tuple[object, ...]:
    target = io.BytesIO()
    with database.read(OFFICER) as conn:
        export.write(conn, Wanted(moment=ledger.resolve(conn), lossless=True), target)
    sheet = openpyxl.load_workbook(target)["Sheet1"]
    at = {cell.value: cell.column for cell in sheet[1]}
    return tuple(sheet.cell(2, at[name]).value for name in ("flag_kab", "flag_prop", "flag_nas"))


@pytest.mark.parametrize(
    "statement", ["UPDATE sign_off SET by = 'x'", "DELETE FROM sheet_row", "TRUNCATE sheet_head"]
)
def test_neither_rows_nor_signatures_can_be_changed(database: Database, report: UUID, statement: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError), database.write() as conn:
        conn.execute(sa.text(statement))
