#include "engine/base/error.h"
#include "engine/sql/facts/facts.h"

namespace autogen {

std::string_view Words(LockMode mode) {
  switch (mode) {
    case LockMode::kAccessShare:
      return "ACCESS SHARE";
    case LockMode::kRowShare:
      return "ROW SHARE";
    case LockMode::kRowExclusive:
      return "ROW EXCLUSIVE";
    case LockMode::kShareUpdateExclusive:
      return "SHARE UPDATE EXCLUSIVE";
    case LockMode::kShare:
      return "SHARE";
    case LockMode::kShareRowExclusive:
      return "SHARE ROW EXCLUSIVE";
    case LockMode::kExclusive:
      return "EXCLUSIVE";
    case LockMode::kAccessExclusive:
      return "ACCESS EXCLUSIVE";
  }
  Unreachable();
}

bool BlocksReads(LockMode mode) { return mode == LockMode::kAccessExclusive; }
bool BlocksWrites(LockMode mode) { return mode >= LockMode::kShare; }

}  // namespace autogen
