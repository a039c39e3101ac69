"""`sigap up`, `migrate`, `check`, `verify`, `user token`: running and keeping the server."""

import logging
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from api.commands import console, opening
from gis.errors import InvalidInput
from gis.settings import Settings

user = typer.Typer(help="Token petugas dan program.", no_args_is_help=True)


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
        console.err.print(f"[red]{differing} dari {events} kejadian berbeda dari registernya[/]")
        raise typer.Exit(1)
    console.out.print(f"[green]{events} kejadian: semua turunan sama dengan registernya[/]")


@user.command("token")
def token(
    name: Annotated[str, typer.Option(help="nama pemegang, dicatat pada setiap tulisan")] = "petugas",
    auto_verify: Annotated[
        bool, typer.Option("--auto-verify", help="kirimannya langsung terverifikasi")
    ] = False,
    agency: Annotated[str | None, typer.Option(help="instansi pemegang")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="berlaku sekian hari; kosong: tanpa batas")] = None,
) -> None:
    """Buat token; rahasianya dicetak sekali ini saja."""
    from api import tokens

    expires_at = datetime.now(UTC) + timedelta(days=days) if days else None
    with opening.database(Settings()) as database:
        secret = tokens.create(
            database, name=name, auto_verify=auto_verify, agency=agency, expires_at=expires_at
        )
    console.err.print("[yellow]Simpan sekarang; rahasia ini tidak dapat ditampilkan lagi:[/]")
    typer.echo(secret)
