"""Report texts read per second on one core, and megabytes that were written to make the parser slow.

    .venv/bin/python -m tests.bench.bench_parser [--seconds 5]

The bars: at least 400 texts a second; no input of 1 MB over 2 s.
"""

import argparse
import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime

from gis.codes import DATA
from ingest import whatsapp
from tests.unit.whatsapp.hostile import HOSTILE, grown
from tests.unit.whatsapp.test_corpus import FOLDER

RECEIVED = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
BAR_PER_S, BAR_S = 400, 2.0
MEGABYTE = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    measure_speed(list(texts()), asked.seconds)
    measure_hostile()


def texts() -> Iterator[str]:
    """The tests' invented texts and those of the demonstration."""
    for file in sorted(FOLDER.glob("*.toml")):
        yield from (text["text"] for text in tomllib.loads(file.read_text(encoding="utf-8"))["text"])
    for path in sorted((DATA / "demo" / "laporan").glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def measure_speed(corpus: list[str], seconds: float) -> None:
    for text in corpus:
        read(text)  # the code lists are loaded once
    count, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for text in corpus:
            read(text)
        count += len(corpus)
    rate = count / spent
    size = sum(map(len, corpus)) / len(corpus)
    print(f"{len(corpus)} texts of {size:.0f} code points: {rate:.0f} a second {verdict(rate >= BAR_PER_S)}")


def measure_hostile() -> None:
    for name, piece in HOSTILE.items():
        start = time.process_time()
        read(grown(piece, MEGABYTE))
        spent = time.process_time() - start
        print(f"1 MB of {name:<28} {spent:6.2f} s {verdict(spent < BAR_S)}")


def read(text: str) -> None:
    whatsapp.to_json(whatsapp.parse(text, received_at=RECEIVED))


def verdict(holds: bool) -> str:
    return "" if holds else "OVER THE BAR"


if __name__ == "__main__":
    main()
