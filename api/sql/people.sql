-- name: add_account
INSERT INTO account (id, name, role, area, agency, sector, password, made_at, made_by)
VALUES (:id, :name, :role, :area, :agency, :sector, :password, now(), :by) ON CONFLICT (name) DO NOTHING

-- name: account_to_change
SELECT id, name, role, area, agency, sector FROM account WHERE name = :name FOR UPDATE

-- name: account
SELECT id, name, role, area, agency, sector, password, made_at, made_by, disabled_at FROM account WHERE name = :name

-- name: accounts
SELECT a.id, a.name, a.role, a.area, a.agency, a.sector, a.made_at, a.made_by, a.disabled_at,
       max(s.seen_at) AS seen_at, count(s.secret_hash) AS sessions
FROM account a LEFT JOIN login_session s ON s.account_id = a.id
GROUP BY a.id ORDER BY a.name

-- name: set_password
-- `was`: the password that it takes the place of; another one stands if somebody was quicker.
UPDATE account SET password = :password
WHERE id = :id AND (CAST(:was AS text) IS NULL OR password = :was)

-- name: set_disabled
UPDATE account SET disabled_at = CASE WHEN :disabled THEN coalesce(disabled_at, now()) END WHERE id = :id

-- name: set_role
UPDATE account SET role = :role, area = :area, agency = :agency, sector = :sector WHERE id = :id

-- name: end_tokens
-- Those that bear the account's name.
UPDATE api_token SET revoked_at = now() WHERE lower(name) = :name AND revoked_at IS NULL

-- name: tokens_made
SELECT count(*) FROM api_token
WHERE made_by = :name AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())

-- name: open_session
-- Not where the password that was looked at has been changed meanwhile, or the account closed. Who is changing it is
-- waited for: it ends the sessions that it sees.
INSERT INTO login_session (secret_hash, account_id, made_at, seen_at)
SELECT :hash, id, now(), now() FROM account
WHERE id = :account AND password = :password AND disabled_at IS NULL FOR SHARE

-- name: session
-- The account of a session that has not ended; a session seen within the last minute is not written again.
SELECT a.id, a.name, a.role, a.area, a.agency, a.sector, s.made_at, s.seen_at, s.seen_at < now() - interval '1 minute' AS stale
FROM login_session s JOIN account a ON a.id = s.account_id
WHERE s.secret_hash = :hash AND a.disabled_at IS NULL
  AND s.seen_at > now() - make_interval(mins => :idle_minutes) AND s.made_at > now() - make_interval(hours => :hours)

-- name: see_session
UPDATE login_session SET seen_at = now() WHERE secret_hash = :hash

-- name: end_session
DELETE FROM login_session WHERE secret_hash = :hash

-- name: end_sessions
-- All of an account, but the one of :kept.
DELETE FROM login_session WHERE account_id = :account AND secret_hash IS DISTINCT FROM CAST(:kept AS bytea)

-- name: forget_sessions
DELETE FROM login_session
WHERE seen_at < now() - make_interval(mins => :idle_minutes) OR made_at < now() - make_interval(hours => :hours)

-- name: one_at_a_time
-- Tries of one account, or from one address, at once would each find as few failures as the first.
SELECT pg_advisory_xact_lock(hashtextextended(key, 19)) FROM unnest(CAST(:keys AS text[])) AS key

-- name: failures
SELECT key, failures, CAST(extract(epoch FROM now() - last_at) AS float) AS age_s
FROM login_failure WHERE key = ANY(CAST(:keys AS text[]))

-- name: homes
-- From where this account has logged in of late.
SELECT DISTINCT address FROM audit
WHERE at > now() - interval '30 days' AND action = 'masuk' AND by = :name AND address IS NOT NULL

-- name: count_failure
-- Counted before the password is looked at, so that guesses sent at once are counted too.
INSERT INTO login_failure (key, failures, last_at) VALUES (:key, 1, now())
ON CONFLICT (key) DO UPDATE SET last_at = now(),
    failures = CASE WHEN login_failure.last_at < now() - interval '1 day' THEN 1 ELSE login_failure.failures + 1 END

-- name: forget_failures
DELETE FROM login_failure WHERE key = ANY(CAST(:keys AS text[]))

-- name: take_back_failure
UPDATE login_failure SET failures = failures - 1 WHERE key = :key AND failures > 0

-- name: forget_old_failures
DELETE FROM login_failure WHERE last_at < now() - interval '1 day'

-- name: add_token
INSERT INTO api_token (id, name, secret_hash, auto_verify, agency, created_at, expires_at, role, area, scope, sector, made_by)
VALUES (:id, :name, :hash, :auto_verify, :agency, now(), :expires_at, :role, :area, :scope, :sector, :by)

-- name: token
SELECT id, name, auto_verify, agency, role, area, scope, sector FROM api_token
WHERE secret_hash = :hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())

-- name: tokens
SELECT id, name, role, area, agency, sector, scope, auto_verify, created_at, made_by, expires_at, revoked_at
FROM api_token ORDER BY created_at DESC, id

-- name: revoke_token
UPDATE api_token SET revoked_at = coalesce(revoked_at, now()) WHERE id = :id
