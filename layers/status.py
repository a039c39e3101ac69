"""The emergency status of areas on a day, as known at a moment, and what two regencies at once call for."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, queries, watch
from gis.ledger import Moment
from gis.watch import LEVELS, WITHDRAWN, Level

_SQL = queries.load("layers.status")
COMING, STANDING, PAST, CANCELLED = "akan", "berlaku", "berakhir", "dibatalkan"
STATES = (COMING, STANDING, PAST, CANCELLED)

PROPOSED = "status_darurat_disebut"
"""The finding on a report whose words speak of an emergency decree: it proposes and sets nothing."""

ADVICE_SOURCE = "PP 21/2008 (perlu dicek)"
"""Quoted from memory by the people who asked for this advice: whoever follows it must check the wording."""


def statuses(
    conn: sa.Connection,
    moment: Moment,
    day: date,
    *,
    area: str | None = None,
    hazards: Sequence[str] = (),
    states: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Every declaration that fits, the last to end first; `day` (WIB) settles its state and days left.

    `area` takes what lies in it and what holds it; `hazards` also takes a status for any hazard.
    """
    asked = {"seq": moment.seq, "area": area, "hazards": list(hazards) or None}
    rows = conn.execute(_SQL["acts"], asked).mappings()
    groups = groupby(rows, key=lambda row: row["declaration_id"])
    found = [_declaration(list(acts), day) for _, acts in groups]
    kept = [each for each in found if not states or each["state"] in states]
    return sorted(kept, key=lambda each: (each["ends_on"], each["id"]), reverse=True)


def one(conn: sa.Connection, moment: Moment, day: date, declaration: UUID) -> dict[str, Any]:
    """One declaration as known at the moment; NotFound when there is none of that id."""
    acts = conn.execute(_SQL["one"], {"seq": moment.seq, "declaration": declaration}).mappings().all()
    if not acts:
        raise watch.no_declaration(declaration)
    return _declaration(list(acts), day)


def proposals(
    conn: sa.Connection, moment: Moment, *, area: str | None = None, limit: int = 100, before: int = 2**62
) -> list[dict[str, Any]]:
    """Findings on reports that speak of an emergency decree, newest first, for officers (of `area`).

    `before`: those with a smaller `number`.
    """
    asked = {"seq": moment.seq, "area": area, "limit": limit, "code": PROPOSED, "before": before}
    return [dict(row) for row in conn.execute(_SQL["proposals"], asked).mappings()]


def _declaration(acts: list[Any], day: date) -> dict[str, Any]:
    latest = acts[-1]
    state = _state(latest, day)
    label_id, label_en = LEVELS[Level(latest["level"])]
    return {
        "id": str(latest["declaration_id"]),
        "level": latest["level"],
        "label_id": label_id,
        "label_en": label_en,
        "hazard": latest["hazard"],
        "areas": [{"code": code, "name": codes.areas()[code].full_name} for code in latest["areas"]],
        "state": state,
        "starts_on": latest["starts_on"],
        "ends_on": latest["ends_on"],
        "days": (latest["ends_on"] - latest["starts_on"]).days + 1,
        "day": (day - latest["starts_on"]).days + 1 if state == STANDING else None,
        "days_left": (latest["ends_on"] - day).days if state == STANDING else None,
        "extended": sum(act["act"] == "perpanjang" for act in acts),
        "decree": latest["decree"],
        "issued_by": latest["issued_by"],
        "acts": [_act(act) for act in acts],
    }


def _state(latest: Any, day: date) -> str:
    if latest["act"] == WITHDRAWN:
        return CANCELLED
    if day < latest["starts_on"]:
        return COMING
    return STANDING if day <= latest["ends_on"] else PAST


def _act(act: Any) -> dict[str, Any]:
    names = ("id", "act", "decree", "issued_on", "ends_on", "seq", "recorded_at")
    return {name: act[name] for name in names}


def advice(found: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """What to put before the governor's office: regencies that stand in an emergency at the same time.

    None below two. It is advice with its source, and stops nothing.
    """
    standing = [each for each in found if each["state"] == STANDING and each["level"] != Level.TRANSITION]
    by_regency: dict[str, set[str]] = {}
    for each in standing:
        for area in each["areas"]:
            if codes.level_of(area["code"]) > 1:
                by_regency.setdefault(regency_of(area["code"]), set()).add(each["hazard"] or "")
    if len(by_regency) < 2:
        return None
    shared = sorted(
        hazard
        for hazard in {one for hazards in by_regency.values() for one in hazards if one}
        if sum(hazard in hazards or "" in hazards for hazards in by_regency.values()) >= 2
    )
    names = ", ".join(codes.areas()[code].full_name for code in sorted(by_regency))
    what = ", ".join(codes.hazards()[hazard].label_id.lower() for hazard in shared)
    what_en = ", ".join(codes.hazards()[hazard].label_en.lower() for hazard in shared)
    return {
        "code": "status_lintas_kabupaten",
        "regencies": sorted(by_regency),
        "hazards": shared,
        "id": f"{len(by_regency)} kabupaten/kota berstatus darurat bersamaan ({names})"
        + (f" untuk {what}" if what else "")
        + "; pertimbangkan mengusulkan status tingkat provinsi kepada kantor gubernur",
        "en": f"{len(by_regency)} regencies are in an emergency status at once ({names})"
        + (f" for {what_en}" if what_en else "")
        + "; consider proposing a status of the province to the governor's office",
        "source": ADVICE_SOURCE,
        "binding": False,
    }


def regency_of(code: str) -> str:
    """The kabupaten or kota that holds an area."""
    return ".".join(code.split(".")[:2])
