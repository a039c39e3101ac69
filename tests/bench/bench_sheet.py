"""An A3 sheet of one regency with village lines: CPU seconds warm, and in a process of its own.

    .venv/bin/python -m tests.bench.bench_sheet [--boundaries FILE.gpkg]

The bars: warm at most 0.3 s, cold at most 1.5 s of CPU. Beside them the same work done raw: the query for
the areas' shapes alone, and the map's SVG put into an empty Typst page.
"""

import argparse
import os
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import typst

from gis import codes, db, postgis, roles
from gis.db import Database
from gis.editions import load_index
from gis.ledger import resolve
from gis.report import Figure, State
from gis.settings import Settings
from gis.viewer import PUBLIC
from ingest.areas import import_areas
from ingest.prepare import prepare
from maps import order, sheet
from maps.frame import draw_frame
from tests.registers import keep, told

ROOT = Path(__file__).parents[2]
REGENCIES = ("19.01", "19.02", "19.03", "19.04", "19.05", "19.06")
HAZARDS = ("banjir", "puting_beliung", "karhutla", "tanah_longsor", "diterkam_buaya")
SECRET = b"bench"

COLD = """
from gis.db import Database
from gis.settings import Settings
from gis.viewer import PUBLIC
from maps import order, sheet
settings = Settings()
asked = order.SheetOrder.of(area="19.03")
with Database(settings.database_url, settings).read(PUBLIC) as conn:
    ready = order.build(conn, asked, viewer=PUBLIC, settings=settings, secret=b"bench")
open("/dev/null", "wb").write(sheet.render(ready.spec))
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--boundaries", type=Path, default=ROOT.parent / "shared" / "data" / "batas_babel.gpkg"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _filled(Path(folder), asked.boundaries) as settings:
        assert settings.database_url
        database = Database(settings.database_url, settings)
        _one(database, "19.71", settings)
        for code in REGENCIES:
            name = codes.areas()[code].full_name
            _row(f"warm, {name}, first time", _cpu(partial(_one, database, code, settings), times=1))
            _row(f"warm, {name}, after a new report", _after_news(database, code, settings))
        _row("raw: areas' shapes from PostGIS", _cpu(lambda: _shapes(database)))
        _row("raw: the same map in an empty Typst page", _cpu(_bare_page(database, settings)))
        _row("cold: a Python process", [_cold([sys.executable, "-c", COLD], settings) for _ in range(3)])
        command = [
            str(Path(sys.executable).parent / "sigap"),
            "sheet",
            "--area",
            "19.03",
            "-o",
            f"{folder}/lembar.pdf",
        ]
        _row("cold: sigap sheet", [_cold(command, settings) for _ in range(3)])
        database.close()


@contextmanager
def _filled(folder: Path, boundaries: Path) -> Iterator[Settings]:
    with postgis.running(folder / "var") as cluster:
        db.migrate(cluster.url(roles.OWNER))
        key = secrets.token_hex(32)
        settings = Settings(database_url=cluster.url(roles.APP), var=folder / "var", master_key=key)
        database = Database(cluster.url(roles.APP), settings)
        prepare(database, var=folder / "var")
        taken = import_areas(
            database, boundaries, by="bench", slug="bench", title="Batas uji", despite_errors=True
        )
        assert taken.edition_id
        villages = [area for area in codes.areas().values() if area.level == 4]
        reports = [
            told(
                Figure(kind="terdampak_jiwa", value=7 * n, state=State.NUMBER),
                areas=(village.code,),
                hazard=HAZARDS[n % len(HAZARDS)],
            )
            for n, village in enumerate(villages[::3])
        ]
        keep(database, *reports)
        database.close()
        yield settings


def _one(database: Database, code: str, settings: Settings) -> None:
    with database.read(PUBLIC) as conn:
        asked = order.SheetOrder.of(area=code)
        ready = order.build(conn, asked, viewer=PUBLIC, settings=settings, secret=SECRET)
    sheet.render(ready.spec)


def _shapes(database: Database) -> None:
    with database.read(PUBLIC) as conn:
        load_index(conn, resolve(conn))
        conn.exec_driver_sql("SELECT ST_AsBinary(geom) FROM area WHERE geom IS NOT NULL").fetchall()


def _bare_page(database: Database, settings: Settings) -> Callable[[], None]:
    with database.read(PUBLIC) as conn:
        asked = order.SheetOrder.of(area="19.03")
        spec = order.build(conn, asked, viewer=PUBLIC, settings=settings, secret=SECRET).spec
    drawn = draw_frame(spec).svg
    page = (
        b'#set page(width: 420mm, height: 297mm, margin: 0mm)\n#image(bytes(sys.inputs.map), format: "svg")'
    )

    def compile_page() -> None:
        varied = drawn.replace("<defs>", f"<!--{time.perf_counter_ns()}--><defs>")
        typst.Compiler(font_paths=sheet.font_book()).compile(
            input=page, format="pdf", sys_inputs={"map": varied}
        )

    return compile_page


def _after_news(database: Database, code: str, settings: Settings) -> list[float]:
    """Every sheet differs from the one before: Typst keeps what it has laid out already."""
    villages = [
        area.code for area in codes.areas().values() if area.level == 4 and area.code.startswith(code)
    ]
    spent = []
    for village in villages[:5]:
        keep(database, told(Figure(kind="meninggal", value=1, state=State.NUMBER), areas=(village,)))
        spent += _cpu(lambda: _one(database, code, settings), times=1)
    return spent


def _cpu(work: Callable[[], None], times: int = 7) -> list[float]:
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return spent


def _cold(command: list[str], settings: Settings) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {
        **os.environ,
        "SIGAP_DATABASE_URL": settings.database_url or "",
        "SIGAP_VAR": str(settings.var),
    }
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def _row(name: str, seconds: list[float]) -> None:
    print(
        f"{name:45} {statistics.median(seconds):6.3f} s   (least {min(seconds):.3f}, most {max(seconds):.3f})"
    )


if __name__ == "__main__":
    main()
