-- name: secret
SELECT secret FROM installation

-- name: settled
SELECT coalesce(max(seq), 0) FROM ledger_entry

-- name: entries_after
-- Entries that have settled meanwhile.
SELECT entry FROM ledger_entry WHERE seq > :seq

-- name: create_asked
-- One row a new report and regency in which its event may have been told before.
CREATE TEMP TABLE IF NOT EXISTS asked (n integer, regency text, since timestamptz, until timestamptz, hazards text[],
    is_update boolean) ON COMMIT DROP

-- name: empty_asked
TRUNCATE asked

-- name: analyze_asked
ANALYZE asked

-- name: any_trait
SELECT EXISTS (SELECT FROM report_trait WHERE entry <> :entry)

-- name: found
-- Reports that may tell of the same events, nearest in time first and at most :most for each new one. Updates
-- are looked for, and look, a week farther. Long ones and those known to the month have an index of their own.
-- What an officer corrected is found where and when it is now, too.
SELECT DISTINCT n, report_id FROM (
    SELECT a.n, f.report_id, row_number() OVER (
               PARTITION BY a.n ORDER BY abs(extract(epoch FROM f.occurred_from - a.since)), f.report_id) AS nth
    FROM asked a
    CROSS JOIN LATERAL (
        SELECT t.report_id, t.occurred_from, t.occurred_to, t.entry FROM report_trait t
        WHERE t.regency = a.regency AND NOT t.long
          AND t.occurred_from > a.since - interval '9 days' AND t.occurred_from < a.until + interval '7 days'
        UNION ALL
        SELECT t.report_id, t.occurred_from, t.occurred_to, t.entry FROM report_trait t
        WHERE t.regency = a.regency AND t.long
          AND t.occurred_from > a.since - interval '400 days' AND t.occurred_from < a.until + interval '7 days'
        UNION ALL
        SELECT c.report_id, c.occurred_from, c.occurred_to, c.entry
        FROM report_correction c JOIN report_trait t USING (report_id)
        WHERE (SELECT EXISTS (SELECT FROM report_correction)) AND t.regency = a.regency AND 'occurred' = ANY(c.changed)
          AND c.occurred_from > a.since - interval '400 days' AND c.occurred_from < a.until + interval '7 days'
        UNION ALL
        SELECT p.report_id, coalesce(c.occurred_from, t.occurred_from), coalesce(c.occurred_to, t.occurred_to), p.entry
        FROM report_location p JOIN report_trait t USING (report_id)
        LEFT JOIN LATERAL (SELECT occurred_from, occurred_to FROM report_correction
                           WHERE report_id = p.report_id ORDER BY id DESC LIMIT 1) c ON true
        WHERE (SELECT EXISTS (SELECT FROM report_location WHERE method = 'koreksi')) AND p.method = 'koreksi'
          AND left(p.area_code, 5) = a.regency
          AND t.occurred_from > a.since - interval '400 days' AND t.occurred_from < a.until + interval '400 days'
    ) f
    JOIN report r ON r.id = f.report_id
    WHERE r.entry <> :entry AND (CAST(:entries AS bigint[]) IS NULL OR f.entry = ANY(CAST(:entries AS bigint[])))
      AND f.occurred_to > a.since - CASE WHEN a.is_update THEN interval '7 days' ELSE interval '0' END
      AND f.occurred_from < a.until + CASE WHEN r.is_update THEN interval '7 days' ELSE interval '0' END
      AND (r.hazard = ANY(a.hazards) OR r.other_hazards && a.hazards
           OR EXISTS (SELECT FROM report_correction c WHERE c.report_id = r.id
                      AND (c.hazard = ANY(a.hazards) OR c.other_hazards && a.hazards)))
) AS near
WHERE nth <= :most

-- name: told
-- Reports as linking sees them: as corrected, at their newest place, on their newest event; none rejected.
SELECT r.id, r.submission_id, b.kind <> 'teks' AS is_row,
       coalesce(c.source, r.source) AS source, coalesce(c.hazard, r.hazard) AS hazard,
       coalesce(c.other_hazards, r.other_hazards) AS other_hazards,
       coalesce(c.occurred_from, r.occurred_from) AS occurred_from,
       coalesce(c.occurred_to, r.occurred_to) AS occurred_to,
       coalesce(c.occurred_precision, r.occurred_precision) AS occurred_precision, r.valid_at,
       CASE WHEN c.id IS NULL THEN r.kib_key ELSE c.kib_key END AS kib_key,
       coalesce(c.is_update, r.is_update) AS is_update,
       p.areas, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, p.precision, p.uncertainty_m, p.method,
       t.place, t.story, k.event_id, f.figures
FROM unnest(CAST(:reports AS uuid[])) AS wanted (id)
JOIN report r USING (id)
JOIN report_trait t ON t.report_id = r.id
JOIN submission b ON b.id = r.submission_id
LEFT JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = r.id ORDER BY id DESC LIMIT 1) k ON true
JOIN LATERAL (SELECT status FROM report_status WHERE report_id = r.id ORDER BY id DESC LIMIT 1) s
    ON s.status <> 'ditolak'
JOIN LATERAL (SELECT * FROM report_location WHERE report_id = r.id ORDER BY id DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (SELECT * FROM report_correction WHERE report_id = r.id ORDER BY id DESC LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT jsonb_object_agg(kind, value) AS figures FROM figure
                   WHERE report_id = r.id AND total AND value IS NOT NULL) f ON true

-- name: events_by_kib
-- The event that carries each well-formed kib already, by the earliest report of it.
SELECT DISTINCT ON (r.kib_key) r.kib_key, l.event_id
FROM report r
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = r.id ORDER BY id DESC LIMIT 1) l ON true
JOIN LATERAL (SELECT status FROM report_status WHERE report_id = r.id ORDER BY id DESC LIMIT 1) s
    ON s.status <> 'ditolak'
WHERE r.kib_key = ANY(CAST(:keys AS text[])) AND r.entry <> :entry
ORDER BY r.kib_key, r.entry, r.ordinal

-- name: questions
-- Pairs of events that officers are asked about, by the newest link of both reports.
SELECT DISTINCT mine.event_id AS one, theirs.event_id AS other
FROM link_candidate c
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = c.report_id ORDER BY id DESC LIMIT 1) mine ON true
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = c.like_report_id ORDER BY id DESC LIMIT 1) theirs
    ON theirs.event_id <> mine.event_id
WHERE c.report_id = ANY(CAST(:reports AS uuid[])) AND c.decision = 'tanya'
  AND NOT EXISTS (SELECT FROM link_answer a WHERE a.candidate_id = c.id)
