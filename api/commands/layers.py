"""`sigap layers`: what the catalogue holds, its versions and words, tiles made before anybody asks."""

import math
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.commands import console, opening
from api.commands.words import number
from api.commands.writing import BY, write
from gis.errors import InvalidInput, SigapError, Unavailable
from gis.geo import BBox, Tile
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.catalogue import LayerVersion
    from layers.layer import Layer

app = typer.Typer(help="Layer dalam katalog dan ubinnya.", invoke_without_command=True)
_AT_ONCE = 4
_TRIES = 3


@app.callback()
def layers(
    context: typer.Context,
    as_of: Annotated[str | None, typer.Option(help="keadaan menurut catatan sampai saat itu")] = None,
) -> None:
    """Daftar layer dalam katalog."""
    if context.invoked_subcommand is None:
        _listed(as_of)


def _listed(as_of: str | None) -> None:
    from gis import catalogue, ledger
    from gis.viewer import officer

    with opening.database(Settings()) as database, database.read(officer(BY)) as conn:
        found = catalogue.layers(conn, ledger.resolve(conn, ledger.parse_as_of(as_of)))
    heads = (console.key("Nama"), "Versi", "Isi", "Sumber", "Akses")
    table = console.table(*heads, title="Katalog layer")
    for each in found:
        table.add_row(
            each.slug,
            str(each.version),
            escape(f"{each.title}\n{_content(each)}"),
            escape(f"{each.source} {each.source_date or ''}".strip()),
            each.access,
        )
    console.show(table, "Katalog masih kosong")


def _content(layer: "LayerVersion") -> str:
    """`vektor, 28 fitur`."""
    return layer.kind if layer.feature_count is None else f"{layer.kind}, {number(layer.feature_count)} fitur"


@app.command()
def rollback(
    slug: Annotated[str, typer.Argument(help="nama layer")],
    version: Annotated[int, typer.Argument(min=1, help="versi yang berlaku lagi")],
) -> None:
    """Berlakukan lagi versi yang lama, sebagai versi baru; yang di antaranya tetap terbaca."""
    from gis import catalogue

    with opening.database(Settings()) as database:
        why = f"rollback {slug} {version}"
        again = write(database, why, lambda entry: catalogue.rollback(entry, slug, version))
    console.out.print(f"{slug}: versi {version} berlaku lagi sebagai versi {again.version}")


@app.command()
def describe(
    slug: Annotated[str, typer.Argument(help="nama layer")],
    words: Annotated[
        list[str], typer.Option("--set", help="isian Satu Data, mis. kontak=Pusdalops; kosong menghapusnya")
    ],
) -> None:
    """Lengkapi metadata Satu Data sebuah layer, sebagai versi baru dari data yang sama."""
    from gis import catalogue

    told = satu_data(words)
    with opening.database(Settings()) as database:
        again = write(database, f"metadata {slug}", lambda entry: catalogue.describe(entry, slug, told))
    said = ", ".join(again.attributes["satu_data"]) or "tidak ada"
    console.out.print(f"{slug}: versi {again.version}, isian Satu Data: {said}")


def satu_data(words: Iterable[str]) -> dict[str, str]:
    """`NAME=WORD` options as fields of Satu Data; InvalidInput for what is none."""
    from gis.catalogue import check_metadata

    pairs = [word.partition("=") for word in words]
    if wrong := next((name for name, sign, _ in pairs if not sign), None):
        raise InvalidInput(
            "metadata_layer",
            "Tulis isian sebagai NAMA=ISI, bukan '{word}'",
            "Write a field as NAME=WORD, not '{word}'",
            where="--set",
            word=wrong[:60],
        )
    told = {name.strip(): word.strip() for name, _, word in pairs}
    check_metadata(told)
    return told


@app.command()
def seed(
    layer: Annotated[str | None, typer.Argument(help="nama layer; kosong: semua yang publik")] = None,
    zoom: Annotated[str, typer.Option(help="rentang zoom, mis. 0-10")] = "0-10",
    address: Annotated[str | None, typer.Option(help="alamat server; kosong: yang di mesin ini")] = None,
) -> None:
    """Siapkan salinan zoom rendah, lalu minta semua ubin layer dari server supaya sudah ada di memorinya."""
    from gis import ledger
    from gis.viewer import PUBLIC
    from layers import generalise
    from layers import layer as layer_of

    settings = Settings()
    zooms = _zooms(zoom)
    with opening.database(settings) as database:
        generalise.make_pending(database)
        with database.read(PUBLIC) as conn:
            found = list(layer_of.every(conn, ledger.LATEST, only=layer))
    base = (address or f"http://{settings.host}:{settings.port}{settings.base_path}").rstrip("/")
    for each in found:
        _seeded(base, each, zooms)


def _zooms(text: str) -> range:
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal() and int(first) <= int(last or first) <= 16):
        raise InvalidInput(
            "zoom",
            "Rentang zoom '{zoom}' tidak dapat dibaca: tulis misalnya 0-10, paling halus 16",
            "Zoom range '{zoom}' cannot be read: write e.g. 0-10, at most 16",
            where="--zoom",
            zoom=text[:20],
        )
    return range(int(first), int(last or first) + 1)


def _seeded(base: str, layer: "Layer", zooms: Iterable[int]) -> None:
    places = [place for z in zooms if layer.minzoom <= z <= layer.maxzoom for place in _within(layer.bbox, z)]
    ending = "png" if layer.kind == "raster" else "mvt"
    started, size, filled = time.perf_counter(), 0, 0
    urls = (f"{base}/tiles/{layer.slug}/{place.z}/{place.x}/{place.y}.{ending}" for place in places)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for length in pool.map(_fetched, urls):
            size, filled = size + length, filled + bool(length)
    seconds = time.perf_counter() - started
    console.out.print(
        f"{layer.slug}: {len(places)} ubin, {filled} berisi, {size / 1e6:.1f} MB, {seconds:.1f} s"
    )


def _fetched(url: str) -> int:
    """Bytes of a tile as sent."""
    import httpx

    why: Exception | None = None
    for _ in range(_TRIES):
        try:
            with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}, timeout=60) as answer:
                if answer.status_code in (200, 204):
                    return sum(map(len, answer.iter_raw()))
                why = RuntimeError(f"{answer.status_code}")
        except httpx.TransportError as error:
            why = error
    raise _unreachable(url, why)


def _unreachable(url: str, why: Exception | None) -> SigapError:
    return Unavailable(
        "server",
        "Server tidak memberi ubin {url} ({why}); jalankan `sigap up`, atau sebutkan --address",
        "The server did not give tile {url} ({why}); run `sigap up`, or name it with --address",
        where="--address",
        url=url,
        why=str(why),
    )


def _within(box: tuple[float, float, float, float], z: int) -> Iterator[Tile]:
    west, south, east, north = BBox(*box)
    (x0, y0), (x1, y1) = _tile_at(west, north, z), _tile_at(east, south, z)
    for x in range(x0, x1 + 1):
        for y in range(y0, y1 + 1):
            yield Tile(z, x, y)


def _tile_at(lon: float, lat: float, z: int) -> tuple[int, int]:
    sine = math.sin(math.radians(max(-85.05, min(85.05, lat))))
    across = (lon + 180) / 360
    down = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    most = 2**z - 1
    return min(most, max(0, int(across * 2**z))), min(most, max(0, int(down * 2**z)))
