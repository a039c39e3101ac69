-- Layer versions are tables made while the server runs. The owner makes them on the server's behalf, so that
-- nobody but the owner can alter one or switch its guard off:
--
--   sigap.open_layer_table(name, columns, geometry type)   an empty table, into which the server may COPY
--   sigap.close_layer_table(name, public)                  indexed, and from then on never changed
--
-- Both happen in the transaction that enters the version in the catalogue. Copies for drawing are derived and
-- do not belong in this schema.

CREATE FUNCTION sigap.open_layer_table(name text, columns jsonb, geometry_type text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    attributes text;
BEGIN
    IF name !~ '^[a-z][a-z0-9_]{0,62}$'
       OR geometry_type !~ '^(GEOMETRY|GEOMETRYCOLLECTION|(MULTI)?(POINT|LINESTRING|POLYGON))Z?$' THEN
        RAISE EXCEPTION 'no name or geometry type of a layer: %, %', name, geometry_type
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF EXISTS (SELECT FROM jsonb_array_elements(columns) AS c WHERE c ->> 'type' NOT IN
               ('bigint', 'double precision', 'boolean', 'date', 'timestamptz', 'text')) THEN
        RAISE EXCEPTION 'no type of a layer column' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT coalesce(string_agg(format(', %I %s', c ->> 'name', c ->> 'type'), '' ORDER BY n), '') INTO attributes
    FROM jsonb_array_elements(columns) WITH ORDINALITY AS each (c, n);
    EXECUTE format('CREATE TABLE layer_data.%I (fid bigint PRIMARY KEY%s, geom geometry(%s, 4326) NOT NULL, '
                   'geom_3857 geometry(%s, 3857) GENERATED ALWAYS AS (st_transform(st_force2d(geom), 3857)) STORED)',
                   name, attributes, geometry_type, rtrim(geometry_type, 'Z'));
    EXECUTE format('GRANT SELECT, INSERT ON layer_data.%I TO sigap_app', name);
END
$$;

CREATE FUNCTION sigap.close_layer_table(name text, public boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT has_table_privilege('sigap_app', format('layer_data.%I', name), 'INSERT') THEN
        RAISE EXCEPTION 'layer table % is closed', name USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('CREATE INDEX ON layer_data.%I USING gist (geom_3857)', name);
    EXECUTE format('CREATE INDEX ON layer_data.%I USING gist (geom)', name);
    EXECUTE format('ANALYZE layer_data.%I', name);
    EXECUTE format('REVOKE INSERT ON layer_data.%I FROM sigap_app', name);
    EXECUTE format('CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON layer_data.%I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION sigap.refuse_change()', name);
    IF public THEN
        EXECUTE format('GRANT SELECT ON layer_data.%I TO sigap_publik', name);
    END IF;
END
$$;

REVOKE ALL ON FUNCTION sigap.open_layer_table, sigap.close_layer_table FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sigap.open_layer_table, sigap.close_layer_table TO sigap_app;
REVOKE CREATE ON SCHEMA layer_data FROM sigap_app;

-- Tables that the server made itself before: handed over, their rows as they are.
DO $$
DECLARE
    old record;
    public boolean;
BEGIN
    FOR old IN SELECT c.oid, c.relname FROM pg_class c
               WHERE c.relnamespace = 'layer_data'::regnamespace AND c.relkind = 'r'
                 AND c.relowner = 'sigap_app'::regrole LOOP
        IF NOT pg_has_role(current_user, 'sigap_app', 'MEMBER') THEN
            RAISE EXCEPTION 'layer tables must be handed to the owner: GRANT sigap_app TO sigap_owner, then migrate again';
        END IF;
        EXECUTE format('ALTER TABLE layer_data.%I OWNER TO sigap_owner', old.relname);
        EXECUTE format('GRANT SELECT ON layer_data.%I TO sigap_app', old.relname);
        EXECUTE format('CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON layer_data.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION sigap.refuse_change()', old.relname);
    END LOOP;
END
$$;

-- The public's views keep their columns' names, without what leads to a sender or to a sheet's holder.
CREATE OR REPLACE VIEW publik.published_figure AS
SELECT event_id, audience, kind, total, area_code, known_from, known_to, value, state, unit, approx, low, high,
       counting, NULL::uuid AS report_id, source, valid_at, dissent, share
FROM sigap.published_figure WHERE audience = 'publik';

CREATE OR REPLACE VIEW publik.layer_version AS
SELECT id, slug, version, kind, title, description, source, source_date, licence, access, table_name, file_sha256,
       geometry_type, feature_count, attributes, bbox, minzoom, maxzoom, style, invented,
       NULL::uuid AS submission_id, entry
FROM sigap.layer_version v
WHERE access = 'publik' AND NOT EXISTS (
    SELECT FROM sigap.layer_version newer
    WHERE newer.slug = v.slug AND newer.version > v.version AND newer.access <> 'publik');

CREATE OR REPLACE VIEW publik.sheet AS
SELECT NULL::text AS code, number, scope, product, paper, lang, audience, version, seq, title, valid_at, file_sha256,
       NULL::jsonb AS request, entry
FROM sigap.sheet WHERE audience = 'publik';
