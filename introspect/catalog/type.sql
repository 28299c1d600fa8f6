-- All types: objects of the schemas that are read, and what any type is made of.
SELECT
  t.oid AS oid,
  t.typnamespace AS namespace,
  t.typname AS name,
  t.typtype AS type,
  t.typcategory AS category,
  t.typispreferred AS preferred,
  t.typisdefined AS defined,
  t.typelem AS element,
  t.typarray AS array_type,
  t.typrelid AS relation,
  t.typrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'c') AS is_composite,
  t.typbasetype AS base_type,
  t.typcollation AS collation,
  t.typstorage AS storage,
  t.typowner AS owner,
  t.typacl::text[] AS acl,
  CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base_type_text,
  t.typnotnull AS not_null,
  CASE WHEN t.typtype = 'd' THEN pg_get_expr(t.typdefaultbin, 0) END AS default_value,
  -- A kind that the models cannot say; then need.sql has something to do.
  CASE WHEN t.oid >= 16384 AND (NOT t.typisdefined OR t.typtype = 'b' AND (t.typcategory <> 'A' OR t.typname !~~ '\_%'))
    AND (t.typnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
    AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
    THEN set_config('autogen.unmodelled', 'on', true) END AS unmodelled
FROM pg_type t
WHERE t.oid < 16384 OR (t.typnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
  OR t.typtype IN ('d', 'e', 'r', 'm')
  OR t.typtype = 'b' AND (t.typelem = 0 OR EXISTS (SELECT FROM pg_type e WHERE e.oid = t.typelem AND e.typtype <> 'c'))
