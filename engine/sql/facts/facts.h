#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/schema/database.h"

namespace autogen {

// See: PostgreSQL manual, Explicit Locking. Weakest first.
enum class LockMode : uint8_t {
  kAccessShare,
  kRowShare,
  kRowExclusive,
  kShareUpdateExclusive,
  kShare,
  kShareRowExclusive,
  kExclusive,
  kAccessExclusive,
};

// "ACCESS EXCLUSIVE"
std::string_view Words(LockMode mode);
// What others cannot do while it is held.
bool BlocksReads(LockMode mode);
bool BlocksWrites(LockMode mode);

struct RelationLock {
  QualifiedName relation;
  LockMode mode = LockMode::kAccessShare;
  friend bool operator==(const RelationLock&, const RelationLock&) = default;
};

// What one statement takes and does, as far as its parse tree tells.
struct Facts {
  std::vector<RelationLock> locks;  // of tables, views and indexes; the strongest each, in order
  std::vector<QualifiedName> rewrites;  // all rows are written anew
  std::vector<QualifiedName> scans;     // all rows are read
  bool in_transaction = true;           // whether it may run inside one
  bool known = true;  // false: we know nothing of this kind of statement, or of this cmd in it

  // Adds to what is there; the stronger lock wins.
  void Lock(const QualifiedName& relation, LockMode mode);
  void Rewrite(const QualifiedName& relation);
  void Scan(const QualifiedName& relation);
};

// What the statement meets. Without `before`, a change of type counts as a rewrite.
struct FactsContext {
  const Database* before = nullptr;
  Name first_schema = "public";  // of names without a schema
  int server_version = 150000;
};

// Of exactly one statement. An error where it does not parse: syntax newer than the built-in
// parser's too, of which nothing is known.
absl::StatusOr<Facts> FactsOf(std::string_view statement, const FactsContext& context);

}  // namespace autogen
