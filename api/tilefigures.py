"""Counters of tiles by layer and zoom, for /metrics."""

from collections import Counter, defaultdict
from collections.abc import Iterator

HITS, MISSES, UNCHANGED = "hits", "misses", "unchanged"
_MOST = 2_000  # pairs of layer and zoom: names come from readers
_WORDS = {
    "hits": "Tiles answered from memory",
    "misses": "Tiles that had to be made",
    "unchanged": "Answers 304, without a statement",
    "statements": "Statements run for tiles",
    "bytes": "Bytes of tile bodies sent",
}


class Figures:
    """Counts since the process began."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, int]] = Counter()
        self.seconds: defaultdict[tuple[str, int], float] = defaultdict(float)

    def add(self, name: str, slug: str, z: int, amount: int = 1) -> None:
        """Count one of the names that _WORDS explains."""
        key = (name, slug, z)
        if key in self.counts or len(self.counts) < _MOST:
            self.counts[key] += amount

    def statement(self, slug: str, z: int, seconds: float) -> None:
        """Count a statement and its time."""
        self.add("statements", slug, z)
        if (slug, z) in self.seconds or len(self.seconds) < _MOST:
            self.seconds[slug, z] += seconds

    def lines(self) -> Iterator[str]:
        """In Prometheus' text format."""
        for name, words in _WORDS.items():
            yield f"# HELP sigap_tile_{name}_total {words}"
            yield f"# TYPE sigap_tile_{name}_total counter"
            for (kind, slug, z), count in sorted(self.counts.items()):
                if kind == name:
                    yield f'sigap_tile_{name}_total{{layer="{slug}",zoom="{z}"}} {count}'
        yield "# HELP sigap_tile_sql_seconds_total Time of statements for tiles"
        yield "# TYPE sigap_tile_sql_seconds_total counter"
        for (slug, z), seconds in sorted(self.seconds.items()):
            yield f'sigap_tile_sql_seconds_total{{layer="{slug}",zoom="{z}"}} {seconds:.6f}'
