-- Sequences, and the column that one belongs to: deptype a is OWNED BY, i an identity column's.
SELECT
  s.seqrelid AS oid,
  format_type(s.seqtypid, NULL) AS type_text,
  s.seqincrement AS increment,
  s.seqmin AS min_value,
  s.seqmax AS max_value,
  s.seqstart AS start,
  s.seqcache AS cache,
  s.seqcycle AS cycle,
  d.deptype AS ownership,
  d.refobjid AS owner_relation,
  d.refobjsubid AS owner_column
FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0
    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
