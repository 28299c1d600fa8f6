-- Defaults and generation expressions. Without a table to open a plain default's text costs a third;
-- a generated one names columns and needs one: pg_statistic, as stand_in.h has it. (Few are generated: a list of them
-- is looked into, no join is made.)
SELECT
  d.oid AS oid,
  d.adrelid AS relation,
  d.adnum AS number,
  pg_get_expr(d.adbin, CASE
    WHEN (d.adrelid, d.adnum) NOT IN (SELECT a.attrelid, a.attnum FROM pg_attribute a WHERE a.attgenerated <> '') THEN 0
    WHEN d.adrelid IN (SELECT w.oid FROM pg_class w WHERE w.relnatts > 31) THEN d.adrelid
    ELSE 'pg_statistic'::regclass END) AS expression
FROM pg_attrdef d
WHERE d.adrelid IN (
  SELECT c.oid FROM pg_class c WHERE (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE)
