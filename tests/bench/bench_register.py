"""A register of 200,000 reports with 2,000,000 figures: sums of a year at any moment, and an event's page.

    .venv/bin/python -m tests.bench.bench_register [--reports 200000] [--entries 400] [--years 5] [--phases]
                                                   [--rounds 25] [--var FOLDER]

With `--var` the register is made there once and kept; the next run only measures.

The register's rows are made in the database, in as many ledger entries, and what is derived from them the
normal way: two reports in five tell again of an event that is there and change its figures. Asked for are the
sums of one year over the province, as of now, as of random entries, and of a copy of the derived tables that
holds only the present, made and analysed anew in each run. The bar: p95 under 250 ms, at most 1.5 times the
copy; an event's page under 50 ms.

All three are asked for the same years, one after the other in an order that is shuffled each round, each on a
connection of its own (so that none loses its prepared plans to another). Before the clock runs, each has
answered every year once, the past as of other moments than are measured: every kind is as warm as the others,
while no moment of the past is asked for twice, as no reader asks twice for the same one.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
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
DROP SCHEMA IF EXISTS kini CASCADE;
CREATE SCHEMA kini;
CREATE TABLE kini.event_state (LIKE sigap.event_state INCLUDING ALL);
CREATE TABLE kini.published_figure (LIKE sigap.published_figure INCLUDING ALL);
CREATE TABLE kini.summary_block (LIKE sigap.summary_block INCLUDING ALL);
INSERT INTO kini.event_state ({states}) SELECT {states} FROM sigap.event_state WHERE known_to IS NULL;
INSERT INTO kini.published_figure SELECT * FROM sigap.published_figure WHERE known_to IS NULL;
INSERT INTO kini.summary_block
SELECT DISTINCT ON (cell) * FROM sigap.summary_block ORDER BY cell, known_from DESC;
GRANT USAGE ON SCHEMA kini TO sigap_app;
GRANT SELECT ON ALL TABLES IN SCHEMA kini TO sigap_app;
"""
SOME_EVENTS = """
SELECT event_id FROM event_state WHERE audience IN ('semua', 'petugas') AND known_to IS NULL
ORDER BY random() LIMIT 100
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
    parser.add_argument("--rounds", type=int, default=25, help="how often each year is asked for")
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
            _copy_present(var)
            _report_sizes(database)
            _measure(database, asked.years, asked.rounds)


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


def _copy_present(var: Path) -> None:
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
        for name in ("report", "figure", "event", "event_state", "published_figure", "summary_cell",
                     "summary_now", "summary_block"):  # fmt: skip
            count, size = conn.exec_driver_sql(
                f"SELECT count(*), pg_total_relation_size('{name}') FROM {name}"
            ).one()
            rows.append((name, f"{count:,}", f"{size / 1e6:,.0f}"))
    print_table("Tables", ("", "rows", "MB"), rows)


def _measure(database: Database, years: int, rounds: int) -> None:
    with database.read(officer("bench")) as conn:
        ids = conn.execute(sa.text(SOME_EVENTS)).scalars().all()
    for level in (2, 3):
        _print_years(database, level, range(FIRST_YEAR, FIRST_YEAR + years), rounds)
    chosen = iter(ids)
    page = _times(database, lambda conn: events.event(conn, next(chosen), _asked(conn, None)), times=90)
    with database.read(officer("bench")) as conn:
        asked = reads(conn)
    print_table(
        "What officers read, in ms",
        ("", "median", "p95"),
        [
            ("event page", *_figures(page)),
            *((name, *_figures(_times(database, work, times=15))) for name, work in asked),
        ],
    )


def _print_years(database: Database, level: int, years: Sequence[int], rounds: int) -> None:
    spent = _years(database, level, years, rounds)
    present = _figures_of(spent["present only"])
    print_table(
        f"One year of the province at level {level}, in ms ({rounds} times each of {len(years)} years)",
        ("", "median", "p95", "to present only", "and its p95"),
        [(kind, *_figures(times), *_ratios(times, present)) for kind, times in spent.items()],
    )


def _ratios(spent: list[float], present: tuple[float, float]) -> Iterator[str]:
    for figure, other in zip(_figures_of(spent), present, strict=True):
        yield f"{figure / other:.2f}"


def _years(database: Database, level: int, years: Sequence[int], rounds: int) -> dict[str, list[float]]:
    """What each kind of reading took, as the docstring of this module says."""
    with ExitStack() as stack:
        now, past, present = (stack.enter_context(database.read(officer("bench"))) for _ in range(3))
        present.exec_driver_sql("SET LOCAL search_path = kini, sigap, public")
        newest = ledger.resolve(now).seq
        moments = random.sample(range(newest // 3, newest), k=len(years) * (rounds + 1))
        kinds = {
            "present only": lambda year: summary(present, _asked(present, year), level),
            "now": lambda year: summary(now, _asked(now, year), level),
            "as_of, any moment": lambda year: summary(past, _asked(past, year, moments.pop()), level),
        }
        spent: dict[str, list[float]] = {kind: [] for kind in kinds}
        for lap in range(rounds + 1):
            laps = [(kind, year) for kind in kinds for year in years]
            for kind, year in random.sample(laps, k=len(laps)):
                start = time.perf_counter()
                kinds[kind](year)
                if lap:  # the first was to warm up
                    spent[kind].append((time.perf_counter() - start) * 1000)
    return spent


def _asked(conn: sa.Connection, year: int | None, as_of: int | None = None) -> Filter:
    period = (None, None) if year is None else (_begins(year), _begins(year + 1) - timedelta(microseconds=1))
    return Filter(viewer=officer("bench"), moment=ledger.resolve(conn, as_of), period=period)


def _begins(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=zone.WIB)


def _times(database: Database, work: Callable[[sa.Connection], object], *, times: int) -> list[float]:
    return list(_clocked(database, work, times))


def _clocked(database: Database, work: Callable[[sa.Connection], object], times: int) -> Iterator[float]:
    with database.read(officer("bench")) as conn:
        work(conn)
        for _ in range(times):
            start = time.perf_counter()
            work(conn)
            yield (time.perf_counter() - start) * 1000


def _figures_of(spent: list[float]) -> tuple[float, float]:
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def _figures(spent: list[float]) -> tuple[str, str]:
    median, high = _figures_of(spent)
    return f"{median:.1f}", f"{high:.1f}"


if __name__ == "__main__":
    main()
