-- Columns. The server may write pg_attver=<n> into attoptions of every column: no option of anybody's;
-- the decoder strips it, and where it stands alone the array is not even read.
SELECT
  a.attrelid AS relation,
  a.attnum AS number,
  a.attname AS name,
  a.atttypid AS type,
  format_type(a.atttypid, a.atttypmod) AS type_text,
  a.attnotnull AS not_null,
  a.attidentity AS identity,
  a.attgenerated AS generated,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
  a.attcompression AS compression,  --@ >= 14
  '' AS compression,                --@ < 14
  nullif(a.attstattarget, -1) AS statistics,
  a.attcollation AS collation,
  t.typcollation AS type_collation,
  a.attacl::text[] AS acl,
  CASE WHEN NOT starts_with(a.attoptions[1], 'pg_attver=') OR cardinality(a.attoptions) > 1 THEN a.attoptions END AS options
FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'c')
  AND c.relnamespace = ANY ((SELECT current_setting('autogen.namespaces')::oid[])::oid[])
