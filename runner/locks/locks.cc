#include "runner/locks/locks.h"

namespace autogen {
namespace {

// A relation that may hold rows: itself, its two types, and the table with its index for values of
// excessive length.
constexpr size_t kOfRelation = 5;
// No clause that makes an object is shorter.
constexpr size_t kBytesOfClause = 16;

// An object with what comes with it.
struct Locks {
  // A default is an object of its own.
  size_t operator()(const Table& table) const { return kOfRelation + table.columns.size(); }
  size_t operator()(const MaterializedView&) const { return kOfRelation + 1; }  // its rule
  size_t operator()(const View&) const { return 4; }                            // types, rule
  // Four triggers; or an index.
  size_t operator()(const Constraint& constraint) const {
    return constraint.type == ConstraintType::kForeignKey ? 5 : 2;
  }
  size_t operator()(const RangeType&) const { return 8; }  // its multirange, the constructors
  size_t operator()(const CompositeType&) const { return 3; }
  size_t operator()(const Domain& domain) const { return 2 + domain.constraints.size(); }
  template <class T>
  size_t operator()(const T&) const {
    return 2;
  }
};

}  // namespace

size_t LocksFor(const Object& object) { return std::visit(Locks(), object); }

size_t LocksFor(const Database& database) {
  size_t locks = 0;
  for (const auto& [id, object] : database.objects) locks += LocksFor(object);
  return locks;
}

size_t LocksFor(const MigrationsFolder& folder) {
  size_t bytes = 0;
  for (const Migration& migration : folder.migrations) bytes += migration.upgrade.text.size();
  return bytes / kBytesOfClause;
}

// The setting's name stands in the server's hint in every language.
bool IsLockTableFull(const Finding& finding) {
  return finding.sqlstate == "53200" &&
         finding.hint.find("max_locks_per_transaction") != std::string::npos;
}

}  // namespace autogen
