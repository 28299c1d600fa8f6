-- The database itself, one row.
SELECT
  d.datname AS name,
  pg_get_userbyid(d.datdba) AS owner,
  current_user AS current_user
FROM pg_database d
WHERE d.datname = current_database()
