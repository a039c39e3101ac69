-- name: create_contribution
-- What events add to sums by month. `sign`: -1 for what the touched ones added before this write, 1 for what
-- they add after it. `kind` '': the event itself. `several`: a kind told of more than one area.
CREATE TEMP TABLE contribution (
    sign int, event_id uuid, audience text, month date, hazard text, is_bencana boolean, code text, kind text,
    several boolean, valid_at timestamptz, share numeric, has int, approx int, disputed int, assumed int, counting int
) ON COMMIT DROP

-- name: add_contributions
INSERT INTO contribution
SELECT CAST(:sign AS int), s.event_id, s.audience, s.block_month, s.hazard, s.is_bencana, left(f.area_code, 5), f.kind,
       count(*) OVER (PARTITION BY s.event_id, s.audience, f.kind) > 1, NULL, f.share, (f.value IS NOT NULL)::int,
       f.approx::int, (f.dissent <> '[]')::int, (NOT f.valid_at_known)::int, f.counting::int
FROM touched
JOIN event_state s ON s.event_id = touched.event_id AND s.known_to IS NULL AND s.block_month IS NOT NULL
JOIN published_figure f ON f.event_id = touched.event_id AND f.audience = s.audience AND f.known_to IS NULL
WHERE f.share IS NOT NULL OR f.value IS NULL
UNION ALL
SELECT CAST(:sign AS int), s.event_id, s.audience, s.block_month, s.hazard, s.is_bencana, left(code, 5), '',
       cardinality(s.areas) > 1, s.valid_at, 1, 1, 0, 0, 0, 0
FROM touched
JOIN event_state s ON s.event_id = touched.event_id AND s.known_to IS NULL AND s.block_month IS NOT NULL,
     unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code

-- name: create_delta
-- The change of each cell and kind. Single rows are added up at the finest depth first; an event with several
-- rows of a kind is made one in each area, so that it counts once there.
CREATE TEMP TABLE delta ON COMMIT DROP AS
WITH depths (depth, width) AS (
    VALUES (1, 2), (2, 5)  -- 19 · 19.03
), single AS (
    SELECT audience, month, code, hazard, is_bencana, kind, sum(sign * share) AS value, sum(sign * has) AS reported,
           sum(sign) AS said, sum(sign * approx) AS approx, sum(sign * disputed) AS disputed,
           sum(sign * assumed) AS assumed, sum(sign * counting) AS counting,
           max(valid_at) FILTER (WHERE sign > 0) AS newest, max(valid_at) FILTER (WHERE sign < 0) AS gone
    FROM contribution WHERE NOT several
    GROUP BY 1, 2, 3, 4, 5, 6
), cells AS (
    SELECT audience, depth, month, left(code, width) AS area_code, hazard, is_bencana, kind, value, reported, said,
           approx, disputed, assumed, counting, newest, gone
    FROM single, depths
    UNION ALL
    SELECT audience, depth, month, left(code, width), hazard, is_bencana, kind,
           sign * CASE WHEN kind = '' THEN 1 ELSE sum(share) END, sign * max(has), sign, sign * max(approx),
           sign * max(disputed), sign * max(assumed), sign * max(counting),
           max(valid_at) FILTER (WHERE sign > 0), max(valid_at) FILTER (WHERE sign < 0)
    FROM contribution, depths WHERE several
    GROUP BY audience, depth, month, left(code, width), hazard, is_bencana, kind, event_id, sign
)
SELECT audience, depth, month, area_code, hazard, is_bencana, kind, coalesce(sum(value), 0) AS value,
       sum(reported)::int AS reported, sum(said)::int AS said, sum(approx)::int AS approx,
       sum(disputed)::int AS disputed, sum(assumed)::int AS assumed, sum(counting)::int AS counting,
       max(newest) AS newest, max(gone) AS gone
FROM cells GROUP BY 1, 2, 3, 4, 5, 6, 7

-- name: analyze_delta
ANALYZE delta

-- name: create_base
-- The cells to be changed, as they are.
CREATE TEMP TABLE base ON COMMIT DROP AS
SELECT b.audience, b.depth, b.month, b.area_code, b.hazard, b.is_bencana, b.events, b.valid_at, b.figures
FROM (SELECT DISTINCT audience, depth, month, area_code, hazard, is_bencana FROM delta) AS cell
JOIN summary_block b USING (audience, depth, month, area_code, hazard, is_bencana)
WHERE b.known_to IS NULL

-- name: create_empty_base
-- When everything is computed anew: every cell there is, and nothing in it.
CREATE TEMP TABLE base ON COMMIT DROP AS
SELECT audience, depth, month, area_code, hazard, is_bencana, 0 AS events, CAST(NULL AS timestamptz) AS valid_at,
       CAST('{}' AS jsonb) AS figures
FROM summary_block WHERE known_to IS NULL

-- name: analyze_base
ANALYZE base (audience, depth, month, area_code, hazard, is_bencana)

-- name: create_new_block
CREATE TEMP TABLE new_block ON COMMIT DROP AS
WITH said AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, key AS kind, (f ->> 0)::numeric AS value,
           (f ->> 1)::int AS reported, (f ->> 2)::int AS said, (f ->> 3)::int AS approx, (f ->> 4)::int AS disputed,
           (f ->> 5)::int AS assumed, (f ->> 6)::int AS counting
    FROM base, jsonb_each(figures) AS each (key, f)
    UNION ALL
    SELECT audience, depth, month, area_code, hazard, is_bencana, kind, value, reported, said, approx, disputed,
           assumed, counting
    FROM delta WHERE kind <> ''
), summed AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, kind,
           jsonb_build_array(trim_scale(sum(value)), sum(reported), sum(said), sum(approx), sum(disputed),
                             sum(assumed), sum(counting)) AS figure
    FROM said GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(said) > 0
), folded AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, jsonb_object_agg(kind, figure) AS figures
    FROM summed GROUP BY 1, 2, 3, 4, 5, 6
), counted AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, sum(said) AS change, max(newest) AS newest,
           max(gone) AS gone
    FROM delta WHERE kind = '' GROUP BY 1, 2, 3, 4, 5, 6
), cell AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana FROM delta
    UNION SELECT audience, depth, month, area_code, hazard, is_bencana FROM base
)
SELECT audience, depth, month, area_code, hazard, is_bencana,
       (coalesce(events, 0) + coalesce(change, 0))::int AS events,
       CASE WHEN coalesce(events, 0) + coalesce(change, 0) = 0 THEN NULL
            WHEN gone >= b.valid_at AND newest IS DISTINCT FROM greatest(newest, b.valid_at) THEN (
                -- The newest moment may have gone: the one piece that cannot be taken away by subtraction.
                SELECT max(s.valid_at) FROM event_state s
                WHERE s.known_to IS NULL AND s.block_month = cell.month AND s.hazard = cell.hazard
                  AND s.audience = cell.audience AND s.is_bencana = cell.is_bencana
                  AND EXISTS (SELECT FROM unnest(s.areas || s.area_code) AS code
                              WHERE (s.areas = '{}' OR code = ANY(s.areas))
                                AND left(code, CASE cell.depth WHEN 1 THEN 2 ELSE 5 END) = cell.area_code))
            ELSE greatest(b.valid_at, newest) END AS valid_at,
       coalesce(folded.figures, '{}') AS figures
FROM cell
LEFT JOIN base b USING (audience, depth, month, area_code, hazard, is_bencana)
LEFT JOIN counted USING (audience, depth, month, area_code, hazard, is_bencana)
LEFT JOIN folded USING (audience, depth, month, area_code, hazard, is_bencana)

-- name: analyze_new_block
ANALYZE new_block (audience, depth, month, area_code, hazard, is_bencana)

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
