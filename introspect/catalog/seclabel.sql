-- Security labels.
SELECT
  l.classoid AS class,
  l.objoid AS oid,
  l.objsubid AS part,
  l.provider AS provider,
  l.label AS label
FROM pg_seclabel l
