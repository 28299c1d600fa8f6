-- Roles by number: owners and the roles of default privileges.
SELECT
  r.oid AS oid,
  r.rolname AS name
FROM pg_roles r
