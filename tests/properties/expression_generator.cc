#include "tests/properties/expression_generator.h"

#include <algorithm>
#include <map>

namespace autogen::testing {
namespace {

using Patterns = std::vector<std::string>;

// $ is the operand, but before a quote. A "!" at the end marks what is not immutable.
const std::map<std::string, Patterns>& Conditions() {
  static const Patterns kWhole = {"$ > 0",
                                  "$ >= -1",
                                  "$ between 1 and 10",
                                  "$ not between 1 and 10",
                                  "$ in (1, 2, 3)",
                                  "$ not in (1, 2)",
                                  "$ in (7)",
                                  "$ = any (array[1, 2])",
                                  "$ <> all ('{1,2}')",
                                  "$ != 5",
                                  "not ($ = 5)",
                                  "not $ in (1, 2)",
                                  "$ is distinct from 3",
                                  "$ is not distinct from null",
                                  "$ % 2 = 0",
                                  "abs($) < 100",
                                  "($ + 1) * 2 > 4",
                                  "$::text <> ''",
                                  "cast($ as numeric) > 0.5",
                                  "coalesce($, 0) >= 0",
                                  "greatest($, 1) > 0",
                                  "nullif($, 0) is not null",
                                  "- $ < 5",
                                  "$ > '0'",
                                  "$ > 1.5",
                                  "$ between symmetric 9 and 1",
                                  "case when $ > 0 then true else false end",
                                  "case $ when 1 then 'x' else 'y' end = 'x'",
                                  "$ = (- 1)",
                                  "$::bigint > 3000000000",
                                  "$ + 1 in (2, $ * 3)",
                                  "($, 1) = (2, 1)",
                                  "row($, 'a') in ((1, 'a'), (2, 'b'))!",
                                  "pg_catalog.abs($) >= 0",
                                  "$ operator(pg_catalog.>) 1",
                                  "$ > all (array[$, 3])",
                                  "mod($, 2) = 1",
                                  "$ <> 0.0",
                                  "to_char($, '999') <> ''!"};
  static const Patterns kText = {"$ <> ''",
                                 "$ != ''",
                                 "length($) < 20",
                                 "char_length($) between 1 and 20",
                                 "$ in ('a', 'b')",
                                 "$ not in ('a')",
                                 "$ like 'a%'",
                                 "$ not like 'a%'",
                                 "$ ilike 'A%'",
                                 "$ ~ '^[a-z]+$'",
                                 "$ !~* 'x'",
                                 "$ similar to '(a|b)%'",
                                 "lower($) = $",
                                 "trim($) <> ''",
                                 "trim(leading 'x' from $) <> ''",
                                 "substring($ from 1 for 2) <> 'zz'",
                                 "substring($, 1, 2) <> 'zz'",
                                 "position('@' in $) > 0",
                                 "$ || 'x' <> 'x'",
                                 "coalesce($, '') <> 'q'",
                                 "$ = any (array['a', 'b'])",
                                 "$ = any ('{a,b}')",
                                 "$ collate \"C\" > 'a'",
                                 "upper($)::varchar(5) <> 'A'",
                                 "left($, 1) = 'a'",
                                 "$ between 'a' and 'm'",
                                 "(lower($) = 'a' or upper($) = 'B')",
                                 "$ is not null",
                                 "cast($ as varchar(3)) = 'abc'",
                                 "$ ~~ 'b%'",
                                 "$ in ('it''s', E'a\\tb')",
                                 "split_part($, ',', 1) <> ''",
                                 "$ >= 'a' and $ < 'b'",
                                 "overlay($ placing 'x' from 1) <> ''",
                                 "replace($, 'a', 'b') <> $",
                                 "($ = 'a') is not true",
                                 "concat($, 'x') <> 'x'!"};
  static const auto& conditions = *new std::map<std::string, Patterns>{
      {"integer", kWhole},
      {"bigint", kWhole},
      {"smallint", kWhole},
      {"text", kText},
      {"varchar", kText},
      {"varchar(30)", kText},
      {"char(3)",
       {"$ <> 'abc'", "$ in ('a', 'b')", "$ = any (array['a', 'b'])", "$::text = 'a'",
        "upper($) = $", "$ like 'a%'"}},
      {"numeric(10,2)",
       {"$ >= 0", "$ > 0.5", "$ between 0 and 99.99", "round($, 1) <> 7", "$ in (1, 2.5)",
        "$ <> '1.50'", "$ * 2 > 1e2", "$::int = 3", "trunc($) = $"}},
      {"double precision",
       {"$ >= 0", "$ < 1e6", "$ in (0, 0.5)", "$ <> 'Infinity'", "$ > '-1.5'", "floor($) = 0"}},
      {"boolean",
       {"$", "not $", "$ is true", "$ is not false", "$ = 'yes'", "$ <> false", "$ is unknown",
        "$ in (true, false)", "coalesce($, false)", "$ = true"}},
      {"timestamptz",
       {"$ > '2020-01-01'", "$ > timestamptz '2020-01-01 02:00+02'", "$ is not null",
        "$ < 'infinity'", "$ at time zone 'UTC' > '2020-01-01'",
        "extract(year from $ at time zone 'UTC') > 2000",
        "date_trunc('day', $ at time zone 'utc') > '2020-01-01'", "$ < now()!",
        "$ > current_timestamp - interval '1 day'!", "$ < '2999-1-1 0:00'"}},
      {"timestamp(3) without time zone",
       {"$ > '2020-01-01'", "extract(dow from $) in (1, 2)",
        "$ between '2020-01-01' and '2021-1-1'", "date_part('year', $) >= 2000",
        "$::date > '2020-01-01'", "$ + '1 day' > '2020-01-01'",
        "$ - interval '90 min' < '2030-01-01'"}},
      {"date",
       {"$ > '2020-01-01'", "$ <= date '2030-12-31'", "extract(year from $) >= 2000",
        "$ + 1 > '2020-01-01'", "$ - '2020-01-01' > 5", "$ <> 'infinity'", "$ < current_date!",
        "date_part('month', $) = 2", "$ in ('2020-1-1', '2020-01-02')",
        "to_char($, 'YYYY') <> ''!"}},
      {"jsonb",
       {"$ ? 'k'", "$ ->> 'k' <> ''", "($ -> 'a' ->> 'b')::int > 1",
        "$ @> '{\"b\": 1, \"a\": [2]}'", "jsonb_typeof($) = 'object'", "$ #>> '{a,b}' = 'x'",
        "$['k'] is not null", "$ ?| array['a', 'b']", "$ <> '{}'"}},
      {"uuid",
       {"$ is not null", "$ <> '00000000-0000-0000-0000-000000000000'",
        "$ <> 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "$::text <> ''"}},
      {"text[]",
       {"$ <> '{}'", "array_length($, 1) > 0", "'a' = any ($)", "$ && array['a', 'b']",
        "$[1] <> ''", "cardinality($) < 5", "$ @> '{a}'", "$[1:2] <> '{a,b}'",
        "array_position($, null) is null", "'a' <> all ($)"}},
      {"bytea", {"$ <> ''", "octet_length($) < 100", "$ <> '\\xDEADbeef'", "length($) > 0"}},
      {"interval day to second",
       {"$ > '1 day'", "$ < interval '90 minutes'", "$ <> '24:00'", "extract(epoch from $) > 0",
        "$ * 2 > '1h'"}},
      {"int4range",
       {"$ <> 'empty'", "$ && '[1,9]'", "lower($) > 0", "$ @> 5", "not isempty($)",
        "upper_inc($) is false"}},
      {"time(0)", {"$ > '8:00'", "$ between '08:00' and '17:30:00'", "extract(hour from $) < 12"}}};
  return conditions;
}

const std::map<std::string, Patterns>& Values() {
  static const Patterns kWhole = {
      "$ + 1",   "abs($)",       "coalesce($, 0)",     "$ % 10",
      "- $",     "$::text",      "cast($ as numeric)", "case when $ > 0 then 'a' else 'b' end",
      "$ * 1.5", "nullif($, 0)", "$ IS NULL",          "greatest($, 0)"};
  static const Patterns kText = {"lower($)",
                                 "upper($)",
                                 "$ || 'x'",
                                 "coalesce($, '')",
                                 "length($)",
                                 "left($, 3)",
                                 "trim($)",
                                 "md5($)",
                                 "lower(trim($))",
                                 "substring($ from 1 for 2)",
                                 "nullif($, '')",
                                 "$ = 'a'",
                                 "position('@' in $)",
                                 "substr($, 2)",
                                 "$ collate \"C\"",
                                 "CASE WHEN $ IN ('a', 'b') THEN $ END"};
  static const auto& values = *new std::map<std::string, Patterns>{
      {"integer", kWhole},
      {"bigint", kWhole},
      {"smallint", kWhole},
      {"text", kText},
      {"varchar", kText},
      {"varchar(30)", kText},
      {"numeric(10,2)", {"round($)", "$ * 2", "$::int", "trunc($, 1)", "coalesce($, 0)"}},
      {"boolean", {"not $", "coalesce($, false)", "$::int", "$ IS TRUE"}},
      {"date", {"extract(year from $)", "$ + 7", "date_part('month', $)", "$ - '2020-01-01'"}},
      {"timestamptz", {"$ at time zone 'UTC'", "date_trunc('day', $ at time zone 'utc')"}},
      {"timestamp(3) without time zone", {"$::date", "date_trunc('hour', $)", "$ + '1 day'"}},
      {"jsonb",
       {"$ ->> 'k'", "$ -> 'a' -> 0", "($ ->> 'n')::int", "lower($ ->> 'email')", "$ #>> '{a,b}'",
        "($ ->> 'k') collate \"C\""}},
      {"text[]", {"$[1]", "array_length($, 1)", "cardinality($)"}},
      {"int4range", {"lower($)", "upper($)", "isempty($)"}}};
  return values;
}

const std::map<std::string, Patterns>& Defaults() {
  static const Patterns kWhole = {"0",           "-1",
                                  "1 + 2",       "'7'",
                                  "(3)",         "- 4",
                                  "+5",          "length('abc')",
                                  "1.0",         "cast(2 as bigint)",
                                  "2 * (1 + 1)", "null",
                                  "1e2"};
  static const Patterns kText = {"'it''s'",
                                 "''",
                                 "lower('A')",
                                 "current_user",
                                 "'a' || 'b'",
                                 "'x'::text",
                                 "now()::text",
                                 "E'a\\tb'",
                                 "md5('a')",
                                 "null",
                                 "$$dollar$$",
                                 "coalesce(null, 'x')",
                                 "cast('q' as varchar)"};
  static const auto& defaults = *new std::map<std::string, Patterns>{
      {"integer", kWhole},
      {"bigint", kWhole},
      {"smallint", {"3", "-1", "'4'", "2 + 2", "null"}},
      {"text", kText},
      {"varchar(30)",
       {"'it''s'", "''", "lower('A')", "'x'::text", "null", "E'a\\tb'", "'a' || 'b'"}},
      {"varchar", kText},
      {"numeric(10,2)",
       {"0", "1.50", "'2.5'", "-1", "- 0.5", "round(2.567, 2)", "1e1", "10 / 4.0"}},
      {"boolean", {"true", "false", "'yes'", "'f'", "(not true)", "(1 = 1)", "TRUE"}},
      {"timestamptz",
       {"now()", "CURRENT_TIMESTAMP", "'2020-01-01 00:00:00+00'", "now() + '1 day'",
        "'2020-1-1 2:00+02'", "clock_timestamp()", "current_timestamp(0)",
        "(now() at time zone 'utc')", "localtimestamp", "now() - interval '90 min'"}},
      {"timestamp(3) without time zone",
       {"localtimestamp", "localtimestamp(0)", "now()", "'2020-01-01'",
        "(now() at time zone 'UTC')"}},
      {"date",
       {"CURRENT_DATE", "'2020-02-29'", "now()", "current_date + 7", "'2020-1-2'",
        "date '2020-01-01'", "now()::date"}},
      {"time(0)", {"'8:00'", "localtime", "'08:00:00'", "current_time"}},
      {"jsonb",
       {"'{}'", "'{\"b\": 1, \"a\": [2]}'", "'[]'::jsonb", "jsonb_build_object('a', 1)",
        "'{\"a\":1.0}'", "'null'", "to_jsonb(1)"}},
      {"text[]",
       {"'{}'", "ARRAY['a', 'b']", "array[]::text[]", "'{a,b}'", "'{\"a b\",NULL}'",
        "array['a'::varchar]", "string_to_array('a,b', ',')"}},
      {"uuid", {"gen_random_uuid()", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"}},
      {"char(3)", {"'ab'", "'abc'::bpchar", "'x'::text"}},
      {"bytea", {"''", "'\\xDEAD'", "decode('00', 'hex')", "'a\\000b'"}},
      {"interval day to second", {"'1 day'", "interval '90 min'", "'24:00'", "'1h'"}},
      {"int4range", {"'[1,9]'", "'empty'", "int4range(1, 5)", "'(0,5)'"}},
      {"double precision", {"0.5", "1", "'1e10'", "random()", "-1.5", "pi()", "'NaN'"}}};
  return defaults;
}

}  // namespace

const Operand* ExpressionGenerator::Pick() {
  std::vector<const Operand*> known;
  for (const Operand& operand : operands_) {
    if (Conditions().contains(operand.type)) known.push_back(&operand);
  }
  return known.empty() ? nullptr : random_.Of(known);
}

std::string ExpressionGenerator::Fill(const std::string& pattern, const Operand& operand) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    bool anchor = pattern[i] == '$' && i + 1 < pattern.size() && pattern[i + 1] == '\'';
    text += pattern[i] == '$' && !anchor ? operand.sql : pattern.substr(i, 1);
  }
  columns_.insert(operand.column);
  return text;
}

std::string ExpressionGenerator::Atom() {
  const Operand* operand = Pick();
  if (operand == nullptr) return "";
  while (true) {
    std::string pattern = random_.Of(Conditions().at(operand->type));
    if (pattern.ends_with('!')) {
      if (immutable_) continue;
      pattern.pop_back();
    }
    return Fill(pattern, *operand);
  }
}

std::string ExpressionGenerator::Condition(int depth) {
  if (depth == 0 || random_.Chance(40)) return Atom();
  std::string a = Condition(depth - 1), b = Condition(depth - 1), c = Condition(depth - 1);
  if (a.empty()) return "";
  switch (random_.Below(10)) {
    case 0:
      return "(" + a + ") AND (" + b + ")";
    case 1:
      return "(" + a + ") or (" + b + ")";
    case 2:
      return "((" + a + ") and (" + b + ")) and (" + c + ")";
    case 3:
      return "(" + a + ") and ((" + b + ") and (" + c + "))";
    case 4:
      return "((" + a + ") or ((" + b + ") or (" + c + "))) or (" + a + ")";
    case 5:
      return "NOT (" + a + ")";
    case 6:
      return "CASE WHEN " + a + " THEN " + b + " ELSE " + c + " END";
    case 7:
      return "(" + a + ") is not false";
    case 8:
      return "((" + a + "))";
    default:
      return "coalesce(" + a + ", true) and not (" + b + ")";
  }
}

std::string ExpressionGenerator::Value(bool printable) {
  std::vector<const Operand*> known;
  for (const Operand& operand : operands_) {
    // How a date is printed depends on the session.
    bool date = operand.type == "date" || operand.type.starts_with("timestamp");
    if (Values().contains(operand.type) && !(printable && date)) known.push_back(&operand);
  }
  if (known.empty()) return "";
  const Operand* operand = random_.Of(known);
  return Fill(random_.Of(Values().at(operand->type)), *operand);
}

std::string ExpressionGenerator::Text() {
  std::string value = Value(true);
  return value.empty()        ? ""
         : random_.Chance(50) ? "(" + value + ")::text"
                              : "cast(" + value + " as text)";
}

std::string DefaultFor(Random* random, const std::string& type) {
  auto found = Defaults().find(type);
  return found == Defaults().end() ? "" : random->Of(found->second);
}

}  // namespace autogen::testing
