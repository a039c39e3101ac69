"""The officer's desk on the command line: inbox, report, verify, reject, submissions, silence."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer
from rich.markup import escape

from api.commands import console, opening, questions
from api.commands.words import agency, ago, number, places, short, wib
from api.commands.writing import BY, unnamed, write
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.db import Database

AsOf = Annotated[str | None, typer.Option("--as-of", help="keadaan menurut catatan sampai saat itu")]
Area = Annotated[str | None, typer.Option(help="kode Kemendagri bertitik, mis. 19.03")]


def inbox(
    area: Area = None,
    status: Annotated[str, typer.Option(help="draf, diperiksa, terverifikasi, ditolak")] = "draf,diperiksa",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="paling banyak")] = 30,
    as_of: AsOf = None,
) -> None:
    """Kotak masuk: laporan yang menunggu, terlama dahulu."""
    from api.present import now_of
    from gis import desk, ledger
    from gis.viewer import officer
    from layers.filter import check_area

    asked = desk.Inbox(statuses=desk.statuses_named(status), area=check_area(area) if area else None)
    with opening.database(Settings()) as database, database.read(officer(BY)) as conn:
        moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
        now = now_of(moment, as_of)
        found = desk.reports(conn, asked, seq=moment.seq, limit=limit)
        counts = desk.counts(conn, asked, seq=moment.seq, now=now)
        _show_inbox(found, counts, now)
        questions.say_waiting(conn, moment.seq, area)


def _show_inbox(found: Sequence[dict[str, Any]], counts: Sequence[dict[str, Any]], now: datetime) -> None:
    from gis import codes

    heads = ("Umur", "Jenis", "Tempat", "Sumber", "Temuan")
    table = console.table(console.key("Laporan"), *heads, title="Kotak masuk")
    for row in found:
        hours = (now - row["recorded_at"]).total_seconds() / 3600
        marks = "".join(
            f"[{color}]{row[name]}{letter}[/] "
            for name, letter, color in (("errors", "G", "red"), ("warnings", "P", "yellow"))
            if row[name]
        )
        table.add_row(
            short(row["id"]),
            ago(hours),
            codes.hazards()[row["hazard"]].label_id,
            places([row["area_code"]]) if row["area_code"] in codes.areas() else "di laut",
            escape(agency(row["source"])),
            marks,
        )
    console.show(table, "Tidak ada laporan yang cocok")
    by_regency: dict[str, int] = {}
    for count in counts:
        by_regency[count["regency"]] = by_regency.get(count["regency"], 0) + count["n"]
    told = ", ".join(f"{codes.areas()[code].name} {n}" for code, n in sorted(by_regency.items()))
    console.out.print(f"Menunggu: {told or 'tidak ada'}. Temuan: G galat, P peringatan")


def report(
    report: Annotated[str, typer.Argument(help="id laporan, atau angka akhirnya")],
    text: Annotated[bool, typer.Option("--text", help="pesannya pula, seperti yang datang")] = False,
    as_of: AsOf = None,
) -> None:
    """Satu laporan: angka, temuan, keputusan."""
    from api import originals
    from api.commands import dossier
    from gis import audit, comparison, desk, ledger, register
    from gis.viewer import officer

    with opening.database(Settings()) as database:
        key = found_id(database, "report", report)
        audit.note(database, officer(BY), audit.Action.READ_PERSONAL, f"laporan {key}")
        with database.read(officer(BY)) as conn:
            moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
            found = register.report(conn, key, seq=moment.seq) | desk.file(conn, key, seq=moment.seq)
            beside = comparison.of_reports(conn, [key], moment.seq).get(key, [])
            original = originals.text_of(conn, opening.files(Settings()), found) if text else None
    console.out.print(dossier.head(found), highlight=False)
    console.out.print(dossier.figures(found))
    for line in (*dossier.findings([*found["findings"], *beside]), *dossier.decisions(found)):
        console.out.print(line, highlight=False)
    if text:
        said = original["text"] if original else "Baris sebuah tabel: letak menyebut selnya"
        console.out.print(f"\n{escape(said.rstrip())}", highlight=False, soft_wrap=True)


def reject(
    reports: Annotated[list[str], typer.Argument(help="id laporan, atau angka akhirnya")],
    reason: Annotated[str, typer.Option(help="alasan, dicatat")],
) -> None:
    """Tolak laporan: tidak lagi dibaca sejak saat ini."""
    from gis import register

    _decide(reports, register.REJECTED, reason)


def verify(
    reports: Annotated[list[str], typer.Argument(help="id laporan, atau angka akhirnya")],
    reason: Annotated[str, typer.Option(help="alasan, dicatat")] = "",
) -> None:
    """Verifikasi laporan: publik melihatnya sejak saat ini."""
    from gis import register

    _decide(reports, register.VERIFIED, reason)


def _decide(reports: list[str], status: str, reason: str) -> None:
    from gis import desk

    with opening.database(Settings()) as database:
        keys = [found_id(database, "report", each) for each in reports]
        reason = unnamed(database, reason, keys)
        why = f"{status} {len(keys)} laporan"
        changed, before = write(
            database, why, lambda entry: desk.decide(entry, keys, status, reason=reason or None)
        )
    for key in changed:
        console.out.print(f"Laporan {key} {status}")
    for key in before:
        console.out.print(f"[dim]Laporan {key} sudah {status}[/]")


def submissions(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="paling banyak")] = 30, as_of: AsOf = None
) -> None:
    """Kiriman, terbaru dahulu."""
    from gis import ledger, register
    from gis.viewer import officer

    with opening.database(Settings()) as database, database.read(officer(BY)) as conn:
        moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
        found = register.submissions(conn, seq=moment.seq, limit=limit)
    heads = ("Dicatat", "Berkas", "Jenis", "Bita", "Diterima")
    table = console.table(console.key("Kiriman"), *heads, title="Kiriman")
    for row in found:
        counts = (number(row["size"]), f"{row['receipts']} kali")
        table.add_row(
            short(row["id"]), wib(row["recorded_at"]), escape(row["filename"]), row["kind"], *counts
        )
    console.show(table, "Belum ada kiriman")


def silence(
    at: Annotated[str | None, typer.Option(help="hari tutupnya, atau waktu; bawaan sekarang")] = None,
    cutoff: Annotated[str | None, typer.Option(help="jam tutup WIB; bawaan SIGAP_CUTOFF")] = None,
    area: Area = None,
    as_of: AsOf = None,
) -> None:
    """Siapa yang sudah, terlambat, dan belum lapor sampai jam tutup."""
    from api import present
    from api.routes.silence import asked_period
    from gis import ledger
    from gis.viewer import officer
    from layers import silence as reading
    from layers.filter import check_area

    settings = Settings()
    closing = reading.parse_cutoff(cutoff or settings.cutoff)
    with opening.database(settings) as database, database.read(officer(BY)) as conn:
        moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
        period, until = asked_period(at, closing, present.now_of(moment, as_of))
        found = reading.silence(conn, moment, period, until, area=check_area(area) if area else None)
    title = f"Laporan {wib(period.opens)} sampai {wib(period.closes)}"
    table = console.table("Wilayah", "Jawaban", "Terakhir", "Menurut", title=title)
    for row in found["regencies"]:
        hours = "tidak pernah" if row["hours_since"] is None else f"{ago(row['hours_since'])} lalu"
        who = dict.fromkeys(agency(word["source"]) for word in row["said"])
        table.add_row(row["name"], _answer(row), hours, escape(", ".join(who)))
    console.out.print(table)


def _answer(row: dict[str, Any]) -> str:
    """What a regency answered by the cut-off; of a late one, what it said after."""
    from layers import silence as reading

    if row["late"]:
        return f"[yellow]Terlambat[/]: {reading.LABELS[row['late']][0].lower()} sesudah jam tutup"
    color = "red" if row["state"] == reading.SILENT else "green"
    return f"[{color}]{row['label_id']}[/]"


def found_id(database: "Database", what: str, text: str) -> UUID:
    """The id as typed: whole, or its last digits as tables show them (eight or more).

    `what`: `report`, `event`, `candidate`, `submission`, `status` or `token`. InvalidInput for what is no
    id, or ends two of them; NotFound for none.
    """
    from gis import register

    try:
        return UUID(text)
    except ValueError:
        with database.write() as conn:
            return register.id_ending(conn, what, text)
