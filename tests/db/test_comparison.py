"""A report beside earlier messages on its event: jumps, swaps, and deaths that go down."""

from datetime import timedelta
from typing import Any

import pytest

from gis import comparison, derive, desk, ledger, register
from gis.comparison import Told, compare
from gis.db import Database
from tests.registers import NOON, OFFICER, figure, keep, told


def message(source: str, minutes: int, **values: float) -> Told:
    return Told(register.new_id(), source, NOON + timedelta(minutes=minutes), values)


@pytest.mark.parametrize(
    ("then", "now", "code"),
    [
        ({"rumah_terendam": 30}, {"rumah_terendam": 300}, "melonjak_sepuluh_kali"),
        ({"rumah_terendam": 300}, {"rumah_terendam": 30}, "melonjak_sepuluh_kali"),
        ({"rumah_terendam": 1}, {"rumah_terendam": 10}, None),
        ({"rumah_terendam": 0}, {"rumah_terendam": 300}, None),
        ({"magnitudo": 0.5}, {"magnitudo": 50}, None),
        ({"meninggal": 3}, {"meninggal": 2}, "meninggal_turun"),
        ({"meninggal": 0, "hilang": 2}, {"meninggal": 1, "hilang": 2}, "hilang_belum_berkurang"),
        ({"meninggal": 0, "hilang": 2}, {"meninggal": 1, "hilang": 1}, None),
        ({"meninggal": 0, "hilang": 2}, {"meninggal": 1}, None),
        (
            {"rumah_rusak_berat": 3, "rumah_rusak_ringan": 21},
            {"rumah_rusak_berat": 21, "rumah_rusak_ringan": 3},
            "rusak_tertukar",
        ),
        (
            {"rumah_rusak_berat": 3, "rumah_rusak_ringan": 3},
            {"rumah_rusak_berat": 3, "rumah_rusak_ringan": 3},
            None,
        ),
    ],
)
def test_beside_the_same_sources_last_word(
    then: dict[str, float], now: dict[str, float], code: str | None
) -> None:
    found = compare(message("bpbd_bangka", 60, **now), [message("bpbd_bangka", 0, **then)])
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(finding.id_text and finding.en_text and finding.field for finding in found)


def test_another_source_may_count_otherwise_but_not_tenfold() -> None:
    before = [message("basarnas", 0, meninggal=3, rumah_terendam=30)]
    found = compare(message("bpbd_bangka", 60, meninggal=2, rumah_terendam=400), before)
    assert [finding.code for finding in found] == ["beda_sepuluh_kali"]


def findings(database: Database, as_of: int | None = None) -> dict[Any, list[str]]:
    with database.read(OFFICER) as conn:
        seq = ledger.resolve(conn, as_of).seq
        verified = desk.Inbox(statuses=[register.VERIFIED])
        keys = [row["id"] for row in desk.reports(conn, verified, seq=seq, limit=99)]
        found = comparison.of_reports(conn, keys, seq)
    return {key: [each["code"] for each in told] for key, told in found.items()}


def test_it_follows_the_register(database: Database) -> None:
    keep(database, told(figure("rumah_terendam", 30), valid_at=NOON))
    update = told(figure("rumah_terendam", 300), is_update=True, valid_at=NOON + timedelta(hours=2))
    ((_, second),) = keep(database, update).reports
    assert findings(database) == {second: ["melonjak_sepuluh_kali"]}
    with database.read(OFFICER) as conn:
        then = ledger.resolve(conn).seq
    ((_, third),) = keep(database, update.evolve(valid_at=NOON + timedelta(hours=1))).reports
    # The third tells of an hour before the second: now it is the one that jumped.
    assert findings(database) == {third: ["melonjak_sepuluh_kali"]}
    assert findings(database, then) == {second: ["melonjak_sepuluh_kali"]}
    with ledger.entry(database, by="uji", why="uji") as entry:
        register.set_status(entry, third, register.REJECTED, reason="uji")
    assert findings(database) == {second: ["melonjak_sepuluh_kali"]}
    assert derive.check(database)[1] == 0
