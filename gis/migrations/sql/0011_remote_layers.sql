-- A layer that is fetched from another server. The newest row of a slug counts; nothing is overwritten.
CREATE TABLE sigap.remote_layer (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    schedule TEXT,
    enabled BOOLEAN NOT NULL,
    options JSONB NOT NULL,
    meta JSONB NOT NULL,
    by TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT remote_layer_kind CHECK (kind IN ('ogc', 'wfs', 'arcgis', 'imageserver')),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX remote_layer_slug ON sigap.remote_layer (slug, id);

-- What came of each fetching. No history of the register: that nothing changed is no entry of the ledger.
CREATE TABLE sigap.remote_fetch (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    slug TEXT NOT NULL,
    outcome TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    version INTEGER,
    key TEXT NOT NULL,
    digest TEXT,
    signal TEXT,
    figures JSONB NOT NULL,
    error JSONB,
    PRIMARY KEY (id),
    CONSTRAINT remote_fetch_outcome CHECK (outcome IN ('baru', 'sama', 'gagal'))
);
CREATE INDEX remote_fetch_slug ON sigap.remote_fetch (slug, id);
