"""OGC API Features: pages linked by `rel=next`, WGS 84 unless a header says otherwise."""

import re
from typing import Any
from urllib.parse import urlsplit

import pyproj

from gis.errors import InvalidInput
from ingest.remote import features as reading
from ingest.remote import troubles
from ingest.remote.asking import Answer
from ingest.remote.features import Feature
from ingest.remote.kept import Step
from ingest.remote.source import FeatureSource, Following, Look, whole_number, with_query

_CRS = re.compile(r"/def/crs/([A-Za-z]+)/[^/]*/(\w+)$")


class Ogc(FeatureSource):
    """One collection."""

    accept = "application/geo+json, application/json;q=0.9"

    def look(self) -> Look:
        """Nothing is asked: the first page says how many there are."""
        return Look()

    def first(self) -> Step:
        """The first page of the collection's items."""
        box = None if self.box is None else ",".join(f"{side:.7f}" for side in self.box)
        query = {"limit": self.asker.page_size, "f": "json", "bbox": box}
        return Step(with_query(self._items(), query))

    def _items(self) -> str:
        parts = urlsplit(self.layer.url)
        path = parts.path.rstrip("/")
        if not re.search(r"/collections/[^/]+(/items)?$", path):
            name = self.layer.options.get("layer")
            if not name:
                raise InvalidInput(
                    "layer_sumber",
                    "Sebutkan koleksinya: alamat …/collections/NAMA, atau pilihan layer",
                    "Name the collection: an address …/collections/NAME, or the option layer",
                    where="url",
                )
            path = f"{path.removesuffix('/collections')}/collections/{name}"
        return parts._replace(path=path if path.endswith("/items") else f"{path}/items").geturl()

    def features(self, answer: Answer, step: Step) -> tuple[list[Feature], Following]:
        """The features of a page, brought to WGS 84 where the header names another system."""
        told = reading.document(answer.content(), self.host)
        found = reading.of_collection(told, self.host)
        crs = _crs_of(answer.headers.get("content-crs"), self.host)
        if crs is not None and found:
            geometries = reading.placed(reading.from_json(found, self.host), crs, xy=False)
            for each, geometry in zip(found, reading.as_json(geometries), strict=True):
                each["geometry"] = geometry
        link = _next_link(told)
        onward = self.asker.onward(answer.url, link) if link else None
        return found, Following(whole_number(told.get("numberMatched")), onward)

    def following(self, step: Step, found: int, so_far: int, said: Following) -> Step | None:
        """Whatever the page links to as the next."""
        return Step(said.link, step.at + 1) if said.link else None


def _next_link(told: dict[str, Any]) -> str | None:
    links = told.get("links")
    found = (
        [each for each in links if isinstance(each, dict) and each.get("rel") == "next"]
        if isinstance(links, list)
        else []
    )
    found.sort(key=lambda each: "json" not in str(each.get("type", "json")))
    href = found[0].get("href") if found else None
    return href if isinstance(href, str) else None


def _crs_of(header: str | None, host: str) -> pyproj.CRS | None:
    """The system of a Content-Crs header; None for longitude and latitude."""
    said = (header or "").strip().strip("<>")
    if not said or said.endswith(("/CRS84", "/CRS84h")):
        return None
    match = _CRS.search(said)
    try:
        return pyproj.CRS.from_authority(*match.groups()) if match else pyproj.CRS.from_user_input(said)
    except pyproj.exceptions.CRSError as error:
        words = f"Content-Crs {said}"
        raise troubles.strange(host, words, words) from error
