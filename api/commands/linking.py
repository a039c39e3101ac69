"""`sigap candidates`, `link`, `merge`, `unmerge`: which report tells of which event."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.commands import console, opening
from api.commands.desk import found_id
from api.commands.words import number, short
from api.commands.writing import unnamed, write
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.db import Database
    from gis.ledger import Entry
    from gis.linking import Done

_Event = Annotated[str, typer.Argument(help="id kejadian yang pernah digabungkan, atau ekornya")]
_Reason = Annotated[str, typer.Option(help="alasan, dicatat dalam buku; wajib")]


def candidates(
    area: Annotated[str | None, typer.Option(help="kode Kemendagri bertitik, mis. 19.03")] = None,
    limit: Annotated[int, typer.Option(help="paling banyak", min=1, max=1000)] = 50,
    accept: Annotated[str | None, typer.Option(help="id calon, atau ekornya: ya, kejadian yang sama")] = None,
    decline: Annotated[str | None, typer.Option(help="id calon, atau ekornya: tidak, kejadian lain")] = None,
) -> None:
    """Tampilkan laporan yang mungkin menceritakan kejadian yang sudah ada, atau jawab satu."""
    from gis import ledger, linking

    with opening.database(Settings()) as database:
        for said, yes in ((accept, True), (decline, False)):
            if said:
                key = found_id(database, "candidate", said)
                verb = partial(linking.answer, candidate=key, accept=yes)
                _write(database, f"jawab calon tautan {key}", verb)
        if accept or decline:
            return
        with database.write() as conn:
            moment = ledger.resolve(conn)
            areas = [area] if area else []
            found = linking.candidates(conn, seq=moment.seq, limit=limit, areas=areas)
    keys = map(console.key, ("Calon", "Laporan", "Kejadian"))
    table = console.table(*keys, "Skor", "Mungkin sama, karena")
    for row in found:
        reasons = "; ".join(reason["id"] for reason in row["reasons"])
        name = f"{row['event_name']}: " if row["event_name"] else ""
        score = number(round(row["score"], 2))
        ids = map(short, (row["id"], row["report"], row["event"]))
        table.add_row(*ids, score, escape(name + reasons))
    console.show(table, "Tidak ada calon tautan yang menunggu")
    if found:
        console.out.print("Jawab: `sigap candidates --accept CALON` atau `--decline CALON`")


def link(
    report: Annotated[str, typer.Argument(help="id laporan, atau ekornya")],
    reason: _Reason,
    event: Annotated[
        str | None, typer.Argument(help="id kejadian, atau ekornya; kosong: kejadian baru")
    ] = None,
) -> None:
    """Tautkan satu laporan pada kejadian lain, atau pada kejadian baru."""
    from gis import linking

    with opening.database(Settings()) as database:
        key = found_id(database, "report", report)
        into = found_id(database, "event", event) if event else None
        reason = unnamed(database, reason, [key], [into] if into else [])
        why = f"tautkan {key}: {reason}"
        _write(database, why, lambda entry: linking.move(entry, key, into, reason=reason))


def merge(
    event: Annotated[str, typer.Argument(help="id kejadian yang digabungkan, atau ekornya")],
    into: Annotated[str, typer.Argument(help="id kejadian yang tinggal, atau ekornya")],
    reason: _Reason,
) -> None:
    """Gabungkan satu kejadian ke kejadian lain."""
    from gis import linking

    with opening.database(Settings()) as database:
        one, other = found_id(database, "event", event), found_id(database, "event", into)
        reason = unnamed(database, reason, events=[one, other])
        why = f"gabung {one} ke {other}: {reason}"
        _write(database, why, lambda entry: linking.merge(entry, one, other, reason=reason))


def unmerge(
    event: Annotated[str, typer.Argument(help="id kejadian yang pernah digabungkan, atau ekornya")],
    reason: _Reason,
) -> None:
    """Lepaskan penggabungan: kedua kejadian kembali seperti semula."""
    from gis import linking

    with opening.database(Settings()) as database:
        key = found_id(database, "event", event)
        reason = unnamed(database, reason, events=[key])
        verb = partial(linking.unmerge, event=key, reason=reason)
        _write(database, f"lepas {key}: {reason}", verb)


def _write(database: "Database", why: str, verb: "Callable[[Entry], Done]") -> None:
    from api import linked

    console.out.print(linked.sentence(write(database, why, verb)), highlight=False)
