"""ArcGIS FeatureServer and MapServer: pages by resultOffset in the order of object ids, else by id ranges.

Their errors come with status 200, their times as milliseconds, and an answer that was cut short says so in
`exceededTransferLimit`, with fewer features than were asked for: the next page begins where it ended.
"""

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from gis.errors import InvalidInput
from ingest.remote import features as reading
from ingest.remote import troubles
from ingest.remote.asking import Answer
from ingest.remote.features import Feature
from ingest.remote.kept import Step
from ingest.remote.source import FeatureSource, Following, Look, whole_number, with_query

_LATER = (429, 500, 502, 503, 504)
_TOKEN = (401, 403, 498, 499)


class ArcGis(FeatureSource):
    """One layer of a service."""

    accept = "application/json, application/geo+json"
    _oid: str = ""
    _dates: tuple[str, ...] = ()
    _size: int = 0
    _geojson = False
    _ids: list[int] | None = None  # where the server has no pages

    def look(self) -> Look:
        """Ask what the layer is, how many features it has and when it was last edited."""
        told = self._ask(self.layer_url)
        self._understand(told)
        expected = self._count()
        edited = whole_number((told.get("editingInfo") or {}).get("lastEditDate"))
        steady = ""
        if not _pages(told):
            self._ids = self._object_ids()
            expected = len(self._ids)
            steady = hashlib.sha256(json.dumps(self._ids).encode()).hexdigest()
        return Look(
            signal=f"{edited}/{expected}" if edited else None,
            expected=expected,
            changed_at=datetime.fromtimestamp(edited / 1000, UTC) if edited and edited < 2**42 else None,
            steady=steady,
        )

    @property
    def layer_url(self) -> str:
        """The layer's own address."""
        parts = urlsplit(self.layer.url)
        path = re.sub(r"/query/?$", "", parts.path.rstrip("/"))
        if not re.search(r"/(Feature|Map)Server/\d+$", path, re.I):
            number = self.layer.options.get("layer", "")
            if not (
                re.search(r"/(Feature|Map)Server$", path, re.I) and number.isascii() and number.isdecimal()
            ):
                raise InvalidInput(
                    "layer_sumber",
                    "Sebutkan nomor layernya: alamat …/FeatureServer/0, atau pilihan layer",
                    "Name the layer's number: an address …/FeatureServer/0, or the option layer",
                    where="url",
                )
            path = f"{path}/{number}"
        return parts._replace(path=path, query="", fragment="").geturl()

    def first(self) -> Step:
        """The first page."""
        return self._page(0, self._size)

    def features(self, answer: Answer, step: Step) -> tuple[list[Feature], Following]:
        """The features of a page, times in words."""
        told = checked(reading.document(answer.content(), self.host), self.host)
        found = (
            reading.of_collection(told, self.host)
            if self._geojson
            else reading.of_esri(answer.body, told, self.host)
        )
        for each in found:
            for name in self._dates:
                if name in each["properties"]:
                    each["properties"][name] = reading.epoch_words(each["properties"][name])
        inner = told.get("properties")
        cut = told.get("exceededTransferLimit") or (
            isinstance(inner, dict) and inner.get("exceededTransferLimit")
        )
        if self._ids is not None and len(found) < len(self._ids[step.at : step.at + step.size]) and cut:
            found = []  # this range again, by halves
        return found, Following(exceeded=bool(cut))

    def following(self, step: Step, found: int, so_far: int, said: Following) -> Step | None:
        """The page after this one, unless it was the last."""
        if self._ids is not None:
            if not found and said.exceeded and step.size > 1:
                return self._page(step.at, step.size // 2)
            return (
                self._page(step.at + step.size, step.size) if step.at + step.size < len(self._ids) else None
            )
        if not found or (found < step.size and not said.exceeded):
            return None
        return self._page(step.at + found, step.size)

    def identity(self, feature: Feature) -> Any:
        """The object id."""
        own = feature["properties"].get(self._oid)
        return feature["id"] if own is None else own

    def _page(self, at: int, size: int) -> Step:
        query: dict[str, Any] = {
            "where": self._where(),
            "outFields": "*",
            "returnGeometry": "true",
            "outSR": 4326,
        }
        if self._ids is None:
            query |= {"resultOffset": at, "resultRecordCount": size}
        elif self._ids:
            low, high = self._ids[at], self._ids[min(at + size, len(self._ids)) - 1]
            query["where"] = f"({self._where()}) AND {self._oid} >= {low} AND {self._oid} <= {high}"
        query |= {"orderByFields": self._oid, "f": "geojson" if self._geojson else "json"}
        return Step(self._query(query), at, size)

    def _query(self, query: dict[str, Any]) -> str:
        if self.box:
            query = query | {
                "geometry": ",".join(f"{side:.7f}" for side in self.box),
                "geometryType": "esriGeometryEnvelope",
                "inSR": 4326,
                "spatialRel": "esriSpatialRelIntersects",
            }
        return with_query(f"{self.layer_url}/query", query)

    def _where(self) -> str:
        return self.layer.options.get("where") or "1=1"

    def _understand(self, told: dict[str, Any]) -> None:
        fields = [each for each in told.get("fields") or [] if isinstance(each, dict)]
        ids = [str(each.get("name")) for each in fields if each.get("type") == "esriFieldTypeOID"]
        self._oid = str(told.get("objectIdField") or (ids or [""])[0])
        self._dates = tuple(
            str(each.get("name")) for each in fields if each.get("type") == "esriFieldTypeDate"
        )
        formats = str(told.get("supportedQueryFormats") or "").lower()
        self._geojson = "geojson" in formats
        self._size = min(self.asker.page_size, whole_number(told.get("maxRecordCount")) or 1000)
        can = str(told.get("capabilities") or "Query")
        if not told.get("geometryType") or not re.fullmatch(r"\w+", self._oid) or "query" not in can.lower():
            kind = troubles.plain(str(told.get("type") or "?"))
            raise troubles.strange(
                self.host,
                f"bukan layer fitur yang dapat dikueri ({kind})",
                f"it is no feature layer that can be queried ({kind})",
            )

    def _count(self) -> int | None:
        told = self._ask(self._query({"where": self._where(), "returnCountOnly": "true"}))
        return whole_number(told.get("count"))

    def _object_ids(self) -> list[int]:
        told = self._ask(self._query({"where": self._where(), "returnIdsOnly": "true"}))
        found = told.get("objectIds") or []
        if not isinstance(found, list) or not all(isinstance(each, int) for each in found):
            raise troubles.strange(self.host, "tanpa daftar objectIds", "it gives no list of objectIds")
        return sorted(found)

    def _ask(self, url: str) -> dict[str, Any]:
        answer = self.asker.get(with_query(url, {"f": "json"}), accept=self.accept)
        return checked(reading.document(answer.content(), self.host), self.host)


def _pages(told: dict[str, Any]) -> bool:
    can = told.get("advancedQueryCapabilities")
    said = can.get("supportsPagination") if isinstance(can, dict) else told.get("supportsPagination")
    return bool(said)


def checked(told: dict[str, Any], host: str) -> dict[str, Any]:
    """An answer that is none of ArcGIS' errors."""
    error = told.get("error")
    if not isinstance(error, dict):
        return told
    code = whole_number(error.get("code")) or 0
    details = error.get("details")
    words = f"{error.get('message') or ''} {' '.join(map(str, details)) if isinstance(details, list) else ''}"
    if code in _LATER:
        raise troubles.busy(host, code, None)
    if code in _TOKEN:
        raise troubles.refused(host, code, f"perlu token / needs a token. {words}")
    raise troubles.refused(host, code, words)
