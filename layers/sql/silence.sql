-- name: words
-- What came in after :start and up to :end, as known at :seq: one row a receipt, source and regency spoken of.
-- The same bytes on two mornings are two words. Rejected reports are none.
WITH heard AS (
    SELECT r.submission_id, r.received_at
    FROM receipt r JOIN ledger_entry l USING (entry)
    WHERE r.received_at > :start AND r.received_at <= :end AND l.seq <= :seq
)
SELECT 'laporan' AS kind, r.source, h.received_at, regency, count(*) AS reports,
       bool_or(EXISTS (SELECT FROM figure f WHERE f.report_id = r.id AND f.value IS NOT NULL)) AS numbers,
       bool_or(EXISTS (SELECT FROM figure f WHERE f.report_id = r.id AND f.state = 'pendataan')) AS counting
FROM heard h
JOIN report r USING (submission_id)
JOIN LATERAL (SELECT status FROM report_status t JOIN ledger_entry e USING (entry)
              WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1) s ON s.status <> 'ditolak'
JOIN LATERAL (SELECT areas FROM report_location t JOIN ledger_entry e USING (entry)
              WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1) p ON true
CROSS JOIN LATERAL (SELECT DISTINCT array_to_string((string_to_array(code, '.'))[1:2], '.') AS regency
                    FROM unnest(CASE WHEN cardinality(p.areas) = 0 THEN ARRAY['19'] ELSE p.areas END) AS code) AS spoken_of
GROUP BY h.submission_id, h.received_at, r.source, regency
UNION ALL
SELECT 'nihil', n.source, h.received_at, regency, 0, false, false
FROM heard h
JOIN nil_report n USING (submission_id)
CROSS JOIN LATERAL (SELECT DISTINCT array_to_string((string_to_array(code, '.'))[1:2], '.') AS regency
                    FROM unnest(CASE WHEN cardinality(n.areas) = 0 THEN ARRAY['19'] ELSE n.areas END) AS code) AS spoken_of
ORDER BY received_at, source, regency

-- name: last_words
-- When each source was last heard, and each area last called quiet, up to :end.
WITH said AS (
    SELECT DISTINCT submission_id, source, CAST(NULL AS text[]) AS areas FROM report WHERE source = ANY(:sources)
    UNION ALL
    SELECT submission_id, source, areas FROM nil_report
)
SELECT source, areas, max(received_at) AS received_at
FROM said
JOIN receipt r USING (submission_id)
JOIN ledger_entry l ON l.entry = r.entry
WHERE received_at <= :end AND l.seq <= :seq
GROUP BY source, areas
