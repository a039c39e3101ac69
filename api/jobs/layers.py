"""Jobs about layers of other servers: fetch one, and queue those that are due."""

import logging
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from api.jobs import queue
from api.jobs.tasks import Bench, Interrupted
from gis import remote
from gis.errors import SigapError
from gis.files import Files
from gis.remote import RemoteLayer

log = logging.getLogger("sigap.jobs")
REFRESH = "ambil_layer"


def refresh(bench: Bench, slug: str, force: bool = False, by: str = "jadwal") -> dict[str, Any]:
    """Bring one remote layer up to date."""
    # Imported here: pandas and rasterio cost a second that an idle worker should not have spent.
    from ingest.remote import refreshing
    from ingest.remote.asking import Stopped

    def progress(pages: int, features: int, expected: int | None) -> None:
        bench.progress(pages=pages, features=features, expected=expected)

    try:
        done = refreshing.refresh(
            bench.database, Files(bench.settings.files), bench.settings, slug,
            by=by, force=force, stopping=bench.stopping, progress=progress,
        )  # fmt: skip
    except Stopped as stopped:
        raise Interrupted from stopped
    return {"outcome": done.outcome, "version": done.version, **done.figures}


def enqueue(conn: sa.Connection, layer: RemoteLayer, *, by: str, force: bool = False) -> int:
    """Queue the fetching of a layer; of one host one at a time, of one layer never two waiting."""
    args = {"slug": layer.slug, "by": by} | ({"force": True} if force else {})
    return queue.enqueue(conn, REFRESH, args, lock=f"host:{layer.host}", once=f"layer:{layer.slug}:{force}")


def queue_due(conn: sa.Connection) -> None:
    """Queue every remote layer that is due by its schedule."""
    now = datetime.now(UTC)
    scheduled = [layer for layer in remote.remotes(conn) if layer.enabled and layer.schedule]
    if not scheduled:
        return
    from ingest.remote import schedule

    for layer in scheduled:
        fetched = [fetch.started_at for fetch in remote.fetches(conn, layer.slug, limit=1)]
        # A job that broke, or that somebody took out, brought no outcome: it counts all the same.
        begun = queue.last_about(conn, REFRESH, layer.slug)
        last = max([*fetched, begun] if begun else fetched, default=None)
        try:
            if schedule.due(layer, last, now) and not queue.is_about(conn, REFRESH, layer.slug):
                enqueue(conn, layer, by="jadwal")
        except SigapError as error:
            log.warning("layer %s: %s", layer.slug, error.text("en"))
