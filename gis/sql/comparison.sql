-- name: create_compared
CREATE TEMP TABLE compared (report_id uuid, event_id uuid, findings jsonb) ON COMMIT DROP

-- name: told
-- The reports of touched events that have more than one, in the order that they speak, with their totals.
WITH several AS (
    SELECT event_id FROM member WHERE audience <> 'publik' GROUP BY event_id HAVING count(*) > 1
)
SELECT m.event_id, m.id AS report_id, m.source, m.valid_at, v.values_told
FROM several
JOIN member m USING (event_id)
LEFT JOIN LATERAL (SELECT jsonb_object_agg(f.kind, f.value) AS values_told
                   FROM figure f WHERE f.report_id = m.id AND f.total AND f.value IS NOT NULL
                     AND NOT EXISTS (SELECT FROM figure_correction c WHERE c.figure_id = f.id)) v ON true
WHERE m.audience <> 'publik'
ORDER BY m.event_id, m.valid_at, m.entry, m.id

-- name: fill_compared
INSERT INTO compared (report_id, event_id, findings) VALUES (:report_id, :event_id, :findings)

-- name: close
UPDATE comparison c SET known_to = :seq
WHERE c.known_to IS NULL
  AND (c.event_id IN (SELECT event_id FROM touched)
       OR c.report_id IN (SELECT id FROM member WHERE audience <> 'publik'))
  AND NOT EXISTS (
    SELECT FROM compared n
    WHERE (n.report_id, n.event_id, n.findings) = (c.report_id, c.event_id, c.findings))

-- name: open
INSERT INTO comparison (report_id, known_from, event_id, findings)
SELECT report_id, :seq, event_id, findings FROM compared n
WHERE NOT EXISTS (SELECT FROM comparison c WHERE c.known_to IS NULL AND c.report_id = n.report_id)

-- name: of_reports
-- The comparisons of these reports as known at :seq.
SELECT report_id, findings FROM comparison
WHERE report_id = ANY(CAST(:reports AS uuid[])) AND known_from <= :seq AND (known_to IS NULL OR known_to > :seq)
