#pragma once

#include <optional>

#include "engine/definition/clause.h"
#include "engine/definition/reader.h"

namespace autogen {

// Collects a sequence's options, which stand in any order, and completes them as PostgreSQL does.
class SequenceReader {
 public:
  explicit SequenceReader(Reader& reader) : reader_(reader) {}

  // One option; false where none begins here.
  absl::StatusOr<bool> ReadOption();
  // `type`: of a sequence that says none (an identity's is its column's; empty: bigint).
  absl::StatusOr<SequenceOptions> Complete(const TypeRef& type) const;

 private:
  absl::Status Add(std::string_view name, std::optional<int64_t>* number);

  Reader& reader_;
  TypeRef type_;
  std::optional<int64_t> increment_, min_, max_, start_, cache_;
  bool cycle_ = false;
};

// The options that are no defaults. `implied`: the type that need not be said.
void AddSequenceOptions(const SequenceOptions& options, const TypeRef& implied,
                        ClauseList& clauses);

}  // namespace autogen
