-- Which report tells of which event: what the decision stands on, what was asked and answered, who did what.
CREATE TABLE sigap.report_trait (
    report_id UUID NOT NULL,
    regency TEXT NOT NULL,
    occurred_from TIMESTAMP WITH TIME ZONE NOT NULL,
    occurred_to TIMESTAMP WITH TIME ZONE NOT NULL,
    long BOOLEAN NOT NULL,
    place INTEGER[] NOT NULL,
    story INTEGER[] NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (report_id),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX report_trait_found ON sigap.report_trait (regency, occurred_from);
CREATE INDEX report_trait_long ON sigap.report_trait (regency, occurred_from) WHERE long;
CREATE INDEX report_trait_entry ON sigap.report_trait (entry);

-- Reports from before this table: their texts are sealed or unread by now, so they have no words here.
INSERT INTO sigap.report_trait
SELECT r.id, CASE WHEN strpos(p.area_code, '.') = 0 THEN '19' ELSE left(p.area_code, 5) END,
       r.occurred_from, r.occurred_to, r.occurred_to - r.occurred_from > interval '2 days', '{}', '{}', r.entry
FROM sigap.report r
JOIN LATERAL (SELECT area_code FROM sigap.report_location WHERE report_id = r.id ORDER BY id DESC LIMIT 1) p ON true;

CREATE TABLE sigap.link_candidate (
    id UUID NOT NULL,
    report_id UUID NOT NULL,
    event_id UUID NOT NULL,
    like_report_id UUID NOT NULL,
    score FLOAT NOT NULL,
    decision TEXT NOT NULL,
    reasons JSONB NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT link_candidate_decision CHECK (decision IN ('otomatis', 'tanya')),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(event_id) REFERENCES sigap.event (id),
    FOREIGN KEY(like_report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX link_candidate_report ON sigap.link_candidate (report_id);
CREATE INDEX link_candidate_event ON sigap.link_candidate (event_id);
CREATE INDEX link_candidate_asked ON sigap.link_candidate (id) WHERE decision = 'tanya';

CREATE TABLE sigap.link_answer (
    candidate_id UUID NOT NULL,
    answer TEXT NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (candidate_id),
    CONSTRAINT link_answer_answer CHECK (answer IN ('terima', 'tolak')),
    FOREIGN KEY(candidate_id) REFERENCES sigap.link_candidate (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE sigap.link_act (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    act TEXT NOT NULL,
    event_id UUID NOT NULL,
    into_id UUID NOT NULL,
    report_id UUID,
    emptied BOOLEAN NOT NULL,
    undoes BIGINT,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT link_act_act CHECK (act IN ('gabung', 'lepas', 'pindah')),
    FOREIGN KEY(event_id) REFERENCES sigap.event (id),
    FOREIGN KEY(into_id) REFERENCES sigap.event (id),
    FOREIGN KEY(report_id) REFERENCES sigap.report (id),
    FOREIGN KEY(undoes) REFERENCES sigap.link_act (id),
    FOREIGN KEY(entry) REFERENCES sigap.ledger_entry (entry) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX link_act_event ON sigap.link_act (event_id, id);
CREATE INDEX link_act_into ON sigap.link_act (into_id, id);
CREATE UNIQUE INDEX link_act_undoes ON sigap.link_act (undoes);

-- Where a merged event lives on. Only of events that the public has read: that a draft was merged is not its
-- to know.
CREATE VIEW publik.link_act AS
SELECT id, act, event_id, into_id, emptied, entry FROM sigap.link_act a
WHERE EXISTS (SELECT FROM sigap.event_state s WHERE s.event_id = a.event_id AND s.audience = 'publik');
GRANT SELECT ON publik.link_act TO sigap_publik;
