"""Layers on the command line: an earlier version again, and the words of Satu Data."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from gis import catalogue, ledger
from gis.catalogue import LayerVersion
from gis.db import Database
from gis.settings import Settings
from gis.viewer import officer


class Commands:
    """Commands on the test's own database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    def send(self, *points: tuple[float, float], words: tuple[str, ...] = ()) -> None:
        """A version of the layer `posko` with these points."""
        features = [
            {"type": "Feature", "properties": {"n": n}, "geometry": {"type": "Point", "coordinates": point}}
            for n, point in enumerate(points)
        ]
        file = self.folder / f"posko{len(points)}.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        said = [part for word in words for part in ("--set", word)]
        done = self("ingest", str(file), "--slug", "posko", "--title", "Posko", "--source", "uji", *said)
        assert done.exit_code == 0, done.output

    def newest(self) -> LayerVersion:
        with self.database.read(officer("uji")) as conn:
            return catalogue.layer(conn, "posko", ledger.resolve(conn))


@pytest.fixture
def run(environment: Settings, database: Database, tmp_path: Path) -> Commands:
    return Commands(database, tmp_path)


def test_an_earlier_version_holds_again(run: Commands) -> None:
    run.send((106.45, -3.0))
    run.send((106.45, -3.0), (106.5, -3.1))
    done = run("layers", "rollback", "posko", "1")
    assert done.exit_code == 0, done.output
    assert (run.newest().version, run.newest().feature_count) == (3, 1)
    for slug, version in (("posko", "3"), ("posko", "9"), ("tidak_ada", "1")):
        assert run("layers", "rollback", slug, version).exit_code == 1


def test_words_of_satu_data_are_set_and_taken_back(run: Commands) -> None:
    run.send((106.45, -3.0), words=("produsen=BPBD",))
    assert run.newest().attributes["satu_data"] == {"produsen": "BPBD"}
    done = run("layers", "describe", "posko", "--set", "kontak=Pusdalops", "--set", "produsen=")
    assert done.exit_code == 0, done.output
    again = run.newest()
    assert (again.version, again.feature_count) == (2, 1)
    assert again.attributes["satu_data"] == {"kontak": "Pusdalops"}
    assert run("layers", "describe", "posko", "--set", "warna=biru").exit_code == 1
    assert run("layers", "describe", "posko", "--set", "kontak").exit_code == 1
    assert run("layers", "describe", "tidak_ada", "--set", "kontak=x").exit_code == 1
