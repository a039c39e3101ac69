-- What became of a job: the library keeps its state, not what it brought. One row a job, renewed as it goes on.
CREATE TABLE sigap.job_outcome (
    job_id BIGINT NOT NULL,
    progress JSONB,
    result JSONB,
    error JSONB,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (job_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sigap.job_outcome TO sigap_app;
