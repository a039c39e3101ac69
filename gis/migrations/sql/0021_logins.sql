-- Where an account logged in of late is asked at each guess that must wait; the log of a month is long.
CREATE INDEX audit_logins ON sigap.audit (by, at) WHERE action = 'masuk';
