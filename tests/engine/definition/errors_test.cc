#include "engine/base/error.h"
#include "engine/definition/definition.h"
#include "gmock/gmock.h"

namespace autogen {
namespace {

// "column: message / hint"
std::string Told(const absl::Status& status) {
  if (status.ok()) return "no error";
  Finding finding = ToFinding(status);
  std::string told = std::to_string(finding.place.column) + ": " + finding.message;
  return finding.hint.empty() ? told : told + " / " + finding.hint;
}

struct Case {
  const char* name;
  absl::Status status;
  const char* told;
};

class ErrorTest : public testing::TestWithParam<Case> {};

TEST_P(ErrorTest, SaysWhatAndWhere) { EXPECT_EQ(Told(GetParam().status), GetParam().told); }

absl::Status Column(std::string_view text) { return ReadColumn("status", text, "jobs").status(); }

INSTANTIATE_TEST_SUITE_P(
    All, ErrorTest,
    testing::ValuesIn<Case>({
        {"bare_default", Column("text not null default active"),
         "23: default of jobs.status is a column reference: active / for the text, write default "
         "'active'"},
        {"bare_default_of_a_domain", ReadDomain("text default Active").status(),
         "14: default of the domain is a column reference: Active / for the text, write default "
         "'Active'"},
        {"no_default", Column("text default not null"),
         "14: a value for the default is expected, not \"not\""},
        {"unknown_clause", Column("text notnull"),
         "6: the definition of column jobs.status does not go on with \"notnull\""},
        {"half_a_string", Column("text default 'x"), "14: a string constant is not closed"},
        {"open_parenthesis", Column("text check (a > (1)"), "12: a parenthesis is not closed"},
        {"two_values", Column("int default 1 generated always as identity"),
         "43: column jobs.status can have only one of a default, an identity and a generation"},
        {"null_and_not_null", Column("int null not null"),
         "18: column jobs.status is said to be both null and not null"},
        {"reserved_table", Column("int references user"),
         "16: \"user\" is a word of SQL, not the name of a table / if it is a name, write it in "
         "double quotes"},
        {"deferred_check", Column("int check (a > 0) deferrable"),
         "19: a check cannot be deferred"},
        {"no_constraint", ReadConstraint("chek (a)").status(),
         "1: check, unique, primary key, foreign key or exclude is expected, not \"chek\""},
        {"constraint_goes_on", ReadConstraint("unique (a) where b").status(),
         "12: the definition of a constraint does not go on with \"where\""},
        {"index_on_table", ReadIndex("on users (a)").status(),
         "1: an index's text does not name its table / leave out \"on <table>\""},
        {"index_expression", ReadIndex("(a || b)").status(),
         "4: a key that is an expression stands in parentheses, not before \"||\" / write ((…)) "
         "around it"},
        {"index_without_keys", ReadIndex("unique").status(), "7: \"(\" is expected, not the end"},
        {"trigger_on_table", ReadTrigger("before update on t").status(),
         "15: a trigger's text does not name its table / leave out \"on <table>\""},
        {"trigger_event", ReadTrigger("before select execute function f()").status(),
         "8: insert, update, delete or truncate is expected, not \"select\""},
        {"sequence_range", ReadSequence("as smallint maxvalue 70000").status(),
         "27: maxvalue 70000 is out of the range of smallint"},
        {"sequence_start", ReadSequence("start with 0").status(),
         "13: start 0 is not from minvalue 1 to maxvalue 9223372036854775807"},
        {"routine_without_arguments", ReadRoutineKey("touch", Kind::kFunction).status(),
         "0: the key of a function has its arguments in parentheses: touch / write touch()"},
        {"routine_column_type", ReadRoutineKey("f(a t.c%type)", Kind::kFunction).status(),
         "8: a type taken from a column (%type) is not kept by the database / write the column's "
         "type itself"},
        {"range_parameter", ReadRangeType("(subtyp = float8)").status(),
         "2: a range type has no parameter subtyp"},
        {"privilege", ReadGrants("app", "select, usage", Kind::kTable).status(),
         "9: a table has no privilege usage / it has select, insert, update, delete, truncate, "
         "references, trigger"},
        {"column_privilege", ReadGrants("app", "delete (a)", Kind::kTable).status(),
         "8: the privilege delete cannot be given for columns"},
        {"public_grant_option",
         ReadGrants("public", "select with grant option", Kind::kTable).status(),
         "0: public cannot have the grant option"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace autogen
