"""The publish rule in plain Python, written apart from the SQL: what a random register must come to."""

from collections import defaultdict
from collections.abc import Callable
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


@dataclass(frozen=True)
class Total:
    """What an event reads as a whole of one kind."""

    value: int | None
    state: str
    derived: bool
    low: int | None
    high: int | None
    counting: bool
    disputed: bool
    known: bool


def totals(rows: list[Row]) -> dict[str, Total]:
    """Of each kind the one line of its event: its total where there is one, else what its rows come to."""
    return {
        kind: _total([row for row in rows if row.word.kind == kind])
        for kind in {row.word.kind for row in rows}
    }


def _total(rows: list[Row]) -> Total:
    counted = [row for row in rows if row.share is not None or row.word.value is None]
    heads = [row for row in counted if row.total and not row.scope and row.word.value is not None]
    numbers = [row for row in counted if row.word.value is not None]
    shares = [row.share for row in counted if row.share is not None]
    alone = heads[0] if heads else counted[0] if len(counted) == 1 else None
    value = sum(shares) if shares else None
    if heads:
        state = heads[0].word.state
    elif len(numbers) > 1:
        state = "angka" if value else "nihil"
    else:
        state = min(row.word.state for row in numbers or counted)
    parts_only = not any(row.total for row in counted)
    return Total(
        value=value,
        state=state,
        derived=value is not None and not heads and (len(numbers) > 1 or parts_only),
        low=alone.low if alone else None,
        high=alone.high if alone else None,
        counting=any(r.counting for r in counted)
        or (bool(numbers) and any(r.word.state == "pendataan" for r in counted)),
        disputed=any(row.dissent for row in counted),
        known=all(row.word.known for row in counted),
    )


PRECISE = ("titik", "dusun", "desa", "laut", "kecamatan", "kabupaten")


def claims(
    reports: list[Told], event: int, placed: Callable[[int], tuple[str, str, Any]], *, public: bool
) -> tuple[Any, ...] | None:
    """Hazard, the others, precision of the place, reports, sources, whether verified; None: no such event."""
    seen = [r for r in reports if r.event == event and r.status != REJECTED]
    seen = [r for r in seen if r.status == VERIFIED] if public else seen
    if not seen:
        return None

    def believed(report: Told) -> tuple[int, int, int]:
        return _rank(report.source, None), -report.entry, report.n

    def precision(report: Told) -> str:
        hazard, told, _ = placed(report.n)
        return "desa" if public and hazard == "kebakaran_rumah" and told in PRECISE[:2] else told

    hazard = placed(min(seen, key=believed).n)[0]
    others = sorted({placed(report.n)[0] for report in seen} - {hazard})
    place = min(seen, key=lambda report: (PRECISE.index(precision(report)), believed(report)))
    areas = sorted({report.area for report in seen})
    verified = any(report.status == VERIFIED for report in seen)
    sources = len({report.source for report in seen})
    return hazard, others, precision(place), place.area, areas, len(seen), sources, verified


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


def _rank(source: str, kind: str | None) -> int:
    """Of a kind of figures; None: of all else that is told."""
    ranks, agency = codes.source_ranks(), codes.agencies()[source].kind
    group = codes.figures()[kind].group if kind else "*"
    return ranks.get((group, agency), ranks["*", agency])


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
