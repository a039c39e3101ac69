"""Named SQL: every statement lives in a `.sql` file of the package that runs it.

A block begins with `-- name: what_it_returns`; the comment lines under it are its doc.
`/* shared: name */` stands for a block of `gis/sql/shared.sql`: a rule that statements have in common.
"""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text

ROOT = Path(__file__).parent.parent
_HEADER = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)
_SHARED = re.compile(r"/\* shared: (\w+) \*/")


@cache
def load(name: str) -> dict[str, TextClause]:
    """The statements of `<package>/sql/<file>.sql` for `package.file`, ready to run, by their names."""
    return {key: text(sql) for key, sql in load_text(name).items()}


@cache
def load_text(name: str) -> dict[str, str]:
    """The same as plain text, for the few places that run through the driver itself."""
    package, file = name.split(".")
    return {
        key: _SHARED.sub(lambda found: shared(found[1]), sql) for key, sql in _blocks(package, file).items()
    }


def shared(name: str) -> str:
    """A block of `gis/sql/shared.sql`, for SQL that is put together in Python."""
    return _blocks("gis", "shared")[name]


@cache
def _blocks(package: str, file: str) -> dict[str, str]:
    source = (ROOT / package / "sql" / f"{file}.sql").read_text(encoding="utf-8")
    parts = _HEADER.split(source)
    return {key: body.strip().rstrip(";") for key, body in zip(parts[1::2], parts[2::2], strict=True)}
