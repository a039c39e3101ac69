-- name: edition
SELECT e.id, e.slug, e.title, e.decree, e.indicative
FROM area_edition e JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq ORDER BY /* shared: edition_order */ LIMIT 1

-- name: areas
SELECT code, bps_code, name, kind, level, parent,
       ST_XMin(geom) AS west, ST_YMin(geom) AS south, ST_XMax(geom) AS east, ST_YMax(geom) AS north,
       ST_X(label_point) AS lon, ST_Y(label_point) AS lat
FROM area
WHERE edition_id = :edition
  AND (CAST(:level AS int) IS NULL OR level = :level)
  AND (CAST(:parent AS text) IS NULL OR parent = :parent)
ORDER BY code
