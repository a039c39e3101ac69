-- name: sheet_rows
-- Rows of BNPB's sheet as they came, the newest state of each: rejected reports and rows sent again are left out.
SELECT w.id, w.submission_id, w.ordinal, w.report_id, w.cells, h.names, i.code AS rejected
FROM sheet_row w
JOIN ledger_entry e USING (entry)
JOIN sheet_head h ON h.submission_id = w.submission_id AND h.sheet = w.sheet
LEFT JOIN item i ON i.submission_id = w.submission_id AND i.ordinal = w.ordinal AND i.status = 'ditolak'
LEFT JOIN LATERAL status_then(w.report_id, :seq) s ON true
LEFT JOIN LATERAL place_then(w.report_id, :seq) p ON true
LEFT JOIN LATERAL (SELECT (t.occurred_from AT TIME ZONE 'Asia/Jakarta')::date AS day
                   FROM report_correction t JOIN ledger_entry x USING (entry)
                   WHERE t.report_id = w.report_id AND x.seq <= :seq AND 'occurred' = ANY(t.changed)
                   ORDER BY t.id DESC LIMIT 1) moved ON true
WHERE w.recipe = 'bnpb' AND w.cells IS NOT NULL AND e.seq <= :seq
  AND s.status IS DISTINCT FROM 'ditolak'
  AND (CAST(:start AS date) IS NULL OR coalesce(moved.day, w.day) >= :start)
  AND (CAST(:end AS date) IS NULL OR coalesce(moved.day, w.day) <= :end)
  AND (CAST(:area AS text) IS NULL
       OR EXISTS (SELECT FROM unnest(p.areas) a WHERE a = :area OR a LIKE :area || '.%'))
  AND NOT EXISTS (
    SELECT FROM sheet_row n
    JOIN ledger_entry x USING (entry)
    LEFT JOIN LATERAL status_then(n.report_id, :seq) ns ON true
    WHERE n.scope = w.scope AND n.identity = w.identity AND n.id > w.id AND x.seq <= :seq
      AND (n.report_id IS NOT NULL OR w.report_id IS NULL) AND ns.status IS DISTINCT FROM 'ditolak')
ORDER BY w.submission_id, w.ordinal

-- name: corrected_figures
-- What officers made of the figures of reports that came as rows: the figure as it stands, null where withdrawn.
SELECT DISTINCT ON (f.report_id, f.kind) f.report_id, f.kind, now.value, now.state, coalesce(c.reason, f.reason) AS reason,
       l.recorded_by AS by, l.recorded_at
FROM figure f
JOIN ledger_entry fe ON fe.entry = f.entry AND fe.seq <= :seq
LEFT JOIN (SELECT c.* FROM figure_correction c JOIN ledger_entry x USING (entry) WHERE x.seq <= :seq) c
  ON c.figure_id = f.id
LEFT JOIN figure now ON now.id = CASE WHEN c.id IS NULL THEN f.id ELSE c.replaced_by END
JOIN ledger_entry l ON l.entry = coalesce(c.entry, f.entry)
WHERE f.report_id = ANY(CAST(:reports AS uuid[])) AND f.total
  AND (c.id IS NOT NULL OR f.reason IS NOT NULL)
ORDER BY f.report_id, f.kind, f.id DESC

-- name: corrected_words
-- Every correction of the words of reports, oldest first: each holds all words as they are from then on.
SELECT c.report_id, c.changed, c.reason, c.hazard, c.occurred_from, c.occurred_precision, c.source, c.kib,
       l.recorded_by AS by, l.recorded_at
FROM report_correction c JOIN ledger_entry l USING (entry)
WHERE c.report_id = ANY(CAST(:reports AS uuid[])) AND l.seq <= :seq
ORDER BY c.report_id, c.id

-- name: places
-- Where reports stand now, and the areas that they told of at first.
SELECT DISTINCT ON (p.report_id) p.report_id, p.areas, p.precision, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat,
       (SELECT f.areas FROM report_location f WHERE f.report_id = p.report_id ORDER BY f.id LIMIT 1) AS first_areas
FROM report_location p JOIN ledger_entry l USING (entry)
WHERE p.report_id = ANY(CAST(:reports AS uuid[])) AND l.seq <= :seq
ORDER BY p.report_id, p.id DESC

-- name: signatures
-- The newest act on each level of the sign-off chain of reports.
SELECT DISTINCT ON (s.report_id, s.level) s.report_id, s.level, s.act, s.origin, s.value, s.reason, s.by, l.recorded_at
FROM sign_off s JOIN ledger_entry l USING (entry)
WHERE s.report_id = ANY(CAST(:reports AS uuid[])) AND l.seq <= :seq
ORDER BY s.report_id, s.level, s.id DESC

-- name: events
-- Disasters as officers see them that no row of BNPB's sheet tells of, oldest first.
SELECT s.event_id, s.num, s.name, s.hazard, s.other_hazards, s.occurred_from, s.occurred_to, s.occurred_precision,
       s.areas, s.precision, s.valid_at, ST_X(s.point) AS lon, ST_Y(s.point) AS lat
FROM event_state s
WHERE s.audience IN ('semua', 'petugas') AND s.known_from <= :seq AND (s.known_to IS NULL OR s.known_to > :seq)
  AND s.is_bencana
  AND (CAST(:start AS date) IS NULL OR s.occurred_to > CAST(:start AS date)::timestamp AT TIME ZONE 'Asia/Jakarta')
  AND (CAST(:end AS date) IS NULL OR s.occurred_from < (CAST(:end AS date) + 1)::timestamp AT TIME ZONE 'Asia/Jakarta')
  AND (CAST(:area AS text) IS NULL OR s.area_path @> ARRAY[CAST(:area AS text)])
  AND (:all_events OR NOT s.event_id = ANY(CAST(:told AS uuid[])))
ORDER BY s.occurred_from, s.num

-- name: event_figures
SELECT event_id, kind, area_code, total, value, share, state
FROM published_figure
WHERE event_id = ANY(CAST(:events AS uuid[])) AND audience IN ('semua', 'petugas')
  AND known_from <= :seq AND (known_to IS NULL OR known_to > :seq)

-- name: event_reports
-- The reports of events, not rejected ones, newest word first, in the words that they had by :seq.
SELECT k.event_id, r.id AS report_id, coalesce(c.source, r.source) AS source,
       CASE WHEN c.id IS NULL THEN r.kib ELSE c.kib END AS kib, r.valid_at, r.submission_id
FROM report r
JOIN ledger_entry l USING (entry)
LEFT JOIN LATERAL (SELECT t.id, t.source, t.kib FROM report_correction t JOIN ledger_entry e USING (entry)
                   WHERE t.report_id = r.id AND e.seq <= :seq ORDER BY t.id DESC LIMIT 1) c ON true
JOIN LATERAL link_then(r.id, :seq) k ON true
JOIN LATERAL status_then(r.id, :seq) s ON s.status <> 'ditolak'
WHERE k.event_id = ANY(CAST(:events AS uuid[])) AND l.seq <= :seq
  AND r.id IN (SELECT report_id FROM event_link WHERE event_id = ANY(CAST(:events AS uuid[])))
ORDER BY k.event_id, r.valid_at DESC, r.id DESC

-- name: events_of_reports
SELECT DISTINCT k.event_id
FROM unnest(CAST(:reports AS uuid[])) AS wanted
JOIN LATERAL link_then(wanted, :seq) k ON true

-- name: texts
SELECT report_id, field, content, sealed FROM report_text WHERE report_id = ANY(CAST(:reports AS uuid[]))

-- name: blank
SELECT DISTINCT unnest(blank) FROM report WHERE id = ANY(CAST(:reports AS uuid[]))

-- name: emergencies
-- Emergency statuses as their acts left them, for the areas of an event.
SELECT DISTINCT ON (t.declaration_id) t.act, t.level, t.hazard, t.areas, t.decree, t.starts_on, t.ends_on
FROM emergency_status t JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq
ORDER BY t.declaration_id, l.seq DESC, t.id DESC
