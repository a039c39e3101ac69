"""How well reports are linked to events, on labelled months that come in through the normal path.

    .venv/bin/python -m tests.bench.bench_linking [--seeds 2 3 4] [--count 90] [--sweep] [--show]

Each seed's month (`tests.bench.stream`) is read, loaded and linked in a fresh installation, in the order it
comes in. Two reports of one event make a pair. Printed: precision, recall and F1 of what was linked by
itself, what was put to an officer, the same after the officer answered rightly at the month's end, all by
kind of pair; with `--sweep` for other thresholds too, with `--show` every pair that was linked wrongly or
missed. The weights were chosen on seed 1.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from gis import ledger, linking, postgis, roles
from gis.db import Database
from gis.editions import load_index
from gis.files import Files
from gis.report import Report
from gis.settings import Settings
from gis.viewer import officer
from ingest import link_search, run
from ingest.link_verdict import Thresholds
from tests.bench import linking_pairs as pairs
from tests.bench.linking_pairs import Kept, Score
from tests.bench.linking_replay import Replay, replay
from tests.bench.place import installation, print_table
from tests.bench.stream.month import Sending, month
from tests.bench.stream.said import Said

PRECISION, RECALL = 0.98, 0.92
OFFICER = officer("bench", auto_verify=True)
SWEEP = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)


@dataclass(slots=True)
class Taken:
    """What became of one seed's month."""

    kept: list[Kept] = field(default_factory=list)
    lost: int = 0  # tellings that became no report
    automatic: dict[UUID, UUID] = field(default_factory=dict)
    answered: dict[UUID, UUID] = field(default_factory=dict)
    asked: list[tuple[Kept, Kept]] = field(default_factory=list)  # the report, and the one it is like
    replay: Replay | None = None


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[2, 3, 4])
    parser.add_argument("--count", type=int, default=90, help="happenings without look-alikes in a month")
    parser.add_argument("--sweep", action="store_true", help="other thresholds too")
    parser.add_argument("--show", action="store_true", help="the pairs that went wrong")
    asked = parser.parse_args()
    taken = {seed: take_month(seed, asked.count) for seed in asked.seeds}
    print_scores(taken)
    print_kinds(list(taken.values()))
    print_lookalikes(list(taken.values()))
    if asked.sweep:
        print_sweep(list(taken.values()))
    if asked.show:
        for each in taken.values():
            show(each)


def take_month(seed: int, count: int) -> Taken:
    """The month through `ingest.run` into a fresh installation, then the officer's answers."""
    with installation() as var, tempfile.TemporaryDirectory() as folder:
        cluster = postgis.cluster_of(var)
        database = Database(cluster.url(roles.APP), Settings(var=var))
        try:
            taken = Taken()
            for number, sending in enumerate(month(seed, count)):
                _take(database, Files(Path(folder)), sending, number, taken)
            _look(database, taken)
            return taken
        finally:
            database.close()


def _take(database: Database, files: Files, sending: Sending, number: int, taken: Taken) -> None:
    delivery = run.Delivery(
        content=sending.content,
        filename=sending.filename,
        channel=sending.channel,
        viewer=OFFICER,
        agency=sending.by,
        received_at=sending.received,
        recipe=sending.recipe,
    )
    outcome = run.ingest(database, files, delivery)
    told = list(_labelled(sending, [(report, key) for report, key, _ in outcome.reports]))
    taken.kept += [
        Kept(key, said, report.place if report.sent_at else str(outcome.submission), number)
        for report, key, said in told
    ]
    taken.lost += len(sending.told) - len({id(said) for _, _, said in told if said})


def _labelled(
    sending: Sending, reports: list[tuple[Report, UUID]]
) -> Iterator[tuple[Report, UUID, Said | None]]:
    """Each report with what it truly tells of."""
    if sending.filename.endswith((".xlsx", ".csv")):
        yield from ((report, key, sending.told[report.ordinal]) for report, key in reports)
    elif len(sending.told) <= 1 or len(sending.told) == len(reports):
        for number, (report, key) in enumerate(reports):
            at = min(number, len(sending.told) - 1)
            yield report, key, sending.told[at] if sending.told else None
    else:  # a recap or chat of which not all was read: told apart by place, in their order
        left = list(sending.told)
        for report, key in reports:
            said = next((each for each in left if _tells(report, each)), None)
            if said:
                del left[: left.index(said) + 1]
            yield report, key, said


def _tells(report: Report, said: Said) -> bool:
    own = {village.code for village in said.happening.villages}
    return any(code.startswith(area) or area.startswith(code) for code in own for area in report.area_codes)


def _look(database: Database, taken: Taken) -> None:
    """What was linked and asked; then answer each question rightly."""
    by_report = {each.report: each for each in taken.kept}
    with database.read(OFFICER) as conn:
        taken.automatic = _events(conn, taken.kept)
        moment = ledger.resolve(conn)
        questions = linking.candidates(conn, seq=moment.seq, limit=100_000)
        told = link_search.told(conn, list(by_report))
        taken.replay = replay(taken.kept, told, load_index(conn, moment))
    for asked in questions:
        pair = by_report[asked["report"]], by_report[asked["like_report"]]
        taken.asked.append(pair)
    accepted: set[UUID] = set()
    for asked, (one, other) in zip(questions, taken.asked, strict=True):
        if one.report not in accepted:  # one yes settles what is asked of a report
            with ledger.entry(database, by="bench", why="jawab") as entry:
                linking.answer(entry, asked["id"], accept=one.truth == other.truth)
            accepted |= {one.report} if one.truth == other.truth else set()
    with database.read(OFFICER) as conn:
        taken.answered = _events(conn, taken.kept)


def _events(conn: sa.Connection, kept: Sequence[Kept]) -> dict[UUID, UUID]:
    rows = conn.execute(
        sa.text("SELECT DISTINCT ON (report_id) * FROM event_link ORDER BY report_id, id DESC")
    )
    events = {row.report_id: row.event_id for row in rows}
    return {each.report: events[each.report] for each in kept}


def print_scores(taken: dict[int, Taken]) -> None:
    """One line a seed, and all together."""
    lines, sums = [], [Score(0, 0, 0), Score(0, 0, 0)]
    for seed, each in taken.items():
        scores = [pairs.score(each.kept, events) for events in (each.automatic, each.answered)]
        sums = [total + of_seed for total, of_seed in zip(sums, scores, strict=True)]
        lines.append((f"seed {seed}", *_counts([each]), *scores[0].cells(), *scores[1].cells()))
    lines.append(("all", *_counts(list(taken.values())), *sums[0].cells(), *sums[1].cells()))
    lines.append(("bar", "", "", "", "", "", f"{PRECISION}", f"{RECALL}", "", "", "", ""))
    header = ("", "reports", "unread", "pairs", "asked", "of them true")
    after = ("with answers: P", "R", "F1")
    print_table("Pairs linked by themselves", (*header, "precision", "recall", "F1", *after), lines)


def _counts(taken: Sequence[Taken]) -> tuple[str, ...]:
    kept = sum(len(each.kept) for each in taken)
    true = sum(sum(1 for _ in pairs.true_pairs(each.kept)) for each in taken)
    asked = [pair for each in taken for pair in each.asked]
    right = sum(one.truth == other.truth for one, other in asked)
    return str(kept), str(sum(each.lost for each in taken)), str(true), str(len(asked)), str(right)


def print_kinds(taken: Sequence[Taken]) -> None:
    """Pairs that belong together by what the tellings are: of how many, linked, asked, missed."""
    all_, linked, asked = Counter[str](), Counter[str](), Counter[str]()
    for each in taken:
        questions = _asked_events(each)
        for pair in pairs.true_pairs(each.kept):
            one, other = (each.automatic[kept.report] for kept in pair)
            kinds = pairs.kinds(pair)
            all_.update(kinds)
            if one == other:
                linked.update(kinds)
            elif frozenset({one, other}) in questions:
                asked.update(kinds)
    print_table(
        "Pairs that belong together, by what one of the two is",
        ("", "pairs", "linked", "asked", "missed", "recall"),
        [
            (kind, f"{n}", f"{linked[kind]}", f"{asked[kind]}", f"{n - linked[kind] - asked[kind]}",
             f"{linked[kind] / n:.3f}")
            for kind, n in sorted(all_.items())
        ],
    )  # fmt: skip


def _asked_events(taken: Taken) -> set[frozenset[UUID]]:
    return {frozenset(taken.automatic[each.report] for each in pair) for pair in taken.asked}


def print_lookalikes(taken: Sequence[Taken]) -> None:
    """Pairs that only look alike: of how many, linked wrongly, asked."""
    all_, wrong, asked = Counter[str](), Counter[str](), Counter[str]()
    for each in taken:
        questions = _asked_events(each)
        for trap, pair in pairs.alike_pairs(each.kept):
            all_[trap] += 1
            if frozenset(each.automatic[kept.report] for kept in pair) in questions:
                asked[trap] += 1
        wrong.update(pairs.trap(pair) for pair in pairs.wrong_pairs(each.kept, each.automatic))
    print_table(
        "Pairs that only look alike",
        ("", "pairs", "linked wrongly", "asked"),
        [
            (trap, f"{all_[trap] or ''}", f"{wrong[trap]}", f"{asked[trap]}")
            for trap in sorted({*all_, *wrong})
        ],
    )


def print_sweep(taken: Sequence[Taken]) -> None:
    """Precision and recall from other scores on, by the linker's own parts over the same reports."""
    lines = []
    for auto in SWEEP:
        total, asked, right = Score(0, 0, 0), 0, 0
        for each in taken:
            assert each.replay
            events, questions = each.replay.events(Thresholds(auto, min(0.5, auto)))
            truth = {kept.report: kept.truth for kept in each.kept}
            total += pairs.score(each.kept, events)
            asked += sum(map(len, questions.values()))
            right += sum(truth[one] == truth[other] for one, others in questions.items() for other in others)
        lines.append((f"{auto:.2f}", *total.cells(), str(asked), str(right)))
    print_table("SIGAP_LINK_AUTO", ("", "precision", "recall", "F1", "asked", "of them true"), lines)


def show(taken: Taken) -> None:
    """Every pair that was linked wrongly or missed."""
    for pair in pairs.wrong_pairs(taken.kept, taken.automatic):
        print("WRONG", pairs.trap(pair), *map(_named, pair), sep="\n    ")
    for one, other in pairs.true_pairs(taken.kept):
        if taken.automatic[one.report] != taken.automatic[other.report]:
            print("MISSED", _named(one), _named(other), sep="\n    ")


def _named(kept: Kept) -> str:
    if kept.said is None:
        return f"#{kept.submission} no incident"
    said = kept.said
    places = " ".join(filter(None, [*said.villages, said.district, said.regency]))
    number = said.happening.number
    what = f"#{kept.submission} {said.kind} by {said.by} [{number}]"
    return f"{what} {said.hazard} {said.day} {said.hour} {places}"


if __name__ == "__main__":
    main()
