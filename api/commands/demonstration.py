"""The demonstration data, loaded with the times they would have come in."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from api.commands import console
from gis import codes, ledger
from gis.catalogue import LayerMeta
from gis.db import Database
from gis.errors import Conflict
from gis.files import Files
from gis.viewer import officer
from ingest import run
from ingest.prepare import prepare

FOLDER = codes.DATA / "demo"
BY = "peragaan"


@dataclass(frozen=True, slots=True)
class _Arrival:
    """One file of the demonstration, and when it was recorded."""

    recorded_at: datetime
    delivery: run.Delivery


def is_filled(database: Database) -> bool:
    """Whether anything was ever recorded there."""
    with database.write() as conn:
        return ledger.resolve(conn).seq > 0


def load(database: Database, files: Files, *, var: Path) -> list[tuple[str, run.Outcome]]:
    """Load everything into an empty database, in the order of time; Conflict in any other.

    Returns each file's name (texts together) and what became of it.
    """
    if is_filled(database):
        raise Conflict(
            "tidak_kosong",
            "Data peragaan hanya dapat dimuat ke basis data kosong: hanya di sana waktu pencatatan "
            "boleh dimundurkan. Pakai folder lain dengan SIGAP_VAR",
            "Demonstration data go into an empty database only: only there may times of recording be "
            "set back. Use another folder by SIGAP_VAR",
        )
    arrivals = sorted(_arrivals(), key=lambda each: each.recorded_at)
    prepare(database, var=var, recorded_at=arrivals[0].recorded_at - timedelta(days=1))
    outcomes: dict[str, run.Outcome] = {}
    with console.rows_moving("data peragaan") as progress:
        for done, each in enumerate(arrivals, start=1):
            outcome = run.ingest(database, files, each.delivery)
            name = each.delivery.filename
            if outcome.kind == "teks":
                name, outcome = "laporan/*.txt", _named(outcome, name)
            outcomes[name] = _together(outcomes.get(name), outcome)
            progress(done)
    return list(outcomes.items())


def _arrivals() -> Iterator[_Arrival]:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield _message(row)
    with (FOLDER / "layers.toml").open("rb") as layers:
        for slug, declared in tomllib.load(layers).items():
            yield _layer(slug, declared)


def _message(row: dict[str, str]) -> _Arrival:
    path = FOLDER / row["file"]
    recorded_at = datetime.fromisoformat(row["recorded_at"])
    delivery = run.Delivery(
        content=path.read_bytes(),
        filename=path.name,
        channel=row["channel"],
        viewer=officer(BY, auto_verify=row["verified"] == "1"),
        recipe=row["recipe"] or None,
        agency=row["agency"] or None,
        received_at=datetime.fromisoformat(row["received_at"]),
        recorded_at=recorded_at,
        invented=True,
    )
    return _Arrival(recorded_at, delivery)


def _layer(slug: str, declared: dict[str, Any]) -> _Arrival:
    path = FOLDER / declared.pop("file")
    recorded_at = declared.pop("recorded_at")
    delivery = run.Delivery(
        content=path.read_bytes(),
        filename=path.name,
        channel="berkas",
        viewer=officer(BY),
        received_at=recorded_at,
        recorded_at=recorded_at,
        invented=True,
        layer=LayerMeta(slug=slug, invented=True, **declared),
    )
    return _Arrival(recorded_at, delivery)


def _named(outcome: run.Outcome, filename: str) -> run.Outcome:
    """The outcome of one text whose rejections say which text."""
    reasons = tuple((replace(first, place=filename), count) for first, count in outcome.reasons)
    return replace(outcome, reasons=reasons)


def _together(before: run.Outcome | None, after: run.Outcome) -> run.Outcome:
    """Two outcomes as one line of the table."""
    if before is None:
        return after
    return run.Outcome(
        submission=None,
        receipt=None,
        kind=after.kind,
        loaded=before.loaded + after.loaded,
        rejected=before.rejected + after.rejected,
        nil=before.nil + after.nil,
        reasons=before.reasons + after.reasons,
    )
