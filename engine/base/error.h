#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace autogen {

// Where in a user's file something stands. Lines and columns count from 1; a column counts bytes.
// 0 means unknown. `text` is the whole line, shown with a caret of `length` characters.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  int length = 1;
  std::string text;

  bool known() const { return !file.empty(); }
  friend bool operator==(const Place&, const Place&) = default;
};

// The five ways in which a command ends other than well; each is an exit status (PRODUCT: "Exit
// status").
enum class Blame {
  kFinding,    // 1: a finding, or a decision that is wanted
  kInput,      // 2: a wrong call or bad input
  kDatabase,   // 3: the database refused or was lost
  kMigration,  // 4: a migration failed, and was rolled back
  kInternal,   // 2: a mistake of this program
};

// One message for people: what is wrong (lower case, no full stop), where, and what to do.
struct Finding {
  std::string message;
  std::string hint;    // what to do; may be empty
  std::string detail;  // the server's DETAIL, the failing statement …; may hold several lines
  Place place;         // may be unknown
  Blame blame = Blame::kInput;
  std::string sqlstate;  // of a server's error, else empty

  friend bool operator==(const Finding&, const Finding&) = default;
};

// A Finding as a status, and back. Any status gives a Finding: one made elsewhere has only a
// message.
absl::Status ToStatus(const Finding& finding);
Finding ToFinding(const absl::Status& status);

// Several findings as one status: the first one's words, all of them kept (readers do not stop at
// the first).
absl::Status ToStatus(const std::vector<Finding>& findings);
std::vector<Finding> ToFindings(const absl::Status& status);

// Short forms for the commonest errors.
absl::Status InputError(std::string message, std::string hint = "");
absl::Status DatabaseError(std::string message, std::string hint = "");
absl::Status InternalError(std::string message);

// `file:line:column: error: message`, the line, a caret, the detail and the hint; ends with a line
// break.
std::string Describe(const Finding& finding);

// Ends a switch that covers its enum.
[[noreturn]] void Unreachable();

// The program's own name for std::string from abseil's string_view and back (Debian's abseil has
// its own type).
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace autogen

#define AUTOGEN_CONCAT_(a, b) a##b
#define AUTOGEN_CONCAT(a, b) AUTOGEN_CONCAT_(a, b)

// RETURN_IF_ERROR(f());  returns f's status from the enclosing function unless it is OK.
#define RETURN_IF_ERROR(...)                                                 \
  do {                                                                       \
    if (absl::Status status_ = (__VA_ARGS__); !status_.ok()) return status_; \
  } while (false)

// ASSIGN_OR_RETURN(auto x, f());  declares or assigns x from a StatusOr, or returns its status.
#define ASSIGN_OR_RETURN(target, ...) \
  ASSIGN_OR_RETURN_(AUTOGEN_CONCAT(result_, __LINE__), target, __VA_ARGS__)
#define ASSIGN_OR_RETURN_(result, target, ...)         \
  auto result = (__VA_ARGS__);                         \
  if (!result.ok()) return std::move(result).status(); \
  target = std::move(result).value()
