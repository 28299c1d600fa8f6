#pragma once

#include <optional>
#include <string>
#include <vector>

namespace autogen {

// What a check without a difference leaves behind for the next one: of which models and which state
// of the database that was. A cache: safe to delete, written whole or not at all, and nothing in it
// is believed unless both sides are as they were.
struct SavedState {
  std::string models;  // a hash of all that the models' side was read from
  std::string digest;  // introspect/digest.h's
  size_t objects = 0;
  std::vector<std::string> notices;  // what is said each time
  std::string not_compared;          // kinds that models cannot say
  friend bool operator==(const SavedState&, const SavedState&) = default;
};

// Under $XDG_CACHE_HOME/autogen (else ~/.cache/autogen); `key` is what tells this pair of models
// and database apart from others. nullopt: there is none, or it is not to be read.
std::optional<SavedState> LoadState(const std::string& key);
// A cache that cannot be written only costs time.
void SaveState(const std::string& key, const SavedState& state);

}  // namespace autogen
