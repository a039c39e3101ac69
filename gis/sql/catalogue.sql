-- name: newest
-- The newest version of each layer (or of one) at a moment.
SELECT DISTINCT ON (v.slug) v.slug, v.version, v.kind, v.title, v.description, v.source, v.source_date, v.licence,
       v.access, v.table_name, v.file_sha256, v.geometry_type, v.feature_count, v.attributes, v.bbox, v.minzoom,
       v.maxzoom, v.style, v.invented, l.seq
FROM layer_version v
JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq AND (CAST(:slug AS text) IS NULL OR v.slug = :slug)
ORDER BY v.slug, v.version DESC

-- name: is_made_of
SELECT EXISTS (SELECT FROM layer_version WHERE slug = :slug AND submission_id = :submission)

-- name: next_version
SELECT coalesce(max(version), 0) + 1 FROM layer_version WHERE slug = :slug

-- name: lock_slug
-- Held to commit: two files for one layer become versions one after the other.
SELECT pg_advisory_xact_lock(20, hashtext(:slug))

-- name: version
SELECT v.*, l.seq FROM layer_version v JOIN ledger_entry l USING (entry)
WHERE v.slug = :slug AND v.version = :version

-- name: repeat_statistics
INSERT INTO zonal_statistic (slug, version, edition_id, code, figures, entry)
SELECT slug, :again, edition_id, code, figures, :entry FROM zonal_statistic
WHERE slug = :slug AND version = :version
