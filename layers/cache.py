"""Finished tiles in memory: packed once, kept packed, forgotten by age of use when room is short."""

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from gis.geo import Tile

PACK_LEVEL = 1
"""Of gzip: level 6 saves 7 % of the bytes and takes longer than PostGIS took to make the tile."""
_OVERHEAD = 1_500  # bytes of a tile's entry beside its body, for empty ones too


@dataclass(slots=True, eq=False)
class Kept:
    """A finished tile and what it stands on.

    It holds all changes up to number `made`; it is current as long as the tile's version is not newer.
    `packed` is the body gzipped, or an image as it is; None while `plain` still waits for packing.
    """

    depends: tuple[str, ...]
    reader: str
    place: Tile
    made: int
    plain: bytes | None
    media_type: str
    ways: str = ""
    is_cut: bool = False
    packed: bytes | None = None
    version: int = -1  # of the tile, as told in its ETag
    epoch: int = -1  # of the versions at which it was last found current

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there."""
        return not self.plain and not self.packed

    @property
    def is_picture(self) -> bool:
        """Whether it is an image, which is never packed."""
        return self.media_type.startswith("image/")

    @property
    def size(self) -> int:
        """Bytes of memory it is counted with."""
        return len(self.packed or b"") + len(self.plain or b"") + _OVERHEAD

    def pack(self) -> None:
        """Pack the body, and forget the plain one."""
        if self.plain:
            self.packed = self.plain if self.is_picture else gzip.compress(self.plain, PACK_LEVEL, mtime=0)
        self.plain = None

    def body(self, *, packed: bool) -> bytes:
        """The body, gzipped or not; an image is as it is."""
        if packed or self.is_picture:
            return self.packed or self.plain or b""
        return self.plain or (gzip.decompress(self.packed) if self.packed else b"")


class Cache:
    """Tiles by key, no more than `most_bytes` of them: the longest unused go first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._tiles: OrderedDict[Hashable, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tiles)

    def get(self, key: Hashable) -> Kept | None:
        """The tile kept under that key, current or not."""
        kept = self._tiles.get(key)
        if kept is not None:
            self._tiles.move_to_end(key)
        return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep a tile; one that would take more than a quarter of the room is not kept."""
        self.drop(key)
        if kept.size > self.most_bytes // 4:
            return
        self._tiles[key] = kept
        self.bytes += kept.size
        while self.bytes > self.most_bytes:
            _, oldest = self._tiles.popitem(last=False)
            self.bytes -= oldest.size

    def drop(self, key: Hashable) -> None:
        """Forget a tile, if it is there."""
        kept = self._tiles.pop(key, None)
        if kept is not None:
            self.bytes -= kept.size

    def clear(self) -> None:
        """Forget all tiles."""
        self._tiles.clear()
        self.bytes = 0
