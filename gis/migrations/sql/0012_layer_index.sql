-- A layer's table has one spatial index, that of geom_3857: it serves tiles and, by a box brought to EPSG:3857,
-- every search in degrees, which is decided exactly by geom itself. A second one on geom took as long to build again
-- and served nothing better. Tables made before keep theirs.

CREATE OR REPLACE FUNCTION sigap.close_layer_table(name text, public boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT has_table_privilege('sigap_app', format('layer_data.%I', name), 'INSERT') THEN
        RAISE EXCEPTION 'layer table % is closed', name USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('CREATE INDEX ON layer_data.%I USING gist (geom_3857)', name);
    EXECUTE format('ANALYZE layer_data.%I', name);
    EXECUTE format('REVOKE INSERT ON layer_data.%I FROM sigap_app', name);
    EXECUTE format('CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON layer_data.%I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION sigap.refuse_change()', name);
    IF public THEN
        EXECUTE format('GRANT SELECT ON layer_data.%I TO sigap_publik', name);
    END IF;
END
$$;
