"""`sigap sheet`, `html`, `export`: what goes out."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.commands import console, opening
from api.commands.desk import found_id
from gis.settings import Settings

Area = Annotated[str | None, typer.Option(help="kode Kemendagri bertitik, mis. 19.03")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="keadaan menurut catatan sampai saat itu")]
Output = Annotated[Path, typer.Option("-o", "--output", help="berkas hasil")]
_DATES = ["%Y-%m-%d"]
Lang = Annotated[str, typer.Option(help="id atau en")]


def sheet(
    output: Output,
    area: Area = None,
    event: Annotated[str | None, typer.Option(help="id kejadian, atau ekornya")] = None,
    product: Annotated[str, typer.Option(help="jenis lembar")] = "situasi",
    paper: Annotated[str, typer.Option(help="A4, A3, A2, A1, A0")] = "A3",
    scale: Annotated[int | None, typer.Option(help="1:n; kosong: yang pas")] = None,
    as_of: AsOf = None,
    at: Annotated[str | None, typer.Option(help="keadaan per saat yang dibicarakan")] = None,
    lang: Lang = "id",
) -> None:
    """Cetak lembar situasi ke PDF."""
    from api import sheets
    from gis.viewer import PUBLIC
    from maps.order import SheetOrder

    settings = Settings()
    with opening.database(settings) as database:
        key = str(found_id(database, "event", event)) if event else None
        order = SheetOrder.of(
            area=area, event=key, product=product, paper=paper, scale=scale, as_of=as_of, at=at, lang=lang
        )
        row, pdf = sheets.issue(database, opening.files(settings), settings, order, PUBLIC)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(pdf)
    console.say_written(f"Lembar {row['number']} (kode {row['code']})", output)


def html(output: Output, area: Area = "19", as_of: AsOf = None, lang: Lang = "id") -> None:
    """Peta dalam satu berkas HTML yang terbuka tanpa jaringan."""
    from gis.viewer import PUBLIC
    from maps import standalone

    settings = Settings()
    with opening.database(settings) as database, database.read(PUBLIC) as conn:
        text = standalone.render(conn, area=area or "19", as_of=as_of, lang=lang, settings=settings)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    console.say_written("Peta HTML", output)


def export(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="berkas hasil")] = None,
    what: Annotated[
        str, typer.Argument(help="bnpb, laporan, atau koleksi: kejadian, kecamatan, nama layer")
    ] = "kejadian",
    event: Annotated[str | None, typer.Option(help="laporan: id kejadian, atau ekornya")] = None,
    area: Area = None,
    as_of: AsOf = None,
    form: Annotated[str | None, typer.Option(help="bnpb: 91, 94, juklak; bawaan: seperti asalnya")] = None,
    start: Annotated[datetime | None, typer.Option("--from", formats=_DATES, help="hari pertama")] = None,
    end: Annotated[datetime | None, typer.Option("--to", formats=_DATES, help="hari terakhir")] = None,
    lossless: Annotated[bool, typer.Option("--utuh", help="dengan teks bebas; perlu --by, dicatat")] = False,
    by: Annotated[str | None, typer.Option(help="siapa yang meminta")] = None,
    repairs: Annotated[Path | None, typer.Option(help="JSON: sel yang berbeda dari asalnya")] = None,
) -> None:
    """Tulis lembar BNPB (.xlsx), teks laporan resmi satu kejadian, atau satu koleksi publik (GeoJSON)."""
    from api.commands import exports

    if what == "laporan":
        exports.laporan(output, event=event, as_of=as_of, words=lossless, by=by)
        return
    output = exports.needed(output)
    if what == "bnpb":
        exports.bnpb(
            output,
            form=form,
            start=start,
            end=end,
            area=area,
            as_of=as_of,
            lossless=lossless,
            by=by,
            repairs=repairs,
        )
        return
    from gis import ledger
    from gis.viewer import PUBLIC
    from layers import features
    from layers.filter import MAX_LIMIT, Filter, check_area

    count = 0
    with (
        opening.database(Settings()) as database,
        database.read(PUBLIC) as conn,
        output.open("w", encoding="utf-8") as file,
    ):
        moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
        asked = Filter(moment=moment, area=check_area(area) if area else None, limit=MAX_LIMIT)
        collection = features.collection(conn, what, asked)
        file.write('{"type":"FeatureCollection","as_of":' + json.dumps(moment.as_dict()) + ',"features":[\n')
        after = None
        while True:
            page = features.items(conn, collection, asked, after=after)
            file.write((",\n" if count and page.features else "") + ",\n".join(page.features))
            count += len(page.features)
            after = page.last_key
            if after is None:
                break
        file.write("\n]}\n")
    console.say_written(f"{count} fitur {what}", output)
