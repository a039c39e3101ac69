"""The register on the command line: one event with its ledger, changes in sentences, corrections."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from api.commands import console, opening
from api.commands.desk import AsOf
from api.commands.dossier import PARTS
from api.commands.layout import laid_out
from api.commands.words import (
    agency,
    amount,
    by_officer,
    number,
    occurred,
    replaced,
    told_at,
    wib,
    without_moved,
)
from api.commands.writing import BY, unnamed, write
from gis.errors import InvalidInput
from gis.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="cetak JSON")]


def event(
    key: Annotated[str, typer.Argument(metavar="EVENT", help="id kejadian, atau ekornya")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Satu kejadian: angkanya, siapa yang menyebut apa sejak kapan, dan dari berkas mana."""
    from gis import audit, ledger, register
    from gis.viewer import officer
    from layers import events
    from layers.filter import Filter

    viewer = officer(BY)
    with opening.database(Settings()) as database:
        with database.read(viewer) as conn:
            asked = Filter(viewer=viewer, moment=ledger.resolve(conn, ledger.parse_as_of(as_of)))
            named = register.id_ending(conn, "event", key)
            found = events.event(conn, events.successor(conn, named, asked) or named, asked)
        audit.note(database, viewer, audit.Action.READ_PERSONAL, f"kejadian {found['id']}")
    if as_json:
        typer.echo(laid_out(found))
        return
    if found["id"] != str(named):
        console.out.print(f"Kejadian {named} sudah digabung ke kejadian ini:", highlight=False)
    happened = found["occurred"]
    when = occurred(happened["start"], happened["end"], happened["precision"])
    console.out.print(f"[bold]{escape(found['name'])}[/], {when}")
    console.out.print(found["id"])
    console.out.print(_published(found))
    console.out.print(_words(found))


def _published(found: dict[str, Any]) -> Table:
    title = "Terpublikasi" if found["verified"] else "Draf: belum terpublikasi"
    table = console.table("Angka", "Wilayah", "Nilai", "Rentang", "Sumber", "Data per", title=title)
    for figure in found["published"]:
        low, high = figure["low"], figure["high"]
        table.add_row(
            figure["label"],
            figure["area"]["name"],
            _value(figure, figure["unit"]),
            "" if low == high else f"{number(low)}–{number(high)}",
            escape(agency(figure["source"]["slug"])),
            told_at(figure),
        )
    return table


def _words(found: dict[str, Any]) -> Table:
    heads = ("Angka", "Nilai", "Sumber", console.key("Dicatat"), "Asal")
    table = console.table(console.key("Id"), *heads, title="Buku angka")
    words = [_whole(figure, word) for figure in found["ledger"] for word in figure["words"]]
    officers = by_officer(words)
    for word in without_moved(words):
        origin = f"{word['filename']} {word['place'] or ''}".strip()
        reason = officers.get(word["id"])
        table.add_row(
            str(word["id"]),
            word["label"],
            escape(f"{_value(word, word['unit'])} {replaced(word)}".strip()),
            escape(agency(word["source"]["slug"])),
            escape("\n".join((*wib(word["recorded_at"]).split(maxsplit=1), word["by"]))),
            escape(f"oleh petugas: {reason}" if reason else origin),
        )
    return table


def _whole(figure: dict[str, Any], word: dict[str, Any]) -> dict[str, Any]:
    return word | {name: figure[name] for name in ("kind", "label", "unit", "total")}


def _value(said: Mapping[str, Any], unit: str) -> str:
    return amount(said["value"], unit, said["state"])


def changes(
    start: Annotated[
        str | None, typer.Option("--from", help="waktu, tanggal atau nomor entri; bawaan 24 jam sebelum --to")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="bawaan sekarang")] = None,
    area: Annotated[str | None, typer.Option(help="kode Kemendagri bertitik, mis. 19.03")] = None,
    lang: Annotated[str, typer.Option(help="id atau en")] = "id",
    public: Annotated[bool, typer.Option("--public", help="seperti yang dilihat publik")] = False,
    as_json: AsJson = False,
) -> None:
    """Apa yang berubah antara dua saat, dalam kalimat."""
    from api.present import now_of
    from api.routes.changes import A_DAY
    from gis import ledger
    from gis.viewer import PUBLIC, officer
    from layers import changes as reading
    from layers.filter import check_area

    if lang not in ("id", "en"):
        raise InvalidInput("lang", "Bahasa: id atau en", "Language: id or en", where="--lang")
    viewer = PUBLIC if public else officer(BY)
    cursor: str | None = ""
    some = False
    with opening.database(Settings()) as database, database.read(viewer) as conn:
        to = ledger.resolve(conn, ledger.parse_as_of(end, where="--to"))
        since = ledger.resolve(
            conn, ledger.parse_as_of(start, where="--from") if start else now_of(to, end) - A_DAY
        )
        while cursor is not None:
            asked = reading.Asked(
                start=since,
                end=to,
                viewer=viewer,
                area=check_area(area) if area else None,
                lang=lang,
                cursor=cursor or None,
            )
            found = reading.changes(conn, asked)
            cursor = found.pop("cursor")
            some = some or bool(found["events"])
            _show(found, as_json)
    if not some and not as_json:
        console.out.print("Tidak ada yang berubah")


def _show(found: dict[str, Any], as_json: bool) -> None:
    """JSON is one line an event, so that pages follow each other."""
    for each in found["events"]:
        if as_json:
            typer.echo(json.dumps(each, ensure_ascii=False))
            continue
        console.out.print(f"[bold]{escape(each['event']['name'])}[/] [dim]{each['event']['id']}[/]")
        for change in each["changes"]:
            console.out.print(f"  {escape(change['sentence'])}", highlight=False, soft_wrap=True)


def correct(
    key: Annotated[str, typer.Argument(metavar="REPORT", help="id laporan, atau ekornya")],
    reason: Annotated[str, typer.Option(help="alasan, dicatat")],
    hazard: Annotated[str | None, typer.Option(help="slug jenis kejadian")] = None,
    occurred: Annotated[str | None, typer.Option(help="tanggal, waktu ISO, atau awal/akhir")] = None,
    agency: Annotated[str | None, typer.Option(help="instansi yang menyebut")] = None,
    kib: Annotated[str | None, typer.Option(help="kode kejadian BNPB; kosong: dihapus")] = None,
    area: Annotated[list[str] | None, typer.Option(help="kode wilayah; boleh berulang")] = None,
    lonlat: Annotated[str | None, typer.Option(help="bujur,lintang")] = None,
    figure: Annotated[
        list[str] | None, typer.Option(help="ID=NILAI memperbaiki, JENIS=NILAI menambah; boleh berulang")
    ] = None,
    withdraw: Annotated[list[int] | None, typer.Option(help="id angka yang ditarik; boleh berulang")] = None,
    file: Annotated[
        Path | None, typer.Option(help="JSON seperti POST /api/reports/{id}/correct; - untuk masukan")
    ] = None,
) -> None:
    """Koreksi laporan: baris baru dengan alasan; angka terpublikasi mengikuti."""
    from pydantic import ValidationError

    from api import faults
    from api.routes.corrections import CorrectionBody
    from gis import corrections, register

    body = _from_file(file) | {
        "reason": reason,
        **{
            name: said
            for name, said in (("hazard", hazard), ("occurred", occurred), ("agency", agency), ("kib", kib))
            if said is not None
        },
    }
    if area or lonlat:
        body["place"] = {"areas": area or [], "lonlat": lonlat.split(",") if lonlat else None}
    figures = [_figure(text) for text in figure or ()] + [{"id": n, "withdraw": True} for n in withdraw or ()]
    body["figures"] = [*body.get("figures", []), *figures]
    try:
        wanted = CorrectionBody(**body).correction()
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise InvalidInput(
            "koreksi",
            "Koreksi tidak terbaca: '{value}' {why}", "The correction cannot be read: '{value}': {why_en}",
            where=where, value=str(fault["input"])[:60], why=faults.said(fault, "id"),
            why_en=faults.said(fault, "en"),
        ) from error  # fmt: skip
    with opening.database(Settings()) as database:
        with database.write() as conn:
            report = register.id_ending(conn, "report", key)
        told = unnamed(database, reason, [report])
        mended = replace(wanted, reason=told)
        done = write(database, f"koreksi {report}", lambda entry: corrections.correct(entry, report, mended))
    what = ", ".join(PARTS.get(name, name) for name in done.changed)
    console.out.print(f"Laporan {report} dikoreksi ({what}); kejadian {done.event}")


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        found = json.loads(opening.read_stdin_or(file))
    except ValueError as error:
        raise InvalidInput(
            "json", "Berkas koreksi bukan JSON", "The correction's file is no JSON", where=str(file)
        ) from error
    if not isinstance(found, dict):
        raise InvalidInput(
            "json", "Berkas koreksi harus sebuah objek", "The file must hold an object", where=str(file)
        )
    return found


def _figure(text: str) -> dict[str, Any]:
    """`12=3` corrects figure 12, `meninggal=3` adds one; `pendataan` and `kosong` are values too."""
    name, _, said = text.partition("=")
    known = {"id": int(name)} if name.isascii() and name.isdecimal() else {"kind": name}
    return known | ({"state": said} if said.isalpha() else {"value": said})
