#include "introspect/second_reader.h"

#include <cstring>

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
                           std::string copies)
    : thread_([this, conninfo = std::move(conninfo), snapshot = std::move(snapshot),
               sql = std::move(settings) + std::move(copies) + "COMMIT"] {
        absl::StatusOr<Connection> connection = Join(conninfo, snapshot);
        starting_.set_value(connection.ok());
        if (connection.ok()) Receive(*std::move(connection), sql);
      }) {}

SecondReader::~SecondReader() {
  {
    std::lock_guard lock(mutex_);
    given_up_ = true;
  }
  thread_.join();
}

void SecondReader::Receive(Connection connection, const std::string& sql) {
  Block block;
  absl::Status status = connection.StreamLines(sql, [&](int number, std::string_view line) {
    if (number != block.number || block.lines.size() + line.size() > kBlockSize) {
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
  End(std::move(status));
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
  *block = std::move(blocks_.front());
  blocks_.pop_front();
  return true;
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
    block = std::move(blocks_.front());
    blocks_.pop_front();
  }
  RETURN_IF_ERROR(Read(std::move(block), on_row));
  return true;
}

}  // namespace autogen
