"""What a source holds, item by item: read, located, checked, and nothing written."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from gis.areas import AreaIndex
from gis.report import Nil, Rejection, Report
from ingest import chat_reports, check, locate, readers, whatsapp
from ingest.plausible import HOUSEHOLD_SIZE


def examined(
    source: readers.Source,
    *,
    received_at: datetime,
    agency: str | None,
    index: AreaIndex,
    household_size: float = HOUSEHOLD_SIZE,
) -> Iterator[Report | Rejection | Nil]:
    """Every item of a text or table, located and checked, in the order of the source."""
    for item in _items(source, received_at, agency, index):
        if isinstance(item, Report):
            located = locate.locate(item, index, sender=agency)
            came = item.sent_at or received_at
            yield check.check(located, received_at=came, index=index, household_size=household_size)
        else:
            yield item


def _items(
    source: readers.Source, received_at: datetime, agency: str | None, index: AreaIndex
) -> Iterable[Report | Rejection | Nil]:
    if source.format == "chat":
        return chat_reports.items(source.text, received_at=received_at, tally=source.tally)
    if source.kind == "teks":
        return _messages(source.text, received_at)
    return source.rows(agency=agency, index=index)


def _messages(text: str, received_at: datetime) -> list[Report | Rejection | Nil]:
    parsed = whatsapp.parse(text, received_at=received_at)
    items: list[Report | Rejection | Nil] = [*parsed.reports, *parsed.nil]
    return items or [
        Rejection(
            ordinal=0,
            place="teks",
            code="bukan_laporan",
            id_text="Tidak ditemukan laporan kejadian dalam teks ini: jenis kejadian tidak dikenali",
            en_text="No incident report was found in this text: no kind of incident was recognised",
            value=text[:200],
        )
    ]
