#include "introspect/second_reader.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <numeric>
#include <utility>

#include "engine/sql/quote.h"
#include "introspect/copy_row.h"

namespace autogen {
namespace {

constexpr size_t kBlockSize = 1 << 16;

// An exported snapshot is a file of its server, named by a number: another server may have one of
// the same name.
constexpr char kServer[] =
    "(SELECT system_identifier FROM pg_control_system()) || ' ' || "
    "extract(epoch FROM pg_postmaster_start_time())";

absl::StatusOr<Connection> Join(const std::string& conninfo, const SharedSnapshot& snapshot) {
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(conninfo));
  ASSIGN_OR_RETURN(QueryResult server,
                   connection.Query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                                    "SET TRANSACTION SNAPSHOT " +
                                    QuoteLiteral(snapshot.id) + "; SELECT " + kServer));
  if (server.rows.at(0).at(0) != snapshot.server) return DatabaseError("this is another server");
  return connection;
}

}  // namespace

std::string ExportSnapshotSql() {
  return std::string("SELECT pg_export_snapshot(), ") + kServer + ";\n";
}

SecondReader::SecondReader(std::string conninfo, SharedSnapshot snapshot, std::string settings,
                           const std::vector<std::string>& copies)
    : waiting_(copies.size()) {
  std::iota(waiting_.begin(), waiting_.end(), 0);
  thread_ = std::thread([this, conninfo = std::move(conninfo), snapshot = std::move(snapshot),
                         settings = std::move(settings), copies] {
    absl::StatusOr<Connection> connection = Join(conninfo, snapshot);
    starting_.set_value(connection.ok());
    if (connection.ok()) ReceiveAll(*std::move(connection), settings, copies);
  });
}

SecondReader::~SecondReader() {
  {
    std::lock_guard lock(mutex_);
    given_up_ = true;
  }
  thread_.join();
}

void SecondReader::ReceiveAll(Connection connection, std::string settings,
                              const std::vector<std::string>& copies) {
  absl::Status status;
  while (std::optional<int> number = Begin()) {
    status = Receive(connection, *number, std::exchange(settings, "") + copies[*number]);
    if (!status.ok()) break;
  }
  End(std::move(status));
}

std::optional<int> SecondReader::Begin() {
  std::lock_guard lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  const int number = waiting_.front();
  waiting_.pop_front();
  return number;
}

std::optional<int> SecondReader::TakeOver(int begin, int end) {
  std::lock_guard lock(mutex_);
  auto after = std::lower_bound(waiting_.begin(), waiting_.end(), end);
  if (after == waiting_.begin() || *std::prev(after) < begin) return std::nullopt;
  const int number = *--after;
  waiting_.erase(after);
  return number;
}

absl::Status SecondReader::Receive(Connection& connection, int number, const std::string& sql) {
  Block block{number, {}};
  absl::Status status = connection.StreamLines(sql, [&](int, std::string_view line) {
    if (block.lines.size() + line.size() > kBlockSize) {
      {
        std::lock_guard lock(mutex_);
        if (given_up_) return absl::CancelledError();
      }
      Give(std::exchange(block, {number, {}}));
      block.lines.reserve(kBlockSize);
    }
    block.lines += line;
    return absl::OkStatus();
  });
  Give(std::move(block));
  return status;
}

void SecondReader::Give(Block block) {
  if (block.lines.empty()) return;
  std::lock_guard lock(mutex_);
  blocks_.push_back(std::move(block));
  changed_.notify_one();
}

void SecondReader::End(absl::Status status) {
  std::lock_guard lock(mutex_);
  status_ = std::move(status);
  ended_ = true;
  changed_.notify_one();
}

bool SecondReader::Next(Block* block) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ended_ || !blocks_.empty(); });
  if (blocks_.empty()) return false;
  *block = Pop();
  return true;
}

SecondReader::Block SecondReader::Pop() {
  Block block = std::move(blocks_.front());
  blocks_.pop_front();
  return block;
}

absl::Status SecondReader::Read(Block block, const OnRow& on_row) {
  Row row;
  for (char *line = block.lines.data(), *end = line + block.lines.size(); line < end;) {
    auto* next = static_cast<char*>(std::memchr(line, '\n', end - line)) + 1;
    ReadCopyLine(line, next - line, &row);
    RETURN_IF_ERROR(on_row(block.number, row));
    line = next;
  }
  return absl::OkStatus();
}

absl::Status SecondReader::Take(const OnRow& on_row) {
  for (Block block; Next(&block);) RETURN_IF_ERROR(Read(std::move(block), on_row));
  return status_;
}

absl::StatusOr<bool> SecondReader::TakeReady(int end, const OnRow& on_row) {
  Block block;
  {
    std::lock_guard lock(mutex_);
    if (blocks_.empty() || blocks_.front().number >= end) return false;
    block = Pop();
  }
  RETURN_IF_ERROR(Read(std::move(block), on_row));
  return true;
}

}  // namespace autogen
