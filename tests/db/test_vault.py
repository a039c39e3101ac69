"""What is personal is kept sealed, is erased with its key, and reads `dihapus` at every moment."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from gis import erasing, keyring, ledger, register, vault
from gis.db import Database
from gis.errors import Conflict, InvalidInput, NotFound, SigapError
from gis.files import Files
from gis.settings import Settings
from gis.viewer import Role, officer
from ingest import run

ADMIN = officer("kepala-uji", role=Role.ADMIN)
TEXT = """PUSDALOPS BPBD BANGKA SELATAN
Laporan kejadian puting beliung
Hari/tanggal: Selasa, 10 Maret 2026 pukul 14.20 WIB
Lokasi: Kel. Toboali, Kec. Toboali, Kab. Bangka Selatan
Kerusakan: rumah RB 3 unit a/n Contohwan Karangsari, HP 0812-0000-1111
Kronologis: angin dari arah pelabuhan lama
"""
WORDS = ("Contohwan", "0812-0000-1111", "pelabuhan lama")


@pytest.fixture
def files(settings: Settings) -> Files:
    return Files(settings.files)


def taken(database: Database, files: Files, text: str = TEXT, name: str = "uji.txt") -> run.Outcome:
    """The text as it comes in."""
    delivery = run.Delivery(content=text.encode(), filename=name, channel="wa", viewer=officer("uji"))
    return run.ingest(database, files, delivery)


def everything(database: Database, files: Files) -> bytes:
    """All that the database and the files hold, as a thief would read it."""
    with database.write() as conn:
        names = conn.execute(
            sa.text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'sigap'")
        ).scalars()
        rows = [
            conn.execute(sa.text(f'SELECT t::text FROM sigap."{name}" t')).scalars().all()
            for name in names.all()
            if not name.startswith("area")
        ]
        sealed = conn.execute(
            sa.text("SELECT sealed FROM report_text UNION ALL SELECT sealed FROM personal_datum")
        ).scalars()
        loose = b"".join(bytes(value) for value in sealed if value)
    stored = b"".join(path.read_bytes() for path in files.root.rglob("*") if path.is_file())
    return str(rows).encode() + loose + stored


def whole(database: Database, report: object, seq: int | None = None) -> dict[str, object]:
    """A report as officers read it."""
    with database.read(officer("uji")) as conn:
        moment = ledger.resolve(conn, seq)
        found = register.report(conn, report, seq=moment.seq)  # type: ignore[arg-type]
        personal = register.personal(conn, report, found["submission_id"])  # type: ignore[arg-type]
        return found | {"personal": personal}


def test_a_thief_reads_no_name(database: Database, files: Files) -> None:
    outcome = taken(database, files)
    kept = everything(database, files)
    for word in WORDS:
        assert word.encode() not in kept, word
    (_, report, _), *_ = outcome.reports
    read = str(whole(database, report))
    assert all(word in read for word in WORDS)
    assert outcome.submission
    with database.read(officer("uji")) as conn:
        assert vault.Vault(conn).original(files, outcome.submission) == TEXT.encode()


def test_a_refused_cell_is_sealed_and_told_to_officers(database: Database, files: Files) -> None:
    outcome = taken(database, files, "Contohwan Karangsari mengundang rapat di pelabuhan lama", "rapat.txt")
    assert outcome.rejected == 1
    assert b"Contohwan" not in everything(database, files)
    assert outcome.submission
    with database.read(officer("uji")) as conn:
        kept = register.submission(conn, outcome.submission, seq=ledger.resolve(conn).seq)
    assert "Contohwan" in kept["items"][0]["value"]
    assert kept["rejections"][0]["code"] == "bukan_laporan"


def test_erasing_leaves_hash_reason_and_who(database: Database, files: Files) -> None:
    outcome = taken(database, files)
    (_, report, event), *_ = outcome.reports
    with database.read() as conn:
        before = ledger.resolve(conn).seq
    figures = whole(database, report)["figures"]
    done = erasing.erase(database, files, report=report, reason="diminta keluarga", by=ADMIN)
    assert done.submission == outcome.submission
    for seq in (before, None):
        found = whole(database, report, seq)
        assert not any(word in str(found) for word in WORDS)
        assert set(found["texts"].values()) == {"dihapus"}  # type: ignore[attr-defined]
        assert found["figures"] == figures
    assert [path for path in files.root.rglob("*") if path.is_file()] == []
    assert event
    with database.read(ADMIN) as conn:
        assert vault.Vault(conn).original(files, done.submission) is None
        (row,) = erasing.listed(conn, seq=ledger.resolve(conn).seq, limit=10)
        assert conn.execute(sa.text("SELECT count(*) FROM submission_key")).scalar_one() == 0
    assert (row["sha256"], row["reason"], row["by"]) == (done.sha256, "diminta keluarga", "kepala-uji")
    with pytest.raises(Conflict):
        erasing.erase(database, files, submission=done.submission, reason="lagi", by=ADMIN)


def test_what_was_erased_cannot_be_sealed_again(database: Database, files: Files) -> None:
    outcome = taken(database, files)
    assert outcome.submission
    erasing.erase(database, files, submission=outcome.submission, reason="uji", by=ADMIN)
    with pytest.raises(Conflict), ledger.entry(database, by="uji", why="uji") as entry:
        vault.seal_text(entry, outcome.submission, "lagi")
    again = taken(database, files)  # the same bytes only add a receipt
    assert (again.duplicate, again.submission) == (True, outcome.submission)
    assert [path for path in files.root.rglob("*") if path.is_file()] == []


def test_what_cannot_be_erased_stays_as_it_is(database: Database, files: Files) -> None:
    outcome = taken(database, files)
    with pytest.raises(NotFound):
        erasing.erase(database, files, submission=register.new_id(), reason="uji", by=ADMIN)
    with pytest.raises(InvalidInput):
        erasing.erase(database, files, submission=outcome.submission, reason=" ", by=ADMIN)
    (_, report, _), *_ = outcome.reports
    assert "dihapus" not in str(whole(database, report))


def test_a_value_of_one_submission_does_not_open_in_another(database: Database, files: Files) -> None:
    first = taken(database, files).submission
    second = taken(database, files, TEXT.replace("RB 3", "RB 4")).submission
    assert first
    assert second
    with ledger.entry(database, by="uji", why="uji") as entry:
        sealed = vault.seal(entry, first, b"rahasia")
        opened = vault.Vault(entry.conn)
        assert opened.open(first, sealed) == b"rahasia"
        with pytest.raises(SigapError):
            opened.open(second, sealed)
        with pytest.raises(SigapError):
            opened.open(first, sealed, report=second)


def test_a_new_master_key_takes_over(database: Database, settings: Settings, files: Files) -> None:
    outcome = taken(database, files)
    (_, report, _), *_ = outcome.reports
    assert settings.master_key
    both = settings.model_copy(
        update={
            "master_key": type(settings.master_key)(f"{'ab' * 32},{settings.master_key.get_secret_value()}")
        }
    )
    with database.write() as conn:
        assert vault.rewrap(conn, keyring.load(both)) == 1
        assert vault.rewrap(conn, keyring.load(both)) == 0
    with pytest.raises(SigapError):
        whole(database, report)  # the old key alone opens nothing any more
    assert settings.database_url
    after = settings.model_copy(update={"master_key": type(settings.master_key)("ab" * 32)})
    moved = Database(settings.database_url, after)
    assert "pelabuhan lama" in str(whole(moved, report))
    moved.close()


def test_rows_from_before_texts_were_sealed_stay_readable(
    database: Database, files: Files, tmp_path: Path
) -> None:
    with ledger.entry(database, by="uji", why="uji") as entry:
        submission = register.add_submission(
            entry,
            sha256=files.put(b"lama"),
            filename="lama.txt",
            media_type="text/plain",
            size=4,
            kind="teks",
            recipe=None,
        )
    with database.read(officer("uji")) as conn:
        opened = vault.Vault(conn)
        assert opened.original(files, submission) == b"lama"
        assert opened.text(submission, None, "dari arah pelabuhan") == "dari arah pelabuhan"
    erasing.erase(database, files, submission=submission, reason="uji", by=ADMIN)
    with database.read(officer("uji")) as conn:
        opened = vault.Vault(conn)
        assert opened.original(files, submission) is None
        assert opened.text(submission, None, "dari arah pelabuhan") == "dihapus"


def test_many_rows_from_before_are_opened_without_asking_for_each(database: Database, files: Files) -> None:
    with ledger.entry(database, by="uji", why="uji") as entry:
        several = [
            register.add_submission(
                entry,
                sha256=files.put(b"lama %d" % n),
                filename=f"{n}.txt",
                media_type="text/plain",
                size=6,
                kind="teks",
                recipe=None,
            )
            for n in range(4)
        ]
    erasing.erase(database, files, submission=several[2], reason="uji", by=ADMIN)
    asked: list[str] = []
    with database.read(officer("uji")) as conn:
        sa.event.listen(conn, "before_cursor_execute", lambda *told: asked.append(told[2]))
        opened = vault.Vault(conn, several)
        read = [opened.text(each, None, "dari arah pelabuhan") for each in several * 5]
    assert read == (["dari arah pelabuhan"] * 2 + ["dihapus", "dari arah pelabuhan"]) * 5
    assert len(asked) == 3  # for keys, for parts of those without, and for what was erased


def test_words_that_are_kept_unsealed_name_nobody(database: Database, files: Files) -> None:
    text = TEXT.replace("rumah RB 3 unit a/n", "LR 1 org Contohwan Karangsari, rumah RB 3 unit a/n")
    outcome = taken(database, files, text, "laporan a.n. Contohwan Karangsari 0812-0000-1111.txt")
    with database.write() as conn:
        unsealed = conn.execute(
            sa.text(
                "SELECT raw FROM figure UNION ALL SELECT id_text || en_text FROM finding "
                "UNION ALL SELECT filename FROM submission UNION ALL SELECT why FROM ledger_entry"
            )
        ).scalars()
        kept = " ".join(unsealed)
    assert "contohwan" not in kept.lower()
    assert "0812" not in kept
    assert outcome.loaded == 1
