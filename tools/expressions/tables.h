#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/schema/database.h"

namespace autogen {

// The tables that rows of an expressions file are about.
struct CorpusTables {
  Database database;
  std::map<std::string, std::vector<TypeRef>> partition_keys;  // by table
};

// Creates what the file holds on a scratch server and reads it. Partitioned tables are made as
// plain ones, for no model has partitions yet; their keys are kept beside.
absl::StatusOr<CorpusTables> LoadCorpusTables(const std::string& path);

}  // namespace autogen
