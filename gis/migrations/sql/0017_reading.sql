-- What officers read all day, found without reading the whole register.

-- What a report was at a moment: its newest row by then. The planner puts these in where they are called.
CREATE FUNCTION sigap.status_then(report uuid, seq bigint)
RETURNS TABLE (id bigint, status text, reason text, by text) LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT t.id, t.status, t.reason, t.by FROM sigap.report_status t JOIN sigap.ledger_entry e USING (entry)
    WHERE t.report_id = $1 AND e.seq <= $2 ORDER BY t.id DESC LIMIT 1
$$;

CREATE FUNCTION sigap.place_then(report uuid, seq bigint)
RETURNS TABLE (areas text[], area_code text, geom geometry, "precision" text, uncertainty_m double precision, method text,
               approximate boolean)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT t.areas, t.area_code, t.geom, t.precision, t.uncertainty_m, t.method, t.approximate
    FROM sigap.report_location t JOIN sigap.ledger_entry e USING (entry)
    WHERE t.report_id = $1 AND e.seq <= $2 ORDER BY t.id DESC LIMIT 1
$$;

CREATE FUNCTION sigap.link_then(report uuid, seq bigint)
RETURNS TABLE (event_id uuid) LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT t.event_id FROM sigap.event_link t JOIN sigap.ledger_entry e USING (entry)
    WHERE t.report_id = $1 AND e.seq <= $2 ORDER BY t.id DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION sigap.status_then, sigap.place_then, sigap.link_then FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sigap.status_then, sigap.place_then, sigap.link_then TO sigap_app;

-- The stretches in which reports wait for somebody to decide, from the entry that began them to that which ended
-- them. Kept by a trigger; one that ends in its own entry never was.
CREATE TABLE sigap.waiting (
    report_id UUID NOT NULL,
    from_entry BIGINT NOT NULL,
    to_entry BIGINT,
    PRIMARY KEY (report_id, from_entry)
);
INSERT INTO sigap.waiting
SELECT report_id, entry, ended
FROM (SELECT report_id, entry, waits, lead(entry) OVER (PARTITION BY report_id ORDER BY id) AS ended
      FROM (SELECT report_id, entry, id, waits, lag(waits) OVER (PARTITION BY report_id ORDER BY id) AS waited
            FROM (SELECT report_id, entry, id, status IN ('draf', 'diperiksa') AS waits
                  FROM sigap.report_status) AS status) AS told
      WHERE waits IS DISTINCT FROM waited) AS turned
WHERE waits AND ended IS DISTINCT FROM entry;
CREATE UNIQUE INDEX waiting_still ON sigap.waiting (report_id) WHERE to_entry IS NULL;
CREATE INDEX waiting_until ON sigap.waiting (to_entry);
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.waiting TO sigap_app;

-- The plan is kept, and may be made while the table is small: rows are looked up one by one, whatever it seems to cost.
CREATE FUNCTION sigap.statuses_came() RETURNS trigger LANGUAGE plpgsql
    SET search_path = sigap, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    WITH newest AS (
        SELECT DISTINCT ON (report_id) report_id, entry, status IN ('draf', 'diperiksa') AS waits
        FROM fresh ORDER BY report_id, id DESC
    ), begun AS (
        INSERT INTO waiting (report_id, from_entry) SELECT report_id, entry FROM newest WHERE waits
        ON CONFLICT DO NOTHING
    ), undone AS (
        DELETE FROM waiting w USING newest n
        WHERE NOT n.waits AND w.report_id = n.report_id AND w.to_entry IS NULL AND w.from_entry = n.entry
    )
    UPDATE waiting w SET to_entry = n.entry FROM newest n
    WHERE NOT n.waits AND w.report_id = n.report_id AND w.to_entry IS NULL AND w.from_entry <> n.entry;
    RETURN NULL;
END
$$;
CREATE TRIGGER statuses_came AFTER INSERT ON sigap.report_status REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.statuses_came();

-- Reports of an area, whatever came of their places.
CREATE INDEX report_location_area ON sigap.report_location (area_code text_pattern_ops);

-- Which entries changed how an event reads.
CREATE TABLE sigap.event_change (
    audience TEXT NOT NULL,
    seq BIGINT NOT NULL,
    num BIGINT NOT NULL,
    event_id UUID NOT NULL,
    PRIMARY KEY (audience, seq, num)
);
INSERT INTO sigap.event_change
SELECT audience, seq, e.num, event_id
FROM (SELECT audience, known_from AS seq, event_id FROM sigap.event_state
      UNION SELECT audience, known_to, event_id FROM sigap.event_state WHERE known_to IS NOT NULL
      UNION SELECT audience, known_from, event_id FROM sigap.published_figure
      UNION SELECT audience, known_to, event_id FROM sigap.published_figure WHERE known_to IS NOT NULL) AS changed
JOIN sigap.event e ON e.id = changed.event_id
ORDER BY seq, audience, num;
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.event_change TO sigap_app;
CREATE VIEW publik.event_change AS SELECT * FROM sigap.event_change WHERE audience = 'publik';
GRANT SELECT ON publik.event_change TO sigap_publik;

-- Lists of events, newest first, as of any moment, counted from the index alone.
CREATE INDEX event_state_listed ON sigap.event_state (audience, occurred_from, num)
    INCLUDE (event_id, occurred_to, known_from, known_to, hazard, other_hazards, verified);
-- Coarse events lie wherever their areas lie.
CREATE INDEX event_state_drawn ON sigap.event_state USING gin (drawn_areas) WHERE drawn_areas <> '{}';
