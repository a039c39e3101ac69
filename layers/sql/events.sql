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
WHERE s.event_id = :event AND s.audience = :audience
  AND s.known_from <= :seq AND (s.known_to IS NULL OR s.known_to > :seq)

-- name: published
-- Every published figure of one event: totals first, then its parts by area.
SELECT kind, total, area_code, value, state, unit, approx, low, high, counting, source, valid_at, dissent,
       report_id
FROM published_figure
WHERE event_id = :event AND audience = :audience
  AND known_from <= :seq AND (known_to IS NULL OR known_to > :seq)
ORDER BY kind, total DESC, area_code

-- name: reports
-- The reports that made this event at this moment. Officers only: the public view has no reports.
SELECT r.id, r.source, r.valid_at, r.valid_at_known, l.recorded_at, s.status, r.is_update
FROM report r
JOIN ledger_entry l USING (entry)
JOIN LATERAL (
    SELECT event_id FROM event_link k JOIN ledger_entry e USING (entry)
    WHERE k.report_id = r.id AND e.seq <= :seq ORDER BY k.id DESC LIMIT 1
) k ON k.event_id = :event
JOIN LATERAL (
    SELECT status FROM report_status t JOIN ledger_entry e USING (entry)
    WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1
) s ON true
WHERE r.id IN (SELECT report_id FROM event_link WHERE event_id = :event)
ORDER BY r.valid_at, r.id

-- name: history
-- How the event's summary changed: each state up to the moment, with when it became known.
SELECT s.known_from AS seq, l.recorded_at, s.name, s.severity, s.valid_at, s.reports, s.sources, s.figures
FROM event_state s
JOIN ledger_entry l ON l.seq = s.known_from
WHERE s.event_id = :event AND s.audience = :audience AND s.known_from <= :seq
ORDER BY s.known_from
