-- What extensions brought: no objects of ours. That somebody changed a member's rights since (pg_init_privs holds
-- those that it came with) is worth a notice.
SELECT
  d.classid AS class,
  d.objid AS oid,
  d.refobjid AS extension,
  coalesce(c.relnamespace, t.typnamespace, p.pronamespace, o.oprnamespace, oc.opcnamespace, co.collnamespace) AS namespace,
  coalesce(c.relname, t.typname, p.proname, o.oprname, oc.opcname, co.collname, am.amname) AS name,
  coalesce(c.relacl, t.typacl, p.proacl)::text IS DISTINCT FROM i.initprivs::text AS rights_changed
FROM pg_depend d
  LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
  LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
  LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
  LEFT JOIN pg_operator o ON d.classid = 'pg_operator'::regclass AND o.oid = d.objid
  LEFT JOIN pg_opclass oc ON d.classid = 'pg_opclass'::regclass AND oc.oid = d.objid
  LEFT JOIN pg_collation co ON d.classid = 'pg_collation'::regclass AND co.oid = d.objid
  LEFT JOIN pg_am am ON d.classid = 'pg_am'::regclass AND am.oid = d.objid
  LEFT JOIN pg_init_privs i ON i.classoid = d.classid AND i.objoid = d.objid AND i.objsubid = 0
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
