-- Queries of views and materialized views.
SELECT
  r.oid AS oid,
  r.ev_class AS relation,
  pg_get_viewdef(r.ev_class) AS query
FROM pg_rewrite r
  JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relkind IN ('v', 'm') AND r.rulename = '_RETURN'
  AND (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
