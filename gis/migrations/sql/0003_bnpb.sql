-- Rows of tables as they came: what they were, so that a corrected file loads only what changed, and
-- (of BNPB's sheet) their cells, so that an export gives them back equal.
CREATE TABLE sigap.sheet_head (
    submission_id UUID NOT NULL,
    sheet TEXT NOT NULL,
    names TEXT[] NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (submission_id, sheet),
    FOREIGN KEY(submission_id) REFERENCES sigap.submission (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE sigap.sheet_row (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    submission_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    row_number INTEGER NOT NULL,
    recipe TEXT NOT NULL,
    scope TEXT NOT NULL,
    identity TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    report_id UUID,
    replaces UUID,
    day DATE,
    cells BYTEA,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (submission_id, ordinal),
    FOREIGN KEY(submission_id) REFERENCES sigap.submission (id),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(replaces) REFERENCES sigap.report (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX sheet_row_identity ON sigap.sheet_row (scope, identity, id);

CREATE INDEX sheet_row_report ON sigap.sheet_row (report_id);

CREATE INDEX sheet_row_replaces ON sigap.sheet_row (replaces) WHERE replaces IS NOT NULL;

-- The sign-off chain of a report: regency, province, nation. One row an act, never changed.
CREATE TABLE sigap.sign_off (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    report_id UUID NOT NULL,
    level TEXT NOT NULL,
    act TEXT NOT NULL,
    origin TEXT NOT NULL,
    value TEXT,
    reason TEXT,
    by TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT sign_off_level CHECK (level IN ('kabupaten', 'provinsi', 'nasional')),
    CONSTRAINT sign_off_act CHECK (act IN ('sah', 'batal')),
    CONSTRAINT sign_off_origin CHECK (origin IN ('sigap', 'lembar')),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX sign_off_report ON sigap.sign_off (report_id, level, id);
