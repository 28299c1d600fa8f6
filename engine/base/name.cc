#include "engine/base/name.h"

#include <mutex>
#include <unordered_set>

namespace autogen {
namespace {

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

const std::string* Intern(std::string_view text) {
  // Leaked on purpose: names live as long as the process, whatever the order of destruction.
  static auto& names = *new std::unordered_set<std::string, TextHash, std::equal_to<>>();
  static auto& mutex = *new std::mutex();
  std::lock_guard lock(mutex);
  if (auto found = names.find(text); found != names.end()) return &*found;
  return &*names.emplace(text).first;
}

}  // namespace

Name::Name() {
  static const std::string* const empty = Intern("");
  text_ = empty;
}

Name::Name(std::string_view text) : text_(Intern(text)) {}

}  // namespace autogen
