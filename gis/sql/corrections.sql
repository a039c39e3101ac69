-- name: report
-- A report as it counts now: newest corrections, place, status and event.
SELECT r.id, r.source, r.source_kind, r.hazard, r.other_hazards, r.occurred_from, r.occurred_to,
       r.occurred_precision, r.kib, r.kib_key, r.is_update, r.valid_at, r.valid_at_known, p.areas, p.area_code,
       k.event_id
FROM report_now r
JOIN LATERAL (SELECT areas, area_code FROM report_location WHERE report_id = r.id ORDER BY id DESC LIMIT 1) p ON true
JOIN LATERAL (SELECT event_id FROM event_link WHERE report_id = r.id ORDER BY id DESC LIMIT 1) k ON true
WHERE r.id = :report_id

-- name: figures
-- The figures that count: neither withdrawn nor replaced.
SELECT f.id, f.kind, f.area_code, f.areas, f.total, f.value, f.state, f.unit, f.raw, f.valid_at, f.valid_at_known,
       f.approx, f.part_of, f.lineage
FROM figure f
WHERE f.report_id = :report_id AND NOT EXISTS (SELECT FROM figure_correction c WHERE c.figure_id = f.id)
ORDER BY f.id

-- name: add_report
INSERT INTO report_correction (report_id, source, source_kind, hazard, other_hazards, occurred_from, occurred_to,
                               occurred_precision, kib, kib_key, is_update, changed, reason, entry)
VALUES (:report_id, :source, :source_kind, :hazard, :other_hazards, :occurred_from, :occurred_to,
        :occurred_precision, :kib, :kib_key, :is_update, :changed, :reason, :entry)

-- name: add_place
INSERT INTO report_location (report_id, areas, area_code, geom, precision, uncertainty_m, method, approximate,
                             edition_id, entry)
VALUES (:report_id, :areas, :area_code, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :precision, :uncertainty_m,
        'koreksi', :approximate, :edition_id, :entry)

-- name: add_figure
INSERT INTO figure (id, report_id, kind, area_code, areas, total, value, state, unit, raw, valid_at,
                    valid_at_known, approx, part_of, lineage, reason, entry)
VALUES (nextval('figure_id_seq'), :report_id, :kind, :area_code, :areas, :total, :value, :state, :unit, :raw,
        :valid_at, :valid_at_known, :approx, :part_of, CAST(:lineage AS jsonb), :reason, :entry)
RETURNING id

-- name: add_figure_correction
INSERT INTO figure_correction (report_id, figure_id, replaced_by, reason, entry)
VALUES (:report_id, :figure_id, :replaced_by, :reason, :entry)

-- name: add_event
INSERT INTO event_correction (event_id, is_bencana, reason, entry)
VALUES (:event_id, :is_bencana, :reason, :entry)

-- name: silence_hours
SELECT silence_hours FROM publish_rule ORDER BY id DESC LIMIT 1

-- name: add_rule
INSERT INTO publish_rule (silence_hours, entry) VALUES (:silence_hours, :entry)
