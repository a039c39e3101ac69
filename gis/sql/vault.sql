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
