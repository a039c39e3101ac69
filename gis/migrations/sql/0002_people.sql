-- What is personal is sealed with a key of its submission's own (gis.vault). Rows written before keep their
-- text: register rows are never rewritten. A row has one of the two.

CREATE TABLE sigap.submission_key (
    submission_id UUID NOT NULL,
    wrapped BYTEA NOT NULL,
    master TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (submission_id),
    FOREIGN KEY(submission_id) REFERENCES sigap.submission (id)
);

CREATE TABLE sigap.erasure (
    id UUID NOT NULL,
    submission_id UUID NOT NULL,
    report_id UUID,
    sha256 TEXT NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission_id) REFERENCES sigap.submission (id),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX erasure_submission ON sigap.erasure (submission_id);

ALTER TABLE sigap.report_text ALTER content DROP NOT NULL, ADD sealed BYTEA,
    ADD CONSTRAINT report_text_once CHECK (num_nonnulls(content, sealed) = 1);
ALTER TABLE sigap.personal_datum ALTER content DROP NOT NULL, ADD sealed BYTEA,
    ADD CONSTRAINT personal_datum_once CHECK (num_nonnulls(content, sealed) = 1);
ALTER TABLE sigap.item ADD sealed BYTEA;

-- The one table of keys may lose rows: that is what erasing is.
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.submission_key TO sigap_app;
