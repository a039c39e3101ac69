"""The HTTP server around the application: one process, or several that share the port."""

import logging
import os
import signal
import socket

import uvicorn

from api.app import create_app
from api.jobs import beside as worker
from gis.db import Database
from gis.errors import Unavailable
from gis.settings import Settings

log = logging.getLogger("sigap")
GRACE_S = 3  # requests that are under way get so long to end


def serve(settings: Settings, database: Database, *, host: str, port: int, workers: int) -> None:
    """Serve until SIGINT or SIGTERM. Unavailable when the port is taken."""
    listening = _listen(host, port)
    children = [pid for _ in range(workers - 1) if (pid := _child(settings, database.url, listening))]
    # The last to be forked: no other process may hold its pipe open.
    beside = worker.start(settings, database.url, listening) if settings.worker else None
    log.info("SIGAP melayani di http://%s:%s — Ctrl-C untuk berhenti", host, port)
    try:
        _run(settings, database, listening)
    finally:
        for pid in children:
            _end(pid)
        if beside:
            worker.end(*beside)


class _Server(uvicorn.Server):
    """uvicorn, which first ends the open event streams: by themselves they would last out the grace."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop serving."""
        self.config.app.state.feed.end_streams()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def _run(settings: Settings, database: Database, listening: socket.socket) -> None:
    config = uvicorn.Config(
        create_app(settings, database),
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=False,  # api.links decides whom to believe
        server_header=False,
    )
    _Server(config).run([listening])


def _child(settings: Settings, url: str, listening: socket.socket) -> int:
    """Another process on the same socket, with connections of its own; 0 never comes back."""
    pid = os.fork()
    if pid:
        return pid
    try:
        _run(settings, Database(url, settings, read_url=settings.read_database_url), listening)
    finally:
        os._exit(0)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Unavailable(
            "porta",
            "Porta {port} di {host} tidak dapat dipakai ({why}); pilih yang lain dengan --port",
            "Port {port} on {host} cannot be used ({why}); choose another with --port",
            where="--port",
            host=host,
            port=port,
            why=error.strerror,
        ) from error
    listening.listen(512)
    return listening
