-- Constraints of tables and domains. What a foreign key references may stand in a schema that is not read; one to a
-- partitioned table has others besides, one for each partition, which are part of it. Checks of
-- tables are printed over pg_statistic, as stand_in.h has it.
SELECT
  o.oid AS oid,
  o.conname AS name,
  o.contype AS type,
  o.conrelid AS relation,
  o.contypid AS domain,
  o.conindid AS index,
  o.conkey AS keys,
  f.relnamespace AS referenced_namespace,
  f.relname AS referenced_name,
  o.confrelid AS referenced,
  o.confkey AS referenced_keys,
  CASE WHEN o.contype = 'f' AND f.relnamespace NOT IN (SELECT unnest(current_setting('autogen.namespaces')::oid[])) THEN (
    SELECT array_agg(a.attname ORDER BY k.position)
    FROM unnest(o.confkey) WITH ORDINALITY k (number, position)
      JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.number) END AS referenced_columns,
  o.confmatchtype AS match,
  o.confupdtype AS on_update,
  o.confdeltype AS on_delete,
  o.confdelsetcols AS on_delete_columns,  --@ >= 15
  NULL AS on_delete_columns,              --@ < 15
  CASE WHEN o.contype = 'c' THEN pg_get_expr(o.conbin, CASE
    WHEN o.conrelid = 0 OR o.conrelid IN (SELECT w.oid FROM pg_class w WHERE w.relnatts > 31) THEN o.conrelid
    ELSE 'pg_statistic'::regclass END) END AS expression,
  CASE WHEN o.contype = 'x' THEN (
    SELECT array_agg(p.oprnamespace::text ORDER BY k.position)
    FROM unnest(o.conexclop) WITH ORDINALITY k (operator, position)
      JOIN pg_operator p ON p.oid = k.operator) END AS operator_namespaces,
  CASE WHEN o.contype = 'x' THEN (
    SELECT array_agg(p.oprname ORDER BY k.position)
    FROM unnest(o.conexclop) WITH ORDINALITY k (operator, position)
      JOIN pg_operator p ON p.oid = k.operator) END AS operators,
  o.connoinherit AS no_inherit,
  o.condeferrable AS deferrable,
  o.condeferred AS deferred,
  o.convalidated AS validated,
  CASE WHEN NOT o.conenforced THEN 'constraint that is not enforced' WHEN o.conperiod THEN 'temporal constraint' END AS unmodelled  --@ >= 18
  NULL AS unmodelled  --@ < 18
FROM pg_constraint o
  LEFT JOIN pg_class f ON f.oid = o.confrelid AND o.contype = 'f'
WHERE o.contype IN ('p', 'u', 'f', 'c', 'x')
  AND (o.conparentid = 0 OR o.contype <> 'f' OR EXISTS (SELECT FROM pg_class p WHERE p.oid = o.conrelid AND p.relispartition))
  AND (o.connamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
