#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/schema/database.h"
#include "introspect/connection.h"
#include "runner/scratch/server.h"

namespace autogen {

// The tables that rows of an expressions file are about.
struct CorpusTables {
  Database database;
  std::map<std::string, std::vector<TypeRef>> partition_keys;  // by table
};

// Creates what the file holds on a scratch server and reads it. Partitioned tables are made as
// plain ones, for no model has partitions yet; their keys are kept beside.
absl::StatusOr<CorpusTables> LoadCorpusTables(const std::string& path);

// The server on which they are, for those who ask it more.
struct CorpusServer {
  std::unique_ptr<ScratchServer> server;
  std::unique_ptr<Connection> connection;
  CorpusTables tables;
};
// `more`: SQL that is run behind the file's.
absl::StatusOr<CorpusServer> StartWithTables(const std::string& path, const std::string& more);

}  // namespace autogen
