-- name: create_touched
-- The events whose derived rows must be computed again.
CREATE TEMP TABLE touched (event_id uuid PRIMARY KEY) ON COMMIT DROP

-- name: fill_touched
INSERT INTO touched SELECT unnest(CAST(:events AS uuid[])) ON CONFLICT DO NOTHING

-- name: analyze_touched
-- Temporary tables have no statistics of their own accord, and with 50,000 events a wrong guess costs minutes.
ANALYZE touched

-- name: hash_joins
-- The register's tables hold rows of this very transaction, of which the planner knows nothing yet.
SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '128MB', true)

-- name: create_link
-- The newest link of every report that is, or was, linked to a touched event.
CREATE TEMP TABLE link ON COMMIT DROP AS
SELECT DISTINCT ON (report_id) report_id, event_id
FROM event_link
WHERE report_id IN (SELECT report_id FROM event_link JOIN touched USING (event_id))
ORDER BY report_id, id DESC

-- name: analyze_link
ANALYZE link

-- name: create_member
-- One row an audience, event and report that counts for it: the newest link, status and place of each report.
-- The public sees a burnt house to 0.01 degree only (about 1 km): its exact point is somebody's home.
CREATE TEMP TABLE member ON COMMIT DROP AS
WITH status AS (
    SELECT DISTINCT ON (report_id) report_id, status
    FROM report_status JOIN link USING (report_id)
    ORDER BY report_id, id DESC
), place AS (
    SELECT DISTINCT ON (report_id) report_id, areas, area_code, geom, precision, uncertainty_m, approximate
    FROM report_location JOIN link USING (report_id)
    ORDER BY report_id, id DESC
)
SELECT audience, link.event_id, r.*, status, place.areas, place.area_code,
       CASE WHEN home THEN ST_SnapToGrid(place.geom, 0.01) ELSE place.geom END AS geom,
       CASE WHEN home THEN 'desa' ELSE place.precision END AS precision,
       CASE WHEN home THEN greatest(place.uncertainty_m, 800) ELSE place.uncertainty_m END AS uncertainty_m,
       place.approximate, coalesce(k.rank, 99) AS rank
FROM link
JOIN touched USING (event_id)
JOIN report r ON r.id = link.report_id
JOIN status USING (report_id)
JOIN place USING (report_id)
LEFT JOIN source_rank k ON k.figure_group = '*' AND k.source_kind = r.source_kind
CROSS JOIN (VALUES ('publik'), ('petugas')) AS audiences (audience)
CROSS JOIN LATERAL (
    SELECT audience = 'publik' AND r.hazard = 'kebakaran_rumah' AND place.precision IN ('titik', 'dusun') AS home
) AS privacy
WHERE status = 'terverifikasi' OR (audience = 'petugas' AND status <> 'ditolak')

-- name: index_member
CREATE INDEX ON member (id)

-- name: analyze_member
-- Only what is joined by: the statistics of points and texts take a second that nothing is gained by.
ANALYZE member (audience, event_id, id, source_kind, area_code)

-- name: create_new_figure
-- The publish rule. Each source's newest word for a kind and area; of those the highest rank, then the
-- newest moment, then the entry, then the source. A blank or "being counted" never beats a number.
CREATE TEMP TABLE new_figure ON COMMIT DROP AS
WITH said AS (
    SELECT m.audience, m.event_id, f.kind, f.total, CASE WHEN f.total THEN '' ELSE f.area_code END AS part,
           f.area_code, f.value, f.state, f.unit, f.approx, f.valid_at, m.id AS report_id, m.source,
           coalesce(own.rank, m.rank) AS rank, m.entry, f.id AS figure_id
    FROM member m
    JOIN figure f ON f.report_id = m.id
    LEFT JOIN figure_kind k ON k.slug = f.kind
    LEFT JOIN source_rank own ON own.figure_group = k.figure_group AND own.source_kind = m.source_kind
), newest AS (
    SELECT DISTINCT ON (audience, event_id, kind, total, part, source) *
    FROM said
    ORDER BY audience, event_id, kind, total, part, source, (value IS NULL), valid_at DESC, entry DESC,
             figure_id DESC
), by_source AS (
    SELECT *, min(value) OVER same AS low, max(value) OVER same AS high, count(*) OVER same AS sources
    FROM newest
    WINDOW same AS (PARTITION BY audience, event_id, kind, total, part)
), winner AS (
    SELECT DISTINCT ON (audience, event_id, kind, total, part) *
    FROM by_source
    ORDER BY audience, event_id, kind, total, part, (value IS NULL), rank, valid_at DESC, entry DESC, source
), dissents AS (
    SELECT audience, event_id, kind, total, part,
           jsonb_agg(jsonb_build_object('source', o.source, 'value', o.value, 'state', o.state,
                                        'valid_at', o.valid_at) ORDER BY o.source) AS dissent
    FROM by_source o
    JOIN winner w USING (audience, event_id, kind, total, part)
    WHERE o.sources > 1 AND o.source <> w.source AND o.value IS DISTINCT FROM w.value
    GROUP BY audience, event_id, kind, total, part
), counting AS (
    SELECT audience, event_id, kind, total, part, max(valid_at) AS counting_at
    FROM said WHERE state = 'pendataan'
    GROUP BY audience, event_id, kind, total, part
)
SELECT audience, event_id, kind, total, part, w.area_code, value, state, unit, approx, low, high,
       coalesce(counting_at > valid_at, false) AND value IS NOT NULL AS counting,
       report_id, source, valid_at, coalesce(dissent, '[]') AS dissent, value AS share
FROM winner w
LEFT JOIN dissents USING (audience, event_id, kind, total, part)
LEFT JOIN counting USING (audience, event_id, kind, total, part)

-- name: index_new_figure
CREATE INDEX ON new_figure (event_id, kind)

-- name: analyze_new_figure
ANALYZE new_figure (audience, event_id, kind, total, area_code, share, value)

-- name: share_parts
-- A part counts unless a wider part of the same kind holds it: areas that nest are never added.
UPDATE new_figure f SET share = NULL
WHERE NOT total AND EXISTS (
    SELECT FROM new_figure wider
    WHERE (wider.audience, wider.event_id, wider.kind) = (f.audience, f.event_id, f.kind)
      AND NOT wider.total AND wider.value IS NOT NULL AND f.area_code LIKE wider.area_code || '.%')

-- name: share_totals
-- A total adds what its parts leave unexplained ("belum terinci"); where they exceed it, it stands alone.
UPDATE new_figure t SET share = t.value - CASE WHEN parts.sum <= t.value THEN parts.sum ELSE 0 END
FROM (
    SELECT audience, event_id, kind, coalesce(sum(share), 0) AS sum
    FROM new_figure WHERE NOT total
    GROUP BY 1, 2, 3
) AS parts
WHERE (t.audience, t.event_id, t.kind) = (parts.audience, parts.event_id, parts.kind)
  AND t.total AND t.value IS NOT NULL

-- name: drop_exceeding_parts
UPDATE new_figure p SET share = NULL
FROM new_figure t
WHERE (t.audience, t.event_id, t.kind) = (p.audience, p.event_id, p.kind)
  AND t.total AND NOT p.total AND t.share = t.value AND t.value > 0 AND p.share IS NOT NULL
  AND p.share > 0

-- name: close_figures
UPDATE published_figure c SET known_to = :seq
WHERE c.known_to IS NULL AND c.event_id IN (SELECT event_id FROM touched)
  AND NOT EXISTS (
    SELECT FROM new_figure n
    WHERE (n.event_id, n.audience, n.kind, n.total, n.area_code)
        = (c.event_id, c.audience, c.kind, c.total, c.area_code)
      AND (n.value, n.state, n.unit, n.approx, n.low, n.high, n.counting, n.report_id, n.source, n.valid_at,
           n.dissent, n.share)
        IS NOT DISTINCT FROM
          (c.value, c.state, c.unit, c.approx, c.low, c.high, c.counting, c.report_id, c.source, c.valid_at,
           c.dissent, c.share))

-- name: open_figures
INSERT INTO published_figure (event_id, audience, kind, total, area_code, known_from, value, state, unit,
    approx, low, high, counting, report_id, source, valid_at, dissent, share)
SELECT event_id, audience, kind, total, area_code, :seq, value, state, unit, approx, low, high, counting,
       report_id, source, valid_at, dissent, share
FROM new_figure n
WHERE NOT EXISTS (
    SELECT FROM published_figure c
    WHERE c.known_to IS NULL
      AND (n.event_id, n.audience, n.kind, n.total, n.area_code)
        = (c.event_id, c.audience, c.kind, c.total, c.area_code))

-- name: create_new_state
-- An event's own claims, published like figures: hazard, time and place each by the best-placed report.
CREATE TEMP TABLE new_state ON COMMIT DROP AS
WITH total AS (
    SELECT audience, event_id, kind, sum(share) AS value, bool_or(approx) AS approx,
           count(*) > 1 OR NOT bool_or(total) AS derived,
           CASE WHEN count(value) = 0 THEN min(state)
                WHEN count(value) = 1 THEN min(state) FILTER (WHERE value IS NOT NULL)
                WHEN sum(share) = 0 THEN 'nihil' ELSE 'angka' END AS state,
           CASE WHEN count(*) = 1 THEN min(low) END AS low, CASE WHEN count(*) = 1 THEN max(high) END AS high,
           bool_or(counting) AS counting
    FROM new_figure
    WHERE share IS NOT NULL OR value IS NULL
    GROUP BY audience, event_id, kind
), figures AS (
    SELECT audience, event_id,
           jsonb_object_agg(kind, jsonb_strip_nulls(jsonb_build_object(
               'value', value, 'state', state, 'approx', approx, 'derived', derived AND value IS NOT NULL,
               'low', low, 'high', high, 'counting', nullif(counting, false)))) AS figures,
           CASE WHEN sum(value) FILTER (WHERE kind IN ('meninggal', 'hilang')) > 0
                  OR max(value) FILTER (WHERE kind = 'rumah_rusak_berat') >= 10
                  OR max(value) FILTER (WHERE kind = 'mengungsi_jiwa') >= 100 THEN 3
                WHEN sum(value) FILTER (WHERE kind IN ('luka_berat', 'rumah_rusak_berat', 'rumah_terbakar',
                                                       'mengungsi_jiwa', 'mengungsi_kk')) > 0
                  OR max(value) FILTER (WHERE kind = 'terdampak_jiwa') >= 100
                  OR max(value) FILTER (WHERE kind = 'rumah_terendam') >= 25
                  OR max(value) FILTER (WHERE kind = 'luas_ha') >= 10 THEN 2
                WHEN max(value) > 0 THEN 1 ELSE 0 END AS severity
    FROM total GROUP BY audience, event_id
), hazards AS (
    SELECT DISTINCT ON (audience, event_id) audience, event_id, hazard
    FROM member ORDER BY audience, event_id, rank, valid_at DESC, entry DESC, id
), moments AS (
    SELECT DISTINCT ON (audience, event_id) audience, event_id, occurred_from, occurred_to, occurred_precision
    FROM member
    ORDER BY audience, event_id, array_position(ARRAY['menit', 'jam', 'hari', 'bulan', 'tahun'], occurred_precision),
             rank, valid_at DESC, entry DESC, id
), places AS (
    SELECT DISTINCT ON (audience, event_id) audience, event_id, area_code, areas AS place_areas, geom, precision,
           uncertainty_m, approximate
    FROM member
    ORDER BY audience, event_id,
             array_position(ARRAY['titik', 'dusun', 'desa', 'laut', 'kecamatan', 'kabupaten'], precision),
             rank, valid_at DESC, entry DESC, id
), sums AS (
    SELECT audience, event_id, count(*) AS reports, count(DISTINCT source) AS sources, max(valid_at) AS valid_at,
           bool_or(status = 'terverifikasi') AS verified, bool_or(invented) AS invented
    FROM member GROUP BY audience, event_id
), named AS (
    SELECT audience, event_id, array_agg(DISTINCT code ORDER BY code) AS areas
    FROM member, unnest(areas) AS code GROUP BY audience, event_id
), paths AS (  -- once for each set of areas: thousands of events share a few hundred
    SELECT areas, array_agg(DISTINCT up ORDER BY up) AS area_path
    FROM (SELECT DISTINCT coalesce(n.areas, ARRAY[p.area_code]) AS areas
          FROM places p LEFT JOIN named n USING (audience, event_id)) AS sets,
         unnest(areas) AS code,
         LATERAL (SELECT array_to_string((string_to_array(code, '.'))[1:depth], '.') AS up
                  FROM generate_series(1, array_length(string_to_array(code, '.'), 1)) AS depth) AS ups
    GROUP BY areas
), others AS (
    SELECT m.audience, m.event_id, array_agg(DISTINCT slug ORDER BY slug) AS other_hazards
    FROM member m JOIN hazards USING (audience, event_id),
         unnest(m.other_hazards || m.hazard) AS slug
    WHERE slug <> hazards.hazard
    GROUP BY m.audience, m.event_id
)
SELECT s.audience, s.event_id, e.num,
       z.label_id || CASE WHEN precision = 'laut' THEN ' di laut' ELSE ' di ' || coalesce(a.label, '') END AS name,
       h.hazard, coalesce(o.other_hazards, '{}') AS other_hazards, z.is_bencana,
       coalesce(f.severity, 0) AS severity,
       m.occurred_from, m.occurred_to, m.occurred_precision, p.area_code, n.areas,
       CASE WHEN precision IN ('kecamatan', 'kabupaten') THEN p.place_areas ELSE '{}' END AS drawn_areas,
       paths.area_path,
       p.precision, p.uncertainty_m, p.approximate, s.verified, s.invented, s.reports, s.sources, s.valid_at,
       coalesce(f.figures, '{}') AS figures, p.geom AS point
FROM sums s
JOIN event e ON e.id = s.event_id
JOIN hazards h USING (audience, event_id)
JOIN hazard z ON z.slug = h.hazard
JOIN moments m USING (audience, event_id)
JOIN places p USING (audience, event_id)
LEFT JOIN named n USING (audience, event_id)
LEFT JOIN others o USING (audience, event_id)
LEFT JOIN figures f USING (audience, event_id)
LEFT JOIN area_label a ON a.code = p.area_code
JOIN paths ON paths.areas = coalesce(n.areas, ARRAY[p.area_code])

-- name: create_area_label
-- What an area is called in an event's name: "Kec. Toboali", by the newest edition.
CREATE TEMP TABLE area_label ON COMMIT DROP AS
SELECT code, CASE kind WHEN 'provinsi' THEN '' WHEN 'kabupaten' THEN 'Kab. ' WHEN 'kota' THEN 'Kota '
                       WHEN 'kecamatan' THEN 'Kec. ' WHEN 'kelurahan' THEN 'Kel. ' ELSE 'Desa ' END || name AS label
FROM area
WHERE edition_id = (SELECT max(id) FROM area_edition)
  AND code IN (SELECT area_code FROM member)

-- name: close_states
UPDATE event_state c SET known_to = :seq
WHERE c.known_to IS NULL AND c.event_id IN (SELECT event_id FROM touched)
  AND NOT EXISTS (
    SELECT FROM new_state n
    WHERE (n.event_id, n.audience) = (c.event_id, c.audience)
      AND (n.name, n.hazard, n.other_hazards, n.is_bencana, n.severity, n.occurred_from, n.occurred_to,
           n.occurred_precision, n.area_code, n.areas, n.drawn_areas, n.area_path, n.precision, n.uncertainty_m,
           n.approximate, n.verified, n.invented, n.reports, n.sources, n.valid_at, n.figures, ST_AsBinary(n.point))
        IS NOT DISTINCT FROM
          (c.name, c.hazard, c.other_hazards, c.is_bencana, c.severity::int, c.occurred_from, c.occurred_to,
           c.occurred_precision, c.area_code, c.areas, c.drawn_areas, c.area_path, c.precision, c.uncertainty_m,
           c.approximate, c.verified, c.invented, c.reports::bigint, c.sources::bigint, c.valid_at, c.figures,
           ST_AsBinary(c.point)))

-- name: open_states
INSERT INTO event_state (event_id, num, audience, known_from, name, hazard, other_hazards, is_bencana, severity,
    occurred_from, occurred_to, occurred_precision, area_code, areas, drawn_areas, area_path, precision,
    uncertainty_m, approximate, verified, invented, reports, sources, valid_at, figures, point)
SELECT event_id, num, audience, :seq, name, hazard, other_hazards, is_bencana, severity, occurred_from,
       occurred_to, occurred_precision, area_code, coalesce(areas, '{}'), drawn_areas, area_path, precision,
       uncertainty_m, approximate, verified, invented, reports, sources, valid_at, figures, point
FROM new_state n
WHERE NOT EXISTS (
    SELECT FROM event_state c
    WHERE c.known_to IS NULL AND (n.event_id, n.audience) = (c.event_id, c.audience))

-- name: all_events
SELECT id FROM event
