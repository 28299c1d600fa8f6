-- Columns, and what keys of indexes have of their own: parameters of operator classes, statistics targets,
-- and the types of expressions.
-- The server may write pg_attver=<n> into attoptions of every column: no option of anybody's;
-- the decoder strips it, and where it stands alone the array is not even read.
SELECT
  a.attrelid AS relation,
  c.relkind = 'i' AS of_index,
  a.attnum AS number,
  a.attname AS name,
  a.atttypid AS type,
  format_type(a.atttypid, a.atttypmod) AS type_text,
  a.attnotnull AS not_null,
  a.attidentity AS identity,
  a.attgenerated AS generated,
  a.attstorage AS storage,
  a.attcompression AS compression,  --@ >= 14
  '' AS compression,                --@ < 14
  nullif(a.attstattarget, -1) AS statistics,
  a.attcollation AS collation,
  a.attacl::text[] AS acl,
  CASE WHEN NOT starts_with(a.attoptions[1], 'pg_attver=') OR cardinality(a.attoptions) > 1 THEN a.attoptions END AS options
FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'c', 'i')
  AND (c.relkind <> 'i' OR a.attoptions IS NOT NULL OR a.attstattarget >= 0
    OR c.oid IN (SELECT i.indexrelid FROM pg_index i WHERE i.indexprs IS NOT NULL))
  AND (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
