-- name: create_touched
-- The events whose derived rows must be computed again.
CREATE TEMP TABLE touched (event_id uuid PRIMARY KEY) ON COMMIT DROP

-- name: fill_touched
INSERT INTO touched SELECT unnest(CAST(:events AS uuid[])) ON CONFLICT DO NOTHING

-- name: small_samples
-- Temporary tables have no statistics of their own accord, and with 50,000 events a wrong guess costs minutes; how
-- many rows there are is enough to know.
SELECT set_config('default_statistics_target', '10', true)

-- name: analyze_touched
ANALYZE touched

-- name: planned_for
-- How many reports the planner believes there are: none, where all were loaded since it last looked.
SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = CAST('report' AS regclass)

-- name: hash_joins
-- The register's tables hold rows of this very transaction, of which the planner knows nothing yet.
-- Nor how few figures are told by two: merging sorts all of them by six texts, for none.
SELECT set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true),
       set_config('work_mem', '128MB', true)

-- name: any_joins
SELECT set_config('enable_nestloop', 'on', true), set_config('enable_mergejoin', 'on', true)

-- name: hash_groups
-- Hundreds of thousands of contributions add up to a few thousand cells: sorted for it, they take half as long again.
SELECT set_config('enable_sort', 'off', true)

-- name: any_groups
SELECT set_config('enable_sort', 'on', true)

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
-- One row a report that counts for its event: the newest link, status, place and correction of each. At first
-- for all readers; `home`: its exact point is somebody's home.
CREATE TEMP TABLE member ON COMMIT DROP AS
WITH status AS (
    SELECT DISTINCT ON (report_id) report_id, status
    FROM report_status JOIN link USING (report_id)
    ORDER BY report_id, id DESC
), place AS (
    SELECT DISTINCT ON (report_id) report_id, areas, area_code, geom, precision, uncertainty_m, approximate,
           edition_id
    FROM report_location JOIN link USING (report_id)
    ORDER BY report_id, id DESC
), corrected AS (
    SELECT DISTINCT ON (report_id) c.*
    FROM report_correction c JOIN link USING (report_id)
    ORDER BY report_id, c.id DESC
)
SELECT 'semua' AS audience, link.event_id, r.id, r.entry, r.valid_at, r.valid_at_known, r.invented, status,
       coalesce(c.source, r.source) AS source, coalesce(c.source_kind, r.source_kind) AS source_kind,
       coalesce(c.hazard, r.hazard) AS hazard, coalesce(c.other_hazards, r.other_hazards) AS other_hazards,
       coalesce(c.occurred_from, r.occurred_from) AS occurred_from,
       coalesce(c.occurred_to, r.occurred_to) AS occurred_to,
       coalesce(c.occurred_precision, r.occurred_precision) AS occurred_precision,
       place.areas, place.area_code, place.geom, place.precision, place.uncertainty_m, place.approximate,
       place.edition_id,
       coalesce(k.rank, 99) AS rank,
       coalesce(c.hazard, r.hazard) = 'kebakaran_rumah' AND place.precision IN ('titik', 'dusun') AS home
FROM link
JOIN touched USING (event_id)
JOIN report r ON r.id = link.report_id
JOIN status USING (report_id)
JOIN place USING (report_id)
LEFT JOIN corrected c USING (report_id)
LEFT JOIN source_rank k ON k.figure_group = '*' AND k.source_kind = coalesce(c.source_kind, r.source_kind)
WHERE status <> 'ditolak'

-- name: create_apart
-- Events that officers and the public read apart: each of them has rows of its own of such an event, and of no other.
-- Once apart, an event stays so, that nothing which one of them reads anew shows in the other's rows.
CREATE TEMP TABLE apart ON COMMIT DROP AS
SELECT event_id FROM member GROUP BY event_id HAVING bool_or(status <> 'terverifikasi' OR home)
UNION
SELECT event_id FROM event_state JOIN touched USING (event_id) WHERE audience <> 'semua'

-- name: analyze_apart
ANALYZE apart

-- name: tell_apart
UPDATE member SET audience = 'petugas' WHERE event_id IN (SELECT event_id FROM apart)

-- name: add_public
-- Verified reports only, and a burnt house to 0.01 degree (about 1 km).
INSERT INTO member
SELECT 'publik', event_id, id, entry, valid_at, valid_at_known, invented, status, source, source_kind, hazard,
       other_hazards, occurred_from, occurred_to, occurred_precision, areas, area_code,
       CASE WHEN home THEN ST_SnapToGrid(geom, 0.01) ELSE geom END,
       CASE WHEN home THEN 'desa' ELSE precision END,
       CASE WHEN home THEN greatest(uncertainty_m, 800) ELSE uncertainty_m END, approximate, edition_id, rank, home
FROM member JOIN apart USING (event_id)
WHERE status = 'terverifikasi'

-- name: index_member
CREATE INDEX ON member (id)

-- name: analyze_member
-- Only what is joined by: the statistics of points and texts take a second that nothing is gained by.
ANALYZE member (audience, event_id, id, source_kind, area_code)

-- name: create_crowded
-- Events that need a second look: several reports tell of them, or one says more of a kind than one total. Of all
-- others (a sheet has hardly any but such) every word is published as it was said.
CREATE TEMP TABLE crowded ON COMMIT DROP AS
SELECT audience, event_id FROM member GROUP BY audience, event_id HAVING count(*) > 1
UNION
SELECT audience, event_id
FROM (SELECT report_id FROM figure WHERE report_id IN (SELECT id FROM member)
      GROUP BY report_id, kind HAVING count(*) > 1 OR NOT bool_and(total)) AS twice
JOIN member ON member.id = twice.report_id

-- name: analyze_crowded
ANALYZE crowded

-- name: create_said
-- Of crowded events every word on every kind and area ("same") with its place by the publish rule; place 1 is
-- published. Of each source its newest word (nth 1): a number before a blank, a moment that was said before one assumed,
-- the newest moment, the newest entry. Of the sources: one that has not fallen silent, the highest rank, then by moment
-- as above, then entry, then name.
-- Totals of one event compete, whatever their areas, but where the event lies in several regencies: there each
-- regency's total stands for itself (`scope`), and that of them all above them.
CREATE TEMP TABLE said ON COMMIT DROP AS
WITH rule AS (
    SELECT make_interval(hours => coalesce((SELECT silence_hours FROM publish_rule ORDER BY id DESC LIMIT 1), 24))
           AS patience
), spanning AS (
    SELECT audience, event_id FROM member JOIN crowded USING (audience, event_id) WHERE length(area_code) >= 5
    GROUP BY audience, event_id HAVING count(DISTINCT left(area_code, 5)) > 1
), word AS MATERIALIZED (
    SELECT m.audience, m.event_id, f.kind, f.total,
           CASE WHEN s.event_id IS NOT NULL AND length(f.area_code) >= 5 THEN left(f.area_code, 5) ELSE '' END
           AS scope,
           CASE WHEN f.total THEN '' ELSE f.area_code END AS part,
           f.area_code, f.value, f.state, f.unit, f.approx, f.valid_at, f.valid_at_known, m.id AS report_id,
           m.source, coalesce(own.rank, m.rank) AS rank, m.entry, f.id AS figure_id,
           f.reason IS NOT NULL AS corrected
    FROM crowded
    JOIN member m USING (audience, event_id)
    JOIN figure f ON f.report_id = m.id
    LEFT JOIN spanning s ON s.audience = m.audience AND s.event_id = m.event_id
    LEFT JOIN figure_kind k ON k.slug = f.kind
    LEFT JOIN source_rank own ON own.figure_group = k.figure_group AND own.source_kind = m.source_kind
    WHERE NOT EXISTS (SELECT FROM figure_correction c WHERE c.figure_id = f.id)
), crowd AS (
    SELECT audience, event_id, kind, total, scope, part FROM word
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1
), numbered AS (
    SELECT *,
           row_number() OVER (PARTITION BY audience, event_id, kind, total, scope, part, source
                              ORDER BY value IS NULL, NOT valid_at_known, valid_at DESC, entry DESC,
                                       figure_id DESC) AS nth,
           max(valid_at) OVER by_source AS spoke_at,
           max(valid_at) FILTER (WHERE NOT valid_at_known AND value IS NOT NULL) OVER by_source AS assumed_at,
           max(valid_at) FILTER (WHERE valid_at_known) OVER same AS last_at,
           max(valid_at) FILTER (WHERE state = 'pendataan') OVER same AS counting_at
    FROM word JOIN crowd USING (audience, event_id, kind, total, scope, part)
    WINDOW same AS (PARTITION BY audience, event_id, kind, total, scope, part),
           by_source AS (PARTITION BY audience, event_id, kind, total, scope, part, source)
), judged AS (
    SELECT *, coalesce(last_at > spoke_at + patience, false) AS silent FROM numbered, rule
)
SELECT audience, event_id, kind, total, scope, part, area_code, value, state, unit, approx, valid_at,
       valid_at_known, report_id, source, figure_id, corrected, nth, assumed_at, counting_at, silent,
       min(value) FILTER (WHERE nth = 1) OVER same AS low, max(value) FILTER (WHERE nth = 1) OVER same AS high,
       row_number() OVER best AS place, first_value(value) OVER best AS won, first_value(source) OVER best AS won_by,
       CASE WHEN first_value(valid_at_known) OVER best THEN first_value(valid_at) OVER best END AS won_at
FROM judged
WINDOW same AS (PARTITION BY audience, event_id, kind, total, scope, part),
       best AS (PARTITION BY audience, event_id, kind, total, scope, part
                ORDER BY nth > 1, value IS NULL, silent, rank, NOT valid_at_known, valid_at DESC, entry DESC, source)
UNION ALL
-- Where only one word was said there is nothing to sort.
SELECT audience, event_id, kind, total, scope, part, area_code, value, state, unit, approx, valid_at,
       valid_at_known, report_id, source, figure_id, corrected, 1, NULL, NULL, false, value, value, 1, value, source,
       NULL
FROM word
WHERE NOT EXISTS (
    SELECT FROM crowd c
    WHERE (c.audience, c.event_id, c.kind, c.total, c.scope, c.part)
        = (word.audience, word.event_id, word.kind, word.total, word.scope, word.part))

-- name: analyze_said
ANALYZE said (audience, event_id, kind, total, scope, part, place)

-- name: create_dissent
-- Who says otherwise: other sources, and the winner's own later word where its moment is only assumed.
CREATE TEMP TABLE dissent ON COMMIT DROP AS
SELECT audience, event_id, kind, total, scope, part,
       jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'source', source, 'state', state, 'valid_at', valid_at, 'valid_at_known', valid_at_known,
           'silent', nullif(silent, false))) || jsonb_build_object('value', value)
           ORDER BY source, figure_id) AS dissent
FROM said
WHERE place > 1 AND value IS DISTINCT FROM won
  AND (nth = 1 OR (source = won_by AND value IS NOT NULL AND NOT valid_at_known AND valid_at = assumed_at
                   AND valid_at > won_at))
GROUP BY audience, event_id, kind, total, scope, part

-- name: analyze_dissent
ANALYZE dissent (audience, event_id, kind, total, scope, part)

-- name: create_new_figure
CREATE TEMP TABLE new_figure ON COMMIT DROP AS
SELECT audience, event_id, kind, total, scope, w.area_code, value, state, unit, approx, low, high,
       coalesce(counting_at > valid_at, false) AND value IS NOT NULL AS counting,
       report_id, source, valid_at, coalesce(dissent, '[]') AS dissent, value AS share, valid_at_known, corrected,
       figure_id
FROM said w
LEFT JOIN dissent USING (audience, event_id, kind, total, scope, part)
WHERE place = 1
UNION ALL
SELECT m.audience, m.event_id, f.kind, f.total, '', f.area_code, f.value, f.state, f.unit, f.approx, f.value, f.value,
       false, m.id, m.source, f.valid_at, '[]', f.value, f.valid_at_known, f.reason IS NOT NULL, f.id
FROM member m
JOIN figure f ON f.report_id = m.id
WHERE NOT EXISTS (SELECT FROM crowded c WHERE (c.audience, c.event_id) = (m.audience, m.event_id))
  AND NOT EXISTS (SELECT FROM figure_correction c WHERE c.figure_id = f.id)

-- name: analyze_new_figure
ANALYZE new_figure (audience, event_id, kind, total, scope, area_code, share, value)

-- name: create_several
-- Kinds of which an event has more than one total for all of it: only these are to be added up.
CREATE TEMP TABLE several ON COMMIT DROP AS
SELECT DISTINCT event_id, audience, kind FROM new_figure WHERE NOT total OR scope <> ''

-- name: analyze_several
ANALYZE several

-- name: share_parts
-- A part counts unless a wider part of the same kind holds it: areas that nest are never added.
UPDATE new_figure f SET share = NULL
WHERE NOT total AND EXISTS (
    SELECT FROM new_figure wider
    WHERE (wider.audience, wider.event_id, wider.kind) = (f.audience, f.event_id, f.kind)
      AND NOT wider.total AND wider.value IS NOT NULL AND f.area_code LIKE wider.area_code || '.%')

-- name: drop_exceeding_parts
-- Where the parts come to more than their total, it stands alone.
UPDATE new_figure p SET share = NULL
FROM new_figure t, (
    SELECT audience, event_id, kind, scope, sum(share) AS sum
    FROM new_figure WHERE NOT total AND share IS NOT NULL
    GROUP BY 1, 2, 3, 4
) AS parts
WHERE (t.audience, t.event_id, t.kind, t.scope) = (parts.audience, parts.event_id, parts.kind, parts.scope)
  AND (p.audience, p.event_id, p.kind, p.scope) = (parts.audience, parts.event_id, parts.kind, parts.scope)
  AND t.total AND t.value < parts.sum AND NOT p.total

-- name: share_totals
-- A total adds what its parts leave unexplained ("belum terinci").
UPDATE new_figure t SET share = t.value - parts.sum
FROM (
    SELECT audience, event_id, kind, scope, sum(share) AS sum
    FROM new_figure WHERE NOT total AND share IS NOT NULL
    GROUP BY 1, 2, 3, 4
) AS parts
WHERE (t.audience, t.event_id, t.kind, t.scope) = (parts.audience, parts.event_id, parts.kind, parts.scope)
  AND t.total AND t.value IS NOT NULL

-- name: drop_exceeding_regencies
-- The same once more, between the total of several regencies and what each of them says.
UPDATE new_figure p SET share = NULL
FROM new_figure t, (
    SELECT audience, event_id, kind, sum(share) AS sum
    FROM new_figure WHERE scope <> '' AND share IS NOT NULL
    GROUP BY 1, 2, 3
) AS parts
WHERE (t.audience, t.event_id, t.kind) = (parts.audience, parts.event_id, parts.kind)
  AND (p.audience, p.event_id, p.kind) = (parts.audience, parts.event_id, parts.kind)
  AND t.total AND t.scope = '' AND t.value < parts.sum AND p.scope <> ''

-- name: share_spanning
UPDATE new_figure t SET share = t.value - parts.sum
FROM (
    SELECT audience, event_id, kind, sum(share) AS sum
    FROM new_figure WHERE scope <> '' AND share IS NOT NULL
    GROUP BY 1, 2, 3
) AS parts
WHERE (t.audience, t.event_id, t.kind) = (parts.audience, parts.event_id, parts.kind)
  AND t.total AND t.scope = '' AND t.value IS NOT NULL

-- name: close_figures
UPDATE published_figure c SET known_to = :seq
WHERE c.known_to IS NULL AND c.event_id IN (SELECT event_id FROM touched)
  AND NOT EXISTS (
    SELECT FROM new_figure n
    WHERE (n.event_id, n.audience, n.kind, n.total, n.area_code)
        = (c.event_id, c.audience, c.kind, c.total, c.area_code)
      AND (n.value, n.state, n.unit, n.approx, n.low, n.high, n.counting, n.report_id, n.source, n.valid_at,
           n.dissent, n.share, n.valid_at_known, n.corrected, n.figure_id)
        IS NOT DISTINCT FROM
          (c.value, c.state, c.unit, c.approx, c.low, c.high, c.counting, c.report_id, c.source, c.valid_at,
           c.dissent, c.share, c.valid_at_known, c.corrected, c.figure_id))

-- name: open_figures
INSERT INTO published_figure (event_id, audience, kind, total, area_code, known_from, value, state, unit,
    approx, low, high, counting, report_id, source, valid_at, dissent, share, valid_at_known, corrected,
    figure_id)
SELECT event_id, audience, kind, total, area_code, :seq, value, state, unit, approx, low, high, counting,
       report_id, source, valid_at, dissent, share, valid_at_known, corrected, figure_id
FROM new_figure n
WHERE NOT EXISTS (
    SELECT FROM published_figure c
    WHERE c.known_to IS NULL
      AND (n.event_id, n.audience, n.kind, n.total, n.area_code)
        = (c.event_id, c.audience, c.kind, c.total, c.area_code))

-- name: part_figures
WITH parted AS (
    UPDATE published_figure SET audience = 'publik'
    WHERE audience = 'semua' AND event_id IN (SELECT event_id FROM apart)
    RETURNING *
)
INSERT INTO published_figure (event_id, audience, kind, total, area_code, known_from, known_to, value, state, unit,
    approx, low, high, counting, report_id, source, valid_at, dissent, share, valid_at_known, corrected, figure_id)
SELECT event_id, 'petugas', kind, total, area_code, known_from, known_to, value, state, unit, approx, low, high,
       counting, report_id, source, valid_at, dissent, share, valid_at_known, corrected, figure_id
FROM parted

-- name: note_changes
-- Whose reading of which events changed by what was closed and opened just now.
INSERT INTO event_change (audience, seq, num, event_id)
SELECT reader, :seq, e.num, e.id
FROM (SELECT audience, event_id FROM event_state WHERE known_from = :seq
      UNION SELECT audience, event_id FROM event_state WHERE known_to = :seq
      UNION SELECT audience, event_id FROM published_figure WHERE known_from = :seq
      UNION SELECT audience, event_id FROM published_figure WHERE known_to = :seq) AS changed
JOIN event e ON e.id = changed.event_id, unnest(readers_of(changed.audience)) AS reader

-- name: is_outdated
SELECT derive_anew FROM installation

-- name: is_renewed
UPDATE installation SET derive_anew = false

-- name: all_events
SELECT id FROM event
