"""`sigap parse`, `sigap ingest`, `sigap areas import`, `sigap demo`: how things come in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import console, opening, questions
from api.commands.layout import laid_out
from gis import zone
from gis.errors import InvalidInput, SigapError
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.db import Database
    from ingest import run

areas = typer.Typer(help="Wilayah administrasi.", no_args_is_help=True)
_DATES = ["%Y-%m-%d"]


def parse(
    file: Annotated[Path, typer.Argument(help="berkas teks, atau - untuk masukan baku")] = Path("-"),
    received: Annotated[
        str | None, typer.Option(help="saat diterima (ISO 8601 dengan zona); menentukan 'tadi malam'")
    ] = None,
) -> None:
    """Baca satu pesan laporan dan cetak JSON; tanpa basis data."""
    from ingest import encoding, whatsapp

    text = encoding.decode(opening.read_stdin_or(file), filename=str(file))
    parsed = whatsapp.parse(text, received_at=_moment(received))
    typer.echo(laid_out(whatsapp.to_json(parsed)))


def ingest(
    files: Annotated[list[Path], typer.Argument(help="teks, sheet BNPB, CSV/Excel, layer vektor, raster")],
    recipe: Annotated[str | None, typer.Option(help="nama resep dari data/recipes")] = None,
    agency: Annotated[str | None, typer.Option(help="instansi pengirim")] = None,
    received: Annotated[str | None, typer.Option(help="saat diterima (ISO 8601)")] = None,
    verified: Annotated[bool, typer.Option("--verified", help="langsung diverifikasi")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="baca dan periksa saja")] = False,
    returned: Annotated[
        Path | None, typer.Option(help="tulis kembali tabel kiriman dengan sel yang ditandai")
    ] = None,
    slug: Annotated[str | None, typer.Option(help="nama layer (berkas spasial)")] = None,
    title: Annotated[str | None, typer.Option(help="judul layer")] = None,
    source: Annotated[str | None, typer.Option(help="sumber data layer")] = None,
    source_date: Annotated[datetime | None, typer.Option(formats=_DATES, help="tanggal data layer")] = None,
    licence: Annotated[str, typer.Option(help="lisensi layer")] = "",
    access: Annotated[str, typer.Option(help="publik, terbatas, rahasia")] = "terbatas",
    crs: Annotated[str | None, typer.Option(help="sistem koordinat bila berkas tidak menyebutnya")] = None,
    file_layer: Annotated[
        str | None, typer.Option(help="layer yang dipakai dari berkas berlayer banyak")
    ] = None,
    append: Annotated[bool, typer.Option("--append", help="tambahkan ke versi layer sebelumnya")] = False,
    keep_z: Annotated[bool, typer.Option("--keep-z", help="simpan ketinggian (3D)")] = False,
    keep_m: Annotated[bool, typer.Option("--keep-m", help="simpan ukuran sepanjang garis (M)")] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="wilayah bersambung: periksa celah")] = False,
    words: Annotated[
        list[str] | None, typer.Option("--set", help="isian Satu Data layer, mis. kontak=Pusdalops")
    ] = None,
) -> None:
    """Masukkan berkas: tiap baris berakhir dimuat atau ditolak dengan alasannya."""
    from api.commands.layers import satu_data
    from gis.catalogue import LayerMeta
    from gis.viewer import officer
    from ingest import run

    settings = Settings()
    layer = None
    if slug or title:
        layer = LayerMeta(
            slug=slug or "",
            title=title or "",
            source=source or "",
            source_date=source_date.date() if source_date else None,
            licence=licence,
            access=access,
            crs=crs,
            file_layer=file_layer,
            mode="append" if append else "replace",
            keep_z=keep_z,
            keep_m=keep_m,
            coverage=coverage,
            satu_data=satu_data(words or ()),
        )
    for path in files:
        _check_file(path)
    if returned and (len(files) > 1 or dry_run):
        raise InvalidInput(
            "opsi",
            "--returned untuk satu berkas, tanpa --dry-run",
            "--returned is for one file, without --dry-run",
            where="--returned",
        )
    outcomes = []
    refused = False
    with opening.database(settings) as database:
        for path in files:
            delivery = run.Delivery(
                content=path,
                filename=path.name,
                channel="berkas",
                viewer=officer("baris-perintah", auto_verify=verified),
                recipe=recipe,
                agency=agency,
                received_at=_moment(received),
                layer=layer,
                alone=True,
            )
            try:
                outcomes.append((path.name, _one(database, settings, delivery, dry_run=dry_run)))
            except SigapError as error:  # the other files are not lost beside it
                console.say_error(error)
                refused = True
        if returned and outcomes:
            _give_back(database, settings, outcomes[0][1], returned)
        console.show_outcomes(
            outcomes, title="Uji coba: tidak ada yang ditulis" if dry_run else "Hasil ingest"
        )
        if not dry_run:
            _say_questions(database, outcomes)
    if refused or (
        outcomes and all(outcome.loaded + outcome.nil == 0 and outcome.rejected for _, outcome in outcomes)
    ):
        raise typer.Exit(1)


def _say_questions(database: "Database", outcomes: Sequence[tuple[str, "run.Outcome"]]) -> None:
    from gis import ledger
    from gis.viewer import officer

    if any(outcome.loaded for _, outcome in outcomes):
        with database.read(officer("baris-perintah")) as conn:
            questions.say_waiting(conn, ledger.resolve(conn).seq)


def _give_back(database: "Database", settings: Settings, outcome: "run.Outcome", target: Path) -> None:
    from gis import ledger
    from gis.viewer import officer
    from ingest import returned

    assert outcome.submission is not None
    with database.read(officer("baris-perintah")) as conn:
        seq = ledger.resolve(conn).seq
        _, content = returned.returned(conn, opening.files(settings), outcome.submission, seq=seq)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    console.say_written("Berkas untuk pengirim", target)


def _one(
    database: "Database", settings: Settings, delivery: "run.Delivery", *, dry_run: bool
) -> "run.Outcome":
    from ingest import run

    if dry_run:
        return run.try_out(database, delivery)
    with console.rows_moving(delivery.filename) as progress:
        return run.ingest(database, opening.files(settings), delivery, progress=progress)


@areas.command("import")
def import_areas(
    file: Annotated[Path, typer.Argument(help="GeoPackage, GeoJSON, Shapefile .zip")],
    slug: Annotated[str | None, typer.Option(help="nama edisi; bawaan: nama berkas")] = None,
    title: Annotated[str | None, typer.Option(help="judul edisi")] = None,
    decree: Annotated[str | None, typer.Option(help="keputusan yang diikuti")] = None,
    valid_from: Annotated[datetime | None, typer.Option(formats=_DATES, help="berlaku sejak")] = None,
    valid_to: Annotated[
        datetime | None, typer.Option(formats=_DATES, help="berlaku sampai; kosong: masih berlaku")
    ] = None,
    source: Annotated[str, typer.Option(help="sumber batas")] = "",
    layer: Annotated[str | None, typer.Option(help="layer dalam GeoPackage")] = None,
    despite_errors: Annotated[bool, typer.Option("--despite-errors", help="pakai walau ada galat")] = False,
) -> None:
    """Jadikan batas resmi sebagai edisi wilayah terbaru, setelah diperiksa."""
    from ingest import areas as editions

    _check_file(file)
    with opening.database(Settings()) as database:
        imported = editions.import_areas(
            database,
            file,
            by="baris-perintah",
            slug=slug or file.stem.lower(),
            title=title or f"Batas dari {file.name}",
            decree=decree or editions.DECREE,
            valid_from=valid_from.date() if valid_from else editions.DECREE_DATE,
            valid_to=valid_to.date() if valid_to else None,
            source=source,
            layer=layer,
            despite_errors=despite_errors,
        )
    console.show_findings(("", finding) for finding in imported.findings)
    if imported.edition_id is None:
        console.err.print(f"[red]{imported.errors} galat:[/] edisi tidak dibuat; lihat di atas")
        raise typer.Exit(1)
    console.out.print(f"[green]Edisi wilayah baru:[/] {slug or file.stem.lower()}")


@areas.command("editions")
def list_editions(
    as_of: Annotated[str | None, typer.Option("--as-of", help="menurut catatan sampai saat itu")] = None,
) -> None:
    """Daftar edisi batas wilayah; peta digambar menurut yang pertama."""
    from rich.markup import escape

    from gis import editions as known
    from gis import ledger

    with opening.database(Settings()) as database, database.read() as conn:
        found = known.editions(conn, ledger.resolve(conn, ledger.parse_as_of(as_of)))
    table = console.table("Edisi", "Berlaku", "Keputusan", "Sifat", title="Edisi batas wilayah")
    for edition in found:
        period = f"{edition.valid_from}\nsampai {edition.valid_to or 'kini'}"
        kind = "indikatif" if edition.indicative else "resmi"
        table.add_row(
            f"{escape(edition.slug)}\n{escape(edition.title)}", period, escape(edition.decree), kind
        )
    console.out.print(table)


def demo(
    if_empty: Annotated[bool, typer.Option("--if-empty", help="diam bila basis data sudah berisi")] = False,
) -> None:
    """Isi basis data kosong dengan laporan rekaan selama 18 bulan."""
    from api.commands import demonstration

    settings = Settings()
    with opening.database(settings, prepared=False) as database:
        if if_empty and demonstration.is_filled(database):
            console.out.print("Basis data sudah berisi: data peragaan tidak dimuat lagi")
            return
        console.show_outcomes(demonstration.load(database, opening.files(settings), var=settings.var))


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise InvalidInput(
            "berkas",
            "Berkas '{path}' tidak ada",
            "There is no file '{path}'",
            path=str(path),
        )


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            "waktu",
            "Waktu '{value}' tidak dapat dibaca: tulis 2026-01-31T07:00:00+07:00",
            "Time '{value}' cannot be read: write 2026-01-31T07:00:00+07:00",
            where="--received",
            value=text,
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone.WIB)
