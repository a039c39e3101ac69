"""Where an ingest's time goes: a clock at each step, without a change to what is measured."""

import functools
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from api.commands import opening
from gis import derive
from gis.settings import Settings
from gis.viewer import officer
from ingest import link, load, run
from tests.bench.place import print_table

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Clock:
    """Seconds by step: on the wall, of this process's CPU, of the database backend's CPU."""

    backend: int = 0
    steps: dict[str, list[float]] = field(default_factory=dict)

    def now(self) -> list[float]:
        return [time.perf_counter(), time.process_time(), _cpu_of(self.backend) if self.backend else 0.0]

    def add(self, step: str, start: list[float]) -> None:
        spent = [end - begun for end, begun in zip(self.now(), start, strict=True)]
        kept = self.steps.setdefault(step, [0.0] * 3)
        self.steps[step] = [sum(pair) for pair in zip(kept, spent, strict=True)]

    def at(self, module: object, name: str, step: Callable[[tuple[Any, ...]], str | None]) -> None:
        """Put the clock around a function; `step` names the step by the call's arguments, None: not timed."""
        function = getattr(module, name)

        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            if (told := step(arguments)) is None:
                return function(*arguments, **named)
            start = self.now()
            try:
                return function(*arguments, **named)
            finally:
                self.add(told, start)

        setattr(module, name, timed)


def measure_phases(sheet: Path, var: Path) -> None:
    """Take the sheet in, in this process, and print what each step took."""
    clock = Clock()
    _put_clocks(clock)
    settings = Settings(var=var)
    with opening.database(settings) as database:
        delivery = run.Delivery(
            content=sheet,
            filename=sheet.name,
            channel="berkas",
            viewer=officer("bench", auto_verify=True),
        )
        start = clock.now()
        run.ingest(database, opening.files(settings), delivery)
        clock.add("all", start)
    print_table(
        "Steps, in seconds",
        ("", "wall", "CPU here", "CPU of PostGIS"),
        [(step, *(f"{seconds:.2f}" for seconds in spent)) for step, spent in clock.steps.items()],
    )


def _put_clocks(clock: Clock) -> None:
    functions = vars(run)
    read, take = functions["_counted"], functions["load"]

    def counted(items: Iterable[Any], progress: run.Progress | None) -> Iterator[Any]:
        stream = iter(read(items, progress))
        while True:
            start = clock.now()
            item = next(stream, None)
            clock.add("read, locate, check", start)
            if item is None:
                return
            yield item

    def loaded(entry: Any, *arguments: Any) -> Any:
        clock.backend = entry.conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        return take(entry, *arguments)

    functions.update(_counted=counted, load=loaded)
    for module in (load, link):
        clock.at(module, "copy_rows", lambda arguments: f"load {arguments[1]}")
    clock.at(derive, "events", lambda _: "derive")
    steps = {id(text): f"  derive: {name}" for name, text in derive._SQL.items()}
    clock.at(sa.Connection, "execute", lambda arguments: steps.get(id(arguments[1])))


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
