-- A server's word on a text: what it prints, bare names being those of print_path, once it has kept
-- what it read by read_path; NULL where it refuses the text. Nothing is left behind.
CREATE FUNCTION word(context text, place text, kind text, written text, read_path text, print_path text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  printed text;
BEGIN
  PERFORM set_config('search_path', read_path, false);
  EXECUTE format(CASE context
    WHEN 'check' THEN E'CREATE POLICY zz ON %1$s USING (%3$s\n)'
    WHEN 'where' THEN E'CREATE POLICY zz ON %1$s USING (%3$s\n)'
    WHEN 'policy' THEN E'CREATE POLICY zz ON %1$s USING (%3$s\n)'
    WHEN 'default' THEN E'CREATE TEMP TABLE zz (zz %2$s DEFAULT %3$s\n)'
    WHEN 'generated' THEN E'ALTER TABLE %1$s ADD COLUMN zz %2$s GENERATED ALWAYS AS (%3$s\n) STORED'
    WHEN 'index' THEN E'CREATE INDEX zz ON %1$s %3$s\n'
    WHEN 'trigger-when' THEN E'CREATE TRIGGER zz BEFORE UPDATE ON %1$s FOR EACH ROW WHEN (%3$s\n) '
                             'EXECUTE FUNCTION public.touch()'
    WHEN 'view' THEN E'CREATE VIEW public.zz AS %3$s\n'
    WHEN 'rule' THEN E'CREATE RULE zz AS %3$s\n'
    WHEN 'statistics' THEN E'CREATE STATISTICS public.zz ON %3$s\n FROM %1$s'
    WHEN 'domain' THEN E'CREATE DOMAIN public.zz AS %2$s CHECK (%3$s\n)'
    WHEN 'body' THEN E'CREATE FUNCTION public.zz() RETURNS SETOF record BEGIN ATOMIC %3$s\n; END'
    END, place, kind, written);
  PERFORM set_config('search_path', print_path, false);
  printed := CASE context
    WHEN 'default' THEN
      coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = (SELECT oid FROM pg_class WHERE relname = 'zz')), 'NULL')
    WHEN 'generated' THEN
      (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
       WHERE attname = 'zz')
    WHEN 'index' THEN
      (SELECT substring(pg_get_indexdef(oid) from ' (USING .*)$') FROM pg_class WHERE relname = 'zz')
    WHEN 'trigger-when' THEN
      (SELECT substring(pg_get_triggerdef(oid) from ' WHEN \((.*)\) EXECUTE FUNCTION ') FROM pg_trigger
       WHERE tgname = 'zz')
    WHEN 'view' THEN rtrim(pg_get_viewdef((SELECT oid FROM pg_class WHERE relname = 'zz')), ';')
    WHEN 'rule' THEN
      (SELECT rtrim(substring(pg_get_ruledef(oid) from '^CREATE RULE zz AS(.*)$'), ';') FROM pg_rewrite
       WHERE rulename = 'zz')
    WHEN 'statistics' THEN
      (SELECT pg_get_statisticsobjdef_columns(oid) FROM pg_statistic_ext WHERE stxname = 'zz')
    WHEN 'domain' THEN
      (SELECT pg_get_expr(conbin, 0) FROM pg_constraint WHERE contypid = (SELECT oid FROM pg_type WHERE typname = 'zz'))
    WHEN 'body' THEN
      (SELECT rtrim(substring(pg_get_function_sqlbody((SELECT oid FROM pg_proc WHERE proname = 'zz')) from '^BEGIN ATOMIC(.*)END$'),
                    E' \n;'))
    ELSE
      (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'zz')
    END;
  -- Undoes what was made, and carries the word out.
  RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = printed;
EXCEPTION
  WHEN SQLSTATE 'ZZZZZ' THEN RETURN SQLERRM;
  WHEN OTHERS THEN RETURN NULL;
END $$;
