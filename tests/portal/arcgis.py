"""Layers of an ArcGIS server, as the portal speaks them."""

from typing import Any

from tests.portal.state import Portal, Query, Reply, as_json, esri_error, feature


def layer(portal: Portal) -> dict[str, Any]:
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


def query(portal: Portal, asked: Query) -> Reply:
    rows = sorted(portal.rows, key=lambda row: row["objectid"])
    where = asked["where"]
    if where == "galat":
        return as_json(
            {"error": {"code": 400, "message": "Invalid or missing input parameters", "details": []}}
        )
    if " AND " in where:
        words = where.split()
        low, high = int(words[words.index(">=") + 1]), int(words[words.index("<=") + 1])
        rows = [row for row in rows if low <= row["objectid"] <= high]
    if asked.get("returnCountOnly") == "true":
        return as_json({"count": len(rows) + portal.lie})
    if asked.get("returnIdsOnly") == "true":
        return as_json(
            {"objectIdFieldName": "objectid", "objectIds": [row["objectid"] for row in rows][::-1]}
        )
    if "resultOffset" in asked and not portal.pages:
        return esri_error(400, "Pagination is not supported.")
    start, size = int(asked.get("resultOffset", 0)), int(asked.get("resultRecordCount", portal.most))
    size = min(size, portal.most, 4 if portal.cut else 10**6)
    cut, rows = start + size < len(rows), rows[start : start + size]
    if asked["f"] == "geojson":
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
