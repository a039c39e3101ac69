-- name: create_cell
-- The cells of `summary_block` that the touched events stand in, before their states change.
CREATE TEMP TABLE cell ON COMMIT DROP AS
SELECT DISTINCT s.audience, depth, s.block_month AS month, left(code, width) AS area_code, s.hazard, s.is_bencana
FROM touched
JOIN event_state s USING (event_id)
CROSS JOIN (VALUES (1, 2), (2, 5), (3, 8)) AS depths (depth, width)  -- 19 · 19.03 · 19.03.06
CROSS JOIN LATERAL (
    SELECT unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code
    UNION
    SELECT f.area_code FROM published_figure f
    WHERE f.event_id = s.event_id AND f.audience = s.audience AND f.known_to IS NULL
) AS codes
WHERE s.known_to IS NULL AND s.block_month IS NOT NULL

-- name: add_cells
-- And after.
INSERT INTO cell
SELECT DISTINCT s.audience, depth, s.block_month AS month, left(code, width) AS area_code, s.hazard, s.is_bencana
FROM touched
JOIN event_state s USING (event_id)
CROSS JOIN (VALUES (1, 2), (2, 5), (3, 8)) AS depths (depth, width)
CROSS JOIN LATERAL (
    SELECT unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code
    UNION
    SELECT f.area_code FROM published_figure f
    WHERE f.event_id = s.event_id AND f.audience = s.audience AND f.known_to IS NULL
) AS codes
WHERE s.known_to IS NULL AND s.block_month IS NOT NULL

-- name: create_standing
-- Every event of the months and hazards that a cell is of.
CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT s.event_id, s.audience, s.block_month AS month, s.hazard, s.is_bencana, s.valid_at,
       CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END AS codes
FROM (SELECT DISTINCT audience, month, hazard, is_bencana FROM cell) AS slice
JOIN event_state s ON s.known_to IS NULL AND s.block_month = slice.month AND s.hazard = slice.hazard
                  AND s.audience = slice.audience AND s.is_bencana = slice.is_bencana

-- name: analyze_standing
ANALYZE standing (event_id, audience)

-- name: create_new_block
-- Their sums. Most events speak of each kind once and of one area: those are added up at once at the finest
-- depth; an event with several rows of a kind is first made one in each area, so that it is counted once there.
CREATE TEMP TABLE new_block ON COMMIT DROP AS
WITH depths (depth, width) AS (
    VALUES (1, 2), (2, 5), (3, 8)
), spoken AS (
    SELECT e.event_id, e.audience, e.month, e.hazard, e.is_bencana, left(f.area_code, 8) AS code, f.kind, f.share,
           (f.value IS NOT NULL)::int AS has,
           f.approx::int + 2 * (f.dissent <> '[]')::int + 4 * (NOT f.valid_at_known)::int + 8 * f.counting::int
           AS flags,
           lag(f.kind) OVER same IS NOT NULL OR lead(f.kind) OVER same IS NOT NULL AS several
    FROM standing e
    JOIN published_figure f ON f.event_id = e.event_id AND f.audience = e.audience AND f.known_to IS NULL
    WHERE f.share IS NOT NULL OR f.value IS NULL
    WINDOW same AS (PARTITION BY e.event_id, e.audience, f.kind ORDER BY f.area_code)
), single AS (
    SELECT audience, month, hazard, is_bencana, code, kind, sum(share) AS value, sum(has) AS reported,
           bit_or(flags) AS flags
    FROM spoken WHERE NOT several
    GROUP BY 1, 2, 3, 4, 5, 6
), figures AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, kind,
           jsonb_build_array(sum(value), sum(reported), bit_or(flags)) AS said
    FROM (
        SELECT audience, depth, month, left(code, width) AS area_code, hazard, is_bencana, kind, value, reported,
               flags
        FROM single, depths
        UNION ALL
        SELECT audience, depth, month, left(code, width), hazard, is_bencana, kind, sum(share), max(has),
               bit_or(flags)
        FROM spoken, depths WHERE several
        GROUP BY 1, 2, 3, 4, 5, 6, 7, event_id
    ) AS parts
    GROUP BY 1, 2, 3, 4, 5, 6, 7
), folded AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, jsonb_object_agg(kind, said) AS figures
    FROM figures GROUP BY 1, 2, 3, 4, 5, 6
), counted AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, count(*)::int AS events, max(valid_at) AS valid_at
    FROM (
        SELECT audience, depth, month, left(codes[1], width) AS area_code, hazard, is_bencana, valid_at
        FROM standing, depths WHERE cardinality(codes) = 1
        UNION ALL
        SELECT audience, depth, month, left(code, width), hazard, is_bencana, max(valid_at)
        FROM standing, depths, unnest(codes) AS code WHERE cardinality(codes) > 1
        GROUP BY 1, 2, 3, 4, 5, 6, event_id
    ) AS once
    GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT audience, depth, month, area_code, hazard, is_bencana, coalesce(events, 0) AS events, valid_at,
       coalesce(figures, '{}') AS figures
FROM (SELECT DISTINCT * FROM cell) AS cells
LEFT JOIN counted USING (audience, depth, month, area_code, hazard, is_bencana)
LEFT JOIN folded USING (audience, depth, month, area_code, hazard, is_bencana)

-- name: close_blocks
UPDATE summary_block c SET known_to = :seq
FROM new_block n
WHERE c.known_to IS NULL
  AND (n.audience, n.depth, n.month, n.area_code, n.hazard, n.is_bencana)
    = (c.audience, c.depth, c.month, c.area_code, c.hazard, c.is_bencana)
  AND (n.events, n.valid_at, n.figures) IS DISTINCT FROM (c.events, c.valid_at, c.figures)

-- name: open_blocks
INSERT INTO summary_block (audience, depth, month, area_code, hazard, is_bencana, known_from, events, valid_at,
                           figures)
SELECT audience, depth, month, area_code, hazard, is_bencana, :seq, events, valid_at, figures
FROM new_block n
WHERE NOT EXISTS (
    SELECT FROM summary_block c
    WHERE c.known_to IS NULL
      AND (n.audience, n.depth, n.month, n.area_code, n.hazard, n.is_bencana)
        = (c.audience, c.depth, c.month, c.area_code, c.hazard, c.is_bencana))
