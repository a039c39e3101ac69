-- A foreign key looks at each row by itself, and one that is put off looks when everybody waits for the commit: a
-- third of the database's work on a large sheet. Nothing can leave the tables that are referred to, so a look at all
-- the rows of a statement at once is as good: a trigger with what came in, the distinct values of it looked up.

-- An entry of the ledger is written last, after the rows that name it. They promise it here; the key of this table is
-- put off until the commit, and there it is one row an entry.
CREATE TABLE sigap.promised_entry (
    entry BIGINT NOT NULL,
    PRIMARY KEY (entry),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

DO $do$
DECLARE
    -- table, column, table referred to (by its id)
    refers text[] := ARRAY[
        ['report', 'submission_id', 'submission'],
        ['item', 'submission_id', 'submission'], ['item', 'report_id', 'report'],
        ['report_status', 'report_id', 'report'],
        ['report_location', 'report_id', 'report'], ['report_location', 'edition_id', 'area_edition'],
        ['report_text', 'report_id', 'report'],
        ['personal_datum', 'report_id', 'report'],
        ['finding', 'report_id', 'report'],
        ['figure', 'report_id', 'report'],
        ['report_trait', 'report_id', 'report'],
        ['sheet_row', 'submission_id', 'submission'], ['sheet_row', 'report_id', 'report'],
        ['sheet_row', 'replaces', 'report'],
        ['sign_off', 'report_id', 'report'],
        ['event_link', 'report_id', 'report'], ['event_link', 'event_id', 'event']];
    named text;
    constrained text;
    looks text;
BEGIN
    FOREACH named IN ARRAY ARRAY['report', 'item', 'report_status', 'report_location', 'report_text', 'personal_datum',
                                 'finding', 'figure', 'report_trait', 'sheet_row', 'sign_off', 'event', 'event_link']
    LOOP
        SELECT coalesce(string_agg(format($look$
    PERFORM FROM (SELECT DISTINCT %1$I AS id FROM fresh WHERE %1$I IS NOT NULL) AS named
    WHERE NOT EXISTS (SELECT FROM %2$I there WHERE there.id = named.id);
    IF FOUND THEN
        RAISE EXCEPTION 'a row of %% names a %2$s that is not there', TG_TABLE_NAME USING
            ERRCODE = 'foreign_key_violation', COLUMN = %1$L, TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;$look$, refers[n][2], refers[n][3]), '' ORDER BY n), '')
        INTO looks FROM generate_subscripts(refers, 1) AS n WHERE refers[n][1] = named;
        -- The plan is kept, and may be made while a table is small: values are looked up one by one, whatever it
        -- seems to cost.
        EXECUTE format($function$
CREATE FUNCTION sigap.%I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = sigap, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN%s
    INSERT INTO promised_entry SELECT DISTINCT entry FROM fresh ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$$function$, named || '_refers', looks);
        EXECUTE format('REVOKE ALL ON FUNCTION sigap.%I FROM PUBLIC', named || '_refers');
        EXECUTE format('CREATE TRIGGER refers AFTER INSERT ON sigap.%I REFERENCING NEW TABLE AS fresh '
                       'FOR EACH STATEMENT EXECUTE FUNCTION sigap.%I()', named, named || '_refers');
        FOR constrained IN
            SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = format('sigap.%I', named)::regclass
        LOOP
            EXECUTE format('ALTER TABLE sigap.%I DROP CONSTRAINT %I', named, constrained);
        END LOOP;
    END LOOP;
END
$do$;
