"""Reports as linking sees them, for its tests: a whirlwind in Gadung, and how two of them are decided."""

from datetime import datetime, timedelta
from typing import Any

from gis import register
from gis.report import Report
from gis.zone import WIB
from ingest.link_place import Ground
from ingest.link_score import judge
from ingest.link_told import Told, Words
from ingest.link_verdict import Likeness, Thresholds, verdict

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=WIB)
DAY = datetime(2026, 3, 10, tzinfo=WIB)
GADUNG, RIAS, TOBOALI = "19.03.01.2007", "19.03.01.2004", "19.03.01"
AUTO, ASK = Thresholds().auto, Thresholds().ask


def told(**more: Any) -> Told:
    """A whirlwind in Gadung at noon, told by the regency an hour later."""
    known: dict[str, Any] = {
        "report": register.new_id(),
        "submission": register.new_id(),
        "message": str(register.new_id()),
        "is_row": False,
        "source": "bpbd_bangka_selatan",
        "hazard": "puting_beliung",
        "other_hazards": (),
        "start": NOON,
        "end": NOON + timedelta(minutes=1),
        "precision": "menit",
        "said_at": NOON + timedelta(hours=1),
        "kib": None,
        "is_update": False,
        "areas": (GADUNG,),
        "lonlat": (106.45, -3.0),
        "uncertainty_m": 2_000,
        "is_spot": False,
        "figures": {},
        "words": Words((), ()),
    }
    return Told(**known | more)


def day(**more: Any) -> dict[str, Any]:
    return {"start": DAY, "end": DAY + timedelta(days=1), "precision": "hari", **more}


def score(one: Told, other: Told, ground: Ground) -> float:
    judged = judge(one, other, ground)
    return judged.score if judged else 0.0


def decided(one: Told, other: Told, ground: Ground) -> str:
    """What becomes of a report beside one event that holds just the other."""
    judged = judge(one, other, ground)
    event = register.new_id()
    found = verdict([Likeness(other.report, event, judged)] if judged else [], Thresholds())
    return "otomatis" if found.linked else "tanya" if found.likely else "baru"


def report(**texts: str) -> Report:
    """A report with these texts, and a person in it."""
    return Report(
        ordinal=0,
        hazard="puting_beliung",
        area_codes=(GADUNG,),
        texts=texts,
        personal=({"kind": "nama", "value": "Sukmawangi Rejodipo"},),
    )
