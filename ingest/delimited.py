"""CSV and TSV files: comma, semicolon (Indonesian Excel), tab or bar between the cells, found by looking."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
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
AGREEING = 0.6  # share of rows of one width; running text with commas stays below


def read_delimited(content: bytes, *, filename: str, name: str, ragged: bool = False) -> Sheet | None:
    """The file as one sheet called `name`; None where it does not look like a table.

    `ragged`: it is known to be one, so rows of different widths do not speak against it.

    InvalidInput: not text; while reading, a quote that is never closed.
    """
    encoding = encoding_of(content, filename=filename)
    sample = (
        content[:SAMPLE_BYTES].decode(encoding, errors="ignore").replace("\r\n", "\n").replace("\r", "\n")
    )
    delimiter = _delimiter(sample, agreeing=0.0 if ragged else AGREEING)
    if delimiter is None:
        return None
    return Sheet(name=name, read=partial(_rows, content, encoding, delimiter, filename))


def _delimiter(sample: str, agreeing: float) -> str | None:
    """The delimiter that cuts most rows into the same number of columns, and into the most of them."""
    first = sample.partition("\n")[0].strip().lower()
    if first.startswith(SEPARATOR_LINE) and len(first) == len(SEPARATOR_LINE) + 1:
        return first[-1]
    shapes = {delimiter: _shape(sample, delimiter) for delimiter in DELIMITERS}
    tabular = [mark for mark, (share, width) in shapes.items() if width >= MIN_COLUMNS and share >= agreeing]
    return max(tabular, key=lambda mark: shapes[mark], default=None)


def _shape(sample: str, delimiter: str) -> tuple[float, int]:
    """The share of rows that have the commonest width, and that width in columns."""
    records = list(islice(_well_quoted(sample, delimiter), SAMPLE_ROWS))
    if len(sample) > SAMPLE_BYTES // 4 and len(records) > 1:
        records.pop()  # the sample may end within it
    widths = Counter(len(record) for record in records if any(record))
    if not widths:
        return 0.0, 0
    width, rows = widths.most_common(1)[0]
    return rows / widths.total(), width


def _well_quoted(sample: str, delimiter: str) -> Iterator[list[str]]:
    """Records up to the first whose quotes do not fit that delimiter: `"a";"b"` is not cut at commas."""
    with suppress(csv.Error):
        yield from csv.reader(sample.splitlines(keepends=True), delimiter=delimiter, strict=True)


def _rows(content: bytes, encoding: str, delimiter: str, filename: str) -> Iterator[tuple[int, list[Value]]]:
    """Record number (from 1, as a spreadsheet would number it) and cells; None where empty."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    number, record = 0, [""]
    try:
        for number, record in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            if any(cell.strip() for cell in record) and not (number == 1 and _is_separator_line(record)):
                yield number, [cell if cell.strip() else None for cell in record]
    except csv.Error as error:
        raise _broken(filename, number + 1) from error
    if content.count(b'"') % 2 and any("\n" in cell for cell in record):
        raise _broken(filename, number)  # the last cell swallowed the rest of the file


def _broken(filename: str, row: int) -> InvalidInput:
    return InvalidInput(
        "csv_rusak",
        "{filename} tidak dapat dibaca mulai baris {row}: mungkin tanda kutip tidak ditutup",
        "{filename} cannot be read from row {row} on: perhaps a quote is never closed",
        where=filename,
        filename=filename,
        row=row,
    )


def _is_separator_line(record: list[str]) -> bool:
    return record[0].strip().lower().startswith(SEPARATOR_LINE)
