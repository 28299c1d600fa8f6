#include "runner/realise/together.h"

#include <algorithm>
#include <span>
#include <string>

#include "engine/sql/quote.h"
#include "runner/locks/locks.h"

namespace autogen {
namespace {

using Batch = std::span<const std::string_view>;

constexpr size_t kBatchSize = 100;
// Fewer are not worth loading PL/pgSQL for.
constexpr size_t kSmallestBlock = 20;

// At the end of a statement that took more than a few locks the server looks through all that the
// transaction holds: with thousands of objects that is a third of its time. The statements of one
// block count as one there. See: PostgreSQL source, resowner.c (MAX_RESOWNER_LOCKS), lock.c
// (LockReassignCurrentOwner).
std::string Block(Batch batch) {
  std::string body = "BEGIN\n";
  for (std::string_view statement : batch) {
    body += "EXECUTE " + QuoteLiteral(statement) + ";\n";
  }
  return "DO " + QuoteLiteral(body + "END") + ";\n";
}

std::string Message(Batch batch) {
  if (batch.size() >= kSmallestBlock) return Block(batch);
  std::string text;
  for (std::string_view statement : batch) text += std::string(statement) + ";\n";
  return text;
}

// It is this server that is too small, not a statement that is wrong.
absl::Status LockTableFull() {
  Finding finding;
  finding.message = "the scratch server's lock table is full";
  finding.detail = "one transaction makes or drops more objects than it was started for";
  finding.hint = "make the change in several migrations, or go on without a proof: --prove off";
  finding.blame = Blame::kFinding;
  return ToStatus(finding);
}

absl::Status OneByOne(Connection& connection, Batch batch) {
  for (std::string_view statement : batch) {
    absl::Status status = connection.Execute(std::string(statement));
    if (status.ok()) continue;
    Finding finding = ToFinding(status);
    if (IsLockTableFull(finding)) return LockTableFull();
    finding.detail = std::string(statement) + (finding.detail.empty() ? "" : "\n" + finding.detail);
    finding.place = {};
    return ToStatus(finding);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunTogether(Connection& connection, const std::vector<std::string_view>& statements) {
  for (size_t begin = 0; begin < statements.size(); begin += kBatchSize) {
    Batch batch(statements.data() + begin, std::min(kBatchSize, statements.size() - begin));
    if (batch.size() == 1) {
      RETURN_IF_ERROR(OneByOne(connection, batch));
      continue;
    }
    std::string text = "SAVEPOINT batch;\n" + Message(batch) + "RELEASE batch";
    if (connection.Execute(text).ok()) continue;
    RETURN_IF_ERROR(connection.Execute("ROLLBACK TO batch; RELEASE batch"));
    RETURN_IF_ERROR(OneByOne(connection, batch));
  }
  return absl::OkStatus();
}

}  // namespace autogen
