"""How a tile that is not in memory is made: by one statement, once for all who wait, until nobody does.


Statements run on asyncio, on pools of their own (one a database role), so that a client that goes away
ends its query. A tile and the newest change it holds come from one statement, hence from one snapshot.
"""

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import psycopg
import psycopg_pool
import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool

from api.live import Feed
from gis import ledger, zone
from gis.db import PUBLIC_ROLE, SEARCH_APP, SEARCH_PUBLIC, Database
from gis.errors import Unavailable
from gis.files import Files
from gis.geo import Tile
from gis.settings import Settings
from gis.viewer import Viewer
from layers import blocks, tiles
from layers import layer as layer_of
from layers.cache import Kept
from layers.filter import Filter
from layers.layer import BUILT_IN
from layers.tiles import Plan

log = logging.getLogger("sigap.tiles")
MVT = "application/vnd.mapbox-vector-tile"
PICTURES = {"png": "image/png", "webp": "image/webp"}
KEPT_PLANS = 300
WAIT_FOR_CONNECTION_S = 10.0
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """One tile as somebody asks for it. `choice` is the filter without its moment, which `as_of` names."""

    slugs: tuple[str, ...]
    place: Tile
    form: str  # mvt | png | webp
    viewer: Viewer
    reader: str  # class of readers that see the same
    as_of: str | None
    choice: Filter

    @property
    def day(self) -> date | None:
        """The WIB day, where the tile is drawn by the edition of the areas that is valid today."""
        by_areas = self.choice.area or not BUILT_IN.keys().isdisjoint(self.slugs)
        return zone.today() if by_areas and not self.as_of else None

    @property
    def plan_key(self) -> tuple[Any, ...]:
        """What tiles of one plan have in common."""
        chosen = self.choice
        conditions = (chosen.period, chosen.area, chosen.hazards, chosen.where)
        return (self.slugs, self.place.z, self.form, self.reader, self.as_of, self.day, *conditions)

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it this tile and no other."""
        return (*self.plan_key, self.place)

    def filter(self, conn: sa.Connection) -> Filter:
        """The whole filter, standing on the moment that `conn`'s snapshot holds."""
        moment = ledger.resolve(conn, ledger.parse_as_of(self.as_of)) if self.as_of else ledger.LATEST
        return replace(self.choice, moment=moment)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A plan, its text for the driver, and the newest change it had seen when it was made."""

    plan: Plan
    text: str
    made: int


class Filler:
    """Makes tiles. `seconds` is told the time of each statement: `seconds(slug, zoom, elapsed)`."""

    def __init__(
        self, settings: Settings, database: Database, feed: Feed, seconds: Callable[[str, int, float], None]
    ) -> None:
        self._settings = settings
        self._database = database
        self._has_replica = database.read_url != database.url
        self._files = Files(settings.files)
        self._feed = feed
        self._seconds = seconds
        self._plans: OrderedDict[tuple[Any, ...], _Planned] = OrderedDict()
        self._pools: dict[tuple[bool, bool], psycopg_pool.AsyncConnectionPool[Any]] = {}

    async def start(self) -> None:
        """Make the pools; connections are made when they are needed."""
        for public in (True, False):
            for primary in {True, not self._has_replica}:
                self._pools[public, primary] = self._pool(public=public, primary=primary)
                await self._pools[public, primary].open(wait=False)

    async def stop(self) -> None:
        """Give the connections back."""
        for pool in self._pools.values():
            await pool.close(timeout=1)
        self._pools.clear()

    async def make(self, ask: Ask) -> tuple[Kept, bool]:
        """The tile, and whether it may be kept: nothing newer is known to have touched it.

        Raises SigapErrors for what cannot be had.
        """
        if not self._feed.is_trusted or not self._pools or ask.form in PICTURES:
            kept = await run_in_threadpool(self._make_at_once, ask)
            return kept, await self._is_current(ask, kept)
        for attempt in range(_TRIES):
            kept, fit = await self._make(ask, primary=attempt > 0)
            if fit or not self._feed.is_trusted:
                return kept, fit
        return kept, False

    async def _make(self, ask: Ask, *, primary: bool) -> tuple[Kept, bool]:
        planned = await self._planned(ask, cut=False)
        row = await self._run(ask, planned, primary=primary)
        if planned.plan.is_cut(row[1]):
            planned = await self._planned(ask, cut=True)
            row = await self._run(ask, planned, primary=primary)
        kept = _kept(ask, planned.plan, row)
        fit = await self._is_current(ask, kept)
        if fit and self._stands(ask, planned):
            return kept, True
        # What the plan stands on has changed since, or a replica is behind: once more, from the primary.
        self._plans.pop((ask.plan_key, False), None)
        self._plans.pop((ask.plan_key, True), None)
        return kept, False

    async def _is_current(self, ask: Ask, kept: Kept) -> bool:
        if not await self._feed.reached(kept.made):
            return False
        return self._feed.versions.of(kept.depends, ask.reader, ask.place) <= kept.made

    def _stands(self, ask: Ask, planned: _Planned) -> bool:
        """Whether nothing is known that would change the plan: a version, an edition, what `as_of` means."""
        versions, depends = self._feed.versions, planned.plan.depends
        changed = versions.anywhere if ask.as_of else versions.whole
        return changed(depends, ask.reader) <= planned.made

    async def _planned(self, ask: Ask, *, cut: bool) -> _Planned:
        key = (ask.plan_key, cut)
        found = self._plans.get(key)
        if found is not None and self._stands(ask, found):
            self._plans.move_to_end(key)
            return found
        made = await run_in_threadpool(self._plan, ask, cut)
        self._plans[key] = made
        while len(self._plans) > KEPT_PLANS:
            self._plans.popitem(last=False)
        return made

    def _plan(self, ask: Ask, cut: bool) -> _Planned:
        with self._database.read(ask.viewer) as conn:
            made = conn.execute(sa.text(blocks.NEWEST)).scalar_one()
            plan = self._plan_on(conn, ask, cut)
        return _Planned(plan, plan.driver_statement(), made)

    @staticmethod
    def _plan_on(conn: sa.Connection, ask: Ask, cut: bool) -> Plan:
        asked = ask.filter(conn)
        found = [layer_of.find(conn, slug, asked.moment) for slug in ask.slugs]
        return tiles.plan(conn, found, ask.place.z, asked, cut=cut)

    async def _run(self, ask: Ask, planned: _Planned, *, primary: bool) -> Any:
        values = {**planned.plan.values, "x": ask.place.x, "y": ask.place.y}
        started = time.perf_counter()
        prepare = True if self._settings.prepared_statements else None
        async with self._connection(ask, primary=primary) as conn:
            cursor = conn.cursor(binary=True)
            await cursor.execute(planned.text, values, prepare=prepare)
            row = await cursor.fetchone()
        self._seconds(",".join(ask.slugs), ask.place.z, time.perf_counter() - started)
        return row

    @asynccontextmanager
    async def _connection(self, ask: Ask, *, primary: bool) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        pool = self._pools[ask.viewer.is_public, primary or not self._has_replica]
        try:
            async with pool.connection(WAIT_FOR_CONNECTION_S) as conn:
                yield conn
        except psycopg_pool.PoolTimeout as error:
            raise Unavailable(
                "sibuk", "Server sedang sibuk; coba lagi sebentar", "The server is busy; try again shortly"
            ) from error
        except psycopg.errors.QueryCanceled as error:
            raise Unavailable(
                "terlalu_lama",
                "Ubin ini terlalu berat; persempit saringannya atau perbesar petanya",
                "This tile is too heavy; narrow its filter or zoom in",
            ) from error

    def _pool(self, *, public: bool, primary: bool) -> psycopg_pool.AsyncConnectionPool[Any]:
        url = self._database.url if primary else self._database.read_url
        schema = f"{SEARCH_PUBLIC} -c role={PUBLIC_ROLE}" if public else SEARCH_APP
        options = (
            f"{schema} -c timezone=UTC -c jit=off -c default_transaction_read_only=on "
            f"-c statement_timeout={self._settings.statement_timeout_ms} "
            # The box of a tile decides what is quickest: a plan for any box would sort a whole layer.
            "-c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_custom_plan"
        )
        threshold = 5 if self._settings.prepared_statements else None
        return psycopg_pool.AsyncConnectionPool(
            url.replace("postgresql+psycopg://", "postgresql://"),
            min_size=0,
            max_size=self._settings.pool_size,
            max_idle=600,
            open=False,
            kwargs={"autocommit": True, "options": options, "prepare_threshold": threshold},
            name=f"tiles-{'public' if public else 'officers'}",
        )

    def _make_at_once(self, ask: Ask) -> Kept:
        """The tile within one transaction: while nothing is known of changes, and for pictures."""
        started = time.perf_counter()
        with self._database.read(ask.viewer) as conn:
            made = conn.execute(sa.text(blocks.NEWEST)).scalar_one()
            is_picture = ask.form in PICTURES
            kept = self._picture(conn, ask, made) if is_picture else self._one_snapshot(conn, ask)
        self._seconds(",".join(ask.slugs), ask.place.z, time.perf_counter() - started)
        return kept

    def _one_snapshot(self, conn: sa.Connection, ask: Ask) -> Kept:
        values = {"x": ask.place.x, "y": ask.place.y}
        for cut in (False, True):
            plan = self._plan_on(conn, ask, cut)
            row = conn.execute(sa.text(plan.statement), {**plan.values, **values}).one()
            if not plan.is_cut(row.counts):
                break
        return _kept(ask, plan, row)

    def _picture(self, conn: sa.Connection, ask: Ask, made: int) -> Kept:
        from layers import rasters

        (slug,) = ask.slugs
        found = layer_of.find(conn, slug, ask.filter(conn).moment)
        if found.kind != "raster":
            raise tiles.no_tile(ask.place)
        body = rasters.tile(self._files, found, ask.place, form=ask.form.upper())
        return Kept((slug,), ask.reader, ask.place, made, body, PICTURES[ask.form])


def _kept(ask: Ask, plan: Plan, row: Any) -> Kept:
    tile, counts, made = row
    cut = plan.is_cut(counts)
    return Kept(plan.depends, ask.reader, ask.place, made, bytes(tile), MVT, plan.ways(counts), cut)


class Flights:
    """Work under way, by key: who asks for the same waits for the same; nobody waiting ends it."""

    def __init__(self) -> None:
        self._tasks: dict[Any, tuple[asyncio.Task[Any], list[int]]] = {}

    async def join(self, key: Any, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """The outcome of `work` under that key, begun now or before."""
        if key not in self._tasks:
            task = asyncio.create_task(work())
            task.add_done_callback(lambda _: self._tasks.pop(key, None))
            self._tasks[key] = (task, [0])
        task, waiting = self._tasks[key]
        waiting[0] += 1
        try:
            return await asyncio.shield(task)
        finally:
            waiting[0] -= 1
            if not waiting[0] and not task.done():
                self._tasks.pop(key, None)
                task.cancel()
                with contextlib.suppress(BaseException):
                    await task
