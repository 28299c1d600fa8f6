#include <gtest/gtest.h>

#include "engine/sql/normal/normal.h"
#include "engine/sql/type_name.h"

// What texts mean: which are one, and above all which are not.
namespace autogen {
namespace {

TypeRef Type(std::string_view text) {
  absl::StatusOr<TypeRef> type = ParseCatalogType(text);
  EXPECT_TRUE(type.ok()) << text;
  return type.ok() ? *type : TypeRef();
}

Table MakeTable(Name name, std::vector<std::pair<const char*, const char*>> columns) {
  Table table;
  table.schema = "public";
  table.name = name;
  for (const auto& [column, type] : columns) {
    Column made;
    made.name = column;
    made.type = Type(type);
    table.columns.push_back(made);
  }
  return table;
}

Routine MakeFunction(Name name, std::vector<const char*> arguments, const char* returns) {
  Routine routine;
  routine.schema = "public";
  routine.name = name;
  routine.language = "sql";
  routine.returns = Type(returns);
  for (const char* argument : arguments) {
    Argument made;
    made.type = Type(argument);
    routine.arguments.push_back(made);
  }
  return routine;
}

Domain MakeDomain(Name name, const char* type) {
  Domain domain;
  domain.schema = "public";
  domain.name = name;
  domain.type = Type(type);
  return domain;
}

Database Plain() {
  Database database;
  database.server_version = 150000;
  database.Add(MakeTable("t", {{"a", "integer"},
                               {"b", "bigint"},
                               {"s", "smallint"},
                               {"n", "numeric(10,2)"},
                               {"r", "real"},
                               {"w", "double precision"},
                               {"x", "text"},
                               {"v", "character varying(20)"},
                               {"c", "character(5)"},
                               {"f", "boolean"},
                               {"d", "date"},
                               {"ts", "timestamp without time zone"},
                               {"tz", "timestamp with time zone"},
                               {"j", "jsonb"},
                               {"tags", "text[]"},
                               {"m", "public.mood"},
                               {"e", "public.email"}}));
  Enum mood;
  mood.schema = "public";
  mood.name = "mood";
  mood.values = {"sad", "happy"};
  database.Add(mood);
  database.Add(MakeDomain("email", "text"));
  return database;
}

TextPlace InTable(TextPlace::Kind kind = TextPlace::Kind::kCondition) {
  TextPlace place;
  place.kind = kind;
  place.relation = {"public", "t"};
  return place;
}

enum class Told { kOne, kTwo };  // kTwo: not told to be one

Told Tell(const Normalizer& normalizer, const TextPlace& place, std::string_view a,
          std::string_view b) {
  std::optional<std::string> form = normalizer.Normalize(a, place);
  return form && form == normalizer.Normalize(b, place) ? Told::kOne : Told::kTwo;
}

struct Case {
  const char *a, *b;
};

TEST(Meaning, TellsWhatIsOne) {
  Database database = Plain();
  Normalizer normalizer(database, {"public"});
  const Case cases[] = {
      {"a between 0 and 9", "((a >= 0) AND (a <= 9))"},
      {"t.a > 1 and public.t.b > 2", "((a > 1) AND (b > 2))"},
      {"v in ('a', 'b')",
       "((v)::text = ANY ((ARRAY['a'::character varying, "
       "'b'::character varying])::text[]))"},
      {"v in ('a', 'b')",
       "((v)::text = ANY (ARRAY[('a'::character varying)::text, "
       "('b'::character varying)::text]))"},
      {"n >= 0", "(n >= (0)::numeric)"},
      {"w <= 5", "(w <= (5)::double precision)"},
      {"m = 'sad'", "(m = 'sad'::public.mood)"},
      {"e ~ '@'", "((e)::text ~ '@'::text)"},
      {"x like 'a%'", "(x ~~ 'a%'::text)"},
      {"coalesce(v, x) <> ''", "((COALESCE(v, (x)::character varying))::text <> ''::text)"},
      {"f = 'yes'", "(f = true)"},
      {"d > '2020-1-1'", "(d > '2020-01-01'::date)"},
      {"j @> '{\"b\": 1, \"a\": [2]}'", "(j @> '{\"a\": [2], \"b\": 1}'::jsonb)"},
      {"a is distinct from null", "(a IS NOT NULL)"},
      {"(a, b) = (1, 2)", "((a = 1) AND (b = 2))"},
      {"x = any ('{a,b}')", "(x = ANY ('{a,b}'::text[]))"},
      {"(a > 1 and b > 2) and s > 3", "((a > 1) AND (b > 2) AND (s > 3))"},
      {"a = (- 1)", "(a = '-1'::integer)"},
      {"case a when 1 then 'x' end = x", "(CASE a WHEN 1 THEN 'x'::text ELSE NULL::text END = x)"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Tell(normalizer, InTable(), c.a, c.b), Told::kOne) << c.a << "\n" << c.b;
  }
}

// PostgreSQL keeps another tree and pg_dump prints another text, whether or not they would give the
// same for every row.
TEST(Meaning, NeverMerges) {
  Database database = Plain();
  Normalizer normalizer(database, {"public"});
  const Case cases[] = {
      {"not (a = 1)", "a <> 1"},
      {"a = b", "b = a"},
      {"n > 1", "n > 1.0"},
      {"n > 1.0", "n > 1.00"},
      {"a > 0", "a > '0'::bigint"},
      {"c = 'x'", "c::text = 'x'"},
      {"c in ('x', 'y')", "c = any (array['x', 'y'])"},
      {"v in ('x', 'y')", "v = any (array['x', 'y'])"},
      {"b in (1, 2)", "b = any (array[1, 2])"},
      {"tags = array['a']", "tags = '{a}'"},
      {"substring(x from 1 for 3) = ''", "substring(x, 1, 3) = ''"},
      {"trim(x) = ''", "btrim(x) = ''"},
      {"ts at time zone 'UTC' > now()", "timezone('UTC', ts) > now()"},
      {"extract(year from ts) > 1", "date_part('year', ts) > 1"},
      {"tz > now()", "tz > current_timestamp"},
      {"v::varchar(10) = 'x'", "v::varchar(11) = 'x'"},
      {"v::varchar = 'x'", "v = 'x'"},
      {"m = 'sad'", "m::text = 'sad'"},
      {"position('@' in v) > 0", "position('@' in v::text) > 0"},
      {"a > 1 and (b > 2 and s > 3)", "a > 1 and b > 2 and s > 3"},
      {"coalesce(v, x) = ''", "coalesce(x, v) = ''"},
      {"x collate \"C\" > ''", "x > ''"},
      {"array_length(tags collate \"C\", 1) > 0", "array_length(tags, 1) > 0"},
      {"a = 1", "a = -1"},
      {"x = 'a'", "x = 'A'"},
      {"tz > '2020-01-01 00:00+02'", "tz > '2020-01-01 00:00+01'"},
      {"least(a, s) > 0", "least(s, a) > 0"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Tell(normalizer, InTable(), c.a, c.b), Told::kTwo) << c.a << "\n" << c.b;
  }
}

// Objects of the same name as built-in ones: a name is what it resolves to.
TEST(Meaning, SeesThroughShadows) {
  Database database = Plain();
  database.Add(MakeFunction("lower", {"text"}, "text"));
  database.Add(MakeFunction("abs", {"public.email"}, "integer"));
  database.Add(MakeDomain("date", "text"));
  Operator equal;
  equal.schema = "public";
  equal.name = "=";
  equal.left = Type("public.mood");
  equal.right = Type("public.mood");
  equal.function = {"public", "same_mood"};
  database.Add(equal);
  database.Add(MakeFunction("same_mood", {"public.mood", "public.mood"}, "boolean"));
  database.Add(MakeTable("pg_class", {{"relname", "text"}}));
  Normalizer normalizer(database, {"public"});
  const Case two[] = {
      {"lower(x) = ''", "public.lower(x) = ''"},  // a function of one's own
      {"pg_catalog.lower(x) = ''", "public.lower(x) = ''"},
      {"x::date > '2020-01-01'", "x::public.date > '2020-01-01'"},  // a domain
      {"m = 'sad'", "m operator(pg_catalog.=) 'sad'"},  // an operator, here the better match
      {"exists (select from pg_class)", "exists (select from public.pg_class)"},
  };
  for (const Case& c : two) {
    EXPECT_EQ(Tell(normalizer, InTable(), c.a, c.b), Told::kTwo) << c.a << "\n" << c.b;
  }
  const Case one[] = {
      {"lower(x) = ''", "pg_catalog.lower(x) = ''"},
      {"d > '2020-01-01'::date", "d > '2020-01-01'::pg_catalog.date"},
      {"m = 'sad'", "m operator(public.=) 'sad'::public.mood"},
      {"abs(e) > 0", "public.abs(e) > 0"},
  };
  for (const Case& c : one) {
    EXPECT_EQ(Tell(normalizer, InTable(), c.a, c.b), Told::kOne) << c.a << "\n" << c.b;
  }
  // Where nobody says the path, a bare operator or function may be either.
  Normalizer pathless(database);
  EXPECT_EQ(pathless.Normalize("m = 'sad'", InTable()), std::nullopt);
  EXPECT_EQ(pathless.Normalize("abs(e) > 0", InTable()), std::nullopt);
  EXPECT_EQ(Tell(pathless, InTable(), "a between 1 and 2", "((a >= 1) AND (a <= 2))"), Told::kOne);
  EXPECT_EQ(Tell(pathless, InTable(), "lower(x) = ''", "(lower(x) = ''::text)"), Told::kOne);
}

// Of extensions only names are known: what may be theirs is not told.
TEST(Meaning, LeavesOpenWhatAnExtensionMayMean) {
  Database database = Plain();
  auto member = [](ExtensionMember::Role role, const char* name) {
    return ExtensionMember{role, "citext", {"public", name}};
  };
  database.members = {member(ExtensionMember::Role::kType, "citext"),
                      member(ExtensionMember::Role::kOperator, "="),
                      member(ExtensionMember::Role::kFunction, "replace")};
  Normalizer normalizer(database, {"public"});
  EXPECT_EQ(normalizer.Normalize("m = 'sad'", InTable()), std::nullopt);
  EXPECT_EQ(normalizer.Normalize("replace(v, 'a', 'b') <> ''", InTable()), std::nullopt);
  // What exists for exactly these types is found first.
  EXPECT_EQ(Tell(normalizer, InTable(), "x = 'a'", "(x = 'a'::text)"), Told::kOne);
  EXPECT_EQ(Tell(normalizer, InTable(), "a = 1", "(a = 1)"), Told::kOne);
}

TEST(Meaning, SaysNothingWhereSomebodyMadeCasts) {
  Database database = Plain();
  database.unmodelled.push_back({"cast", "text as integer"});
  Normalizer normalizer(database, {"public"});
  EXPECT_EQ(normalizer.Normalize("a = 1", InTable()), std::nullopt);
}

TEST(Meaning, KnowsTheirPlaces) {
  Database database = Plain();
  CompositeType both;
  both.schema = "public";
  both.name = "pair";
  both.attributes = {{"x", Type("integer"), {}, {}}, {"y", Type("character varying(4)"), {}, {}}};
  database.Add(both);
  Normalizer normalizer(database, {"public"});
  TextPlace text, number, length, pair, span, domain, when, query, generated;
  text.kind = number.kind = TextPlace::Kind::kDefault;
  text.type = Type("text");
  number.type = Type("numeric(10,2)");
  length.kind = pair.kind = span.kind = TextPlace::Kind::kDefault;
  length.type = Type("timestamp without time zone");
  pair.type = Type("public.pair");
  span.type = Type("interval day to second");
  domain.kind = TextPlace::Kind::kDomain;
  domain.type = Type("integer");
  when = InTable(TextPlace::Kind::kWhen);
  query.kind = TextPlace::Kind::kQuery;
  generated = InTable(TextPlace::Kind::kValue);
  generated.type = Type("bigint");
  struct {
    TextPlace place;
    Told told;
    const char *a, *b;
  } cases[] = {
      {text, Told::kOne, "'x'", "'x'::text"},
      {text, Told::kTwo, "'x'", "'x'::character varying"},
      {number, Told::kOne, "'0'", "'0'::numeric"},
      {number, Told::kTwo, "0", "'0'::numeric"},
      {number, Told::kTwo, "0", "(0)::numeric"},
      {domain, Told::kOne, "value > 0 and value < 9", "((VALUE > 0) AND (VALUE < 9))"},
      {domain, Told::kTwo, "value > 0", "(VALUE > (0)::bigint)"},
      {when, Told::kOne, "OLD.v in ('a', 'b')",
       "((old.v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
      {when, Told::kTwo, "old.a = 1", "new.a = 1"},
      {generated, Told::kOne, "a * 2", "(a * 2)"},
      {generated, Told::kTwo, "a * 2", "((a * 2))::bigint"},
      {query, Told::kOne, "select a, lower(v) from t where f order by 1 desc nulls first",
       " SELECT t.a,\n    lower((t.v)::text) AS lower\n   FROM public.t\n  WHERE t.f\n  "
       "ORDER BY t.a DESC;"},
      {query, Told::kOne, "select * from (values (1, 'x'), (2.5, 'y')) w (p, q)",
       "SELECT w.p, w.q FROM ( VALUES (1,'x'::text), (2.5,'y'::text)) w(p, q)"},
      {length, Told::kOne, "localtimestamp(0)", "LOCALTIMESTAMP(0)"},
      {length, Told::kTwo, "localtimestamp(0)", "localtimestamp(0)::timestamp"},
      {pair, Told::kOne, "row(1, 'b')", "ROW(1, 'b'::character varying(4))"},
      {pair, Told::kTwo, "row(1, 'b')", "ROW(1, 'b'::text)"},
      {span, Told::kOne, "'26 h'", "'26:00:00'::interval day to second"},
      {span, Told::kOne, "'90'", "'00:01:30'::interval day to second"},
      {span, Told::kTwo, "'24 h'", "'1 day'::interval day to second"},
      {query, Told::kTwo, "select a from t", "select a from t u"},
      {query, Told::kTwo, "select a from t", "select a as b from t"},
      {query, Told::kTwo, "select a from t, t u", "select t.a from t, t u"},
      {query, Told::kTwo, "select a from t union select s from t",
       "select a from t union all select s from t"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Tell(normalizer, c.place, c.a, c.b), c.told) << c.a << "\n" << c.b;
  }
}

TEST(Meaning, KnowsFunctionBodies) {
  Database database = Plain();
  Routine routine = MakeFunction("f", {"integer"}, "bigint");
  routine.arguments[0].name = "p";
  TextPlace place;
  place.kind = TextPlace::Kind::kBody;
  place.routine = &routine;
  Normalizer normalizer(database, {"public"});
  EXPECT_EQ(Tell(normalizer, place, "return p + 1", "RETURN (p + 1)"), Told::kOne);
  EXPECT_EQ(Tell(normalizer, place, "return $1 + 1", "RETURN (p + 1)"), Told::kOne);
  EXPECT_EQ(Tell(normalizer, place, "return p + 1", "RETURN (p + 2)"), Told::kTwo);
  EXPECT_EQ(Tell(normalizer, place, "begin atomic select b from t where a = p; end",
                 "BEGIN ATOMIC\n SELECT t.b\n    FROM public.t\n   WHERE (t.a = f.p);\nEND"),
            Told::kOne);
  // A column comes before a parameter of its name.
  routine.arguments[0].name = "n";
  EXPECT_EQ(Tell(normalizer, place, "begin atomic select b from t where a = n; end",
                 "BEGIN ATOMIC\n SELECT t.b\n    FROM public.t\n   WHERE (t.a = f.n);\nEND"),
            Told::kTwo);
}

TEST(Meaning, KnowsIndexKeys) {
  Database database = Plain();
  Normalizer normalizer(database, {"public"});
  QualifiedName table{"public", "t"};
  auto told = [&](const char* a, const char* b) {
    std::optional<std::string> form = normalizer.IndexKeys(a, table);
    return form && form == normalizer.IndexKeys(b, table) ? Told::kOne : Told::kTwo;
  };
  EXPECT_EQ(told("x asc nulls last, lower(v)", "x, lower((v)::text)"), Told::kOne);
  EXPECT_EQ(told("(x)", "x"), Told::kOne);
  EXPECT_EQ(told("x desc nulls first", "x DESC"), Told::kOne);
  EXPECT_EQ(told("x text_ops", "x"), Told::kOne);
  EXPECT_EQ(told("v text_ops", "v"), Told::kOne);
  EXPECT_EQ(told("using gin (j jsonb_ops)", "USING gin (j)"), Told::kOne);
  EXPECT_EQ(told("v varchar_ops", "v"), Told::kTwo);
  EXPECT_EQ(told("using gin (j jsonb_path_ops)", "USING gin (j)"), Told::kTwo);
  EXPECT_EQ(told("x desc", "x"), Told::kTwo);
  EXPECT_EQ(told("x collate \"C\"", "x"), Told::kTwo);
  EXPECT_EQ(told("using hash (x)", "x"), Told::kTwo);
  EXPECT_EQ(told("(lower(x) collate \"C\")", "lower(x) COLLATE \"C\""), Told::kOne);
  EXPECT_EQ(told("((x collate \"C\"))", "x COLLATE \"C\""), Told::kOne);
  EXPECT_EQ(told("(lower(x) collate \"C\")", "lower(x) COLLATE \"POSIX\""), Told::kTwo);
  EXPECT_EQ(told("lower(x collate \"C\")", "lower(x) COLLATE \"C\""), Told::kTwo);
  // What the expression's own would be depends on its columns'.
  EXPECT_EQ(told("lower(x) collate \"default\"", "lower(x)"), Told::kTwo);
}

// Columns come first, in the table's order; expressions keep theirs.
TEST(Meaning, KnowsStatistics) {
  Database database = Plain();
  Normalizer normalizer(database, {"public"});
  QualifiedName table{"public", "t"};
  auto told = [&](const char* a, const char* b) {
    std::optional<std::string> form = normalizer.Statistics(a, table);
    return form && form == normalizer.Statistics(b, table) ? Told::kOne : Told::kTwo;
  };
  EXPECT_EQ(told("(a + 1), x, b", "b, x, (a + 1)"), Told::kOne);
  EXPECT_EQ(told("(a + 1), lower(x)", "lower(x), (a + 1)"), Told::kTwo);
  EXPECT_EQ(told("a, b", "a, x"), Told::kTwo);
}

// How a function is printed depends on the version.
TEST(Meaning, DependsOnTheVersion) {
  Database database = Plain();
  database.server_version = 130000;
  Normalizer old(database, {"public"});
  EXPECT_EQ(Tell(old, InTable(), "extract(year from ts) > 1",
                 "(date_part('year'::text, ts) > (1)::double precision)"),
            Told::kOne);
  EXPECT_EQ(Tell(old, InTable(), "trim(x) = ''", "(btrim(x) = ''::text)"), Told::kOne);
}

}  // namespace
}  // namespace autogen
