-- name: editions
-- All editions known at :seq (before the first one, the first), those valid on :day first, of them one without an
-- end, the newest recorded. One that will be valid later comes after those that are.
SELECT e.id, e.slug, e.title, e.decree, e.valid_from, e.valid_to, e.indicative, e.source, l.recorded_at, l.seq
FROM area_edition e
JOIN ledger_entry l USING (entry)
WHERE l.seq <= greatest(:seq, (SELECT min(f.seq) FROM area_edition o JOIN ledger_entry f USING (entry)))
ORDER BY /* shared: edition_order */

-- name: areas
-- All areas of one edition, parents before children, geometry as WKB.
SELECT code, bps_code, level, kind, name, parent, aliases, ST_AsBinary(geom) AS wkb,
       ST_X(label_point) AS lon, ST_Y(label_point) AS lat, radius_m, area_km2, population
FROM area
WHERE edition_id = :edition_id
ORDER BY code

-- name: has_edition
SELECT EXISTS (SELECT FROM area_edition)
