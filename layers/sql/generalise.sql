-- Copies of a layer's version for low zooms. Names between /* and */ are our own.

-- name: pending
-- The newest version of each vector layer that has no copies yet.
SELECT slug, version FROM (
    SELECT DISTINCT ON (slug) slug, version, kind, table_name FROM layer_version ORDER BY slug, version DESC) AS newest
WHERE kind = 'vektor' AND table_name IS NOT NULL
  AND NOT EXISTS (SELECT FROM layer_copy c WHERE c.slug = newest.slug AND c.version = newest.version)
ORDER BY slug

-- name: lock
-- Held to commit; false where another process is making these copies.
SELECT pg_try_advisory_xact_lock(21, hashtext(:slug))

-- name: is_made
SELECT EXISTS (SELECT FROM layer_copy WHERE slug = :slug AND version = :version)

-- name: size
SELECT count(*) AS features, coalesce(sum(ST_NPoints(geom_3857)), 0) AS vertices FROM layer_data./* table */

-- name: create
CREATE TABLE layer_copies./* copy */ (
    band smallint NOT NULL, fid bigint NOT NULL, geom geometry(Geometry, 3857) NOT NULL);
CREATE TABLE layer_copies./* grid */ (
    band smallint NOT NULL, level smallint NOT NULL, x integer NOT NULL, y integer NOT NULL, n bigint NOT NULL,
    grave bigint NOT NULL DEFAULT 0, dx bigint NOT NULL, dy bigint NOT NULL)

-- name: index
CREATE INDEX ON layer_copies./* copy */ USING gist (band, geom);
CREATE INDEX ON layer_copies./* copy */ (fid, band);
ALTER TABLE layer_copies./* grid */ ADD PRIMARY KEY (band, level, x, y);
ANALYZE layer_copies./* copy */;
ANALYZE layer_copies./* grid */

-- name: index_time
SELECT sigap.index_layer_time(:table, :column)

-- name: shapes
SELECT fid, ST_AsBinary(geom_3857) AS geom FROM layer_data./* table */ ORDER BY fid

-- name: simplify
-- Each shape by itself, without those smaller than half a pixel across at the band's finest zoom.
INSERT INTO layer_copies./* copy */ (band, fid, geom)
SELECT :band, fid, geom FROM (
    SELECT fid, CASE WHEN ST_NPoints(geom_3857) < 6 THEN geom_3857
                     ELSE ST_SimplifyVW(geom_3857, :detail_m * :detail_m) END AS geom
    FROM layer_data./* table */
    WHERE NOT (/* tiny */)) AS simple
WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)

-- name: count
-- Counts by cell at one level of what conditions choose; `dx`, `dy` are sums of 128ths of a cell.
INSERT INTO layer_copies./* grid */ (band, level, x, y, n, dx, dy)
SELECT :band, :level, floor(px / 128), floor(py / 128), count(*), sum(px - floor(px / 128) * 128),
       sum(py - floor(py / 128) * 128)
FROM (
    SELECT floor((ST_X(point) + 20037508.342789244) / 40075016.685578488 * 2 ^ (:level + 7)) AS px,
           floor((20037508.342789244 - ST_Y(point)) / 40075016.685578488 * 2 ^ (:level + 7)) AS py
    FROM (SELECT /* point */ AS point FROM layer_data./* table */ WHERE /* chosen */) AS points) AS units
GROUP BY 3, 4

-- name: fullest
-- Points in the fullest tile of a zoom.
SELECT coalesce(max(n), 0) FROM (
    SELECT sum(n) AS n FROM layer_copies./* grid */ WHERE level = :level GROUP BY x / :span, y / :span) AS tiles

-- name: labels
INSERT INTO layer_copies./* copy */ (band, fid, geom)
SELECT -1, fid, ST_PointOnSurface(geom_3857) FROM layer_data./* table */

-- name: open
-- As open as the version itself.
GRANT SELECT ON layer_copies./* copy */, layer_copies./* grid */ TO sigap_publik

-- name: record
INSERT INTO layer_copy (slug, version, how, raw_from, bands, grid, labels, time_column, notes)
VALUES (:slug, :version, :how, :raw_from, :bands, :grid, :labels, :time_column, CAST(:notes AS jsonb))
