-- The emergency status of areas: one row an act (declared, extended, ended, withdrawn), never changed.
CREATE TABLE sigap.emergency_status (
    id UUID NOT NULL,
    declaration_id UUID NOT NULL,
    act TEXT NOT NULL,
    level TEXT NOT NULL,
    hazard TEXT,
    areas TEXT[] NOT NULL,
    decree TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    issued_on DATE,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    reason TEXT,
    by TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT emergency_status_act CHECK (act IN ('tetap', 'perpanjang', 'akhiri', 'batal')),
    CONSTRAINT emergency_status_period CHECK (ends_on >= starts_on),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX emergency_status_declaration ON sigap.emergency_status (declaration_id, entry);

-- Why it was withdrawn and who keyed it in are the officers'.
CREATE VIEW publik.emergency_status AS
SELECT id, declaration_id, act, level, hazard, areas, decree, issued_by, issued_on, starts_on, ends_on, entry
FROM sigap.emergency_status;
GRANT SELECT ON publik.emergency_status TO sigap_publik;

-- What is doubtful about a report beside the other reports of its event. Derived: it follows the links.
CREATE TABLE sigap.comparison (
    report_id UUID NOT NULL,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    event_id UUID NOT NULL,
    findings JSONB NOT NULL,
    PRIMARY KEY (report_id, known_from)
);

CREATE INDEX comparison_event ON sigap.comparison (event_id) WHERE known_to IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.comparison TO sigap_app;

CREATE INDEX receipt_received_at ON sigap.receipt (received_at);
CREATE INDEX report_status_status ON sigap.report_status (status, report_id);
