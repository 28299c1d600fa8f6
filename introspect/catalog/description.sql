-- All comments in one scan; those of initdb stand on objects below 16384 (but public's may be changed).
SELECT
  d.classoid AS class,
  d.objoid AS oid,
  d.objsubid AS part,
  d.description AS comment
FROM pg_description d
WHERE d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass
