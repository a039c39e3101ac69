-- Sums by month in narrow rows: which cells there are stands once, what a cell holds now is apart from what was said
-- of it at every moment, and kinds of figures are small numbers. Kecamatan have sums too.

CREATE TABLE sigap.summary_kind (
    id SMALLINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (kind)
);

CREATE TABLE sigap.summary_cell (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    audience TEXT NOT NULL,
    depth SMALLINT NOT NULL,
    month DATE NOT NULL,
    area_code TEXT NOT NULL,
    hazard TEXT NOT NULL,
    is_bencana BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX summary_cell_named
    ON sigap.summary_cell (audience, depth, month, area_code, hazard, is_bencana) INCLUDE (id);

CREATE TABLE sigap.summary_now (
    cell INTEGER NOT NULL,
    events INTEGER NOT NULL,
    valid_at TIMESTAMP WITH TIME ZONE,
    figures JSONB NOT NULL,
    PRIMARY KEY (cell)
) WITH (fillfactor = 70);

CREATE TABLE sigap.summary_since (
    depth SMALLINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (depth)
);

DROP VIEW publik.summary_block;
ALTER TABLE sigap.summary_block RENAME TO summary_block_wide;
ALTER INDEX sigap.summary_block_pkey RENAME TO summary_block_wide_pkey;
CREATE TABLE sigap.summary_block (
    cell INTEGER NOT NULL,
    known_from BIGINT NOT NULL,
    events INTEGER NOT NULL,
    valid_at TIMESTAMP WITH TIME ZONE,
    kinds SMALLINT[] NOT NULL,
    sums NUMERIC[] NOT NULL,
    reported INTEGER[] NOT NULL,
    flags SMALLINT[] NOT NULL,
    PRIMARY KEY (cell, known_from)
);

-- An installation that has events: regencies and the province go on with all their past, kecamatan begin now.
INSERT INTO sigap.summary_since
SELECT depth, CASE WHEN depth < 3 THEN coalesce((SELECT min(known_from) FROM sigap.summary_block_wide), newest)
                   ELSE newest END
FROM (SELECT coalesce(max(seq), 0) AS newest FROM sigap.ledger_entry) AS entries,
     (VALUES (1), (2), (3)) AS depths (depth);

CREATE TEMP TABLE kecamatan ON COMMIT DROP AS
WITH state AS (
    SELECT * FROM sigap.event_state WHERE known_to IS NULL AND block_month IS NOT NULL
), counted AS (
    SELECT audience, block_month AS month, area_code, hazard, is_bencana, count(*)::int AS events,
           max(valid_at) AS valid_at
    FROM (SELECT DISTINCT s.event_id, s.audience, s.block_month, s.hazard, s.is_bencana, s.valid_at,
                 left(code, 8) AS area_code
          FROM state s, unnest(CASE WHEN s.areas = '{}' THEN ARRAY[s.area_code] ELSE s.areas END) AS code) AS once
    GROUP BY 1, 2, 3, 4, 5
), said AS (
    SELECT s.audience, s.block_month AS month, s.hazard, s.is_bencana, s.event_id, left(f.area_code, 8) AS area_code,
           f.kind, sum(f.share) AS value, max((f.value IS NOT NULL)::int) AS has, max(f.approx::int) AS approx,
           max((f.dissent <> '[]')::int) AS disputed, max((NOT f.valid_at_known)::int) AS assumed,
           max(f.counting::int) AS counting
    FROM state s
    JOIN sigap.published_figure f ON f.event_id = s.event_id AND f.audience = s.audience AND f.known_to IS NULL
    WHERE f.share IS NOT NULL OR f.value IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7
), figures AS (
    SELECT audience, month, area_code, hazard, is_bencana, jsonb_object_agg(kind, figure) AS figures
    FROM (SELECT audience, month, area_code, hazard, is_bencana, kind,
                 jsonb_build_array(trim_scale(coalesce(sum(value), 0)), sum(has), count(*), sum(approx),
                                   sum(disputed), sum(assumed), sum(counting)) AS figure
          FROM said GROUP BY 1, 2, 3, 4, 5, 6) AS kinds
    GROUP BY 1, 2, 3, 4, 5
)
SELECT audience, month, area_code, hazard, is_bencana, coalesce(events, 0) AS events, valid_at,
       coalesce(figures, '{}') AS figures
FROM counted FULL JOIN figures USING (audience, month, area_code, hazard, is_bencana);

INSERT INTO sigap.summary_cell (audience, depth, month, area_code, hazard, is_bencana)
SELECT audience, depth, month, area_code, hazard, is_bencana FROM sigap.summary_block_wide WHERE known_to IS NULL
UNION ALL
SELECT audience, 3, month, area_code, hazard, is_bencana FROM kecamatan
ORDER BY 1, 2, 3, 4, 5, 6;

CREATE TEMP TABLE version ON COMMIT DROP AS
SELECT c.id AS cell, b.known_from, b.known_to, b.events, b.valid_at, b.figures
FROM sigap.summary_block_wide b JOIN sigap.summary_cell c USING (audience, depth, month, area_code, hazard, is_bencana)
UNION ALL
SELECT c.id, s.seq, NULL, k.events, k.valid_at, k.figures
FROM sigap.summary_since s, kecamatan k JOIN sigap.summary_cell c USING (audience, month, area_code, hazard, is_bencana)
WHERE s.depth = 3 AND c.depth = 3;

INSERT INTO sigap.summary_kind (kind)
SELECT DISTINCT kind FROM version, jsonb_object_keys(figures) AS kind ORDER BY kind;

INSERT INTO sigap.summary_now SELECT cell, events, valid_at, figures FROM version WHERE known_to IS NULL;

INSERT INTO sigap.summary_block
SELECT v.cell, v.known_from, v.events, v.valid_at, coalesce(f.kinds, '{}'), coalesce(f.sums, '{}'),
       coalesce(f.reported, '{}'), coalesce(f.flags, '{}')
FROM version v
CROSS JOIN LATERAL (
    SELECT array_agg(k.id ORDER BY k.id) AS kinds, array_agg((f ->> 0)::numeric ORDER BY k.id) AS sums,
           array_agg((f ->> 1)::int ORDER BY k.id) AS reported,
           array_agg((((f ->> 3)::int > 0)::int + 2 * ((f ->> 4)::int > 0)::int + 4 * ((f ->> 5)::int > 0)::int
                      + 8 * ((f ->> 6)::int > 0)::int)::smallint ORDER BY k.id) AS flags
    FROM jsonb_each(v.figures) AS each (kind, f) JOIN sigap.summary_kind k USING (kind)
) AS f
ORDER BY v.known_from, v.cell;

DROP TABLE sigap.summary_block_wide;

GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.summary_kind, sigap.summary_cell, sigap.summary_now, sigap.summary_block
    TO sigap_app;
GRANT SELECT ON sigap.summary_since TO sigap_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA sigap TO sigap_app;

CREATE VIEW publik.summary_kind AS SELECT * FROM sigap.summary_kind;
CREATE VIEW publik.summary_since AS SELECT * FROM sigap.summary_since;
CREATE VIEW publik.summary_cell AS SELECT * FROM sigap.summary_cell WHERE audience = 'publik';
CREATE VIEW publik.summary_block AS
SELECT b.* FROM sigap.summary_block b JOIN sigap.summary_cell c ON c.id = b.cell AND c.audience = 'publik';
GRANT SELECT ON publik.summary_kind, publik.summary_since, publik.summary_cell, publik.summary_block TO sigap_publik;
