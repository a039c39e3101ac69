"""Link: which event a report tells of — new, told before, or too close to call.

Likenesses are looked for while nobody waits, batch by batch; only the decision runs under the ledger's lock,
so that two writers cannot both make the event. What settled in between is compared then. Reports of one
table are incidents apart unless they share a `kib`; messages of one text may tell of each other's events.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from gis import queries, register
from gis.areas import AreaIndex
from gis.copying import copy_rows
from gis.ledger import Entry
from ingest import link_search
from ingest.link_place import Ground
from ingest.link_score import Judgement, judge
from ingest.link_told import Told, regency_of
from ingest.link_verdict import Likeness, Thresholds, Verdict, verdict

_SQL = queries.load("gis.register")
MOST_ASKED = 3  # events put to an officer beside one report
NEAR_DAYS = 8 * 86_400  # messages of one text farther apart are not compared


@dataclass(slots=True)
class Fresh:
    """A new report and what it is like. `told` is kept where others of its submission may be like it."""

    report: UUID
    kib: str | None
    is_update: bool
    group: str  # of a table its name, of a text its message: reports of one group tell of incidents apart
    regency: str
    search: link_search.Search
    likenesses: list[Likeness] = field(default_factory=list)
    told: Told | None = None


class Linker:
    """Links the reports of one submission: `see` each batch once it is written, then `decide`."""

    def __init__(self, entry: Entry, index: AreaIndex, thresholds: Thresholds | None = None) -> None:
        self._entry = entry
        self._ground = Ground(index)
        self._thresholds = thresholds or Thresholds()
        self._fresh: list[Fresh] = []
        self._seen = link_search.settled(entry.conn)

    def see(self, batch: Sequence[Told]) -> None:
        """Look for reports that tell of the same events as these. Nobody is kept waiting."""
        fresh = [
            Fresh(
                report=told.report,
                kib=told.kib,
                is_update=told.is_update,
                group="" if told.is_row else told.message,
                regency=regency_of(told.areas),
                search=link_search.search(told, self._ground),
                told=None if told.is_row else told,
            )
            for told in batch
        ]
        found = link_search.find(self._entry, [each.search for each in fresh])
        self._compare(fresh, batch, found)
        self._fresh += fresh

    def decide(self) -> dict[UUID, UUID]:
        """Link every report seen to its event, making those that are missing; returns report → event."""
        self._entry.lock()
        self._catch_up()
        by_kib = link_search.events_by_kib(self._entry, {new.kib for new in self._fresh if new.kib})
        decided = Decided(by_kib, doubted=self._doubted())
        self._compare_mates()
        for new in in_order(self._fresh):
            found = verdict(decided.likenesses(new), self._thresholds, decided.maybe_one)
            decided.take(new, found)
        decided.write(self._entry)
        self._entry.touch({event for event, _ in decided.links.values()})
        return {report: event for report, (event, _) in decided.links.items()}

    def _doubted(self) -> set[frozenset[UUID]]:
        """The pairs of events, among those that several reports are like, that an officer is asked about."""
        torn = [new for new in self._fresh if len({likeness.event for likeness in new.likenesses}) > 1]
        reports = {likeness.report for new in torn for likeness in new.likenesses}
        return link_search.questions(self._entry.conn, reports)

    def _compare(
        self, fresh: Sequence[Fresh], batch: Sequence[Told], found: Iterable[tuple[int, Told]]
    ) -> None:
        for number, other in found:
            if other.event and (judged := judge(batch[number], other, self._ground)):
                fresh[number].likenesses.append(Likeness(other.report, other.event, judged))

    def _catch_up(self) -> None:
        """Compare with what settled since, and follow reports that were linked elsewhere since."""
        newer = link_search.entries_after(self._entry.conn, self._seen)
        if not newer:
            return
        found = link_search.find(self._entry, [new.search for new in self._fresh], entries=newer)
        concerned = sorted({number for number, _ in found})
        mine = link_search.told(self._entry.conn, [self._fresh[number].report for number in concerned])
        for number, other in found:
            own = mine.get(self._fresh[number].report)
            if own and other.event and (judged := judge(own, other, self._ground)):
                self._fresh[number].likenesses.append(Likeness(other.report, other.event, judged))
        known = {likeness.report for new in self._fresh for likeness in new.likenesses}
        now = link_search.told(self._entry.conn, sorted(known))
        for new in self._fresh:
            new.likenesses = [
                Likeness(likeness.report, event, likeness.judgement)
                for likeness in new.likenesses
                if likeness.report in now and (event := now[likeness.report].event)
            ]

    def _compare_mates(self) -> None:
        """Compare the messages of one text with those before them; their events are not made yet."""
        before: list[Fresh] = []
        for new in self._fresh:
            if new.told is None:
                continue
            for mate in before:
                if mate.told and (judged := _judge_mates(new.told, mate.told, self._ground)):
                    new.likenesses.append(Likeness(mate.report, None, judged))
            before.append(new)


def in_order(fresh: Sequence[Fresh]) -> list[Fresh]:
    """The messages as they came; in each (or in a table) the surest first, so that it gets the event.

    An update comes after what it may update.
    """

    def surest(new: Fresh) -> tuple[bool, float]:
        best = max((likeness.judgement.log_odds for likeness in new.likenesses), default=0.0)
        return new.is_update, -best

    groups = groupby(fresh, key=lambda new: new.group)
    return [new for _, group in groups for new in sorted(group, key=surest)]


def _judge_mates(one: Told, other: Told, ground: Ground) -> Judgement | None:
    apart = abs((one.start - other.start).total_seconds())
    return judge(one, other, ground) if apart < NEAR_DAYS else None


@dataclass(slots=True)
class Decided:
    """What has been decided so far about one submission's reports."""

    by_kib: dict[str, UUID]
    links: dict[UUID, tuple[UUID, str]] = field(default_factory=dict)
    made: list[UUID] = field(default_factory=list)
    taken: set[tuple[str, UUID, str]] = field(default_factory=set)  # by one of the same group and regency
    doubted: set[frozenset[UUID]] = field(default_factory=set)  # pairs of events that are asked to be one
    asked: list[tuple[UUID, Verdict]] = field(default_factory=list)

    def likenesses(self, new: Fresh) -> list[Likeness]:
        """The report's likenesses on events as they are by now, without those that its group has already."""
        now = [
            Likeness(likeness.report, event, likeness.judgement)
            for likeness in new.likenesses
            if (event := likeness.event or self.links.get(likeness.report, (None, ""))[0])
        ]
        if new.is_update:
            return now
        return [each for each in now if (new.group, each.event, new.regency) not in self.taken]

    def maybe_one(self, one: UUID, other: UUID) -> bool:
        """Whether an officer is asked already if two events are one."""
        return frozenset({one, other}) in self.doubted

    def take(self, new: Fresh, found: Verdict) -> None:
        """Link one report."""
        event, reason = self.by_kib.get(new.kib or ""), "kib"
        if event is None and found.linked:
            event, reason = found.linked, "skor"
        if event is None:
            event, reason = register.new_id(), "baru"
            self.made.append(event)
        if reason != "kib" and found.likely:
            self.asked.append((new.report, found))
            if not found.linked:
                self.doubted |= {frozenset({event, likely.event}) for likely in found.likely[:MOST_ASKED]}
        if new.kib:
            self.by_kib.setdefault(new.kib, event)
        self.taken.add((new.group, event, new.regency))
        self.links[new.report] = event, reason

    def write(self, entry: Entry) -> None:
        """Events, links and candidates into the register."""
        copy_rows(entry.conn, "event", ("id", "num", "entry"), _event_rows(entry, self.made))
        copy_rows(
            entry.conn,
            "event_link",
            ("report_id", "event_id", "reason", "entry"),
            ((report, event, reason, entry.id) for report, (event, reason) in self.links.items()),
        )
        copy_rows(entry.conn, "link_candidate", CANDIDATE, self._candidates(entry))

    def _candidates(self, entry: Entry) -> Iterator[tuple[object, ...]]:
        for report, found in self.asked:
            decision = "otomatis" if found.linked else "tanya"
            for likely in found.likely[: 1 if found.linked else MOST_ASKED]:
                yield (
                    register.new_id(),
                    report,
                    likely.event,
                    likely.report,
                    round(likely.score, 4),
                    decision,
                    json.dumps([reason.as_dict() for reason in likely.reasons], ensure_ascii=False),
                    entry.id,
                )


CANDIDATE = ("id", "report_id", "event_id", "like_report_id", "score", "decision", "reasons", "entry")


def _event_rows(entry: Entry, made: list[UUID]) -> Iterator[tuple[object, ...]]:
    if not made:
        return iter(())
    nums = entry.conn.execute(_SQL["event_nums"], {"n": len(made)}).scalars().all()
    return ((event, num, entry.id) for event, num in zip(made, nums, strict=True))
