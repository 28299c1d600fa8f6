#include "introspect/moment.h"

#include "introspect/digest.h"

namespace autogen {

std::string Moment::DigestCopy() { return "COPY (" + DigestQuery() + ") TO STDOUT;\n"; }

std::string Moment::SnapshotCopy() { return "COPY (SELECT pg_current_snapshot()) TO STDOUT;\n"; }

void Moment::ReadDigestRow(const Row& row) {
  for (const auto& field : row) read_ += std::string(field.value_or("")) + " ";
  read_.back() = '\n';
}

absl::StatusOr<bool> Moment::Stands(Connection& connection) {
  if (digest_ == nullptr) return true;
  *digest_ = read_;
  if (snapshots_.size() == 2 && snapshots_[0] == snapshots_[1]) return true;
  ASSIGN_OR_RETURN(std::string now, ReadDigest(connection));
  return now == read_;
}

}  // namespace autogen
