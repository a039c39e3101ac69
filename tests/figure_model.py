"""The publish rule in plain Python, written apart from the SQL: what a random register must come to."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from gis import codes

PATIENCE = timedelta(hours=24)
REJECTED, VERIFIED = "ditolak", "terverifikasi"


@dataclass(frozen=True)
class Word:
    """A figure that a report states."""

    id: int
    kind: str
    total: bool
    area: str
    value: int | None
    state: str
    at: datetime
    known: bool


@dataclass
class Told:
    """A report: whose, where, of which event now, and the words that count."""

    n: int
    source: str
    area: str
    event: int
    status: str
    entry: int
    words: list[Word] = field(default_factory=list)


@dataclass
class Row:
    """A published figure."""

    total: bool
    scope: str
    word: Word
    source: str
    low: int | None
    high: int | None
    counting: bool
    dissent: frozenset[tuple[str, int | None]]
    share: int | None

    def seen(self) -> tuple[Any, ...]:
        """What is compared with the database."""
        word = self.word
        said = (word.value, word.state, word.at, word.known, self.source)
        return (*said, self.low, self.high, self.counting, self.dissent, self.share)


Key = tuple[str, bool, str]
"""Kind, whether a total, area."""


def published(reports: list[Told], event: int, *, public: bool) -> dict[Key, Row]:
    """What one reader must be shown of one event."""
    seen = [r for r in reports if r.event == event and r.status != REJECTED]
    seen = [r for r in seen if r.status == VERIFIED] if public else seen
    spans = len({r.area[:5] for r in seen if len(r.area) >= 5}) > 1
    groups: dict[tuple[str, bool, str, str], list[tuple[Told, Word]]] = defaultdict(list)
    for report in seen:
        for word in report.words:
            scope = word.area[:5] if spans and len(word.area) >= 5 else ""
            part = "" if word.total else word.area
            groups[word.kind, word.total, scope, part].append((report, word))
    rows = [_winner(key, said) for key, said in groups.items()]
    for kind in {row.word.kind for row in rows}:
        _share([row for row in rows if row.word.kind == kind])
    return {(row.word.kind, row.total, row.word.area): row for row in rows}


def _winner(key: tuple[str, bool, str, str], said: list[tuple[Told, Word]]) -> Row:
    own: dict[str, tuple[Told, Word]] = {}
    for told in said:
        best = own.get(told[0].source)
        if best is None or _newness(told) > _newness(best):
            own[told[0].source] = told
    last = max((word.at for _, word in said if word.known), default=None)
    spoke = {s: max(word.at for told, word in said if told.source == s) for s in own}
    silent = {s for s in own if last is not None and last > spoke[s] + PATIENCE}

    def believed(source: str) -> tuple[Any, ...]:
        told, word = own[source]
        rank = _rank(source, word.kind)
        assumed = not word.known
        return word.value is None, source in silent, rank, assumed, -word.at.timestamp(), -told.entry, source

    first = min(own, key=believed)
    winner = own[first][1]
    numbers = [word.value for _, word in own.values() if word.value is not None]
    dissent = {(s, w.value) for s, (_, w) in own.items() if s != first and w.value != winner.value}
    dissent |= _doubt(first, winner, [word for told, word in said if told.source == first])
    counted = max((word.at for _, word in said if word.state == "pendataan"), default=None)
    counting = winner.value is not None and counted is not None and counted > winner.at
    return Row(
        total=key[1],
        scope=key[2],
        word=winner,
        source=first,
        low=min(numbers, default=None),
        high=max(numbers, default=None),
        counting=counting,
        dissent=frozenset(dissent),
        share=winner.value,
    )


def _newness(told: tuple[Told, Word]) -> tuple[Any, ...]:
    report, word = told
    return word.value is not None, word.known, word.at, report.entry, word.id


def _doubt(source: str, winner: Word, own: list[Word]) -> set[tuple[str, int | None]]:
    """The winner's own later word, where its moment is only assumed."""
    assumed = [w for w in own if not w.known and w.value is not None]
    if not winner.known or not assumed:
        return set()
    newest = max(w.at for w in assumed)
    later = [w for w in assumed if w.at == newest and newest > winner.at and w.value != winner.value]
    return {(source, w.value) for w in later}


def _rank(source: str, kind: str) -> int:
    ranks, agency = codes.source_ranks(), codes.agencies()[source].kind
    return ranks.get((codes.figures()[kind].group, agency), ranks["*", agency])


def _share(rows: list[Row]) -> None:
    """What each row of one kind adds to sums."""
    for part in (row for row in rows if not row.total):
        wider = [w for w in rows if not w.total and w.word.value is not None]
        if any(part.word.area.startswith(f"{w.word.area}.") for w in wider):
            part.share = None
    for scope in {row.scope for row in rows}:
        here = [row for row in rows if row.scope == scope]
        _explain([row for row in here if row.total], [row for row in here if not row.total])
    _explain([r for r in rows if r.total and not r.scope], [r for r in rows if r.scope], again=True)


def _explain(totals: list[Row], parts: list[Row], *, again: bool = False) -> None:
    """A total adds what its parts leave; parts that come to more than it add nothing."""
    added = [row.share for row in parts if row.share is not None]
    for total in totals:
        if total.word.value is None or not added:
            continue
        if sum(added) > total.word.value:
            for part in parts:
                part.share = None
        else:
            total.share = total.word.value - sum(added)


def corrected(word: Word, new_id: int, value: int) -> Word:
    """The word that takes a word's place."""
    return replace(word, id=new_id, value=value, state="angka" if value else "nihil")
