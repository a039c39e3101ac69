-- A layer's geometry may have measures beside heights or without them: POINTM, MULTILINESTRINGZM. What is drawn has
-- neither. Tables made before stay as they are.

CREATE OR REPLACE FUNCTION sigap.open_layer_table(name text, columns jsonb, geometry_type text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    attributes text;
BEGIN
    IF name !~ '^[a-z][a-z0-9_]{0,62}$'
       OR geometry_type !~ '^(GEOMETRY|GEOMETRYCOLLECTION|(MULTI)?(POINT|LINESTRING|POLYGON))Z?M?$' THEN
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
                   name, attributes, geometry_type, rtrim(geometry_type, 'ZM'));
    EXECUTE format('GRANT SELECT, INSERT ON layer_data.%I TO sigap_app', name);
END
$$;
