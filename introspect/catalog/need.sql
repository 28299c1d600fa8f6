-- Who needs whom, for what rests on an object of a kind that the models cannot say. Where the queries before have
-- found none (as in nearly all databases), nothing is read.
-- That the parts of a relation need it goes without saying, and that triggers of constraints need these.
SELECT
  d.classid AS class,
  d.objid AS oid,
  d.refclassid AS referenced_class,
  d.refobjid AS referenced_oid,
  d.refobjsubid AS referenced_part,
  d.deptype AS type
FROM pg_depend d
WHERE (SELECT current_setting('autogen.unmodelled', true)) = 'on'
  AND d.deptype IN ('n', 'a', 'i', 'x')
  AND d.refobjid >= 16384
  AND d.refclassid <> 'pg_namespace'::regclass
  AND NOT (d.classid = 'pg_trigger'::regclass AND d.refclassid = 'pg_constraint'::regclass)
  AND NOT (d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass AND (
    d.classid IN ('pg_attrdef'::regclass, 'pg_constraint'::regclass)
    OR d.classid = 'pg_class'::regclass AND d.objid IN (SELECT i.indexrelid FROM pg_index i)))
