-- name: lock_scope
-- Two sheets of one scope with the same rows are taken in one after the other, so that the second knows them.
SELECT pg_advisory_xact_lock(24, hashtext(:scope))

-- name: known
-- The newest row of each identity that became a report, of earlier submissions.
SELECT DISTINCT ON (identity) identity, fingerprint, report_id
FROM sheet_row
WHERE scope = :scope AND identity = ANY(CAST(:identities AS text[])) AND submission_id <> :submission
  AND report_id IS NOT NULL
ORDER BY identity, id DESC

-- name: events_and_statuses
SELECT r.id AS report_id, s.status, l.event_id
FROM report r
JOIN LATERAL (SELECT status FROM report_status WHERE report_id = r.id ORDER BY id DESC LIMIT 1) s ON true
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = r.id ORDER BY id DESC LIMIT 1) l ON true
WHERE r.id = ANY(CAST(:reports AS uuid[]))

-- name: replace_earlier
-- Takes out the reports of earlier states of the rows that these reports were read from: all, or only those
-- that nobody has verified.
WITH RECURSIVE earlier AS (
    SELECT replaces FROM sheet_row WHERE report_id = ANY(CAST(:reports AS uuid[])) AND replaces IS NOT NULL
    UNION
    SELECT r.replaces FROM sheet_row r JOIN earlier e ON r.report_id = e.replaces WHERE r.replaces IS NOT NULL
), done AS (
    INSERT INTO report_status (report_id, status, reason, by, entry)
    SELECT e.replaces, 'ditolak', 'digantikan: baris ini dikirim ulang setelah diperbaiki', :by, :entry
    FROM earlier e
    JOIN LATERAL (SELECT status FROM report_status WHERE report_id = e.replaces ORDER BY id DESC LIMIT 1) s
      ON s.status <> 'ditolak' AND (:verified_too OR s.status <> 'terverifikasi')
    RETURNING report_id
)
SELECT l.event_id
FROM done
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = done.report_id ORDER BY id DESC LIMIT 1) l ON true
