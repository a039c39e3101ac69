"""One report of many is erased alone: nobody opens its rows again, everybody else's stay readable."""

import io
import zlib
from collections.abc import Iterator
from uuid import UUID

import openpyxl
import pytest
import sqlalchemy as sa

from api import erasures
from gis import erasing, keyring, ledger, register, vault
from gis.db import Database
from gis.errors import Conflict
from gis.files import Files
from gis.sealing import DataKey
from gis.settings import Settings
from gis.viewer import Role, officer
from ingest import run
from layers.exports import bnpb as export
from layers.exports.wanted import Wanted
from tests.bnpb_rows import ROW, content_of
from tests.db.test_vault import everything, files, whole  # noqa: F401

ADMIN = officer("kepala-uji", role=Role.ADMIN)
HERS = "Contohwati Karangsari"
HIS = "Misalkan Umpamanya"
CHAT = (
    "12/01/26 05.40 - Pesan dan panggilan terenkripsi secara end-to-end.\n"
    "12/01/26 05.45 - Surya Rekaan: Jenis Kejadian : Banjir\nWaktu : Senin, 12 Januari 2026 Pkl. 05.00 WIB\n"
    "Lokasi : Ds. Rias, Kec. Toboali, Kab. Bangka Selatan\nRumah terendam : 9 unit a/n "
    f"{HERS}\nKronologis : air naik dari tanggul belakang rumah {HERS}\n"
    "12/01/26 09.30 - Ratih Rekaan: Jenis Kejadian : Kebakaran Rumah\n"
    "Waktu : Senin, 12 Januari 2026 Pkl. 09.00 WIB\n"
    "Lokasi : Ds. Terak, Kec. Simpang Katis, Kab. Bangka Tengah\nRumah terbakar : 1 unit a/n "
    f"{HIS}\nKronologis : api dari dapur rumah {HIS}\n"
    "12/01/26 11.30 - Ratih Rekaan: Laporan\nLokasi : Ds. Terak\nKorban : a/n Umpama Belaka\n"
    "Waktu : Senin\nKronologis : tidak jelas\n"
)


def send(database: Database, files: Files, content: bytes, name: str) -> run.Outcome:  # noqa: F811
    delivery = run.Delivery(
        content=content, filename=name, channel="wa", viewer=officer("uji", auto_verify=True)
    )
    return run.ingest(database, files, delivery)


def thief(database: Database, settings: Settings) -> str:
    """All that anybody can open who has the whole database and the master key, whatever the rows say."""
    ring = keyring.load(settings)
    with database.write() as conn:
        sealed = (
            conn.execute(
                sa.text(
                    "SELECT sealed FROM report_text UNION ALL SELECT sealed FROM personal_datum "
                    "UNION ALL SELECT sealed FROM item UNION ALL SELECT cells FROM sheet_row "
                    "UNION ALL SELECT sealed FROM resealed"
                )
            )
            .scalars()
            .all()
        )
        keys = list(_keys(conn, ring))
    assert sealed
    return "\n".join(_opened(bytes(each), keys) for each in sealed if each is not None)


def _keys(conn: sa.Connection, ring: keyring.Keyring) -> Iterator[DataKey]:
    names = conn.execute(sa.text("SELECT id FROM report UNION ALL SELECT id FROM submission")).scalars().all()
    for row in conn.execute(sa.text("SELECT * FROM submission_key")):
        key = ring.named(row.master).unwrap(row.wrapped, row.submission_id.bytes)
        yield from (key, *(key.part(name.bytes) for name in names))
    for row in conn.execute(sa.text("SELECT * FROM part_key")):
        yield ring.named(row.master).unwrap_part(row.wrapped, row.submission_id.bytes + row.part.bytes)


def _opened(sealed: bytes, keys: list[DataKey]) -> str:
    for key in keys:
        try:
            content = key.open(sealed)
        except Exception:
            continue
        return (zlib.decompress(content) if content[:1] == b"\x78" else content).decode()
    return ""


def shared(database: Database, files: Files) -> tuple[UUID, UUID, UUID]:  # noqa: F811
    """Submission, her report and his, of one chat with a refused message beside."""
    done = send(database, files, CHAT.encode(), "_chat.txt")
    assert (done.loaded, done.rejected) == (2, 1)
    by_hazard = {report.hazard: key for report, key, _ in done.reports}
    assert done.submission
    return done.submission, by_hazard["banjir"], by_hazard["kebakaran_rumah"]


def test_nobody_opens_an_erased_report_and_its_neighbours_stay(
    database: Database,
    settings: Settings,
    files: Files,  # noqa: F811
) -> None:
    submission, hers, his = shared(database, files)
    before = thief(database, settings)
    assert all(word in before for word in (HERS, HIS, "tanggul belakang", "Umpama Belaka"))
    kept, figures = whole(database, his), whole(database, hers)["figures"]
    with database.read() as conn:
        seq = ledger.resolve(conn).seq

    reason = f"permintaan {HERS.upper()}, surat 12"
    done = erasures.erase(database, files, report=hers, reason=reason, by=ADMIN)

    assert (done.submission, done.reports, done.kept) == (submission, 1, 1)
    after = thief(database, settings)
    assert HERS not in after
    assert "tanggul belakang" not in after
    assert all(word in after for word in (HIS, "dapur rumah", "Umpama Belaka"))
    assert b"contohwati" not in everything(database, files).lower()  # nor in the reason
    assert [path for path in files.root.rglob("*") if path.is_file()] == []
    for at in (seq, None):
        found = whole(database, hers, at)
        assert set(found["texts"].values()) == {"dihapus"}  # type: ignore[attr-defined]
        assert found["figures"] == figures
        assert {datum["content"] for datum in found["personal"]} == {"dihapus"}  # type: ignore[attr-defined]
        assert whole(database, his, at) == kept
    with database.read(ADMIN) as conn:
        assert vault.Vault(conn).original(files, submission) is None
        items = register.submission(conn, submission, seq=ledger.resolve(conn).seq)["items"]
        assert "Umpama Belaka" in str(items)
        (row,) = erasing.listed(conn, seq=ledger.resolve(conn).seq, limit=10)
    assert (row["report_id"], row["only_report"], row["sha256"]) == (hers, True, done.sha256)
    assert row["reason"] == "permintaan [disamarkan], surat 12"


def test_one_after_the_other_and_then_all(
    database: Database,
    settings: Settings,
    files: Files,  # noqa: F811
) -> None:
    submission, hers, his = shared(database, files)
    erasures.erase(database, files, report=hers, reason="uji", by=ADMIN)
    with pytest.raises(Conflict) as caught:
        erasures.erase(database, files, report=hers, reason="lagi", by=ADMIN)
    assert caught.value.code == "sudah_dihapus"
    with pytest.raises(Conflict), ledger.entry(database, by="uji", why="uji") as entry:
        vault.seal_text(entry, submission, "lagi", his)
    erasures.erase(database, files, report=his, reason="uji", by=ADMIN)
    assert HIS not in thief(database, settings)
    assert "Umpama Belaka" in thief(database, settings)
    erasures.erase(database, files, submission=submission, reason="uji", by=ADMIN)
    assert thief(database, settings).strip() == ""
    again = send(database, files, CHAT.encode(), "_chat.txt")  # the same bytes only add a receipt
    assert (again.duplicate, again.submission) == (True, submission)
    assert thief(database, settings).strip() == ""


def test_what_is_left_of_a_key_moves_to_a_new_master_key(
    database: Database,
    settings: Settings,
    files: Files,  # noqa: F811
) -> None:
    _, hers, his = shared(database, files)
    erasures.erase(database, files, report=hers, reason="uji", by=ADMIN)
    kept = whole(database, his)
    assert settings.master_key
    secret = type(settings.master_key)
    both = settings.model_copy(
        update={"master_key": secret(f"{'ab' * 32},{settings.master_key.get_secret_value()}")}
    )
    with database.write() as conn:
        assert vault.rewrap(conn, keyring.load(both)) == 2  # his, and that of the refused message
        assert vault.rewrap(conn, keyring.load(both)) == 0
    assert settings.database_url
    moved = Database(settings.database_url, settings.model_copy(update={"master_key": secret("ab" * 32)}))
    assert whole(moved, his) == kept
    moved.close()


def test_a_row_of_bnpbs_sheet_is_erased_alone(
    database: Database,
    settings: Settings,
    files: Files,  # noqa: F811
) -> None:
    hers = sheet_of_two(database, files)
    erasures.erase(database, files, report=hers, reason="uji", by=ADMIN)
    assert HERS not in thief(database, settings)
    rows_out, kinds = exported(database)
    assert HIS in str(rows_out)
    assert HERS not in str(rows_out)
    assert kinds.count("dihapus") == 1
    dead = rows_out[0].index("meninggal")
    assert sorted(str(row[dead]) for row in rows_out[1:]) == ["1", "2"]  # her figures stay


def sheet_of_two(database: Database, kept: Files) -> UUID:
    """A sheet with a row of hers and one of his; the id of her report."""
    rows = (
        {**ROW, "meninggal": "1", "keterangan": f"korban a/n {HERS}"},
        {**ROW, "tanggal": "9", "meninggal": "2", "keterangan": f"korban a/n {HIS}"},
    )
    done = send(database, kept, content_of(*rows), "data.xlsx")
    return next(key for report, key, _ in done.reports if report.ordinal == 0)


def exported(database: Database) -> tuple[list[tuple[object, ...]], list[str]]:
    """Rows of the lossless export with their head, and the kinds of what is listed beside."""
    target = io.BytesIO()
    with database.read(ADMIN) as conn:
        wanted = Wanted(moment=ledger.resolve(conn), lossless=True)
        written = export.write(conn, wanted, target)
    sheet = openpyxl.load_workbook(target)["Sheet1"]
    return list(sheet.iter_rows(values_only=True)), [change.kind for change in written.changes]
