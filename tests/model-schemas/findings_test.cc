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
        {"not_a_mapping", "- a\n",
         "m.yaml:1:1: error: a model file is a mapping, and this is a list\n"
         "    1 | - a\n"
         "      | ^\n"
         "  hint: it begins with a kind: tables, enums, functions …\n"},
        {"a_text", "hello\n",
         "m.yaml:1:1: error: a model file is a mapping, and this is a text\n"
         "    1 | hello\n"
         "      | ^^^^^\n"
         "  hint: it begins with a kind: tables, enums, functions …\n"},
        {"unknown_kind", "table:\n  t:\n",
         "m.yaml:1:1: error: unknown key `table` in a model file\n"
         "    1 | table:\n"
         "      | ^^^^^\n"
         "  hint: did you mean `tables`?\n"},
        {"unknown_key", "tables:\n  t:\n    colums: {a: text}\n",
         "m.yaml:3:5: error: unknown key `colums` in table `t`\n"
         "    3 |     colums: {a: text}\n"
         "      |     ^^^^^^\n"
         "  hint: did you mean `columns`?\n"},
        {"unknown_key_far_off", "tables:\n  t:\n    columns: {a: {type: text, zzzzzzzz: 1}}\n",
         "m.yaml:3:31: error: unknown key `zzzzzzzz` in column `t.a`\n"
         "    3 |     columns: {a: {type: text, zzzzzzzz: 1}}\n"
         "      |                               ^^^^^^^^\n"
         "  hint: known here: sql, type, collate, primary_key, not_null, unique, default, "
         "identity, generated, references, check, renamed_from, storage, compression, statistics, "
         "with, using, comment\n"},
        {"kind_not_yet", "collations: {german: \"(provider = icu)\"}\n",
         "m.yaml:1:1: error: this version of autogen cannot express `collations` yet\n"
         "    1 | collations: {german: \"(provider = icu)\"}\n"
         "      | ^^^^^^^^^^\n"
         "  hint: take them out of the models: what the database has of them is named in a notice "
         "and left alone\n"},
        {"part_not_yet", "tables:\n  t: {columns: {a: text}, policies: {p: using (true)}}\n",
         "m.yaml:2:27: error: this version of autogen cannot express `policies` of table `t` yet\n"
         "    2 |   t: {columns: {a: text}, policies: {p: using (true)}}\n"
         "      |                           ^^^^^^^^\n"
         "  hint: take it out of the models: what the database has of it is named in a notice and "
         "left alone\n"},
        {"roles_unmanaged", "roles: {r: login}\n",
         "m.yaml:1:1: error: `roles` are read only where `manage` names them\n"
         "    1 | roles: {r: login}\n"
         "      | ^^^^^\n"
         "  hint: add `manage: [roles]`, or take the key out\n"},
        {"roles_not_yet", "manage: [roles]\nroles: {r: login}\n",
         "m.yaml:2:1: error: this version of autogen cannot express `roles` yet\n"
         "    2 | roles: {r: login}\n"
         "      | ^^^^^\n"
         "  hint: take them out of the models: what the database has of them is named in a notice "
         "and left alone\n"},
        {"manage_unknown", "manage: [grant]\n",
         "m.yaml:1:10: error: `grant` is no class that `manage` knows\n"
         "    1 | manage: [grant]\n"
         "      |          ^^^^^\n"
         "  hint: did you mean `grants`?\n"},
        {"naming_placeholder", "naming: {pk: 'pk_{tabel}'}\n",
         "m.yaml:1:18: error: `naming` knows no placeholder `{tabel}`\n"
         "    1 | naming: {pk: 'pk_{tabel}'}\n"
         "      |                  ^^^^^^^\n"
         "  hint: it knows {table}, {columns}, {column}, {referred_table} and "
         "{referred_columns}\n"},
        {"list_for_tables", "enums: [a]\n",
         "m.yaml:1:8: error: `enums` is a mapping: name: definition\n"
         "    1 | enums: [a]\n"
         "      |        ^\n"},
        {"text_for_table", "tables: {t: a text}\n",
         "m.yaml:1:13: error: table `t` is a mapping, and this is a text\n"
         "    1 | tables: {t: a text}\n"
         "      |             ^^^^^^\n"},
        {"null_type", "tables: {t: {columns: {a: {type: null}}}}\n",
         "m.yaml:1:34: error: `type` wants a text, and this is nothing\n"
         "    1 | tables: {t: {columns: {a: {type: null}}}}\n"
         "      |                                  ^\n"
         "  hint: a YAML null is nothing; for the word put quotes around it: \"null\"\n"},
        {"no_type", "tables: {t: {columns: {a: }}}\n",
         "m.yaml:1:24: error: column `t.a` has no type\n"
         "    1 | tables: {t: {columns: {a: }}}\n"
         "      |                        ^\n"
         "  hint: write its type; only a column that a parent table has can go without\n"},
        {"flag", "tables: {t: {columns: {a: {type: text, not_null: yes}}}}\n",
         "m.yaml:1:50: error: `not_null` is either true or false\n"
         "    1 | tables: {t: {columns: {a: {type: text, not_null: yes}}}}\n"
         "      |                                                  ^^^\n"},
        {"beside_sql", "tables: {t: {columns: {a: {sql: text, not_null: true}}}}\n",
         "m.yaml:1:39: error: `not_null` stands beside `sql`, whose text is the place for it\n"
         "    1 | tables: {t: {columns: {a: {sql: text, not_null: true}}}}\n"
         "      |                                       ^^^^^^^^\n"
         "  hint: say it in the text, or say all of column `t.a` by attributes\n"},
        {"dotted_column", "tables: {t: {columns: {a.b: text}}}\n",
         "m.yaml:1:24: error: `a.b` cannot have a schema here\n"
         "    1 | tables: {t: {columns: {a.b: text}}}\n"
         "      |                        ^^^\n"
         "  hint: a name with a dot in it takes SQL's quotes: '\"a.b\"'\n"},
        {"parenthesis_in_name", "tables: {t(x): {columns: {a: text}}}\n",
         "m.yaml:1:10: error: `t(x)` is no name\n"
         "    1 | tables: {t(x): {columns: {a: text}}}\n"
         "      |          ^^^^\n"
         "  hint: a name with a dot, a parenthesis or a double quote in it takes SQL's quotes: "
         "'\"t(x)\"'\n"},
        {"function_without_arguments", "functions: {f: {returns: int}}\n",
         "m.yaml:1:13: error: function `f` has no arguments in its key\n"
         "    1 | functions: {f: {returns: int}}\n"
         "      |             ^\n"
         "  hint: write `f()` where it takes none\n"},
        {"function_without_anything", "functions:\n  f(): {volatility: fast}\n",
         "m.yaml:2:8: error: function `f()` has no `returns`\n"
         "    2 |   f(): {volatility: fast}\n"
         "      |        ^\n"
         "  hint: a function without a result returns void\n"
         "m.yaml:2:21: error: `volatility` is immutable, stable or volatile, not `fast`\n"
         "    2 |   f(): {volatility: fast}\n"
         "      |                     ^^^^\n"
         "m.yaml:2:8: error: function `f()` has no body\n"
         "    2 |   f(): {volatility: fast}\n"
         "      |        ^\n"
         "  hint: it is one of `body`, `sql_body`, or `obj_file` with `link_symbol`\n"
         "m.yaml:2:8: error: function `f()` has no `language`\n"
         "    2 |   f(): {volatility: fast}\n"
         "      |        ^\n"
         "  hint: it is sql, plpgsql …\n"},
        {"operator_key", "operators: {===: (function = f)}\n",
         "m.yaml:1:13: error: operator `===` does not have two operand types in its key\n"
         "    1 | operators: {===: (function = f)}\n"
         "      |             ^^^\n"
         "  hint: write ===(text, text), or !!(none, text) for a prefix operator\n"},
        {"view_without_query", "views: {v: }\n",
         "m.yaml:1:9: error: view `v` has no query\n"
         "    1 | views: {v: }\n"
         "      |         ^\n"
         "  hint: write it as the definition, or under `sql`\n"},
        {"label_twice", "enums: {e: [a, a]}\n",
         "m.yaml:1:16: error: label `a` stands twice in enum `e`\n"
         "    1 | enums: {e: [a, a]}\n"
         "      |                ^\n"},
        {"trigger_state",
         "tables: {t: {columns: {a: text}, triggers: {x: {sql: before insert execute function "
         "f(), state: off}}}}\n",
         "m.yaml:1:97: error: `state` is origin, replica, always or disabled, not `off`\n"
         "    1 | tables: {t: {columns: {a: text}, triggers: {x: {sql: before insert execute "
         "function f(), state: off}}}}\n"
         "      |                                                                                  "
         "               ^^^\n"},
        {"index_without_columns",
         "tables: {t: {columns: {a: text}, indexes: {i: {unique: true}}}}\n",
         "m.yaml:1:47: error: index `i` has no `columns`\n"
         "    1 | tables: {t: {columns: {a: text}, indexes: {i: {unique: true}}}}\n"
         "      |                                               ^\n"},
        {"constraint_without_type",
         "tables: {t: {columns: {a: text}, constraints: {c: {columns: [a]}}}}\n",
         "m.yaml:1:51: error: constraint `c` has no `type`\n"
         "    1 | tables: {t: {columns: {a: text}, constraints: {c: {columns: [a]}}}}\n"
         "      |                                                   ^\n"
         "  hint: it is primary key, unique, foreign key, check or exclude\n"},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Sql, MistakeTest,
    testing::ValuesIn<Mistake>({
        {"column_text", "tables:\n  t:\n    columns:\n      a: text nott null\n",
         "m.yaml:4:15: error: the definition of column t.a does not go on with \"nott\"\n"
         "    4 |       a: text nott null\n"
         "      |               ^^^^\n"},
        {"expression_in_text",
         "tables:\n  t:\n    columns: {a: integer}\n    constraints:\n      c: check (a > > 1)\n",
         "m.yaml:5:21: error: syntax error at or near \">\"\n"
         "    5 |       c: check (a > > 1)\n"
         "      |                     ^\n"},
        {"expression_in_a_block", "views:\n  v: |\n    select a\n    form t\n    where a = = 1\n",
         "m.yaml:4:10: error: syntax error at or near \"t\"\n"
         "    4 |     form t\n"
         "      |          ^\n"},
        {"escaped", "views:\n  v: \"select\\t1 +\"\n",
         "m.yaml:2:18: error: syntax error at end of input\n"
         "    2 |   v: \"select\\t1 +\"\n"
         "      |                  ^\n"},
        {"smuggled", "tables: {t: {columns: {a: {type: text, check: \"a <> '') or (true\"}}}}\n",
         "m.yaml:1:48: error: the parentheses of this text do not match\n"
         "    1 | tables: {t: {columns: {a: {type: text, check: \"a <> '') or (true\"}}}}\n"
         "      |                                                ^^^^^^^^^^^^^^^^^\n"},
        {"type_and_more", "tables: {t: {columns: {a: {type: text not null}}}}\n",
         "m.yaml:1:39: error: a type ends before \"not\"\n"
         "    1 | tables: {t: {columns: {a: {type: text not null}}}}\n"
         "      |                                       ^^^\n"},
        {"empty_default", "tables: {t: {columns: {a: {type: text, default: ''}}}}\n",
         "m.yaml:1:49: error: `default` is empty\n"
         "    1 | tables: {t: {columns: {a: {type: text, default: ''}}}}\n"
         "      |                                                 ^^\n"
         "  hint: YAML takes the quotes off; the empty SQL string is written \"''\"\n"},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Names, MistakeTest,
    testing::ValuesIn<Mistake>({
        {"type",
         "enums: {job_status: [a]}\ntables:\n  t:\n    columns:\n      s: job_statu not null\n",
         "m.yaml:5:10: error: there is no type `job_statu`\n"
         "    5 |       s: job_statu not null\n"
         "      |          ^^^^^^^^^\n"
         "  hint: did you mean `job_status`?\n"},
        {"type_of_extension", "tables: {t: {columns: {s: citext}}}\n",
         "m.yaml:1:27: error: there is no type `citext`\n"
         "    1 | tables: {t: {columns: {s: citext}}}\n"
         "      |                           ^^^^^^\n"
         "  hint: the extension `citext` brings it: extensions: [citext]\n"},
        {"table",
         "tables:\n  users: {columns: {id: integer primary key}}\n  t:\n    columns:\n"
         "      u: integer references user_s\n",
         "m.yaml:5:29: error: there is no table or view `user_s`\n"
         "    5 |       u: integer references user_s\n"
         "      |                             ^^^^^^\n"
         "  hint: did you mean `users`?\n"},
        {"function_in_default", "tables: {t: {columns: {a: uuid default uuid_generate_v4()}}}\n",
         "m.yaml:1:40: error: there is no function `uuid_generate_v4`\n"
         "    1 | tables: {t: {columns: {a: uuid default uuid_generate_v4()}}}\n"
         "      |                                        ^^^^^^^^^^^^^^^^\n"
         "  hint: the extension `uuid-ossp` brings it: extensions: [uuid-ossp]\n"},
        {"function_of_trigger",
         "tables:\n  t:\n    columns: {a: text}\n    triggers:\n      x: before insert execute "
         "function "
         "touch()\n",
         "m.yaml:5:41: error: there is no function `touch`\n"
         "    5 |       x: before insert execute function touch()\n"
         "      |                                         ^^^^^\n"
         "  hint: neither the models nor PostgreSQL have it\n"},
        {"table_in_view", "views:\n  v: |\n    select 1\n    from nowhere n\n",
         "m.yaml:4:10: error: there is no table or view `nowhere`\n"
         "    4 |     from nowhere n\n"
         "      |          ^^^^^^^\n"
         "  hint: neither the models nor PostgreSQL have it\n"},
        {"elsewhere", "schemas: [app]\nenums: {app.mood: [a]}\ntables: {t: {columns: {m: mood}}}\n",
         "m.yaml:3:27: error: there is no type `mood`\n"
         "    3 | tables: {t: {columns: {m: mood}}}\n"
         "      |                           ^^^^\n"
         "  hint: `app.mood` is in no schema where names are looked up: write the schema, or put "
         "it on the search path\n"},
        {"column_of_index",
         "tables:\n  t:\n    columns: {email: text}\n    indexes: {i: [emial]}\n",
         "m.yaml:4:19: error: table `t` has no column `emial`\n"
         "    4 |     indexes: {i: [emial]}\n"
         "      |                   ^^^^^\n"
         "  hint: did you mean `email`?\n"},
        {"column_of_check",
         "tables:\n  t:\n    columns: {email: text}\n    constraints:\n      c: check (mail <> "
         "'')\n",
         "m.yaml:5:17: error: table `t` has no column `mail`\n"
         "    5 |       c: check (mail <> '')\n"
         "      |                 ^^^^\n"
         "  hint: did you mean `email`?\n"},
        {"column_with_capitals",
         "tables:\n  t:\n    columns: {userId: text}\n    indexes: {i: [userId]}\n",
         "m.yaml:4:19: error: table `t` has no column `userid`\n"
         "    4 |     indexes: {i: [userId]}\n"
         "      |                   ^^^^^^\n"
         "  hint: in SQL a name with capitals takes double quotes: \"userId\"\n"},
        {"column_of_when",
         "functions: {f(): {returns: trigger, language: plpgsql, body: begin end}}\n"
         "tables:\n  t:\n    columns: {a: text}\n    triggers:\n      x: before update for each "
         "row "
         "when (new.b is null) execute function f()\n",
         "m.yaml:6:47: error: table `t` has no column `b`\n"
         "    6 |       x: before update for each row when (new.b is null) execute function f()\n"
         "      |                                               ^\n"},
        {"column_of_grant", "tables: {t: {columns: {a: text}, grants: {r: select (b)}}}\n",
         "m.yaml:1:54: error: table `t` has no column `b`\n"
         "    1 | tables: {t: {columns: {a: text}, grants: {r: select (b)}}}\n"
         "      |                                                      ^\n"},
        {"schema", "tables: {app.t: {columns: {a: text}}}\n",
         "m.yaml:1:10: error: schema `app` is not declared\n"
         "    1 | tables: {app.t: {columns: {a: text}}}\n"
         "      |          ^^^^^\n"
         "  hint: every schema but public is: schemas: [app]\n"},
        {"own_schema", "schemas: [pg_toast]\n",
         "m.yaml:1:11: error: schema `pg_toast` is PostgreSQL's own\n"
         "    1 | schemas: [pg_toast]\n"
         "      |           ^^^^^^^^\n"
         "  hint: leave it out\n"},
        {"owner_of_sequence", "sequences: {s: owned by t.a}\n",
         "m.yaml:1:25: error: there is no table `t` to own the sequence\n"
         "    1 | sequences: {s: owned by t.a}\n"
         "      |                         ^\n"
         "  hint: a sequence and its owner are in one schema\n"},
        {"nothing_to_reference",
         "tables:\n  o: {columns: {a: text}}\n  t: {columns: {a: text references o}}\n",
         "m.yaml:3:36: error: table `o` has no primary key to reference\n"
         "    3 |   t: {columns: {a: text references o}}\n"
         "      |                                    ^\n"
         "  hint: give it one, or name the columns: references o (…)\n"},
        {"not_unique",
         "tables:\n  o: {columns: {a: text}}\n  t: {columns: {a: text references o (a)}}\n",
         "m.yaml:3:36: error: the columns that the foreign key references are no unique key of "
         "`o`\n"
         "    3 |   t: {columns: {a: text references o (a)}}\n"
         "      |                                    ^\n"
         "  hint: PostgreSQL wants a primary key, a unique constraint or a unique index of exactly "
         "these columns\n"},
        {"key_of_two",
         "tables:\n  o: {columns: {a: text, b: text}, constraints: ['primary key (a, b)']}\n"
         "  t: {columns: {a: text references o}}\n",
         "m.yaml:3:36: error: the foreign key has 1 column, and the key of `o` has 2\n"
         "    3 |   t: {columns: {a: text references o}}\n"
         "      |                                    ^\n"},
        {"view_referenced", "views: {v: select 1}\ntables: {t: {columns: {a: int references v}}}\n",
         "m.yaml:2:42: error: a foreign key references a table, and `v` is a view\n"
         "    2 | tables: {t: {columns: {a: int references v}}}\n"
         "      |                                          ^\n"},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Twice, MistakeTest,
    testing::ValuesIn<Mistake>({
        {"one_file_two_spellings",
         "schemas: [app]\nschema: app\ntables: {t: {columns: {a: text}}, "
         "app.t: {columns: {a: text}}}\n",
         "m.yaml:3:35: error: table `app.t` is defined twice\n"
         "    3 | tables: {t: {columns: {a: text}}, app.t: {columns: {a: text}}}\n"
         "      |                                   ^^^^^\n"
         "  the first is at m.yaml:3:10\n"
         "  hint: take one of them out\n"},
        {"table_and_view", "tables: {t: {columns: {a: text}}}\nviews: {t: select 1}\n",
         "m.yaml:2:9: error: the view has the name of the table `t`\n"
         "    2 | views: {t: select 1}\n"
         "      |         ^\n"
         "  the first is at m.yaml:1:10\n"
         "  hint: take one of them out\n"},
        {"two_primary_keys",
         "tables:\n  t:\n    columns: {a: text primary key}\n    constraints: ['primary key "
         "(a)']\n",
         "m.yaml:4:19: error: table `t` has two primary keys\n"
         "    4 |     constraints: ['primary key (a)']\n"
         "      |                   ^^^^^^^^^^^^^^^^^\n"
         "  the first is at m.yaml:3:15\n"
         "  hint: take one of them out\n"},
        {"overloads",
         "functions:\n  f(int): {returns: int, language: sql, body: select 1}\n"
         "  f(integer): {returns: int, language: sql, body: select 1}\n",
         "m.yaml:3:3: error: function `f(integer)` is defined twice\n"
         "    3 |   f(integer): {returns: int, language: sql, body: select 1}\n"
         "      |   ^^^^^^^^^^\n"
         "  the first is at m.yaml:2:3\n"
         "  hint: take one of them out\n"},
        {"serial_default", "tables: {t: {columns: {a: serial default 1}}}\n",
         "m.yaml:1:27: error: the serial column `t.a` has a default already\n"
         "    1 | tables: {t: {columns: {a: serial default 1}}}\n"
         "      |                           ^^^^^^\n"
         "  hint: serial is a default by itself: take one of them out\n"},
        {"null_key", "tables: {t: {columns: {a: text null}, constraints: ['primary key (a)']}}\n",
         "m.yaml:1:32: error: column `t.a` is in the primary key, and so not null\n"
         "    1 | tables: {t: {columns: {a: text null}, constraints: ['primary key (a)']}}\n"
         "      |                                ^^^^\n"
         "  hint: take `null` out\n"},
        {"name_in_both",
         "tables: {t: {columns: {a: text}, constraints: {c: constraint d check (a <> '')}}}\n",
         "m.yaml:1:51: error: constraint `c` is named twice\n"
         "    1 | tables: {t: {columns: {a: text}, constraints: {c: constraint d check (a <> "
         "'')}}}\n"
         "      |                                                   ^^^^^^^^^^\n"
         "  hint: take `constraint <name>` out of its text\n"},
        {"renamed_without_name",
         "tables: {t: {columns: {a: text}, indexes: [{columns: [a], renamed_from: b}]}}\n",
         "m.yaml:1:73: error: what has no name cannot have had another\n"
         "    1 | tables: {t: {columns: {a: text}, indexes: [{columns: [a], renamed_from: b}]}}\n"
         "      |                                                                         ^\n"
         "  hint: give it a name, or take `renamed_from` out\n"},
        {"domain_over_itself", "domains: {a: b, b: a}\n",
         "m.yaml:1:11: error: domain `a` is defined over itself\n"
         "    1 | domains: {a: b, b: a}\n"
         "      |           ^\n"},
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
            "  hint: take one of them out\n");
}

TEST(FindingsTest, AnyByteOfAUsersTextSurvives) {
  Finding finding;
  finding.message = "a \x1e b \x1f c 3:x";
  finding.place.file = "m.yaml";
  EXPECT_EQ(ToFindings(ToStatus({finding, finding})), (std::vector<Finding>{finding, finding}));
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
        {"security_invoker", "views: {v: {sql: select 1, with: {security_invoker: true}}}\n",
         140009, "`security_invoker` needs PostgreSQL 15, and the server has 14.9"},
        {"set_null_columns",
         "tables: {t: {columns: {a: int primary key, b: int}, constraints: ['foreign key (b) "
         "references t on delete set null (b)']}}\n",
         140009, "`on delete` with columns needs PostgreSQL 15, and the server has 14.9"},
        {"compression", "tables: {t: {columns: {a: {type: text, compression: lz4}}}}\n", 130015,
         "`compression` needs PostgreSQL 14, and the server has 13.15"},
        {"sql_body", "functions: {f(): {returns: int, language: sql, sql_body: return 1}}\n",
         130015, "`sql_body` needs PostgreSQL 14, and the server has 13.15"},
        {"multirange", "range_types: {r: '(subtype = float8, multirange_type_name = m)'}\n", 130015,
         "`multirange_type_name` needs PostgreSQL 14, and the server has 13.15"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace autogen
