-- name: kejadian
-- One page of events as GeoJSON text. A coarse event's geometry is its area, not the point that stands for it.
SELECT s.num AS key, json_build_object(
    'type', 'Feature', 'id', CAST(s.event_id AS text),
    'geometry', CAST(ST_AsGeoJSON(CASE WHEN s.drawn_areas = '{}' THEN s.point ELSE coalesce((
        SELECT ST_CollectionExtract(ST_Collect(ST_SimplifyPreserveTopology(a.geom, 0.0005)), 3) FROM area a
        WHERE a.edition_id = :edition AND a.code = ANY(s.drawn_areas)), s.point) END, 6) AS json),
    'properties', CAST(jsonb_build_object(
        'name', s.name, 'hazard', s.hazard, 'other_hazards', s.other_hazards, 'is_bencana', s.is_bencana,
        'severity', s.severity, 'datetime', s.occurred_from, 'end_datetime', s.occurred_to,
        'occurred_precision', s.occurred_precision, 'kode_wilayah', s.area_code, 'kode_wilayah_semua', s.areas,
        'precision', s.precision, 'uncertainty_m', round(s.uncertainty_m), 'perkiraan', s.approximate,
        'verified', s.verified, 'invented', s.invented, 'laporan', s.reports, 'sumber', s.sources,
        'valid_at', s.valid_at) || coalesce((
            SELECT jsonb_object_agg(kind, said -> 'value') FROM jsonb_each(s.figures) AS f (kind, said)), '{}') AS json)
) AS feature
FROM event_state s
WHERE /* conditions */
ORDER BY s.num
LIMIT :limit OFFSET :offset

-- name: count_kejadian
SELECT count(*) FROM (SELECT FROM event_state s WHERE /* conditions */ LIMIT :count_limit) AS found

-- name: area
SELECT CAST(replace(a.code, '.', '') AS bigint) AS key, json_build_object(
    'type', 'Feature', 'id', a.code,
    'geometry', CAST(ST_AsGeoJSON(coalesce(a.geom, a.label_point), 6) AS json),
    'properties', json_build_object(
        'kode', a.code, 'kode_bps', a.bps_code, 'nama', a.name, 'jenis', a.kind, 'kode_induk', a.parent,
        'luas_km2', a.area_km2, 'penduduk', a.population, 'indikatif', e.indicative, 'edisi', e.slug)
) AS feature
FROM area a
JOIN area_edition e ON e.id = a.edition_id
WHERE a.edition_id = :edition AND a.level = :level AND /* conditions */
ORDER BY a.code
LIMIT :limit OFFSET :offset

-- name: count_area
SELECT count(*) FROM (
    SELECT FROM area a WHERE a.edition_id = :edition AND a.level = :level AND /* conditions */ LIMIT :count_limit
) AS found

-- name: vector
SELECT v.fid AS key, json_build_object(
    'type', 'Feature', 'id', v.fid,
    'geometry', CAST(ST_AsGeoJSON(v.geom, 6) AS json), /* measures */
    'properties', to_jsonb(v) - 'fid' - 'geom' - 'geom_3857'
) AS feature
FROM layer_data./* table */ v
WHERE /* conditions */
ORDER BY v.fid
LIMIT :limit OFFSET :offset

-- name: measures
-- GeoJSON has no place for them among the coordinates: one for each position in turn, null where it is unknown.
'measures', (SELECT json_agg(nullif(ST_M(p.geom), 'NaN') ORDER BY p.path) FROM ST_DumpPoints(v.geom) AS p),

-- name: count_vector
SELECT count(*) FROM (SELECT FROM layer_data./* table */ v WHERE /* conditions */ LIMIT :count_limit) AS found

-- name: extent
-- When events happened, as far as this reader sees.
SELECT min(s.occurred_from) AS first, max(s.occurred_from) AS last FROM event_state s WHERE /* conditions */
