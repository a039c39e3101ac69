"""Very many events, where only their number counts: rows beside the register, without reports."""

import sqlalchemy as sa

from gis.db import Database
from gis.tables import event_state


def crowd(database: Database, count: int, around: tuple[float, float], *, spread: float = 0.02) -> None:
    """More events like the first one for the public, in a square of so many degrees around a place."""
    own = [column.name for column in event_state.columns if column.computed is None]
    changed = {
        "event_id": "gen_random_uuid()",
        "audience": "'publik'",
        "num": "(SELECT max(num) FROM event_state) + n",
        "point": f"ST_SetSRID(ST_MakePoint({around[0]} + (n * 0.6180339887 % 1 - 0.5) * {spread},"
        f" {around[1]} + (n * 0.7548776662 % 1 - 0.5) * {spread}), 4326)",
    }
    values = ", ".join(changed.get(name, f"e.{name}") for name in own)
    read = "known_to IS NULL AND audience IN ('semua', 'publik')"
    first = f"SELECT * FROM event_state WHERE {read} ORDER BY num LIMIT 1"
    more = f"SELECT {values} FROM generate_series(1, :count) AS n, ({first}) AS e"
    with database.write() as conn:
        conn.execute(sa.text(f"INSERT INTO event_state ({', '.join(own)}) {more}"), {"count": count})
