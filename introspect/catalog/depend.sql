-- Who needs whom. Namespaces are left out (known by name, and public is pinned before 15), so are the system's
-- objects and the internal ties of row and array types.
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
