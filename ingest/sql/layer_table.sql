-- The tables of layer versions.

-- name: ordinates
-- What the geometries of a layer's table have beyond x and y, as the type of their column says: Z, M, ZM or nothing.
SELECT substring(format_type(atttypid, atttypmod) FROM '^[a-z]+\(?[A-Za-z]*?(Z?M?),') AS ordinates
FROM pg_attribute
WHERE attrelid = CAST(format('layer_data.%I', CAST(:name AS text)) AS regclass) AND attname = 'geom'
