-- name: event_exists
SELECT EXISTS (SELECT FROM event WHERE id = :event)

-- name: members
-- Reports whose newest link is the event, whatever their status.
SELECT l.report_id FROM event_link l
WHERE l.event_id = :event
  AND NOT EXISTS (SELECT FROM event_link n WHERE n.report_id = l.report_id AND n.id > l.id)
ORDER BY l.report_id

-- name: event_of
SELECT event_id FROM event_link WHERE report_id = :report ORDER BY id DESC LIMIT 1

-- name: add_event
INSERT INTO event (id, entry) VALUES (:id, :entry)

-- name: add_act
INSERT INTO link_act (act, event_id, into_id, report_id, emptied, undoes, reason, by, entry)
VALUES (:act, :event, :into, :report, :emptied, :undoes, :reason, :by, :entry)

-- name: merge_to_undo
-- The newest merge of the event into another that was not taken back, else the newest of another into it.
SELECT a.id, a.event_id, a.into_id, a.entry FROM link_act a
WHERE a.act = 'gabung' AND :event IN (a.event_id, a.into_id)
  AND NOT EXISTS (SELECT FROM link_act u WHERE u.undoes = a.id)
ORDER BY a.event_id = :event DESC, a.id DESC
LIMIT 1

-- name: moved_by_merge
-- Reports that a merge moved, that only merges (or their undoing) moved since, and that are still with it.
SELECT l.report_id
FROM event_link l
JOIN LATERAL (SELECT event_id FROM event_link p WHERE p.report_id = l.report_id AND p.id < l.id
              ORDER BY p.id DESC LIMIT 1) before ON before.event_id = :event_id
JOIN LATERAL (SELECT event_id FROM event_link p WHERE p.report_id = l.report_id ORDER BY p.id DESC LIMIT 1) n
    ON n.event_id = :now
WHERE l.entry = :entry AND l.event_id = :into_id
  AND NOT EXISTS (SELECT FROM event_link p WHERE p.report_id = l.report_id AND p.id > l.id
                  AND p.reason NOT IN ('gabung', 'lepas'))
ORDER BY l.report_id

-- name: ever_told
SELECT DISTINCT report_id FROM event_link
WHERE event_id IN (SELECT unnest(CAST(:events AS uuid[]))
                   UNION SELECT into_id FROM link_act WHERE act = 'gabung' AND event_id = ANY(:events))

-- name: lives_on_in
-- The newest act that says where an event's reports went as a whole, or that they came back.
SELECT a.act, a.into_id FROM link_act a JOIN ledger_entry l USING (entry)
WHERE a.event_id = :event AND (a.emptied OR a.act = 'lepas') AND l.seq <= :seq
ORDER BY a.id DESC
LIMIT 1

-- name: candidate
SELECT c.report_id, c.decision, a.answer,
       mine.event_id AS own_event,
       (SELECT event_id FROM event_link WHERE report_id = c.like_report_id ORDER BY id DESC LIMIT 1) AS like_event,
       c.report_id = (SELECT report_id FROM event_link WHERE event_id = mine.event_id ORDER BY id LIMIT 1) AS made_for_it
FROM link_candidate c
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = c.report_id ORDER BY id DESC LIMIT 1) mine ON true
LEFT JOIN link_answer a ON a.candidate_id = c.id
WHERE c.id = :id

-- name: candidates
-- What a report was found to be like. The event is that which the report it is like tells of by then. The report's
-- words are those that it had by then, as corrected.
SELECT c.id, c.report_id AS report, mine.event_id AS report_event, theirs.event_id AS event,
       c.like_report_id AS like_report, c.score, c.decision, c.reasons, g.recorded_at,
       r.hazard, r.occurred_from, r.occurred_to, r.occurred_precision, r.source, r.is_update, p.area_code, p.areas,
       s.name AS event_name, a.answer, a.reason AS answer_reason, a.by AS answered_by, a.recorded_at AS answered_at
FROM link_candidate c
JOIN ledger_entry g USING (entry)
JOIN report first ON first.id = c.report_id
LEFT JOIN LATERAL (SELECT t.* FROM report_correction t JOIN ledger_entry e USING (entry)
                   WHERE t.report_id = c.report_id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1) k ON true
CROSS JOIN LATERAL (SELECT coalesce(k.hazard, first.hazard) AS hazard, coalesce(k.source, first.source) AS source,
                           coalesce(k.occurred_from, first.occurred_from) AS occurred_from,
                           coalesce(k.occurred_to, first.occurred_to) AS occurred_to,
                           coalesce(k.occurred_precision, first.occurred_precision) AS occurred_precision,
                           coalesce(k.is_update, first.is_update) AS is_update) r
JOIN LATERAL link_then(c.report_id, :seq) mine ON true
JOIN LATERAL link_then(c.like_report_id, :seq) theirs ON true
JOIN LATERAL place_then(c.report_id, :seq) p ON true
JOIN LATERAL status_then(c.report_id, :seq) status ON true
JOIN LATERAL status_then(c.like_report_id, :seq) like_status ON true
LEFT JOIN LATERAL (SELECT w.*, e.recorded_at FROM link_answer w JOIN ledger_entry e USING (entry)
                   WHERE w.candidate_id = c.id AND e.seq <= :seq) a ON true
LEFT JOIN event_state s ON s.event_id = theirs.event_id AND s.audience IN ('semua', 'petugas') AND s.known_from <= :seq
                       AND (s.known_to IS NULL OR s.known_to > :seq)
CROSS JOIN LATERAL (
    SELECT CASE WHEN c.decision = 'otomatis' THEN 'otomatis'
                WHEN a.answer IS NOT NULL OR mine.event_id = theirs.event_id
                     OR 'ditolak' IN (status.status, like_status.status)
                     OR EXISTS (SELECT FROM link_candidate o JOIN link_answer w ON w.candidate_id = o.id
                                JOIN ledger_entry e ON e.entry = w.entry
                                WHERE o.report_id = c.report_id AND w.answer = 'terima' AND e.seq <= :seq) THEN 'dijawab'
                ELSE 'terbuka' END AS state) AS standing
WHERE g.seq <= :seq AND c.id > :after AND standing.state = :state
  AND (CAST(:hazards AS text[]) = '{}' OR r.hazard = ANY(:hazards))
  AND (CAST(:from AS timestamptz) IS NULL OR r.occurred_to > :from)
  AND (CAST(:to AS timestamptz) IS NULL OR r.occurred_from <= :to)
  AND NOT EXISTS (SELECT FROM unnest(CAST(:areas AS text[])) AS wanted
                  WHERE NOT EXISTS (SELECT FROM unnest(p.areas || p.area_code) AS named
                                    WHERE named = wanted OR named LIKE wanted || '.%'))
ORDER BY c.id
LIMIT :limit

-- name: links_of_report
-- Every link a report had up to :seq, oldest first, with the score and reasons of those made by score.
SELECT k.event_id AS event, k.reason, l.recorded_at, l.recorded_by AS by, c.score, c.reasons
FROM event_link k
JOIN ledger_entry l USING (entry)
LEFT JOIN link_candidate c ON c.report_id = k.report_id AND c.entry = k.entry AND c.decision = 'otomatis'
WHERE k.report_id = :report AND l.seq <= :seq
ORDER BY k.id
