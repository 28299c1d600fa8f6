-- What the models cannot say yet: named, so that it never vanishes in silence. Kinds without a schema are in
-- every database's notice; those of a schema where it is read. (Before 14 not everybody may see a subscription's oid.)
SELECT
  u.class::oid AS class,
  u.oid AS oid,
  u.kind AS kind,
  u.namespace AS namespace,
  u.name AS name,
  -- What others may rest on, if no extension brought it; then need.sql has something to do.
  CASE WHEN u.kind NOT IN ('event trigger', 'policy', 'publication', 'published table', 'rule', 'statistics object', 'subscription',
      'user mapping')
    AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = u.class AND e.objid = u.oid AND e.deptype = 'e')
    THEN set_config('autogen.unmodelled', 'on', true) END AS supports
FROM (
  SELECT 'pg_policy'::regclass, p.oid, 'policy', c.relnamespace, c.relname || '.' || p.polname
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
  UNION ALL
  SELECT 'pg_rewrite'::regclass, r.oid, 'rule', c.relnamespace, c.relname || '.' || r.rulename
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
  WHERE r.rulename <> '_RETURN' AND r.oid >= 16384
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, s.oid, 'statistics object', s.stxnamespace, s.stxname
  FROM pg_statistic_ext s
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, 'aggregate', p.pronamespace,
    p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
  FROM pg_proc p
  WHERE p.prokind = 'a' AND p.oid >= 16384
  UNION ALL
  SELECT 'pg_collation'::regclass, c.oid, 'collation', c.collnamespace, c.collname
  FROM pg_collation c
  WHERE c.oid >= 16384
  UNION ALL
  SELECT 'pg_conversion'::regclass, c.oid, 'conversion', c.connamespace, c.conname
  FROM pg_conversion c
  WHERE c.oid >= 16384
  UNION ALL
  SELECT 'pg_opclass'::regclass, c.oid, 'operator class', c.opcnamespace, c.opcname || ' using ' || m.amname
  FROM pg_opclass c JOIN pg_am m ON m.oid = c.opcmethod
  WHERE c.oid >= 16384
  UNION ALL
  SELECT 'pg_opfamily'::regclass, f.oid, 'operator family', f.opfnamespace, f.opfname || ' using ' || m.amname
  FROM pg_opfamily f JOIN pg_am m ON m.oid = f.opfmethod
  WHERE f.oid >= 16384
  UNION ALL
  SELECT 'pg_ts_parser'::regclass, p.oid, 'text search parser', p.prsnamespace, p.prsname
  FROM pg_ts_parser p
  WHERE p.oid >= 16384
  UNION ALL
  SELECT 'pg_ts_template'::regclass, t.oid, 'text search template', t.tmplnamespace, t.tmplname
  FROM pg_ts_template t
  WHERE t.oid >= 16384
  UNION ALL
  SELECT 'pg_ts_dict'::regclass, d.oid, 'text search dictionary', d.dictnamespace, d.dictname
  FROM pg_ts_dict d
  WHERE d.oid >= 16384
  UNION ALL
  SELECT 'pg_ts_config'::regclass, c.oid, 'text search configuration', c.cfgnamespace, c.cfgname
  FROM pg_ts_config c
  WHERE c.oid >= 16384
  UNION ALL
  SELECT 'pg_cast'::regclass, c.oid, 'cast', 0,
    format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL)
  FROM pg_cast c
  WHERE c.oid >= 16384
    -- A range makes the cast to its multirange.
    AND NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  UNION ALL
  SELECT 'pg_transform'::regclass, t.oid, 'transform', 0,
    format_type(t.trftype, NULL) || ' language ' || l.lanname
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
  UNION ALL
  SELECT 'pg_am'::regclass, m.oid, 'access method', 0, m.amname
  FROM pg_am m
  WHERE m.oid >= 16384
  UNION ALL
  SELECT 'pg_language'::regclass, l.oid, 'language', 0, l.lanname
  FROM pg_language l
  WHERE l.oid >= 16384
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 'foreign-data wrapper', 0, w.fdwname
  FROM pg_foreign_data_wrapper w
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, s.oid, 'server', 0, s.srvname
  FROM pg_foreign_server s
  UNION ALL
  SELECT 'pg_user_mapping'::regclass, m.umid, 'user mapping', 0, m.usename || ' server ' || m.srvname
  FROM pg_user_mappings m
  UNION ALL
  SELECT 'pg_event_trigger'::regclass, e.oid, 'event trigger', 0, e.evtname
  FROM pg_event_trigger e
  UNION ALL
  SELECT 'pg_publication_rel'::regclass, r.oid, 'published table', c.relnamespace, p.pubname || '.' || c.relname
  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid
  UNION ALL
  SELECT 'pg_publication'::regclass, p.oid, 'publication', 0, p.pubname
  FROM pg_publication p
  UNION ALL
  SELECT 'pg_subscription'::regclass, s.oid, 'subscription', 0, s.subname  --@ >= 14
  SELECT 'pg_subscription'::regclass, 0, 'subscription', 0, s.subname      --@ < 14
  FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
  WHERE d.datname = current_database()
) u (class, oid, kind, namespace, name)
WHERE u.namespace = 0 OR (u.namespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
