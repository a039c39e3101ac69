"""A register of 200,000 reports with 2,000,000 figures: sums of a year at any moment, and an event's page.

    .venv/bin/python -m tests.bench.bench_register [--reports 200000] [--entries 400] [--years 5] [--phases]
                                                   [--var FOLDER]

With `--var` the register is made there once and kept; the next run only measures.

The register's rows are made in the database, in as many ledger entries, and what is derived from them the
normal way: two reports in five tell again of an event that is there and change its figures. Asked for is the
sum of one year over the province, as of now, as of random entries, and of a copy of the derived tables that
holds only the present. The bar: p95 under 250 ms, at most 1.5 times the copy; an event's page under 50 ms.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from api.commands import opening
from gis import codes, derive, ledger, postgis, register, zone
from gis.db import Database
from gis.settings import Settings
from gis.viewer import officer
from layers import events
from layers.filter import Filter
from layers.summary import summary
from tests.bench.phases import Clock
from tests.bench.place import installation, print_table, run
from tests.bench.register_reads import reads

FIRST_YEAR = 2021
HAZARDS = ("banjir", "puting_beliung", "cuaca_ekstrem", "karhutla", "tanah_longsor", "kebakaran_rumah",
           "pohon_tumbang", "gelombang_abrasi", "orang_tenggelam", "diterkam_buaya")  # fmt: skip
KINDS = ("meninggal", "hilang", "luka_berat", "luka_ringan", "terdampak_jiwa", "terdampak_kk",
         "mengungsi_jiwa", "rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan")  # fmt: skip
COPY = """
CREATE SCHEMA kini;
CREATE TABLE kini.event_state (LIKE sigap.event_state INCLUDING ALL);
CREATE TABLE kini.published_figure (LIKE sigap.published_figure INCLUDING ALL);
CREATE TABLE kini.summary_block (LIKE sigap.summary_block INCLUDING ALL);
INSERT INTO kini.event_state ({states}) SELECT {states} FROM sigap.event_state WHERE known_to IS NULL;
INSERT INTO kini.published_figure SELECT * FROM sigap.published_figure WHERE known_to IS NULL;
INSERT INTO kini.summary_block SELECT * FROM sigap.summary_block WHERE known_to IS NULL;
GRANT USAGE ON SCHEMA kini TO sigap_app;
GRANT SELECT ON ALL TABLES IN SCHEMA kini TO sigap_app;
"""


FILL = tuple((Path(__file__).parent / "register.sql").read_text("utf-8").split(";\n\n"))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--entries", type=int, default=400)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--phases", action="store_true", help="what each step of deriving takes")
    parser.add_argument("--var", type=Path, help="keep the installation there, and measure it again")
    parser.add_argument("--fill-only", action="store_true", help="make the register, measure nothing")
    asked = parser.parse_args()
    with (
        _place(asked.var) as (var, filled),
        opening.database(Settings(var=var, statement_timeout_ms=600_000)) as database,
    ):
        if not filled:
            _make(database, var, asked)
        if not asked.fill_only:
            _report_sizes(database)
            _measure(database)


@contextmanager
def _place(kept: Path | None) -> Iterator[tuple[Path, bool]]:
    """An installation and whether it is filled already, its server running."""
    if kept is None:
        with installation() as var:
            yield var, False
        return
    filled = (kept / "filled").exists()
    run("migrate", var=kept)
    with postgis.running(kept):
        yield kept, filled


def _make(database: Database, var: Path, asked: argparse.Namespace) -> None:
    """Fill the installation, and mark it as filled."""
    clock = Clock()
    if asked.phases:
        steps = {id(text): name for name, text in derive._SQL.items()}
        clock.at(sa.Connection, "execute", lambda arguments: steps.get(id(arguments[1])))
    _fill(database, clock, asked.reports, asked.entries, asked.years)
    if asked.phases:
        rows = sorted(clock.steps.items(), key=lambda step: -step[1][0])
        print_table(
            "Deriving, in seconds",
            ("", "wall", "CPU of PostGIS"),
            [(name, f"{spent[0]:.2f}", f"{spent[2]:.2f}") for name, spent in rows[:24]],
        )
    _as_superuser(var)
    (var / "filled").touch()


def _fill(database: Database, clock: Clock, count: int, entries: int, years: int) -> None:
    """Rows of the register made in the database, and all that is derived from them the normal way."""
    size, started = count // entries, time.perf_counter()
    agencies = [codes.agencies()[slug] for slug in ("bpbd_babel", "basarnas", "dinkes_babel")]
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=zone.WIB)
    values = {
        "size": size,
        "villages": [area.code for area in codes.areas().values() if area.level == 4],
        "hazards": list(HAZARDS),
        "kinds": list(KINDS),
        "sources": [agency.slug for agency in agencies],
        "source_kinds": [agency.kind for agency in agencies],
        "first": first.isoformat(),
        "minutes": years * 525_600,
    }
    last_recorded = datetime.now(zone.WIB)  # the code lists and areas are in already: time goes on from there
    for batch in range(entries):
        came = last_recorded + timedelta(hours=6 * batch)
        with ledger.entry(database, by="bench", why="bench", recorded_at=came) as entry:
            clock.backend = entry.conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            submission = register.add_submission(
                entry, sha256=str(batch), filename="bench.xlsx", media_type="text/plain", size=1, kind="teks",
                recipe=None,
            )  # fmt: skip
            register.add_receipt(entry, submission, channel="berkas", agency="bpbd_babel", received_at=came)
            here = {**values, "batch": batch, "submission": submission, "entry": entry.id, "came": came}
            for statement in FILL:
                entry.conn.execute(
                    sa.text(statement), {k: v for k, v in here.items() if f":{k}" in statement}
                )
            touched = entry.conn.execute(sa.text("SELECT DISTINCT event_id FROM told")).scalars()
            entry.touch(UUID(str(key)) for key in touched)
    spent = time.perf_counter() - started
    print_table(
        "Filling and deriving",
        ("", ""),
        [("reports", f"{size * entries:,}"), ("entries", f"{entries}"), ("seconds", f"{spent:.1f}"),
         ("reports a second", f"{size * entries / spent:,.0f}")],
    )  # fmt: skip


def _as_superuser(var: Path) -> None:
    """Make the copy that holds only the present, and statistics of everything."""
    import psycopg

    with (
        postgis.running(var) as cluster,
        psycopg.connect(cluster.url(postgis.SUPERUSER, database="sigap"), autocommit=True) as conn,
    ):
        states = conn.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns WHERE "
            "table_schema = 'sigap' AND table_name = 'event_state' AND is_generated = 'NEVER'"
        ).fetchone()
        assert states
        conn.execute(COPY.format(states=states[0]))
        conn.execute("VACUUM ANALYZE")


def _report_sizes(database: Database) -> None:
    rows = []
    with database.write() as conn:
        for name in ("report", "figure", "event", "event_state", "published_figure", "summary_block"):
            count, size = conn.exec_driver_sql(
                f"SELECT count(*), pg_total_relation_size('{name}') FROM {name}"
            ).one()
            rows.append((name, f"{count:,}", f"{size / 1e6:,.0f}"))
    print_table("Tables", ("", "rows", "MB"), rows)


def _measure(database: Database) -> None:
    with database.read(officer("bench")) as conn:
        newest = ledger.resolve(conn).seq
        ids = conn.execute(sa.text("SELECT id FROM event ORDER BY random() LIMIT 100")).scalars().all()
    rows = []
    for level in (2, 3):
        now = _times(database, partial(_year, as_of=None, level=level))
        past = _times(database, partial(_year_of_some_moment, newest=newest, level=level))
        present = _times(database, partial(_year, as_of=None, level=level), copy=True)
        ratio = statistics.median(past) / statistics.median(present)
        rows += [
            (f"level {level}: present only", *_figures(present), ""),
            (f"level {level}: now", *_figures(now), ""),
            (f"level {level}: random as_of", *_figures(past), f"{ratio:.2f}"),
        ]
    chosen = iter(ids)
    page = _times(database, lambda conn: events.event(conn, next(chosen), _asked(conn, None)), times=90)
    rows.append(("event page", *_figures(page), ""))
    print_table("One year of the province, in ms", ("", "median", "p95", "to present only"), rows)
    with database.read(officer("bench")) as conn:
        asked = reads(conn)
    print_table(
        "What officers read, in ms",
        ("", "median", "p95"),
        [(name, *_figures(_times(database, work, times=15))) for name, work in asked],
    )


def _year(conn: sa.Connection, as_of: int | None, level: int) -> None:
    summary(conn, _asked(conn, as_of), level)


def _year_of_some_moment(conn: sa.Connection, newest: int, level: int) -> None:
    _year(conn, random.randint(newest // 3, newest), level)


def _asked(conn: sa.Connection, as_of: int | None) -> Filter:
    start = datetime(FIRST_YEAR + 1, 1, 1, tzinfo=zone.WIB)
    end = datetime(FIRST_YEAR + 2, 1, 1, tzinfo=zone.WIB) - timedelta(microseconds=1)
    return Filter(viewer=officer("bench"), moment=ledger.resolve(conn, as_of), period=(start, end))


def _times(
    database: Database, work: Callable[[sa.Connection], object], *, times: int = 30, copy: bool = False
) -> list[float]:
    return list(_clocked(database, work, times, copy))


def _clocked(
    database: Database, work: Callable[[sa.Connection], object], times: int, copy: bool
) -> Iterator[float]:
    with database.read(officer("bench")) as conn:
        if copy:
            conn.exec_driver_sql("SET LOCAL search_path = kini, sigap, public")
        work(conn)
        for _ in range(times):
            start = time.perf_counter()
            work(conn)
            yield (time.perf_counter() - start) * 1000


def _figures(spent: list[float]) -> tuple[str, str]:
    return f"{statistics.median(spent):.1f}", f"{statistics.quantiles(spent, n=20)[-1]:.1f}"


if __name__ == "__main__":
    main()
