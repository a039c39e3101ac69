"""`sigap candidates`, `link`, `merge`, `unmerge`: which report tells of which event."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.markup import escape
from rich.table import Table

from api.commands import console, opening
from gis.errors import InvalidInput
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.ledger import Entry
    from gis.linking import Done

_Reason = Annotated[str, typer.Option(help="alasan, dicatat dalam buku")]
_BY = "baris-perintah"


def candidates(
    area: Annotated[str | None, typer.Option(help="kode Kemendagri bertitik, mis. 19.03")] = None,
    limit: Annotated[int, typer.Option(help="paling banyak", min=1, max=1000)] = 50,
    accept: Annotated[str | None, typer.Option(help="id calon: ya, kejadian yang sama")] = None,
    decline: Annotated[str | None, typer.Option(help="id calon: tidak, kejadian lain")] = None,
) -> None:
    """Tampilkan laporan yang mungkin menceritakan kejadian yang sudah ada, atau jawab satu."""
    from gis import ledger, linking

    for said, yes in ((accept, True), (decline, False)):
        if said:
            key = _id(said, "calon")
            _write(
                f"jawab calon tautan {key}",
                partial(linking.answer, candidate=key, accept=yes),
            )
    if accept or decline:
        return
    with opening.database(Settings()) as database, database.write() as conn:
        moment = ledger.resolve(conn)
        areas = [area] if area else []
        found = linking.candidates(conn, seq=moment.seq, limit=limit, areas=areas)
    table = Table("Calon", "Skor", "Laporan", "Mungkin kejadian", "Alasan")
    for row in found:
        reasons = "; ".join(reason["id"] for reason in row["reasons"])
        event = f"{row['event']}\n{row['event_name'] or ''}"
        cells = (str(row["id"]), f"{row['score']:.2f}", str(row["report"]), event, reasons)
        table.add_row(*map(escape, cells))
    console.out.print(table if found else "Tidak ada calon tautan yang menunggu")


def link(
    report: Annotated[str, typer.Argument(help="id laporan")],
    event: Annotated[str | None, typer.Argument(help="id kejadian; kosong: kejadian baru")] = None,
    reason: _Reason = "",
) -> None:
    """Tautkan satu laporan pada kejadian lain, atau pada kejadian baru."""
    from gis import linking

    key, into = _id(report, "laporan"), _id(event, "kejadian") if event else None
    _write(f"tautkan {key}: {reason}", lambda entry: linking.move(entry, key, into, reason=reason))


def merge(
    event: Annotated[str, typer.Argument(help="id kejadian yang digabungkan")],
    into: Annotated[str, typer.Argument(help="id kejadian yang tinggal")],
    reason: _Reason = "",
) -> None:
    """Gabungkan satu kejadian ke kejadian lain."""
    from gis import linking

    one, other = _id(event, "kejadian"), _id(into, "kejadian")
    why = f"gabung {one} ke {other}: {reason}"
    _write(why, lambda entry: linking.merge(entry, one, other, reason=reason))


def unmerge(
    event: Annotated[str, typer.Argument(help="id kejadian yang pernah digabungkan")], reason: _Reason = ""
) -> None:
    """Lepaskan penggabungan: kedua kejadian kembali seperti semula."""
    from gis import linking

    key = _id(event, "kejadian")
    _write(f"lepas {key}: {reason}", lambda entry: linking.unmerge(entry, key, reason=reason))


def _write(why: str, verb: "Callable[[Entry], Done]") -> None:
    from gis import ledger

    with opening.database(Settings()) as database, ledger.entry(database, by=_BY, why=why) as entry:
        done = verb(entry)
    console.out.print(f"Kejadian {done.event}: {len(done.reports)} laporan ditautkan")


def _id(text: str, what: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(
            "id", "'{id}' bukan id {what}", "'{id}' is no id of a {what}", where=what, id=text[:60], what=what
        ) from error
