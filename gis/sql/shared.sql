-- Rules that statements of several packages have in common, put in where they say `shared: name`.
--
-- edition_order: of the editions `e` of the areas (with their ledger entry `l`) those valid on :day first, of them
-- one without an end, the newest recorded. One that will be valid later comes after those that are.

-- name: edition_order
(e.valid_from <= CAST(:day AS date) AND coalesce(e.valid_to >= CAST(:day AS date), true)) DESC,
e.valid_to IS NOT NULL, greatest(e.valid_from - CAST(:day AS date), 0), l.seq DESC, e.id DESC
