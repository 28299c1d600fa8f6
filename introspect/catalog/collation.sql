-- Collations by number, the system's too.
SELECT
  c.oid AS oid,
  c.collnamespace AS namespace,
  c.collname AS name
FROM pg_collation c
