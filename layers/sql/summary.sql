-- name: blocks_since
-- From which seq on the sums by month are complete; null: never.
SELECT min(known_from) FROM summary_block

-- name: blocks
-- Sums of whole months as they were at :seq, of :depth and of the province. A cell is never taken away, so the
-- current ones name all there have been.
WITH cell AS MATERIALIZED (
    SELECT b.*
    FROM summary_block c
    CROSS JOIN LATERAL (
        SELECT p.depth, p.area_code, p.hazard, p.is_bencana, p.events, p.valid_at, p.figures
        FROM summary_block p
        WHERE (p.audience, p.depth, p.month, p.area_code, p.hazard, p.is_bencana)
            = (c.audience, c.depth, c.month, c.area_code, c.hazard, c.is_bencana)
          AND p.known_from <= :seq
        ORDER BY p.known_from DESC LIMIT 1
    ) AS b
    WHERE c.known_to IS NULL AND c.audience = :audience AND c.depth IN (1, CAST(:depth AS int))
      AND c.month >= coalesce(CAST(:first AS date), '-infinity')
      AND c.month <= coalesce(CAST(:last AS date), 'infinity')
)
SELECT depth = 1 AS whole, area_code AS code, hazard, is_bencana, NULL::text AS kind, sum(events)::int AS events,
       max(valid_at) AS valid_at, NULL::numeric AS value, 0 AS reported, 0 AS flags
FROM cell GROUP BY depth, area_code, hazard, is_bencana HAVING sum(events) > 0
UNION ALL
SELECT depth = 1, area_code, hazard, is_bencana, f.key, 0, NULL::timestamptz, 
       CASE WHEN sum((f.value ->> 1)::int) > 0 THEN sum((f.value ->> 0)::numeric) END, sum((f.value ->> 1)::int)::int,
       (sum((f.value ->> 3)::int) > 0)::int + 2 * (sum((f.value ->> 4)::int) > 0)::int
       + 4 * (sum((f.value ->> 5)::int) > 0)::int + 8 * (sum((f.value ->> 6)::int) > 0)::int
FROM cell, jsonb_each(figures) AS f
GROUP BY depth, area_code, hazard, is_bencana, f.key

-- name: events
-- The same of single events: counts and sums by the first :width letters of the area's code, and of all areas
-- (`whole`). An event in several areas counts in each, and once in the whole. `reported`: events with a number.
-- Shares never overlap, so nothing is added twice.
WITH chosen AS MATERIALIZED (
    SELECT s.event_id, s.audience, s.hazard, s.is_bencana, s.valid_at,
           CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END AS codes
    FROM event_state s
    WHERE /* conditions */
), figures AS MATERIALIZED (
    SELECT s.event_id, s.hazard, s.is_bencana, left(f.area_code, CAST(:width AS int)) AS code, f.kind, sum(f.share) AS value,
           max((f.value IS NOT NULL)::int) AS reported,
           bit_or(f.approx::int + 2 * (f.dissent <> '[]')::int + 4 * (NOT f.valid_at_known)::int
                  + 8 * f.counting::int) AS flags
    FROM chosen s
    JOIN published_figure f
      ON f.event_id = s.event_id AND f.audience = s.audience
     AND f.known_from <= :seq AND (f.known_to IS NULL OR f.known_to > :seq)
    WHERE (f.share IS NOT NULL OR f.value IS NULL)
      AND (CAST(:within AS text) IS NULL OR f.area_code = :within OR f.area_code LIKE :within || '.%'
           OR :within LIKE f.area_code || '.%')
    GROUP BY 1, 2, 3, 4, 5
)
SELECT false AS whole, code, hazard, is_bencana, NULL::text AS kind, count(*)::int AS events, max(valid_at) AS valid_at,
       NULL::numeric AS value, 0 AS reported, 0 AS flags
FROM (SELECT s.hazard, s.is_bencana, s.valid_at, part.code
      FROM chosen s, LATERAL (SELECT DISTINCT left(code, CAST(:width AS int)) AS code FROM unnest(s.codes) AS code) AS part
      WHERE CAST(:within AS text) IS NULL OR part.code = :within OR part.code LIKE :within || '.%'
            OR :within LIKE part.code || '.%') AS parts
GROUP BY code, hazard, is_bencana
UNION ALL
SELECT true, '19', hazard, is_bencana, NULL, count(*)::int, max(valid_at), NULL, 0, 0
FROM chosen GROUP BY hazard, is_bencana
UNION ALL
SELECT false, code, hazard, is_bencana, kind, 0, NULL::timestamptz, sum(value), sum(reported)::int, bit_or(flags)
FROM figures GROUP BY code, hazard, is_bencana, kind
UNION ALL
SELECT true, '19', hazard, is_bencana, kind, 0, NULL::timestamptz, sum(value), sum(reported)::int, bit_or(flags)
FROM (SELECT event_id, hazard, is_bencana, kind, sum(value) AS value, max(reported) AS reported,
             bit_or(flags) AS flags
      FROM figures GROUP BY 1, 2, 3, 4) AS once
GROUP BY hazard, is_bencana, kind

-- name: editions
SELECT slug, title, indicative FROM area_edition e JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq ORDER BY /* shared: edition_order */ LIMIT 1
