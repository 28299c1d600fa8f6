#include <gtest/gtest.h>

#include "tests/engine/compare/make.h"

// Texts that are written differently and are one, at every place where a schema holds a text: no
// difference, and nobody is asked. Beside each, one that is another.
namespace autogen {
namespace {

Table T(const char* default_value = "", const char* generated = "") {
  Table table = test::MakeTable("t", {{"id", "bigint"},
                                      {"a", "integer"},
                                      {"x", "text"},
                                      {"k", "character varying(20)"},
                                      {"doc", "jsonb"},
                                      {"at", "timestamp with time zone"}});
  for (Column& column : table.columns) {
    column.type.schema = "pg_catalog";
    if (column.name == Name("k")) column.default_value.text = default_value;
    if (column.name == Name("x")) column.generated.text = generated;
  }
  return table;
}

Domain D(const char* check) {
  Domain domain = test::MakeDomain("d", "integer");
  domain.type.schema = "pg_catalog";
  domain.constraints = {{"d_check", {check}, false, ""}};
  return domain;
}

Routine F(const char* default_value, const char* body) {
  Routine routine = test::MakeFunction("f(a integer, b text)", "integer", "");
  for (Argument& argument : routine.arguments) argument.type.schema = "pg_catalog";
  routine.returns.schema = "pg_catalog";
  routine.arguments[1].default_value.text = default_value;
  routine.sql_body.text = body;
  return routine;
}

struct Case {
  const char* name;
  Object live, declared, other;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

std::vector<Case> Cases() {
  auto check = [](const char* text) { return Object(test::MakeConstraint("t", "c", text)); };
  auto index = [](const char* text) { return Object(test::MakeIndex("t", "i", text)); };
  auto view = [](const char* text) { return Object(test::MakeView("v", text)); };
  auto trigger = [](const char* text) { return Object(test::MakeTrigger("t", "g", text)); };
  return {
      {"check", check("check ((k)::text <> 'x'::text)"), check("check (k != 'x')"),
       check("check (k != 'y')")},
      {"check_in",
       check("check ((k)::text = ANY ((ARRAY['u'::character varying, 'v'::character "
             "varying])::text[]))"),
       check("check (k in ('u', 'v'))"), check("check (k in ('u', 'w'))")},
      {"default", T("'x'::character varying"), T("'x'"), T("'y'")},
      {"generated", T("", "lower((k)::text)"), T("", "lower(k)"), T("", "upper(k)")},
      {"needless_cast", T("", "lower((k)::text)"), T("", "lower(k)::text"), T("", "x")},
      {"index_expression", index("((doc ->> 'k'::text))"), index("((doc->>'k') asc)"),
       index("((doc->>'l') asc)")},
      {"index_opclass", index("(x)"), index("(x text_ops)"), index("(x text_pattern_ops)")},
      {"predicate", index("(x) where ((a >= 0) AND (a <= 9))"),
       index("(x) where a between 0 and 9"), index("(x) where a between 0 and 8")},
      {"view",
       view(" SELECT t.id,\n    lower((t.k)::text) AS lower\n   FROM public.t\n  WHERE (t.a >= "
            "1);"),
       view("select id, lower(k) from public.t where a >= 1"),
       view("select id, lower(k) from public.t where a >= 2")},
      {"view_of_subquery", view(" SELECT ( SELECT now() AS now) AS n\n   FROM public.t;"),
       view("select (select now()) n from public.t"), view("select now() n from public.t")},
      {"when",
       trigger("before update for each row when (((old.k)::text <> (new.k)::text)) execute "
               "function public.f()"),
       trigger("before update for each row when (old.k <> new.k) execute function "
               "public.f()"),
       trigger("before update for each row when (new.k <> old.k) execute function "
               "public.f()")},
      {"domain", D("((VALUE >= 1) AND (VALUE <= 9))"), D("value between 1 and 9"),
       D("value between 1 and 8")},
      {"argument", F("'x'::text", "RETURN a"), F("'x'", "RETURN a"), F("'y'", "RETURN a")},
      {"body", F("", "RETURN CASE WHEN ((a >= 1) AND (a <= 5)) THEN 1 ELSE 2 END"),
       F("", "return case when a between 1 and 5 then 1 else 2 end"),
       F("", "return case when a between 1 and 5 then 1 else 3 end")},
      {"atomic", F("", "BEGIN ATOMIC\n SELECT (f.a + 1);\nEND"),
       F("", "begin atomic select a + 1; end"), F("", "begin atomic select a + 2; end")},
  };
}

class RewordedTest : public ::testing::TestWithParam<Case> {};

Database With(const Object& object) {
  std::vector<Object> objects{object};
  if (!std::holds_alternative<Table>(object)) objects.push_back(T());
  Database database = test::MakeDatabase(std::move(objects));
  database.server_version = 150000;
  return database;
}

TEST_P(RewordedTest, IsNoDifference) {
  const Case& c = GetParam();
  Database live = With(c.live), declared = With(c.declared);
  Changes changes = Compare(live, declared);
  EXPECT_EQ(test::Describe(changes), "");
  EXPECT_EQ(changes.reworded, std::vector<ObjectId>{IdOf(c.live)});
  EXPECT_NE(test::Describe(Compare(live, With(c.other))), "");
  // Live's words are taken.
  AdoptReworded(changes.reworded, live, &declared);
  EXPECT_EQ(declared.objects, live.objects);
}

std::string CaseName(const ::testing::TestParamInfo<Case>& given) { return given.param.name; }

INSTANTIATE_TEST_SUITE_P(Everywhere, RewordedTest, ::testing::ValuesIn(Cases()), CaseName);

}  // namespace
}  // namespace autogen
