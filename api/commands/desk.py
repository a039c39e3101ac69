"""The officer's desk on the command line: inbox, report, verify, reject, submissions, silence."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.markup import escape

from api.commands import console, opening
from api.commands.words import ago, amount, number, replaced, short, wib
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
    from gis import codes, desk, ledger
    from gis.viewer import officer
    from layers.filter import check_area

    asked = desk.Inbox(statuses=status.split(","), area=check_area(area) if area else None)
    with opening.database(Settings()) as database, database.read(officer(BY)) as conn:
        moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
        now = now_of(moment, as_of)
        found = desk.reports(conn, asked, seq=moment.seq, limit=limit)
        counts = desk.counts(conn, asked, seq=moment.seq, now=now)
    heads = ("Laporan", "Umur", "Kejadian", "Tempat", "Sumber", "Temuan")
    table = console.table(*heads, title="Kotak masuk")
    for row in found:
        hours = (now - row["recorded_at"]).total_seconds() / 3600
        marks = "".join(
            f"[{color}]{row[name]}{letter}[/] "
            for name, letter, color in (("errors", "G", "red"), ("warnings", "P", "yellow"))
            if row[name]
        )
        known = codes.areas().get(row["area_code"])
        table.add_row(
            short(row["id"]),
            ago(hours),
            codes.hazards()[row["hazard"]].label_id,
            known.full_name if known else "di laut",
            escape(row["source"]),
            marks,
        )
    console.out.print(table)
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
    from gis import audit, codes, comparison, desk, ledger, register
    from gis.viewer import officer

    with opening.database(Settings()) as database:
        key = found_id(database, "report", report)
        audit.note(database, officer(BY), audit.Action.READ_PERSONAL, f"laporan {key}")
        with database.read(officer(BY)) as conn:
            moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
            found = register.report(conn, key, seq=moment.seq) | desk.file(conn, key, seq=moment.seq)
            beside = comparison.of_reports(conn, [key], moment.seq).get(key, [])
            original = originals.text_of(conn, opening.files(Settings()), found) if text else None
    where = ", ".join(codes.areas()[code].full_name for code in found["areas"]) or "di laut"
    console.out.print(f"[bold]{codes.hazards()[found['hazard']].label_id}[/] {escape(where)}")
    reach = f"{found['uncertainty_m']:.0f} m"
    console.out.print(
        f"Laporan {key}, {found['status']}; kejadian {found['event_id']}\n"
        f"Terjadi {wib(found['occurred_from'])} ({found['occurred_precision']}), keadaan per "
        f"{wib(found['valid_at'])}\nTempat {found['lat']:.4f}, {found['lon']:.4f}: {found['precision']}, "
        f"± {reach}; sumber {escape(found['source'])}"
    )
    table = console.table("Id", "Angka", "Nilai", "Wilayah", "Tertulis", "Letak")
    for figure in found["figures"]:
        place = figure["lineage"].get("cell") or figure["lineage"].get("span") or ""
        table.add_row(
            str(figure["id"]),
            codes.figures()[figure["kind"]].label_id,
            escape(f"{amount(figure['value'], figure['unit'], figure['state'])} {replaced(figure)}".strip()),
            "" if figure["total"] else figure["area_code"],
            escape(figure["raw"]),
            escape(str(place)),
        )
    console.out.print(table)
    for finding in [*found["findings"], *beside]:
        color = {"galat": "red", "peringatan": "yellow"}.get(finding["severity"], "cyan")
        console.out.print(f"[{color}]{finding['severity']}[/] {escape(finding['id'])}")
    for row in found["corrections"]:
        console.out.print(
            f"[dim]{wib(row['recorded_at'])} koreksi {', '.join(row['changed'])} oleh {escape(row['by'])}: "
            f"{escape(row['reason'])}[/]"
        )
    for row in found["statuses"]:
        reason = f": {escape(row['reason'])}" if row["reason"] else ""
        console.out.print(
            f"[dim]{wib(row['recorded_at'])} {row['status']} oleh {escape(row['by'])}{reason}[/]"
        )
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
    table = console.table("Kiriman", "Dicatat", "Berkas", "Jenis", "Bita", "Terima", title="Kiriman")
    for row in found:
        counts = (number(row["size"]), str(row["receipts"]))
        table.add_row(
            short(row["id"]), wib(row["recorded_at"]), escape(row["filename"]), row["kind"], *counts
        )
    console.out.print(table)


def silence(
    at: Annotated[str | None, typer.Option(help="hari tutupnya, atau waktu; bawaan sekarang")] = None,
    cutoff: Annotated[str | None, typer.Option(help="jam tutup WIB; bawaan SIGAP_CUTOFF")] = None,
    area: Area = None,
    as_of: AsOf = None,
) -> None:
    """Siapa yang belum lapor sampai jam tutup."""
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
        late = f"\nterlambat: {row['late']}" if row["late"] else ""
        hours = "tidak pernah" if row["hours_since"] is None else f"{ago(row['hours_since'])} lalu"
        who = dict.fromkeys(word["source"] for word in row["said"])
        color = "red" if row["state"] == reading.SILENT else "green"
        table.add_row(row["name"], f"[{color}]{row['label_id']}[/]{late}", hours, escape(", ".join(who)))
    console.out.print(table)


def found_id(database: "Database", what: str, text: str) -> UUID:
    """The id as typed: whole, or its last digits as tables show them (eight or more).

    `what`: `report`, `event`, `candidate`, `submission` or `status`. InvalidInput for what is no id, or ends
    two of them; NotFound for none.
    """
    from gis import register

    try:
        return UUID(text)
    except ValueError:
        with database.write() as conn:
            return register.id_ending(conn, what, text)
