-- name: grid
-- Cells of the map whose kept count is not that of the events that stand there, as each reader reads them.
WITH placed AS (
    SELECT reader, level, severity,
           floor((ST_X(point_3857) + 20037508.342789244) / 40075016.685578488 * 2 ^ (level + 7)) AS px,
           floor((20037508.342789244 - ST_Y(point_3857)) / 40075016.685578488 * 2 ^ (level + 7)) AS py
    FROM event_state, unnest(readers_of(audience)) AS reader, unnest(ARRAY[11, 13, 15]) AS level
    WHERE known_to IS NULL
), counted AS (
    SELECT reader, level, floor(px / 128) AS x, floor(py / 128) AS y, count(*) AS n,
           count(*) FILTER (WHERE severity >= 3) AS grave, sum(px - floor(px / 128) * 128) AS dx,
           sum(py - floor(py / 128) * 128) AS dy
    FROM placed GROUP BY 1, 2, 3, 4
)
SELECT count(*)
FROM counted c
FULL JOIN (SELECT * FROM event_grid WHERE n <> 0 OR grave <> 0 OR dx <> 0 OR dy <> 0) AS g
    ON g.audience = c.reader AND g.level = c.level AND g.x = c.x AND g.y = c.y
WHERE (c.n, c.grave, c.dx, c.dy) IS DISTINCT FROM (g.n, g.grave, g.dx, g.dy)

-- name: tiles
-- The same of tiles, which decide between signs and counts.
WITH placed AS (
    SELECT reader,
           CAST(floor((ST_X(point_3857) + 20037508.342789244) / 40075016.685578488 * 2 ^ 10) AS int) AS px,
           CAST(floor((20037508.342789244 - ST_Y(point_3857)) / 40075016.685578488 * 2 ^ 10) AS int) AS py
    FROM event_state, unnest(readers_of(audience)) AS reader
    WHERE known_to IS NULL
), counted AS (
    SELECT reader, z, px >> (10 - z) AS x, py >> (10 - z) AS y, count(*) AS n
    FROM placed, generate_series(0, 10) AS z GROUP BY 1, 2, 3, 4
)
SELECT count(*)
FROM counted c
FULL JOIN (SELECT * FROM event_tile WHERE n <> 0) AS t
    ON t.audience = c.reader AND t.z = c.z AND t.x = c.x AND t.y = c.y
WHERE c.n IS DISTINCT FROM t.n

-- name: waiting
-- Stretches of waiting that the statuses of reports do not tell, or that they tell and nobody kept.
WITH turned AS (
    SELECT report_id, entry, waits, lead(entry) OVER (PARTITION BY report_id ORDER BY id) AS ended
    FROM (SELECT report_id, entry, id, waits, lag(waits) OVER (PARTITION BY report_id ORDER BY id) AS waited
          FROM (SELECT report_id, entry, id, status IN ('draf', 'diperiksa') AS waits FROM report_status) AS status) AS told
    WHERE waits IS DISTINCT FROM waited
), told AS (
    SELECT report_id, entry, ended FROM turned WHERE waits AND ended IS DISTINCT FROM entry
)
SELECT count(*)
FROM told t FULL JOIN waiting w ON w.report_id = t.report_id AND w.from_entry = t.entry
WHERE t.report_id IS NULL OR w.report_id IS NULL OR t.ended IS DISTINCT FROM w.to_entry

-- name: changes
-- Entries that changed how an event reads, by what began and ended with them, against those that are named.
WITH told AS (
    SELECT reader, seq, event_id
    FROM (SELECT audience, known_from AS seq, event_id FROM event_state
          UNION SELECT audience, known_to, event_id FROM event_state WHERE known_to IS NOT NULL
          UNION SELECT audience, known_from, event_id FROM published_figure
          UNION SELECT audience, known_to, event_id FROM published_figure WHERE known_to IS NOT NULL) AS ends,
         unnest(readers_of(audience)) AS reader
    GROUP BY 1, 2, 3
)
SELECT count(*)
FROM told t FULL JOIN event_change c ON c.audience = t.reader AND c.seq = t.seq AND c.event_id = t.event_id
WHERE t.seq IS NULL OR c.seq IS NULL
