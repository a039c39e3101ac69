"""Remote layers of a test's own geoportal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gis import catalogue, ledger, remote
from gis.catalogue import LayerVersion
from gis.db import Database
from gis.errors import SigapError
from gis.files import Files
from gis.remote import Fetch, RemoteLayer
from gis.settings import Settings
from ingest.remote import refreshing
from tests.portal import Portal, Query, Reply

META = {"title": "Posko", "source": "Uji", "access": "publik"}
PATHS = {
    "ogc": "/ogc/collections/posko",
    "wfs": "/wfs?typeNames=uji:posko",
    "arcgis": "/arcgis/rest/services/Uji/FeatureServer/0",
    "imageserver": "/arcgis/rest/services/Indeks/ImageServer",
}


def allowed(settings: Settings, portal: Portal, **more: Any) -> Settings:
    """Settings under which the portal on this machine may be asked, and quickly."""
    told = {"remote_hosts": (portal.address.removeprefix("http://"),), "remote_delay_ms": 1, **more}
    return settings.model_copy(update=told)


def register(
    database: Database, portal: Portal, kind: str, *, slug: str = "posko", **more: Any
) -> RemoteLayer:
    """Register the portal's layer of that kind."""
    layer = RemoteLayer(slug=slug, kind=kind, **{"url": portal.address + PATHS[kind], "meta": META, **more})
    with ledger.entry(database, by="uji", why="remote") as entry:
        remote.register(entry, layer)
    return layer


def refresh(database: Database, settings: Settings, slug: str = "posko", **more: Any) -> Fetch:
    """Fetch it."""
    return refreshing.refresh(database, Files(settings.files), settings, slug, by="uji", **more)


def newest(database: Database, slug: str = "posko") -> LayerVersion:
    """The version that holds."""
    with database.write() as conn:
        return catalogue.layer(conn, slug, ledger.LATEST)


def rows(database: Database, slug: str = "posko") -> list[dict[str, Any]]:
    """The layer's rows by object id, with longitude and latitude."""
    table = newest(database, slug).table_name
    place = "round(st_x(geom)::numeric, 6)::float AS lon, round(st_y(geom)::numeric, 6)::float AS lat"
    words = f"SELECT *, {place} FROM layer_data.{table}"
    with database.write() as conn:
        return [dict(row) for row in conn.execute(sa.text(words)).mappings()]


def folder(settings: Settings, slug: str = "posko") -> Path:
    """Where its pages are kept."""
    return settings.var / "jarak-jauh" / slug


def refused(database: Database, settings: Settings, slug: str = "posko") -> SigapError:
    """The error of fetching, which is written down too."""
    with pytest.raises(SigapError) as caught:
        refresh(database, settings, slug)
    with database.write() as conn:
        last = remote.fetches(conn, slug, limit=1)[0]
    assert last.outcome == "gagal"
    assert last.error
    assert last.error["code"] == caught.value.code
    return caught.value


def once(
    status: int, headers: dict[str, str], when: Callable[[Query], bool]
) -> Callable[[str, Query, int], Reply | None]:
    """A fault for the first request of that kind."""
    left = [1]

    def fault(_path: str, query: Query, _n: int) -> Reply | None:
        if when(query) and left:
            left.pop()
            return status, headers, b"later"
        return None

    return fault


def second_page(query: Query) -> bool:
    """Whether OGC's second page is asked for."""
    return query.get("kursor") == "10"
