-- Extensions; the comment that the control file gives is evaluated only where there is one to compare.
WITH available AS MATERIALIZED (
  SELECT a.name, a.comment FROM pg_available_extensions() a (name, default_version, comment)
)
SELECT
  e.oid AS oid,
  e.extname AS name,
  e.extnamespace AS namespace,
  e.extowner AS owner,
  e.extversion AS version,
  e.extrelocatable AS relocatable,
  CASE WHEN e.extname <> 'plpgsql' THEN (SELECT a.comment FROM available a WHERE a.name = e.extname) END AS control_comment
FROM pg_extension e
