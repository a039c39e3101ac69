"""How well the parser reads labelled texts: counts of right, false and missed, by what was asked."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from ingest import whatsapp
from tests.unit.whatsapp.set_aside.corpus import LEVEL_KEYS, LEVELS, Incident, Labelled, folded, level_of

REGENCY = len("19.01")
NEAR_DEG = 3e-4  # about 30 m: coordinates told in whole seconds
EMPTY = {"nihil": 0, "strip": 0, "pendataan": None}


@dataclass
class Count:
    right: int = 0
    false: int = 0
    missed: int = 0

    def f1(self) -> float:
        asked = 2 * self.right + self.false + self.missed
        return 2 * self.right / asked if asked else 1.0

    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass
class Scores:
    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: list[tuple[str, str, str]] = field(default_factory=list)  # text, what, words

    def right(self, what: str) -> None:
        self.counts[what].right += 1

    def false(self, what: str, text: str, words: str) -> None:
        self.counts[what].false += 1
        self.errors.append((text, what, f"false: {words}"))

    def missed(self, what: str, text: str, words: str) -> None:
        self.counts[what].missed += 1
        self.errors.append((text, what, f"missed: {words}"))

    def compared(self, what: str, text: str, truth: Any, found: Any) -> None:
        """One value: right, or both missed (where there was one to find) and false (where one was found)."""
        if truth == found:
            if truth is not None:
                self.right(what)
            return
        if truth is not None:
            self.missed(what, text, f"{truth} (found {found})")
        if found is not None:
            self.false(what, text, f"{found} (truth {truth})")

    def sets(self, what: str, text: str, truth: set[str], found: set[str]) -> None:
        self.counts[what].right += len(truth & found)
        for each in sorted(found - truth):
            self.false(what, text, each)
        for each in sorted(truth - found):
            self.missed(what, text, each)


def score(texts: list[Labelled]) -> Scores:
    scores = Scores()
    for labelled in texts:
        score_text(scores, labelled, read(labelled))
    return scores


def read(labelled: Labelled) -> dict[str, Any]:
    result: dict[str, Any] = whatsapp.to_json(whatsapp.parse(labelled.text, received_at=labelled.received))
    return result


def score_text(scores: Scores, labelled: Labelled, result: dict[str, Any]) -> None:
    found = result["reports"]
    pairs = matched(labelled.incidents, found)
    for truth, report in pairs:
        if report is None:
            scores.missed("hazard", labelled.name, f"incident {sorted(truth.hazards)}")
            report = {"areas": [], "figures": {}, "occurred_at": None, "lonlat": None, "is_update": None}
        score_incident(scores, labelled, truth, report)
    extra = len(found) - sum(report is not None for _, report in pairs)
    for _ in range(extra):
        scores.false("hazard", labelled.name, "an incident too many")
    if not found and not labelled.incidents:
        scores.right("hazard")
    score_nihil(scores, labelled, result)
    score_personal(scores, labelled, found)


def matched(
    truths: list[Incident], found: list[dict[str, Any]]
) -> list[tuple[Incident, dict[str, Any] | None]]:
    """Each incident with the report nearest to it; in order where the numbers agree."""
    if len(truths) == len(found) or not truths:
        return list(zip(truths, found, strict=False))
    slots: list[dict[str, Any] | None] = [*found, *[None] * max(0, len(truths) - len(found))]
    best = max(permutations(slots[:8], len(truths)), key=lambda p: sum(map(alike, truths, p)))
    return list(zip(truths, best, strict=True))


def alike(truth: Incident, report: dict[str, Any] | None) -> int:
    if report is None:
        return 0
    agree = 2 * (report["hazard"] in truth.hazards)
    return agree + sum(value_of(f) == plain(truth.figures.get(k, "?")) for k, f in report["figures"].items())


def score_incident(scores: Scores, labelled: Labelled, truth: Incident, report: dict[str, Any]) -> None:
    text = labelled.name
    if (hazard := report.get("hazard")) is not None:
        if hazard in truth.hazards:
            scores.right("hazard")
        else:
            scores.missed("hazard", text, f"{sorted(truth.hazards)} (found {hazard})")
    score_areas(scores, labelled, truth, report["areas"])
    date, _, clock = (report["occurred_at"] or "").partition("T")
    if not truth.any_date:
        scores.compared("date", text, truth.date, date or None)
        if truth.time:
            scores.compared("time", text, truth.time, clock[:5] or None)
    if truth.lonlat and report["lonlat"] and close(truth.lonlat, report["lonlat"]):
        scores.right("lonlat")
    else:
        scores.compared("lonlat", text, truth.lonlat, report["lonlat"])
    if report["is_update"] is not None:
        scores.compared("update", text, truth.is_update, report["is_update"])
    score_figures(scores, labelled, truth, report["figures"])


def close(a: list[float], b: list[float]) -> bool:
    return all(abs(x - y) <= NEAR_DEG for x, y in zip(a, b, strict=True))


def score_areas(scores: Scores, labelled: Labelled, truth: Incident, areas: list[dict[str, Any]]) -> None:
    if truth.areas is None:
        return
    for level in LEVELS:
        here = [a for a in areas if a["level"] == level]
        found = {a["kode"] if a["kode"] else folded(a["name"]) for a in here}
        expected = truth.areas[level] | (found & truth.loose)
        what = f"{LEVEL_KEYS[level]} {labelled.region}"
        scores.sets(what, labelled.name, set(expected), found)
    named = {folded(a["name"]) for a in areas}
    for name in sorted(truth.loose - named):
        scores.missed(f"names {labelled.region}", labelled.name, name)


def score_figures(scores: Scores, labelled: Labelled, truth: Incident, figures: dict[str, Any]) -> None:
    what = f"figures {labelled.style}"
    expected = settled(truth.figures, figures)
    for kind, told in expected.items():
        if kind not in figures:
            if kind not in truth.maybe:
                scores.missed(what, labelled.name, f"{kind} {told}")
            continue
        if value_of(figures[kind]) != plain(told):
            scores.false(what, labelled.name, f"{kind} {value_of(figures[kind])} (truth {told})")
            scores.counts[what].missed += 1
        else:
            scores.right(what)
            score_state(scores, labelled.name, kind, told, figures[kind]["state"])
        score_parts(scores, labelled, kind, truth.parts.get(kind, {}), figures[kind].get("by_area", []))
    for kind in figures.keys() - expected.keys() - truth.maybe:
        scores.false(what, labelled.name, f"{kind} {value_of(figures[kind])}")


def settled(told: dict[str, Any], figures: dict[str, Any]) -> dict[str, Any]:
    """Keys `a|b` become the one that was found, else the first."""
    return {
        next((k for k in key.split("|") if k in figures), key.split("|")[0]): v for key, v in told.items()
    }


def score_state(scores: Scores, text: str, kind: str, told: Any, state: str) -> None:
    if told in EMPTY:
        scores.compared("state", text, f"{kind} {told}", f"{kind} {state}")


def score_parts(
    scores: Scores, labelled: Labelled, kind: str, told: dict[str, Any], parts: list[Any]
) -> None:
    expected = {f"{kind} {place_key(p)} {plain(v)}" for p, v in told.items()}
    found = {f"{kind} {p['kode'] or folded(p['name'])} {value_of(p)}" for p in parts}
    if told:
        scores.sets("parts", labelled.name, expected, found)


def place_key(place: str) -> str:
    return place if place[:2].isdigit() and level_of(place) > 1 else folded(place)


def plain(told: Any) -> float | None:
    value = EMPTY.get(told, told) if isinstance(told, str) else told
    return None if value is None or isinstance(value, str) else float(value)


def value_of(figure: dict[str, Any]) -> float | None:
    return None if figure["value"] is None else float(figure["value"])


def score_nihil(scores: Scores, labelled: Labelled, result: dict[str, Any]) -> None:
    """By regency: "aman terkendali" may be said of all its kecamatan or of the whole."""
    truth = {code[:REGENCY] for areas in labelled.nihil for code in areas}
    found = {code[:REGENCY] for said in result["nihil"] for code in said["areas"]}
    scores.sets("nihil", labelled.name, truth, found)


def score_personal(scores: Scores, labelled: Labelled, found: list[dict[str, Any]]) -> None:
    hidden = {at for report in found for start, end in report["personal"] for at in range(start, end)}
    for words in labelled.personal:
        for start in occurrences(labelled.text, words):
            open_at = [i for i in range(start, start + len(words)) if i not in hidden]
            if any(labelled.text[i].isalnum() for i in open_at):
                scores.missed("personal", labelled.name, words)
            else:
                scores.right("personal")


def occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
