"""WFS 2.0 and 1.1: GetFeature by startIndex, as JSON where the server can, else as GML.

Which ordinate comes first is the trap: JSON is asked for as `EPSG:4326`, which servers answer with longitude
first, GML as a URN, where latitude comes first and GDAL knows it. What still comes turned round is noticed on
the first page.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from typing import Any

from gis.errors import InvalidInput
from ingest import archive
from ingest.remote import features as reading
from ingest.remote import troubles
from ingest.remote.asking import Answer
from ingest.remote.features import Feature
from ingest.remote.kept import Step
from ingest.remote.source import FeatureSource, Following, Look, whole_number, with_query

_OWN = (
    "service", "request", "version", "acceptversions", "typename", "typenames", "outputformat", "count",
    "maxfeatures", "startindex", "srsname", "resulttype", "bbox", "sortby",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Can:
    """What a server offers: version, the layer's full name, the format to ask for (None: GML), its page."""

    version: str
    name: str
    json: str | None
    page: int | None


class Wfs(FeatureSource):
    """One feature type."""

    accept = "application/json, application/geo+json, text/xml;q=0.8, */*;q=0.5"
    _can: _Can
    _hits: int | None = None

    def look(self) -> Look:
        """Ask what the server can do and how many features there are."""
        self._can = self._capabilities()
        answer = self.asker.get(self._url(resultType="hits"))
        root = _xml(answer.content(), self.host)
        self._hits = whole_number(root.get("numberMatched") or root.get("numberOfFeatures"))
        return Look(expected=self._hits)

    def first(self) -> Step:
        """The first page."""
        return self._page(0)

    def features(self, answer: Answer, step: Step) -> tuple[list[Feature], Following]:
        """The features of a page."""
        body = answer.content()
        if body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] != b"<":
            told = reading.document(body, self.host)
            return reading.of_collection(told, self.host), Following(whole_number(told.get("numberMatched")))
        root = _xml(body, self.host)
        if _tag(root) != "FeatureCollection":
            raise troubles.strange(
                self.host, f"bukan kumpulan fitur ({_tag(root)})", f"it is no collection ({_tag(root)})"
            )
        found = reading.of_gml(answer.body, self.host)
        return found, Following(whole_number(root.get("numberMatched")))

    def following(self, step: Step, found: int, so_far: int, said: Following) -> Step | None:
        """The page after this one, unless it was the last."""
        matched = self._hits if said.matched is None else said.matched
        if not found or found > step.size or (matched is not None and so_far >= matched):
            return None
        if matched is None and found < step.size:
            return None
        return self._page(step.at + found)

    def _page(self, at: int) -> Step:
        size = min(self.asker.page_size, self._can.page or self.asker.page_size)
        count = {"count" if self._can.version >= "2" else "maxFeatures": size, "startIndex": at}
        short = self._can.json is not None
        crs = "EPSG:4326" if short else "urn:ogc:def:crs:EPSG::4326"
        order = self.layer.options.get("sort_by")
        return Step(self._url(**count, outputFormat=self._can.json, srsName=crs, sortBy=order), at, size)

    def _url(self, **query: Any) -> str:
        named = "typeNames" if self._can.version >= "2" else "typeName"
        told = {
            "service": "WFS",
            "version": self._can.version,
            "request": "GetFeature",
            named: self._can.name,
        }
        if self.box:
            west, south, east, north = (f"{side:.7f}" for side in self.box)
            told["bbox"] = f"{south},{west},{north},{east},urn:ogc:def:crs:EPSG::4326"  # latitude first
        return with_query(self.layer.url, told | query, without=_OWN)

    def _capabilities(self) -> _Can:
        asked = self.layer.options.get("version")
        query = {"service": "WFS", "request": "GetCapabilities", "acceptVersions": asked or "2.0.0,1.1.0"}
        if asked:
            query["version"] = asked
        answer = self.asker.get(with_query(self.layer.url, query, without=_OWN))
        root = _xml(answer.content(), self.host)
        if not _tag(root).startswith("WFS_Capabilities"):
            raise troubles.strange(self.host, f"bukan WFS ({_tag(root)})", f"it is no WFS ({_tag(root)})")
        names = [_text(each, "Name") for each in root.iter() if _tag(each) == "FeatureType"]
        can = _Can("2.0.0", self._named(names), _json_format(root), _page_limit(root))
        return can if (root.get("version") or "2").startswith("2") else replace(can, version="1.1.0")

    def _named(self, names: list[str]) -> str:
        query = self.layer.url.lower().partition("?")[2]
        wanted = self.layer.options.get("layer")
        found = [name for name in names if name == wanted] or [
            name for name in names if wanted and name.rpartition(":")[2] == wanted
        ]
        if not wanted:
            found = [name for name in names if f"={name.lower()}" in query.replace("%3a", ":")] or names
        if len(found) != 1:
            raise InvalidInput(
                "layer_sumber",
                "Sebutkan satu layer dari server {host}: {names}",
                "Name one layer of server {host}: {names}",
                where="layer",
                host=self.host,
                names=troubles.plain(", ".join(names[:30])) or "-",
            )
        return found[0]


def _json_format(root: ET.Element) -> str | None:
    """The name under which the server gives GeoJSON."""
    said = [
        (each.text or "").strip()
        for operation in root.iter()
        if _tag(operation) == "Operation" and operation.get("name") == "GetFeature"
        for parameter in operation.iter()
        if _tag(parameter) == "Parameter" and parameter.get("name", "").lower() == "outputformat"
        for each in parameter.iter()
        if _tag(each) == "Value"
    ]
    plain = [
        each
        for each in said
        if "json" in each.lower() and not any(w in each.lower() for w in ("callback", "script", "zip"))
    ]
    best = [each for each in plain if each.lower().startswith(("application/json", "application/geo+json"))]
    return next(iter(best or plain), None)


def _page_limit(root: ET.Element) -> int | None:
    for each in root.iter():
        if _tag(each) == "Constraint" and each.get("name") == "CountDefault":
            return whole_number(_text(each, "DefaultValue") or _text(each, "Value")) or None
    return None


def _xml(body: bytes, host: str) -> ET.Element:
    """The root of an XML answer; InvalidInput where it is none, has a document type, or tells of an error."""
    archive.refuse_doctype(b"" if b"<html" in body[:2000].lower() else body, filename=host)
    try:
        root = ET.fromstring(body)
    except ET.ParseError as error:
        start = troubles.plain(body[:200].decode("utf-8", "replace"))
        raise troubles.strange(host, f"bukan XML: {start}", f"it is no XML: {start}") from error
    if _tag(root).endswith("ExceptionReport"):
        raise troubles.refused(host, 200, " ".join(root.itertext()))
    return root


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: ET.Element, name: str) -> str:
    return next(((each.text or "").strip() for each in element.iter() if _tag(each) == name), "")
