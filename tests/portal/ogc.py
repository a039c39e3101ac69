"""OGC API Features and WFS, as the portal speaks them."""

from urllib.parse import urlencode

import pyproj

from tests.portal.state import Portal, Query, Reply, as_json, feature


def items(portal: Portal, path: str, query: Query) -> Reply:
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


def wfs(portal: Portal, query: Query) -> Reply:
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
