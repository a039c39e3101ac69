"""What is doubtful about a report that can still be true: findings for a clerk, one small rule each."""

import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime

from gis.areas import AreaIndex
from gis.report import Figure, Finding, Report, Severity
from ingest.plausible import contradictions, label, label_en, measures

WRONG_WEEKDAY = "hari dan tanggal tidak cocok"
"""The words of ingest.whatsapp.times.reading on a weekday that contradicts its date."""


def _times(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """No date, times that lie a little in the future, a state told before it happened."""
    if not report.occurrence:
        yield _finding(
            "tanpa_tanggal",
            Severity.WARNING,
            "tanggal kejadian tidak disebut; dipakai hari keadaan atau hari laporan diterima",
            "no date of the incident is given; the day of its figures or of its receipt is used",
            "occurrence",
        )
    if report.occurrence and report.occurrence.start > received_at:
        yield _finding(
            "tanggal_setelah_diterima",
            Severity.WARNING,
            "waktu kejadian sesudah laporan diterima",
            "the time of the incident is after the report came in",
            "occurrence",
        )
    if report.occurrence and report.valid_at and report.valid_at < report.occurrence.start:
        yield _finding(
            "keadaan_sebelum_kejadian",
            Severity.WARNING,
            "keadaan per sebelum waktu kejadian",
            "the figures speak of a time before the incident",
            "valid_at",
        )


def _weekday(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """The reader of a text noted that a weekday is not that of its date."""
    if any(WRONG_WEEKDAY in finding.id_text for finding in report.findings):
        yield _finding(
            "hari_tidak_cocok",
            Severity.WARNING,
            "nama hari tidak cocok dengan tanggalnya: salah satunya keliru",
            "the weekday is not that of the date: one of both is wrong",
            "occurrence",
        )


DECREE = re.compile(
    r"\b(?:sk|keputusan|kepbup|kepwal|kepgub)\b[^\n]{0,60}?\b(?:nomor|no)\b[.:\s]{0,3}(\d[\w./-]{2,50})",
    re.IGNORECASE,
)
STATUS = re.compile(r"\b(?:(siaga|tanggap|transisi)\s+darurat)\b", re.IGNORECASE)
MOST_CHARACTERS = 20_000


def _decree(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """Words that speak of an emergency status by decree: they propose it to an officer and set nothing."""
    for text in report.texts.values():
        status = STATUS.search(text, 0, MOST_CHARACTERS)
        decree = DECREE.search(text, 0, MOST_CHARACTERS) if status else None
        if status and decree:
            level, number = status[0].lower(), decree[1].rstrip(".,-/")
            yield _finding(
                "status_darurat_disebut",
                Severity.INFO,
                f"teks menyebut {level} menurut SK nomor {number}: catat sebagai status bila benar",
                f"the text speaks of {level} by decree number {number}: record it as a status if it is so",
                "texts",
            )
            return


def _parts(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """Parts that make more than their total, or leave some of it open."""
    parts_of: dict[int, list[float | None]] = {}
    for figure in report.figures:
        if figure.part_of is not None:
            parts_of.setdefault(figure.part_of, []).append(figure.value)
    for position, total in enumerate(report.figures if parts_of else ()):
        parts = parts_of.get(position)
        if not parts or total.value is None:
            continue
        told = math.fsum(value for value in parts if value is not None)
        if told > total.value:
            yield _sum_finding("rincian_melebihi_jumlah", Severity.WARNING, total, told)
        elif told < total.value and None not in parts:
            yield _sum_finding("belum_terinci", Severity.INFO, total, told)


def _sum_finding(code: str, severity: Severity, total: Figure, told: float) -> Finding:
    return _finding(
        code,
        severity,
        f"{label(total)}: rincian {told:g}, jumlah {total.value:g}",
        f"{label_en(total)}: parts {told:g}, total {total.value:g}",
        total.kind,
    )


DOUBTS: tuple[Callable[[Report, datetime, AreaIndex], Iterator[Finding]], ...] = (
    _times,
    _weekday,
    _decree,
    _parts,
    contradictions,
    measures,
)


def _finding(code: str, severity: Severity, id_text: str, en_text: str, field: str) -> Finding:
    return Finding(code=code, severity=severity, id_text=id_text, en_text=en_text, field=field)
