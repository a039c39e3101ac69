-- name: reports
-- Reports by their status at :seq, oldest first, with how many findings each has.
SELECT r.id, r.submission_id, r.source, r.hazard, r.other_hazards, r.occurred_from, r.occurred_precision, r.valid_at,
       r.is_update, r.confidence, s.status, s.by AS status_by, p.area_code, p.areas, p.precision, p.uncertainty_m,
       p.approximate, i.place, l.recorded_at, k.event_id,
       coalesce(f.galat, 0) AS errors, coalesce(f.peringatan, 0) AS warnings, coalesce(f.info, 0) AS notes
FROM report r
JOIN ledger_entry l USING (entry)
LEFT JOIN item i ON i.report_id = r.id AND i.submission_id = r.submission_id AND i.ordinal = r.ordinal
JOIN report_status s ON s.report_id = r.id AND s.id = (
    SELECT t.id FROM report_status t JOIN ledger_entry e USING (entry)
    WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1)
JOIN LATERAL (SELECT t.* FROM report_location t JOIN ledger_entry e USING (entry)
              WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (SELECT event_id FROM event_link t JOIN ledger_entry e USING (entry)
              WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1) k ON true
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE severity = 'galat') AS galat,
           count(*) FILTER (WHERE severity = 'peringatan') AS peringatan,
           count(*) FILTER (WHERE severity = 'info') AS info
    FROM (SELECT severity FROM finding WHERE report_id = r.id
          UNION ALL
          SELECT each ->> 'severity' FROM comparison c, jsonb_array_elements(c.findings) AS each
          WHERE c.report_id = r.id AND c.known_from <= :seq AND (c.known_to IS NULL OR c.known_to > :seq)) AS all_findings
    ) f ON true
WHERE s.status = ANY(CAST(:statuses AS text[])) AND l.seq <= :seq AND r.id > :after
  /* conditions */
ORDER BY r.id
LIMIT :limit

-- name: counts
-- How many wait, by regency spoken of (one in two regencies counts in both) and by age at :now.
SELECT regency, age, s.status, count(*) AS n, min(l.recorded_at) AS oldest
FROM report r
JOIN ledger_entry l USING (entry)
JOIN report_status s ON s.report_id = r.id AND s.id = (
    SELECT t.id FROM report_status t JOIN ledger_entry e USING (entry)
    WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1)
JOIN LATERAL (SELECT areas, area_code FROM report_location t JOIN ledger_entry e USING (entry)
              WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1) p ON true
CROSS JOIN LATERAL (SELECT DISTINCT array_to_string((string_to_array(code, '.'))[1:2], '.') AS regency
                    FROM unnest(CASE WHEN cardinality(p.areas) = 0 THEN ARRAY['19'] ELSE p.areas END) AS code) AS spoken_of
CROSS JOIN LATERAL (SELECT CASE WHEN l.recorded_at > :now - interval '1 hour' THEN '1_jam'
                                WHEN l.recorded_at > :now - interval '6 hours' THEN '6_jam'
                                WHEN l.recorded_at > :now - interval '24 hours' THEN '1_hari'
                                WHEN l.recorded_at > :now - interval '7 days' THEN '7_hari'
                                ELSE 'lebih' END AS age) AS aged
WHERE s.status = ANY(CAST(:statuses AS text[])) AND l.seq <= :seq
  /* conditions */
GROUP BY regency, age, s.status

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
