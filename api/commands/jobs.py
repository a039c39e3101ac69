"""`sigap jobs`: what is queued, running, done and failed; stop one, or try it again."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import console, opening
from api.commands.layout import laid_out
from api.commands.words import wib
from gis.settings import Settings

if TYPE_CHECKING:
    from api.jobs.queue import Job

app = typer.Typer(help="Antrean pekerjaan.", invoke_without_command=True)
Number = Annotated[int, typer.Argument(help="nomor pekerjaan", min=1)]


@app.callback()
def jobs(
    context: typer.Context,
    status: Annotated[
        str | None, typer.Option(help="antre, berjalan, selesai, gagal, dibatalkan, dihentikan")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="banyaknya baris")] = 30,
) -> None:
    """Daftar pekerjaan, yang terbaru lebih dahulu."""
    if context.invoked_subcommand is not None:
        return
    from rich.markup import escape

    from api.jobs import queue

    with opening.database(Settings()) as database, database.write() as conn:
        found = queue.listed(conn, status=status, limit=limit)
    table = console.table(console.key("No."), "Pekerjaan", "Tentang", "Status", "Berakhir", "Hasil")
    for each in found:
        table.add_row(
            str(each.id), each.task, escape(each.subject), each.status, wib(each.ended_at),
            escape(_said(each)),
        )  # fmt: skip
    console.show(table, "Tidak ada pekerjaan")


@app.command()
def show(number: Number) -> None:
    """Tampilkan satu pekerjaan sebagai JSON."""
    from api.jobs import queue

    with opening.database(Settings()) as database, database.write() as conn:
        found = queue.job(conn, number)
    typer.echo(laid_out(asdict(found)))


@app.command()
def cancel(number: Number) -> None:
    """Batalkan pekerjaan yang antre; yang berjalan diminta berhenti."""
    from api.jobs import queue

    with opening.database(Settings()) as database, database.write() as conn:
        found = queue.cancel(conn, number)
    said = "diminta berhenti" if found.status == "berjalan" else found.status
    console.out.print(f"Pekerjaan {number}: {said}")


@app.command()
def retry(number: Number) -> None:
    """Antrekan lagi pekerjaan yang gagal atau dibatalkan."""
    from api.jobs import queue

    with opening.database(Settings()) as database, database.write() as conn:
        found = queue.again(conn, number)
    console.out.print(f"Pekerjaan {number}: {found.status}")


def _said(job: "Job") -> str:
    if job.error:
        return str(job.error["id"])
    told = job.result or job.progress or {}
    return ", ".join(f"{name} {value}" for name, value in told.items() if not isinstance(value, dict | list))
