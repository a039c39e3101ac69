"""Editions of the areas in the register: which there are, which holds on a day, their indexes in memory."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date
from threading import Lock

import shapely
import sqlalchemy as sa

from gis import queries
from gis.areas import AreaIndex, Edition, PlacedArea
from gis.errors import Unavailable
from gis.ledger import Moment

_SQL = queries.load("gis.editions")

INDICATIVE_TITLE = ("Batas indikatif, bukan batas resmi", "Indicative boundaries, not official ones")
INDICATIVE_SOURCE = (
    "Titik tengah desa dibulatkan 0,01 derajat (sel Voronoi); garis pantai GSHHG resolusi penuh (LGPL-3.0)",
    "Village centres rounded to 0.01 degrees (Voronoi cells); GSHHG coastline in full resolution (LGPL-3.0)",
)
"""What SIGAP says of the edition that it makes itself: in Bahasa Indonesia, as stored, and in English."""

_KEPT_INDEXES = 4
_kept: OrderedDict[tuple[object, ...], AreaIndex] = OrderedDict()
_lock = Lock()


def in_both(text: str) -> tuple[str, str]:
    """An edition's title or source in both languages; what others wrote stays as they wrote it."""
    return next((both for both in (INDICATIVE_TITLE, INDICATIVE_SOURCE) if both[0] == text), (text, text))


class DatedIndex(AreaIndex):
    """The index of the edition in force, which knows those of other days."""

    def __init__(
        self, current: AreaIndex, known: Sequence[Edition], indexes: Mapping[int, AreaIndex]
    ) -> None:
        self.__dict__ |= current.__dict__
        self._known = known
        self._indexes = indexes

    def on(self, day: date) -> AreaIndex:
        """The index of the edition that was valid on `day`, or nearest to it in time."""
        return self.of_edition(_in_force(self._known, day).id)

    def of_edition(self, edition: int) -> AreaIndex:
        """The index of the edition of that id; this one, where it is not known."""
        return self if edition == self.record.id else self._indexes.get(edition, self)


def load_index(conn: sa.Connection, moment: Moment) -> AreaIndex:
    """The index of the edition in force as known at `moment`, kept in memory; Unavailable without any.

    `index.on(day)` leads to the edition that was valid on a day.
    """
    known = editions(conn, moment)
    if not known:
        raise Unavailable(
            "tanpa_wilayah",
            "belum ada edisi batas wilayah: jalankan `sigap migrate`",
            "there is no edition of the areas yet: run `sigap migrate`",
        )
    current = known[0]
    indexes = {each.id: _index(conn, each) for each in (current, *_ever_chosen(known))}
    if len(indexes) == 1:
        return indexes[current.id]
    return DatedIndex(indexes[current.id], [each for each in known if each.id in indexes], indexes)


def editions(conn: sa.Connection, moment: Moment) -> list[Edition]:
    """All editions known at `moment`; the first is the one that maps are drawn by, valid on its day."""
    rows = conn.execute(_SQL["editions"], {"seq": moment.seq, "day": moment.day}).mappings()
    return [Edition(**row) for row in rows]


def valid_on(known: Sequence[Edition], day: date) -> Edition | None:
    """The edition valid on `day`, the newest recorded of several; else the one nearest in time."""
    return _in_force(known, day) if known else None


def _in_force(known: Sequence[Edition], day: date) -> Edition:

    def away(edition: Edition) -> tuple[int, int]:
        before = max(0, (edition.valid_from - day).days)
        after = max(0, (day - edition.valid_to).days) if edition.valid_to else 0
        return before + after, -edition.seq

    return min(known, key=away)


def _ever_chosen(known: Sequence[Edition]) -> list[Edition]:
    """Those that some day chooses: no newer one holds at least as long at both ends."""

    def hides(newer: Edition, edition: Edition) -> bool:
        lasts = newer.valid_to is None or (
            edition.valid_to is not None and newer.valid_to >= edition.valid_to
        )
        return newer.seq > edition.seq and newer.valid_from <= edition.valid_from and lasts

    return [edition for edition in known if not any(hides(newer, edition) for newer in known)]


def _index(conn: sa.Connection, edition: Edition) -> AreaIndex:
    # Databases of one server share edition numbers; the recording time tells them apart.
    key = (str(conn.engine.url), edition.id, edition.recorded_at)
    with _lock:
        if key not in _kept:
            rows = conn.execute(_SQL["areas"], {"edition_id": edition.id}).mappings()
            _kept[key] = AreaIndex(edition, [_placed(row) for row in rows])
            while len(_kept) > _KEPT_INDEXES:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _placed(row: sa.RowMapping) -> PlacedArea:
    values = dict(row)
    wkb, lon, lat = values.pop("wkb"), values.pop("lon"), values.pop("lat")
    return PlacedArea(
        **values | {"aliases": tuple(values["aliases"]), "parent": values["parent"] or ""},
        geom=shapely.from_wkb(bytes(wkb)) if wkb is not None else None,
        point=(lon, lat),
    )


def has_edition(conn: sa.Connection) -> bool:
    """Whether any area edition has been written yet."""
    return bool(conn.execute(_SQL["has_edition"]).scalar_one())
