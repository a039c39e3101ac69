"""A geoportal of a test's own: a real HTTP server that speaks OGC API Features, WFS and ArcGIS as others do.

It writes down what it was asked. A test changes what it holds, what it can do and when it fails.
"""

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
import pyproj
import rasterio
from rasterio.transform import from_origin

Query = dict[str, str]
Reply = tuple[int, dict[str, str], bytes]
GRID = (11_700_000.0, -200_000.0, 1000.0, 300, 260)
"""The raster: upper left corner in EPSG:3395, cell in metres, columns, rows."""


def posts(count: int) -> list[dict[str, Any]]:
    """Invented posts in the province, as plain rows."""
    return [
        {
            "objectid": n,
            "nama": f"Posko {n}",
            "kapasitas": n * 10,
            "diubah": 1_760_000_000_000 + n * 1000,
            "lon": 106.0 + n * 0.001,
            "lat": -2.5 - n * 0.0005,
        }
        for n in range(1, count + 1)
    ]


@dataclass
class Portal:
    """What the server holds and how it behaves."""

    rows: list[dict[str, Any]] = field(default_factory=lambda: posts(25))
    address: str = ""
    asked: list[tuple[str, Query, dict[str, str]]] = field(default_factory=list)
    fault: Callable[[str, Query, int], Reply | None] = lambda _path, _query, _n: None
    etags: bool = True
    lie: int = 0  # added to every count that is told
    most: int = 10  # features in one answer
    json: bool = True  # WFS and ArcGIS can give GeoJSON
    pages: bool = True  # ArcGIS has paging
    ignores_start: bool = False  # WFS takes no notice of startIndex
    edited: int | None = None  # ArcGIS' editingInfo
    crs: str | None = None  # of OGC's items, told in Content-Crs
    turned: bool = False  # WFS' GeoJSON has latitude first
    cut: bool = False  # ArcGIS gives fewer than asked for, and says so
    next_host: str | None = None  # to which OGC's next links lead
    values: Any = None  # of the raster
    says: dict[str, Any] = field(default_factory=dict)  # more that the image service says of itself
    shrinks: bool = True  # it gives fewer pixels than there are

    def pages_of(self, word: str) -> list[Query]:
        """The queries of requests whose path ends so."""
        return [query for path, query, _ in self.asked if path.endswith(word)]


@contextmanager
def running() -> Iterator[Portal]:
    """A geoportal on a loopback port."""
    portal = Portal()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            portal.asked.append((parts.path, query, {k.lower(): v for k, v in self.headers.items()}))
            status, headers, body = portal.fault(parts.path, query, len(portal.asked)) or answer(
                portal, parts.path, query
            )
            mark = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            if portal.etags and status == 200:
                headers = {**headers, "ETag": mark}
                if self.headers.get("If-None-Match") == mark:
                    status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    portal.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()


def as_json(told: Any, **headers: str) -> Reply:
    return 200, {"Content-Type": "application/json", **headers}, json.dumps(told).encode()


def esri_error(code: int, message: str) -> Reply:
    """An error as ArcGIS tells it: with status 200."""
    return as_json({"error": {"code": code, "message": message, "details": []}})


def answer(portal: Portal, path: str, query: Query) -> Reply:
    """What the server says."""
    if path == "/ogc/collections/posko/items":
        return _ogc(portal, path, query)
    if path == "/wfs":
        return _wfs(portal, query)
    if path == "/arcgis/rest/services/Uji/FeatureServer/0":
        return as_json(_arcgis_layer(portal))
    if path == "/arcgis/rest/services/Uji/FeatureServer/0/query":
        return _arcgis_query(portal, query)
    if path == "/arcgis/rest/services/Indeks/ImageServer":
        return as_json(_image_service() | portal.says)
    if path == "/arcgis/rest/services/Indeks/ImageServer/exportImage":
        return _export(portal, query)
    return 404, {"Content-Type": "text/html"}, b"<html><title>Not here</title></html>"


def feature(row: dict[str, Any], *, turned: bool = False) -> dict[str, Any]:
    properties = {key: value for key, value in row.items() if key not in ("lon", "lat")}
    position = [row["lat"], row["lon"]] if turned else [row["lon"], row["lat"]]
    geometry = {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": row["objectid"], "properties": properties, "geometry": geometry}


def _ogc(portal: Portal, path: str, query: Query) -> Reply:
    start, limit = int(query.get("kursor", 0)), min(int(query.get("limit", 10)), portal.most)
    rows = portal.rows[start : start + limit]
    found = [feature(row) for row in rows]
    headers = {}
    if portal.crs:
        number = portal.crs.rpartition(":")[2]
        change = pyproj.Transformer.from_crs("OGC:CRS84", portal.crs)  # in the system's own axis order
        for each in found:
            each["geometry"]["coordinates"] = list(change.transform(*each["geometry"]["coordinates"]))
        headers["Content-Crs"] = f"<http://www.opengis.net/def/crs/EPSG/0/{number}>"
    links = [{"rel": "self", "href": path}]
    if start + limit < len(portal.rows):
        onward = urlencode(query | {"kursor": str(start + limit)})
        links.append(
            {
                "rel": "next",
                "type": "application/geo+json",
                "href": f"{portal.next_host or ''}{path}?{onward}",
            }
        )
    told = {
        "type": "FeatureCollection",
        "numberMatched": len(portal.rows) + portal.lie,
        "features": found,
        "links": links,
    }
    return as_json(told, **headers)


def _wfs(portal: Portal, query: Query) -> Reply:
    named = {key.lower(): value for key, value in query.items()}
    version = named.get("version", "2.0.0")
    if named["request"] == "GetCapabilities":
        return 200, {"Content-Type": "text/xml"}, _capabilities(portal, named).encode()
    count = f'numberMatched="{len(portal.rows) + portal.lie}"'
    if version < "2":
        count = f'numberOfFeatures="{len(portal.rows) + portal.lie}"'
    if named.get("resulttype") == "hits":
        body = (
            f'<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" {count} numberReturned="0"/>'
        )
        return 200, {"Content-Type": "text/xml"}, body.encode()
    start = 0 if portal.ignores_start else int(named.get("startindex", 0))
    size = min(int(named.get("count", named.get("maxfeatures", 10))), portal.most)
    rows = portal.rows[start : start + size]
    if "json" in named.get("outputformat", ""):
        found = [feature(row, turned=portal.turned) for row in rows]
        return as_json(
            {"type": "FeatureCollection", "features": found, "numberMatched": len(portal.rows) + portal.lie}
        )
    members = "".join(
        f'<wfs:member><uji:posko gml:id="posko.{row["objectid"]}"><uji:nama>{row["nama"]}</uji:nama>'
        f"<uji:kapasitas>{row['kapasitas']}</uji:kapasitas><uji:geom>"
        f'<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>{row["lat"]} {row["lon"]}</gml:pos>'
        "</gml:Point></uji:geom></uji:posko></wfs:member>"
        for row in rows
    )
    body = (
        '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:uji="http://uji.test/uji" '
        f'{count} numberReturned="{len(rows)}">{members}</wfs:FeatureCollection>'
    )
    return 200, {"Content-Type": "text/xml"}, body.encode()


def _capabilities(portal: Portal, named: Query) -> str:
    version = "1.1.0" if named.get("version") == "1.1.0" else "2.0.0"
    formats = ["application/gml+xml; version=3.2"] + (
        ["text/javascript", "application/json"] if portal.json else []
    )
    values = "".join(f"<ows:Value>{each}</ows:Value>" for each in formats)
    return (
        '<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0" '
        f'xmlns:ows="http://www.opengis.net/ows/1.1" version="{version}">'
        '<ows:OperationsMetadata><ows:Operation name="GetFeature">'
        f'<ows:Parameter name="outputFormat"><ows:AllowedValues>{values}</ows:AllowedValues></ows:Parameter>'
        "</ows:Operation></ows:OperationsMetadata><wfs:FeatureTypeList>"
        "<wfs:FeatureType><wfs:Name>uji:posko</wfs:Name></wfs:FeatureType>"
        "<wfs:FeatureType><wfs:Name>uji:jalan</wfs:Name></wfs:FeatureType>"
        "</wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    )


def _arcgis_layer(portal: Portal) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "Feature Layer",
        "geometryType": "esriGeometryPoint",
        "objectIdField": "objectid",
        "maxRecordCount": portal.most,
        "capabilities": "Map,Query,Data",
        "supportedQueryFormats": "JSON, geoJSON" if portal.json else "JSON, AMF",
        "advancedQueryCapabilities": {"supportsPagination": portal.pages},
        "fields": [
            {"name": "objectid", "type": "esriFieldTypeOID"},
            {"name": "nama", "type": "esriFieldTypeString"},
            {"name": "kapasitas", "type": "esriFieldTypeInteger"},
            {"name": "diubah", "type": "esriFieldTypeDate"},
        ],
    }
    return told | ({"editingInfo": {"lastEditDate": portal.edited}} if portal.edited else {})


def _arcgis_query(portal: Portal, query: Query) -> Reply:
    rows = sorted(portal.rows, key=lambda row: row["objectid"])
    where = query["where"]
    if where == "galat":
        return as_json(
            {"error": {"code": 400, "message": "Invalid or missing input parameters", "details": []}}
        )
    if " AND " in where:
        words = where.split()
        low, high = int(words[words.index(">=") + 1]), int(words[words.index("<=") + 1])
        rows = [row for row in rows if low <= row["objectid"] <= high]
    if query.get("returnCountOnly") == "true":
        return as_json({"count": len(rows) + portal.lie})
    if query.get("returnIdsOnly") == "true":
        return as_json(
            {"objectIdFieldName": "objectid", "objectIds": [row["objectid"] for row in rows][::-1]}
        )
    if "resultOffset" in query and not portal.pages:
        return esri_error(400, "Pagination is not supported.")
    start, size = int(query.get("resultOffset", 0)), int(query.get("resultRecordCount", portal.most))
    size = min(size, portal.most, 4 if portal.cut else 10**6)
    cut, rows = start + size < len(rows), rows[start : start + size]
    if query["f"] == "geojson":
        return as_json({"type": "FeatureCollection", "features": [feature(row) for row in rows],
                        "properties": {"exceededTransferLimit": cut}})  # fmt: skip
    found = [
        {
            "attributes": {k: v for k, v in row.items() if k not in ("lon", "lat")},
            "geometry": {"x": row["lon"], "y": row["lat"]},
        }
        for row in rows
    ]
    return as_json({"objectIdFieldName": "objectid", "geometryType": "esriGeometryPoint",
                    "spatialReference": {"wkid": 4326, "latestWkid": 4326}, "features": found,
                    "exceededTransferLimit": cut})  # fmt: skip


def _image_service() -> dict[str, Any]:
    west, north, cell, columns, rows = GRID
    return {
        "extent": {
            "xmin": west, "ymin": north - rows * cell, "xmax": west + columns * cell, "ymax": north,
            "spatialReference": {"wkid": 54004, "latestWkid": 3395},
        },
        "pixelSizeX": cell, "pixelSizeY": cell, "bandCount": 1, "pixelType": "F32",
        "maxImageWidth": 128, "maxImageHeight": 100, "noDataValue": -1,
    }  # fmt: skip


def _export(portal: Portal, query: Query) -> Reply:
    west, north, cell, columns, rows = GRID
    if portal.values is None:
        portal.values = np.linspace(0, 1, columns * rows, dtype="float32").reshape(rows, columns)
    x0, y0, x1, y1 = map(float, query["bbox"].split(","))
    width, height = map(int, query["size"].split(","))
    if width > 128 or height > 100:
        told = {
            "error": {"code": 400, "message": "The requested image exceeds the size limit", "details": []}
        }
        return as_json(told)
    assert (query["bboxSR"], query["imageSR"]) == ("3395", "3395")
    across, down = round((x1 - x0) / cell), round((y1 - y0) / cell)
    if (across, down) != (width, height) and not portal.shrinks:
        return esri_error(400, "Cannot resample")
    column, row = round((x0 - west) / cell), round((north - y1) / cell)
    across_at = column + ((np.arange(width) + 0.5) * across / width).astype(int)
    down_at = row + ((np.arange(height) + 0.5) * down / height).astype(int)
    part = portal.values[np.ix_(down_at, across_at)]
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "width": width,
        "height": height,
        "count": 1,
        "dtype": part.dtype.name,
        "nodata": portal.says.get("in_tiles"),
    }
    with io.BytesIO() as out:
        with rasterio.open(
            out,
            "w",
            **profile,
            crs="EPSG:3395",
            transform=from_origin(x0, y1, (x1 - x0) / width, (y1 - y0) / height),
        ) as tile:
            tile.write(part, 1)
        return 200, {"Content-Type": "image/tiff"}, out.getvalue()
