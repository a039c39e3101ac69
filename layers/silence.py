"""Who has not been heard: the regencies' reporting day, which closes at a cut-off.

A regency is heard when its own agency sends a report or calls its area quiet ("aman terkendali", from
whomever it is forwarded). What others tell of it is shown beside, and is not its answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from gis import codes, queries
from gis.errors import InvalidInput
from gis.ledger import Moment
from gis.zone import WIB

_SQL = queries.load("layers.silence")
REPORTED, NIL, COUNTING, SILENT = "melapor", "nihil", "pendataan", "belum_lapor"
LABELS = {
    REPORTED: ("Melapor", "Reported"),
    NIL: ("Nihil (aman terkendali)", "Nothing happened"),
    COUNTING: ("Dalam pendataan", "Still counting"),
    SILENT: ("Belum lapor", "Not heard yet"),
}
"""The four answers, in Bahasa Indonesia and English."""

DAY = timedelta(days=1)
MOST_DAYS = 100


@dataclass(frozen=True, slots=True)
class Period:
    """The reporting day after `opens` and up to `closes`, both at the cut-off."""

    opens: datetime
    closes: datetime

    @classmethod
    def closing_on(cls, day: date, cutoff: time) -> "Period":
        """The period that closes on that WIB day."""
        closes = datetime.combine(day, cutoff, WIB)
        return cls(closes - DAY, closes)

    @classmethod
    def closed_by(cls, moment: datetime, cutoff: time) -> "Period":
        """The period that closed last at or before `moment`."""
        local = moment.astimezone(WIB)
        today = cls.closing_on(local.date(), cutoff)
        return today if today.closes <= moment else cls.closing_on(local.date() - DAY, cutoff)


def parse_cutoff(text: str) -> time:
    """A cut-off as `07:00` or `07.00` (WIB); InvalidInput for anything else."""
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    if hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60:
        return time(int(hour), int(minute))
    raise InvalidInput(
        "cutoff",
        "cutoff '{value}' bukan jam: tulis 07:00",
        "cutoff '{value}' is no time of day: write 07:00",
        where="cutoff",
        value=text[:20],
    )


def silence(
    conn: sa.Connection, moment: Moment, period: Period, now: datetime, *, area: str | None = None
) -> dict[str, Any]:
    """Each regency's answer in `period` as far as heard by `now`, in the form of `/api/silence`.

    `late`: what came after the period closed and up to `now`. `hours_since`: since the last word of any
    day. `area`: only the regency that holds it.
    """
    heard = _words(conn, moment, period.opens, max(now, period.opens))
    last = _last_words(conn, moment, now)
    rows = [
        _regency(code, [word for word in heard if word["regency"] == code], last.get(code), period, now)
        for code in _regencies(area)
    ]
    counts = {state: sum(row["state"] == state for row in rows) for state in LABELS}
    return {
        "opens": period.opens,
        "closes": period.closes,
        "open": now < period.closes,
        "heard_until": now,
        "counts": counts,
        "regencies": rows,
    }


def history(
    conn: sa.Connection,
    moment: Moment,
    first: date,
    last: date,
    cutoff: time,
    now: datetime,
    *,
    area: str | None = None,
) -> list[dict[str, Any]]:
    """For each period closing from `first` to `last`: each regency's answer by its cut-off.

    InvalidInput for a span that is empty or longer than MOST_DAYS.
    """
    if not 0 <= (last - first).days < MOST_DAYS:
        raise InvalidInput(
            "rentang",
            "Rentang {first} sampai {last} harus 1 sampai {most} hari",
            "The span {first} to {last} must be 1 to {most} days",
            where="from",
            first=first,
            last=last,
            most=MOST_DAYS,
        )
    days = [first + n * DAY for n in range((last - first).days + 1)]
    periods = [Period.closing_on(day, cutoff) for day in days]
    heard = _words(conn, moment, periods[0].opens, min(now, periods[-1].closes))
    return [
        _day(day, period, heard, now, _regencies(area)) for day, period in zip(days, periods, strict=True)
    ]


def _day(
    day: date, period: Period, heard: Sequence[dict[str, Any]], now: datetime, regencies: Iterable[str]
) -> dict[str, Any]:
    within = [word for word in heard if period.opens < word["received_at"] <= period.closes]
    states = {code: _state([word for word in within if word["regency"] == code]) for code in regencies}
    return {"day": day, "closes": period.closes, "open": now < period.closes, "states": states}


def _regency(
    code: str, heard: Sequence[dict[str, Any]], last: datetime | None, period: Period, now: datetime
) -> dict[str, Any]:
    on_time = [word for word in heard if word["received_at"] <= period.closes]
    late = [word for word in heard if word["received_at"] > period.closes]
    state = _state(on_time)
    return {
        "code": code,
        "name": codes.areas()[code].full_name,
        "state": state,
        "label_id": LABELS[state][0],
        "label_en": LABELS[state][1],
        "late": _state(late) if state == SILENT and _own(late) else None,
        "last_word": last,
        "hours_since": round((now - last).total_seconds() / 3600, 1) if last else None,
        "said": [_said(word) for word in heard if word["own"]],
        "others": [_said(word) for word in heard if not word["own"]],
    }


def _own(heard: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [word for word in heard if word["own"]]


def _state(heard: Sequence[dict[str, Any]]) -> str:
    own = _own(heard)
    reports = [word for word in own if word["kind"] == "laporan"]
    if any(word["numbers"] or not word["counting"] for word in reports):
        return REPORTED
    if reports:
        return COUNTING
    return NIL if own else SILENT


def _said(word: dict[str, Any]) -> dict[str, Any]:
    known = codes.agencies().get(word["source"])
    return {
        "source": word["source"],
        "name": known.name if known else None,
        "kind": word["kind"],
        "received_at": word["received_at"],
        "reports": word["reports"],
    }


def _words(conn: sa.Connection, moment: Moment, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """What was said from `start` to `end`, by the regency it answers for (`own`) or only speaks of."""
    asked = {"seq": moment.seq, "start": start, "end": end}
    found: dict[tuple[str, str, str, datetime], dict[str, Any]] = {}
    for row in conn.execute(_SQL["words"], asked).mappings():
        answers_for = _answers_for(row["source"])
        quiet = row["kind"] == "nihil" and codes.level_of(row["regency"]) == 2
        regency = row["regency"] if quiet else answers_for or row["regency"]
        key = (row["kind"], row["source"], regency, row["received_at"])
        before = found.get(key)
        word = dict(row) | {"regency": regency, "own": quiet or bool(answers_for)}
        if before:  # one message on two regencies is one word of its sender
            word["numbers"] = word["numbers"] or before["numbers"]
            word["counting"] = word["counting"] or before["counting"]
            word["reports"] = max(word["reports"], before["reports"])
        found[key] = word
    return list(found.values())


def _last_words(conn: sa.Connection, moment: Moment, now: datetime) -> dict[str, datetime]:
    own = [slug for slug in codes.agencies() if _answers_for(slug)]
    rows = conn.execute(_SQL["last_words"], {"seq": moment.seq, "end": now, "sources": own}).all()
    last: dict[str, datetime] = {}
    for row in rows:
        named = {".".join(code.split(".")[:2]) for code in row.areas or () if codes.level_of(code) > 1}
        for regency in named or {_answers_for(row.source)} - {""}:
            last[regency] = max(row.received_at, last.get(regency, datetime.min.replace(tzinfo=UTC)))
    return last


@cache
def _answers_for(source: str) -> str:
    """The regency that an agency answers for; empty for wider and unknown ones."""
    known = codes.agencies().get(source)
    return ".".join(known.area.split(".")[:2]) if known and codes.level_of(known.area) > 1 else ""


def _regencies(area: str | None) -> list[str]:
    known = [code for code, each in codes.areas().items() if each.level == 2]
    return [code for code in known if not area or f"{area}.".startswith(f"{code}.") or code.startswith(area)]
