-- Defaults and generation expressions. Without a table to open a plain default's text costs a third;
-- a generated one names columns and needs it.
SELECT
  d.oid AS oid,
  d.adrelid AS relation,
  d.adnum AS number,
  pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) AS expression
FROM pg_attrdef d
  JOIN pg_class c ON c.oid = d.adrelid
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE c.relnamespace = ANY ((SELECT current_setting('autogen.namespaces')::oid[])::oid[])
