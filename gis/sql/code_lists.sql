-- name: add_hazards
INSERT INTO hazard (slug, label_id, is_bencana, entry) VALUES (:slug, :label_id, :is_bencana, :entry)
ON CONFLICT DO NOTHING

-- name: add_figure_kinds
INSERT INTO figure_kind (slug, figure_group, entry) VALUES (:slug, :figure_group, :entry) ON CONFLICT DO NOTHING

-- name: add_source_ranks
INSERT INTO source_rank (figure_group, source_kind, rank, entry)
VALUES (:figure_group, :source_kind, :rank, :entry) ON CONFLICT DO NOTHING

-- name: known
SELECT (SELECT count(*) FROM hazard) AS hazards, (SELECT count(*) FROM figure_kind) AS figures,
       (SELECT count(*) FROM source_rank) AS ranks
