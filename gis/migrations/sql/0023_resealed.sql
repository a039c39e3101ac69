-- Values sealed before reports had keys of their own (0013) are sealed with their submission's key. To erase one report
-- of it that key must go, so what it holds of the others is sealed once more, with the part of each, and found here by
-- the hash of the old bytes: those stay as they are, and open no more.
CREATE TABLE sigap.resealed (
    digest BYTEA NOT NULL,
    submission_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (digest),
    FOREIGN KEY(submission_id) REFERENCES sigap.submission (id)
);
GRANT SELECT, INSERT ON sigap.resealed TO sigap_app;
