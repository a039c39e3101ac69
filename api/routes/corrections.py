"""Corrections of a report by an officer: new rows with a reason; the published figures follow."""

from dataclasses import replace
from datetime import MAXYEAR, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from api import reasons
from api.asked import parse_id
from api.bodies import Body
from api.deps import Db, needs, only_known
from api.permissions import Permission
from api.reasons import Words
from gis import corrections, ledger, zone
from gis.corrections import Correction, Place
from gis.errors import InvalidInput
from gis.figure_changes import FigureChange
from gis.report import Occurrence, Precision, State
from gis.retrying import again
from gis.viewer import Viewer

router = APIRouter(prefix="/api/reports", tags=["laporan"], dependencies=[Depends(only_known)])
Officer = Annotated[Viewer, Depends(needs(Permission.CORRECT))]


Character = Annotated[int, Field(le=2**31 - 1)]


class PlaceBody(Body):
    """Where it happened: areas by dotted code, or a point with them."""

    areas: list[str] = Field([], max_length=100)
    lonlat: tuple[float, float] | None = None
    precision: Precision | None = None
    uncertainty_m: float | None = Field(None, ge=0, le=500_000)


class FigureBody(Body):
    """A figure: with `id` it is corrected, or withdrawn; without one it is added."""

    id: int | None = Field(None, ge=1, lt=2**63)
    kind: str | None = None
    value: float | None = Field(None, ge=0, le=1e15)
    state: State | None = None
    area: str | None = None
    valid_at: datetime | None = None
    approx: bool | None = None
    part_of: int | None = Field(None, ge=1, lt=2**63)
    span: tuple[Character, Character] | None = None
    cell: str | None = Field(None, max_length=200)
    raw: Words | None = Field(None, max_length=500)
    withdraw: bool = False

    @field_validator("valid_at")
    @classmethod
    def in_wib(cls, moment: datetime | None) -> datetime | None:
        """The moment as it is kept: without an offset it is WIB."""
        if moment is None:
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone.WIB)
        if not _is_usable(aware):
            raise PydanticCustomError("datetime_parsing", "must be a time within the calendar")
        return aware


class CorrectionBody(Body):
    """What is wrong with the report, and why; what is left out stays."""

    reason: Words = Field(max_length=1000, description="alasan, dicatat dalam buku")
    hazard: str | None = None
    other_hazards: list[str] | None = Field(None, max_length=20)
    occurred: str | None = Field(None, max_length=80, description="tanggal WIB, waktu ISO, atau awal/akhir")
    agency: str | None = None
    kib: str | None = Field(None, max_length=60, description="kosong: dihapus")
    is_update: bool | None = None
    is_bencana: bool | None = Field(None, description="null: menurut jenisnya")
    place: PlaceBody | None = None
    figures: list[FigureBody] = Field([], max_length=500)

    def correction(self) -> Correction:
        """The same for the register."""
        said = self.model_dump(exclude={"occurred", "place", "figures", "other_hazards"})
        return Correction(
            **said,
            other_hazards=None if self.other_hazards is None else tuple(self.other_hazards),
            as_hazard="is_bencana" in self.model_fields_set and self.is_bencana is None,
            occurrence=parse_occurrence(self.occurred) if self.occurred else None,
            place=Place(**{**self.place.model_dump(), "areas": tuple(self.place.areas)})
            if self.place
            else None,
            figures=tuple(FigureChange(**figure.model_dump()) for figure in self.figures),
        )


@router.post("/{id}/correct", summary="Koreksi laporan")
@again
def correct(db: Db, viewer: Officer, id: str, body: CorrectionBody) -> dict[str, Any]:
    """Correct what a report says, or how it was read. As of any moment before, the old words stand."""
    key = parse_id(id)
    wanted = replace(body.correction(), reason=reasons.unnamed(db, viewer, body.reason, reports=[key]))
    with ledger.entry(db, by=viewer.name, why=f"koreksi {key}") as entry:
        done = corrections.correct(entry, key, wanted, area=viewer.area)
    return {
        "report": str(key),
        "event": str(done.event),
        "changed": list(done.changed),
        "figures": list(done.figures),
    }


def parse_occurrence(text: str) -> Occurrence:
    """A WIB day, a minute, or `start/end` of either."""
    first, slash, last = text.partition("/")
    start, precision = _moment(first)
    if not slash:
        return Occurrence.day(start) if precision == "hari" else Occurrence.minute(start)
    end, end_precision = _moment(last)
    if end < start or (end == start and end_precision != "hari"):
        raise _unreadable(text)
    end = Occurrence.day(end).end if end_precision == "hari" else end
    return Occurrence(start=start, end=end, precision=precision)


def _moment(text: str) -> tuple[datetime, str]:
    said = text.strip()
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise _unreadable(text) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone.WIB)
    if not _is_usable(moment):
        raise _unreadable(text)
    return moment, "hari" if zone.is_day(said) else "menit"


def _is_usable(moment: datetime) -> bool:
    """Whether a day can be counted on from it, too."""
    return moment.year < MAXYEAR and zone.is_plausible(moment)


def _unreadable(text: str) -> InvalidInput:
    return InvalidInput(
        "waktu",
        "Waktu kejadian '{value}' tidak terbaca: tulis 2026-01-31, 2026-01-31T14:20+07:00 atau awal/akhir",
        "Occurrence '{value}' cannot be read: write 2026-01-31, 2026-01-31T14:20+07:00 or start/end",
        where="occurred",
        value=text[:60],
    )
