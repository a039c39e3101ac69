-- name: create_contribution
-- What events add to sums by month. `sign`: -1 for what the touched ones added before this write, 1 for what
-- they add after it. `kind` '': the events themselves. `event_id`: only of an event with several rows of the kind,
-- which is made one in each area, so that it counts once there; all others are added up already (`said`: how many).
CREATE TEMP TABLE contribution (
    sign int, event_id uuid, audience text, month date, hazard text, is_bencana boolean, code text, kind text,
    newest timestamptz, share numeric, has bigint, said bigint, approx bigint, disputed bigint, assumed bigint,
    counting bigint
) ON COMMIT DROP

-- name: take_contributions
INSERT INTO contribution
WITH standing AS (
    SELECT s.* FROM touched
    JOIN event_state s ON s.event_id = touched.event_id AND s.known_to IS NULL AND s.block_month IS NOT NULL
), spoken AS (
    SELECT s.event_id, s.audience, s.block_month, s.hazard, s.is_bencana, left(f.area_code, 8) AS code, f.kind, f.share,
           (f.value IS NOT NULL)::int AS has, f.approx::int AS approx, (f.dissent <> '[]')::int AS disputed,
           (NOT f.valid_at_known)::int AS assumed, f.counting::int AS counting
    FROM standing s
    JOIN published_figure f ON f.event_id = s.event_id AND f.audience = s.audience AND f.known_to IS NULL
    WHERE f.share IS NOT NULL OR f.value IS NULL
)
SELECT -1, event_id, audience, block_month, hazard, is_bencana, code, kind, NULL, sum(share), max(has), 1, max(approx),
       max(disputed), max(assumed), max(counting)
FROM spoken GROUP BY 2, 3, 4, 5, 6, 7, 8
UNION ALL
SELECT DISTINCT -1, event_id, audience, block_month, hazard, is_bencana, left(code, 8), '', valid_at, 1, 1, 1, 0, 0, 0, 0
FROM standing s, unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code

-- name: add_contributions
INSERT INTO contribution
WITH standing AS (
    SELECT s.event_id, audience, block_month, hazard, is_bencana, area_code, areas, valid_at
    FROM touched JOIN event_state s ON s.event_id = touched.event_id AND s.known_to IS NULL AND s.block_month IS NOT NULL
)
SELECT 1, CAST(NULL AS uuid), s.audience, s.block_month, s.hazard, s.is_bencana, left(f.area_code, 8), f.kind,
       CAST(NULL AS timestamptz), sum(f.share), count(f.value), count(*), count(*) FILTER (WHERE f.approx),
       count(*) FILTER (WHERE f.dissent <> '[]'), count(*) FILTER (WHERE NOT f.valid_at_known),
       count(*) FILTER (WHERE f.counting)
FROM standing s
JOIN new_figure f ON f.event_id = s.event_id AND f.audience = s.audience
LEFT JOIN several p ON p.event_id = f.event_id AND p.audience = f.audience AND p.kind = f.kind
WHERE (f.share IS NOT NULL OR f.value IS NULL) AND p.event_id IS NULL  -- alone in its event: it needs no second look
GROUP BY 3, 4, 5, 6, 7, 8
UNION ALL
SELECT 1, s.event_id, s.audience, s.block_month, s.hazard, s.is_bencana, left(f.area_code, 8), f.kind, NULL,
       sum(f.share), max((f.value IS NOT NULL)::int), 1, max(f.approx::int), max((f.dissent <> '[]')::int),
       max((NOT f.valid_at_known)::int), max(f.counting::int)
FROM several
JOIN new_figure f USING (event_id, audience, kind)
JOIN standing s USING (event_id, audience)
WHERE f.share IS NOT NULL OR f.value IS NULL
GROUP BY 2, 3, 4, 5, 6, 7, 8
UNION ALL
SELECT 1, CASE WHEN cardinality(areas) > 1 THEN event_id END, audience, block_month, hazard, is_bencana, left(code, 8),
       '', max(valid_at), CASE WHEN cardinality(areas) > 1 THEN 1 ELSE count(*) END,
       1, CASE WHEN cardinality(areas) > 1 THEN 1 ELSE count(*) END, 0, 0, 0, 0
FROM standing s, unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code
GROUP BY 2, 3, 4, 5, 6, 7, cardinality(areas) > 1

-- name: name_kinds
INSERT INTO summary_kind (kind)
SELECT DISTINCT kind FROM contribution WHERE kind <> '' AND kind NOT IN (SELECT kind FROM summary_kind) ORDER BY kind

-- name: create_line
-- The places of contributions in cells: the area itself, and those above it.
CREATE TEMP TABLE line ON COMMIT DROP AS
SELECT audience, month, hazard, is_bencana, code, depth, left(code, width) AS area_code
FROM (SELECT DISTINCT audience, month, hazard, is_bencana, code FROM contribution) AS said,
     (VALUES (1, 2), (2, 5), (3, 8)) AS depths (depth, width)  -- 19 · 19.03 · 19.03.06

-- name: analyze_line
ANALYZE line

-- name: name_cells
INSERT INTO summary_cell (audience, depth, month, area_code, hazard, is_bencana)
SELECT DISTINCT audience, depth, month, area_code, hazard, is_bencana FROM line n
WHERE NOT EXISTS (
    SELECT FROM summary_cell c
    WHERE (n.audience, n.depth, n.month, n.area_code, n.hazard, n.is_bencana)
        = (c.audience, c.depth, c.month, c.area_code, c.hazard, c.is_bencana))
ORDER BY 1, 2, 3, 4, 5, 6

-- name: create_delta
-- The change of each cell and kind.
CREATE TEMP TABLE delta ON COMMIT DROP AS
WITH named AS MATERIALIZED (
    SELECT l.audience, l.month, l.hazard, l.is_bencana, l.code, c.id AS cell
    FROM line l JOIN summary_cell c USING (audience, depth, month, area_code, hazard, is_bencana)
), cells AS (
    SELECT cell, kind, sign, share, has, said, approx, disputed, assumed, counting, newest
    FROM contribution JOIN named USING (audience, month, hazard, is_bencana, code)
    WHERE event_id IS NULL
    UNION ALL
    SELECT cell, kind, sign, CASE WHEN kind = '' THEN 1 ELSE sum(share) END, max(has), 1, max(approx), max(disputed),
           max(assumed), max(counting), max(newest)
    FROM contribution JOIN named USING (audience, month, hazard, is_bencana, code)
    WHERE event_id IS NOT NULL
    GROUP BY cell, kind, event_id, sign
)
SELECT cell, kind, coalesce(sum(sign * share), 0) AS value, sum(sign * has)::int AS reported,
       sum(sign * said)::int AS said, sum(sign * approx)::int AS approx, sum(sign * disputed)::int AS disputed,
       sum(sign * assumed)::int AS assumed, sum(sign * counting)::int AS counting,
       max(newest) FILTER (WHERE sign > 0) AS newest, max(newest) FILTER (WHERE sign < 0) AS gone
FROM cells GROUP BY cell, kind

-- name: analyze_delta
ANALYZE delta (cell, kind)

-- name: create_base
-- The cells to be changed, as they are.
CREATE TEMP TABLE base ON COMMIT DROP AS
SELECT cell, b.events, b.valid_at, b.figures
FROM (SELECT DISTINCT cell FROM delta) AS changed JOIN summary_now b USING (cell)

-- name: create_empty_base
-- When everything is computed anew: every cell there is, and nothing in it.
CREATE TEMP TABLE base ON COMMIT DROP AS
SELECT id AS cell, 0 AS events, CAST(NULL AS timestamptz) AS valid_at, CAST('{}' AS jsonb) AS figures
FROM summary_cell

-- name: analyze_base
ANALYZE base (cell)

-- name: create_new_block
CREATE TEMP TABLE new_block ON COMMIT DROP AS
WITH said AS (
    SELECT cell, key AS kind, (f ->> 0)::numeric AS value, (f ->> 1)::int AS reported, (f ->> 2)::int AS said,
           (f ->> 3)::int AS approx, (f ->> 4)::int AS disputed, (f ->> 5)::int AS assumed, (f ->> 6)::int AS counting
    FROM base, jsonb_each(figures) AS each (key, f)
    UNION ALL
    SELECT cell, kind, value, reported, said, approx, disputed, assumed, counting FROM delta WHERE kind <> ''
), summed AS (
    SELECT cell, k.id, kind, trim_scale(value) AS value, reported, said, approx, disputed, assumed, counting
    FROM (SELECT cell, kind, sum(value) AS value, sum(reported)::int AS reported, sum(said)::int AS said,
                 sum(approx)::int AS approx, sum(disputed)::int AS disputed, sum(assumed)::int AS assumed,
                 sum(counting)::int AS counting
          FROM said GROUP BY cell, kind HAVING sum(said) > 0) AS kinds
    JOIN summary_kind k USING (kind)
    ORDER BY cell, k.id
), folded AS (  -- arrays in the order that kinds come in
    SELECT cell, jsonb_object_agg(kind, jsonb_build_array(value, reported, said, approx, disputed, assumed, counting))
                 AS figures,
           array_agg(id) AS kinds, array_agg(value) AS sums, array_agg(reported) AS reported,
           array_agg(((approx > 0)::int + 2 * (disputed > 0)::int + 4 * (assumed > 0)::int
                      + 8 * (counting > 0)::int)::smallint) AS flags
    FROM summed GROUP BY cell
), counted AS (
    SELECT cell, said AS change, newest, gone FROM delta WHERE kind = ''
), cell AS (
    SELECT cell FROM delta UNION SELECT cell FROM base
)
SELECT cell, (coalesce(events, 0) + coalesce(change, 0))::int AS events,
       CASE WHEN coalesce(events, 0) + coalesce(change, 0) = 0 THEN NULL
            WHEN gone >= b.valid_at AND newest IS DISTINCT FROM greatest(newest, b.valid_at) THEN (
                -- The newest moment may have gone: the one piece that cannot be taken away by subtraction.
                SELECT max(s.valid_at)
                FROM summary_cell c
                JOIN event_state s ON s.known_to IS NULL AND s.block_month = c.month AND s.hazard = c.hazard
                                  AND s.audience = c.audience AND s.is_bencana = c.is_bencana
                WHERE c.id = cell.cell
                  AND EXISTS (SELECT FROM unnest(s.areas || s.area_code) AS code
                              WHERE (s.areas = '{}' OR code = ANY(s.areas))
                                AND left(code, CASE c.depth WHEN 1 THEN 2 WHEN 2 THEN 5 ELSE 8 END) = c.area_code))
            ELSE greatest(b.valid_at, newest) END AS valid_at,
       coalesce(folded.figures, '{}') AS figures, coalesce(kinds, '{}') AS kinds, coalesce(sums, '{}') AS sums,
       coalesce(folded.reported, '{}') AS reported, coalesce(flags, '{}') AS flags
FROM cell
LEFT JOIN base b USING (cell)
LEFT JOIN counted USING (cell)
LEFT JOIN folded USING (cell)

-- name: analyze_new_block
ANALYZE new_block (cell)

-- name: open_blocks
-- What cells hold from :seq on, where it is not what they held; a month's cells beside each other.
WITH kept AS (
    UPDATE summary_now b SET events = n.events, valid_at = n.valid_at, figures = n.figures
    FROM new_block n
    WHERE b.cell = n.cell AND (n.events, n.valid_at, n.figures) IS DISTINCT FROM (b.events, b.valid_at, b.figures)
    RETURNING b.cell
), made AS (
    INSERT INTO summary_now (cell, events, valid_at, figures)
    SELECT cell, events, valid_at, figures FROM new_block n
    WHERE NOT EXISTS (SELECT FROM summary_now b WHERE b.cell = n.cell)
    RETURNING cell
)
INSERT INTO summary_block (cell, known_from, events, valid_at, kinds, sums, reported, flags)
SELECT n.cell, :seq, n.events, n.valid_at, n.kinds, n.sums, n.reported, n.flags
FROM new_block n
JOIN (SELECT cell FROM kept UNION ALL SELECT cell FROM made) AS changed USING (cell)
JOIN summary_cell c ON c.id = n.cell
ORDER BY c.depth, c.month, n.cell
