-- Objects of schemas that are not read but depend on what is read: names for the ends of their edges.
SELECT
  n.class::oid AS class,
  n.oid AS oid,
  n.kind AS kind,
  n.namespace AS namespace,
  n.name AS name
FROM (
  SELECT 'pg_class'::regclass, c.oid, 'relation', c.relnamespace, c.relname::text
  FROM pg_class c
  UNION ALL
  SELECT 'pg_rewrite'::regclass, r.oid, CASE WHEN r.rulename = '_RETURN' THEN 'view' ELSE 'rule' END, c.relnamespace,
    CASE WHEN r.rulename = '_RETURN' THEN c.relname ELSE c.relname || '.' || r.rulename END
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
  UNION ALL
  SELECT 'pg_attrdef'::regclass, d.oid, 'default', c.relnamespace, c.relname || '.' || a.attname
  FROM pg_attrdef d
    JOIN pg_class c ON c.oid = d.adrelid
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  UNION ALL
  SELECT 'pg_constraint'::regclass, o.oid, 'constraint', o.connamespace,
    coalesce(c.relname, t.typname) || '.' || o.conname
  FROM pg_constraint o
    LEFT JOIN pg_class c ON c.oid = o.conrelid
    LEFT JOIN pg_type t ON t.oid = o.contypid
  UNION ALL
  SELECT 'pg_trigger'::regclass, t.oid, 'trigger', c.relnamespace, c.relname || '.' || t.tgname
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'pg_policy'::regclass, p.oid, 'policy', c.relnamespace, c.relname || '.' || p.polname
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, 'function', p.pronamespace, p.proname::text
  FROM pg_proc p
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, 'type', t.typnamespace, t.typname::text
  FROM pg_type t
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, 'operator', o.oprnamespace, o.oprname::text
  FROM pg_operator o
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, s.oid, 'statistics object', s.stxnamespace, s.stxname::text
  FROM pg_statistic_ext s
) n (class, oid, kind, namespace, name)
WHERE (SELECT current_setting('autogen.other_namespaces')) <> '{}'
  AND n.namespace IN (SELECT unnest(current_setting('autogen.other_namespaces')::oid[]))
  AND (n.class, n.oid) IN (
    SELECT d.classid, d.objid
    FROM pg_depend d
    WHERE d.deptype <> 'e' AND d.refobjid IN (
      SELECT c.oid FROM pg_class c WHERE (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT p.oid FROM pg_proc p WHERE (p.pronamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT t.oid FROM pg_type t WHERE (t.typnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT o.oid FROM pg_constraint o WHERE (o.connamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT o.oid FROM pg_operator o WHERE (o.oprnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE))
