-- name: missing_roles
-- Which of the roles are not there yet.
SELECT name FROM unnest(%(names)s::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)

-- name: database_exists
-- Whether a database of that name is there.
SELECT EXISTS (SELECT FROM pg_database WHERE datname = %(name)s)

-- name: public_role_granted
-- Whether the application role may act as the public one, and the owner as the application.
SELECT pg_has_role('sigap_app', 'sigap_publik', 'MEMBER') AND pg_has_role('sigap_owner', 'sigap_app', 'MEMBER')

-- name: grant_public_role
-- The server reads as sigap_publik for everyone without login.
GRANT sigap_publik TO sigap_app

-- name: grant_app_role
-- The owner takes over what the server made in its own name.
GRANT sigap_app TO sigap_owner

-- name: outdated_extensions
-- Extensions installed in an older version than the server now carries.
SELECT name FROM pg_available_extensions WHERE installed_version <> default_version

-- name: missing_extensions
-- Which of the extensions this database does not have yet.
SELECT name FROM unnest(%(names)s::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = name)
