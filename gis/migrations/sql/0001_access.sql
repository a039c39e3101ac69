-- Who may do what. Three roles: sigap_owner (migrations), sigap_app (the server), sigap_publik (readers
-- without login). Register tables can only grow: no role but the owner could do more, and a trigger
-- refuses it even to the owner.

CREATE SEQUENCE sigap.ledger_entry_id;

CREATE FUNCTION sigap.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: a correction is a new row with a reason', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;

DO $$
DECLARE
    name text;
    register text[] := ARRAY['ledger_entry', 'area_edition', 'area', 'submission', 'receipt', 'item', 'report',
        'report_status', 'report_location', 'report_text', 'personal_datum', 'finding', 'figure', 'event',
        'event_link', 'nil_report', 'layer_version', 'sheet', 'source_rank', 'figure_kind', 'hazard'];
BEGIN
    FOREACH name IN ARRAY register LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sigap.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION sigap.refuse_change()', name);
        EXECUTE format('GRANT SELECT, INSERT ON sigap.%I TO sigap_app', name);
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA sigap TO sigap_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.area_gen, sigap.event_state, sigap.published_figure,
    sigap.api_token TO sigap_app;
GRANT SELECT, INSERT ON sigap.installation TO sigap_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA sigap TO sigap_app;
GRANT SELECT ON sigap.alembic_version TO sigap_app;

-- Layer versions are tables made while running, each once and then never changed.
CREATE SCHEMA layer_data;
GRANT USAGE, CREATE ON SCHEMA layer_data TO sigap_app;
GRANT USAGE ON SCHEMA layer_data TO sigap_publik;

-- What the public may read, under the tables' own names.
CREATE SCHEMA publik;
GRANT USAGE ON SCHEMA publik TO sigap_publik, sigap_app;

CREATE VIEW publik.ledger_entry AS SELECT entry, seq, recorded_at FROM sigap.ledger_entry;
CREATE VIEW publik.area_edition AS SELECT * FROM sigap.area_edition;
CREATE VIEW publik.area AS SELECT * FROM sigap.area;
CREATE VIEW publik.area_gen AS SELECT * FROM sigap.area_gen;
CREATE VIEW publik.hazard AS SELECT * FROM sigap.hazard;
CREATE VIEW publik.figure_kind AS SELECT * FROM sigap.figure_kind;
CREATE VIEW publik.source_rank AS SELECT * FROM sigap.source_rank;
CREATE VIEW publik.event_state AS SELECT * FROM sigap.event_state WHERE audience = 'publik';
CREATE VIEW publik.published_figure AS SELECT * FROM sigap.published_figure WHERE audience = 'publik';
-- Today's access holds for the past too: a layer made secret takes its public versions with it.
CREATE VIEW publik.layer_version AS
SELECT * FROM sigap.layer_version v
WHERE access = 'publik' AND NOT EXISTS (
    SELECT FROM sigap.layer_version newer
    WHERE newer.slug = v.slug AND newer.version > v.version AND newer.access <> 'publik');
CREATE VIEW publik.sheet AS SELECT * FROM sigap.sheet WHERE audience = 'publik';
GRANT SELECT ON ALL TABLES IN SCHEMA publik TO sigap_publik;
