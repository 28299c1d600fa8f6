#include "codegen/file/migration.h"

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::StartsWith;

constexpr char kDown[] = "-- m (downgrade)\n--\n-- revision: r1\n-- search_path: public\n";

MigrationHeader ExampleHeader() {
  MigrationHeader header;
  header.message = "Add email_verified column to users";
  header.revision = "3f9a1c0b7d2e";
  header.down_revisions = {"8b1d22f0c4aa"};
  header.created = "2025-11-23 10:30:45.123456+00:00";
  header.search_path = {"public"};
  header.models = "sha256:5d41402abc4b";
  header.chain = "sha256:7c211433f021";
  header.proof = "both directions, PostgreSQL 15.20";
  return header;
}

TEST(MigrationFile, IsWrittenAsPeopleReadIt) {
  Statement add{
      "ALTER TABLE users ADD COLUMN email_verified boolean DEFAULT false NOT NULL", {}, 0, false};
  EXPECT_EQ(WriteUpgrade(ExampleHeader(), {add}),
            "-- Add email_verified column to users\n"
            "--\n"
            "-- revision:      3f9a1c0b7d2e\n"
            "-- down_revision: 8b1d22f0c4aa\n"
            "-- branch_labels:\n"
            "-- depends_on:\n"
            "-- created:       2025-11-23 10:30:45.123456+00:00\n"
            "-- search_path:   public\n"
            "-- models:        sha256:5d41402abc4b\n"
            "-- chain:         sha256:7c211433f021\n"
            "-- proof:         both directions, PostgreSQL 15.20\n"
            "\n"
            "ALTER TABLE users ADD COLUMN email_verified boolean DEFAULT false NOT NULL;\n");
  Statement drop{"ALTER TABLE users DROP COLUMN email_verified",
                 {{"data-loss", "drops users.email_verified\nand what it holds"}},
                 0,
                 false};
  Statement value{"ALTER TYPE mood ADD VALUE 'glad'", {}, 0, true};
  EXPECT_EQ(WriteDowngrade(ExampleHeader(), {drop, value}),
            "-- Add email_verified column to users (downgrade)\n"
            "--\n"
            "-- revision:      3f9a1c0b7d2e\n"
            "-- search_path:   public\n"
            "\n"
            "-- hazard: data-loss: drops users.email_verified and what it holds\n"
            "ALTER TABLE users DROP COLUMN email_verified;\n"
            "\n"
            "-- transaction\n"
            "ALTER TYPE mood ADD VALUE 'glad';\n");
}

TEST(MigrationFile, ReadsWhatItWrites) {
  MigrationHeader header = ExampleHeader();
  header.message = "First line\nsecond line";
  header.down_revisions = {"a1", "b2"};
  header.branch_labels = {"billing"};
  header.depends_on = {"c3"};
  header.search_path = {"My, \"own\"", "public"};
  header.starts_from = "existing database";
  Statement first{"SELECT 1", {{"lock", "holds users"}}, 0, true};
  Statement second{"SELECT 2", {}, 0, true};
  auto read = ParseMigration("u", WriteUpgrade(header, {first, second}), "d",
                             WriteDowngrade(header, {first}));
  ASSERT_TRUE(read.ok()) << Describe(ToFinding(read.status()));
  EXPECT_EQ(read->header.message, header.message);
  EXPECT_EQ(read->header.revision, header.revision);
  EXPECT_EQ(read->header.down_revisions, header.down_revisions);
  EXPECT_EQ(read->header.branch_labels, header.branch_labels);
  EXPECT_EQ(read->header.depends_on, header.depends_on);
  EXPECT_EQ(read->header.created, header.created);
  EXPECT_EQ(read->header.search_path, header.search_path);
  EXPECT_EQ(read->header.models, header.models);
  EXPECT_EQ(read->header.chain, header.chain);
  EXPECT_EQ(read->header.proof, header.proof);
  EXPECT_EQ(read->header.starts_from, header.starts_from);
  ASSERT_EQ(read->upgrade.units.size(), 2u);
  EXPECT_EQ(read->upgrade.units[1].statements[0].text, "SELECT 2");
  EXPECT_THAT(read->upgrade.hazards, ElementsAre(Hazard{"lock", "holds users"}));
  EXPECT_EQ(WriteUpgrade(read->header, {first, second}), read->upgrade.text);
}

TEST(MigrationFile, MayBeEmpty) {
  MigrationHeader header = ExampleHeader();
  header.message = "";
  auto read = ParseMigration("u", WriteUpgrade(header, {}), "d", WriteDowngrade(header, {}));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->header.message, "");
  EXPECT_TRUE(read->upgrade.units.empty());
}

// The body of an upgrade file; shown as "[a | b] (c)": a unit in [] is a transaction, in () none.
std::string ShowUnits(const std::string& body) {
  auto read = ParseMigration("u.sql", "-- m\n--\n-- revision: r1\n\n" + body, "d.sql", kDown);
  if (!read.ok()) {
    std::string text;
    for (const Finding& finding : ToFindings(read.status())) text += Describe(finding);
    return text;
  }
  std::string shown;
  for (const Unit& unit : read->upgrade.units) {
    shown += shown.empty() ? "" : " ";
    shown += unit.transaction ? "[" : "(";
    for (const UnitStatement& statement : unit.statements) {
      if (&statement != &unit.statements.front()) shown += " | ";
      shown += std::to_string(statement.line) + " " + statement.text;
    }
    shown += unit.transaction ? "]" : ")";
  }
  return shown;
}

struct UnitCase {
  const char* name;
  const char* body;
  const char* expected;
};
class UnitsTest : public testing::TestWithParam<UnitCase> {};
TEST_P(UnitsTest, Are) { EXPECT_EQ(ShowUnits(GetParam().body), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Bodies, UnitsTest,
    testing::ValuesIn<UnitCase>({
        {"one_transaction", "SELECT 1;\nSELECT 2;;\n", "[5 SELECT 1 | 6 SELECT 2]"},
        {"another_transaction", "SELECT 1;\n-- transaction\nSELECT 2;\n",
         "[5 SELECT 1] [7 SELECT 2]"},
        {"first_marker_adds_nothing", "-- transaction\nSELECT 1;\n", "[6 SELECT 1]"},
        {"no_transaction", "-- no transaction\nVACUUM;\n-- transaction\nSELECT 2;\n",
         "(6 VACUUM) [8 SELECT 2]"},
        {"dollar_quotes", "DO $x$ BEGIN; ';' $$ END; $x$;\nSELECT ';';\n",
         "[5 DO $x$ BEGIN; ';' $$ END; $x$ | 6 SELECT ';']"},
        {"begin_atomic",
         "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; "
         "END;\nSELECT 3;",
         "[5 CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT "
         "2; END | 6 SELECT 3]"},
        {"column_named_begin", "CREATE TABLE function_log (begin int, \"case\" int);\nSELECT 1;",
         "[5 CREATE TABLE function_log (begin int, \"case\" int) | 6 SELECT 1]"},
        {"rule_with_two_actions",
         "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);\nSELECT 3;",
         "[5 CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2) | 6 SELECT 3]"},
        {"comments_stay_inside", "SELECT 1 -- a; b\n  , 2 /* ; */; -- trailing\n",
         "[5 SELECT 1 -- a; b\n  , 2]"},
        {"marker_inside_a_statement_is_none", "SELECT 1,\n-- no transaction\n 2;\n",
         "[5 SELECT 1,\n-- no transaction\n 2]"},
        {"marker_inside_a_comment_is_none", "/*\n-- no transaction\n*/\nSELECT 1;\n",
         "[8 SELECT 1]"},
        {"savepoints", "SAVEPOINT a;\nROLLBACK TO a;\n", "[5 SAVEPOINT a | 6 ROLLBACK TO a]"},

        {"two_outside", "-- no transaction\nVACUUM;\nSELECT 1;\n",
         "u.sql:7:1: error: a unit outside a transaction is exactly one statement\n"
         "    7 | SELECT 1;\n      | ^\n"
         "  hint: put `-- transaction` or `-- no transaction` above this one\n"},
        {"marker_without_statement", "SELECT 1;\n-- no transaction\n",
         "u.sql:6:1: error: no statement follows `-- no transaction`\n"
         "    6 | -- no transaction\n      | ^\n"},
        {"nearly_a_marker", "-- No-Transaction\nSELECT 1;\n",
         "u.sql:5:1: error: this comment is nearly a marker\n"
         "    5 | -- No-Transaction\n      | ^\n"
         "  hint: write `-- no transaction`\n"},
        {"unknown_hazard", "-- hazard: dataloss: x\nSELECT 1;\n",
         "u.sql:5:1: error: unknown hazard: dataloss\n"
         "    5 | -- hazard: dataloss: x\n      | ^\n"
         "  hint: data-loss, rewrite, scan, lock, breaking, fails-on-rows, revoke\n"},
        {"cut_short", "SELECT 1;\nALTER TABLE users\n",
         "u.sql:6:1: error: the file ends within this statement\n"
         "    6 | ALTER TABLE users\n      | ^\n"
         "  hint: every statement ends with a semicolon; was the file cut short?\n"},
        {"cut_in_a_dollar_quote", "DO $$ BEGIN\n",
         "u.sql:5:4: error: a dollar-quoted string is not closed\n"
         "    5 | DO $$ BEGIN\n      |    ^\n"
         "  hint: was the file cut short?\n"},
        {"psql_command", "SELECT 1;\n\\set x 1\n",
         "u.sql:6:1: error: a migration is SQL alone: psql's \\-commands are refused\n"
         "    6 | \\set x 1\n      | ^\n"},
        {"own_transaction", "BEGIN;\nSELECT 1;\nCOMMIT;\n",
         "u.sql:5:1: error: a migration does not say begin itself\n"
         "    5 | BEGIN;\n      | ^\n"
         "  hint: the file is one transaction; `-- transaction` begins another, `-- no "
         "transaction` a statement outside any\n"
         "u.sql:7:1: error: a migration does not say commit itself\n"
         "    7 | COMMIT;\n      | ^\n"
         "  hint: the file is one transaction; `-- transaction` begins another, `-- no "
         "transaction` a statement outside any\n"},
        {"copy_data", "COPY t FROM STDIN;\n",
         "u.sql:5:1: error: a migration cannot hold COPY … FROM STDIN\n"
         "    5 | COPY t FROM STDIN;\n      | ^\n"
         "  hint: write the rows as INSERT\n"},
        {"undeclared_secret", "ALTER ROLE a PASSWORD :'PW';\n",
         "u.sql:5:23: error: the secret PW is not declared\n"
         "    5 | ALTER ROLE a PASSWORD :'PW';\n      |                       ^\n"
         "  hint: put `-- secret: PW` above the statement\n"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

TEST(MigrationFile, SecretsArePlaced) {
  auto read = ParseMigration(
      "u", "-- m\n--\n-- revision: r1\n\n-- secret: PW\nALTER ROLE a PASSWORD :'PW';\n", "d",
      kDown);
  ASSERT_TRUE(read.ok()) << read.status();
  const UnitStatement& statement = read->upgrade.units[0].statements[0];
  ASSERT_EQ(statement.secrets.size(), 1u);
  EXPECT_EQ(statement.secrets[0].name, "PW");
  EXPECT_EQ(statement.text.substr(statement.secrets[0].begin), ":'PW'");
}

struct HeaderCase {
  const char* name;
  const char* upgrade;
  const char* expected;
};
class HeaderTest : public testing::TestWithParam<HeaderCase> {};
TEST_P(HeaderTest, IsRefused) {
  auto read = ParseMigration("u.sql", GetParam().upgrade, "d.sql", kDown);
  std::string text;
  for (const Finding& finding : ToFindings(read.status())) text += Describe(finding);
  EXPECT_EQ(text, GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Headers, HeaderTest,
    testing::ValuesIn<HeaderCase>({
        {"none", "SELECT 1;\n",
         "u.sql:1: error: the header of a migration is missing: there is no revision\n"
         "    1 | SELECT 1;\n"
         "  hint: a file begins with its message, an empty comment line (--), and then `-- "
         "revision: ID`\n"},
        {"unknown_key", "-- m\n--\n-- revision: r1\n-- down_revison: x\n",
         "u.sql:4: error: unknown key in the header: down_revison\n"
         "    4 | -- down_revison: x\n"
         "  hint: revision, down_revision, branch_labels, depends_on, created, search_path, "
         "starts_from, models, chain, proof; words of your own go below an empty comment line\n"},
        {"twice", "-- m\n--\n-- revision: r1\n-- revision: r2\n",
         "u.sql:4: error: the header says revision twice\n"
         "    4 | -- revision: r2\n"},
        {"other_revision", "-- m\n--\n-- revision: r2\n",
         "d.sql:3: error: the two files of a migration name different revisions: r2 and r1\n"
         "    3 | -- revision: r1\n"
         "  hint: the other file is u.sql\n"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

std::string DigestOf(const std::string& body) {
  auto read = ParseMigration("u", "-- m\n--\n-- revision: r1\n\n" + body, "d", kDown);
  return read.ok() ? StatementsDigest(*read) : "";
}

TEST(Digest, IsOfStatementsAlone) {
  std::string digest = DigestOf("SELECT 1;\nSELECT 2;\n");
  EXPECT_THAT(digest, StartsWith("sha256:"));
  EXPECT_EQ(DigestOf("-- why\n\nSELECT 1  ;\r\n\n  SELECT 2; -- done\n"), digest);
  EXPECT_NE(DigestOf("SELECT 1;\nSELECT 3;\n"), digest);
  EXPECT_NE(DigestOf("SELECT 1;\n-- transaction\nSELECT 2;\n"), digest);
}

TEST(Digest, ChainDependsOnParentsNotTheirOrder) {
  EXPECT_EQ(ChainDigest("m", "s", {"a", "b"}), ChainDigest("m", "s", {"b", "a"}));
  EXPECT_NE(ChainDigest("m", "s", {"a"}), ChainDigest("m", "s", {"a", "b"}));
}

TEST(Digest, Sha256) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

struct NameCase {
  const char* name;
  const char* file_template;
  const char* message;
  const char* expected;
};
class FileStemTest : public testing::TestWithParam<NameCase> {};
TEST_P(FileStemTest, Is) {
  // 2025-11-03 04:05:06 UTC
  EXPECT_EQ(FileStem(GetParam().file_template,
                     {"3f9a1c0b7d2e", GetParam().message, 1762142706123456}, 40),
            GetParam().expected);
}
constexpr char kDefault[] = "%(year)d%(month).2d%(day).2d_%(hour).2d%(minute).2d_%(rev)s_%(slug)s";
INSTANTIATE_TEST_SUITE_P(
    Names, FileStemTest,
    testing::ValuesIn<NameCase>({
        {"default", kDefault, "Add email_verified column to users",
         "20251103_0405_3f9a1c0b7d2e_add_email_verified_column_to_users"},
        {"signs", kDefault, "Drop \"Old\" table; it's gone!",
         "20251103_0405_3f9a1c0b7d2e_drop_old_table_it_s_gone"},
        {"long", kDefault, "Add the email_verified and phone_verified columns to users",
         "20251103_0405_3f9a1c0b7d2e_add_the_email_verified_and"},
        {"one_long_word", kDefault, "Xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
         "20251103_0405_3f9a1c0b7d2e_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
        {"other_letters", kDefault, "Größe hinzufügen",
         "20251103_0405_3f9a1c0b7d2e_größe_hinzufügen"},
        {"no_message", kDefault, "", "20251103_0405_3f9a1c0b7d2e"},
        {"alembic", "%(rev)s_%(slug)s", "First", "3f9a1c0b7d2e_first"},
        {"rest", "%(epoch)d-%(second)02d-%(rev).4s-100%%-%(what)s", "x",
         "1762142706-06-3f9a-100%-%(what)s"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

TEST(VagueMessage, GetsAHint) {
  for (const char* vague : {"Update", "Changes", "Fix stuff", "schema changes", "wip", "", "..."}) {
    EXPECT_NE(VagueMessageHint(vague), "") << vague;
  }
  for (const char* fine : {"Add email_verified column to users", "Drop jobs", "Initial schema"}) {
    EXPECT_EQ(VagueMessageHint(fine), "") << fine;
  }
}

class FolderTest : public testing::Test {
 protected:
  FolderTest() : folder_(testing::TempDir() + "autogen-migrations") { fs::remove_all(folder_); }
  ~FolderTest() override { fs::remove_all(folder_); }
  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((fs::path(folder_) / name).parent_path());
    std::ofstream(fs::path(folder_) / name) << text;
  }
  void WritePair(const std::string& stem, const std::string& id, const std::string& parent) {
    MigrationHeader header;
    header.message = stem;
    header.revision = id;
    if (!parent.empty()) header.down_revisions = {parent};
    Write(stem + ".upgrade.sql", WriteUpgrade(header, {}));
    Write(stem + ".downgrade.sql", WriteDowngrade(header, {}));
  }
  std::string Errors() {
    std::string text;
    for (const Finding& finding : ToFindings(ReadMigrations(folder_).status())) {
      text += Describe(finding);
    }
    while (text.find(folder_ + "/") != text.npos) {
      text.erase(text.find(folder_ + "/"), folder_.size() + 1);
    }
    return text;
  }
  std::string folder_;
};

TEST_F(FolderTest, ThatIsNotThereIsEmpty) {
  auto read = ReadMigrations(folder_);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read->migrations.empty());
}

TEST_F(FolderTest, IsReadWithItsSubfolders) {
  WritePair("2_second", "a2", "b1");
  WritePair("2024/1_first", "b1", "");
  Write("README.md", "x");
  auto read = ReadMigrations(folder_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->graph.Order(), ElementsAre("b1", "a2"));
  ASSERT_NE(read->Find("b1"), nullptr);
  EXPECT_EQ(read->Find("b1")->header.message, "2024/1_first");
  EXPECT_EQ(read->Find("zz"), nullptr);
}

TEST_F(FolderTest, TellsEveryError) {
  WritePair("1", "a1", "");
  Write("2.upgrade.sql", "-- m\n--\n-- revision: a2\n\nSELECT 1\n");
  Write("3.downgrade.sql", kDown);
  EXPECT_EQ(Errors(),
            "2.upgrade.sql: error: a half of this migration is missing: 2.downgrade.sql\n"
            "  hint: bring the file back; where there is no way back, one with the header alone\n"
            "3.downgrade.sql: error: a half of this migration is missing: 3.upgrade.sql\n"
            "  hint: bring the file back; where there is no way back, one with the header alone\n");
}

TEST_F(FolderTest, TellsOfGaps) {
  WritePair("2", "a2", "a1");
  EXPECT_EQ(Errors(),
            "2.upgrade.sql: error: revision a2 follows a1, which is not there\n"
            "  hint: bring that migration's files back, or mend down_revision\n");
}

}  // namespace
}  // namespace autogen
