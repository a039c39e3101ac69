-- name: edition
-- The newest area edition as known at :seq; before the first one, the first.
SELECT e.id, e.slug, e.title, e.decree, e.valid_from, e.valid_to, e.indicative, e.source, l.recorded_at
FROM area_edition e
JOIN ledger_entry l USING (entry)
ORDER BY l.seq <= :seq DESC, CASE WHEN l.seq <= :seq THEN l.seq ELSE -l.seq END DESC, e.id DESC
LIMIT 1

-- name: areas
-- All areas of one edition, parents before children, geometry as WKB.
SELECT code, bps_code, level, kind, name, parent, aliases, ST_AsBinary(geom) AS wkb,
       ST_X(label_point) AS lon, ST_Y(label_point) AS lat, radius_m, area_km2, population
FROM area
WHERE edition_id = :edition_id
ORDER BY code

-- name: has_edition
SELECT EXISTS (SELECT FROM area_edition)
