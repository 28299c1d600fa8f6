// Real schemas, where the machine has them (AUTOGEN_CORPUS, a folder of .sql files): what is loaded
// twice, or dumped and restored, must read as the same.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "introspect/read_catalog.h"
#include "tests/introspect/catalog_text.h"
#include "tests/support/test_server.h"

namespace autogen {
namespace {

std::vector<std::string> Files() {
  std::vector<std::string> files;
  const char* folder = std::getenv("AUTOGEN_CORPUS");
  if (folder == nullptr) return files;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    std::string name = entry.path().filename();
    if (name.ends_with(".sql") && !name.ends_with(".pre.sql")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::set<std::string> Lines(const std::string& conninfo) {
  absl::StatusOr<Connection> connection = Connection::Open(conninfo);
  EXPECT_TRUE(connection.ok()) << connection.status();
  ReadOptions options;
  options.namespaces = {"*"};
  absl::StatusOr<Database> database = ReadCatalog(*connection, options);
  EXPECT_TRUE(database.ok()) << Describe(ToFinding(database.status()));
  std::set<std::string> lines;
  if (!database.ok()) return lines;
  std::istringstream text(ToText(*database));
  // A dump of the schema alone fills no materialized view.
  constexpr std::string_view kUnfilled = ",\"with_data\":false";
  for (std::string line; std::getline(text, line);) {
    size_t at = line.find(kUnfilled);
    if (at != line.npos) line.erase(at, kUnfilled.size());
    lines.insert(line);
  }
  return lines;
}

std::string Difference(const std::set<std::string>& before, const std::set<std::string>& after) {
  std::string text;
  for (const std::string& line : before) {
    if (!after.contains(line)) text += "- " + line.substr(0, 2000) + "\n";
  }
  for (const std::string& line : after) {
    if (!before.contains(line)) text += "+ " + line.substr(0, 2000) + "\n";
  }
  return text.substr(0, 20000);
}

class CorpusTest : public testing::TestWithParam<std::string> {};

TEST_P(CorpusTest, ReadsTheSameTwiceAndRestored) {
  TestServer& server = TestServer::Get();
  const std::string pre = GetParam().substr(0, GetParam().size() - 4) + ".pre.sql";
  auto load = [&](const std::string& conninfo, const std::string& file) {
    return server.RunProgram("psql", "-X -q -o /dev/null -d '" + conninfo + "' -f '" + file +
                                         "' 2>&1 | grep ERROR | head -3");
  };
  std::string first = server.CreateDatabase(), second = server.CreateDatabase();
  std::string restored = server.CreateDatabase();
  for (const std::string& conninfo : {first, second}) {
    if (std::filesystem::exists(pre)) load(conninfo, pre);
    EXPECT_EQ(load(conninfo, GetParam()), "");
  }
  std::set<std::string> lines = Lines(first);
  EXPECT_GT(lines.size(), 1u);
  EXPECT_EQ(Difference(lines, Lines(second)), "");
  std::string dump = server.folder() + "/dump.sql";
  server.RunProgram("pg_dump", "-s -d '" + first + "' -f " + dump);
  EXPECT_EQ(load(restored, dump), "");
  EXPECT_EQ(Difference(lines, Lines(restored)), "");
  for (const std::string& conninfo : {first, second, restored}) {
    server.Run(server.Conninfo("postgres"),
               "DROP DATABASE " + conninfo.substr(conninfo.rfind('=') + 1) + " WITH (FORCE)");
  }
}

INSTANTIATE_TEST_SUITE_P(Files, CorpusTest, testing::ValuesIn(Files()), [](const auto& test) {
  std::string name;
  for (char c : test.param) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
});
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CorpusTest);

}  // namespace
}  // namespace autogen
