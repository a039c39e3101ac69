-- Parts of tile statements. Each gives one row: the bytes of one MVT layer, and how many features it holds.
-- layers/tiles.py joins the parts of a tile into one statement. What stands between /* and */ it fills in
-- with names, numbers and conditions of our own; what readers sent are parameters.

-- name: events
-- Events as points. Most severe first, then newest, so that a cut tile keeps what matters.
SELECT coalesce(ST_AsMVT(t, 'kejadian', 4096, 'geom', 'num'), '') AS tile, count(*) AS n FROM (
    SELECT ST_AsMVTGeom(s.point_3857, ST_TileEnvelope(/* z */, :x, :y), 4096, 64, true) AS geom, s.num,
           CAST(s.event_id AS text) AS event_id, s.name, s.hazard, s.severity,
           to_char(s.occurred_from AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD') AS start,
           s.precision, s.approximate, s.verified, s.is_bencana, s.invented
    FROM event_state s
    WHERE s.point_3857 && ST_TileEnvelope(/* z */, :x, :y, margin => 64.0 / 4096)
      AND /* gate */
      AND /* conditions */
    ORDER BY s.severity DESC, s.occurred_from DESC, s.num
    LIMIT /* limit */) t
WHERE geom IS NOT NULL

-- name: event_areas
-- Events whose place is no more exact than a kecamatan, as areas.
SELECT coalesce(ST_AsMVT(t, 'kejadian_wilayah', 4096, 'geom', 'num'), '') AS tile, count(*) AS n FROM (
    SELECT /* valid */ AS geom,
           num, event_id, name, hazard, severity, start, precision, approximate, verified, is_bencana, invented, kode
    FROM (
        SELECT /* on_grid */ AS shape,
               s.num, CAST(s.event_id AS text) AS event_id, s.name, s.hazard, s.severity,
               to_char(s.occurred_from AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD') AS start,
               s.precision, s.approximate, s.verified, s.is_bencana, s.invented, g.code AS kode
        FROM event_state s
        JOIN area_gen g ON g.code = ANY(s.drawn_areas)
        WHERE g.edition_id = /* edition */ AND g.zoom = /* band */
          AND g.geom_3857 && ST_TileEnvelope(/* z */, :x, :y, margin => 64.0 / 4096)
          AND /* gate */
          AND /* conditions */
        ORDER BY s.severity DESC, s.occurred_from DESC, s.num, g.code
        LIMIT /* limit */) AS chosen
    WHERE NOT ST_IsEmpty(shape)
    OFFSET 0) t
WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)

-- name: signs_from
-- The zoom from which on a reader's current events are few enough in every tile to be drawn as signs.
SELECT coalesce((SELECT from_zoom FROM event_signs WHERE audience = :audience), 0)

-- name: alone
-- Of what is chosen, what is alone in its cell: it is shown as itself, the rest as counts. Cells of the margin are
-- whole, so both tiles at a seam say the same. As an array it is found out once, before anything else.
/* key */ = ANY (ARRAY(
    SELECT min(key)
    FROM (
        SELECT floor((ST_X(point) + 20037508.342789244) / 40075016.685578488 * 2 ^ (/* z */ + 5)) AS cx,
               floor((20037508.342789244 - ST_Y(point)) / 40075016.685578488 * 2 ^ (/* z */ + 5)) AS cy, key, exact
        FROM (/* points */) AS chosen) AS units
    GROUP BY cx, cy
    HAVING count(*) = 1 AND bool_and(exact)))

-- name: cells
-- Counts by cell of a 32nd of a tile, at the mean place of what is in it. Cells of the margin are whole too, so
-- that signs near a seam are alike in both tiles; what lies within the tile adds up to what is there.
SELECT coalesce(ST_AsMVT(t, /* name */, 4096, 'geom', 'id'), '') AS tile, count(*) AS n FROM (
    SELECT ST_MakePoint(CAST(u AS float), CAST(w AS float)) AS geom, CAST(cy * 2 ^ (/* z */ + 5) + cx AS bigint) AS id,
           CAST(n AS bigint) AS jumlah/* more */
    FROM (
        SELECT cx, cy, n, grave,
               least(greatest(round(u / n), cx * 128 + 1), cx * 128 + 127) - :x * 4096 AS u,
               least(greatest(round(w / n), cy * 128 + 1), cy * 128 + 127) - :y * 4096 AS w
        FROM (/* counted */) AS counted
        WHERE n > 0) AS placed
    WHERE u >= -64 AND u < 4160 AND w >= -64 AND w < 4160
    ORDER BY n DESC, id) t

-- name: counted_grid
-- From a precomputed grid: `u`, `w` are sums of tile units, from the west and the north of the world.
SELECT cx, cy, sum(n) AS n, sum(grave) AS grave,
       sum(x * 128.0 * n + dx) / /* finer */ AS u, sum(y * 128.0 * n + dy) / /* finer */ AS w
FROM (
    SELECT g.x / /* finer */ AS cx, g.y / /* finer */ AS cy, g.x, g.y, g.n, g.grave, g.dx, g.dy
    FROM /* grid */ g
    WHERE /* whose */ AND g.level = /* level */
      AND g.x >= :x * /* span */ - /* finer */ AND g.x < (:x + 1) * /* span */ + /* finer */
      AND g.y >= :y * /* span */ - /* finer */ AND g.y < (:y + 1) * /* span */ + /* finer */) AS near
WHERE /* gate */
GROUP BY cx, cy

-- name: counted_now
-- The same counted on the fly.
SELECT CAST(floor(u / 128) AS bigint) AS cx, CAST(floor(w / 128) AS bigint) AS cy, count(*) AS n,
       count(*) FILTER (WHERE grave) AS grave, sum(u) AS u, sum(w) AS w
FROM (
    SELECT floor((ST_X(point) + 20037508.342789244) / 40075016.685578488 * 2 ^ (/* z */ + 12)) AS u,
           floor((20037508.342789244 - ST_Y(point)) / 40075016.685578488 * 2 ^ (/* z */ + 12)) AS w, grave, exact
    FROM (/* points */) AS chosen) AS units
GROUP BY 1, 2
HAVING NOT (/* but */)

-- name: event_points
-- One known no more exactly than its kecamatan is never shown as a sign among counts, but as a count of one.
SELECT s.point_3857 AS point, s.severity >= 3 AS grave, s.num AS key, s.drawn_areas = '{}' AS exact FROM event_state s
WHERE s.point_3857 && ST_TileEnvelope(/* z */, :x, :y, margin => 128.0 / 4096)
  AND /* gate */
  AND /* conditions */

-- name: areas
-- One level of the area edition (see `features` for how shapes come onto the grid).
SELECT coalesce(ST_AsMVT(t, /* name */, 4096, 'geom', 'num'), '') AS tile, count(*) AS n FROM (
    SELECT /* valid */ AS geom,
           num, kode, nama, jenis, indikatif
    FROM (
        SELECT /* on_grid */ AS shape,
               CAST(replace(g.code, '.', '') AS bigint) AS num,
               g.code AS kode, a.name AS nama, a.kind AS jenis, CAST(/* indicative */ AS boolean) AS indikatif
        FROM area_gen g
        JOIN area a ON a.edition_id = g.edition_id AND a.code = g.code
        WHERE g.edition_id = /* edition */ AND g.zoom = /* band */ AND g.level = /* level */
          AND g.geom_3857 && ST_TileEnvelope(/* z */, :x, :y, margin => 64.0 / 4096)
          AND /* conditions */
        ORDER BY g.code
        OFFSET 0) AS chosen
    WHERE NOT ST_IsEmpty(shape)
    OFFSET 0) t
WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)

-- name: area_labels
-- A label point an area.
SELECT coalesce(ST_AsMVT(t, /* name */, 4096, 'geom', 'num'), '') AS tile, count(*) AS n FROM (
    SELECT ST_AsMVTGeom(ST_Transform(a.label_point, 3857), ST_TileEnvelope(/* z */, :x, :y), 4096, 64, true) AS geom,
           CAST(replace(a.code, '.', '') AS bigint) AS num,
           a.code AS kode, a.name AS nama, a.kind AS jenis, CAST(/* indicative */ AS boolean) AS indikatif
    FROM area a
    WHERE a.edition_id = /* edition */ AND a.level = /* level */
      AND a.label_point && ST_Transform(ST_TileEnvelope(/* z */, :x, :y, margin => 64.0 / 4096), 4326)
      AND /* conditions */
    ORDER BY a.code) t
WHERE geom IS NOT NULL

-- name: on_grid
-- A shape on the tile's grid, cut to the tile and its margin.
ST_SnapToGrid(ST_Affine(
                   /* cut */,
                   /* scale */, 0, 0, -/* scale */, 20037508.342789244 * /* scale */ - :x * 4096.0,
                   20037508.342789244 * /* scale */ - :y * 4096.0), 1)

-- name: cut
ST_ClipByBox2D(/* shape */, ST_TileEnvelope(/* z */, :x, :y, margin => 64.0 / 4096))

-- name: valid
-- A shape that rounding may have made cross itself, mended. A sturdy triangle or quadrangle cannot have been.
CASE WHEN ST_NPoints(shape) < 6 AND ST_Area(shape) > 2 * ST_Perimeter(shape)
                  OR ST_Dimension(shape) < 2 OR ST_IsValid(shape) THEN shape
                ELSE ST_ForcePolygonCCW(ST_SnapToGrid(ST_CollectionExtract(ST_MakeValid(shape, 'method=structure'), 3), 1)) END

-- name: features
-- Features of a vector layer's version, or generalised copies of them. Not by ST_AsMVTGeom: it simplifies each
-- shape by itself once more, which tears slivers between neighbours and adds half a unit of error to that of the
-- grid. Here each vertex goes to the tile's grid and nothing else, so that what was shared stays shared.
-- OFFSET 0 keeps the planner from writing the test of a shape out three times, once for each use of its outcome.
SELECT coalesce(ST_AsMVT(t, /* name */, 4096, 'geom', 'fid'), '') AS tile, count(*) AS n FROM (
    SELECT /* valid */ AS geom, v.fid/* columns */
    FROM (
        SELECT /* on_grid */ AS shape, v.*
        FROM /* source */
        WHERE /* where */ && ST_TileEnvelope(/* z */, :x, :y, margin => 64.0 / 4096)
          AND /* gate */
          AND /* conditions */
        ORDER BY /* order */
        LIMIT /* limit */) AS v
    WHERE NOT ST_IsEmpty(shape)
    OFFSET 0) t
WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)

-- name: labels
-- One point for each polygon, as the band's own copies are.
SELECT coalesce(ST_AsMVT(t, /* name */, 4096, 'geom', 'fid'), '') AS tile, count(*) AS n FROM (
    SELECT ST_AsMVTGeom(g.geom, ST_TileEnvelope(/* z */, :x, :y), 4096, 64, true) AS geom, v.fid/* columns */
    FROM layer_copies./* copy */ g
    JOIN layer_data./* table */ v USING (fid)
    WHERE g.band = -1 AND g.geom && ST_TileEnvelope(/* z */, :x, :y, margin => 64.0 / 4096)
      AND /* conditions */
    ORDER BY v.fid
    LIMIT /* limit */) t
WHERE geom IS NOT NULL

-- name: feature_points
-- What is counted in a tile: points, or the middles of what is too small to be drawn.
SELECT /* point */ AS point, false AS grave, v.fid AS key, true AS exact FROM layer_data./* table */ v
WHERE v.geom_3857 && ST_TileEnvelope(/* z */, :x, :y, margin => 128.0 / 4096)
  AND /* gate */
  AND /* conditions */

-- name: band
-- The edition valid on the day of a moment, and the generalised copy that serves a zoom.
SELECT e.id AS edition, e.indicative,
       coalesce((SELECT max(zoom) FROM area_gen WHERE edition_id = e.id AND zoom <= :z), 0) AS band
FROM area_edition e
JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq
ORDER BY /* shared: edition_order */
LIMIT 1

-- name: copy_of
-- What low zooms of a layer's version are drawn from, once it has been made.
SELECT how, raw_from, bands, grid, labels, time_column FROM layer_copy WHERE slug = :slug AND version = :version

-- name: is_indicative
SELECT e.indicative FROM area_edition e JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq ORDER BY /* shared: edition_order */ LIMIT 1
