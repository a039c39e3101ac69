"""The linker's decisions once more for other thresholds, over the reports of a stream, without a database.

Uses the linker's own parts (`judge`, `verdict`, how rows and messages are decided); only the search by index
is replaced by comparing each report with all before it that the index would have found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from gis.areas import AreaIndex
from ingest import link_search
from ingest.link import Decided, Fresh, in_order
from ingest.link_place import Ground
from ingest.link_score import Judgement, judge
from ingest.link_told import Told, regency_of
from ingest.link_verdict import Likeness, Thresholds, verdict
from tests.bench.linking_pairs import Events, Kept

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Replay:
    """The reports in the order they came in, and all judgements on them."""

    sent: tuple[tuple[Told, ...], ...]  # of each submission
    searches: dict[UUID, link_search.Search]
    judged: dict[UUID, list[tuple[UUID, Judgement]]]

    def events(self, thresholds: Thresholds) -> tuple[Events, dict[UUID, tuple[UUID, ...]]]:
        """Each report's event, and the reports that an officer is asked about."""
        links: dict[UUID, UUID] = {}
        by_kib: dict[str, UUID] = {}
        asked: dict[UUID, tuple[UUID, ...]] = {}
        doubted: set[frozenset[UUID]] = set()
        for told in self.sent:
            decided = Decided(by_kib, doubted=doubted)
            for fresh in in_order([self._fresh(each, links) for each in told]):
                decided.take(fresh, verdict(decided.likenesses(fresh), thresholds, decided.maybe_one))
            links |= {report: event for report, (event, _) in decided.links.items()}
            for report, found in decided.asked:
                if not found.linked:
                    asked[report] = tuple(likely.report for likely in found.likely[:3])
        return links, asked

    def _fresh(self, told: Told, links: dict[UUID, UUID]) -> Fresh:
        return Fresh(
            report=told.report,
            kib=told.kib,
            is_update=told.is_update,
            group="" if told.is_row else told.message,
            regency=regency_of(told.areas),
            search=self.searches[told.report],
            likenesses=[Likeness(other, links.get(other), by) for other, by in self.judged[told.report]],
        )


def replay(kept: Sequence[Kept], told: dict[UUID, Told], index: AreaIndex) -> Replay:
    """Judge all pairs that would be compared."""
    ground = Ground(index)
    ready = [(each, replace(told[each.report], message=each.message, event=None)) for each in kept]
    sent = tuple(
        tuple(pair[1] for pair in group) for _, group in groupby(ready, key=lambda pair: pair[0].submission)
    )
    searches = {told.report: link_search.search(told, ground) for own in sent for told in own}
    judged: dict[UUID, list[tuple[UUID, Judgement]]] = {}
    before: list[Told] = []
    for own in sent:
        for number, each in enumerate(own):
            mates = [mate for mate in own[:number] if not each.is_row]
            judged[each.report] = list(_judged(each, [*before, *mates], ground, searches[each.report]))
        before += own
    return Replay(sent, searches, judged)


def _judged(
    told: Told, others: Iterable[Told], ground: Ground, asked: link_search.Search
) -> Iterable[tuple[UUID, Judgement]]:
    for other in others:
        if _is_found(asked, other):
            # A report that was there before is compared as the register holds it, without its message.
            mate = other if other.submission == told.submission else replace(other, message="")
            if by := judge(told, mate, ground):
                yield other.report, by


def _is_found(asked: link_search.Search, other: Told) -> bool:
    since = asked.since - (A_WEEK if asked.is_update else timedelta())
    until = asked.until + (A_WEEK if other.is_update else timedelta())
    akin = other.hazard in asked.hazards or {*other.other_hazards} & {*asked.hazards}
    here = regency_of(other.areas) in asked.regencies
    return bool(here and akin and other.end > since and other.start < until)
