-- Corrections of what a report says: a new row each, with its reason; the newest counts.
CREATE TABLE sigap.report_correction (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    report_id UUID NOT NULL,
    source TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    hazard TEXT NOT NULL,
    other_hazards TEXT[] NOT NULL,
    occurred_from TIMESTAMP WITH TIME ZONE NOT NULL,
    occurred_to TIMESTAMP WITH TIME ZONE NOT NULL,
    occurred_precision TEXT NOT NULL,
    kib TEXT,
    kib_key TEXT,
    is_update BOOLEAN NOT NULL,
    changed TEXT[] NOT NULL,
    reason TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX report_correction_report ON sigap.report_correction (report_id, id);

CREATE TABLE sigap.figure_correction (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    report_id UUID NOT NULL,
    figure_id BIGINT NOT NULL,
    replaced_by BIGINT,
    reason TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    UNIQUE (figure_id),
    FOREIGN KEY(figure_id) REFERENCES sigap.figure (id),
    FOREIGN KEY(replaced_by) REFERENCES sigap.figure (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX figure_correction_report ON sigap.figure_correction (report_id);

CREATE TABLE sigap.event_correction (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    event_id UUID NOT NULL,
    is_bencana BOOLEAN,
    reason TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(event_id) REFERENCES sigap.event (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX event_correction_event ON sigap.event_correction (event_id, id);

CREATE TABLE sigap.publish_rule (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    silence_hours INTEGER NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

-- A report with its newest correction applied, in the columns of `report`.
CREATE VIEW sigap.report_now AS
SELECT r.id, r.submission_id, r.ordinal, coalesce(c.source, r.source) AS source,
       coalesce(c.source_kind, r.source_kind) AS source_kind, coalesce(c.hazard, r.hazard) AS hazard,
       coalesce(c.other_hazards, r.other_hazards) AS other_hazards,
       coalesce(c.occurred_from, r.occurred_from) AS occurred_from,
       coalesce(c.occurred_to, r.occurred_to) AS occurred_to,
       coalesce(c.occurred_precision, r.occurred_precision) AS occurred_precision,
       r.valid_at, r.valid_at_known,
       CASE WHEN c.id IS NULL THEN r.kib ELSE c.kib END AS kib,
       CASE WHEN c.id IS NULL THEN r.kib_key ELSE c.kib_key END AS kib_key,
       coalesce(c.is_update, r.is_update) AS is_update, r.confidence, r.blank, r.invented, r.entry
FROM sigap.report r
LEFT JOIN LATERAL (
    SELECT * FROM sigap.report_correction WHERE report_id = r.id ORDER BY id DESC LIMIT 1
) c ON true;
GRANT SELECT ON sigap.report_now TO sigap_app;

-- Derived rows: what they say of their moment, of corrections, and where they come from.
ALTER TABLE sigap.published_figure
    ADD valid_at_known BOOLEAN NOT NULL DEFAULT true,
    ADD corrected BOOLEAN NOT NULL DEFAULT false,
    ADD figure_id BIGINT;
UPDATE sigap.published_figure p SET valid_at_known = r.valid_at_known
FROM sigap.report r WHERE r.id = p.report_id AND NOT r.valid_at_known;
ALTER TABLE sigap.published_figure
    ALTER valid_at_known DROP DEFAULT,
    ALTER corrected DROP DEFAULT;
-- The primary key finds current rows as well: an event has few versions of a figure.
DROP INDEX sigap.published_figure_current;
CREATE INDEX published_figure_known_from ON sigap.published_figure (known_from);
CREATE INDEX published_figure_known_to ON sigap.published_figure (known_to) WHERE known_to IS NOT NULL;

ALTER TABLE sigap.event_state
    ADD valid_at_known BOOLEAN NOT NULL DEFAULT true,
    ADD block_month DATE GENERATED ALWAYS AS (
        CASE WHEN occurred_to > occurred_from
                  AND occurred_to <= (date_trunc('month', occurred_from AT TIME ZONE 'Asia/Jakarta')
                                      + '1 mon'::interval) AT TIME ZONE 'Asia/Jakarta'
             THEN date_trunc('month', occurred_from AT TIME ZONE 'Asia/Jakarta')::date END) STORED;
ALTER TABLE sigap.event_state ALTER valid_at_known DROP DEFAULT;
CREATE INDEX event_state_block ON sigap.event_state (block_month, hazard, audience) WHERE known_to IS NULL;
CREATE INDEX event_state_no_block ON sigap.event_state (occurred_from) WHERE block_month IS NULL;
CREATE INDEX event_state_known_from ON sigap.event_state (known_from);
CREATE INDEX event_state_known_to ON sigap.event_state (known_to) WHERE known_to IS NOT NULL;

-- Sums of the events within one month, by area and hazard, so that a year is read in some hundred rows.
CREATE TABLE sigap.summary_block (
    audience TEXT NOT NULL,
    depth SMALLINT NOT NULL,
    month DATE NOT NULL,
    area_code TEXT NOT NULL,
    hazard TEXT NOT NULL,
    is_bencana BOOLEAN NOT NULL,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    events INTEGER NOT NULL,
    valid_at TIMESTAMP WITH TIME ZONE,
    figures JSONB NOT NULL,
    PRIMARY KEY (audience, depth, month, area_code, hazard, is_bencana, known_from)
);
CREATE UNIQUE INDEX summary_block_current
    ON sigap.summary_block (audience, depth, month, area_code, hazard, is_bencana) WHERE known_to IS NULL;
CREATE INDEX summary_block_known_from ON sigap.summary_block (known_from);
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.summary_block TO sigap_app;

-- An installation that has events already: blocks of what it knows now. Before that they are not used.
WITH newest AS (
    SELECT coalesce(max(seq), 0) AS seq FROM sigap.ledger_entry
), state AS (
    SELECT s.*, depth, width
    FROM sigap.event_state s, (VALUES (1, 2), (2, 5)) AS depths (depth, width)  -- 19 · 19.03
    WHERE s.known_to IS NULL AND s.block_month IS NOT NULL
), counted AS (
    SELECT audience, depth, block_month AS month, area_code, hazard, is_bencana, count(*) AS events,
           max(valid_at) AS valid_at
    FROM (SELECT DISTINCT s.event_id, s.audience, s.depth, s.block_month, s.hazard, s.is_bencana, s.valid_at,
                 left(code, s.width) AS area_code
          FROM state s, unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code) AS once
    GROUP BY 1, 2, 3, 4, 5, 6
), said AS (
    SELECT s.audience, s.depth, s.block_month AS month, s.hazard, s.is_bencana, s.event_id,
           left(f.area_code, s.width) AS area_code, f.kind, sum(f.share) AS value,
           max((f.value IS NOT NULL)::int) AS has, max(f.approx::int) AS approx,
           max((f.dissent <> '[]')::int) AS disputed, max((NOT f.valid_at_known)::int) AS assumed,
           max(f.counting::int) AS counting
    FROM state s
    JOIN sigap.published_figure f ON f.event_id = s.event_id AND f.audience = s.audience AND f.known_to IS NULL
    WHERE f.share IS NOT NULL OR f.value IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), figures AS (
    SELECT audience, depth, month, area_code, hazard, is_bencana, jsonb_object_agg(kind, figure) AS figures
    FROM (SELECT audience, depth, month, area_code, hazard, is_bencana, kind,
                 jsonb_build_array(trim_scale(coalesce(sum(value), 0)), sum(has), count(*), sum(approx),
                                   sum(disputed), sum(assumed), sum(counting)) AS figure
          FROM said GROUP BY 1, 2, 3, 4, 5, 6, 7) AS kinds
    GROUP BY 1, 2, 3, 4, 5, 6
)
INSERT INTO sigap.summary_block
SELECT audience, depth, month, area_code, hazard, is_bencana, newest.seq, NULL, coalesce(events, 0), valid_at,
       coalesce(figures, '{}')
FROM newest, counted FULL JOIN figures USING (audience, depth, month, area_code, hazard, is_bencana);

-- Views are lists of columns frozen when they are made.
CREATE OR REPLACE VIEW publik.event_state AS SELECT * FROM sigap.event_state WHERE audience = 'publik';
CREATE OR REPLACE VIEW publik.published_figure AS
SELECT event_id, audience, kind, total, area_code, known_from, known_to, value, state, unit, approx, low, high,
       counting, NULL::uuid AS report_id, source, valid_at, dissent, share, valid_at_known, corrected
FROM sigap.published_figure WHERE audience = 'publik';
CREATE VIEW publik.summary_block AS SELECT * FROM sigap.summary_block WHERE audience = 'publik';
GRANT SELECT ON publik.summary_block TO sigap_publik;

-- Which event a report's event went to when it was linked anew: ids alone, so that the public can follow a merge.
CREATE VIEW sigap.event_moved AS
SELECT DISTINCT old.event_id, new.event_id AS moved_to, l.seq
FROM sigap.event_link old
JOIN sigap.event_link new ON new.report_id = old.report_id AND new.id > old.id AND new.event_id <> old.event_id
JOIN sigap.ledger_entry l ON l.entry = new.entry;
GRANT SELECT ON sigap.event_moved TO sigap_app;
CREATE VIEW publik.event_moved AS SELECT * FROM sigap.event_moved;
GRANT SELECT ON publik.event_moved TO sigap_publik;
