"""The reports in a chat: each message is read for itself, as of when it was sent.

Chatter is counted and let go. Only a message laid out as a report that could not be read is a rejection.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from gis.report import Figure, Finding, Nil, Rejection, Report, Severity, Span
from ingest import chat, whatsapp
from ingest.chat import Chat, Message, Tally

_LABELS = tuple(
    re.compile(rf"(?im)^[^\w\n]{{0,12}}(?:\d{{1,2}}[.)] ?)?(?:{words})\b")
    for words in (
        r"(?:jenis |nama )?(?:kejadian|bencana)",
        r"waktu|hari|tanggal|tgl|pukul|jam",
        r"lokasi|tempat|tkp|alamat",
        r"korban|dampak|kerusakan|kerugian|terdampak",
        r"kronologi(?:s)?|upaya|tindakan|penanganan",
    )
)
LABELS_OF_A_REPORT = 3
_PHONE = re.compile(r"\+?[\d \-\u00a0]{8,}")


def items(
    text: str, *, received_at: datetime, tally: Tally | None = None
) -> Iterator[Report | Rejection | Nil]:
    """Reports, nil reports and rejections of a chat, in its order; positions are in `text`.

    A report's `sent_at` is its message's time, its `place` the message; the sender's name is personal data.
    """
    counts = tally if tally is not None else Tally()
    found = chat.split(text, received_at=received_at) or Chat((), 0, True)
    counts.messages, counts.notices = len(found.messages), found.notices
    ordinal = 0
    for message in found.messages:
        parsed = whatsapp.parse(message.text, received_at=message.sent_at)
        for reading in parsed.readings:
            yield _moved(reading.report, message, ordinal, doubtful=not found.order_told)
            ordinal += 1
        for nil in parsed.nil:
            yield replace(nil, valid_at=nil.valid_at or message.sent_at)
        if parsed.readings or parsed.nil:
            continue
        if looks_like_a_report(message.text):
            yield _unreadable(message, ordinal)
            ordinal += 1
        else:
            counts.chatter += 1


def looks_like_a_report(text: str) -> bool:
    """Whether its lines carry the labels of a report, though no incident was read from it."""
    return sum(bool(label.search(text)) for label in _LABELS) >= LABELS_OF_A_REPORT


def _moved(report: Report, message: Message, ordinal: int, *, doubtful: bool) -> Report:
    by = message.span[0]
    private = [{**datum, "span": _shifted(datum["span"], by)} for datum in report.personal if "span" in datum]
    kind = "telepon" if _PHONE.fullmatch(message.sender) else "nama"
    sender = {"kind": kind, "span": message.sender_span, "value": message.sender}
    return report.evolve(
        ordinal=ordinal,
        place=message.place,
        sent_at=message.sent_at,
        figures=tuple(_figure_moved(figure, by) for figure in report.figures),
        personal=(sender, *private),
        findings=report.findings + ((_DAY_OR_MONTH,) if doubtful else ()),
    )


def _figure_moved(figure: Figure, by: int) -> Figure:
    return figure._replace(span=_shifted(figure.span, by)) if figure.span else figure


def _shifted(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


_DAY_OR_MONTH = Finding(
    code="urutan_tanggal_chat",
    severity=Severity.INFO,
    id_text="Ekspor chat tidak menentukan mana hari dan mana bulan; dibaca hari/bulan/tahun",
    en_text="The chat export does not settle which is day and which is month; read as day/month/year",
    field="waktu",
)


def _unreadable(message: Message, ordinal: int) -> Rejection:
    return Rejection(
        ordinal=ordinal,
        place=message.place,
        code="bukan_laporan",
        id_text="Pesan ini tersusun seperti laporan, tetapi jenis kejadiannya tidak dikenali",
        en_text="This message is laid out as a report, but no kind of incident was recognised in it",
        value=message.text[:200],
    )
