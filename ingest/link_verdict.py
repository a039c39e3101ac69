"""From likenesses to a verdict: linked by itself, put to an officer, or new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

from ingest import link_weights as weights
from ingest.link_reason import Reason
from ingest.link_score import Judgement, probability


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `auto` on a report is linked by itself, from `ask` on an officer decides; both 0 to 1."""

    auto: float = 0.85
    ask: float = 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A report that the new one is like, and its event (None while that is not made yet)."""

    report: UUID
    event: UUID | None
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Likely:
    """An event that the new report may tell of, by the report there that it is most like."""

    event: UUID
    report: UUID
    log_odds: float
    reasons: tuple[Reason, ...]
    asks: bool

    @property
    def score(self) -> float:
        """0 to 1."""
        return probability(self.log_odds)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The event linked by itself, if any; and the events from `ask` on, likeliest first."""

    linked: UUID | None
    likely: tuple[Likely, ...]


def verdict(
    likenesses: Iterable[Likeness],
    thresholds: Thresholds,
    maybe_one: Callable[[UUID, UUID], bool] = lambda one, other: False,
) -> Verdict:
    """What becomes of a report with these likenesses.

    An event that is hardly likelier than the next one is put to an officer, however high its score; but not
    where those two are `maybe_one`: whether they are is asked already, and either is right if so.
    """
    likely = sorted(_by_event(likenesses), key=lambda each: (-each.log_odds, str(each.event)))
    likely = [each for each in likely if each.score >= thresholds.ask]
    if not likely:
        return Verdict(None, ())
    best, *others = likely
    rivals = [each for each in others if not maybe_one(best.event, each.event)]
    clear = not rivals or best.log_odds - rivals[0].log_odds >= weights.CLEAR_BY
    linked = best.event if best.score >= thresholds.auto and clear and not best.asks else None
    return Verdict(linked, tuple(likely))


def _by_event(likenesses: Iterable[Likeness]) -> list[Likely]:
    by_event: dict[UUID, list[Likeness]] = {}
    for likeness in likenesses:
        if likeness.event:
            by_event.setdefault(likeness.event, []).append(likeness)
    return [_likely(event, each) for event, each in by_event.items()]


def _likely(event: UUID, likenesses: list[Likeness]) -> Likely:
    """The best likeness counts; where another report of the event speaks against it, the mean of all."""
    best = max(likenesses, key=lambda each: (each.judgement.log_odds, str(each.report)))
    all_ = [each.judgement.log_odds for each in likenesses]
    reasons, log_odds = best.judgement.reasons, best.judgement.log_odds
    if min(all_) < 0 < log_odds:
        less = fmean(all_) - log_odds
        reasons = (
            *reasons,
            Reason(
                "laporan_lain_berbeda",
                less,
                "laporan lain pada kejadian itu berbeda",
                "another report of that event differs",
            ),
        )
        log_odds += less
    return Likely(event, best.report, log_odds, reasons, best.judgement.asks)
