-- name: add
INSERT INTO audit (by, role, action, subject, address, entry)
VALUES (:by, :role, :action, :subject, :address, :entry)

-- name: read
-- Both logs in one line of time. Each branch is cut to a page before they are joined.
SELECT * FROM (
    (SELECT at, 'a' || lpad(CAST(id AS text), 19, '0') AS key, by, role, action, subject, address, entry
     FROM audit
     WHERE (CAST(:by AS text) IS NULL OR by = :by) AND (CAST(:action AS text) IS NULL OR action = :action)
       AND (CAST(:from AS timestamptz) IS NULL OR at >= :from) AND (CAST(:to AS timestamptz) IS NULL OR at <= :to)
       AND (CAST(:at AS timestamptz) IS NULL OR (at, 'a' || lpad(CAST(id AS text), 19, '0')) < (:at, :key))
     ORDER BY at DESC, id DESC LIMIT :limit)
    UNION ALL
    (SELECT recorded_at, 'b' || lpad(CAST(seq AS text), 19, '0'), recorded_by, NULL, 'tulis', why, NULL, entry
     FROM ledger_entry
     WHERE (CAST(:by AS text) IS NULL OR recorded_by = :by)
       AND (CAST(:action AS text) IS NULL OR CAST(:action AS text) = 'tulis')
       AND (CAST(:from AS timestamptz) IS NULL OR recorded_at >= :from)
       AND (CAST(:to AS timestamptz) IS NULL OR recorded_at <= :to)
       AND (CAST(:at AS timestamptz) IS NULL OR (recorded_at, 'b' || lpad(CAST(seq AS text), 19, '0')) < (:at, :key))
     ORDER BY recorded_at DESC, seq DESC LIMIT :limit)
) AS lines
ORDER BY at DESC, key DESC
LIMIT :limit
