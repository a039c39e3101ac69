-- name: about
SELECT s.id, s.sha256, s.filename, s.kind, s.recipe, l.recorded_at
FROM submission s JOIN ledger_entry l USING (entry) WHERE s.id = :id AND l.seq <= :seq

-- name: counts
SELECT status, count(*) AS n FROM item WHERE submission_id = :id GROUP BY status

-- name: refused
-- Rows that were not taken, in their order.
SELECT w.sheet, w.row_number, i.code, i.column_name, i.reason_id, i.sealed
FROM sheet_row w JOIN item i ON i.submission_id = w.submission_id AND i.ordinal = w.ordinal
WHERE w.submission_id = :id AND i.status = 'ditolak'
ORDER BY w.ordinal

-- name: doubted
-- What is doubtful about the rows that were taken, and which an officer rejected later and why.
SELECT w.sheet, w.row_number, f.code, f.severity, f.id_text, f.field, w.ordinal
FROM sheet_row w JOIN finding f ON f.report_id = w.report_id
WHERE w.submission_id = :id AND f.severity <> 'info'
UNION ALL
SELECT w.sheet, w.row_number, 'ditolak_petugas', 'galat', coalesce(s.reason, 'ditolak petugas'), '', w.ordinal
FROM sheet_row w
JOIN LATERAL status_then(w.report_id, :seq) s ON s.status = 'ditolak'
WHERE w.submission_id = :id
  AND NOT EXISTS (SELECT FROM sheet_row n WHERE n.replaces = w.report_id)
ORDER BY ordinal

-- name: areas
SELECT DISTINCT p.area_code
FROM report r
JOIN LATERAL (SELECT area_code FROM report_location WHERE report_id = r.id ORDER BY id DESC LIMIT 1) p ON true
WHERE r.submission_id = :id

-- name: sent_by
SELECT EXISTS (SELECT FROM receipt WHERE submission_id = :id AND (received_by = :name OR agency = :agency))
