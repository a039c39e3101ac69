"""CSV and TSV files: comma, semicolon (Indonesian Excel), tab or bar between the cells, found by looking."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from gis.errors import InvalidInput
from ingest.encoding import encoding_of
from ingest.table import Sheet, Value

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_BYTES = 64_000
SAMPLE_ROWS = 40
SEPARATOR_LINE = "sep="  # Excel's own first line
MIN_COLUMNS = 3


def read_delimited(content: bytes, *, filename: str, name: str) -> Sheet | None:
    """The file as one sheet called `name`; None where it does not look like a table.

    InvalidInput: not text; while reading, a quote that is never closed.
    """
    encoding = encoding_of(content, filename=filename)
    sample = (
        content[:SAMPLE_BYTES].decode(encoding, errors="ignore").replace("\r\n", "\n").replace("\r", "\n")
    )
    delimiter = _delimiter(sample)
    if delimiter is None:
        return None
    return Sheet(name=name, read=partial(_rows, content, encoding, delimiter, filename))


def _delimiter(sample: str) -> str | None:
    """The delimiter that cuts the sample into the most columns, the same number in most rows."""
    first = sample.partition("\n")[0].strip().lower()
    if first.startswith(SEPARATOR_LINE) and len(first) == len(SEPARATOR_LINE) + 1:
        return first[-1]
    best = max(DELIMITERS, key=lambda delimiter: _columns(sample, delimiter))
    return best if _columns(sample, best) >= MIN_COLUMNS else None


def _columns(sample: str, delimiter: str) -> int:
    """How many columns most rows have; 0 where rows do not agree, as in running text."""
    try:
        records = list(islice(csv.reader(sample.splitlines(keepends=True), delimiter=delimiter), SAMPLE_ROWS))
    except csv.Error:
        return 0
    widths = Counter(len(record) for record in records if any(record))
    if not widths:
        return 0
    width, rows = widths.most_common(1)[0]
    return width if rows >= 0.6 * widths.total() else 0


def _rows(content: bytes, encoding: str, delimiter: str, filename: str) -> Iterator[tuple[int, list[Value]]]:
    """Record number (from 1, as a spreadsheet would number it) and cells; None where empty."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    records = csv.reader(text, delimiter=delimiter)
    number = 0
    try:
        for number, record in enumerate(records, start=1):
            if any(cell.strip() for cell in record) and not (number == 1 and _is_separator_line(record)):
                yield number, [cell if cell.strip() else None for cell in record]
    except csv.Error as error:
        raise InvalidInput(
            "csv_rusak",
            "{filename} tidak dapat dibaca setelah baris {row}: mungkin tanda kutip tidak ditutup",
            "{filename} cannot be read after row {row}: perhaps a quote is never closed",
            where=filename,
            filename=filename,
            row=number,
        ) from error


def _is_separator_line(record: list[str]) -> bool:
    return record[0].strip().lower().startswith(SEPARATOR_LINE)
