#include <gtest/gtest.h>

#include "tests/model-schemas/models.h"

// Every message about models that are YAML, but no models; each whole.
namespace autogen {
namespace {

struct Mistake {
  const char* name;
  const char* yaml;
  const char* told;
};

class MistakeTest : public testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, IsTold) { EXPECT_EQ(Told(GetParam().yaml), GetParam().told); }

std::string NameOf(const testing::TestParamInfo<Mistake>& test) { return test.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Shape, MistakeTest,
    testing::ValuesIn<Mistake>({
        {"not_a_mapping", "- a\n", "x"},
        {"a_text", "hello\n", "x"},
        {"unknown_kind", "table:\n  t:\n", "x"},
        {"unknown_key", "tables:\n  t:\n    colums: {a: text}\n", "x"},
        {"unknown_key_far_off", "tables:\n  t:\n    columns: {a: {type: text, zzzzzzzz: 1}}\n", "x"},
        {"kind_not_yet", "collations: {german: \"(provider = icu)\"}\n", "x"},
        {"part_not_yet", "tables:\n  t: {columns: {a: text}, policies: {p: using (true)}}\n", "x"},
        {"roles_unmanaged", "roles: {r: login}\n", "x"},
        {"roles_not_yet", "manage: [roles]\nroles: {r: login}\n", "x"},
        {"manage_unknown", "manage: [grant]\n", "x"},
        {"naming_placeholder", "naming: {pk: 'pk_{tabel}'}\n", "x"},
        {"list_for_tables", "enums: [a]\n", "x"},
        {"text_for_table", "tables: {t: a text}\n", "x"},
        {"null_type", "tables: {t: {columns: {a: {type: null}}}}\n", "x"},
        {"no_type", "tables: {t: {columns: {a: }}}\n", "x"},
        {"flag", "tables: {t: {columns: {a: {type: text, not_null: yes}}}}\n", "x"},
        {"beside_sql", "tables: {t: {columns: {a: {sql: text, not_null: true}}}}\n", "x"},
        {"dotted_column", "tables: {t: {columns: {a.b: text}}}\n", "x"},
        {"parenthesis_in_name", "tables: {t(x): {columns: {a: text}}}\n", "x"},
        {"function_without_arguments", "functions: {f: {returns: int}}\n", "x"},
        {"function_without_anything", "functions:\n  f(): {volatility: fast}\n", "x"},
        {"operator_key", "operators: {===: (function = f)}\n", "x"},
        {"view_without_query", "views: {v: }\n", "x"},
        {"label_twice", "enums: {e: [a, a]}\n", "x"},
        {"trigger_state",
         "tables: {t: {columns: {a: text}, triggers: {x: {sql: before insert execute function "
         "f(), state: off}}}}\n",
         "x"},
        {"index_without_columns", "tables: {t: {columns: {a: text}, indexes: {i: {unique: true}}}}\n",
         "x"},
        {"constraint_without_type",
         "tables: {t: {columns: {a: text}, constraints: {c: {columns: [a]}}}}\n", "x"},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Sql, MistakeTest,
    testing::ValuesIn<Mistake>({
        {"column_text", "tables:\n  t:\n    columns:\n      a: text nott null\n", "x"},
        {"expression_in_text",
         "tables:\n  t:\n    columns: {a: integer}\n    constraints:\n      c: check (a > > 1)\n", "x"},
        {"expression_in_a_block",
         "views:\n  v: |\n    select a\n    form t\n    where a = = 1\n", "x"},
        {"escaped", "views:\n  v: \"select\\t1 +\"\n", "x"},
        {"smuggled", "tables: {t: {columns: {a: {type: text, check: \"a <> '') or (true\"}}}}\n", "x"},
        {"type_and_more", "tables: {t: {columns: {a: {type: text not null}}}}\n", "x"},
        {"empty_default", "tables: {t: {columns: {a: {type: text, default: ''}}}}\n", "x"},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Names, MistakeTest,
    testing::ValuesIn<Mistake>({
        {"type", "enums: {job_status: [a]}\ntables:\n  t:\n    columns:\n      s: job_statu not null\n",
         "x"},
        {"type_of_extension", "tables: {t: {columns: {s: citext}}}\n", "x"},
        {"table", "tables:\n  users: {columns: {id: integer primary key}}\n  t:\n    columns:\n"
                  "      u: integer references user_s\n",
         "x"},
        {"function_in_default", "tables: {t: {columns: {a: uuid default uuid_generate_v4()}}}\n", "x"},
        {"function_of_trigger",
         "tables:\n  t:\n    columns: {a: text}\n    triggers:\n      x: before insert execute function "
         "touch()\n",
         "x"},
        {"table_in_view", "views:\n  v: |\n    select 1\n    from nowhere n\n", "x"},
        {"elsewhere",
         "schemas: [app]\nenums: {app.mood: [a]}\ntables: {t: {columns: {m: mood}}}\n", "x"},
        {"column_of_index", "tables:\n  t:\n    columns: {email: text}\n    indexes: {i: [emial]}\n",
         "x"},
        {"column_of_check",
         "tables:\n  t:\n    columns: {email: text}\n    constraints:\n      c: check (mail <> '')\n",
         "x"},
        {"column_with_capitals",
         "tables:\n  t:\n    columns: {userId: text}\n    indexes: {i: [userId]}\n", "x"},
        {"column_of_when",
         "functions: {f(): {returns: trigger, language: plpgsql, body: begin end}}\n"
         "tables:\n  t:\n    columns: {a: text}\n    triggers:\n      x: before update for each row "
         "when (new.b is null) execute function f()\n",
         "x"},
        {"column_of_grant", "tables: {t: {columns: {a: text}, grants: {r: select (b)}}}\n", "x"},
        {"schema", "tables: {app.t: {columns: {a: text}}}\n", "x"},
        {"own_schema", "schemas: [pg_toast]\n", "x"},
        {"owner_of_sequence", "sequences: {s: owned by t.a}\n", "x"},
        {"nothing_to_reference",
         "tables:\n  o: {columns: {a: text}}\n  t: {columns: {a: text references o}}\n", "x"},
        {"not_unique",
         "tables:\n  o: {columns: {a: text}}\n  t: {columns: {a: text references o (a)}}\n", "x"},
        {"key_of_two",
         "tables:\n  o: {columns: {a: text, b: text}, constraints: ['primary key (a, b)']}\n"
         "  t: {columns: {a: text references o}}\n",
         "x"},
        {"view_referenced", "views: {v: select 1}\ntables: {t: {columns: {a: int references v}}}\n",
         "x"},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Twice, MistakeTest,
    testing::ValuesIn<Mistake>({
        {"one_file_two_spellings", "schemas: [app]\nschema: app\ntables: {t: {columns: {a: text}}, "
                                   "app.t: {columns: {a: text}}}\n",
         "x"},
        {"table_and_view", "tables: {t: {columns: {a: text}}}\nviews: {t: select 1}\n", "x"},
        {"two_primary_keys",
         "tables:\n  t:\n    columns: {a: text primary key}\n    constraints: ['primary key (a)']\n",
         "x"},
        {"overloads",
         "functions:\n  f(int): {returns: int, language: sql, body: select 1}\n"
         "  f(integer): {returns: int, language: sql, body: select 1}\n",
         "x"},
        {"serial_default", "tables: {t: {columns: {a: serial default 1}}}\n", "x"},
        {"null_key", "tables: {t: {columns: {a: text null}, constraints: ['primary key (a)']}}\n", "x"},
        {"name_in_both",
         "tables: {t: {columns: {a: text}, constraints: {c: constraint d check (a <> '')}}}\n", "x"},
        {"renamed_without_name",
         "tables: {t: {columns: {a: text}, indexes: [{columns: [a], renamed_from: b}]}}\n", "x"},
        {"domain_over_itself", "domains: {a: b, b: a}\n", "x"},
    }),
    NameOf);

TEST(FindingsTest, TwoFilesDefineOneTable) {
  EXPECT_EQ(Told(Declare(std::vector<ModelFile>{{"a.yaml", "tables:\n  t: {columns: {a: text}}\n"},
                                                {"b.yaml", "tables:\n  t: {columns: {a: text}}\n"}})
                     .status()),
            "b.yaml:2:3: error: table `t` is defined twice\n"
            "    2 |   t: {columns: {a: text}}\n"
            "      |   ^\n"
            "  the first is at a.yaml:2:3\n"
            "  hint: take one of them out, or rename it\n");
}

TEST(FindingsTest, AllFindingsOfAllFilesAreTold) {
  absl::Status status = Declare(std::vector<ModelFile>{{"a.yaml", "tabels: {}\n"},
                                                       {"b.yaml", "a: b: c\n"},
                                                       {"c.yaml", "enums: {e: {value: [a]}}\n"}})
                            .status();
  std::vector<std::string> files;
  for (const Finding& finding : ToFindings(status)) files.push_back(finding.place.file);
  EXPECT_EQ(files, (std::vector<std::string>{"b.yaml", "a.yaml", "c.yaml"}));
}

struct Newer {
  const char* name;
  const char* yaml;
  int version;
  const char* message;
};

class NewerTest : public testing::TestWithParam<Newer> {};

TEST_P(NewerTest, NamesTheVersion) {
  ElaborateOptions options;
  options.server_version = GetParam().version;
  absl::Status status = Declare(GetParam().yaml, options).status();
  EXPECT_EQ(ToFinding(status).message, GetParam().message);
  options.server_version = 180000;
  EXPECT_EQ(Told(GetParam().yaml, options), "");
}

INSTANTIATE_TEST_SUITE_P(
    Attributes, NewerTest,
    testing::ValuesIn<Newer>({
        {"nulls_not_distinct",
         "tables: {t: {columns: {a: text}, indexes: {i: unique (a) nulls not distinct}}}\n", 140009,
         "`nulls not distinct` needs PostgreSQL 15, and the server has 14.9"},
        {"unlogged_sequence", "sequences: {s: unlogged}\n", 140009,
         "an unlogged sequence needs PostgreSQL 15, and the server has 14.9"},
        {"security_invoker", "views: {v: {sql: select 1, with: {security_invoker: true}}}\n", 140009,
         "`security_invoker` needs PostgreSQL 15, and the server has 14.9"},
        {"set_null_columns",
         "tables: {t: {columns: {a: int primary key, b: int}, constraints: ['foreign key (b) "
         "references t on delete set null (b)']}}\n",
         140009, "`on delete` with columns needs PostgreSQL 15, and the server has 14.9"},
        {"compression", "tables: {t: {columns: {a: {type: text, compression: lz4}}}}\n", 130015,
         "`compression` needs PostgreSQL 14, and the server has 13.15"},
        {"sql_body", "functions: {f(): {returns: int, language: sql, sql_body: return 1}}\n", 130015,
         "`sql_body` needs PostgreSQL 14, and the server has 13.15"},
        {"multirange", "range_types: {r: '(subtype = float8, multirange_type_name = m)'}\n", 130015,
         "`multirange_type_name` needs PostgreSQL 14, and the server has 13.15"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace autogen
