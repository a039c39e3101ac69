-- From which zoom on events are drawn as signs: one answer for all tiles of a zoom, so that no map has signs in one
-- tile and counts in the next. It is kept with the rows that it depends on; when it changes, all tiles change.

CREATE TABLE sigap.event_tile (
    audience TEXT NOT NULL,
    z SMALLINT NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (audience, z, x, y)
);

CREATE TABLE sigap.event_signs (
    audience TEXT NOT NULL,
    from_zoom SMALLINT NOT NULL,
    PRIMARY KEY (audience)
);

-- The first zoom whose fullest tile has room for signs. One that was left is taken again only when it is well below
-- that, so that a single event does not turn the map to and fro.
CREATE FUNCTION sigap.signs_from(named text, before integer)
RETURNS integer LANGUAGE sql STABLE SET search_path = sigap, public AS $$
    WITH fullest AS (SELECT z, max(n) AS n FROM event_tile WHERE audience = named GROUP BY z),
         first AS (SELECT coalesce(min(z) FILTER (WHERE n <= 5000), 11) AS enough,
                          coalesce(min(z) FILTER (WHERE n <= 4500), 11) AS ample FROM fullest)
    SELECT CAST(CASE WHEN enough > before THEN enough ELSE least(before, ample) END AS integer) FROM first
$$;

CREATE FUNCTION sigap.count_event_tiles(audiences text[], points geometry[], signs integer[])
RETURNS void LANGUAGE plpgsql SET search_path = sigap, public AS $$
DECLARE
    counted record;
    turned boolean := false;
BEGIN
    INSERT INTO event_tile AS t (audience, z, x, y, n)
    SELECT audience, z, px >> (10 - z), py >> (10 - z), sum(n)
    FROM (SELECT e.audience, sum(e.sign) AS n,
                 CAST(floor((ST_X(e.point) + 20037508.342789244) / 40075016.685578488 * 2 ^ 10) AS integer) AS px,
                 CAST(floor((20037508.342789244 - ST_Y(e.point)) / 40075016.685578488 * 2 ^ 10) AS integer) AS py
          FROM unnest(audiences, points, signs) AS e (audience, point, sign)
          GROUP BY e.audience, px, py
          HAVING sum(e.sign) <> 0) AS finest,
         generate_series(0, 10) AS z
    GROUP BY 1, 2, 3, 4
    HAVING sum(n) <> 0
    ON CONFLICT (audience, z, x, y) DO UPDATE SET n = t.n + excluded.n;
    FOR counted IN SELECT DISTINCT a.audience, coalesce(s.from_zoom, 0) AS before
                   FROM unnest(audiences) AS a (audience) LEFT JOIN event_signs s USING (audience) LOOP
        INSERT INTO event_signs AS s (audience, from_zoom)
        VALUES (counted.audience, signs_from(counted.audience, counted.before))
        ON CONFLICT (audience) DO UPDATE SET from_zoom = excluded.from_zoom WHERE s.from_zoom <> excluded.from_zoom;
        turned := turned OR counted.before <> (SELECT from_zoom FROM event_signs WHERE audience = counted.audience);
    END LOOP;
    IF turned THEN
        PERFORM note_blocks('kejadian', ARRAY[''], ARRAY[0], ARRAY[0], ARRAY[0]);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION sigap.count_events(audiences text[], points geometry[], severities smallint[], signs integer[])
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
    PERFORM count_event_tiles(audiences, points, signs);
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.event_tile, sigap.event_signs TO sigap_app;
CREATE VIEW publik.event_signs AS SELECT * FROM sigap.event_signs WHERE audience = 'publik';
GRANT SELECT ON publik.event_signs TO sigap_publik;

SELECT sigap.count_event_tiles(array_agg(audience), array_agg(point_3857), array_agg(1))
FROM sigap.event_state WHERE known_to IS NULL HAVING count(*) > 0;
