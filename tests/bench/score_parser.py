"""How well report texts are read: the parts of the labelled corpus, and a folder of your own.

    .venv/bin/python -m tests.bench.score_parser [FOLDER] [--errors | --errors-of PART]

The developed part is what the parser is worked against (tests/unit/whatsapp/*.toml); the opened part was set
aside before. The set-aside part is written apart from the parser: only its scores are printed, unless its
errors are asked for by name.
"""

import argparse
from pathlib import Path

from tests.unit.whatsapp.set_aside.corpus import DEVELOPED, OPENED, SET_ASIDE, load
from tests.unit.whatsapp.set_aside.scores import Count, Scores, score

F1, PAIR, RECALL = "f1", "pair", "recall"
ROWS = (  # what, how it is measured, the least it should be
    ("hazard", RECALL, "0.97"),
    ("kabupaten babel", F1, "0.95"),
    ("kabupaten luar", F1, "0.95"),
    ("kecamatan babel", F1, "0.95"),
    ("kecamatan luar", F1, "0.85"),
    ("desa babel", F1, "0.95"),
    ("desa luar", F1, "0.85"),
    ("date", F1, "0.95"),
    ("time", F1, ""),
    ("figures label", PAIR, "0.98 / 0.93"),
    ("figures narrative", PAIR, "0.95 / 0.80"),
    ("parts", PAIR, ""),
    ("state", RECALL, ""),
    ("lonlat", F1, ""),
    ("update", RECALL, ""),
    ("nihil", F1, ""),
    ("personal", RECALL, "1.00"),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", help="labelled texts of your own (*.toml)")
    parser.add_argument("--errors", action="store_true", help="list the errors of the developed part")
    parser.add_argument("--errors-of", help="list the errors of another: set_aside, or the folder's name")
    asked = parser.parse_args()
    halves = {"developed": DEVELOPED, "opened": OPENED, "set_aside": SET_ASIDE}
    if asked.folder:
        halves[asked.folder.name] = asked.folder
    corpora = {name: load(folder) for name, folder in halves.items()}
    scored = {name: score(texts) for name, texts in corpora.items()}
    print_table({f"{name} ({len(corpora[name])})": scores for name, scores in scored.items()})
    for name in {asked.errors_of, "developed" if asked.errors else None} & scored.keys():
        print_errors(name, scored[name])


def print_table(scored: dict[str, Scores]) -> None:
    widths = [max(20, len(name) + 2) for name in scored]
    print("what".ljust(20) + "".join(n.ljust(w) for n, w in zip(scored, widths, strict=True)) + "at least")
    for what, how, bar in ROWS:
        cells = [worded(scores.counts[what], how) for scores in scored.values()]
        print(what.ljust(20) + "".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)) + bar)


def worded(count: Count, how: str) -> str:
    asked = f" ({count.right + count.missed})"
    if how == PAIR:
        return f"{count.precision():.3f} / {count.recall():.3f}{asked}"
    return f"{count.f1() if how == F1 else hits(count):.3f}{asked}"


def hits(count: Count) -> float:
    asked = count.right + count.missed + count.false
    return count.right / asked if asked else 1.0


def print_errors(name: str, scores: Scores) -> None:
    print(f"\n{name}:")
    for text, what, words in scores.errors:
        print(f"  {text} | {what} | {words}")


if __name__ == "__main__":
    main()
