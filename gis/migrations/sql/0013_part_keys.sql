-- One report of many can be erased alone: rows are sealed with parts of their submission's key (gis.vault), and once
-- a report of it is erased, the parts of all others are kept here in the key's place. Rows from before were sealed
-- with the key itself and stay so: rows of the register are never rewritten.
CREATE TABLE sigap.part_key (
    part UUID NOT NULL,
    submission_id UUID NOT NULL,
    wrapped BYTEA NOT NULL,
    master TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (part),
    FOREIGN KEY(submission_id) REFERENCES sigap.submission (id)
);
CREATE INDEX part_key_submission ON sigap.part_key (submission_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.part_key TO sigap_app;

-- A submission is erased once as a whole; of its reports each once. Before, every erasure was of the whole.
ALTER TABLE sigap.erasure ADD only_report BOOLEAN DEFAULT false NOT NULL;
DROP INDEX sigap.erasure_submission;
CREATE INDEX erasure_submission ON sigap.erasure (submission_id);
CREATE UNIQUE INDEX erasure_whole ON sigap.erasure (submission_id) WHERE NOT only_report;
CREATE UNIQUE INDEX erasure_report ON sigap.erasure (report_id) WHERE only_report;
