-- name: scope_of_area
-- The last entry that changed what a sheet of this area shows, and how many entries did.
SELECT coalesce(max(seq), 0) AS seq, count(*) AS version FROM (
    SELECT known_from AS seq FROM event_state WHERE audience IN ('semua', :audience) AND area_path @> ARRAY[:area]
    UNION SELECT known_to FROM event_state WHERE audience IN ('semua', :audience) AND area_path @> ARRAY[:area]
    UNION SELECT f.known_from FROM published_figure f JOIN event_state s USING (event_id, audience)
          WHERE audience IN ('semua', :audience) AND s.area_path @> ARRAY[:area]
    UNION SELECT l.seq FROM area_edition e JOIN ledger_entry l USING (entry)
) AS changes WHERE seq <= :seq

-- name: scope_of_event
SELECT coalesce(max(seq), 0) AS seq, count(*) AS version FROM (
    SELECT known_from AS seq FROM event_state WHERE audience IN ('semua', :audience) AND event_id = :event
    UNION SELECT known_to FROM event_state WHERE audience IN ('semua', :audience) AND event_id = :event
    UNION SELECT known_from FROM published_figure WHERE audience IN ('semua', :audience) AND event_id = :event
    UNION SELECT l.seq FROM area_edition e JOIN ledger_entry l USING (entry)
) AS changes WHERE seq <= :seq

-- name: secret
SELECT secret FROM installation

-- name: add
INSERT INTO sheet (code, number, scope, product, paper, lang, audience, version, seq, title, valid_at,
                   file_sha256, request, entry)
VALUES (:code, :number, :scope, :product, :paper, :lang, :audience, :version, :seq, :title, :valid_at,
        :file_sha256, :request, :entry)
ON CONFLICT (code) DO NOTHING

-- name: by_code
SELECT s.*, l.recorded_at AS issued_at FROM sheet s JOIN ledger_entry l USING (entry) WHERE s.code = :code

-- name: by_number
SELECT s.*, l.recorded_at AS issued_at FROM sheet s JOIN ledger_entry l USING (entry) WHERE s.number = :number

-- name: newer
-- A later sheet of the same kind and scope, whatever its paper or language.
SELECT number, code FROM sheet
WHERE scope = :scope AND product = :product AND audience = :audience AND seq > :seq
ORDER BY seq DESC, number LIMIT 1

-- name: list
SELECT s.number, s.code, s.scope, s.product, s.paper, s.lang, s.audience, s.version, s.title, s.valid_at,
       l.recorded_at AS issued_at, l.seq
FROM sheet s JOIN ledger_entry l USING (entry)
WHERE l.seq <= :seq AND (CAST(:before AS bigint) IS NULL OR l.seq < :before)
ORDER BY l.seq DESC, s.number LIMIT :limit
