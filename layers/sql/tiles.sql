-- name: kejadian
-- Events as points, and as areas where the place is no more exact than a kecamatan. Most severe first, so
-- that a cut tile keeps what matters; ordered, so that equal data give equal bytes.
SELECT coalesce((
    SELECT ST_AsMVT(t, 'kejadian', 4096, 'geom', 'num') FROM (
        SELECT ST_AsMVTGeom(s.point_3857, ST_TileEnvelope(:z, :x, :y), 4096, 64, true) AS geom, s.num,
               CAST(s.event_id AS text) AS event_id, s.name, s.hazard, s.severity,
               to_char(s.occurred_from AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD') AS start,
               s.precision, s.approximate, s.verified, s.is_bencana, s.invented
        FROM event_state s
        WHERE s.point_3857 && ST_TileEnvelope(:z, :x, :y, margin => 64.0 / 4096)
          AND /* conditions */
        ORDER BY s.severity DESC, s.num
        LIMIT :limit) t
    WHERE geom IS NOT NULL), '')
|| coalesce((
    SELECT ST_AsMVT(t, 'kejadian_wilayah', 4096, 'geom', 'num') FROM (
        SELECT ST_AsMVTGeom(g.geom_3857, ST_TileEnvelope(:z, :x, :y), 4096, 64, true) AS geom, s.num,
               CAST(s.event_id AS text) AS event_id, s.name, s.hazard, s.severity,
               to_char(s.occurred_from AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD') AS start,
               s.precision, s.approximate, s.verified, s.is_bencana, s.invented, g.code AS kode
        FROM event_state s
        JOIN area_gen g ON g.code = ANY(s.drawn_areas)
        WHERE g.edition_id = :edition AND g.zoom = :band
          AND g.geom_3857 && ST_TileEnvelope(:z, :x, :y, margin => 64.0 / 4096)
          AND /* conditions */
        ORDER BY s.severity DESC, s.num, g.code
        LIMIT :limit) t
    WHERE geom IS NOT NULL), '')

-- name: area
-- One level of the area edition, and a label point an area.
SELECT coalesce((
    SELECT ST_AsMVT(t, :layer, 4096, 'geom', 'num') FROM (
        SELECT ST_AsMVTGeom(g.geom_3857, ST_TileEnvelope(:z, :x, :y), 4096, 64, true) AS geom,
               CAST(replace(g.code, '.', '') AS bigint) AS num,
               g.code AS kode, a.name AS nama, a.kind AS jenis, e.indicative AS indikatif
        FROM area_gen g
        JOIN area a ON a.edition_id = g.edition_id AND a.code = g.code
        JOIN area_edition e ON e.id = g.edition_id
        WHERE g.edition_id = :edition AND g.zoom = :band AND g.level = :level
          AND g.geom_3857 && ST_TileEnvelope(:z, :x, :y, margin => 64.0 / 4096)
        ORDER BY g.code) t
    WHERE geom IS NOT NULL), '')
|| coalesce((
    SELECT ST_AsMVT(t, CAST(:layer AS text) || '_label', 4096, 'geom', 'num') FROM (
        SELECT ST_AsMVTGeom(ST_Transform(a.label_point, 3857), ST_TileEnvelope(:z, :x, :y), 4096, 64, true) AS geom,
               CAST(replace(a.code, '.', '') AS bigint) AS num,
               a.code AS kode, a.name AS nama, a.kind AS jenis, e.indicative AS indikatif
        FROM area a
        JOIN area_edition e ON e.id = a.edition_id
        WHERE a.edition_id = :edition AND a.level = :level
          AND a.label_point && ST_Transform(ST_TileEnvelope(:z, :x, :y, margin => 64.0 / 4096), 4326)
        ORDER BY a.code) t
    WHERE geom IS NOT NULL), '')

-- name: band
-- The newest edition at a moment, and the generalised copy that serves a zoom.
SELECT e.id AS edition, coalesce((SELECT max(zoom) FROM area_gen WHERE edition_id = e.id AND zoom <= :z), 0) AS band
FROM area_edition e
JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq
ORDER BY e.valid_to IS NOT NULL, l.seq DESC, e.id DESC
LIMIT 1

-- name: vector
-- A vector layer's version; `columns` and the table are names that we made when it was loaded.
SELECT coalesce((
    SELECT ST_AsMVT(t, :layer, 4096, 'geom', 'fid') FROM (
        SELECT ST_AsMVTGeom(v.geom_3857, ST_TileEnvelope(:z, :x, :y), 4096, 64, true) AS geom, v.fid/* columns */
        FROM layer_data./* table */ v
        WHERE v.geom_3857 && ST_TileEnvelope(:z, :x, :y, margin => 64.0 / 4096)
        ORDER BY v.fid
        LIMIT :limit) t
    WHERE geom IS NOT NULL), '')

-- name: is_indicative
SELECT e.indicative FROM area_edition e JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq ORDER BY e.valid_to IS NOT NULL, l.seq DESC, e.id DESC LIMIT 1
