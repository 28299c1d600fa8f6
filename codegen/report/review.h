#pragma once

#include <string>
#include <vector>

#include "codegen/file/migration.h"
#include "engine/sql/facts/facts.h"

namespace autogen {

// One statement of a migration as its reader meets it. What the same file made before holds nobody
// up: it is left out of the facts.
struct ReviewedStatement {
  std::string sql;
  int unit = 0;  // from 0
  bool known = true;
  std::vector<RelationLock> locks;
  std::vector<QualifiedName> rewrites, scans;
  std::string safer;  // the form that holds others up for less time; may be empty
};
std::vector<ReviewedStatement> ReviewStatements(const MigrationFile& file, Name first_schema);

// The review of a migration, for people and for programs.
std::string ReviewMarkdown(const Migration& migration);
std::string ReviewJson(const Migration& migration);

}  // namespace autogen
