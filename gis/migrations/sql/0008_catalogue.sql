-- What a raster's version says of each area.
CREATE TABLE sigap.zonal_statistic (
    slug text NOT NULL,
    version integer NOT NULL,
    edition_id integer NOT NULL REFERENCES sigap.area_edition (id),
    code text NOT NULL,
    figures jsonb NOT NULL,
    entry bigint NOT NULL REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (slug, version, code)
);
CREATE VIEW publik.zonal_statistic AS
SELECT z.* FROM sigap.zonal_statistic z JOIN publik.layer_version USING (slug, version);
GRANT SELECT ON publik.zonal_statistic TO sigap_publik;
