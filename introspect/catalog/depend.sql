-- Who needs whom. Namespaces are left out (known by name, and public is pinned before 15), so are the system's
-- objects and the internal ties of row and array types. Where other schemas exist, what rests on their objects
-- alone is theirs; there may be far more of it than of ours.
SELECT
  d.classid AS class,
  d.objid AS oid,
  d.objsubid AS part,
  d.refclassid AS referenced_class,
  d.refobjid AS referenced_oid,
  d.refobjsubid AS referenced_part,
  d.deptype AS type
FROM pg_depend d
WHERE d.deptype IN ('n', 'a', 'i', 'x', 'P', 'S')
  AND d.refobjid >= 16384
  AND d.refclassid <> 'pg_namespace'::regclass
  AND NOT (d.classid = 'pg_type'::regclass AND d.deptype = 'i')
  AND (
    (SELECT current_setting('autogen.other_namespaces')) = '{}'
    OR d.refclassid NOT IN (
      'pg_class'::regclass, 'pg_constraint'::regclass, 'pg_operator'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass)
    OR d.refobjid IN (
      SELECT c.oid FROM pg_class c WHERE (c.relnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT o.oid FROM pg_constraint o WHERE (o.connamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT o.oid FROM pg_operator o WHERE (o.oprnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT p.oid FROM pg_proc p WHERE (p.pronamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT t.oid FROM pg_type t WHERE (t.typnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
      UNION ALL
      SELECT e.objid FROM pg_depend e WHERE e.deptype = 'e'))
