#pragma once

#include <string>
#include <vector>

#include "introspect/connection.h"

namespace autogen {

// Tells whether a read was of one moment: the digest is read in its snapshot, and looked at again
// after its end. (Where the transactions that are over and those that are not are the same at both
// ends, nothing has moved and it need not be.)
class Moment {
 public:
  // `digest` is where it goes; nullptr: nobody asks.
  explicit Moment(std::string* digest) : digest_(digest) {}

  bool wanted() const { return digest_ != nullptr; }
  // Statements, each one copy: both within the transaction, the second again behind its end.
  static std::string DigestCopy();
  static std::string SnapshotCopy();
  void ReadDigestRow(const Row& row);
  void ReadSnapshotRow(const Row& row) { snapshots_.emplace_back(row.at(0).value_or("")); }

  absl::StatusOr<bool> Stands(Connection& connection);

 private:
  std::string* digest_;
  std::string read_;
  std::vector<std::string> snapshots_;
};

}  // namespace autogen
