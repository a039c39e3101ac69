-- Until 0022 a move of events within a cell of the map was not counted where what it went east was what it went north:
-- the middle of such a cell's events stayed a little off. All cells are counted once more.
SELECT pg_advisory_xact_lock(19, 1);
DELETE FROM sigap.event_grid;
INSERT INTO sigap.event_grid (audience, level, x, y, n, grave, dx, dy)
SELECT reader, level, floor(px / 128) AS x, floor(py / 128) AS y, count(*), count(*) FILTER (WHERE severity >= 3),
       sum(px - floor(px / 128) * 128), sum(py - floor(py / 128) * 128)
FROM (SELECT reader, level, severity,
             floor((ST_X(point_3857) + 20037508.342789244) / 40075016.685578488 * 2 ^ (level + 7)) AS px,
             floor((20037508.342789244 - ST_Y(point_3857)) / 40075016.685578488 * 2 ^ (level + 7)) AS py
      FROM sigap.event_state, unnest(sigap.readers_of(audience)) AS reader, unnest(ARRAY[11, 13, 15]) AS level
      WHERE known_to IS NULL) AS placed
GROUP BY 1, 2, 3, 4;
