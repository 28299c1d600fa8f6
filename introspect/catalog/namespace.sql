-- All namespaces, the system's too: names are made of them.
SELECT
  n.oid AS oid,
  n.nspname AS name,
  n.nspowner AS owner,
  n.nspacl::text[] AS acl,
  n.oid IN (SELECT unnest(current_setting('autogen.namespaces')::oid[])) AS is_read,
  n.oid IN (SELECT unnest(current_setting('autogen.other_namespaces')::oid[])) AS is_other
FROM pg_namespace n
WHERE n.nspname !~ '^pg_(toast|temp)'
