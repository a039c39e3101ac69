"""The officer's desk on the command line: inbox, report, verify, reject, submissions, silence, status."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.markup import escape
from rich.table import Table

from api.commands import console, opening
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.db import Database

BY = "baris-perintah"
_DAY = ["%Y-%m-%d"]
AsOf = Annotated[str | None, typer.Option("--as-of", help="keadaan menurut catatan sampai saat itu")]
Area = Annotated[str | None, typer.Option(help="kode Kemendagri bertitik, mis. 19.03")]

status = typer.Typer(help="Status keadaan darurat.", no_args_is_help=True)


@status.command("add")
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
    from gis import ledger, watch

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
        with ledger.entry(database, by=BY, why=f"status {level} {decree}"[:200]) as entry:
            key = watch.declare(entry, declared)
        _show_statuses(database, None, None)
    console.out.print(f"Status dicatat: {key}")


@status.command("list")
def list_statuses(
    area: Area = None,
    state: Annotated[str | None, typer.Option(help="akan, berlaku, berakhir, dibatalkan")] = None,
    as_of: AsOf = None,
) -> None:
    """Daftar status dengan sisa harinya."""
    from layers.filter import check_area

    with opening.database(Settings()) as database:
        _show_statuses(database, check_area(area) if area else None, as_of, state)


@status.command("extend")
def extend_status(
    declaration: Annotated[str, typer.Argument(help="id status, atau angka akhirnya")],
    decree: Annotated[str, typer.Option(help="nomor SK perpanjangan")],
    ends_on: Annotated[datetime, typer.Option(formats=_DAY, help="hari terakhir yang baru")],
) -> None:
    """Perpanjang status menurut SK baru."""
    from gis import ledger, watch

    with opening.database(Settings()) as database:
        key = found_id(database, "status", declaration)
        with ledger.entry(database, by=BY, why=f"perpanjang status {key}") as entry:
            watch.extend(entry, key, decree=decree, ends_on=ends_on.date())
    console.out.print(f"Status {key} berlaku sampai {ends_on:%Y-%m-%d}")


@status.command("end")
def end_status(
    declaration: Annotated[str, typer.Argument(help="id status, atau angka akhirnya")],
    ends_on: Annotated[datetime, typer.Option(formats=_DAY, help="hari terakhir")],
    reason: Annotated[str, typer.Option(help="alasan, dicatat")],
    decree: Annotated[str | None, typer.Option(help="nomor SK pengakhiran")] = None,
) -> None:
    """Akhiri status lebih awal."""
    from gis import ledger, watch

    with opening.database(Settings()) as database:
        key = found_id(database, "status", declaration)
        with ledger.entry(database, by=BY, why=f"akhiri status {key}") as entry:
            watch.end(entry, key, ends_on=ends_on.date(), decree=decree, reason=reason)
    console.out.print(f"Status {key} berakhir {ends_on:%Y-%m-%d}")


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
    table = Table("Laporan", "Umur", "Kejadian", "Tempat", "Sumber", "Temuan", title="Kotak masuk")
    for row in found:
        hours = (now - row["recorded_at"]).total_seconds() / 3600
        age = f"{hours:.0f} jam" if hours < 48 else f"{hours / 24:.0f} hari"
        marks = "".join(
            f"[{color}]{row[name]}{letter}[/] "
            for name, letter, color in (("errors", "G", "red"), ("warnings", "P", "yellow"))
            if row[name]
        )
        known = codes.areas().get(row["area_code"])
        table.add_row(
            short(row["id"]),
            age,
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
    report: Annotated[str, typer.Argument(help="id laporan, atau angka akhirnya")], as_of: AsOf = None
) -> None:
    """Satu laporan: angka, temuan, keputusan."""
    from gis import audit, codes, comparison, desk, ledger, register
    from gis.viewer import officer

    with opening.database(Settings()) as database:
        key = found_id(database, "report", report)
        audit.note(database, officer(BY), audit.Action.READ_PERSONAL, f"laporan {key}")
        with database.read(officer(BY)) as conn:
            moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
            found = register.report(conn, key, seq=moment.seq) | desk.file(conn, key, seq=moment.seq)
            beside = comparison.of_reports(conn, [key], moment.seq).get(key, [])
    where = ", ".join(codes.areas()[code].full_name for code in found["areas"]) or "di laut"
    console.out.print(f"[bold]{codes.hazards()[found['hazard']].label_id}[/] {escape(where)}")
    reach = f"{found['uncertainty_m']:.0f} m"
    console.out.print(
        f"Laporan {key}, {found['status']}; kejadian {found['event_id']}\n"
        f"Terjadi {wib(found['occurred_from'])} ({found['occurred_precision']}), keadaan per "
        f"{wib(found['valid_at'])}\nTempat {found['lat']:.4f}, {found['lon']:.4f}: {found['precision']}, "
        f"± {reach}; sumber {escape(found['source'])}"
    )
    table = Table("Angka", "Nilai", "Wilayah", "Tertulis", "Letak")
    for figure in found["figures"]:
        value = "dalam pendataan" if figure["value"] is None else f"{figure['value']:,}".replace(",", ".")
        place = figure["lineage"].get("cell") or figure["lineage"].get("span") or ""
        table.add_row(
            codes.figures()[figure["kind"]].label_id,
            value,
            "" if figure["total"] else figure["area_code"],
            escape(figure["raw"]),
            escape(str(place)),
        )
    console.out.print(table)
    for finding in [*found["findings"], *beside]:
        color = {"galat": "red", "peringatan": "yellow"}.get(finding["severity"], "cyan")
        console.out.print(f"[{color}]{finding['severity']}[/] {escape(finding['id'])}")
    for row in found["statuses"]:
        reason = f": {escape(row['reason'])}" if row["reason"] else ""
        console.out.print(
            f"[dim]{wib(row['recorded_at'])} {row['status']} oleh {escape(row['by'])}{reason}[/]"
        )


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
    from gis import desk, ledger

    with opening.database(Settings()) as database:
        keys = [found_id(database, "report", each) for each in reports]
        with ledger.entry(database, by=BY, why=f"{status} {len(keys)} laporan") as entry:
            changed, before = desk.decide(entry, keys, status, reason=reason or None)
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
    table = Table("Kiriman", "Dicatat", "Berkas", "Jenis", "Bita", "Terima", title="Kiriman")
    for row in found:
        counts = (f"{row['size']:,}".replace(",", "."), str(row["receipts"]))
        table.add_row(
            short(row["id"]), wib(row["recorded_at"]), escape(row["filename"]), row["kind"], *counts
        )
    console.out.print(table)


def wib(moment: datetime) -> str:
    """A time as tables show it, in WIB."""
    from gis import zone

    return f"{moment.astimezone(zone.WIB):%d-%m-%Y %H.%M}"


def silence(
    at: Annotated[str | None, typer.Option(help="hari tutupnya, atau waktu; bawaan sekarang")] = None,
    cutoff: Annotated[str | None, typer.Option(help="jam tutup WIB; bawaan SIGAP_CUTOFF")] = None,
    area: Area = None,
    as_of: AsOf = None,
) -> None:
    """Siapa yang belum lapor sampai jam tutup."""
    from api import present
    from api.routes.silence import asked_period
    from gis import ledger, zone
    from gis.viewer import officer
    from layers import silence as reading
    from layers.filter import check_area

    settings = Settings()
    closing = reading.parse_cutoff(cutoff or settings.cutoff)
    with opening.database(settings) as database, database.read(officer(BY)) as conn:
        moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
        period, until = asked_period(at, closing, present.now_of(moment, as_of))
        found = reading.silence(conn, moment, period, until, area=check_area(area) if area else None)
    closes = period.closes.astimezone(zone.WIB)
    title = f"Laporan {period.opens:%d-%m %H.%M} sampai {closes:%d-%m-%Y %H.%M} WIB"
    table = Table("Wilayah", "Jawaban", "Terakhir", "Menurut", title=title)
    for row in found["regencies"]:
        late = f"\nterlambat: {row['late']}" if row["late"] else ""
        hours = "tidak pernah" if row["hours_since"] is None else f"{row['hours_since']:g} jam lalu"
        who = dict.fromkeys(word["source"] for word in row["said"])
        color = "red" if row["state"] == reading.SILENT else "green"
        table.add_row(row["name"], f"[{color}]{row['label_id']}[/]{late}", hours, escape(", ".join(who)))
    console.out.print(table)


def found_id(database: "Database", what: str, text: str) -> UUID:
    """The id as typed: whole, or its last digits as tables show them (eight or more).

    `what`: `report` or `status`. InvalidInput for what is no id, or ends two of them; NotFound for none.
    """
    from gis import register

    try:
        return UUID(text)
    except ValueError:
        with database.write() as conn:
            return register.id_ending(conn, what, text)


def short(key: object) -> str:
    """An id's last digits, for a table of 80 columns."""
    return str(key)[-12:]


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
    table = Table("Id", "Status", "Wilayah", "SK", "Masa", "Sisa", title=f"Status darurat per {day}")
    for each in found:
        left = each["days_left"]
        table.add_row(
            short(each["id"]),
            f"{each['label_id']}\n{each['state']}",
            escape("\n".join(area["name"] for area in each["areas"])),
            escape(each["decree"]),
            f"{each['starts_on']}\n{each['ends_on']}",
            "" if left is None else f"{left} hari",
        )
    console.out.print(table)
    if told := reading.advice(everywhere):
        console.out.print(f"[yellow]Saran:[/] {escape(told['id'])} [dim]({escape(told['source'])})[/]")
