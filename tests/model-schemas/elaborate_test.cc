#include <gtest/gtest.h>

#include "tests/model-schemas/models.h"

namespace autogen {
namespace {

TEST(ElaborateTest, SerialClashesAreNumberedAsPostgresDoes) {
  auto model = Declare(
      "sequences: [t_a_seq]\n"
      "tables:\n"
      "  t: {columns: {a: bigserial, b: smallserial primary key}}\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(FindColumn(*model, "t", "a")->default_value.text,
            "nextval('public.t_a_seq1'::regclass)");
  EXPECT_EQ(CanonicalText(Find<Sequence>(*model, "t_b_seq")->options.type), "smallint");
  EXPECT_EQ(CanonicalText(FindColumn(*model, "t", "a")->type), "bigint");
}

// See: release notes of PostgreSQL 15, Allow sequences to be unlogged.
TEST(ElaborateTest, ASerialColumnsSequenceIsUnloggedAsItsTableIs) {
  for (int version : {0, 140000, 150000}) {
    ElaborateOptions options;
    options.server_version = version;
    auto model = Declare(
        "tables:\n  u: {unlogged: true, columns: {a: serial}}\n  t: {columns: {a: serial}}\n",
        options);
    ASSERT_TRUE(model.ok()) << Told(model.status());
    EXPECT_EQ(Find<Sequence>(*model, "u_a_seq")->unlogged, version != 140000) << version;
    EXPECT_FALSE(Find<Sequence>(*model, "t_a_seq")->unlogged);
    EXPECT_FALSE(model->by_itself);
  }
}

TEST(ElaborateTest, NamesAreLookedUpInTheFilesSchemaFirst) {
  auto model = Declare(std::vector<ModelFile>{
      {"a.yaml",
       "schema: app\nschemas: [app]\nenums: {mood: [sad]}\n"
       "tables:\n  t: {columns: {m: mood, p: public.mood, d: \"date default now()\"}}\n"},
      {"b.yaml", "enums: {mood: [glad]}\ntables:\n  t: {columns: {m: mood default 'glad'}}\n"}});
  ASSERT_TRUE(model.ok()) << Told(model.status());
  const Table* app = Find<Table>(*model, "app.t");
  EXPECT_EQ(app->columns[0].type.schema, Name("app"));
  EXPECT_EQ(app->columns[1].type.schema, Name("public"));
  EXPECT_EQ(app->columns[2].type.schema, Name("pg_catalog"));
  EXPECT_EQ(Find<Table>(*model, "public.t")->columns[0].type.schema, Name("public"));
}

TEST(ElaborateTest, KeysAreAsWrittenValuesAreSql) {
  auto model = Declare(
      "tables:\n"
      "  Users:\n"
      "    columns: {userId: integer primary key, 'odd \"\"\"\"name': text}\n"
      "  '\"a.b\"': {columns: {x: 'integer references \"Users\"'}, indexes: [[X]]}\n"
      "functions:\n"
      "  getUser(Id int): {returns: int, language: sql, body: select 1}\n");
  ASSERT_FALSE(model.ok());
  model = Declare(
      "tables:\n"
      "  Users:\n"
      "    columns: {userId: integer primary key}\n"
      "  '\"a.b\"': {columns: {x: 'integer references \"Users\"'}, indexes: [[X]]}\n"
      "functions:\n"
      "  getUser(Id int): {returns: int, language: sql, body: select 1}\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(ConstraintsOf(*model, "a.b")[0].referenced_columns, std::vector<Name>{"userId"});
  EXPECT_NE(Find<Routine>(*model, "getUser"), nullptr);
}

TEST(ElaborateTest, DomainsOverDomainsCopyTheDefault) {
  auto model = Declare(
      "domains:\n"
      "  c: b\n"
      "  a: text default 'x'\n"
      "  b: a\n"
      "  d: a default null\n"
      "tables:\n"
      "  t: {columns: {i: integer default null, k: a default null}}\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(Find<Domain>(*model, "c")->default_value.text, "'x'");
  EXPECT_EQ(Find<Domain>(*model, "d")->default_value.text, "null");
  EXPECT_EQ(FindColumn(*model, "t", "i")->default_value.text, "");
  EXPECT_EQ(FindColumn(*model, "t", "k")->default_value.text, "null");
}

// PostgreSQL stores it where it must be cut to a length.
TEST(ElaborateTest, KeepsNullDefaultsThatAreStored) {
  auto model = Declare(
      "domains:\n"
      "  d: varchar(3) default null\n"
      "  e: text default null\n"
      "tables:\n"
      "  t:\n    columns:\n"
      "      v: varchar(3) default null\n"
      "      x: varchar default null\n"
      "      a: varchar(3)[] default null\n"
      "      n: numeric(3,1) default null\n"
      "      i: interval day default null\n"
      "      l: interval(3)[] default null\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(Find<Domain>(*model, "d")->default_value.text, "null");
  EXPECT_EQ(Find<Domain>(*model, "e")->default_value.text, "");
  for (const char* kept : {"v", "a", "n", "l"}) {
    EXPECT_EQ(FindColumn(*model, "t", kept)->default_value.text, "null") << kept;
  }
  for (const char* gone : {"x", "i"}) {
    EXPECT_EQ(FindColumn(*model, "t", gone)->default_value.text, "") << gone;
  }
}

TEST(ElaborateTest, MappingsSayWhatTextsSay) {
  auto texts = Declare(
      "domains:\n  d: text collate \"C\" not null default 'a' check (value <> '')\n"
      "sequences:\n  s: unlogged as integer increment by 2 minvalue 3 maxvalue 90 start with 5 "
      "cache 6 cycle\n"
      "composite_types:\n  p: (x integer, y text collate \"C\")\n"
      "range_types:\n  r: (subtype = float8, subtype_diff = float8mi)\n"
      "operators:\n  ===(int, int): (function = int4eq, commutator = ===, restrict = eqsel, join = "
      "eqjoinsel, hashes, merges)\n"
      "functions:\n  f(): {returns: trigger, language: plpgsql, body: begin end}\n"
      "tables:\n"
      "  o: {columns: {a: integer, b: integer}, constraints: {o_pk: 'primary key (a, b)'}}\n"
      "  t:\n"
      "    columns:\n"
      "      a: integer generated by default as identity (start with 7) primary key\n"
      "      b: text collate \"C\" not null default 'x' unique check (b <> '')\n"
      "      c: integer generated always as (a * 2) stored\n"
      "      e: integer references t (a) on delete set null\n"
      "    constraints:\n"
      "      t_fk: foreign key (a, c) references o (a, b) match full on update cascade on delete "
      "set null deferrable initially deferred not valid\n"
      "      t_ck: check (a > 0) no inherit not valid\n"
      "      t_uq: unique nulls not distinct (a, b) include (c) with (fillfactor = 70) using index "
      "tablespace space\n"
      "      t_ex: exclude using gist (c with =) where (a > 1)\n"
      "    indexes:\n"
      "      t_ix: unique using btree (a desc, lower(b)) include (c) nulls not distinct with "
      "(fillfactor = 70) tablespace space where a > 1\n"
      "    triggers:\n"
      "      t_tr: after insert or update of a, b referencing old table as o new table as n for "
      "each statement execute function f('x')\n"
      "      t_ct: constraint after delete from o deferrable initially deferred for each row when "
      "(old.a > 1) execute function f()\n");
  auto mappings = Declare(
      "domains:\n  d: {type: text, collate: '\"C\"', not_null: true, default: \"'a'\", check: "
      "value <> ''}\n"
      "sequences:\n  s: {unlogged: true, as: integer, increment_by: 2, minvalue: 3, maxvalue: 90, "
      "start_with: 5, cache: 6, cycle: true}\n"
      "composite_types:\n  p: {attributes: {x: integer, y: {type: text, collate: '\"C\"'}}}\n"
      "range_types:\n  r: {subtype: float8, subtype_diff: float8mi}\n"
      "operators:\n  ===(int, int): {function: int4eq, commutator: ===, restrict: eqsel, join: "
      "eqjoinsel, hashes: true, merges: true}\n"
      "functions:\n  f(): {returns: trigger, language: plpgsql, body: begin end}\n"
      "tables:\n"
      "  o: {columns: {a: integer, b: integer}, constraints: {o_pk: {type: primary key, columns: "
      "[a, b]}}}\n"
      "  t:\n"
      "    columns:\n"
      "      a: {type: integer, identity: by default (start with 7), primary_key: true}\n"
      "      b: {type: text, collate: '\"C\"', not_null: true, default: \"'x'\", unique: true, "
      "check: b <> ''}\n"
      "      c: {type: integer, generated: (a * 2) stored}\n"
      "      e: {type: integer, references: t (a) on delete set null}\n"
      "    constraints:\n"
      "      t_fk: {columns: [a, c], references: 'o (a, b)', match: full, on_update: cascade, "
      "on_delete: set null, deferrable: true, initially_deferred: true, not_valid: true}\n"
      "      t_ck: {check: a > 0, no_inherit: true, not_valid: true}\n"
      "      t_uq: {type: unique, nulls_not_distinct: true, columns: [a, b], include: [c], with: "
      "{fillfactor: 70}, tablespace: space}\n"
      "      t_ex: {using: gist, elements: [c with =], where: a > 1}\n"
      "    indexes:\n"
      "      t_ix: {unique: true, using: btree, columns: [a desc, lower(b)], include: [c], "
      "nulls_not_distinct: true, with: {fillfactor: 70}, tablespace: space, where: a > 1}\n"
      "    triggers:\n"
      "      t_tr: {timing: after, events: [insert, 'update of a, b'], referencing: old table as o "
      "new table as n, for_each: statement, function: f('x')}\n"
      "      t_ct: {constraint: true, timing: after, events: [delete], from: o, deferrable: true, "
      "initially_deferred: true, for_each: row, when: old.a > 1, function: f()}\n");
  ASSERT_TRUE(texts.ok()) << Told(texts.status());
  ASSERT_TRUE(mappings.ok()) << Told(mappings.status());
  ASSERT_EQ(texts->objects.size(), mappings->objects.size());
  for (size_t i = 0; i < texts->objects.size(); ++i) {
    EXPECT_EQ(texts->objects[i].object, mappings->objects[i].object)
        << Label(IdOf(*texts->objects[i].object)) << " " << i;
  }
}

TEST(ElaborateTest, OrderOfFilesAndNamesMeansNothing) {
  std::vector<ModelFile> files = {
      {"a.yaml",
       "tables:\n  b: {columns: {id: serial primary key}}\n  a: {columns: {id: serial}}\n"},
      {"b.yaml", "views: {v: select 1}\nenums: {e: [x]}\n"}};
  auto one = Declare(files);
  std::swap(files[0], files[1]);
  auto other = Declare(files);
  ASSERT_TRUE(one.ok() && other.ok());
  ASSERT_EQ(one->objects.size(), other->objects.size());
  for (size_t i = 0; i < one->objects.size(); ++i) {
    EXPECT_EQ(one->objects[i].object, other->objects[i].object);
  }
}

TEST(ElaborateTest, WhatStandsBesideAnObject) {
  auto model = Declare(
      "tables:\n"
      "  t:\n"
      "    columns: {a: {type: text, renamed_from: b}}\n"
      "    indexes: {ix: {columns: [a], renamed_from: old_ix, comment: Look-ups, online: false}}\n"
      "    deprecated: true\n"
      "    protect: true\n"
      "    security_labels: {dummy: secret}\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  for (const Declared& declared : model->objects) {
    bool table = std::holds_alternative<Table>(*declared.object);
    EXPECT_EQ(declared.deprecated, table);
    EXPECT_EQ(declared.protect, table);
    EXPECT_EQ(declared.online, table);
    EXPECT_TRUE(declared.place.known());
  }
  EXPECT_EQ(Find<Index>(*model, "ix")->common.comment, "Look-ups");
  EXPECT_EQ(Find<Table>(*model, "t")->common.security_labels, (Options{{"dummy", "secret"}}));
  ASSERT_EQ(model->renames.size(), 2u);
  EXPECT_EQ(model->renames[0].before, ColumnId("public", "t", "b"));
  EXPECT_EQ(model->renames[1].before.name, Name("old_ix"));
}

TEST(ElaborateTest, LongNamesAreCutWithANotice) {
  std::string name(70, 'n');
  auto model = Declare("tables:\n  " + name + ": {columns: {a: text}}\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  ASSERT_EQ(model->notices.size(), 1u);
  EXPECT_EQ(model->notices[0].message,
            "`" + name + "` is longer than 63 bytes: PostgreSQL cuts it");
  EXPECT_NE(Find<Table>(*model, std::string(63, 'n')), nullptr);
}

TEST(ElaborateTest, ModelsNameTheirExtensionsAndSchemas) {
  auto model = ReadModels({{"m.yaml",
                            "extensions: {vector: , pg_trgm: schema ext}\nschemas: [ext]\n"
                            "manage: [owners, roles]\nroles: {}\n"}});
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(ExtensionsOf(**model), (std::vector<Name>{"pg_trgm", "vector"}));
  EXPECT_EQ(NamespacesOf(**model), std::vector<Name>{"ext"});
  EXPECT_TRUE(ManagedOf(**model).owners);
  EXPECT_TRUE(ManagedOf(**model).roles);
}

TEST(ElaborateTest, SchemasAreToldHoweverAndWhereverTheyAreSpelled) {
  std::vector<Name> told;
  auto tell = [&](const std::vector<Name>& names) { told = names; };
  auto model = ReadModels({{"a.yaml", "tables: {t: {columns: {a: int}}}\n"},
                           {"b.yaml", "schemas: [app]\n"},
                           {"c.yaml", "\"s\\x63hemas\": {now: {renamed_from: before}}\n"}},
                          tell);
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(told, (std::vector<Name>{"app", "now", "before"}));
  // Whether or not what comes after them can be read.
  model = ReadModels({{"a.yaml", "tables: [\n"}, {"b.yaml", "schemas: [app]\n"}}, tell);
  EXPECT_FALSE(model.ok());
  EXPECT_EQ(told, std::vector<Name>{"app"});
}

TEST(ElaborateTest, TypesOfAnExtensionNobodyCouldAskAreLeftAsWritten) {
  std::string yaml = "extensions: [vector]\ntables:\n  t: {columns: {v: vector(3)}}\n";
  auto model = Declare(yaml);
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(FindColumn(*model, "t", "v")->type, (TypeRef{"", "vector", "(3)", false}));
  ElaborateOptions options;
  options.members = {{ExtensionMember::Role::kType, "vector", {"public", "vector"}}};
  options.members_complete = true;
  model = Declare(yaml, options);
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(FindColumn(*model, "t", "v")->type, (TypeRef{"public", "vector", "(3)", false}));
}

}  // namespace
}  // namespace autogen
