-- name: same_decree
-- A standing declaration of the same level by the same decree for the same areas.
SELECT 1 FROM emergency_status s
WHERE s.act = 'tetap' AND s.level = :level AND lower(s.decree) = lower(:decree) AND s.areas = CAST(:areas AS text[])
  AND NOT EXISTS (SELECT FROM emergency_status w WHERE w.declaration_id = s.declaration_id AND w.act = 'batal')

-- name: latest_act
-- By the order in which entries settled: they are numbered as they begin. One that is still open comes last.
SELECT s.act, s.level, s.hazard, s.areas, s.decree, s.issued_by, s.issued_on, s.starts_on, s.ends_on
FROM emergency_status s LEFT JOIN ledger_entry l USING (entry)
WHERE s.declaration_id = :declaration
ORDER BY l.seq DESC NULLS FIRST, s.id DESC
LIMIT 1

-- name: add_act
INSERT INTO emergency_status (id, declaration_id, act, level, hazard, areas, decree, issued_by, issued_on, starts_on,
    ends_on, reason, by, entry)
VALUES (:id, :declaration_id, :act, :level, :hazard, :areas, :decree, :issued_by, :issued_on, :starts_on, :ends_on,
    :reason, :by, :entry)
