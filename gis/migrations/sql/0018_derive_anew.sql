-- Derived rows that an earlier release wrote may lack what this one derives. A migration says so here; whoever opens
-- the database next derives all events anew, once.
ALTER TABLE sigap.installation ADD derive_anew BOOLEAN DEFAULT false NOT NULL;
GRANT UPDATE (derive_anew) ON sigap.installation TO sigap_app;

-- Before 0005 a published figure did not say which row of the register it is.
UPDATE sigap.installation SET derive_anew = EXISTS (
    SELECT FROM sigap.published_figure WHERE known_to IS NULL AND figure_id IS NULL);
UPDATE sigap.published_figure p SET figure_id = (
    SELECT max(f.id) FROM sigap.figure f
    WHERE f.report_id = p.report_id AND f.kind = p.kind AND f.area_code = p.area_code AND f.total = p.total
      AND f.value IS NOT DISTINCT FROM p.value)
WHERE p.figure_id IS NULL;

-- Nor did a state say whether its moment was told, and a burnt house was shown to the public where it was told to be,
-- not to 0.01 degree. What is derived from now on does both; here it is mended for the past, which stays readable.
UPDATE sigap.event_state s SET valid_at_known = EXISTS (
    SELECT FROM sigap.event_link k JOIN sigap.report r ON r.id = k.report_id
    WHERE k.event_id = s.event_id AND r.valid_at = s.valid_at AND r.valid_at_known)
WHERE (SELECT derive_anew FROM sigap.installation);
UPDATE sigap.event_state
SET point = ST_SnapToGrid(point, 0.01), precision = 'desa', uncertainty_m = greatest(uncertainty_m, 800)
WHERE audience = 'publik' AND precision IN ('titik', 'dusun') AND 'kebakaran_rumah' = ANY (other_hazards || hazard)
  AND (SELECT derive_anew FROM sigap.installation);
