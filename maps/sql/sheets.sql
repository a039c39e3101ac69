-- name: sources
-- Who said the figures of these events, the newest moment each spoke of, and the newest receipt.
SELECT f.source, max(f.valid_at) FILTER (WHERE f.valid_at_known) AS stated, max(f.valid_at) AS received
FROM published_figure f
WHERE f.event_id = ANY(:events) AND f.audience IN ('semua', :audience)
  AND f.known_from <= :seq AND (f.known_to IS NULL OR f.known_to > :seq)
GROUP BY f.source
ORDER BY max(f.valid_at) DESC, f.source
