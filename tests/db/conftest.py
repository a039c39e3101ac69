"""What tests of layers have in common: how a file is sent, and a geoportal that may be asked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gis.catalogue import LayerMeta
from gis.db import Database
from gis.files import Files
from gis.postgis import Cluster
from gis.settings import Settings
from gis.viewer import officer
from ingest.run import Delivery, Outcome, ingest
from tests import older as earlier
from tests import remotes
from tests.portal import Portal


@pytest.fixture
def own(settings: Settings, portal: Portal) -> Settings:
    return remotes.allowed(settings, portal)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def send(database: Database, files: Files) -> Callable[..., Outcome]:
    """Ingest bytes (or a path) as a layer."""

    def sender(content: bytes | Path, filename: str, **meta: Any) -> Outcome:
        known: dict[str, Any] = {"slug": "posko", "title": "Posko", "source": "Uji", "access": "publik"}
        delivery = Delivery(
            content=content,
            filename=filename,
            channel="berkas",
            viewer=officer("uji"),
            layer=LayerMeta(**known | meta),
        )
        return ingest(database, files, delivery)

    return sender


@pytest.fixture
def older(cluster: Cluster, settings: Settings) -> Iterator[Callable[[str], Settings]]:
    """A function giving an installation with nothing in it but the tables of an earlier release."""
    yield lambda release: earlier.made(cluster, settings, release)
    earlier.drop(cluster)
