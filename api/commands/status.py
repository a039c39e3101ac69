"""Emergency statuses on the command line: declared, listed, extended, ended."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.commands import console, opening
from api.commands.desk import Area, AsOf, found_id
from api.commands.words import short, wib_day
from api.commands.writing import BY, unnamed, write
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.db import Database

_DAY = ["%Y-%m-%d"]

app = typer.Typer(help="Status keadaan darurat.", no_args_is_help=True)


@app.command("add")
def add_status(
    level: Annotated[str, typer.Option(help="siaga_darurat, tanggap_darurat, transisi_darurat_pemulihan")],
    area: Annotated[list[str], typer.Option(help="kode Kemendagri; boleh berulang")],
    decree: Annotated[str, typer.Option(help="nomor SK")],
    issued_by: Annotated[str, typer.Option(help="yang menetapkan")],
    starts_on: Annotated[datetime, typer.Option(formats=_DAY, help="hari pertama")],
    ends_on: Annotated[datetime, typer.Option(formats=_DAY, help="hari terakhir")],
    hazard: Annotated[str | None, typer.Option(help="slug jenis kejadian; kosong: semua")] = None,
    issued_on: Annotated[datetime | None, typer.Option(formats=_DAY, help="tanggal SK")] = None,
) -> None:
    """Catat status yang ditetapkan sebuah SK."""
    from gis import watch

    declared = watch.Declaration(
        level=level,
        areas=tuple(area),
        decree=decree,
        issued_by=issued_by,
        starts_on=starts_on.date(),
        ends_on=ends_on.date(),
        hazard=hazard,
        issued_on=issued_on.date() if issued_on else None,
    )
    with opening.database(Settings()) as database:
        why = f"status {level} {decree}"[:200]
        key = write(database, why, lambda entry: watch.declare(entry, declared))
        _show_statuses(database, None, None)
    console.out.print(f"Status dicatat: {key}")


@app.command("list")
def list_statuses(
    area: Area = None,
    state: Annotated[str | None, typer.Option(help="akan, berlaku, berakhir, dibatalkan")] = None,
    as_of: AsOf = None,
) -> None:
    """Daftar status dengan sisa harinya."""
    from layers.filter import check_area

    with opening.database(Settings()) as database:
        _show_statuses(database, check_area(area) if area else None, as_of, state)


@app.command("extend")
def extend_status(
    declaration: Annotated[str, typer.Argument(help="id status, atau angka akhirnya")],
    decree: Annotated[str, typer.Option(help="nomor SK perpanjangan")],
    ends_on: Annotated[datetime, typer.Option(formats=_DAY, help="hari terakhir yang baru")],
) -> None:
    """Perpanjang status menurut SK baru."""
    from gis import watch

    with opening.database(Settings()) as database:
        key = found_id(database, "status", declaration)
        extend = partial(watch.extend, declaration=key, decree=decree, ends_on=ends_on.date())
        write(database, f"perpanjang status {key}", extend)
    console.out.print(f"Status {key} berlaku sampai {wib_day(ends_on)}")


@app.command("end")
def end_status(
    declaration: Annotated[str, typer.Argument(help="id status, atau angka akhirnya")],
    ends_on: Annotated[datetime, typer.Option(formats=_DAY, help="hari terakhir")],
    reason: Annotated[str, typer.Option(help="alasan, dicatat")],
    decree: Annotated[str | None, typer.Option(help="nomor SK pengakhiran")] = None,
) -> None:
    """Akhiri status lebih awal."""
    from gis import watch

    with opening.database(Settings()) as database:
        key = found_id(database, "status", declaration)
        reason = unnamed(database, reason)
        end = partial(watch.end, declaration=key, ends_on=ends_on.date(), decree=decree, reason=reason)
        write(database, f"akhiri status {key}", end)
    console.out.print(f"Status {key} berakhir {wib_day(ends_on)}")


def _show_statuses(
    database: "Database", area: str | None, as_of: str | None, state: str | None = None
) -> None:
    from api import present
    from gis import ledger
    from gis.viewer import officer
    from layers import status as reading

    with database.read(officer(BY)) as conn:
        moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
        day = present.today_of(moment, as_of)
        found = reading.statuses(conn, moment, day, area=area, states=(state,) if state else ())
        everywhere = reading.statuses(conn, moment, day)
    table = console.table(
        console.key("Id"), "Status dan SK", "Wilayah", console.key("Masa"),
        title=f"Status darurat per {wib_day(day)}",
    )  # fmt: skip
    for each in found:
        left = "" if each["days_left"] is None else f"\nsisa {each['days_left']} hari"
        table.add_row(
            short(each["id"]),
            escape(f"{each['label_id']} ({each['state']})\nSK {each['decree']}"),
            escape("\n".join(area["name"] for area in each["areas"])),
            f"{wib_day(each['starts_on'])}\n{wib_day(each['ends_on'])}{left}",
        )
    console.show(table, f"Tidak ada status darurat per {wib_day(day)}")
    if told := reading.advice(everywhere):
        console.out.print(f"[yellow]Saran:[/] {escape(told['id'])} [dim]({escape(told['source'])})[/]")
