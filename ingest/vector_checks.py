"""What a vector file must have to become a layer: few attributes, a known system, readable bytes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pyproj

from gis.catalogue import LayerMeta
from gis.errors import InvalidInput, SigapError, TooLarge

MAX_ATTRIBUTES = 200
_VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view'"


def check_attributes(count: int, filename: str) -> None:
    """TooLarge for a file with more attributes than are taken."""
    if count > MAX_ATTRIBUTES:
        raise TooLarge(
            "terlalu_banyak_atribut",
            "{file} memiliki {n} atribut; paling banyak {most}",
            "{file} has {n} attributes; at most {most}",
            where=filename,
            file=filename,
            n=count,
            most=MAX_ATTRIBUTES,
        )


def crs_of(found: str | None, meta: LayerMeta, filename: str) -> pyproj.CRS:
    """The system that a file names, else the one its sender does; InvalidInput where neither is known."""
    if not found and not meta.crs:
        raise InvalidInput(
            "tanpa_crs",
            "{file} tidak menyebut sistem koordinatnya (Shapefile tanpa .prj?); sebutkan, misalnya "
            "crs=EPSG:32748 untuk UTM 48S atau EPSG:4326 untuk derajat",
            "{file} does not say its coordinate system (a Shapefile without .prj?); name it, e.g. "
            "crs=EPSG:32748 for UTM 48S or EPSG:4326 for degrees",
            where=filename,
            file=filename,
        )
    try:
        return pyproj.CRS.from_user_input(found or meta.crs)
    except pyproj.exceptions.CRSError as error:
        raise InvalidInput(
            "crs",
            "Sistem koordinat '{crs}' tidak dikenal: tulis kode EPSG, misalnya EPSG:32748",
            "Coordinate system '{crs}' is not known: write an EPSG code such as EPSG:32748",
            where="crs",
            crs=str(found or meta.crs)[:60],
        ) from error


def refuse_views(path: str, filename: str) -> None:
    """InvalidInput for a GeoPackage with a view for a layer or for what describes one: it may have no end."""
    try:
        with closing(sqlite3.connect(f"{Path(path).as_uri()}?mode=ro&immutable=1", uri=True)) as held:
            views = {str(name).lower() for (name,) in held.execute(_VIEWS)}
            found = {name for name in views if name.startswith("gpkg_")}
            if views and not found:
                listed = held.execute("SELECT table_name FROM gpkg_contents LIMIT 10000")
                found = views & {str(name).lower() for (name,) in listed}
    except sqlite3.Error as error:
        raise unreadable(filename, error) from error
    if found:
        name = min(found)[:40]
        raise unreadable(filename, f"'{name}' adalah view, bukan tabel / is a view, not a table")


def unreadable(filename: str, why: object) -> SigapError:
    """The error for a file that is broken or of another kind than it seemed."""
    words = str(why).splitlines()[0][:160] if str(why) else "?"
    # GDAL's words hold the path of the temporary copy, which says nothing to the sender.
    words = " ".join(word for word in words.split() if "sigap-layer-" not in word)
    return InvalidInput(
        "layer_tidak_terbaca",
        "{file} tidak dapat dibaca sebagai layer vektor: {why}",
        "{file} cannot be read as a vector layer: {why}",
        where=filename,
        file=filename,
        why=words,
    )
