-- name: submission_by_hash
SELECT id, kind, filename FROM submission WHERE sha256 = :sha256

-- name: add_submission
INSERT INTO submission (id, sha256, filename, media_type, size, kind, recipe, entry)
VALUES (:id, :sha256, :filename, :media_type, :size, :kind, :recipe, :entry)

-- name: add_receipt
INSERT INTO receipt (id, submission_id, channel, agency, received_at, received_by, entry)
VALUES (:id, :submission_id, :channel, :agency, :received_at, :received_by, :entry)

-- name: figure_ids
-- A block of :n figure ids, so that parts can name their totals before either is written.
SELECT nextval('figure_id_seq') FROM generate_series(1, :n)

-- name: event_nums
SELECT nextval('event_num_seq') FROM generate_series(1, :n)

-- name: add_status
INSERT INTO report_status (report_id, status, reason, by, entry)
VALUES (:report_id, :status, :reason, :by, :entry)

-- name: event_of_report
SELECT l.event_id, s.status
FROM report r
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = r.id ORDER BY id DESC LIMIT 1) l ON true
JOIN LATERAL (SELECT status FROM report_status WHERE report_id = r.id ORDER BY id DESC LIMIT 1) s ON true
WHERE r.id = :report_id

-- name: report_ids_ending
SELECT id FROM report WHERE right(CAST(id AS text), length(:tail)) = :tail LIMIT 2

-- name: event_ids_ending
SELECT id FROM event WHERE right(CAST(id AS text), length(:tail)) = :tail LIMIT 2

-- name: candidate_ids_ending
SELECT id FROM link_candidate WHERE right(CAST(id AS text), length(:tail)) = :tail LIMIT 2

-- name: token_ids_ending
SELECT id FROM api_token WHERE right(CAST(id AS text), length(:tail)) = :tail LIMIT 2

-- name: submission_ids_ending
SELECT id FROM submission WHERE right(CAST(id AS text), length(:tail)) = :tail LIMIT 2

-- name: status_ids_ending
SELECT id FROM emergency_status
WHERE act = 'tetap' AND right(CAST(id AS text), length(:tail)) = :tail LIMIT 2

-- name: report
SELECT r.*, s.status, s.reason, p.areas, p.area_code, p.precision, p.uncertainty_m, p.method, p.approximate,
       ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, k.event_id, l.seq, l.recorded_at
FROM report r
JOIN ledger_entry l USING (entry)
JOIN LATERAL status_then(r.id, :seq) s ON true
JOIN LATERAL place_then(r.id, :seq) p ON true
JOIN LATERAL link_then(r.id, :seq) k ON true
WHERE r.id = :report_id AND l.seq <= :seq

-- name: report_figures
-- Every figure known at :seq; one that an officer replaced or withdrew says so, and why.
SELECT f.id, f.kind, f.area_code, f.areas, f.total, f.value, f.state, f.unit, f.raw, f.valid_at, f.valid_at_known,
       f.approx, f.part_of, f.lineage, f.reason, c.replaced_by, c.reason IS NOT NULL AND c.replaced_by IS NULL AS withdrawn,
       c.reason AS correction
FROM figure f
JOIN ledger_entry l USING (entry)
LEFT JOIN (SELECT k.figure_id, k.replaced_by, k.reason FROM figure_correction k JOIN ledger_entry e USING (entry)
           WHERE k.report_id = :report_id AND e.seq <= :seq) c ON c.figure_id = f.id
WHERE f.report_id = :report_id AND l.seq <= :seq
ORDER BY f.id

-- name: report_corrections
-- Corrections of the report's own words, oldest first, each with the words as they were from then on.
SELECT c.source, c.source_kind, c.hazard, c.other_hazards, c.occurred_from, c.occurred_to, c.occurred_precision, c.kib,
       c.kib_key, c.is_update, c.changed, c.reason, l.recorded_by AS by, l.recorded_at
FROM report_correction c JOIN ledger_entry l USING (entry)
WHERE c.report_id = :report_id AND l.seq <= :seq
ORDER BY c.id

-- name: report_findings
SELECT code, severity, id_text AS id, en_text AS en, field FROM finding WHERE report_id = :report_id ORDER BY id

-- name: report_texts
SELECT field, content, sealed FROM report_text WHERE report_id = :report_id ORDER BY field

-- name: report_personal
SELECT kind, place, content, sealed FROM personal_datum WHERE report_id = :report_id ORDER BY id

-- name: personal_of
SELECT r.submission_id, r.id AS report_id, p.content, p.sealed
FROM personal_datum p JOIN report r ON r.id = p.report_id
WHERE r.id = ANY(CAST(:reports AS uuid[])) OR r.submission_id = CAST(:submission AS uuid)

-- name: submission
SELECT s.id, s.sha256, s.filename, s.media_type, s.size, s.kind, s.recipe, l.recorded_at
FROM submission s JOIN ledger_entry l USING (entry) WHERE s.id = :id AND l.seq <= :seq

-- name: receipts
SELECT r.id, r.channel, r.agency, r.received_at, r.received_by
FROM receipt r JOIN ledger_entry l USING (entry)
WHERE r.submission_id = :id AND l.seq <= :seq
ORDER BY r.received_at, r.id

-- name: items
SELECT i.ordinal, i.place, i.status, i.report_id AS report, i.code, i.column_name AS "column", i.value,
       i.reason_id, i.reason_en, i.sealed, k.event_id AS event
FROM item i
LEFT JOIN LATERAL link_then(i.report_id, :seq) k ON true
WHERE i.submission_id = :id AND i.ordinal > :after
ORDER BY i.ordinal
LIMIT :limit

-- name: item_counts
SELECT status, count(*) AS n FROM item WHERE submission_id = :id GROUP BY status

-- name: rejection_reasons
-- Why rows were not taken, most frequent first.
SELECT n.code, f.value, f.reason_id, f.reason_en, f.sealed, n.n
FROM (SELECT code, count(*) AS n, min(ordinal) AS first FROM item
      WHERE submission_id = :id AND status = 'ditolak' GROUP BY code) AS n
JOIN item f ON f.submission_id = :id AND f.ordinal = n.first
ORDER BY n.n DESC, n.code

-- name: submissions
SELECT s.id, s.filename, s.kind, s.recipe, s.size, l.recorded_at,
       (SELECT count(*) FROM receipt r JOIN ledger_entry e USING (entry)
        WHERE r.submission_id = s.id AND e.seq <= :seq) AS receipts
FROM submission s JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq AND s.id < :before
  AND (CAST(:from AS timestamptz) IS NULL OR l.recorded_at >= :from)
  AND (CAST(:to AS timestamptz) IS NULL OR l.recorded_at <= :to)
  AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
ORDER BY s.id DESC
LIMIT :limit
