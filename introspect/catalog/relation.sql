-- Tables, views, sequences and what else is a relation, indexes apart.
SELECT
  c.oid AS oid,
  c.relnamespace AS namespace,
  c.relname AS name,
  c.relkind AS kind,
  c.relnatts AS attributes,
  c.relpersistence AS persistence,
  c.relowner AS owner,
  c.relacl::text[] AS acl,
  c.reloptions AS options,
  toast.reloptions AS toast_options,
  s.spcname AS tablespace,
  m.amname AS access_method,
  c.relreplident AS replica_identity,
  c.relrowsecurity AS row_level_security,
  c.relforcerowsecurity AS force_row_level_security,
  c.relispopulated AS populated,
  c.relispartition AS is_partition,
  c.reloftype <> 0 AS is_typed,
  inherits.child IS NOT NULL AS is_child,
  c.reltype AS row_type,
  -- A kind that the models cannot say; then need.sql has something to do.
  CASE WHEN c.relkind IN ('p', 'f') OR c.relispartition OR c.relkind = 'r' AND (c.reloftype <> 0 OR inherits.child IS NOT NULL)
    THEN set_config('autogen.unmodelled', 'on', true) END AS unmodelled
FROM pg_class c
  LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_am m ON m.oid = c.relam
  LEFT JOIN (SELECT DISTINCT i.inhrelid AS child FROM pg_inherits i) inherits ON inherits.child = c.oid
WHERE c.relkind IN ('r', 'v', 'm', 'S', 'p', 'f', 'c')
  AND (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
