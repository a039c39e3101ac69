-- Rules that statements of several packages have in common, put in where they say `shared: name`.
--
-- corrected_then: the newest correction by :seq of each report that had one; words_then: a report's words by then, of
-- report `r` and its newest correction `k`, if any. Corrections are few beside reports: they are read once, not for each.
--
-- edition_order: of the editions `e` of the areas (with their ledger entry `l`) those valid on :day first, of them
-- one without an end, the newest recorded. One that will be valid later comes after those that are.
--
-- findings_then: the findings on report `r` at :seq, on its own and beside the other messages on its event.
--
-- regencies_of: the regencies that `p.areas` lie in, each once: 19.03 of 19.03.01; the province where it names none.
--
-- waiting_then: the reports that waited for somebody to decide at :seq. Of stretches that ended by now only those
-- are looked at whose end may have come later: entries are numbered as they begin, and settled in another order.

-- name: corrected_then
SELECT DISTINCT ON (t.report_id) t.* FROM report_correction t JOIN ledger_entry e USING (entry)
WHERE e.seq <= :seq ORDER BY t.report_id, t.id DESC

-- name: words_then
SELECT coalesce(k.source, r.source) AS source, coalesce(k.hazard, r.hazard) AS hazard,
       coalesce(k.other_hazards, r.other_hazards) AS other_hazards,
       coalesce(k.occurred_from, r.occurred_from) AS occurred_from,
       coalesce(k.occurred_to, r.occurred_to) AS occurred_to,
       coalesce(k.occurred_precision, r.occurred_precision) AS occurred_precision,
       coalesce(k.is_update, r.is_update) AS is_update

-- name: findings_then
SELECT severity FROM finding WHERE report_id = r.id
UNION ALL
SELECT each ->> 'severity' FROM comparison c, jsonb_array_elements(c.findings) AS each
WHERE c.report_id = r.id AND c.known_from <= :seq AND (c.known_to IS NULL OR c.known_to > :seq)

-- name: regencies_of
CASE cardinality(p.areas) WHEN 0 THEN ARRAY['19'] WHEN 1 THEN ARRAY[left(p.areas[1], 5)]
     ELSE ARRAY(SELECT DISTINCT left(code, 5) FROM unnest(p.areas) AS code) END

-- name: waiting_then
SELECT w.report_id
FROM waiting w
JOIN ledger_entry begun ON begun.entry = w.from_entry AND begun.seq <= :seq
LEFT JOIN ledger_entry ended ON ended.entry = w.to_entry
WHERE w.to_entry IS NULL
   OR w.to_entry >= (SELECT min(later.entry) FROM ledger_entry later WHERE later.seq > :seq) AND ended.seq > :seq

-- name: edition_order
(e.valid_from <= CAST(:day AS date) AND coalesce(e.valid_to >= CAST(:day AS date), true)) DESC,
e.valid_to IS NOT NULL, greatest(e.valid_from - CAST(:day AS date), 0), l.seq DESC, e.id DESC
