"""The memory of finished tiles: bounded, packed once, the longest unused first to go."""

import gzip

from gis.geo import Tile
from layers.cache import Cache, Kept

BODY = bytes(range(256)) * 40


def kept(body: bytes = BODY, media_type: str = "application/vnd.mapbox-vector-tile") -> Kept:
    return Kept(("kejadian",), "publik", Tile(0, 0, 0), 1, body, media_type)


def test_memory_never_holds_more_than_it_may() -> None:
    cache = Cache(20_000)
    for n in range(200):
        tile = kept(BODY[: 10 * n % 2_000])
        tile.pack()
        cache.put(n, tile)
        assert cache.bytes <= 20_000
        cache.get(0)
    assert cache.get(0) is not None
    assert cache.get(1) is None
    assert 3 < len(cache) < 20
    cache.clear()
    assert (cache.bytes, len(cache)) == (0, 0)


def test_a_tile_too_large_is_not_kept_and_drives_nothing_out() -> None:
    cache = Cache(8_000)
    cache.put("kecil", kept(b"x"))
    cache.put("besar", kept())
    assert cache.get("besar") is None
    assert cache.get("kecil") is not None


def test_putting_again_counts_once() -> None:
    cache = Cache(100_000)
    for _ in range(5):
        cache.put("a", kept(b"x"))
    assert (len(cache), cache.bytes) == (1, kept(b"x").size)


def test_a_body_is_packed_once_and_given_either_way() -> None:
    tile = kept()
    assert tile.body(packed=False) == BODY
    tile.pack()
    assert tile.plain is None
    packed = tile.body(packed=True)
    assert gzip.decompress(packed) == tile.body(packed=False) == BODY
    tile.pack()
    assert tile.body(packed=True) is packed
    picture = kept(BODY, "image/png")
    picture.pack()
    assert picture.body(packed=True) == picture.body(packed=False) == BODY
    nothing = kept(b"")
    nothing.pack()
    assert nothing.is_empty
