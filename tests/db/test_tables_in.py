"""Sheets and tables through the whole ingest into PostGIS: what is kept, what is refused, what comes back."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from gis import ledger, register
from gis.bnpb import COLUMNS_94, TEXTS
from gis.db import Database
from gis.files import Files
from gis.viewer import PUBLIC, officer
from ingest import run

SAMPLES = Path(__file__).parents[1] / "samples"
NASTY = "<script>alert('x')</script>'; DROP TABLE sigap.report; --"
TABLES = ("submission", "item", "report", "figure", "report_text", "finding", "event_link", "ledger_entry")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def delivered(name: str, content: Path | bytes) -> run.Delivery:
    viewer = officer("uji", auto_verify=True)
    return run.Delivery(content=content, filename=name, channel="email", viewer=viewer)


def of_sample(name: str) -> run.Delivery:
    return delivered(name, SAMPLES / name)


def counts(database: Database) -> dict[str, int]:
    with database.write() as conn:
        return {name: conn.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in TABLES}


def test_a_recap_is_kept_with_the_cell_of_every_figure(database: Database, files: Files) -> None:
    outcome = run.ingest(database, files, of_sample("rekap_bulanan_bangka_tengah.xlsx"))
    assert (outcome.kind, outcome.loaded, outcome.rejected) == ("tabel", 5, 0)
    with database.write() as conn:
        rows = conn.execute(
            sa.text(
                "SELECT f.value, f.state, f.lineage->>'cell' AS cell, r.source FROM figure f "
                "JOIN report r ON r.id = f.report_id WHERE f.kind = 'rumah_rusak_ringan' AND f.value > 0"
            )
        ).all()
        blank = conn.execute(sa.text("SELECT blank FROM report WHERE ordinal = 1")).scalar_one()
    assert [tuple(row) for row in rows] == [
        (21, "angka", "OKT 2025!Q7", "bpbd_bangka_tengah"),
        (1, "angka", "NOV 2025!Q7", "bpbd_bangka_tengah"),
    ]
    assert {"luka_berat", "mengungsi_jiwa"} <= set(blank)


def test_an_old_bnpb_workbook_is_kept_row_by_row(database: Database, files: Files) -> None:
    outcome = run.ingest(database, files, of_sample("bnpb_2021.xls"))
    assert (outcome.kind, outcome.loaded, outcome.rejected) == ("bnpb", 3, 2)
    with database.write() as conn:
        items = conn.execute(
            sa.text("SELECT place, status, code, column_name FROM item ORDER BY ordinal")
        ).all()
    assert [tuple(item) for item in items] == [
        ("Sheet1 baris 2", "dimuat", None, None),
        ("Sheet1 baris 3", "dimuat", None, None),
        ("Sheet1 baris 4", "dimuat", None, None),
        ("Sheet1 baris 5", "ditolak", "kode_wilayah_meragukan", "id_kab"),
        ("Sheet1 baris 6", "ditolak", "tanggal_mustahil", "tanggal"),
    ]
    assert {reason.code for reason, _ in outcome.reasons} == {"kode_wilayah_meragukan", "tanggal_mustahil"}


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_the_same_bytes_again_add_a_receipt_and_nothing_else(
    database: Database, files: Files, name: str
) -> None:
    first = run.ingest(database, files, of_sample(name))
    before = counts(database)
    again = run.ingest(database, files, of_sample(name))
    after = counts(database)
    assert again.duplicate
    assert (again.loaded, again.rejected) == (first.loaded, first.rejected)
    assert after == {**before, "ledger_entry": before["ledger_entry"] + 1}


def test_html_and_sql_in_every_text_are_only_words(database: Database, files: Files) -> None:
    row = {
        **dict.fromkeys(TEXTS, NASTY),
        "id_prov": "19",
        "kabkot": "BANGKA",
        "kejadian": "BANJIR",
        "kib": NASTY,
        "tahun": "2024",
        "bulan": "3",
        "tanggal": "4",
    }
    lines = (COLUMNS_94, [row.get(name, "") for name in COLUMNS_94])
    content = "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode()
    outcome = run.ingest(database, files, delivered(f"{NASTY}.csv", content))
    assert (outcome.loaded, outcome.rejected) == (1, 0)
    with database.write() as conn:
        (report,) = conn.execute(sa.text("SELECT id FROM report")).scalars()
        kept = register.report(conn, report, seq=ledger.resolve(conn).seq)["texts"]
    assert set(kept.values()) == {NASTY}
    with database.read(PUBLIC) as conn:
        shown = conn.execute(sa.text("SELECT to_jsonb(e)::text FROM event_state e")).scalars().all()
    assert len(shown) == 1
    assert "script" not in shown[0]


def test_a_trial_run_writes_nothing(database: Database) -> None:
    before = counts(database)
    outcome = run.try_out(database, of_sample("damkar_belitung_timur.csv"))
    assert (outcome.loaded, outcome.rejected) == (4, 0)
    assert counts(database) == before
