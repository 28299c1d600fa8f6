#include "tests/properties/forms.h"

#include <map>

namespace autogen::testing {
namespace {

using Forms = std::vector<std::string>;

// The forms of a type, with # for the column.
Forms Filled(const std::map<std::string, Forms>& all, const std::string& column,
             const std::string& type) {
  auto found = all.find(type);
  if (found == all.end()) return {};
  Forms filled;
  for (const std::string& form : found->second) {
    std::string text;
    for (char c : form) {
      if (c == '#') {
        text += column;
      } else {
        text += c;
      }
    }
    filled.push_back(text);
  }
  return filled;
}

}  // namespace

const Forms& DefaultForms(const std::string& type) {
  static const auto& all = *new std::map<std::string, Forms>{
      {"integer", {"0", "-1", "1 + 2", "'7'", "- 5", "length('abc')", "cast(2.6 as int)"}},
      {"bigint", {"7", "10::bigint", "3000000000", "extract(epoch from interval '1 hour')"}},
      {"text",
       {"'it''s'", "''", "lower('A')", "current_user", "E'a\\nb'", "'x'::varchar", "'a' || 'b'",
        "md5('x')", "null"}},
      {"varchar(30)", {"'x'", "'y'::text", "upper('z')", "'w'::varchar(30)"}},
      {"numeric(10,2)", {"0", "1.50", "'2.5'", "1e2", "0::numeric", "round(2.567, 2)"}},
      {"boolean", {"true", "false", "'yes'", "1 = 1", "not true"}},
      {"timestamptz",
       {"now()", "CURRENT_TIMESTAMP", "'2020-01-01 00:00:00+00'", "now() + '1 day'",
        "date_trunc('day', now())", "'infinity'"}},
      {"date", {"CURRENT_DATE", "'2020-02-29'", "now()::date", "current_date + 1"}},
      {"jsonb",
       {"'{}'", "'{\"b\": 1, \"a\": [2]}'", "jsonb_build_object('a', 1)", "to_jsonb('x'::text)"}},
      {"text[]", {"'{}'", "ARRAY['a', 'b']", "array[]::text[]", "string_to_array('a,b', ',')"}},
      {"uuid", {"gen_random_uuid()", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"}},
      {"char(3)", {"'ab'"}},
      {"smallint", {"3", "'4'", "1 + 1"}},
      {"interval day to second", {"'1 day'", "interval '90 minutes'"}},
      {"double precision", {"0.5", "1", "'1e3'", "random()"}}};
  static const Forms& none = *new Forms();
  auto found = all.find(type);
  return found == all.end() ? none : found->second;
}

Forms CheckForms(const std::string& column, const std::string& type) {
  static const Forms& numbers = *new Forms{"# > 0",
                                           "# BETWEEN 1 AND 10",
                                           "# IN (1, 2, 3)",
                                           "NOT (# = 5)",
                                           "# not in (7, 8)",
                                           "# between 0 and 9 and # <> 5",
                                           "# % 2 = 0 or # is null",
                                           "coalesce(#, 0) >= 0",
                                           "# = any (array[1, 2])",
                                           "case when # > 5 then # < 10 else true end",
                                           "(#, 1) <> (2, 3)",
                                           "# is distinct from -1",
                                           "abs(#) + 0.5 > greatest(#, 1) / 2.0"};
  static const Forms& strings = *new Forms{"# <> ''",
                                           "length(#) < 20",
                                           "# IN ('a', 'b')",
                                           "# LIKE 'a%'",
                                           "# ~ '^[a-z]+$'",
                                           "# = any ('{a,b}')",
                                           "# = any (array['a', 'b'])",
                                           "char_length(trim(#)) between 1 and 9",
                                           "# not ilike '%x%' and # is not null",
                                           "lower(#) = #",
                                           "case # when 'a' then true else # > 'b' end",
                                           "nullif(#, '') is not null",
                                           "position('@' in #) > 1",
                                           "substring(# from 1 for 2) <> 'xx'",
                                           "# similar to '(a|b)%'",
                                           "# collate \"C\" > 'A'"};
  static const auto& all = *new std::map<std::string, Forms>{
      {"integer", numbers},
      {"bigint", numbers},
      {"smallint", numbers},
      {"text", strings},
      {"varchar(30)", strings},
      {"varchar", strings},
      {"numeric(10,2)", {"# >= 0", "# between 0 and 99.5", "# in (1, 2.5)", "# = round(#, 1)"}},
      {"double precision", {"# >= 0", "# <= 1.5 and # <> 'NaN'", "# in (1, 2.5)"}},
      {"boolean", {"#", "# is true or # is null", "not #", "# in (true, false)"}},
      {"timestamptz", {"# > '2000-01-01'", "extract(year from # at time zone 'UTC') > 1900"}},
      {"date", {"# > '2000-01-01'", "extract(dow from #) in (0, 6)", "# + 1 > date '2000-01-01'"}},
      {"jsonb", {"# @> '{\"a\":1}'", "# ->> 'a' = 'x'", "jsonb_typeof(#) = 'object'", "# ? 'a'"}},
      {"text[]", {"cardinality(#) < 5", "'a' = any (#)", "# && '{a,b}'", "#[1] <> ''"}},
      {"char(3)", {"# in ('a', 'b')", "# = upper(#)", "#::text <> 'x'"}},
      {"uuid", {"# <> '00000000-0000-0000-0000-000000000000'"}},
      {"int4range", {"# @> 5", "not isempty(#)", "# && '[1,5]'"}}};
  return Filled(all, column, type);
}

Forms IndexForms(const std::string& column, const std::string& type) {
  static const Forms& strings = *new Forms{"(lower(#))",
                                           "(# text_pattern_ops)",
                                           "(#) WHERE # <> 'x'",
                                           "(# DESC NULLS LAST, \"id\")",
                                           "USING hash (#)",
                                           "(#) WHERE # IN ('a', 'b')",
                                           "((# || '!'))",
                                           "((# is null))",
                                           "(upper(#) collate \"C\" desc)",
                                           "((coalesce(#, '')), \"id\" nulls first)",
                                           "USING gin (to_tsvector('english', #))",
                                           "(#) where length(#) between 1 and 5 and # > 'a'"};
  static const Forms& numbers = *new Forms{"(#)",
                                           "(# DESC)",
                                           "(\"id\", #)",
                                           "(#) INCLUDE (\"id\")",
                                           "(#) WHERE # IS NOT NULL",
                                           "((# + 1))",
                                           "((#::bigint) desc)",
                                           "((# % 10), #) where # in (1, 2)",
                                           "USING brin (#)"};
  static const auto& all = *new std::map<std::string, Forms>{
      {"text", strings},
      {"varchar(30)", strings},
      {"integer", numbers},
      {"bigint", numbers},
      {"smallint", numbers},
      {"text[]", {"USING gin (#)", "((#[1]))", "(cardinality(#))"}},
      {"date", {"((extract(year from #)))", "(#) where # > '2000-01-01'"}},
      {"boolean", {"(\"id\") where #", "(\"id\") where not # or # is null"}}};
  return Filled(all, column, type);
}

const Forms& GeneratedForms() {
  static const Forms& forms =
      *new Forms{"md5(\"id\"::text)",
                 "upper(cast(\"id\" as text)) || '-x'",
                 "case when \"id\" is null then 'none' else \"id\"::text end",
                 "coalesce(substring(\"id\"::text from 1 for 3), '')",
                 "trim(both ' ' from \"id\"::text)",
                 "left(\"id\"::text, 5)",
                 "'n' || length(\"id\"::text)"};
  return forms;
}

const Forms& DomainForms() {
  static const Forms& forms =
      *new Forms{"text CHECK (VALUE <> '')",
                 "numeric(8,2) DEFAULT 0 CHECK (VALUE >= 0)",
                 "varchar(20) NOT NULL",
                 "integer CONSTRAINT positive CHECK (VALUE > 0 AND VALUE < 1000)",
                 "text COLLATE \"C\"",
                 "varchar(10) check (value in ('a', 'b'))",
                 "text check (value ~* '^[a-z]+$' and char_length(value) <= 30)",
                 "integer default 1 + 1 check (value between 1 and 9 and value <> 5)",
                 "timestamptz default now() check (value > '2000-01-01')",
                 "text[] check (cardinality(value) < 5 or value is null)"};
  return forms;
}

const Forms& WhenForms() {
  static const Forms& forms = *new Forms{"",
                                         "(OLD.id IS DISTINCT FROM NEW.id)",
                                         "(old.* is distinct from new.*)",
                                         "(new.\"id\"::text in ('1', '2'))",
                                         "(NEW.id is not null and pg_trigger_depth() < 1)",
                                         "(not new.id = old.id)"};
  return forms;
}

const Forms& ArgumentForms() {
  static const Forms& forms = *new Forms{"(a integer)",
                                         "(a integer, b integer DEFAULT 1)",
                                         "(a integer, b integer default 1 + 2)",
                                         "(a integer, b text default 'x' || 'y')",
                                         "(a integer, b timestamptz default now())",
                                         "(a integer, b numeric default 0, c text default null)",
                                         "(a integer default -1)"};
  return forms;
}

const Forms& BodyForms() {
  static const Forms& forms = *new Forms{
      "RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT a + 1$$",
      "RETURNS integer LANGUAGE sql STABLE STRICT PARALLEL SAFE RETURN a * 2",
      "RETURNS SETOF integer LANGUAGE plpgsql ROWS 5 AS $$\nBEGIN\n  RETURN NEXT a;\nEND\n$$",
      "RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS "
      "'SELECT a'",
      "returns integer language sql return case when a between 1 and 5 then 1 else -1 end",
      "returns integer language sql begin atomic select a + 1; end",
      "returns integer language sql begin atomic select count(*)::int from generate_series(1, a) n "
      "where n in (1, 2, 3); end"};
  return forms;
}

Forms QueryForms(const std::string& table, const std::string& column) {
  return {"SELECT \"id\", " + column + " AS value FROM " + table,
          "SELECT count(*) AS n, max(t.\"id\"::text) AS m FROM " + table + " t",
          "SELECT \"id\" FROM " + table + " WHERE " + column + " IS NOT NULL",
          "select \"id\"::text as k, count(*) from " + table +
              " group by 1 having count(*) between 1 and 9 order by 2 desc",
          "select distinct on (t.\"id\") t.\"id\", t." + column + " as other from " + table +
              " as t order by t.\"id\" desc nulls last",
          "select case when " + column +
              " is null then 'none' else 'some' end as what, \"id\" from " + table +
              " where \"id\"::text in ('1', '2')",
          "select \"id\"::text from " + table + " union all select 'x' order by 1 limit 5",
          "with w as (select \"id\" from " + table +
              ") select w.\"id\", row_number() over (order by "
              "w.\"id\") from w",
          "select a.\"id\", n from " + table +
              " a cross join lateral generate_series(1, 2) n where "
              "exists (select 1 from " +
              table + " b where b.\"id\" = a.\"id\")",
          "select v.k, v.t from (values (1, 'a'), (2.5, 'b')) as v (k, t) join " + table +
              " x on x.\"id\"::text = v.t"};
}

}  // namespace autogen::testing
