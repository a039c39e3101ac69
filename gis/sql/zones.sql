-- name: of_version
-- Of one version by area of a level; the edition is the one the version was summed up by.
SELECT z.code, z.figures
FROM zonal_statistic z
JOIN layer_version v USING (slug, version)  -- which this reader may see
WHERE z.slug = :slug AND z.version = :version
  AND array_length(string_to_array(z.code, '.'), 1) = :level
  AND (CAST(:within AS text) IS NULL OR z.code = :within OR z.code LIKE :within || '.%')
ORDER BY z.code
