-- Labels of enums, in order.
SELECT
  e.enumtypid AS type,
  e.enumlabel AS label
FROM pg_enum e
  JOIN pg_type t ON t.oid = e.enumtypid
WHERE (t.typnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
ORDER BY e.enumtypid, e.enumsortorder
