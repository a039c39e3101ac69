"""What is kept counted for the map, against a count of what stands."""

from typing import Any

import sqlalchemy as sa

from gis.db import Database

_GRID = """
    SELECT audience, level, x, y, n, grave, dx, dy FROM event_grid
    WHERE n <> 0 OR grave <> 0 OR dx <> 0 OR dy <> 0
"""
_GRID_ANEW = """
    SELECT reader, level, floor(px / 128), floor(py / 128), count(*), count(*) FILTER (WHERE severity >= 3),
           sum(px - floor(px / 128) * 128), sum(py - floor(py / 128) * 128)
    FROM (SELECT reader, level, severity,
                 floor((ST_X(point_3857) + 20037508.342789244) / 40075016.685578488 * 2 ^ (level + 7)) AS px,
                 floor((20037508.342789244 - ST_Y(point_3857)) / 40075016.685578488 * 2 ^ (level + 7)) AS py
          FROM event_state, unnest(ARRAY['petugas', 'publik']) AS reader, unnest(ARRAY[11, 13, 15]) AS level
          WHERE known_to IS NULL AND audience IN ('semua', reader)) AS placed
    GROUP BY 1, 2, 3, 4
"""
_TILES = "SELECT audience, z, x, y, n FROM event_tile WHERE n <> 0"
_TILES_ANEW = """
    SELECT reader, z, px >> (10 - z), py >> (10 - z), count(*)
    FROM (SELECT reader,
                 CAST(floor((ST_X(point_3857) + 20037508.342789244) / 40075016.685578488 * 1024) AS int) px,
                 CAST(floor((20037508.342789244 - ST_Y(point_3857)) / 40075016.685578488 * 1024) AS int) py
          FROM event_state, unnest(ARRAY['petugas', 'publik']) AS reader
          WHERE known_to IS NULL AND audience IN ('semua', reader)) AS placed, generate_series(0, 10) AS z
    GROUP BY 1, 2, 3, 4
"""


def miscounted(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Cells and tiles whose kept count is not that of the events that stand, as each reader reads them."""
    found = {}
    with database.write() as conn:
        for name, kept, anew in (("grid", _GRID, _GRID_ANEW), ("tiles", _TILES, _TILES_ANEW)):
            one, other = ({_row(row) for row in conn.execute(sa.text(each))} for each in (kept, anew))
            if wrong := sorted(one ^ other):
                found[name] = wrong
    return found


def _row(row: sa.Row[Any]) -> tuple[Any, ...]:
    return (row[0], *map(int, tuple(row)[1:]))
