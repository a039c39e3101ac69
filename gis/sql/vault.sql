-- name: keys
SELECT submission_id, wrapped, master FROM submission_key WHERE submission_id = ANY(CAST(:ids AS uuid[]))

-- name: parts
SELECT part, submission_id, wrapped, master FROM part_key WHERE part = ANY(CAST(:names AS uuid[]))

-- name: any_key
SELECT EXISTS (SELECT FROM submission_key) OR EXISTS (SELECT FROM part_key)

-- name: add_key
INSERT INTO submission_key (submission_id, wrapped, master) VALUES (:id, :wrapped, :master) ON CONFLICT DO NOTHING

-- name: names_of_parts
-- What a submission's rows are sealed for: its reports, and itself for what became none.
SELECT id FROM report WHERE submission_id = :id UNION ALL SELECT CAST(:id AS uuid)

-- name: sealed_whole
-- What of a submission is sealed with its key itself (the first byte is 1), and whose part of the key would do.
SELECT r.id AS part, t.sealed FROM report r JOIN report_text t ON t.report_id = r.id
WHERE r.submission_id = :id AND get_byte(t.sealed, 0) = 1
UNION ALL
SELECT r.id, p.sealed FROM report r JOIN personal_datum p ON p.report_id = r.id
WHERE r.submission_id = :id AND get_byte(p.sealed, 0) = 1
UNION ALL
SELECT submission_id, sealed FROM item WHERE submission_id = :id AND get_byte(sealed, 0) = 1
UNION ALL
SELECT coalesce(report_id, submission_id), cells FROM sheet_row WHERE submission_id = :id AND get_byte(cells, 0) = 1

-- name: resealed
SELECT sealed FROM resealed WHERE digest = :digest

-- name: wrapped_otherwise
-- Locked, so that no key is destroyed and brought back meanwhile.
SELECT submission_id, wrapped, master FROM submission_key WHERE master <> :master ORDER BY submission_id FOR UPDATE

-- name: parts_wrapped_otherwise
SELECT part, submission_id, wrapped, master FROM part_key WHERE master <> :master ORDER BY part FOR UPDATE

-- name: rewrap
UPDATE submission_key SET wrapped = :wrapped, master = :master WHERE submission_id = :id

-- name: rewrap_part
UPDATE part_key SET wrapped = :wrapped, master = :master WHERE part = :name

-- name: destroy
DELETE FROM submission_key WHERE submission_id = :id

-- name: destroy_parts
DELETE FROM part_key WHERE submission_id = :id

-- name: destroy_part
DELETE FROM part_key WHERE part = :name

-- name: sha256
SELECT sha256 FROM submission WHERE id = :id

-- name: erased
-- As a whole.
SELECT submission_id FROM erasure WHERE submission_id = ANY(CAST(:ids AS uuid[])) AND NOT only_report

-- name: has_erased
-- As a whole, or a report of it: the original is gone either way.
SELECT EXISTS (SELECT FROM erasure WHERE submission_id = :id)
