-- What index keys have of their own: parameters of operator classes, and statistics targets.
SELECT
  a.attrelid AS index,
  a.attnum AS number,
  nullif(a.attstattarget, -1) AS statistics,
  a.attoptions AS options
FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relkind = 'i' AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0)
  AND c.relnamespace = ANY ((SELECT current_setting('autogen.namespaces')::oid[])::oid[])
