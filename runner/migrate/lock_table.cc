#include "runner/migrate/lock_table.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "runner/locks/locks.h"

namespace autogen {

absl::Status WithLocksWanted(Connection& connection, const absl::Status& refusal, size_t statement,
                             size_t statements) {
  if (refusal.ok()) return refusal;
  Finding finding = ToFinding(refusal);
  if (!IsLockTableFull(finding)) return refusal;
  absl::StatusOr<QueryResult> setting = connection.Query("SHOW max_locks_per_transaction");
  if (!setting.ok()) return refusal;
  const size_t now = std::strtoul(setting->rows.at(0).at(0)->c_str(), nullptr, 10);
  const size_t wanted = now * statements / std::max<size_t>(statement, 1);
  finding.hint = "the server's lock table is full: max_locks_per_transaction is " +
                 std::to_string(now) + ", and some " +
                 std::to_string(std::bit_ceil(std::max(wanted, now) + 1)) +
                 " are wanted (it takes a restart); or give the file several transactions: a line "
                 "`-- transaction` between statements";
  return ToStatus(finding);
}

}  // namespace autogen
