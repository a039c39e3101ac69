"""A chat sent in: its reports in the register, each at the time of its message, linked among themselves."""

from datetime import UTC
from pathlib import Path

import sqlalchemy as sa

from gis.db import Database
from gis.files import Files
from gis.viewer import officer
from ingest import run
from tests.registers import listed, value

FIRST = (
    "Jenis Kejadian : Banjir\nWaktu Kejadian : Senin, 12 Januari 2026 Pkl. 05.00 WIB\n"
    "Lokasi : Ds. Rias, Kec. Toboali, Kab. Bangka Selatan\nRumah terendam : 9 unit"
)
UPDATE = f"UPDATE : Senin, 12 Januari 2026 Pkl. 11.00 WIB\n{FIRST}".replace("9 unit", "14 unit")
OTHER = (
    "Jenis Kejadian : Kebakaran Rumah\nWaktu Kejadian : Senin, 12 Januari 2026 Pkl. 09.00 WIB\n"
    "Lokasi : Ds. Terak, Kec. Simpang Katis, Kab. Bangka Tengah\nRumah terbakar : 1 unit"
)
CHAT = (
    "12/01/26 05.40 - Pesan dan panggilan terenkripsi secara end-to-end.\n"
    f"12/01/26 05.45 - Surya Rekaan: {FIRST}\n"
    "12/01/26 05.46 - +62 811-0000-2222: siap ndan\n"
    f"12/01/26 09.30 - Ratih Rekaan: {OTHER}\n"
    f"12/01/26 11.05 - Surya Rekaan: {UPDATE}\n"
    "13/01/26 06.00 - Ratih Rekaan: Situasi Kab. Belitung aman terkendali, nihil kejadian bencana\n"
)


def send(database: Database, tmp_path: Path, text: str = CHAT) -> run.Outcome:
    delivery = run.Delivery(
        content=text.encode(),
        filename="Chat WhatsApp dengan Siaga.txt",
        channel="wa",
        viewer=officer("uji", auto_verify=True),
    )
    return run.ingest(database, Files(tmp_path / "files"), delivery)


def test_reports_updates_and_quiet_of_a_chat(database: Database, tmp_path: Path) -> None:
    outcome = send(database, tmp_path)
    assert (outcome.kind, outcome.loaded, outcome.rejected, outcome.nil) == ("teks", 3, 0, 1)
    assert (outcome.messages, outcome.chatter) == (5, 1)
    assert [report.place for report, _, _ in outcome.reports] == [
        "pesan 1, 12/01/26 05.45", "pesan 3, 12/01/26 09.30", "pesan 4, 12/01/26 11.05"
    ]  # fmt: skip
    first, fire, update = (event for _, _, event in outcome.reports)
    assert first == update != fire
    flood = next(event for event in listed(database) if str(event["id"]) == str(first))
    assert value(flood, "rumah_terendam") == 14


def test_a_message_speaks_of_the_moment_it_was_sent(database: Database, tmp_path: Path) -> None:
    send(database, tmp_path)
    query = "SELECT valid_at, valid_at_known FROM report ORDER BY ordinal"
    with database.write() as conn:
        rows = conn.execute(sa.text(query)).all()
        quiet = conn.execute(sa.text("SELECT valid_at FROM nil_report")).scalar_one()
    assert [f"{at.astimezone(UTC):%d %H.%M}" for at, _ in rows] == ["11 22.45", "12 02.30", "12 04.00"]
    assert [known for _, known in rows] == [False, False, True]
    assert f"{quiet.astimezone(UTC):%d %H.%M}" == "12 23.00"
