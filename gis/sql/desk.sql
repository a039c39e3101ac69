-- name: candidates
-- The next reports by id that may fit: what a report was at :seq is looked at for these alone.
SELECT r.id
FROM report r
WHERE r.id > :after AND r.entry NOT IN (SELECT entry FROM ledger_entry WHERE seq > :seq) /* conditions */
ORDER BY r.id
LIMIT :limit

-- name: waiting_candidates
-- The same of those that waited.
SELECT r.id
FROM (/* shared: waiting_then */ ORDER BY w.report_id) AS waited (id)
CROSS JOIN LATERAL (SELECT * FROM report WHERE report.id = waited.id LIMIT 1) AS r
WHERE waited.id > :after /* conditions */
ORDER BY waited.id
LIMIT :limit

-- name: reports
-- Those of :ids that fit by what they were at :seq, oldest first, with how many findings each has. Words are those
-- that each had by then, as corrected.
WITH page AS MATERIALIZED (
    SELECT r.id, r.submission_id, r.ordinal, w.source, w.hazard, w.other_hazards, w.occurred_from,
           w.occurred_precision, r.valid_at, w.is_update, r.confidence, s.status, s.by AS status_by, p.area_code,
           p.areas, p.precision, p.uncertainty_m, p.approximate, l.recorded_at
    FROM unnest(CAST(:ids AS uuid[])) AS asked (id)
    CROSS JOIN LATERAL (SELECT * FROM report WHERE report.id = asked.id LIMIT 1) AS r
    JOIN ledger_entry l USING (entry)
    JOIN LATERAL status_then(r.id, :seq) s ON s.status = ANY(CAST(:statuses AS text[]))
    JOIN LATERAL place_then(r.id, :seq) p ON true
    LEFT JOIN (/* shared: corrected_then */) AS k ON k.report_id = r.id
    CROSS JOIN LATERAL (/* shared: words_then */) AS w
    WHERE l.seq <= :seq /* conditions */
    ORDER BY r.id
    LIMIT :limit
)
SELECT r.id, r.submission_id, r.source, r.hazard, r.other_hazards, r.occurred_from, r.occurred_precision, r.valid_at,
       r.is_update, r.confidence, r.status, r.status_by, r.area_code, r.areas, r.precision, r.uncertainty_m,
       r.approximate, i.place, r.recorded_at, k.event_id, f.errors, f.warnings, f.notes
FROM page r
LEFT JOIN item i ON i.report_id = r.id AND i.submission_id = r.submission_id AND i.ordinal = r.ordinal
LEFT JOIN LATERAL link_then(r.id, :seq) k ON true
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE severity = 'galat') AS errors,
           count(*) FILTER (WHERE severity = 'peringatan') AS warnings,
           count(*) FILTER (WHERE severity = 'info') AS notes
    FROM (/* shared: findings_then */) AS all_findings
) AS f
ORDER BY r.id

-- name: counts
-- How many wait, by regency spoken of (one in two regencies counts in both) and by age at :now, by their words then.
SELECT regency, age, s.status, count(*) AS n, min(l.recorded_at) AS oldest
FROM (/* reports */) AS r
JOIN ledger_entry l USING (entry)
JOIN LATERAL status_then(r.id, :seq) s ON s.status = ANY(CAST(:statuses AS text[]))
JOIN LATERAL place_then(r.id, :seq) p ON true
LEFT JOIN (/* shared: corrected_then */) AS k ON k.report_id = r.id
CROSS JOIN LATERAL (/* shared: words_then */) AS w
CROSS JOIN LATERAL unnest(/* shared: regencies_of */) AS regency
CROSS JOIN LATERAL (SELECT CASE WHEN l.recorded_at > :now - interval '1 hour' THEN '1_jam'
                                WHEN l.recorded_at > :now - interval '6 hours' THEN '6_jam'
                                WHEN l.recorded_at > :now - interval '24 hours' THEN '1_hari'
                                WHEN l.recorded_at > :now - interval '7 days' THEN '7_hari'
                                ELSE 'lebih' END AS age) AS aged
WHERE l.seq <= :seq /* conditions */
GROUP BY regency, age, s.status

-- name: all_reports
SELECT * FROM report

-- name: waiting_reports
SELECT r.*
FROM (/* shared: waiting_then */) AS waited (id)
CROSS JOIN LATERAL (SELECT * FROM report WHERE report.id = waited.id LIMIT 1) AS r

-- name: statuses
-- Every status a report had up to :seq, oldest first.
SELECT s.status, s.reason, s.by, l.seq, l.recorded_at
FROM report_status s JOIN ledger_entry l USING (entry)
WHERE s.report_id = :report_id AND l.seq <= :seq
ORDER BY s.id

-- name: locations
-- Every place a report had up to :seq, oldest first, and the edition that it was found by.
SELECT p.areas, p.area_code, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, p.precision, p.uncertainty_m, p.method,
       p.approximate, a.slug AS edition, l.seq, l.recorded_at
FROM report_location p JOIN ledger_entry l USING (entry) JOIN area_edition a ON a.id = p.edition_id
WHERE p.report_id = :report_id AND l.seq <= :seq
ORDER BY p.id

-- name: personal
SELECT kind, place FROM personal_datum WHERE report_id = :report_id ORDER BY id

-- name: submitted
-- What a report came in with, and when that was received first.
SELECT s.id, s.sha256, s.kind, s.filename, i.place,
       (SELECT min(received_at) FROM receipt WHERE submission_id = s.id) AS received_at
FROM report r JOIN submission s ON s.id = r.submission_id
LEFT JOIN item i ON i.submission_id = r.submission_id AND i.ordinal = r.ordinal
WHERE r.id = :report_id

-- name: places_of
-- The areas of these reports as they are now.
SELECT r.id, p.areas
FROM report r
JOIN LATERAL (SELECT areas FROM report_location WHERE report_id = r.id ORDER BY id DESC LIMIT 1) p ON true
WHERE r.id = ANY(CAST(:reports AS uuid[]))

-- name: standing_of
-- Status and event of these reports as they are now.
SELECT r.id, s.status, k.event_id
FROM report r
JOIN LATERAL (SELECT status FROM report_status WHERE report_id = r.id ORDER BY id DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = r.id ORDER BY id DESC LIMIT 1) k ON true
WHERE r.id = ANY(CAST(:reports AS uuid[]))

-- name: waiting_of_submission
-- A submission's reports that nobody has verified or rejected yet.
SELECT r.id
FROM report r
JOIN LATERAL (SELECT status FROM report_status WHERE report_id = r.id ORDER BY id DESC LIMIT 1) s ON true
WHERE r.submission_id = :submission AND s.status IN ('draf', 'diperiksa')

-- name: decide
INSERT INTO report_status (report_id, status, reason, by, entry)
SELECT id, :status, :reason, :by, :entry FROM unnest(CAST(:reports AS uuid[])) AS id
