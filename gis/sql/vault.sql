-- name: keys
SELECT submission_id, wrapped, master FROM submission_key WHERE submission_id = ANY(CAST(:ids AS uuid[]))

-- name: any_key
SELECT EXISTS (SELECT FROM submission_key)

-- name: add_key
INSERT INTO submission_key (submission_id, wrapped, master) VALUES (:id, :wrapped, :master) ON CONFLICT DO NOTHING

-- name: wrapped_otherwise
-- Locked, so that no key is destroyed and brought back meanwhile.
SELECT submission_id, wrapped, master FROM submission_key WHERE master <> :master ORDER BY submission_id FOR UPDATE

-- name: rewrap
UPDATE submission_key SET wrapped = :wrapped, master = :master WHERE submission_id = :id

-- name: destroy
DELETE FROM submission_key WHERE submission_id = :id

-- name: sha256
SELECT sha256 FROM submission WHERE id = :id

-- name: is_erased
SELECT EXISTS (SELECT FROM erasure WHERE submission_id = :id)
