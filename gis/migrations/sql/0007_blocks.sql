-- Versions of tile blocks: what changed where, written by the change's own transaction.

CREATE TABLE sigap.block_version (
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    layer TEXT NOT NULL,
    class TEXT NOT NULL,
    z SMALLINT NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (seq)
);

CREATE TABLE sigap.event_grid (
    audience TEXT NOT NULL,
    level SMALLINT NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    n BIGINT NOT NULL,
    grave BIGINT NOT NULL,
    dx BIGINT NOT NULL,
    dy BIGINT NOT NULL,
    PRIMARY KEY (audience, level, x, y)
);

CREATE TABLE sigap.layer_copy (
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    how TEXT NOT NULL,
    raw_from SMALLINT NOT NULL,
    bands SMALLINT[] NOT NULL,
    grid BOOLEAN NOT NULL,
    labels BOOLEAN NOT NULL,
    time_column TEXT,
    notes JSONB NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (slug, version)
);

-- The blocks that a shape's box lies in: as fine as they can be without being many.
CREATE FUNCTION sigap.blocks_of(shape public.geometry, most integer DEFAULT 64)
RETURNS TABLE (z smallint, x integer, y integer) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH box AS (
        SELECT least(greatest((public.ST_XMin(shape) + 20037508.342789244) / 40075016.685578488, 0), 0.9999999999) AS x0,
               least(greatest((public.ST_XMax(shape) + 20037508.342789244) / 40075016.685578488, 0), 0.9999999999) AS x1,
               least(greatest((20037508.342789244 - public.ST_YMax(shape)) / 40075016.685578488, 0), 0.9999999999) AS y0,
               least(greatest((20037508.342789244 - public.ST_YMin(shape)) / 40075016.685578488, 0), 0.9999999999) AS y1
        WHERE NOT public.ST_IsEmpty(shape)
    ), fitting AS (
        SELECT level, box.* FROM box, generate_series(18, 0, -1) AS level
        WHERE (floor(x1 * 2 ^ level) - floor(x0 * 2 ^ level) + 1)
            * (floor(y1 * 2 ^ level) - floor(y0 * 2 ^ level) + 1) <= most
        ORDER BY level DESC LIMIT 1
    )
    SELECT CAST(level AS smallint), col, line
    FROM fitting,
         generate_series(CAST(floor(x0 * 2 ^ level) AS integer), CAST(floor(x1 * 2 ^ level) AS integer)) AS col,
         generate_series(CAST(floor(y0 * 2 ^ level) AS integer), CAST(floor(y1 * 2 ^ level) AS integer)) AS line
$$;

-- The ledger's own lock: block versions become visible in the order of their seq, so the highest one that a
-- snapshot sees names everything that the snapshot holds.
CREATE FUNCTION sigap.note_blocks(named text, classes text[], zs integer[], xs integer[], ys integer[])
RETURNS void LANGUAGE plpgsql SET search_path = sigap, public AS $$
DECLARE
    whole text := coalesce(current_setting('sigap.whole_layers', true), '');
    first bigint;
    last bigint;
    listed text;
BEGIN
    IF coalesce(cardinality(zs), 0) = 0 OR position(',' || named || ',' IN whole) > 0 THEN
        RETURN;  -- this transaction has said already that all of the layer changed
    END IF;
    PERFORM pg_advisory_xact_lock(19, 1);
    WITH noted AS (
        INSERT INTO block_version (layer, class, z, x, y)
        SELECT DISTINCT named, b.class, b.z, b.x, b.y FROM unnest(classes, zs, xs, ys) AS b (class, z, x, y)
        RETURNING seq, class, z, x, y
    )
    SELECT min(seq), max(seq), string_agg(class || ' ' || z || ' ' || x || ' ' || y || ' ' || seq, ';' ORDER BY seq)
    INTO first, last, listed FROM noted;
    IF 0 = ANY (zs) THEN
        PERFORM set_config('sigap.whole_layers', whole || ',' || named || ',', true);
    END IF;
    -- NOTIFY carries under 8,000 bytes; a longer list is read from the table.
    PERFORM pg_notify('sigap_blocks', CASE WHEN length(listed) < 7500 THEN
        json_build_object('layer', named, 'last', last, 'blocks', listed)
        ELSE json_build_object('layer', named, 'last', last) END::text);
END
$$;

CREATE FUNCTION sigap.event_blocks_changed(audiences text[], points geometry[], drawn text[])
RETURNS void LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM note_blocks('kejadian', array_agg(audience), array_agg(z), array_agg(x), array_agg(y))
    FROM (
        SELECT DISTINCT e.audience, 18 AS z,
               floor((ST_X(e.point) + 20037508.342789244) / 40075016.685578488 * 2 ^ 18)::integer AS x,
               floor((20037508.342789244 - ST_Y(e.point)) / 40075016.685578488 * 2 ^ 18)::integer AS y
        FROM unnest(audiences, points) AS e (audience, point)
        UNION
        SELECT DISTINCT d.audience, b.z::integer, b.x, b.y
        FROM (SELECT DISTINCT split_part(pair, ' ', 1) AS audience, split_part(pair, ' ', 2) AS code
              FROM unnest(drawn) AS pair) AS d
        JOIN area a ON a.code = d.code AND a.geom_3857 IS NOT NULL, blocks_of(a.geom_3857) AS b
    ) AS changed;
END
$$;

-- Counts of current events by cell: at level c a cell is a 32nd of a tile of zoom c - 5. `dx`, `dy` are sums
-- of whole 128ths of a cell, so that what is added can be taken away again exactly.
CREATE FUNCTION sigap.count_events(audiences text[], points geometry[], severities smallint[], signs integer[])
RETURNS void LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    IF coalesce(cardinality(audiences), 0) = 0 THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(19, 1);
    INSERT INTO event_grid AS g (audience, level, x, y, n, grave, dx, dy)
    SELECT audience, level, floor(px / 128), floor(py / 128), sum(sign),
           coalesce(sum(sign) FILTER (WHERE severity >= 3), 0),
           sum(sign * (px - floor(px / 128) * 128)), sum(sign * (py - floor(py / 128) * 128))
    FROM (SELECT e.audience, level, e.severity, e.sign,
                 floor((ST_X(e.point) + 20037508.342789244) / 40075016.685578488 * 2 ^ (level + 7)) AS px,
                 floor((20037508.342789244 - ST_Y(e.point)) / 40075016.685578488 * 2 ^ (level + 7)) AS py
          FROM unnest(audiences, points, severities, signs) AS e (audience, point, severity, sign),
               unnest(ARRAY[11, 13, 15]) AS level) AS counted
    GROUP BY 1, 2, 3, 4
    HAVING sum(sign) <> 0 OR sum(sign * (px + py)) <> 0 OR sum(sign) FILTER (WHERE severity >= 3) <> 0
    ON CONFLICT (audience, level, x, y) DO UPDATE
    SET n = g.n + excluded.n, grave = g.grave + excluded.grave, dx = g.dx + excluded.dx,
        dy = g.dy + excluded.dy;
END
$$;

CREATE FUNCTION sigap.events_inserted() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM event_blocks_changed(array_agg(audience), array_agg(point_3857),
        (SELECT array_agg(DISTINCT n.audience || ' ' || code) FROM fresh n, unnest(n.drawn_areas) AS code))
    FROM fresh;
    PERFORM count_events(array_agg(audience), array_agg(point_3857), array_agg(severity), array_agg(1))
    FROM fresh WHERE known_to IS NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION sigap.events_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM event_blocks_changed(array_agg(audience), array_agg(point_3857),
        (SELECT array_agg(DISTINCT n.audience || ' ' || code) FROM stale n, unnest(n.drawn_areas) AS code))
    FROM stale;
    PERFORM count_events(array_agg(audience), array_agg(point_3857), array_agg(severity), array_agg(-1))
    FROM stale WHERE known_to IS NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION sigap.events_updated() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM event_blocks_changed(array_agg(audience), array_agg(point_3857),
        (SELECT array_agg(DISTINCT n.audience || ' ' || code)
         FROM (SELECT audience, drawn_areas FROM stale UNION ALL SELECT audience, drawn_areas FROM fresh) AS n,
              unnest(n.drawn_areas) AS code))
    FROM (SELECT audience, point_3857 FROM stale UNION ALL SELECT audience, point_3857 FROM fresh) AS both_sides;
    PERFORM count_events(array_agg(audience), array_agg(point_3857), array_agg(severity), array_agg(sign))
    FROM (SELECT audience, point_3857, severity, -1 AS sign FROM stale WHERE known_to IS NULL
          UNION ALL
          SELECT audience, point_3857, severity, 1 FROM fresh WHERE known_to IS NULL) AS both_sides;
    RETURN NULL;
END
$$;

CREATE TRIGGER blocks_inserted AFTER INSERT ON sigap.event_state REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.events_inserted();
CREATE TRIGGER blocks_updated AFTER UPDATE ON sigap.event_state REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.events_updated();
CREATE TRIGGER blocks_deleted AFTER DELETE ON sigap.event_state REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.events_deleted();

-- Areas: a new edition changes everything; rows of one that is there already, only where they lie.
CREATE FUNCTION sigap.edition_inserted() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM note_blocks('wilayah', ARRAY[''], ARRAY[0], ARRAY[0], ARRAY[0]) WHERE EXISTS (SELECT FROM fresh);
    RETURN NULL;
END
$$;

CREATE FUNCTION sigap.area_blocks_changed(shapes geometry[]) RETURNS void
LANGUAGE sql SET search_path = sigap, public AS $$
    SELECT note_blocks('wilayah', array_agg(CAST('' AS text)), array_agg(z::integer), array_agg(x), array_agg(y))
    FROM (SELECT DISTINCT b.z, b.x, b.y FROM unnest(shapes) AS shape, blocks_of(shape) AS b) AS changed
$$;

CREATE FUNCTION sigap.areas_inserted() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM area_blocks_changed(array_agg(coalesce(ST_Envelope(geom_3857), ST_Transform(label_point, 3857))))
    FROM fresh;
    RETURN NULL;
END
$$;

CREATE FUNCTION sigap.area_copies_inserted() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM area_blocks_changed(array_agg(ST_Envelope(geom_3857))) FROM fresh;
    RETURN NULL;
END
$$;

CREATE FUNCTION sigap.area_copies_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM area_blocks_changed(array_agg(ST_Envelope(geom_3857))) FROM stale;
    RETURN NULL;
END
$$;

CREATE FUNCTION sigap.area_copies_updated() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM area_blocks_changed(array_agg(ST_Envelope(geom_3857)))
    FROM (SELECT geom_3857 FROM stale UNION ALL SELECT geom_3857 FROM fresh) AS both_sides;
    RETURN NULL;
END
$$;

CREATE TRIGGER blocks_inserted AFTER INSERT ON sigap.area_edition REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.edition_inserted();
CREATE TRIGGER blocks_inserted AFTER INSERT ON sigap.area REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.areas_inserted();
CREATE TRIGGER blocks_inserted AFTER INSERT ON sigap.area_gen REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.area_copies_inserted();
CREATE TRIGGER blocks_updated AFTER UPDATE ON sigap.area_gen REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.area_copies_updated();
CREATE TRIGGER blocks_deleted AFTER DELETE ON sigap.area_gen REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.area_copies_deleted();

-- Catalogue layers: a version's table never changes, so a layer changes when a version, or a copy of one for
-- drawing, comes or goes. All of it: where the layer may be read at all may have changed too.
CREATE FUNCTION sigap.layers_came() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
DECLARE
    named text;
BEGIN
    FOR named IN SELECT DISTINCT slug FROM fresh LOOP
        PERFORM note_blocks(named, ARRAY[''], ARRAY[0], ARRAY[0], ARRAY[0]);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION sigap.layers_went() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
DECLARE
    named text;
BEGIN
    FOR named IN SELECT DISTINCT slug FROM stale LOOP
        PERFORM note_blocks(named, ARRAY[''], ARRAY[0], ARRAY[0], ARRAY[0]);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TRIGGER blocks_inserted AFTER INSERT ON sigap.layer_version REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.layers_came();
CREATE TRIGGER blocks_inserted AFTER INSERT ON sigap.layer_copy REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.layers_came();
CREATE TRIGGER blocks_updated AFTER UPDATE ON sigap.layer_copy REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.layers_came();
CREATE TRIGGER blocks_deleted AFTER DELETE ON sigap.layer_copy REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.layers_went();

-- Current events in a box of space and time.
CREATE INDEX event_state_point_time ON sigap.event_state
    USING gist (point_3857, tstzrange(occurred_from, occurred_to, '[]')) WHERE known_to IS NULL;

-- Copies of layers for drawing are derived: the server makes and drops them as it needs.
CREATE SCHEMA layer_copies;
GRANT USAGE, CREATE ON SCHEMA layer_copies TO sigap_app;
GRANT USAGE ON SCHEMA layer_copies TO sigap_publik;

-- Indexes of a version's table by time, which only the owner could make: with the place for a small box, alone
-- for a short while in a large one.
CREATE FUNCTION sigap.index_layer_time(name text, time_column text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF name !~ '^v_[a-z0-9_]{1,60}$' THEN
        RAISE EXCEPTION 'no name of a layer table: %', name USING ERRCODE = 'invalid_parameter_value';
    END IF;
    EXECUTE format('CREATE INDEX ON layer_data.%I USING gist (geom_3857, %I)', name, time_column);
    EXECUTE format('CREATE INDEX ON layer_data.%I (%I)', name, time_column);
END
$$;
REVOKE ALL ON FUNCTION sigap.index_layer_time FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sigap.index_layer_time TO sigap_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.event_grid, sigap.layer_copy TO sigap_app;

CREATE VIEW publik.block_version AS SELECT seq FROM sigap.block_version;
CREATE VIEW publik.event_grid AS SELECT * FROM sigap.event_grid WHERE audience = 'publik';
CREATE VIEW publik.layer_copy AS SELECT * FROM sigap.layer_copy;
GRANT SELECT ON publik.block_version, publik.event_grid, publik.layer_copy TO sigap_publik;

SELECT sigap.count_events(array_agg(audience), array_agg(point_3857), array_agg(severity), array_agg(1))
FROM sigap.event_state WHERE known_to IS NULL;
