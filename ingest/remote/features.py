"""Features of an answer, whatever form they came in, as lines of GeoJSON in longitude and latitude.

A page on disk has one line a feature: its id at the source, a tab, the feature. The whole is one
FeatureCollection, of which a digest is taken that does not depend on the features' order.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from gis.errors import SigapError
from gis.geo import PROVINCE_BOX
from ingest import archive
from ingest.remote import troubles

_WGS84 = pyproj.CRS("OGC:CRS84")
_SPACE = 2**256
Feature = dict[str, Any]
"""`id`, `properties`, `geometry` as GeoJSON has them."""


def document(body: bytes, host: str) -> dict[str, Any]:
    """A JSON object; InvalidInput where the answer is none, with what it seems to be."""
    try:
        found = json.loads(body, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        start = body[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        kind = (
            "HTML" if start.startswith((b"<!doctype html", b"<html")) else "XML" if start[:1] == b"<" else "?"
        )
        raise troubles.strange(
            host, f"bukan JSON ({kind}): {_start(body)}", f"it is no JSON ({kind}): {_start(body)}"
        ) from error
    if not isinstance(found, dict):
        raise troubles.strange(host, "bukan objek JSON", "it is no JSON object")
    return found


def of_collection(told: dict[str, Any], host: str) -> list[Feature]:
    """The features of a GeoJSON FeatureCollection; InvalidInput where it is none."""
    found = told.get("features")
    if told.get("type") != "FeatureCollection" or not isinstance(found, list):
        raise troubles.strange(host, "bukan FeatureCollection GeoJSON", "it is no GeoJSON FeatureCollection")
    return [_feature(each, host) for each in found]


def _feature(told: Any, host: str) -> Feature:
    named = ("properties", "geometry")
    if not isinstance(told, dict) or not all(isinstance(told.get(name) or {}, dict) for name in named):
        raise _broken(host)
    return {
        "id": told.get("id"),
        "properties": told.get("properties") or {},
        "geometry": told.get("geometry") or None,
    }


def _broken(host: str) -> SigapError:
    return troubles.strange(host, "ada fitur yang rusak", "a feature is broken")


def of_gml(path: Path, host: str) -> list[Feature]:
    """The features of a GML file, in longitude and latitude; nothing that it refers to is read."""
    body = path.read_bytes()
    archive.refuse_doctype(body, filename=host)
    gml = path.with_suffix(".gml")
    gml.write_bytes(body)
    gml.with_suffix(".gfs").unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"GML_SKIP_RESOLVE_ELEMS": "ALL"})
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(gml) if kind is not None]
        if not layers:
            return []
        meta, table = pyogrio.read_arrow(gml, layer=layers[0], DOWNLOAD_SCHEMA="NO")
    except pyogrio.errors.DataSourceError as error:
        raise troubles.strange(host, "bukan GML yang terbaca", "it is no readable GML") from error
    return _of_table(meta, table, host)


def _of_table(meta: dict[str, Any], table: Any, host: str) -> list[Feature]:
    name = meta["geometry_name"] or "wkb_geometry"
    if not meta["crs"]:
        raise troubles.strange(host, "GML tanpa sistem koordinat", "its GML has no coordinate system")
    geometries = placed(shapely.from_wkb(table.column(name).to_pylist()), pyproj.CRS(meta["crs"]), xy=True)
    rows = table.drop_columns([name]).to_pylist()
    return [
        {
            "id": row.pop("gml_id", None),
            "properties": {k: _plain(v) for k, v in row.items()},
            "geometry": geometry,
        }
        for row, geometry in zip(rows, as_json(geometries), strict=True)
    ]


def of_esri(path: Path, told: dict[str, Any], host: str) -> list[Feature]:
    """The features of Esri's JSON, which was asked for in EPSG:4326; `told` is what `path` holds."""
    rows = told.get("features")
    if not isinstance(rows, list):
        raise troubles.strange(host, "tanpa fitur", "it has no features")
    if not all(isinstance(row, dict) and isinstance(row.get("attributes") or {}, dict) for row in rows):
        raise _broken(host)
    geometries = [None] * len(rows)
    if any(row.get("geometry") for row in rows):
        try:
            # Which ring is whose hole is GDAL's to find out.
            _, _, wkb, _ = pyogrio.raw.read(f"ESRIJSON:{path}", columns=[])
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise troubles.strange(host, "JSON Esri tidak terbaca", "its Esri JSON cannot be read") from error
        geometries = as_json(shapely.from_wkb(wkb))
    if len(geometries) != len(rows):
        raise troubles.strange(host, "JSON Esri terpotong", "its Esri JSON is cut off")
    return [
        {"id": None, "properties": row.get("attributes") or {}, "geometry": geometry}
        for row, geometry in zip(rows, geometries, strict=True)
    ]


def as_json(geometries: Any) -> list[Any]:
    """Geometries as GeoJSON objects, None where there is none."""
    return [None if each is None else json.loads(shapely.to_geojson(each)) for each in geometries]


def from_json(features: Iterable[Feature], host: str, *, but_broken: bool = False) -> Any:
    """The geometries of features as shapely has them; `but_broken`: none where one is broken."""
    told = [each["geometry"] and json.dumps(each["geometry"]) for each in features]
    try:
        return shapely.from_geojson(told, on_invalid="ignore" if but_broken else "raise")
    except shapely.errors.GEOSException as error:
        raise troubles.strange(host, "ada geometri yang rusak", "a geometry is broken") from error


def placed(geometries: Any, crs: pyproj.CRS, *, xy: bool) -> Any:
    """Geometries in longitude and latitude; `xy`: they have easting first, whatever their system says."""
    if xy and crs.equals(_WGS84, ignore_axis_order=True):
        return geometries
    change = pyproj.Transformer.from_crs(crs, _WGS84, always_xy=xy)
    flat = shapely.get_coordinates(geometries)
    moved = np.column_stack(change.transform(flat[:, 0], flat[:, 1]))
    return shapely.set_coordinates(shapely.force_2d(geometries), moved)


def swapped(features: list[Feature], host: str) -> bool:
    """Whether latitude comes first: nothing lies in the province as it stands, but something turned round."""
    geometries = from_json(features[:2000], host, but_broken=True)  # what is broken is told when it is loaded
    boxes = shapely.bounds(geometries[~shapely.is_missing(geometries)])
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return bool(not _inside(x, y).any() and _inside(y, x).any())


def turned(features: list[Feature]) -> None:
    """Exchange the first two ordinates of every position, in place."""
    for each in features:
        _turn(each["geometry"])


def _turn(told: Any) -> None:
    if isinstance(told, dict):
        for inner in told.get("geometries") or [told.get("coordinates")]:
            _turn(inner)
    elif isinstance(told, list):
        if len(told) > 1 and all(isinstance(each, int | float) for each in told[:2]):
            told[0], told[1] = told[1], told[0]
        else:
            for inner in told:
                _turn(inner)


def _inside(x: Any, y: Any) -> Any:
    west, south, east, north = PROVINCE_BOX
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def write_page(features: Iterable[Feature], place: Path, identity: Callable[[Feature], Any]) -> int:
    """Write a page; returns how many features it has."""
    count = 0
    with place.open("w", encoding="utf-8") as file:
        for each in features:
            plain = {"type": "Feature", "properties": each["properties"], "geometry": each["geometry"]}
            body = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
            body = body.encode("utf-8", "replace").decode()  # half a surrogate pair is no character
            file.write(f"{json.dumps(identity(each))}\t{body}\n")
            count += 1
    return count


@dataclass(slots=True)
class Whole:
    """All pages put together: how many features, how many came twice, and the digest of all."""

    path: Path
    count: int = 0
    twice: int = 0
    total: int = 0
    ids: set[bytes] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """The same for the same features in any order."""
        return f"{self.count}:{self.total:064x}"


def assemble(pages: Iterable[Path], target: Path) -> Whole:
    """Write one FeatureCollection of all pages."""
    whole = Whole(target)
    with target.open("w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","features":[\n')
        for identity, body in _lines(pages):
            out.write(f",\n{body}" if whole.count else body)
            whole.count += 1
            whole.total = (
                whole.total + int.from_bytes(hashlib.sha256(body.encode()).digest(), "big")
            ) % _SPACE
            if identity != "null":
                mark = hashlib.blake2b(identity.encode(), digest_size=12).digest()
                whole.twice += mark in whole.ids
                whole.ids.add(mark)
        out.write("\n]}\n")
    return whole


def _lines(pages: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for page in pages:
        with page.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                identity, _, body = line.rstrip("\n").partition("\t")
                yield identity, body


def epoch_words(value: Any) -> Any:
    """ArcGIS' time in milliseconds as ISO 8601 in UTC; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return value
    try:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _start(body: bytes) -> str:
    return troubles.plain(body[:200].decode("utf-8", "replace"))
