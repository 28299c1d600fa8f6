-- All namespaces, the system's too: names are made of them.
SELECT
  n.oid AS oid,
  n.nspname AS name,
  n.nspowner AS owner,
  n.nspacl::text[] AS acl,
  n.oid = ANY ((SELECT current_setting('autogen.namespaces')::oid[])::oid[]) AS is_read,
  n.oid = ANY ((SELECT current_setting('autogen.other_namespaces')::oid[])::oid[]) AS is_other
FROM pg_namespace n
WHERE n.nspname !~ '^pg_(toast|temp)'
