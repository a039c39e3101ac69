-- name: counts
-- Events by area at :depth (number of code parts) and hazard. An event in several areas counts in each.
SELECT part.code, s.hazard, count(*) AS events, max(s.valid_at) AS valid_at
FROM event_state s
JOIN LATERAL (
    SELECT DISTINCT coalesce(
        (SELECT array_to_string((string_to_array(code, '.'))[1:CAST(:depth AS int)], '.')), code) AS code
    FROM unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code
) part ON CAST(:within AS text) IS NULL OR part.code = :within OR part.code LIKE :within || '.%'
                                     OR :within LIKE part.code || '.%'
WHERE /* conditions */
GROUP BY part.code, s.hazard

-- name: figures
-- Sums of published figures by area, hazard and kind. `of` events have a say about the kind, `reported` of
-- them with a number. Shares never overlap, so nothing is added twice.
SELECT array_to_string((string_to_array(f.area_code, '.'))[1:CAST(:depth AS int)], '.') AS code,
       s.hazard, f.kind, sum(f.share) AS value,
       count(DISTINCT s.event_id) FILTER (WHERE f.value IS NOT NULL) AS reported,
       bool_or(f.approx) AS approx
FROM event_state s
JOIN published_figure f
  ON f.event_id = s.event_id AND f.audience = s.audience
 AND f.known_from <= :seq AND (f.known_to IS NULL OR f.known_to > :seq)
WHERE /* conditions */
  AND (f.share IS NOT NULL OR f.value IS NULL)
  AND (CAST(:within AS text) IS NULL OR f.area_code = :within OR f.area_code LIKE :within || '.%'
       OR :within LIKE f.area_code || '.%')
GROUP BY 1, 2, 3

-- name: totals
-- The same over all areas: events once each, by hazard.
SELECT s.hazard, count(*) AS events, max(s.valid_at) AS valid_at
FROM event_state s
WHERE /* conditions */
GROUP BY s.hazard

-- name: editions
SELECT slug, title, indicative FROM area_edition e JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq ORDER BY l.seq DESC, e.id DESC LIMIT 1
