#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "introspect/connection.h"

namespace autogen {

// A snapshot that another connection to the same server may share, as long as its transaction
// lasts.
struct SharedSnapshot {
  std::string id;
  std::string server;  // which one it is, and since when it runs
};

// One row: a SharedSnapshot's two.
std::string ExportSnapshotSql();

// Copies made over a second connection on a snapshot of the first, received by a thread of their
// own and kept until they are wanted. It begins them one after the other, so that the first
// connection may take one over when it has nothing else to do.
class SecondReader {
 public:
  // `conninfo` leads where the first connection does; `copies` (statements) run in the snapshot,
  // after `settings`.
  SecondReader(std::string conninfo, SharedSnapshot snapshot, std::string settings,
               const std::vector<std::string>& copies);
  // What is not taken yet is given up.
  ~SecondReader();
  SecondReader(const SecondReader&) = delete;
  SecondReader& operator=(const SecondReader&) = delete;

  // Whether the other connection stands on the snapshot; if not (no connection is left, a pooler
  // led elsewhere), nothing comes from here, and the first has to do it.
  bool Started() { return started_.get(); }
  using OnRow = std::function<absl::Status(int copy, const Row&)>;
  // The last of the copies [begin, end) that is not begun, if there is one: its rows will not come
  // from here.
  std::optional<int> TakeOver(int begin, int end);
  // All rows in their order, copies numbered from 0. Waits for them.
  absl::Status Take(const OnRow& on_row);
  // Some of the copies before `end`, if any are there yet: whether there were.
  absl::StatusOr<bool> TakeReady(int end, const OnRow& on_row);

 private:
  struct Block {
    int number = 0;  // of the copy
    std::string lines;
  };

  void ReceiveAll(Connection connection, std::string settings,
                  const std::vector<std::string>& copies);
  absl::Status Receive(Connection& connection, int number, const std::string& sql);
  std::optional<int> Begin();
  void Give(Block block);
  void End(absl::Status status);
  bool Next(Block* block);
  Block Pop();
  static absl::Status Read(Block block, const OnRow& on_row);

  std::promise<bool> starting_;
  std::future<bool> started_ = starting_.get_future();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> waiting_;  // the copies that are not begun
  std::deque<Block> blocks_;
  bool given_up_ = false;
  bool ended_ = false;
  absl::Status status_;
  std::thread thread_;
};

}  // namespace autogen
