-- name: found
-- The submission, or the one of a report; how many reports it holds, and how many of its texts are not sealed.
SELECT s.id AS submission, s.sha256,
       (SELECT count(*) FROM report r WHERE r.submission_id = s.id) AS reports,
       (SELECT count(*) FROM report r JOIN report_text t ON t.report_id = r.id
        WHERE r.submission_id = s.id AND t.content IS NOT NULL)
       + (SELECT count(*) FROM report r JOIN personal_datum t ON t.report_id = r.id
          WHERE r.submission_id = s.id AND t.content IS NOT NULL) AS unsealed,
       (SELECT l.recorded_at FROM erasure e JOIN ledger_entry l USING (entry)
        WHERE e.submission_id = s.id AND (NOT e.only_report OR e.report_id = CAST(:report AS uuid))
        ORDER BY e.id LIMIT 1) AS erased_at
FROM submission s
WHERE s.id = coalesce(CAST(:submission AS uuid),
                      (SELECT submission_id FROM report WHERE id = CAST(:report AS uuid)))

-- name: add
INSERT INTO erasure (id, submission_id, report_id, only_report, sha256, reason, by, entry)
VALUES (:id, :submission, :report, :only_report, :sha256, :reason, :by, :entry)

-- name: list
SELECT e.id, e.submission_id, e.report_id, e.only_report, e.sha256, e.reason, e.by, l.recorded_at
FROM erasure e JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq AND e.id < :before
ORDER BY e.id DESC
LIMIT :limit
