-- name: chain
SELECT DISTINCT ON (s.level) s.level, s.act, s.origin, s.value, s.reason, s.by, l.recorded_at AS at,
       EXISTS (SELECT FROM figure_correction c JOIN ledger_entry x USING (entry)
               WHERE c.report_id = s.report_id AND x.seq > l.seq AND x.seq <= :seq) AS corrected_since
FROM sign_off s JOIN ledger_entry l USING (entry)
WHERE s.report_id = :report_id AND l.seq <= :seq
ORDER BY s.level, s.id DESC

-- name: history
SELECT s.level, s.act, s.origin, s.value, s.reason, s.by, l.recorded_at AS at,
       EXISTS (SELECT FROM figure_correction c JOIN ledger_entry x USING (entry)
               WHERE c.report_id = s.report_id AND x.seq > l.seq AND x.seq <= :seq) AS corrected_since
FROM sign_off s JOIN ledger_entry l USING (entry)
WHERE s.report_id = :report_id AND l.seq <= :seq
ORDER BY s.id

-- name: standing
SELECT DISTINCT ON (level) level, act FROM sign_off WHERE report_id = :report_id ORDER BY level, id DESC

-- name: status
SELECT status FROM report_status WHERE report_id = :report_id ORDER BY id DESC LIMIT 1

-- name: add
INSERT INTO sign_off (report_id, level, act, origin, reason, by, entry)
VALUES (:report_id, :level, :act, :origin, :reason, :by, :entry)
