"""The lines of a recap that call regencies quiet."""

import re
from collections.abc import Sequence

from ingest.whatsapp.incidents.regencies import heads, is_quiet, of_regency
from ingest.whatsapp.layout.lines import Line

LONGEST_HEADING = 60
QUIET_ONES = re.compile(
    r"(?:wilayah |daerah )?(?:kab(?:upaten)?\.?(?: ?/ ?| dan )kota|kab(?:upaten)?|kecamatan)\.? (?:yang |"
    r"dengan )?"
    r"(?:nihil|aman|tidak ada|tdk ada)(?: (?:kejadian|bencana|laporan))*\s?:?\s?"
)
"""A heading of the regencies where nothing happened."""

QUIET_LIST = re.compile(
    r"(?:nihil|aman|tidak ada|tdk ada)(?: (?:kejadian|bencana|laporan)){1,3}\s?[:=]\s?(?=kab|kota|kec)"
)
"""The same before them on one line: "4. Nihil kejadian : Kab. Bangka, Kab. Bangka Barat"."""


def quiet_lines(folded: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of a recap that call regencies quiet: "Kab. Bangka Barat : Nihil", or above such a word."""
    return [
        line
        for above, line, below in zip([None, *lines[:-1]], lines, [*lines[1:], None], strict=True)
        if is_quiet(of_regency(folded, line))
        or is_above_quiet(folded, line, below)
        or _is_below_quiet(folded, above, line)
        or QUIET_LIST.match(folded, line.begin, line.end)
    ]


def _is_below_quiet(folded: str, above: Line | None, line: Line) -> bool:
    """Whether the line names regencies that the heading above it, or its label, calls quiet."""
    if line.label and QUIET_ONES.match(folded, line.label[0], line.value):
        return True
    return (
        above is not None
        and QUIET_ONES.fullmatch(folded, above.start, above.end) is not None
        and heads(folded, line)
    )


def is_above_quiet(folded: str, line: Line, below: Line | None) -> bool:
    """Whether the line is a heading of regencies, and the one below it only says that all was quiet there."""
    if below is None or not heads(folded, line):
        return False
    return below.end - below.start <= LONGEST_HEADING and is_quiet(folded[below.start : below.end])
