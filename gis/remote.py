"""Layers that are fetched from other servers: which they are, when they are due, what came of it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gis import queries
from gis.catalogue import LayerMeta, source_day
from gis.errors import InvalidInput, NotFound
from gis.geo import BBox
from gis.ledger import Entry

_SQL = queries.load("gis.remote")
KINDS = ("ogc", "wfs", "arcgis", "imageserver")
OPTIONS = ("layer", "bbox", "where", "sort_by", "axis", "version", "credential")
"""`layer`: its name at the source. `bbox`: west,south,east,north in degrees. `where`: ArcGIS' condition.
`sort_by`: WFS attribute that orders pages. `axis`: `xy` or `yx` where that cannot be told. `version`: WFS.
`credential`: the name that the settings give to what the server wants to be shown."""
_META: dict[str, type] = {
    "title": str,
    "source": str,
    "source_date": str,
    "licence": str,
    "access": str,
    "description": str,
    "keep_z": bool,
    "coverage": bool,
    "satu_data": dict,
    "style": dict,
    "invented": bool,
}
"""What may be registered for the catalogue, and as what kind of JSON."""
NEW, SAME, FAILED = "baru", "sama", "gagal"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteLayer:
    """A layer of another server; checked on construction (InvalidInput).

    `schedule`: a cron expression (WIB) or an interval (`30m`, `6h`, `1d`); None: by hand only. `meta` is what
    the catalogue is told, LayerMeta's fields without the slug.
    """

    slug: str
    kind: str
    url: str
    meta: dict[str, Any]
    schedule: str | None = None
    enabled: bool = True
    options: dict[str, str] = field(default_factory=dict)
    by: str = ""
    since: datetime | None = None

    def __post_init__(self) -> None:
        _check_known("kind", ("Jenis", "Kind"), [self.kind], KINDS)
        _check_known("options", ("Pilihan", "Option"), self.options, OPTIONS)
        _check_known("meta", ("Isian", "Field"), self.meta, _META)
        if self.options.get("axis", "xy") not in ("xy", "yx"):
            raise _wrong("axis", "Urutan sumbu tidak dikenal", "The axis order is not known", ("xy", "yx"))
        if "bbox" in self.options:
            BBox.parse(self.options["bbox"])
        for name, value in self.meta.items():
            if not isinstance(value, _META[name]):
                raise _wrong(
                    name, f"Isian '{name}' tidak sejenis", f"Field '{name}' is of another kind", _META
                )
        _check_url(self.url)
        self.layer_meta()

    @property
    def host(self) -> str:
        """Host, and port where it is said, in lower case."""
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()

    @property
    def key(self) -> str:
        """Changes with the address and the options: what was fetched under another key says nothing."""
        said = json.dumps([self.kind, self.url, self.options], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def layer_meta(self, source_date: date | None = None) -> LayerMeta:
        """What the catalogue is told; `source_date` where none was registered."""
        told = dict(self.meta)
        said = told.pop("source_date", None)
        told["source_date"] = source_day(said) if said else source_date
        return LayerMeta(slug=self.slug, **{"title": "", "source": "", **told})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What came of fetching once. `figures`: features, pages, requests …; `error`: code, id, en, where."""

    outcome: str
    started_at: datetime
    key: str
    version: int | None = None
    digest: str | None = None
    signal: str | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] | None = None
    ended_at: datetime | None = None


def register(entry: Entry, layer: RemoteLayer) -> None:
    """Keep a remote layer; from this entry on it is what is fetched under that slug."""
    values = {
        name: getattr(layer, name)
        for name in ("slug", "kind", "url", "schedule", "enabled", "options", "meta")
    }
    statement = _SQL["add"].bindparams(*(sa.bindparam(name, type_=JSONB) for name in ("options", "meta")))
    entry.conn.execute(statement, values | {"by": entry.by, "entry": entry.id})


def retire(entry: Entry, slug: str) -> None:
    """Fetch a remote layer no more; what it brought stays. NotFound where there is none."""
    register(entry, replace(remote(entry.conn, slug), enabled=False))


def remotes(conn: sa.Connection) -> list[RemoteLayer]:
    """All remote layers by slug, those that were retired too."""
    return [RemoteLayer(**row) for row in conn.execute(_SQL["newest"], {"slug": None}).mappings()]


def remote(conn: sa.Connection, slug: str) -> RemoteLayer:
    """One remote layer; NotFound where there is none of that slug."""
    row = conn.execute(_SQL["newest"], {"slug": slug}).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "layer_jarak_jauh",
            "Layer {slug} tidak diambil dari server lain",
            "Layer {slug} is not fetched from another server",
            where="layer",
            slug=slug[:60],
        )
    return RemoteLayer(**row)


def record(conn: sa.Connection, slug: str, fetch: Fetch) -> None:
    """Write down what came of fetching once."""
    names = ("outcome", "started_at", "version", "key", "digest", "signal", "figures", "error")
    kinds = (sa.bindparam(name, type_=JSONB(none_as_null=True)) for name in ("figures", "error"))
    conn.execute(
        _SQL["add_fetch"].bindparams(*kinds), {name: getattr(fetch, name) for name in names} | {"slug": slug}
    )


def fetches(conn: sa.Connection, slug: str, *, limit: int = 10, good: bool = False) -> list[Fetch]:
    """The newest fetches of a layer first; `good`: without those that failed."""
    rows = conn.execute(_SQL["fetches"], {"slug": slug, "limit": limit, "good": good}).mappings()
    return [Fetch(**row) for row in rows]


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read only when asked for
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or len(url) > 2000
        or not url.isprintable()
    ):
        raise InvalidInput(
            "alamat",
            "Alamat '{url}' tidak dapat dipakai: tulis https://…",
            "Address '{url}' cannot be used: write https://…",
            where="url",
            url=url[:200],
        )
    if parts.username or parts.password:
        raise InvalidInput(
            "alamat_bersandi",
            "Alamat tidak boleh memuat nama pengguna atau sandi: ia terbaca oleh semua petugas",
            "An address may not hold a user or password: every officer can read it",
            where="url",
        )


def _check_known(where: str, what: tuple[str, str], given: Iterable[str], known: Iterable[str]) -> None:
    """InvalidInput that names the first of `given` that is not known; `what`: Indonesian and English."""
    if unknown := sorted(set(given) - set(known)):
        name = unknown[0][:40]
        raise _wrong(where, f"{what[0]} '{name}' tidak dikenal", f"{what[1]} '{name}' is not known", known)


def _wrong(where: str, id_text: str, en_text: str, known: Iterable[str]) -> InvalidInput:
    return InvalidInput(
        "layer_jarak_jauh",
        "{said}; yang diterima: {known}",
        "{said_en}; accepted: {known}",
        where=where,
        said=id_text,
        said_en=en_text,
        known=", ".join(known),
    )
