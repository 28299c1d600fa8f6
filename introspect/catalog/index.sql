-- Indexes, those of constraints too. Their text is made by us; the whole definition is asked for only where
-- an expression's own collation, which no catalog tells, may differ from the key's. Expressions are printed over
-- pg_statistic, as stand_in.h has it.
WITH collated AS MATERIALIZED (
  SELECT a.attrelid FROM pg_attribute a WHERE a.attcollation NOT IN (0, 100) AND a.attnum > 0),
wide AS MATERIALIZED (
  SELECT c.oid FROM pg_class c WHERE c.relnatts > 31)
SELECT
  i.indexrelid AS oid,
  i.indrelid AS relation,
  c.relname AS name,
  m.oid AS method,
  m.amname AS method_name,
  i.indexrelid IN (SELECT o.conindid FROM pg_constraint o WHERE o.contype IN ('p', 'u', 'x')) AS of_constraint,
  i.indisunique AS is_unique,
  i.indnullsnotdistinct AS nulls_not_distinct,  --@ >= 15
  false AS nulls_not_distinct,                  --@ < 15
  i.indisvalid AND i.indisready AS valid,
  i.indisclustered AS clustered,
  i.indisreplident AS replica_identity,
  i.indnkeyatts AS key_count,
  i.indkey AS keys,
  i.indcollation AS collations,
  i.indclass AS opclasses,
  i.indoption AS key_options,
  pg_get_expr(i.indexprs, CASE WHEN i.indrelid IN (SELECT oid FROM wide) THEN i.indrelid
    ELSE 'pg_statistic'::regclass END) AS expressions,
  pg_get_expr(i.indpred, CASE WHEN i.indrelid IN (SELECT oid FROM wide) THEN i.indrelid
    ELSE 'pg_statistic'::regclass END) AS predicate,
  c.reloptions AS options,
  s.spcname AS tablespace,
  CASE WHEN i.indexprs IS NOT NULL
      AND (i.indexrelid IN (SELECT attrelid FROM collated) OR i.indrelid IN (SELECT attrelid FROM collated)
        OR i.indexprs::text LIKE '%COLLATEEXPR%')
    THEN pg_get_indexdef(i.indexrelid) END AS definition
FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_am m ON m.oid = c.relam
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
WHERE (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
