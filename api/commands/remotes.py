"""`sigap layers add-remote`, `remotes`, `refresh`, `drop-remote`: layers that other servers have."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands import console, opening
from api.commands.layout import laid_out
from api.commands.words import wib
from api.commands.writing import BY, write
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.ledger import Entry

_DATES = ["%Y-%m-%d"]


def add_remote(
    slug: Annotated[str, typer.Argument(help="nama layer di SIGAP")],
    url: Annotated[str, typer.Argument(help="alamat layer di servernya")],
    kind: Annotated[str, typer.Option(help="ogc, wfs, arcgis, imageserver")],
    title: Annotated[str, typer.Option(help="judul layer")],
    source: Annotated[str, typer.Option(help="sumber data layer")],
    source_date: Annotated[datetime | None, typer.Option(formats=_DATES, help="tanggal data layer")] = None,
    licence: Annotated[str, typer.Option(help="lisensi layer")] = "",
    access: Annotated[str, typer.Option(help="publik, terbatas, rahasia")] = "terbatas",
    schedule: Annotated[
        str | None, typer.Option(help="selang (6h, 1d) atau cron dalam WIB; kosong: bila diminta saja")
    ] = None,
    layer: Annotated[str | None, typer.Option(help="nama atau nomor layer di servernya")] = None,
    bbox: Annotated[str | None, typer.Option(help="hanya barat,selatan,timur,utara (derajat)")] = None,
    where: Annotated[str | None, typer.Option(help="hanya yang memenuhi syarat ArcGIS ini")] = None,
    sort_by: Annotated[str | None, typer.Option(help="atribut WFS untuk mengurutkan halaman")] = None,
    axis: Annotated[str | None, typer.Option(help="xy atau yx, bila tertukar dan tidak dikenali")] = None,
    version: Annotated[str | None, typer.Option(help="versi WFS")] = None,
    credential: Annotated[
        str | None,
        typer.Option(help="nama kredensial dalam SIGAP_REMOTE_CREDENTIALS, bila servernya dilindungi"),
    ] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="wilayah bersambung: periksa celah")] = False,
    now: Annotated[bool, typer.Option("--now", help="langsung ambil, di sini")] = False,
) -> None:
    """Daftarkan layer dari server lain; yang mengambilnya pekerja antrean."""
    from api.jobs import layers as jobs
    from gis import remote
    from ingest.remote import refreshing

    asked = {
        "layer": layer,
        "bbox": bbox,
        "where": where,
        "sort_by": sort_by,
        "axis": axis,
        "version": version,
        "credential": credential,
    }
    meta: dict[str, Any] = {"title": title, "source": source, "licence": licence, "access": access}
    meta |= {"source_date": source_date.date().isoformat()} if source_date else {}
    meta |= {"coverage": True} if coverage else {}
    options = {key: value for key, value in asked.items() if value is not None}
    made = remote.RemoteLayer(slug=slug, kind=kind, url=url, schedule=schedule, options=options, meta=meta)
    settings = Settings()
    refreshing.check_new(made, settings, vouched_only=False)

    def registered(entry: "Entry") -> int | None:
        remote.register(entry, made)
        return None if now else jobs.enqueue(entry.conn, made, by=BY)

    with opening.database(settings) as database:
        number = write(database, f"remote layer {slug}", registered)
        if now:
            _fetch(database, settings, slug, force=False)
        else:
            console.out.print(f"{slug}: terdaftar; pekerjaan {number} mengambilnya (sigap jobs)")


def remotes(
    as_json: Annotated[bool, typer.Option("--json", help="cetak sebagai JSON")] = False,
) -> None:
    """Daftar layer dari server lain, dan kapan terakhir diambil."""
    from rich.markup import escape

    from gis import remote

    with opening.database(Settings()) as database, database.write() as conn:
        found = [(each, remote.fetches(conn, each.slug, limit=1)) for each in remote.remotes(conn)]
    if as_json:
        typer.echo(laid_out([_as_json(each, last) for each, last in found]))
        return
    heads = ("Jenis", "Server", "Jadwal", "Terakhir", "Hasil")
    table = console.table(console.key("Nama"), *heads, title="Layer dari server lain")
    for each, last in found:
        when = wib(last[0].started_at) if last else ""
        said = (last[0].error or {}).get("id") or f"{last[0].outcome} v{last[0].version}" if last else ""
        schedule = (each.schedule or "bila diminta") if each.enabled else "tidak lagi"
        table.add_row(each.slug, each.kind, escape(each.host), schedule, when, escape(said))
    console.show(table, "Belum ada layer dari server lain")


def refresh(
    slug: Annotated[str, typer.Argument(help="nama layer")],
    force: Annotated[bool, typer.Option("--force", help="ambil semua walau katanya tidak berubah")] = False,
    queued: Annotated[bool, typer.Option("--queue", help="antrekan saja untuk pekerja")] = False,
) -> None:
    """Ambil layer dari servernya sekarang; versi baru hanya bila isinya berubah."""
    from api.jobs import layers as jobs
    from gis import remote

    settings = Settings()
    with opening.database(settings) as database:
        if not queued:
            _fetch(database, settings, slug, force=force)
            return
        with database.write() as conn:
            number = jobs.enqueue(conn, remote.remote(conn, slug), by=BY, force=force)
        console.out.print(f"{slug}: pekerjaan {number} (sigap jobs)")


def drop_remote(slug: Annotated[str, typer.Argument(help="nama layer")]) -> None:
    """Jangan ambil lagi layer ini dari servernya; yang sudah ada tetap."""
    from gis import remote

    with opening.database(Settings()) as database:
        write(database, f"remote layer {slug} dropped", lambda entry: remote.retire(entry, slug))
    console.out.print(f"{slug}: tidak diambil lagi")


def _fetch(database: Any, settings: Settings, slug: str, *, force: bool) -> None:
    from ingest.remote import refreshing

    with console.rows_moving(slug) as moved:
        done = refreshing.refresh(
            database, opening.files(settings), settings, slug,
            by=BY, force=force, progress=lambda _pages, features, _of: moved(features),
        )  # fmt: skip
    said = f"versi {done.version}" if done.outcome == "baru" else "tidak berubah"
    figures = done.figures
    console.out.print(
        f"{slug}: {said}; {figures.get('features', '–')} fitur, {figures['requests']} permintaan, "
        f"{figures['bytes'] / 1e6:.1f} MB"
    )


def _as_json(layer: Any, last: list[Any]) -> dict[str, Any]:
    from api.routes.remotes import fetch_json, remote_json

    return remote_json(layer) | {"last": fetch_json(last[0]) if last else None}
