-- name: blocks_since
-- From which seq on the sums by month of the province and of :depth are complete.
SELECT max(seq) FROM summary_since WHERE depth IN (1, :depth)

-- name: blocks
-- Sums of whole months as they were at :seq, of :depth and of the province (`whole`).
WITH cell AS MATERIALIZED (
    SELECT c.depth, c.area_code, c.hazard, c.is_bencana, b.*
    FROM summary_cell c
    CROSS JOIN LATERAL (
        SELECT v.events, v.valid_at, v.kinds, v.sums, v.reported, v.flags
        FROM summary_block v
        WHERE v.cell = c.id AND v.known_from <= :seq
        ORDER BY v.known_from DESC LIMIT 1
    ) AS b
    WHERE c.audience IN ('semua', :audience) AND c.depth IN (1, CAST(:depth AS int))
      AND c.month >= coalesce(CAST(:first AS date), '-infinity')
      AND c.month <= coalesce(CAST(:last AS date), 'infinity')
), kind AS (
    SELECT depth, area_code, hazard, is_bencana, f.id, sum(f.sum) AS value, sum(f.reported)::int AS reported,
           bit_or(f.flags) AS flags
    FROM cell, unnest(kinds, sums, cell.reported, cell.flags) AS f (id, sum, reported, flags)
    GROUP BY depth, area_code, hazard, is_bencana, f.id
)
SELECT depth = 1 AS whole, area_code AS code, hazard, is_bencana, NULL::text AS kind, sum(events)::int AS events,
       max(valid_at) AS valid_at, NULL::numeric AS value, 0 AS reported, 0 AS flags
FROM cell GROUP BY depth, area_code, hazard, is_bencana HAVING sum(events) > 0
UNION ALL
SELECT depth = 1, area_code, hazard, is_bencana, k.kind, 0, NULL, CASE WHEN reported > 0 THEN value END, reported, flags
FROM kind JOIN summary_kind k USING (id)

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
