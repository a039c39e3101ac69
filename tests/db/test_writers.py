"""Eight processes write at once: nobody is refused, no event is made twice, nothing is lost, all adds up."""

import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier
from uuid import UUID

import sqlalchemy as sa

from gis import derive, ledger, linking
from gis.db import Database
from gis.retrying import again
from gis.settings import Settings
from gis.zone import WIB
from tests.bench.stream import letters
from tests.bnpb_rows import ROW, content_of
from tests.stormy import said_of
from tests.writers import Act, Did, Send, at_once

WRITERS = 8
SENDERS = ("bpbd_bangka_selatan", "bpbd_babel", "polri", "tni", "media", "damkar", "pmi", "basarnas")
VILLAGES = ("Rias", "Gadung", "Jeriji", "Serdang", "Kepoh", "Bikang")


def texts(village: str, day: int) -> list[Send]:
    """One storm told by eight senders, each in a form of its own."""
    chance = random.Random(f"{village} {day}")
    forms = [*letters.FORMS, letters.VOICES[0], letters.VOICES[2]]
    said = said_of(village, datetime(2026, 3, day, 14, 20, tzinfo=WIB))
    return [
        Send(f"{village}-{n}.txt", form(said, chance).encode(), sender, said.received)
        for n, (form, sender) in enumerate(zip(forms, SENDERS, strict=True))
    ]


def undisturbed(did: Sequence[Did]) -> list[Did]:
    """What was done, none of it ended by anything but an answer that a user understands."""
    assert [each.crash for each in did if each.crash] == []
    return list(did)


def count(database: Database, table: str) -> int:
    with database.write() as conn:
        return int(conn.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


def events(database: Database) -> dict[UUID, list[UUID]]:
    """Reports of each event that has any, by their newest links."""
    newest = sa.text("SELECT DISTINCT ON (report_id) * FROM event_link ORDER BY report_id, id DESC")
    found: dict[UUID, list[UUID]] = {}
    with database.write() as conn:
        for row in conn.execute(newest):
            found.setdefault(row.event_id, []).append(row.report_id)
    return found


def is_as_if_rebuilt(database: Database) -> bool:
    """Whether the derived rows are what deriving everything anew gives."""
    return derive.check(database)[1] == 0


def test_one_event_told_by_eight_at_once(database: Database, settings: Settings) -> None:
    rounds = [texts(village, day) for day, village in enumerate(VILLAGES, start=3)]
    did = undisturbed(at_once(settings, rounds))

    assert [len(each.reports) for each in did] == [1] * WRITERS * len(VILLAGES), "every text became a report"
    kept = events(database)
    assert {report for each in did for report in each.reports} == {r for held in kept.values() for r in held}
    assert sorted(map(len, kept.values())) == [WRITERS] * len(VILLAGES), "one event for each storm"
    assert count(database, "submission") == count(database, "receipt") == WRITERS * len(VILLAGES)
    assert is_as_if_rebuilt(database)


def test_the_same_file_eight_times_at_once(database: Database, settings: Settings) -> None:
    text = texts("Rias", 3)[0]
    sheet = Send("data.xlsx", content_of(*(row(day) for day in range(1, 6))), agency="bnpb")
    undisturbed(at_once(settings, [[text] * WRITERS, [sheet] * WRITERS]))
    assert (count(database, "submission"), count(database, "receipt")) == (2, 2 * WRITERS)
    assert count(database, "report") == 1 + 5
    assert len(events(database)) == 1 + 5
    assert is_as_if_rebuilt(database)


def row(day: int, **changes: object) -> dict:
    """A row of BNPB's sheet about a storm on that day."""
    kib = f"1905 105 2020 02 {day:02d} 1"
    return {**ROW, "tanggal": str(day), "kib": kib, "rumah_rusak_ringan": str(day), **changes}


def test_the_same_rows_in_eight_sheets_at_once(database: Database, settings: Settings) -> None:
    """Five rows are in all sheets, in other orders; each sheet has one of its own and one corrected."""
    chance = random.Random(19)
    sheets = []
    for n in range(WRITERS):
        rows = [row(day) for day in range(1, 6)]
        chance.shuffle(rows)
        own = row(10 + n)
        corrected = row(20, rumah_rusak_ringan=str(40 + n))
        sheets.append(Send(f"{n}.xlsx", content_of(*rows, own, corrected), agency="bnpb"))
    did = undisturbed(at_once(settings, [sheets]))

    kept = events(database)
    assert len(kept) == 5 + WRITERS + 1, "an event for each row there is, and none twice"
    assert sum(each.same for each in did) == 5 * (WRITERS - 1), "rows that came in before are known again"
    assert sum(len(each.reports) for each in did) == 5 + WRITERS + WRITERS
    assert count(database, "report") == sum(map(len, kept.values())) == 5 + 2 * WRITERS
    assert is_as_if_rebuilt(database)


def test_officers_decide_while_others_send(database: Database, settings: Settings) -> None:
    """Verifying and merging the same events at once, in all directions, while more of them is told."""
    first = undisturbed(
        at_once(settings, [texts(village, day) for day, village in enumerate(VILLAGES[:4], 3)])
    )
    reports = [report for each in first for report in each.reports]
    made = list(events(database))
    assert len(made) == 4

    chance = random.Random(7)
    rounds: list[list[Send | Act]] = []
    for number in range(8):
        one, other = chance.sample(made, 2)
        more = texts(VILLAGES[number % 6], 3 + number % 6)[number % WRITERS]
        jobs: list[Send | Act] = [
            Act("merge", one, other),
            Act("merge", other, one),
            Act("merge", one, other),
            Act("unmerge", one),
            Act("unmerge", other),
            Act("verify", reports[number]),
            Act("verify", reports[number]),
            replace(more, content=more.content + f"\nlagi {number}".encode()),
        ]
        chance.shuffle(jobs)
        rounds.append(jobs)
    did = undisturbed(at_once(settings, rounds))

    refused = Counter(each.error for each in did if each.error)
    assert set(refused) <= {"sudah_bertaut", "sudah_digabung", "tidak_digabung", "sudah_dipindah"}
    sent = [report for each in [*first, *did] for report in each.reports]
    assert len(sent) == len(first) + len(rounds)
    assert sorted(sent) == sorted(report for held in events(database).values() for report in held)
    with database.write() as conn:
        verified = conn.execute(
            sa.text("SELECT count(DISTINCT report_id) FROM report_status WHERE status = 'terverifikasi'")
        ).scalar_one()
    assert verified == len(rounds)
    assert is_as_if_rebuilt(database)


def test_one_question_answered_by_eight_at_once(database: Database, settings: Settings) -> None:
    """The first answer counts, the others hear that it was answered."""
    told = said_of("Rias", datetime(2026, 3, 3, 14, 20, tzinfo=WIB))
    day_after = said_of("Rias", datetime(2026, 3, 4, 14, 20, tzinfo=WIB))
    chance = random.Random(1)
    for said, agency in ((told, "polri"), (day_after, "tni")):  # one sender's repeat would be another event
        text = letters.FORMS[1](said, chance).encode()
        undisturbed(at_once(settings, [[Send("a.txt", text, agency, said.received)]]))
    with database.write() as conn:
        (asked,) = linking.candidates(conn, seq=ledger.resolve(conn).seq, limit=9)
    did = undisturbed(at_once(settings, [[Act("accept", asked["id"])] * WRITERS]))
    assert Counter(each.error for each in did) == {"": 1, "sudah_dijawab": WRITERS - 1}
    assert len(events(database)) == 1
    assert is_as_if_rebuilt(database)


def test_a_transaction_that_lost_begins_anew(database: Database) -> None:
    """Two take two locks in opposite orders: PostgreSQL ends one, which then begins anew and is done."""
    both_hold_one = Barrier(2)
    begun: Counter[int] = Counter()

    @again
    def take(first: int, second: int) -> None:
        with database.write() as conn:
            begun[first] += 1
            conn.execute(LOCK, {"key": first})
            if begun[first] == 1:
                both_hold_one.wait(30)
            conn.execute(LOCK, {"key": second})

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(take, 1, 2), pool.submit(take, 2, 1)]:
            done.result(60)
    assert sorted(begun.values()) == [1, 2]


LOCK = sa.text("SELECT pg_advisory_xact_lock(77, :key)")
