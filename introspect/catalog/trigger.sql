-- Triggers, but for those that constraints and partitions brought. A condition over OLD and NEW is more than
-- pg_get_expr takes: it is cut from the whole definition.
SELECT
  t.oid AS oid,
  t.tgrelid AS relation,
  t.tgname AS name,
  t.tgtype AS type,
  t.tgenabled AS enabled,
  t.tgconstraint <> 0 AS is_constraint,
  f.relnamespace AS from_namespace,
  f.relname AS from_name,
  t.tgdeferrable AS deferrable,
  t.tginitdeferred AS initially_deferred,
  t.tgattr AS columns,
  encode(t.tgargs, 'hex') AS arguments,
  t.tgoldtable AS old_table,
  t.tgnewtable AS new_table,
  p.pronamespace AS function_namespace,
  p.proname AS function_name,
  CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid) END AS definition
FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_proc p ON p.oid = t.tgfoid
  LEFT JOIN pg_class f ON f.oid = t.tgconstrrelid
WHERE NOT t.tgisinternal
  AND t.tgparentid = 0
  AND (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
