-- name: acts
-- Every act known at :seq on declarations that touch the area and hazard asked for, in the order they were made.
SELECT s.id, s.declaration_id, s.act, s.level, s.hazard, s.areas, s.decree, s.issued_by, s.issued_on, s.starts_on,
       s.ends_on, l.seq, l.recorded_at
FROM emergency_status s
JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq
  AND (CAST(:area AS text) IS NULL OR EXISTS (
      SELECT FROM unnest(s.areas) AS code
      WHERE code = :area OR code LIKE :area || '.%' OR :area LIKE code || '.%'))
  AND (CAST(:hazards AS text[]) IS NULL OR s.hazard IS NULL OR s.hazard = ANY(CAST(:hazards AS text[])))
ORDER BY s.declaration_id, l.seq

-- name: one
SELECT s.id, s.declaration_id, s.act, s.level, s.hazard, s.areas, s.decree, s.issued_by, s.issued_on, s.starts_on,
       s.ends_on, l.seq, l.recorded_at
FROM emergency_status s JOIN ledger_entry l USING (entry)
WHERE s.declaration_id = :declaration AND l.seq <= :seq
ORDER BY l.seq

-- name: proposals
SELECT f.id AS number, f.report_id AS report, f.id_text AS id, f.en_text AS en, r.source, r.hazard, p.areas, l.recorded_at
FROM finding f
JOIN report r ON r.id = f.report_id
JOIN ledger_entry l ON l.entry = f.entry
JOIN LATERAL place_then(r.id, :seq) p ON true
WHERE f.code = :code AND l.seq <= :seq AND f.id < :before
  AND (CAST(:area AS text) IS NULL OR EXISTS (
      SELECT FROM unnest(p.areas) AS a WHERE a = :area OR a LIKE :area || '.%'))
ORDER BY f.id DESC
LIMIT :limit
