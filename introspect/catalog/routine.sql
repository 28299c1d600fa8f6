-- Functions and procedures. Those that came with a range type (deptype i) are part of it.
SELECT
  p.oid AS oid,
  p.pronamespace AS namespace,
  p.proname AS name,
  p.prokind AS kind,
  p.proowner AS owner,
  p.proacl::text[] AS acl,
  l.lanname AS language,
  p.procost AS cost,
  p.prorows AS rows,
  s.pronamespace AS support_namespace,
  s.proname AS support_name,
  p.prosecdef AS security_definer,
  p.proleakproof AS leakproof,
  p.proisstrict AS strict,
  p.proretset AS returns_set,
  p.provolatile AS volatility,
  p.proparallel AS parallel,
  format_type(p.prorettype, NULL) AS returns,
  ARRAY(
    SELECT format_type(a.type, NULL)
    FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY a (type, position)
    ORDER BY a.position) AS argument_types,
  p.proargmodes AS argument_modes,
  p.proargnames AS argument_names,
  CASE WHEN p.pronargdefaults > 0 THEN ARRAY(
    SELECT pg_get_function_arg_default(p.oid, n::integer)
    FROM generate_series(1, cardinality(coalesce(p.proallargtypes, p.proargtypes::oid[]))) n
    ORDER BY n) END AS argument_defaults,
  CASE WHEN p.protrftypes IS NOT NULL THEN ARRAY(
    SELECT format_type(a.type, NULL)
    FROM unnest(p.protrftypes) WITH ORDINALITY a (type, position)
    ORDER BY a.position) END AS transform_types,
  p.proconfig AS settings,
  p.prosrc AS source,
  p.probin AS object_file,
  pg_get_function_sqlbody(p.oid) AS sql_body  --@ >= 14
  NULL AS sql_body                            --@ < 14
FROM pg_proc p
  JOIN pg_language l ON l.oid = p.prolang
  LEFT JOIN pg_proc s ON s.oid = p.prosupport AND p.prosupport <> 0
WHERE (p.pronamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
