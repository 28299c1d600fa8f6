#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include "model-schemas/model_schemas.h"
#include "runner/decide/models_against.h"
#include "runner/prove/prove.h"
#include "runner/realise/realise.h"
#include "runner/scratch/server.h"
#include "tests/properties/schema_generator.h"

// Properties that hold for every schema, tried on generated ones. AUTOGEN_PROPERTY_SEED sets the
// first seed, AUTOGEN_PROPERTY_COUNT how many; a failure prints its seed.
namespace autogen {
namespace {

int FromEnvironment(const char* name, int fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : std::atoi(text);
}

class PropertiesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto server = ScratchServer::Start({});
    ASSERT_TRUE(server.ok()) << Describe(ToFinding(server.status()));
    server_ = server->release();
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  static absl::StatusOr<ScratchServer*> Scratch() { return server_; }

  static absl::StatusOr<ScratchDatabase> Load(const std::string& sql) {
    ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(*server_, {}));
    RETURN_IF_ERROR(scratch.connection().Execute(sql));
    return scratch;
  }

  // The models that describe a database, as text.
  static std::vector<ModelFile> Models(const Database& database) {
    WriteOptions options;
    options.managed.owners = true;
    std::vector<ModelFile> files;
    for (auto& [path, text] : WriteModels(database, options)) files.push_back({path, text});
    return files;
  }

  static absl::StatusOr<ModelsAgainst> Against(const std::vector<ModelFile>& files,
                                               const Database& live) {
    ASSIGN_OR_RETURN(ReadModelPtr models, ReadModels(files));
    AgainstOptions options;
    options.namespaces = {"*"};
    options.rename_mode = RenameMode::kIgnore;
    return CompareModels(*models, live, options, &Scratch);
  }

  static absl::StatusOr<GeneratedMigration> Migration(const ModelsAgainst& compared,
                                                      const Database& live) {
    GenerateOptions options;
    options.plan.allow_rewrite = true;
    options.plan.drop_extensions = true;
    options.style.first_schema = "public";
    return Generate(live, compared.decision.target, compared.renames, options, server_, "");
  }

  static std::string Text(const std::vector<Statement>& statements) {
    std::string text;
    for (const Statement& statement : statements) {
      if (statement.begins_unit) text += "COMMIT; BEGIN;\n";
      text += statement.text + ";\n";
    }
    return text;
  }

  // The oids of relations that both versions have, by name.
  static std::map<std::string, std::string> Oids(Connection& connection) {
    std::map<std::string, std::string> oids;
    auto rows = connection.Query(
        "SELECT relname, oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind "
        "IN ('r', 'S')");
    if (!rows.ok()) return oids;
    for (const auto& row : rows->rows) oids[*row[0]] = *row[1];
    return oids;
  }

  static void Check(uint32_t seed);

  static ScratchServer* server_;
};

ScratchServer* PropertiesTest::server_ = nullptr;

std::string Words(const absl::Status& status) {
  return status.ok() ? "" : Describe(ToFinding(status));
}

void PropertiesTest::Check(uint32_t seed) {
  testing::GeneratedPair pair = testing::GenerateSchemas(seed);
  auto old_database = Load(pair.before);
  ASSERT_TRUE(old_database.ok()) << Words(old_database.status()) << pair.before;
  auto new_database = Load(pair.after);
  ASSERT_TRUE(new_database.ok()) << Words(new_database.status()) << pair.after;
  auto before = old_database->Read();
  auto after = new_database->Read();
  ASSERT_TRUE(before.ok() && after.ok()) << Words(before.status()) << Words(after.status());

  // Round trip: the models that describe a database find no difference in it.
  std::vector<ModelFile> files = Models(*after);
  auto same = Against(files, *after);
  ASSERT_TRUE(same.ok()) << Words(same.status());
  EXPECT_EQ(DescribeChanges(same->decision.changes), "") << pair.after;

  // There and back: the proof runs both directions.
  auto compared = Against(files, *before);
  ASSERT_TRUE(compared.ok()) << Words(compared.status());
  auto migration = Migration(*compared, *before);
  ASSERT_TRUE(migration.ok()) << Words(migration.status()) << pair.before << "---\n" << pair.after;

  // Order independence: shuffled files, the same bytes.
  std::vector<ModelFile> shuffled = files;
  std::mt19937 engine(seed);
  std::shuffle(shuffled.begin(), shuffled.end(), engine);
  auto again = Against(shuffled, *before);
  ASSERT_TRUE(again.ok()) << Words(again.status());
  auto twin = Migration(*again, *before);
  ASSERT_TRUE(twin.ok()) << Words(twin.status());
  EXPECT_EQ(Text(migration->upgrade), Text(twin->upgrade));
  EXPECT_EQ(Text(migration->downgrade), Text(twin->downgrade));

  // Idempotence: after the upgrade a second comparison finds nothing; tables and sequences that
  // stay are the same objects.
  auto oids = Oids(old_database->connection());
  absl::Status run =
      old_database->connection().Execute("BEGIN;\n" + Text(migration->upgrade) + "COMMIT;");
  ASSERT_TRUE(run.ok()) << Words(run) << Text(migration->upgrade);
  auto reached = old_database->Read();
  ASSERT_TRUE(reached.ok()) << Words(reached.status());
  auto second = Against(files, *reached);
  ASSERT_TRUE(second.ok()) << Words(second.status());
  EXPECT_EQ(DescribeChanges(second->decision.changes), "") << Text(migration->upgrade);
  for (const auto& [name, oid] : Oids(old_database->connection())) {
    if (oids.contains(name)) EXPECT_EQ(oids[name], oid) << name << " was made anew";
  }
}

TEST_F(PropertiesTest, HoldForGeneratedSchemas) {
  auto first = static_cast<uint32_t>(FromEnvironment("AUTOGEN_PROPERTY_SEED", 1));
  int count = FromEnvironment("AUTOGEN_PROPERTY_COUNT", 200);
  std::printf("seeds %u to %u\n", first, first + static_cast<uint32_t>(count) - 1);
  for (uint32_t seed = first; seed < first + static_cast<uint32_t>(count); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed) +
                 ": AUTOGEN_PROPERTY_SEED=" + std::to_string(seed) + " AUTOGEN_PROPERTY_COUNT=1");
    Check(seed);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace autogen
