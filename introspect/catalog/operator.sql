-- Operators; one without a function is only a name that another one promised.
SELECT
  o.oid AS oid,
  o.oprnamespace AS namespace,
  o.oprname AS name,
  o.oprowner AS owner,
  CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END AS left_type,
  CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END AS right_type,
  f.pronamespace AS function_namespace,
  f.proname AS function_name,
  c.oprnamespace AS commutator_namespace,
  c.oprname AS commutator_name,
  n.oprnamespace AS negator_namespace,
  n.oprname AS negator_name,
  r.pronamespace AS restrict_namespace,
  r.proname AS restrict_name,
  j.pronamespace AS join_namespace,
  j.proname AS join_name,
  o.oprcanhash AS hashes,
  o.oprcanmerge AS merges,
  -- A name alone is a kind that the models cannot say; then need.sql has something to do.
  CASE WHEN o.oprcode = 0 THEN set_config('autogen.unmodelled', 'on', true) END AS unmodelled
FROM pg_operator o
  LEFT JOIN pg_proc f ON f.oid = o.oprcode
  LEFT JOIN pg_operator c ON c.oid = o.oprcom
  LEFT JOIN pg_operator n ON n.oid = o.oprnegate
  LEFT JOIN pg_proc r ON r.oid = o.oprrest
  LEFT JOIN pg_proc j ON j.oid = o.oprjoin
WHERE (o.oprnamespace IN (SELECT unnest(current_setting('autogen.namespaces')::oid[]))) IS TRUE
