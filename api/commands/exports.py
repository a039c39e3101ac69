"""`sigap export bnpb`: BNPB's sheet and the form of Juklak 7/2023, as a workbook and a list of repairs."""

import json
from datetime import date, datetime
from pathlib import Path

from api.commands import console, opening
from gis.errors import InvalidInput
from gis.settings import Settings

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
    from gis.viewer import officer
    from ingest import redaction
    from layers import exports
    from layers.exports import bnpb as sheet
    from layers.exports import juklak, wanted
    from layers.filter import check_area

    if form not in (None, *FORMS):
        raise _wrong(
            "--form", f"Bentuk '{form}' tidak dikenal: {', '.join(FORMS)}", f"There is no form '{form}'"
        )
    if lossless and not (by or "").strip():
        raise _wrong("--by", "--utuh memerlukan --by NAMA: dicatat siapa", "--utuh needs --by NAME")
    period = (_day(start), _day(end))
    viewer = officer(by or "baris-perintah")
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
    console.out.print(
        f"{written.rows} baris ({written.from_sheets} dari lembar BNPB), {len(written.changes)} perbedaan "
        f"didaftar, {written.redacted} sel disamarkan → {output}"
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _wrong(where: str, id_text: str, en_text: str) -> InvalidInput:
    return InvalidInput("opsi", id_text, en_text, where=where)
