-- Range types.
SELECT
  r.rngtypid AS type,
  r.rngsubtype AS subtype,
  format_type(r.rngsubtype, NULL) AS subtype_text,
  r.rngcollation AS collation,
  r.rngsubopc AS opclass,
  c.pronamespace AS canonical_namespace,
  c.proname AS canonical_name,
  d.pronamespace AS diff_namespace,
  d.proname AS diff_name,
  r.rngmultitypid AS multirange  --@ >= 14
  0 AS multirange                --@ < 14
FROM pg_range r
  JOIN pg_type t ON t.oid = r.rngtypid
  LEFT JOIN pg_proc c ON c.oid = r.rngcanonical
  LEFT JOIN pg_proc d ON d.oid = r.rngsubdiff
WHERE (t.typnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
