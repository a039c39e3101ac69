"""Is it alive, is it ready, how is it doing."""

import time

import sqlalchemy as sa
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse

from api.deps import Conf, Db, Public, metrics_reader
from api.errors import said
from api.jobs import queue
from gis import ledger
from gis.db import newest_revision, revision
from gis.errors import SigapError

router = APIRouter(tags=["operasi"])
_started = time.monotonic()


@router.get("/health", summary="Hidup", dependencies=[Public])
def health() -> dict[str, str]:
    """Whether the process answers at all; asks nothing of the database."""
    return {"status": "ok"}


@router.get("/ready", summary="Siap melayani", dependencies=[Public])
def ready(db: Db, conf: Conf) -> JSONResponse:
    """Whether the database answers and is migrated to what this program expects; how many workers do jobs."""
    try:
        with db.write() as conn:
            found = revision(conn)
            moment = ledger.resolve(conn)
            workers = queue.workers(conn, silent_s=conf.worker_silent_s) if found else 0
    except SigapError as error:
        return JSONResponse({"status": "belum siap", "why": said(error, "id")}, 503)
    wanted = newest_revision()
    state: dict[str, object] = {
        "database": "ok",
        "migration": found,
        "expected": wanted,
        "as_of": moment.as_dict(),
        "workers": workers,
    }
    if found != wanted:
        return JSONResponse({"status": "belum siap", **state}, 503)
    return JSONResponse({"status": "ok", **state})


@router.get(
    "/metrics",
    summary="Metrik Prometheus",
    include_in_schema=False,
    dependencies=[Depends(metrics_reader)],
)
def metrics(request: Request, db: Db) -> PlainTextResponse:
    """Counters of this process, in Prometheus' text format: for this machine, or with a token."""
    lines = [
        "# TYPE sigap_uptime_seconds gauge",
        f"sigap_uptime_seconds {time.monotonic() - _started:.0f}",
        "# TYPE sigap_requests_total counter",
    ]
    for (group, status), count in sorted(request.app.state.requests.items()):
        lines.append(f'sigap_requests_total{{route="{group}",status="{status}"}} {count}')
    tiles = request.app.state.tiles
    lines += [
        *tiles.figures.lines(),
        "# TYPE sigap_tile_cache_bytes gauge",
        f"sigap_tile_cache_bytes {tiles.cache.bytes}",
        "# TYPE sigap_tile_cache_tiles gauge",
        f"sigap_tile_cache_tiles {len(tiles.cache)}",
        "# HELP sigap_live_trusted Whether announcements of changes arrive; if not, nothing is kept",
        "# TYPE sigap_live_trusted gauge",
        f"sigap_live_trusted {int(request.app.state.feed.is_trusted)}",
    ]
    with db.read() as conn:
        seq = ledger.resolve(conn).seq
        events = conn.execute(sa.text("SELECT count(*) FROM event_state WHERE known_to IS NULL")).scalar_one()
    with db.write() as conn:
        jobs = queue.counts(conn)
    lines.append("# TYPE sigap_jobs gauge")
    lines += [f'sigap_jobs{{status="{status}"}} {count}' for status, count in jobs.items()]
    lines += ["# TYPE sigap_ledger_seq gauge", f"sigap_ledger_seq {seq}"]
    lines += ["# TYPE sigap_public_events gauge", f"sigap_public_events {events}", ""]
    return PlainTextResponse("\n".join(lines), media_type="text/plain; version=0.0.4")
