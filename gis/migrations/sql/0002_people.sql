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

-- Who may log in. Passwords are argon2id hashes; a session is kept by the hash of its secret.
CREATE TABLE sigap.account (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    area TEXT,
    agency TEXT,
    password TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_by TEXT NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (name),
    CONSTRAINT account_regency CHECK (role <> 'petugas_kabupaten' OR area IS NOT NULL)
);

CREATE TABLE sigap.login_session (
    secret_hash BYTEA NOT NULL,
    account_id UUID NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (secret_hash),
    FOREIGN KEY(account_id) REFERENCES sigap.account (id)
);
CREATE INDEX login_session_account ON sigap.login_session (account_id);

-- Failed logins by account, address, and both; a row is forgotten a day after its last failure.
CREATE TABLE sigap.login_failure (
    key TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (key)
);
CREATE INDEX login_failure_last_at ON sigap.login_failure (last_at);

-- Tokens get a role, an area and a scope. Those that are there were Pusdalops' own.
ALTER TABLE sigap.api_token
    ADD role TEXT DEFAULT 'pusdalops' NOT NULL,
    ADD area TEXT,
    ADD scope TEXT[],
    ADD made_by TEXT,
    ADD revoked_at TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT api_token_regency CHECK (role <> 'petugas_kabupaten' OR area IS NOT NULL);
ALTER TABLE sigap.api_token ALTER role DROP DEFAULT;

GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.account, sigap.login_session, sigap.login_failure TO sigap_app;

-- What is done without writing the register: who read what is personal, who logged in. It only grows.
CREATE TABLE sigap.audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    by TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    address TEXT,
    entry BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX audit_at ON sigap.audit (at, id);
