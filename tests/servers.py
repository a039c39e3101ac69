"""A real server process on a loopback port, over a test's own database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from gis.settings import Settings

ROOT = Path(__file__).parent.parent
PATIENCE_S = 30.0


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """Run `sigap up` over the database of `settings`; gives its address, ends it afterwards.

    A worker of jobs runs beside it only where `settings` say so themselves.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert settings.database_url
    known = {"SIGAP_DATABASE_URL": settings.database_url, "SIGAP_VAR": str(settings.var)}
    known["SIGAP_WORKER"] = str(settings.worker and "worker" in settings.model_fields_set)
    if "worker_silent_s" in settings.model_fields_set:
        known["SIGAP_WORKER_SILENT_S"] = str(settings.worker_silent_s)
    if settings.listen_database_url:
        known["SIGAP_LISTEN_DATABASE_URL"] = settings.listen_database_url
    if settings.master_key:
        known["SIGAP_MASTER_KEY"] = settings.master_key.get_secret_value()
    if "tile_cache_mb" in settings.model_fields_set:
        known["SIGAP_TILE_CACHE_MB"] = str(settings.tile_cache_mb)
    settings.var.mkdir(parents=True, exist_ok=True)
    with (settings.var / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "api.cli", "up", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **known}, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(f"{address}/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")
