-- name: next_entry
SELECT nextval('ledger_entry_id')

-- name: lock
-- Held to commit: entries become visible in the order of their seq, and linking sees every event before it.
SELECT pg_advisory_xact_lock(19, 1)

-- name: next_seq
SELECT coalesce(max(seq), 0) + 1 AS seq, max(recorded_at) AS last FROM ledger_entry

-- name: record
INSERT INTO ledger_entry (entry, seq, recorded_at, recorded_by, why)
VALUES (:entry, :seq, greatest(coalesce(:recorded_at, clock_timestamp()), :last), :by, :why)

-- name: announce
SELECT pg_notify('sigap_changes', :payload)

-- name: newest
SELECT seq, recorded_at FROM ledger_entry ORDER BY seq DESC LIMIT 1

-- name: at_time
SELECT seq, recorded_at FROM ledger_entry WHERE recorded_at <= :time ORDER BY seq DESC LIMIT 1

-- name: at_seq
SELECT seq, recorded_at, seq = (SELECT max(seq) FROM ledger_entry) AS newest FROM ledger_entry WHERE seq <= :seq ORDER BY seq DESC LIMIT 1

-- name: public_changes
-- Events whose public reading this entry changed.
SELECT CAST(event_id AS text) FROM event_change WHERE audience = 'publik' AND seq = :seq
