"""`sigap up`, `migrate`, `check`: running and keeping the server."""

import logging
import signal
import sys
from typing import Annotated

import typer

from api.commands import console, opening
from gis.errors import InvalidInput
from gis.settings import Settings


def up(
    host: Annotated[str | None, typer.Option(help="alamat untuk mendengarkan")] = None,
    port: Annotated[int | None, typer.Option(help="porta")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="banyaknya proses")] = 1,
) -> None:
    """Jalankan server; basis data bawaan ikut hidup dan berhenti bersamanya."""
    from api import serving

    settings = Settings()
    # uvicorn hands a caught signal on when it has stopped; the default would end us before the database.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with opening.database(settings, exclusive=True) as database:
        serving.serve(
            settings, database, host=host or settings.host, port=port or settings.port, workers=workers
        )


def migrate() -> None:
    """Bawa skema basis data ke versi terbaru."""
    from gis import db

    settings = Settings()
    if settings.database_url and not settings.owner_database_url:
        raise InvalidInput(
            "pemilik",
            "Migrasi basis data sendiri memerlukan SIGAP_OWNER_DATABASE_URL (peran sigap_owner)",
            "Migrating your own database needs SIGAP_OWNER_DATABASE_URL (role sigap_owner)",
            where="SIGAP_OWNER_DATABASE_URL",
        )
    if settings.owner_database_url:
        db.migrate(settings.owner_database_url)
    with opening.database(settings):
        console.out.print("[green]Skema basis data sudah yang terbaru[/]")


def check() -> None:
    """Hitung ulang semua baris turunan dari register dan katakan apakah sama."""
    from gis import derive

    with opening.database(Settings()) as database:
        events, differing = derive.check(database)
    if differing:
        console.err.print(f"[red]{differing} baris turunan ({events} kejadian) berbeda dari registernya[/]")
        raise typer.Exit(1)
    console.out.print(f"[green]{events} kejadian: semua turunan sama dengan registernya[/]")


def worker(
    jobs: Annotated[int | None, typer.Option(min=1, max=32, help="banyaknya pekerjaan sekaligus")] = None,
    once: Annotated[bool, typer.Option("--once", help="kerjakan yang antre, lalu berhenti")] = False,
) -> None:
    """Kerjakan antrean pekerjaan; `sigap up` sudah menjalankan satu, yang lain boleh di mesin lain."""
    import asyncio

    from api.jobs import worker as working

    settings = Settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with opening.database(settings) as database:
        asyncio.run(working.work(settings, database, jobs=jobs, wait=not once))
