"""Ordering a sheet: what was asked for, and the spec that the database answers with."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa

from gis import ledger, sheets, zone
from gis.errors import InvalidInput
from gis.settings import Settings
from gis.sheets import Identity
from gis.viewer import Viewer
from layers.filter import Filter, check_area
from maps import room
from maps.compose import compose, newest
from maps.paper import paper_named
from maps.scene import Layout, Scene, read_area, read_event
from maps.spec import SheetSpec
from maps.words import Words

PRODUCTS = ("situasi",)
LANGUAGES = ("id", "en")
SCALES = (1_000, 10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOrder:
    """What was asked for, checked.

    `scope`: `area:19.03` or `event:<uuid>`; `scale` None: the largest that fits.
    """

    scope: str
    product: str
    paper: str
    lang: str
    scale: int | None
    as_of: str | None
    at: str | None

    @classmethod
    def of(
        cls,
        *,
        area: str | None = None,
        event: str | None = None,
        product: str = "situasi",
        paper: str = "A3",
        scale: int | None = None,
        lang: str = "id",
        as_of: str | None = None,
        at: str | None = None,
    ) -> Self:
        """The order for an area or for one event; InvalidInput says which part cannot be."""
        if (area is None) == (event is None):
            raise InvalidInput(
                "lingkup", "pilih satu: area atau event", "choose one: area or event", where="area"
            )
        _one_of("product", product, PRODUCTS)
        _one_of("lang", lang, LANGUAGES)
        ledger.parse_as_of(as_of)
        _time(at)
        return cls(
            scope=f"area:{check_area(area)}" if area else f"event:{_event_id(event or '')}",
            product=product,
            paper=paper_named(paper).name,
            lang=lang,
            scale=_scale(scale),
            as_of=as_of,
            at=at,
        )

    @property
    def request(self) -> str:
        """What differs from the plain order of that scope, paper and language."""
        parts = {"at": self.at, "scale": self.scale}
        return "&".join(f"{key}={value}" for key, value in parts.items() if value is not None)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON form."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A sheet ready to be drawn: `maps.sheet.render(ready.spec)`."""

    spec: SheetSpec
    identity: Identity
    code: str
    valid_at: datetime


def build(
    conn: sa.Connection, order: SheetOrder, *, viewer: Viewer, settings: Settings, secret: bytes
) -> Ready:
    """Read everything the sheet shows as of the order's moment, as the viewer may see it.

    Raises NotFound for an unknown event, Unavailable while there are no areas.
    """
    moment = ledger.resolve(conn, ledger.parse_as_of(order.as_of))
    seq, version = sheets.scope_state(conn, order.scope, viewer.audience, moment)
    identity = Identity(
        scope=order.scope,
        product=order.product,
        paper=order.paper,
        lang=order.lang,
        audience=viewer.audience,
        request=f"{order.request}|{_office_digest(settings)}" + (f"|{viewer.bound}" if viewer.bound else ""),
        seq=seq,
        version=version,
    )
    layout = Layout(
        paper=paper_named(order.paper), words=Words(order.lang), scale=order.scale, at=_time(order.at)
    )
    scene = _read(conn, order, Filter(viewer=viewer, moment=moment), layout)
    code = identity.code(secret)
    recorded = ledger.resolve(conn, seq).recorded_at or moment.recorded_at
    if recorded is None:
        raise InvalidInput("kosong", "buku besar masih kosong", "the ledger is still empty", where="as_of")
    spec = compose(scene, layout, identity, code=code, settings=settings, recorded=recorded)
    return Ready(
        spec=replace(spec, listed=room.events_listed(spec)),
        identity=identity,
        code=code,
        valid_at=newest(scene.events, recorded),
    )


def _read(conn: sa.Connection, order: SheetOrder, asked: Filter, layout: Layout) -> Scene:
    kind, _, key = order.scope.partition(":")
    if kind == "event":
        return read_event(conn, UUID(key), asked, layout)
    return read_area(conn, key, asked, layout)


def _one_of(where: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidInput(
            where,
            "'{value}' tidak dikenal: pilih {known}",
            "'{value}' is not known: choose {known}",
            where=where,
            value=value[:20],
            known=", ".join(known),
        )


def _scale(scale: int | None) -> int | None:
    least, most = SCALES
    if scale is not None and not least <= scale <= most:
        raise InvalidInput(
            "scale",
            "skala 1:{value} tidak dapat dicetak: antara 1:1.000 dan 1:10.000.000",
            "scale 1:{value} cannot be printed: between 1:1,000 and 1:10,000,000",
            where="scale",
            value=scale,
        )
    return scale


def _event_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(
            "event",
            "id kejadian '{value}' bukan UUID",
            "event id '{value}' is no UUID",
            where="event",
            value=text[:40],
        ) from error


def _office_digest(settings: Settings) -> str:
    """What the office's own settings print on a sheet: changed settings make another sheet."""
    printed = "|".join((settings.public_url or "", settings.office, settings.contact))
    return hashlib.sha256(printed.encode()).hexdigest()[:12]


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not zone.is_plausible(moment):
        raise InvalidInput(
            "at",
            "at '{value}' tidak dapat dibaca: tulis waktu ISO dengan zona, mis. 2025-10-14T17:30:00+07:00",
            "at '{value}' cannot be read: write an ISO time with its offset, e.g. 2025-10-14T17:30:00+07:00",
            where="at",
            value=text[:60],
        )
    return moment
