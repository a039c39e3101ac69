-- name: add
INSERT INTO remote_layer (slug, kind, url, schedule, enabled, options, meta, by, entry)
VALUES (:slug, :kind, :url, :schedule, :enabled, :options, :meta, :by, :entry)

-- name: newest
-- The newest row of every remote layer (or of one), with when it was written down.
SELECT DISTINCT ON (r.slug) r.slug, r.kind, r.url, r.schedule, r.enabled, r.options, r.meta, r.by, l.recorded_at AS since
FROM remote_layer r JOIN ledger_entry l USING (entry)
WHERE CAST(:slug AS text) IS NULL OR r.slug = :slug
ORDER BY r.slug, r.id DESC

-- name: add_fetch
INSERT INTO remote_fetch (slug, outcome, started_at, version, key, digest, signal, figures, error)
VALUES (:slug, :outcome, :started_at, :version, :key, :digest, :signal, :figures, :error)

-- name: fetches
SELECT outcome, started_at, ended_at, version, key, digest, signal, figures, error
FROM remote_fetch WHERE slug = :slug AND (NOT :good OR outcome <> 'gagal')
ORDER BY id DESC LIMIT :limit
