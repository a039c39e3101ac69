-- name: create_area_label
-- What an area is called in an event's name: "Kec. Toboali", by the edition that its place was found by.
CREATE TEMP TABLE area_label ON COMMIT DROP AS
SELECT edition_id, code, CASE kind WHEN 'provinsi' THEN '' WHEN 'kabupaten' THEN 'Kab. ' WHEN 'kota' THEN 'Kota '
                       WHEN 'kecamatan' THEN 'Kec. ' WHEN 'kelurahan' THEN 'Kel. ' ELSE 'Desa ' END || name AS label
FROM area
WHERE (edition_id, code) IN (SELECT edition_id, area_code FROM member)

-- name: create_new_state
-- An event's own claims, published like figures: hazard, time and place each by the best-placed report. Most events have
-- but one, which is taken as it is.
CREATE TEMP TABLE new_state ON COMMIT DROP AS
WITH total AS (
    SELECT f.audience, f.event_id, f.kind, f.share AS value, f.approx, false AS derived, f.state, f.low, f.high,
           f.counting, f.dissent <> '[]' AS disputed, f.valid_at_known
    FROM new_figure f
    LEFT JOIN several s ON s.audience = f.audience AND s.event_id = f.event_id AND s.kind = f.kind
    WHERE s.event_id IS NULL AND (f.share IS NOT NULL OR f.value IS NULL)
    UNION ALL  -- `head`: the row that speaks for the whole event, where there is a number for it
    SELECT audience, event_id, kind, sum(share) AS value,
           CASE WHEN bool_or(head) THEN bool_or(approx) FILTER (WHERE head) ELSE bool_or(approx) END AS approx,
           NOT bool_or(head) AND (count(value) > 1 OR NOT bool_or(total)) AND sum(share) IS NOT NULL AS derived,
           CASE WHEN bool_or(head) THEN min(state) FILTER (WHERE head)
                WHEN count(value) = 0 THEN min(state)
                WHEN count(value) = 1 THEN min(state) FILTER (WHERE value IS NOT NULL)
                WHEN sum(share) = 0 THEN 'nihil' ELSE 'angka' END AS state,
           CASE WHEN bool_or(head) THEN min(low) FILTER (WHERE head) WHEN count(*) = 1 THEN min(low) END AS low,
           CASE WHEN bool_or(head) THEN max(high) FILTER (WHERE head) WHEN count(*) = 1 THEN max(high) END AS high,
           bool_or(counting) OR (count(value) > 0 AND bool_or(state = 'pendataan')) AS counting,
           bool_or(dissent <> '[]') AS disputed, bool_and(valid_at_known) AS valid_at_known
    FROM (SELECT *, total AND scope = '' AND value IS NOT NULL AS head
          FROM new_figure JOIN several USING (event_id, audience, kind)) AS figures
    WHERE share IS NOT NULL OR value IS NULL
    GROUP BY audience, event_id, kind
), figures AS (  -- put together as text: one reading an event is a fraction of building JSON a figure
    SELECT audience, event_id,
           CAST('{' || string_agg(concat(  -- kinds and states are slugs: no sign in them needs escaping
               '"', kind, '":{"state":"', state, CASE WHEN approx THEN '","approx": true' ELSE '","approx": false' END,
               CASE WHEN derived THEN ',"derived": true' ELSE ',"derived": false' END, ',"value":' || value,
               ',"low":' || low, ',"high":' || high, CASE WHEN counting THEN ',"counting": true' END,
               CASE WHEN disputed THEN ',"disputed": true' END,
               CASE WHEN NOT valid_at_known THEN ',"valid_at_known": false' END, '}'), ',') || '}' AS jsonb) AS figures,
           max(CASE WHEN value > 0 IS NOT TRUE THEN 0
                    WHEN kind IN ('meninggal', 'hilang') THEN 3
                    WHEN kind = 'rumah_rusak_berat' THEN CASE WHEN value >= 10 THEN 3 ELSE 2 END
                    WHEN kind = 'mengungsi_jiwa' THEN CASE WHEN value >= 100 THEN 3 ELSE 2 END
                    WHEN kind IN ('luka_berat', 'rumah_terbakar', 'mengungsi_kk') THEN 2
                    WHEN kind = 'terdampak_jiwa' AND value >= 100 THEN 2
                    WHEN kind = 'rumah_terendam' AND value >= 25 THEN 2
                    WHEN kind = 'luas_ha' AND value >= 10 THEN 2
                    ELSE 1 END) AS severity
    FROM total GROUP BY audience, event_id
), several_told AS (
    SELECT member.* FROM crowded JOIN member USING (audience, event_id)
), hazards AS (
    SELECT DISTINCT ON (audience, event_id) audience, event_id, hazard
    FROM several_told ORDER BY audience, event_id, rank, NOT valid_at_known, valid_at DESC, entry DESC, id
), moments AS (
    SELECT DISTINCT ON (audience, event_id) audience, event_id, occurred_from, occurred_to, occurred_precision
    FROM several_told
    ORDER BY audience, event_id, array_position(ARRAY['menit', 'jam', 'hari', 'bulan', 'tahun'], occurred_precision),
             rank, NOT valid_at_known, valid_at DESC, entry DESC, id
), places AS (
    SELECT DISTINCT ON (audience, event_id) audience, event_id, area_code, areas AS place_areas, geom, precision,
           uncertainty_m, approximate, edition_id
    FROM several_told
    ORDER BY audience, event_id,
             array_position(ARRAY['titik', 'dusun', 'desa', 'laut', 'kecamatan', 'kabupaten'], precision),
             rank, NOT valid_at_known, valid_at DESC, entry DESC, id
), sums AS (
    SELECT audience, event_id, count(*) AS reports, count(DISTINCT source) AS sources, max(valid_at) AS valid_at,
           coalesce(max(valid_at) FILTER (WHERE valid_at_known) = max(valid_at), false) AS valid_at_known,
           bool_or(status = 'terverifikasi') AS verified, bool_or(invented) AS invented
    FROM several_told GROUP BY audience, event_id
), named AS (
    SELECT audience, event_id, array_agg(DISTINCT code ORDER BY code) AS areas
    FROM several_told, unnest(areas) AS code GROUP BY audience, event_id
), others AS (
    SELECT m.audience, m.event_id, array_agg(DISTINCT slug ORDER BY slug) AS other_hazards
    FROM several_told m JOIN hazards USING (audience, event_id),
         unnest(m.other_hazards || m.hazard) AS slug
    WHERE slug <> hazards.hazard
    GROUP BY m.audience, m.event_id
), told AS (
    SELECT audience, event_id, hazard,
           CASE WHEN other_hazards <> '{}'
                THEN ARRAY(SELECT DISTINCT slug FROM unnest(other_hazards) AS slug WHERE slug <> hazard ORDER BY slug)
                ELSE other_hazards END AS other_hazards,
           occurred_from, occurred_to, occurred_precision, area_code,
           CASE WHEN cardinality(areas) > 1 THEN ARRAY(SELECT DISTINCT code FROM unnest(areas) AS code ORDER BY code)
                ELSE areas END AS areas,
           areas AS place_areas, geom, precision, uncertainty_m, approximate, edition_id,
           status = 'terverifikasi' AS verified, invented, CAST(1 AS bigint) AS reports, CAST(1 AS bigint) AS sources,
           valid_at, valid_at_known
    FROM member m
    WHERE NOT EXISTS (SELECT FROM crowded c WHERE (c.audience, c.event_id) = (m.audience, m.event_id))
    UNION ALL
    SELECT audience, event_id, hazard, coalesce(other_hazards, '{}'), occurred_from, occurred_to, occurred_precision,
           area_code, coalesce(areas, '{}'), place_areas, geom, precision, uncertainty_m, approximate, edition_id,
           verified, invented, reports, sources, valid_at, valid_at_known
    FROM sums
    JOIN hazards USING (audience, event_id)
    JOIN moments USING (audience, event_id)
    JOIN places USING (audience, event_id)
    LEFT JOIN named USING (audience, event_id)
    LEFT JOIN others USING (audience, event_id)
), paths AS (  -- once for each set of areas: thousands of events share a few hundred
    SELECT areas, array_agg(DISTINCT up ORDER BY up) AS area_path
    FROM (SELECT DISTINCT CASE WHEN areas = '{}' THEN ARRAY[area_code] ELSE areas END AS areas FROM told) AS sets,
         unnest(areas) AS code,
         LATERAL (SELECT array_to_string((string_to_array(code, '.'))[1:depth], '.') AS up
                  FROM generate_series(1, array_length(string_to_array(code, '.'), 1)) AS depth) AS ups
    GROUP BY areas
), overrides AS (
    SELECT DISTINCT ON (event_id) event_id, is_bencana
    FROM event_correction JOIN touched USING (event_id)
    ORDER BY event_id, id DESC
)
SELECT t.audience, t.event_id, e.num,
       z.label_id || CASE WHEN precision = 'laut' THEN ' di laut' ELSE ' di ' || coalesce(a.label, '') END AS name,
       t.hazard, t.other_hazards, coalesce(b.is_bencana, z.is_bencana) AS is_bencana,
       coalesce(f.severity, 0) AS severity,
       t.occurred_from, t.occurred_to, t.occurred_precision, t.area_code, t.areas,
       CASE WHEN precision IN ('kecamatan', 'kabupaten') THEN t.place_areas ELSE '{}' END AS drawn_areas,
       paths.area_path,
       t.precision, t.uncertainty_m, t.approximate, t.verified, t.invented, t.reports, t.sources, t.valid_at,
       t.valid_at_known, coalesce(f.figures, '{}') AS figures, t.geom AS point
FROM told t
JOIN event e ON e.id = t.event_id
JOIN hazard z ON z.slug = t.hazard
LEFT JOIN figures f USING (audience, event_id)
LEFT JOIN area_label a ON (a.edition_id, a.code) = (t.edition_id, t.area_code)
LEFT JOIN overrides b ON b.event_id = t.event_id
JOIN paths ON paths.areas = CASE WHEN t.areas = '{}' THEN ARRAY[t.area_code] ELSE t.areas END

-- name: part_states
-- What stood for all readers of an event that is read apart from now on stands for the public, and a copy of it, of
-- every moment, for officers: for neither of them does anything change by it.
WITH parted AS (
    UPDATE event_state SET audience = 'publik'
    WHERE audience = 'semua' AND event_id IN (SELECT event_id FROM apart)
    RETURNING *
)
INSERT INTO event_state (event_id, num, audience, known_from, known_to, name, hazard, other_hazards, is_bencana,
    severity, occurred_from, occurred_to, occurred_precision, area_code, areas, drawn_areas, area_path, precision,
    uncertainty_m, approximate, verified, invented, reports, sources, valid_at, valid_at_known, figures, point)
SELECT event_id, num, 'petugas', known_from, known_to, name, hazard, other_hazards, is_bencana, severity,
       occurred_from, occurred_to, occurred_precision, area_code, areas, drawn_areas, area_path, precision,
       uncertainty_m, approximate, verified, invented, reports, sources, valid_at, valid_at_known, figures, point
FROM parted

-- name: close_states
UPDATE event_state c SET known_to = :seq
WHERE c.known_to IS NULL AND c.event_id IN (SELECT event_id FROM touched)
  AND NOT EXISTS (
    SELECT FROM new_state n
    WHERE (n.event_id, n.audience) = (c.event_id, c.audience)
      AND (n.name, n.hazard, n.other_hazards, n.is_bencana, n.severity, n.occurred_from, n.occurred_to,
           n.occurred_precision, n.area_code, n.areas, n.drawn_areas, n.area_path, n.precision, n.uncertainty_m,
           n.approximate, n.verified, n.invented, n.reports, n.sources, n.valid_at,
           n.valid_at_known, n.figures, ST_AsBinary(n.point))
        IS NOT DISTINCT FROM
          (c.name, c.hazard, c.other_hazards, c.is_bencana, c.severity::int, c.occurred_from, c.occurred_to,
           c.occurred_precision, c.area_code, c.areas, c.drawn_areas, c.area_path, c.precision, c.uncertainty_m,
           c.approximate, c.verified, c.invented, c.reports::bigint, c.sources::bigint, c.valid_at,
           c.valid_at_known, c.figures, ST_AsBinary(c.point)))

-- name: open_states
INSERT INTO event_state (event_id, num, audience, known_from, name, hazard, other_hazards, is_bencana, severity,
    occurred_from, occurred_to, occurred_precision, area_code, areas, drawn_areas, area_path, precision,
    uncertainty_m, approximate, verified, invented, reports, sources, valid_at, valid_at_known, figures, point)
SELECT event_id, num, audience, :seq, name, hazard, other_hazards, is_bencana, severity, occurred_from,
       occurred_to, occurred_precision, area_code, areas, drawn_areas, area_path, precision,
       uncertainty_m, approximate, verified, invented, reports, sources, valid_at, valid_at_known, figures, point
FROM new_state n
WHERE NOT EXISTS (
    SELECT FROM event_state c
    WHERE c.known_to IS NULL AND (n.event_id, n.audience) = (c.event_id, c.audience))
