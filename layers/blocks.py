"""Versions of tiles, held in memory: which change last touched a tile, from the rows that triggers wrote.

A row (gis/tables/blocks.py) names a block that holds what changed. It touches every tile whose square,
widened by the tile's own margin, meets the block: above it, below it and beside a seam.
"""

import json
import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import sqlalchemy as sa

from gis.geo import Tile

MARGIN = 128 / 4096
"""How far beyond its edge what a tile shows may lie, in tiles: a cell of counts there is shown whole."""
FINEST = 14
"""Zoom down to which tiles are told apart; a deeper tile has its ancestor's version."""
AREAS, EVENTS = "wilayah", "kejadian"
EVERYONE = ""
READ = sa.text(
    "SELECT layer, class, z, x, y, max(seq) AS seq FROM block_version WHERE seq > :after "
    "GROUP BY layer, class, z, x, y ORDER BY seq"
)
NEWEST = "SELECT coalesce(max(seq), 0) AS seq FROM block_version"


class Block(NamedTuple):
    """A change: whose view of which layer, where, and its number."""

    layer: str
    reader: str  # class of readers whose view changed; EVERYONE's when empty
    z: int
    x: int
    y: int
    seq: int


class _Changes:
    """What touched one layer in the view of one class of readers."""

    __slots__ = ("coarse", "coarsest", "tiles", "whole")

    def __init__(self) -> None:
        self.tiles: dict[tuple[int, int, int], int] = {}  # touched, by zoom
        self.coarse: dict[tuple[int, int, int], int] = {}  # with all that is below them
        self.coarsest = FINEST + 1  # no coarse block lies above this zoom
        self.whole = 0

    def note(self, block: Block) -> None:
        if block.z == 0:
            self.whole = max(self.whole, block.seq)
        for z in range(min(block.z, FINEST) + 1):
            for x, y in _touched(block, z):
                if self.tiles.get((z, x, y), 0) < block.seq:
                    self.tiles[z, x, y] = block.seq
                if z == block.z and self.coarse.get((z, x, y), 0) < block.seq:
                    self.coarse[z, x, y] = block.seq
                    self.coarsest = min(self.coarsest, z)

    def of(self, place: Tile) -> int:
        z, x, y = place
        if z > FINEST:
            z, x, y = FINEST, x >> (z - FINEST), y >> (z - FINEST)
        newest = max(self.whole, self.tiles.get((z, x, y), 0))
        for up in range(1, z - self.coarsest + 1):
            newest = max(newest, self.coarse.get((z - up, x >> up, y >> up), 0))
        return newest


class Versions:
    """The versions of all tiles as far as they have been told. `known` is the newest change told of."""

    def __init__(self) -> None:
        self.known = 0
        self.epoch = 0  # grows with every change: what was valid at this epoch still is
        self._changes: dict[tuple[str, str], _Changes] = {}

    def note(self, blocks: Iterable[Block]) -> None:
        """Take changes in, in any order and as often as they come."""
        for block in blocks:
            self._changes.setdefault((block.layer, block.reader), _Changes()).note(block)
            self.known = max(self.known, block.seq)
        self.epoch += 1

    def of(self, layers: Iterable[str], reader: str, place: Tile) -> int:
        """Number of the last change that touched a tile of these layers in that class's view; 0 for none."""
        return max((changes.of(place) for changes in self._of(layers, reader)), default=0)

    def whole(self, layers: Iterable[str], reader: str) -> int:
        """Number of the last change that touched all of a layer: another version, edition or access."""
        return max((changes.whole for changes in self._of(layers, reader)), default=0)

    def anywhere(self, layers: Iterable[str], reader: str) -> int:
        """Number of the last change anywhere in these layers."""
        return self.of(layers, reader, Tile(0, 0, 0))

    def _of(self, layers: Iterable[str], reader: str) -> Iterator[_Changes]:
        for layer in layers:
            for whose in seen_by(reader):
                if changes := self._changes.get((layer, whose)):
                    yield changes


def seen_by(reader: str) -> tuple[str, ...]:
    """Classes in block versions whose changes a reader of this class may notice (`petugas:…` too)."""
    if reader == "publik":
        return EVERYONE, "publik"
    # An officer bound to a regency may be shown the public's view elsewhere.
    return EVERYONE, "publik", "petugas"


def depends_on(slug: str, kind: str) -> tuple[str, ...]:
    """The layers in block versions that tiles of a layer are made from."""
    if kind == "kejadian":
        return EVENTS, AREAS  # coarse events are drawn as areas
    return (AREAS,) if kind == "wilayah" else (slug, AREAS)  # `area` cuts by an area's polygon


def read(conn: sa.Connection, after: int = 0) -> list[Block]:
    """The blocks changed after that number, each with its newest change."""
    return [Block(*row) for row in conn.execute(READ, {"after": after})]


def told(payload: str) -> list[Block] | None:
    """The blocks that a notification lists; None where there were too many to list."""
    notice = json.loads(payload)
    if "blocks" not in notice:
        return None
    return [_told(notice["layer"], each) for each in notice["blocks"].split(";")]


def _told(layer: str, text: str) -> Block:
    reader, z, x, y, seq = text.split(" ")
    return Block(layer, reader, int(z), int(x), int(y), int(seq))


def _touched(block: Block, z: int) -> Iterator[tuple[int, int]]:
    scale, most = 2.0 ** (z - block.z), 2**z - 1
    west, east = block.x * scale - MARGIN, (block.x + 1) * scale + MARGIN
    north, south = block.y * scale - MARGIN, (block.y + 1) * scale + MARGIN
    # A block that ends where a tile begins does not reach into it: squares are open to the east and south.
    for x in range(max(0, math.floor(west)), min(most, math.ceil(east) - 1) + 1):
        for y in range(max(0, math.floor(north)), min(most, math.ceil(south) - 1) + 1):
            yield x, y
