-- name: words
-- What came in after :start and up to :end, as known at :seq: one row a receipt, source and regency spoken of.
-- The same bytes on two mornings are two words. Rejected reports are none. `counting` is told only where nothing
-- has a number.
WITH heard AS (
    SELECT r.submission_id, r.received_at
    FROM receipt r JOIN ledger_entry l USING (entry)
    WHERE r.received_at > :start AND r.received_at <= :end AND l.seq <= :seq
), rejected AS MATERIALIZED (
    SELECT DISTINCT t.report_id FROM report_status t
    JOIN LATERAL status_then(t.report_id, :seq) s ON s.status = 'ditolak'
    WHERE t.status = 'ditolak'
), spoken AS MATERIALIZED (
    SELECT r.submission_id, r.source, regency, array_agg(r.id) AS ids
    FROM (SELECT DISTINCT submission_id FROM heard) AS once
    JOIN report r USING (submission_id)
    JOIN ledger_entry l ON l.entry = r.entry AND l.seq <= :seq
    JOIN LATERAL place_then(r.id, :seq) p ON true
    CROSS JOIN LATERAL unnest(/* shared: regencies_of */) AS regency
    WHERE r.id NOT IN (SELECT report_id FROM rejected)
    GROUP BY r.submission_id, r.source, regency
), told AS MATERIALIZED (  -- the first number that is found is enough
    SELECT s.*, EXISTS (SELECT FROM unnest(s.ids) AS one (id), LATERAL (
        SELECT FROM figure f WHERE f.report_id = one.id AND f.value IS NOT NULL LIMIT 1) AS found) AS numbers
    FROM spoken s
)
SELECT 'laporan' AS kind, t.source, h.received_at, t.regency, cardinality(t.ids) AS reports, t.numbers,
       NOT t.numbers AND EXISTS (SELECT FROM unnest(t.ids) AS one (id), LATERAL (
           SELECT FROM figure f WHERE f.report_id = one.id AND f.state = 'pendataan' LIMIT 1) AS found) AS counting
FROM heard h
JOIN told t USING (submission_id)
UNION ALL
SELECT 'nihil', n.source, h.received_at, regency, 0, false, false
FROM heard h
JOIN nil_report n USING (submission_id)
CROSS JOIN LATERAL (SELECT n.areas) AS p
CROSS JOIN LATERAL unnest(/* shared: regencies_of */) AS regency
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
