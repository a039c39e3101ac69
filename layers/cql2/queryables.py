"""What a filter may speak of: each property's name, its type, and the SQL that gives it."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "number", "boolean", "instant", "geometry", "strings"]


@dataclass(frozen=True, slots=True)
class Queryable:
    """A property that filters may use. `sql` is ours and is pasted in; readers' words never are.

    `geometry` is in EPSG:4326, `instant` a timestamptz or date, `strings` a text[]. `indexed`: the same
    geometry in EPSG:3857, where that is the one with an index.
    """

    name: str
    type: Type
    sql: str
    indexed: str = ""


def quoted(alias: str, column: str) -> str:
    """`alias."column"`, safe in a statement of SQLAlchemy's `text`, where a colon would start a parameter."""
    escaped = column.replace('"', '""').replace(":", r"\:")
    return f'{alias}."{escaped}"'


# PostgreSQL's types, as the catalogue keeps a layer's attributes, in the filter's words.
OF_COLUMN: dict[str, Type] = {
    "text": "string",
    "bigint": "number",
    "double precision": "number",
    "boolean": "boolean",
    "date": "instant",
    "timestamptz": "instant",
}
