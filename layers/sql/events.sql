-- name: list
-- One page of events, newest first.
SELECT s.*, ST_X(s.point) AS lon, ST_Y(s.point) AS lat
FROM event_state s
WHERE /* conditions */
ORDER BY s.occurred_from DESC, s.num DESC
LIMIT :limit

-- name: count
SELECT count(*) FROM event_state s WHERE /* conditions */

-- name: one
SELECT s.*, ST_X(s.point) AS lon, ST_Y(s.point) AS lat
FROM event_state s
WHERE s.event_id = :event AND s.audience IN ('semua', :audience)
  AND s.known_from <= :seq AND (s.known_to IS NULL OR s.known_to > :seq)

-- name: published
-- Every published figure of one event: totals first, then its parts by area.
SELECT kind, total, area_code, value, state, unit, approx, low, high, counting, source, valid_at, valid_at_known,
       corrected, dissent, report_id
FROM published_figure
WHERE event_id = :event AND audience IN ('semua', :audience)
  AND known_from <= :seq AND (known_to IS NULL OR known_to > :seq)
ORDER BY kind, total DESC, area_code

-- name: reports
-- The reports that made this event at this moment. Officers only: the public view has no reports.
SELECT r.id, r.source, r.valid_at, r.valid_at_known, l.recorded_at, s.status, r.is_update
FROM report r
JOIN ledger_entry l USING (entry)
JOIN LATERAL link_then(r.id, :seq) k ON k.event_id = :event
JOIN LATERAL status_then(r.id, :seq) s ON true
WHERE r.id IN (SELECT report_id FROM event_link WHERE event_id = :event)
ORDER BY r.valid_at, r.id

-- name: history
-- How the event's summary changed: each state up to the moment, with when it became known.
SELECT s.known_from AS seq, l.recorded_at, s.name, s.severity, s.valid_at, s.valid_at_known,
       s.reports, s.sources, s.figures
FROM event_state s
JOIN ledger_entry l ON l.seq = s.known_from
WHERE s.event_id = :event AND s.audience IN ('semua', :audience) AND s.known_from <= :seq
ORDER BY s.known_from

-- name: versions
-- What was published of each kind and area, since when it was known, and until when; oldest first.
SELECT f.kind, f.total, f.area_code, f.unit, f.value, f.state, f.approx, f.low, f.high, f.source, f.valid_at,
       f.valid_at_known, f.corrected, f.known_from AS seq, l.recorded_at, u.recorded_at AS until
FROM published_figure f
JOIN ledger_entry l ON l.seq = f.known_from
LEFT JOIN ledger_entry u ON u.seq = f.known_to AND u.seq <= :seq
WHERE f.event_id = :event AND f.audience IN ('semua', :audience) AND f.known_from <= :seq
ORDER BY f.kind, f.total DESC, f.area_code, f.known_from

-- name: words
-- Every word of every report of this event on any figure, oldest first. Officers only.
SELECT f.id, f.kind, f.total, f.area_code, f.unit, f.value, f.state, f.raw, f.approx, f.valid_at, f.valid_at_known,
       f.part_of, f.lineage, f.reason, l.recorded_at, l.recorded_by AS by, r.id AS report, s.status,
       coalesce(w.source, r.source) AS source, c.replaced_by, c.reason AS correction, c.recorded_at AS corrected_at,
       c.recorded_by AS corrected_by, i.place, b.id AS submission, b.filename
FROM event_link any_link
JOIN report r ON r.id = any_link.report_id
JOIN LATERAL link_then(r.id, :seq) k ON k.event_id = :event
JOIN LATERAL status_then(r.id, :seq) s ON true
JOIN figure f ON f.report_id = r.id
JOIN ledger_entry l ON l.entry = f.entry AND l.seq <= :seq
LEFT JOIN LATERAL (
    SELECT source FROM report_correction t JOIN ledger_entry e USING (entry)
    WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1
) w ON true
LEFT JOIN LATERAL (
    SELECT t.replaced_by, t.reason, e.recorded_at, e.recorded_by
    FROM figure_correction t JOIN ledger_entry e USING (entry) WHERE t.figure_id = f.id AND e.seq <= :seq
) c ON true
JOIN submission b ON b.id = r.submission_id
LEFT JOIN item i ON i.submission_id = r.submission_id AND i.ordinal = r.ordinal
WHERE any_link.event_id = :event
  AND any_link.id = (SELECT min(id) FROM event_link WHERE event_id = :event AND report_id = r.id)
ORDER BY f.kind, f.total DESC, f.area_code, f.valid_at, l.seq, f.id

-- name: figure_ids
-- The register's row behind each published figure. Officers only.
SELECT kind, total, area_code, figure_id FROM published_figure
WHERE event_id = :event AND audience IN ('semua', :audience)
  AND known_from <= :seq AND (known_to IS NULL OR known_to > :seq)
