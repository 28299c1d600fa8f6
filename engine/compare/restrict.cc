#include <algorithm>

#include "engine/compare/compare.h"
#include "engine/compare/compared_namespaces.h"

namespace autogen {
namespace {

// A pattern with * and ?, as the config's `schemas` has them.
bool Matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return Matches(pattern.substr(1), text) || (!text.empty() && Matches(pattern, text.substr(1)));
  }
  bool one = !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]);
  return one && Matches(pattern.substr(1), text.substr(1));
}

}  // namespace

bool IsCompared(const ObjectId& id, const CompleteOptions& options) {
  Name name = id.kind == Kind::kNamespace ? id.name : id.schema;
  if (options.all_namespaces || name.empty()) return true;
  if (options.namespaces.empty()) return name == Name("public");
  return std::any_of(options.namespaces.begin(), options.namespaces.end(),
                     [&](Name pattern) { return Matches(pattern, name); });
}

bool ComparedNamespaces::Hold(const ObjectId& id) {
  const bool is_namespace = id.kind == Kind::kNamespace;
  const std::pair<bool, Name> key{is_namespace, is_namespace ? id.name : id.schema};
  if (holds_last_ && key == last_) return *holds_last_;
  auto [known, is_new] = known_.try_emplace(key);
  if (is_new) known->second = IsCompared(id, options_);
  last_ = key;
  holds_last_ = known->second;
  return known->second;
}

Database Restrict(Database database, const CompleteOptions& options) {
  ComparedNamespaces compared(options);
  database.objects.EraseIf([&](const auto& entry) { return !compared.Hold(entry.first); });
  return database;
}

}  // namespace autogen
