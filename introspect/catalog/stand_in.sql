-- The columns by whose names expressions over a table are printed (stand_in.h), in their order.
SELECT
  a.attname AS name
FROM pg_attribute a
WHERE a.attrelid = 'pg_statistic'::regclass AND a.attnum > 0
ORDER BY a.attnum
