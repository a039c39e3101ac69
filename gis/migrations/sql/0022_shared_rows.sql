-- Of an event that officers and the public read alike there is one row where there were two: of audience `semua`. Rows
-- that are there already stay as they are, and so do the two of each event that is read apart.

CREATE FUNCTION sigap.readers_of(audience text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE audience WHEN 'semua' THEN ARRAY['petugas', 'publik'] ELSE ARRAY[audience] END
$$;

-- Which rows are read apart is not for the public: that would tell of a draft.
CREATE OR REPLACE VIEW publik.event_state AS
SELECT event_id, num, 'publik'::text AS audience, known_from, known_to, name, hazard, other_hazards, is_bencana, severity,
       occurred_from, occurred_to, occurred_precision, area_code, areas, drawn_areas, area_path, precision, uncertainty_m,
       approximate, verified, invented, reports, sources, valid_at, figures, point, point_3857, valid_at_known, block_month
FROM sigap.event_state WHERE audience IN ('semua', 'publik');
CREATE OR REPLACE VIEW publik.published_figure AS
SELECT event_id, 'publik'::text AS audience, kind, total, area_code, known_from, known_to, value, state, unit, approx, low,
       high, counting, NULL::uuid AS report_id, source, valid_at, dissent, share, valid_at_known, corrected
FROM sigap.published_figure WHERE audience IN ('semua', 'publik');
CREATE OR REPLACE VIEW publik.summary_cell AS
SELECT id, 'publik'::text AS audience, depth, month, area_code, hazard, is_bencana
FROM sigap.summary_cell WHERE audience IN ('semua', 'publik');
CREATE OR REPLACE VIEW publik.summary_block AS
SELECT b.* FROM sigap.summary_block b
JOIN sigap.summary_cell c ON c.id = b.cell AND c.audience IN ('semua', 'publik');
CREATE OR REPLACE VIEW publik.link_act AS
SELECT id, act, event_id, into_id, emptied, entry FROM sigap.link_act a
WHERE EXISTS (SELECT FROM sigap.event_state s WHERE s.event_id = a.event_id AND s.audience IN ('semua', 'publik'));

-- Lists in the order of time whatever the audience. It does what an index of the time alone did.
DROP INDEX sigap.event_state_listed, sigap.event_state_occurred;
CREATE INDEX event_state_listed ON sigap.event_state (occurred_from, num)
    INCLUDE (audience, event_id, occurred_to, known_from, known_to, hazard, other_hazards, verified);

-- What changed for all readers changed in everyone's view.
CREATE OR REPLACE FUNCTION sigap.event_blocks_changed(audiences text[], points geometry[], drawn text[])
RETURNS void LANGUAGE plpgsql SET search_path = sigap, public AS $$
BEGIN
    PERFORM note_blocks('kejadian', array_agg(CASE audience WHEN 'semua' THEN '' ELSE audience END), array_agg(z),
                        array_agg(x), array_agg(y))
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

-- Where the rows of all readers become the public's, and officers get copies, nothing changes but whose they are.
CREATE OR REPLACE FUNCTION sigap.events_updated() RETURNS trigger LANGUAGE plpgsql SET search_path = sigap, public AS $$
DECLARE
    parted boolean := EXISTS (SELECT FROM stale WHERE audience = 'semua')
                      AND NOT EXISTS (SELECT FROM fresh WHERE audience = 'semua');
BEGIN
    IF NOT parted THEN
        PERFORM event_blocks_changed(array_agg(audience), array_agg(point_3857),
            (SELECT array_agg(DISTINCT n.audience || ' ' || code)
             FROM (SELECT audience, drawn_areas FROM stale UNION ALL SELECT audience, drawn_areas FROM fresh) AS n,
                  unnest(n.drawn_areas) AS code))
        FROM (SELECT audience, point_3857 FROM stale UNION ALL SELECT audience, point_3857 FROM fresh) AS both_sides;
    END IF;
    PERFORM count_events(array_agg(audience), array_agg(point_3857), array_agg(severity), array_agg(sign))
    FROM (SELECT audience, point_3857, severity, -1 AS sign FROM stale WHERE known_to IS NULL
          UNION ALL
          SELECT audience, point_3857, severity, 1 FROM fresh WHERE known_to IS NULL) AS both_sides;
    RETURN NULL;
END
$$;

-- Counts are kept by reader.
CREATE OR REPLACE FUNCTION sigap.count_event_tiles(audiences text[], points geometry[], signs integer[])
RETURNS void LANGUAGE plpgsql SET search_path = sigap, public AS $$
DECLARE
    counted record;
    turned boolean := false;
BEGIN
    INSERT INTO event_tile AS t (audience, z, x, y, n)
    SELECT reader, z, px >> (10 - z), py >> (10 - z), sum(n)
    FROM (SELECT e.audience, sum(e.sign) AS n,
                 CAST(floor((ST_X(e.point) + 20037508.342789244) / 40075016.685578488 * 2 ^ 10) AS integer) AS px,
                 CAST(floor((20037508.342789244 - ST_Y(e.point)) / 40075016.685578488 * 2 ^ 10) AS integer) AS py
          FROM unnest(audiences, points, signs) AS e (audience, point, sign)
          GROUP BY e.audience, px, py
          HAVING sum(e.sign) <> 0) AS finest,
         unnest(readers_of(audience)) AS reader, generate_series(0, 10) AS z
    GROUP BY 1, 2, 3, 4
    HAVING sum(n) <> 0
    ON CONFLICT (audience, z, x, y) DO UPDATE SET n = t.n + excluded.n;
    FOR counted IN SELECT reader AS audience, coalesce(s.from_zoom, 0) AS before
                   FROM (SELECT DISTINCT reader
                         FROM (SELECT DISTINCT audience FROM unnest(audiences) AS audience) AS named,
                              unnest(readers_of(audience)) AS reader) AS readers
                   LEFT JOIN event_signs s ON s.audience = reader LOOP
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
    SELECT reader, level, x, y, sum(n), sum(grave), sum(dx), sum(dy)
    FROM (SELECT audience, level, floor(px / 128) AS x, floor(py / 128) AS y, sum(sign) AS n,
                 coalesce(sum(sign) FILTER (WHERE severity >= 3), 0) AS grave,
                 sum(sign * (px - floor(px / 128) * 128)) AS dx, sum(sign * (py - floor(py / 128) * 128)) AS dy
          FROM (SELECT e.audience, level, e.severity, e.sign,
                       floor((ST_X(e.point) + 20037508.342789244) / 40075016.685578488 * 2 ^ (level + 7)) AS px,
                       floor((20037508.342789244 - ST_Y(e.point)) / 40075016.685578488 * 2 ^ (level + 7)) AS py
                FROM unnest(audiences, points, severities, signs) AS e (audience, point, severity, sign),
                     unnest(ARRAY[11, 13, 15]) AS level) AS placed
          GROUP BY 1, 2, 3, 4) AS counted,
         unnest(readers_of(audience)) AS reader
    GROUP BY 1, 2, 3, 4
    HAVING sum(n) <> 0 OR sum(dx) <> 0 OR sum(dy) <> 0 OR sum(grave) <> 0
    ON CONFLICT (audience, level, x, y) DO UPDATE
    SET n = g.n + excluded.n, grave = g.grave + excluded.grave, dx = g.dx + excluded.dx,
        dy = g.dy + excluded.dy;
    PERFORM count_event_tiles(audiences, points, signs);
END
$$;
