"""The official text of an event, and the proof that free words in it change nothing of what it says."""

from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from gis.laporan import Laporan
from gis.report import Report
from gis.viewer import Audience
from ingest import redaction, whatsapp
from layers.exports.laporan import write
from layers.exports.laporan_event import laporan, with_words
from layers.filter import Filter, audience_of


def text_of(conn: sa.Connection, event: UUID, asked: Filter, *, words: bool) -> str:
    """The text; with `words` also the story and hamlets that its reports tell, personal data masked.

    Words that would make the text read otherwise (a figure told in passing) are left out, and that is said.
    Who reads the event as the public does, outside of its own regency, gets none: drafts may tell the story.
    """
    plain = laporan(conn, event, asked)
    if not words or audience_of(conn, event, asked) == Audience.PUBLIC:
        return write(plain)
    full = with_words(conn, plain, event, asked.moment.seq, redaction.masked)
    for candidate in (full, replace(full, chronology="")):
        if _reads_as(candidate, plain):
            return write(candidate if candidate.chronology or not full.chronology else _without(candidate))
    return write(_without(plain))


def _without(found: Laporan) -> Laporan:
    return replace(found, notes=(*found.notes, "kronologi tidak disertakan, lihat laporan asal"))


def _reads_as(one: Laporan, other: Laporan) -> bool:
    return [_record(report) for report in _read(one)] == [_record(report) for report in _read(other)]


def _read(found: Laporan) -> tuple[Report, ...]:
    return whatsapp.parse(write(found)).reports


def _record(report: Report) -> tuple[object, ...]:
    figures = {(f.kind, f.area, f.value, f.state, f.approx) for f in report.figures}
    return (
        *(report.hazard, report.other_hazards, report.occurrence, report.valid_at, set(report.area_codes)),
        *(report.lonlat, figures, report.agency, report.is_update, bool(report.personal)),
    )
