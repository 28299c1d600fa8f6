-- Defaults and generation expressions. Without a table to open a plain default's text costs a third;
-- a generated one names columns and needs it. (Few are generated: a list of them is looked into, no join is made.)
SELECT
  d.oid AS oid,
  d.adrelid AS relation,
  d.adnum AS number,
  pg_get_expr(d.adbin, CASE WHEN (d.adrelid, d.adnum) IN (
    SELECT a.attrelid, a.attnum FROM pg_attribute a WHERE a.attgenerated <> '') THEN d.adrelid ELSE 0 END) AS expression
FROM pg_attrdef d
WHERE d.adrelid IN (
  SELECT c.oid FROM pg_class c WHERE c.relnamespace = ANY ((SELECT current_setting('autogen.namespaces')::oid[])::oid[]))
