-- name: touched
-- Events that read otherwise at :to than at :from, or did in between; in the order of their numbers.
SELECT c.num, c.event_id
FROM (
    SELECT DISTINCT num, event_id FROM event_change
    WHERE audience = :audience AND seq > :from AND seq <= :to AND num > :after
    ORDER BY num
) AS c
CROSS JOIN LATERAL (
    SELECT FROM event_state s
    WHERE s.event_id = c.event_id AND s.audience IN ('semua', :audience)
      AND (s.known_from <= :from AND (s.known_to IS NULL OR s.known_to > :from)
           OR s.known_from <= :to AND (s.known_to IS NULL OR s.known_to > :to))
      AND (CAST(:area AS text) IS NULL OR s.area_path @> ARRAY[CAST(:area AS text)])
      AND (CAST(:hazards AS text[]) = '{}' OR s.hazard = ANY(:hazards) OR s.other_hazards && CAST(:hazards AS text[]))
    LIMIT 1
) AS seen
ORDER BY c.num
LIMIT :limit

-- name: states
-- Those events at one moment.
SELECT s.event_id, s.num, s.name, s.hazard, s.is_bencana, s.occurred_from, s.occurred_precision, s.area_code, s.areas,
       s.precision, s.verified, s.valid_at, l.recorded_at, e.recorded_at AS until
FROM event_state s
JOIN ledger_entry l ON l.seq = s.known_from
LEFT JOIN ledger_entry e ON e.seq = s.known_to
WHERE s.event_id = ANY(CAST(:ids AS uuid[])) AND s.audience IN ('semua', :audience)
  AND s.known_from <= :seq AND (s.known_to IS NULL OR s.known_to > :seq)

-- name: figures
SELECT f.event_id, f.kind, f.total, f.area_code, f.value, f.state, f.approx, f.source, f.valid_at, f.valid_at_known,
       f.corrected, l.recorded_at, e.recorded_at AS until
FROM published_figure f
JOIN ledger_entry l ON l.seq = f.known_from
LEFT JOIN ledger_entry e ON e.seq = f.known_to
WHERE f.event_id = ANY(CAST(:ids AS uuid[])) AND f.audience IN ('semua', :audience)
  AND f.known_from <= :seq AND (f.known_to IS NULL OR f.known_to > :seq)

-- name: moved
-- Where the reports of events went that are gone, if to one that can be read.
SELECT DISTINCT ON (m.event_id) m.event_id, s.event_id AS moved_to, s.name
FROM event_moved m
JOIN event_state s ON s.event_id = m.moved_to AND s.audience IN ('semua', :audience)
                  AND s.known_from <= :to AND (s.known_to IS NULL OR s.known_to > :to)
WHERE m.event_id = ANY(CAST(:ids AS uuid[])) AND m.seq > :from AND m.seq <= :to
ORDER BY m.event_id, m.seq DESC, s.num
