"""`sigap export bnpb|laporan`: BNPB's sheet, the form of Juklak 7/2023, an event's official text."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands import console, opening
from api.commands.writing import BY
from gis.errors import InvalidInput
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.viewer import Viewer

FORMS = ("91", "94", "juklak")


def bnpb(
    output: Path,
    *,
    form: str | None,
    start: datetime | None,
    end: datetime | None,
    area: str | None,
    as_of: str | None,
    lossless: bool,
    by: str | None,
    repairs: Path | None,
) -> None:
    """Write the workbook. `lossless` needs `by`: who asks for it is written down."""
    from gis import audit, ledger
    from ingest import redaction
    from layers import exports
    from layers.exports import bnpb as sheet
    from layers.exports import juklak, wanted
    from layers.filter import check_area

    if form not in (None, *FORMS):
        raise _wrong(
            "--form", f"Bentuk '{form}' tidak dikenal: {', '.join(FORMS)}", f"There is no form '{form}'"
        )
    period = (_day(start), _day(end))
    viewer = _asker(by, whole=lossless)
    output.parent.mkdir(parents=True, exist_ok=True)
    with opening.database(Settings()) as database:
        if lossless:
            audit.note(database, viewer, audit.Action.EXPORT_LOSSLESS, exports.subject(form, period, area))
        with database.read(viewer) as conn:
            asked = wanted.Wanted(
                moment=ledger.resolve(conn, ledger.parse_as_of(as_of)),
                period=period,
                area=check_area(area) if area else None,
                lossless=lossless,
                mask=redaction.masked,
            )
            written = (
                juklak.write(conn, asked, output)
                if form == "juklak"
                else sheet.write(conn, asked, output, form=form)
            )
    if repairs:
        listed = [change.as_dict() for change in written.changes]
        repairs.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    told = (
        f"{written.rows} baris ({written.from_sheets} dari lembar BNPB), {len(written.changes)} perbedaan "
        f"didaftar, {written.redacted} sel disamarkan"
    )
    console.say_written(told, output)


def laporan(
    output: Path | None, *, event: str | None, as_of: str | None, words: bool, by: str | None
) -> None:
    """Write the official text of an event to `output`, or print it. `words` needs `by`, as above."""
    from api import laporan as official
    from gis import audit, ledger, register
    from layers.filter import Filter

    if not event:
        raise _wrong("--event", "laporan memerlukan --event ID", "laporan needs --event ID")
    viewer = _asker(by, whole=words)
    with opening.database(Settings()) as database:
        with database.read(viewer) as conn:
            key = register.id_ending(conn, "event", event)
        if words:
            audit.note(database, viewer, audit.Action.EXPORT_LOSSLESS, f"laporan {key}")
        with database.read(viewer) as conn:
            asked = Filter(viewer=viewer, moment=ledger.resolve(conn, ledger.parse_as_of(as_of)))
            text = official.text_of(conn, key, asked, words=words)
    if output is None:
        sys.stdout.write(text)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    console.say_written("Teks laporan", output)


def needed(output: Path | None) -> Path:
    """The file to write, or InvalidInput: only a text goes to the screen."""
    if output is None:
        raise _wrong("--output", "Sebutkan berkas hasil: -o BERKAS", "Name the file to write: -o FILE")
    return output


def _asker(by: str | None, *, whole: bool) -> "Viewer":
    """Who asks. What is `whole` holds personal data: then it must be said, and is written down."""
    from gis.viewer import officer

    if whole and not (by or "").strip():
        raise _wrong("--by", "--utuh memerlukan --by NAMA: dicatat siapa", "--utuh needs --by NAME")
    return officer(by or BY)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _wrong(where: str, id_text: str, en_text: str) -> InvalidInput:
    return InvalidInput("opsi", id_text, en_text, where=where)
