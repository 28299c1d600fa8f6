#include "tools/expressions/tables.h"

#include <fstream>
#include <regex>
#include <sstream>

#include "engine/base/error.h"
#include "introspect/read_catalog.h"
#include "runner/scratch/server.h"

namespace autogen {
namespace {

absl::Status CreateAndRead(const std::string& sql, CorpusServer* on) {
  ScratchOptions options;
  options.major = 15;
  ASSIGN_OR_RETURN(on->server, ScratchServer::Start(options));
  ASSIGN_OR_RETURN(std::string conninfo, on->server->CreateDatabase("corpus"));
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(conninfo));
  on->connection = std::make_unique<Connection>(std::move(connection));
  RETURN_IF_ERROR(on->connection->Execute(sql));
  ReadOptions read;
  read.namespaces = {"*"};
  ASSIGN_OR_RETURN(on->tables.database, ReadCatalog(*on->connection, read));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CorpusServer> StartWithTables(const std::string& path, const std::string& more) {
  std::ifstream file(path);
  if (!file) return InputError("cannot read " + path);
  CorpusServer made;
  CorpusTables& tables = made.tables;
  std::string sql, line;
  std::map<std::string, std::vector<std::string>> keys;
  static const std::regex kPartitioned(
      R"(^CREATE TABLE ([\w.]+) (.*) PARTITION BY \w+ \(([\w, ]+)\);$)");
  while (std::getline(file, line)) {
    std::smatch match;
    if (std::regex_match(line, match, kPartitioned)) {
      std::stringstream columns(match[3].str());
      for (std::string column; std::getline(columns, column, ',');) {
        keys[match[1]].push_back(column.substr(column.find_first_not_of(' ')));
      }
      line = "CREATE TABLE " + match[1].str() + " " + match[2].str() + ";";
    }
    sql += line + "\n";
  }
  RETURN_IF_ERROR(CreateAndRead(sql + more, &made));
  for (const auto& [name, columns] : keys) {
    const auto* table = tables.database.Get<Table>({Kind::kTable, "public", name, {}});
    if (table == nullptr) return InputError("no table " + name);
    for (const std::string& wanted : columns) {
      for (const Column& column : table->columns) {
        if (column.name.view() == wanted) tables.partition_keys[name].push_back(column.type);
      }
    }
  }
  return made;
}

absl::StatusOr<CorpusTables> LoadCorpusTables(const std::string& path) {
  ASSIGN_OR_RETURN(CorpusServer made, StartWithTables(path, {}));
  return std::move(made.tables);
}

}  // namespace autogen
