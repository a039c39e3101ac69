"""Figures in words: the impact table, the three headline sentences, an event's line in the list.

Blank is not zero: what nobody has counted shows as `…`, and a sum that not every event has reported to
carries a star.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gis import codes
from maps import room
from maps.paper import Paper
from maps.spec import Table
from maps.words import Words

Row = dict[str, Any]
"""A line of `/api/summary`, or an event of `/api/events`: both hold `figures` by kind."""

NOT_KNOWN = "…"
_MOST_IN_LINE = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the impact table: its head (soft hyphens where it may break) and the kinds it adds up."""

    head: tuple[str, str]
    kinds: tuple[str, ...]
    always: bool = False


COLUMNS = (
    Column(("MD", "Dead"), ("meninggal",), always=True),
    Column(("Hilang", "Miss\u00ading"), ("hilang",)),
    Column(("Luka", "In\u00adjured"), ("luka", "luka_berat", "luka_ringan")),
    Column(("Ter\u00addampak", "Af\u00adfected"), ("terdampak_jiwa",)),
    Column(("Me\u00adngungsi", "Dis\u00adplaced"), ("mengungsi_jiwa",)),
    Column(("RB", "HD"), ("rumah_rusak_berat",)),
    Column(("RS", "MD"), ("rumah_rusak_sedang",)),
    Column(("RR", "LD"), ("rumah_rusak_ringan",)),
    Column(("Ter\u00adendam", "Flood\u00aded"), ("rumah_terendam",)),
    Column(("Ter\u00adbakar", "Burnt"), ("rumah_terbakar",)),
    Column(("Rumah rusak", "Dam\u00adaged"), ("rumah_rusak",)),
    Column(("KK ter\u00addampak", "House\u00adholds"), ("terdampak_kk",)),
    Column(("Luas ha", "Area ha"), ("luas_ha",)),
)
"""In order of importance: what finds no room is left out from the end."""

_GRAVITY = (
    ("meninggal", "hilang"),
    ("luka_berat", "luka", "luka_ringan"),
    ("rumah_rusak_berat", "rumah_terbakar"),
    ("mengungsi_jiwa",),
    ("terdampak_jiwa",),
)
"""What tells the graver of two events of one class: each adds up, the first that differs decides."""

_PHRASES: dict[str, tuple[str, str]] = {
    "meninggal": ("{n} meninggal", "{n} dead"),
    "hilang": ("{n} hilang", "{n} missing"),
    "luka_berat": ("{n} luka berat", "{n} badly injured"),
    "luka_ringan": ("{n} luka ringan", "{n} lightly injured"),
    "luka": ("{n} luka", "{n} injured"),
    "mengungsi_jiwa": ("{n} jiwa mengungsi", "{n} people displaced"),
    "mengungsi_kk": ("{n} KK mengungsi", "{n} households displaced"),
    "terdampak_jiwa": ("{n} jiwa terdampak", "{n} people affected"),
    "terdampak_kk": ("{n} KK terdampak", "{n} households affected"),
    "selamat": ("{n} selamat", "{n} rescued"),
    "rumah_rusak_berat": ("{n} rumah rusak berat", "{n} houses heavily damaged"),
    "rumah_rusak_sedang": ("{n} rusak sedang", "{n} moderately damaged"),
    "rumah_rusak_ringan": ("{n} rusak ringan", "{n} lightly damaged"),
    "rumah_rusak": ("{n} rumah rusak", "{n} houses damaged"),
    "rumah_terendam": ("{n} rumah terendam", "{n} houses flooded"),
    "rumah_terbakar": ("{n} rumah terbakar", "{n} houses burnt"),
    "rumah_terdampak": ("{n} rumah terdampak", "{n} houses affected"),
    "fasum_terdampak": ("{n} fasilitas umum terdampak", "{n} public facilities affected"),
    "jembatan_rusak": ("{n} jembatan rusak", "{n} bridges damaged"),
    "luas_ha": ("{n} ha terdampak", "{n} ha affected"),
}
_PEOPLE_KINDS = tuple(_PHRASES)[:9]
_DAMAGE_KINDS = tuple(
    kind for kind in _PHRASES if kind.startswith(("rumah_", "fasum_", "jembatan_", "luas_"))
)
_HOUSES = tuple(kind for kind in _PHRASES if kind.startswith("rumah_"))


_UNGRADED = ("{n} luka/sakit tanpa rincian", "{n} injured or ill (not graded)")
_GRADED = ("luka_berat", "luka_ringan")


def phrase(kind: str, figure: Row, words: Words, *, beside: Iterable[str] = ()) -> str:
    """`3 rumah rusak berat`, `± 118 jiwa terdampak`; `beside`: the kinds told with it."""
    about, number = "± " if figure.get("approx") else "", words.number(figure["value"])
    if kind == "luka" and not set(_GRADED).isdisjoint(beside):
        return words.pair(_UNGRADED).format(n=about + number)
    if kind in _PHRASES:
        return words.pair(_PHRASES[kind]).format(n=about + number)
    known = codes.figures()[kind]
    label = words.pair((known.label_id, known.label_en))
    return f"{label} {about}{codes.with_unit(number, known.unit)}"


def gravity(event: Row) -> tuple[float, ...]:
    """By which events are put in order, the gravest last: the class of severity, then what befell people."""
    told = {kind: figure.get("value") or 0 for kind, figure in event["figures"].items()}
    return (event["severity"], *(sum(told.get(kind, 0) for kind in kinds) for kinds in _GRAVITY))


def said(figures: Row, kinds: Iterable[str], words: Words, *, zeros: bool = True) -> list[str]:
    """Phrases of the kinds that have a number, in that order; without zeros if told so."""
    known = [(kind, figures[kind]) for kind in kinds if kind in figures]
    told = {k: f for k, f in known if f["value"] is not None and (zeros or f["value"])}
    return [phrase(kind, figure, words, beside=told) for kind, figure in told.items()]


def event_impact(event: Row, words: Words) -> str:
    """An event's figures in one line, the gravest first: `1 meninggal, 3 rumah rusak berat`."""
    figures = event["figures"]
    order = [*_PHRASES, *(kind for kind in figures if kind not in _PHRASES)]
    phrases = said(figures, order, words, zeros=False)
    if phrases:
        return ", ".join(phrases[:_MOST_IN_LINE])
    counting = any(figure["state"] == "pendataan" or figure.get("counting") for figure in figures.values())
    if counting or not figures:
        return words("being_counted" if counting else "no_figures")
    return words("no_impact")


def headlines(summary: Row, events: Sequence[Row], moment: str, area: str, words: Words) -> tuple[str, ...]:
    """Three sentences: what happened, to whom, what is damaged."""
    if not events:
        return words("s_events_none", moment=moment, area=area), words("s_not_nil")
    return (
        _what_happened(summary, moment, area, words),
        _toll("people", _PEOPLE_KINDS, summary, events, words),
        _toll("damage", _DAMAGE_KINDS, summary, events, words) + _worst(summary, words),
    )


def _what_happened(summary: Row, moment: str, area: str, words: Words) -> str:
    hazards = summary["hazards"]
    parts = [
        f"{_hazard(line['hazard'], words).lower()} {words.number(line['events'])}" for line in hazards[:3]
    ]
    if len(hazards) > 3:
        parts.append(words("s_others", n=words.number(sum(line["events"] for line in hazards[3:]))))
    count = words.events(summary["total"]["events"])
    return words("s_events", moment=moment, n=count, area=area, kinds=f" ({', '.join(parts)})")


def _toll(topic: str, kinds: tuple[str, ...], summary: Row, events: Sequence[Row], words: Words) -> str:
    phrases = said(summary["total"]["figures"], kinds, words)
    if not phrases:
        return words(f"s_{topic}_none")
    reported = sum(
        any(event["figures"].get(k, {}).get("value") is not None for k in kinds) for event in events
    )
    coverage = ""
    if reported < len(events):
        coverage = words("s_coverage", n=words.number(reported), m=words.number(len(events)))
    return words(f"s_{topic}", list=", ".join(phrases), coverage=coverage)


def _worst(summary: Row, words: Words) -> str:
    houses: Callable[[Row], float] = lambda line: sum(  # noqa: E731
        line["figures"].get(kind, {}).get("value") or 0 for kind in _HOUSES
    )
    areas = [line for line in summary["areas"] if not line["area"]["unsplit"]]
    unsplit = sum(houses(line) for line in summary["areas"] if line["area"]["unsplit"])
    if len(areas) < 2:
        return ""
    *_, second, worst = sorted(areas, key=houses)
    # What is known only for a wider area may all be another's: then none is named.
    if houses(worst) <= houses(second) + unsplit:
        return ""
    return words("s_worst", area=worst["area"]["name"])


def _hazard(slug: str, words: Words) -> str:
    known = codes.hazards()[slug]
    return words.pair((known.label_id, known.label_en))


def impact_table(
    summary: Row, children: Sequence[codes.Area], paper: Paper, title: str, words: Words
) -> Table:
    """Rows for the areas below the sheet's own, whether or not something happened there."""
    total = summary["total"]
    columns = [column for column in COLUMNS if column.always or _value(total, column)[0] is not None]
    heads = [words("events_head"), *(words.pair(column.head) for column in columns)]
    lines = {line["area"]["code"]: line for line in summary["areas"]}
    rows = [(child.name, _cells(lines.pop(child.code, None), columns, words)) for child in children]
    rest = [line for line in lines.values() if line["events"] or line["figures"]]
    rows += [(_unsplit(line, len(rest), words), _cells(line, columns, words)) for line in rest]
    table = Table(
        title=title,
        heads=tuple(heads),
        rows=tuple(rows),
        total=(words("total"), _cells(total, columns, words)),
        note=words("note_cells"),
        corner=words("area"),
    )
    return room.without_what_does_not_fit(table, paper)


def _unsplit(line: Row, lines: int, words: Words) -> str:
    """Figures of a wider area than the table's: of which, where there are several."""
    return words(f"unsplit_{line['area']['level']}" if lines > 1 else "unsplit")


def _cells(line: Row | None, columns: Sequence[Column], words: Words) -> tuple[str, ...]:
    if line is None or not (line["events"] or line["figures"]):
        return ("0", *("" for _ in columns))
    return words.number(line["events"]), *(_cell(line, column, words) for column in columns)


def _cell(line: Row, column: Column, words: Words) -> str:
    value, reported = _value(line, column)
    if value is None:
        return NOT_KNOWN
    return words.number(value) + ("*" if reported < line["events"] else "")


def _value(line: Row, column: Column) -> tuple[float | None, int]:
    """The sum of the column's kinds, None when nobody has a number, and how many events have one at least."""
    found = [line["figures"][kind] for kind in column.kinds if kind in line["figures"]]
    values = [figure["value"] for figure in found if figure["value"] is not None]
    return (sum(values) if values else None), max((figure["reported"] for figure in found), default=0)


def event_table(event: Row, title: str, words: Words) -> Table:
    """The published figures of one event: total by total, each with its source and moment."""
    rows = []
    order = list(codes.figures())
    totals = [figure for figure in event["published"] if figure["total"]]
    graded = any(figure["kind"] in _GRADED for figure in totals)
    for figure in sorted(totals, key=lambda figure: order.index(figure["kind"])):
        value = NOT_KNOWN if figure["value"] is None else words.number(figure["value"])
        if figure["low"] is not None and figure["low"] != figure["high"]:
            value += f" ({words.number(figure['low'])}–{words.number(figure['high'])})"
        kind = figure["kind"]
        known = codes.figures()[kind]
        label = words.pair((known.label_id, known.label_en))
        if sum(other["kind"] == kind for other in totals) > 1:  # one a regency
            label += f" {figure['area']['name']}"
        if kind == "luka" and graded:
            label += f" ({words('ungraded')})"
        when = words.moment_of(figure["valid_at"])
        when = when if figure["valid_at_known"] else words("received", moment=when)
        rows.append((f"{label} · {figure['source']['name']}", (codes.with_unit(value, figure["unit"]), when)))
    heads = (words("figure_head"), words("valid_head"))
    return Table(
        title=title,
        heads=heads,
        rows=tuple(rows),
        total=("", ()),
        note=words("note_range"),
        corner=words("impact_head"),
    )
