#include <algorithm>

#include "engine/compare/compare.h"
#include "engine/compare/rename_levels.h"
#include "engine/sql/lexer.h"

namespace autogen {
namespace {

std::map<ObjectId, ObjectId> Swapped(const std::map<ObjectId, ObjectId>& renames,
                                     RenameLevel level) {
  std::map<ObjectId, ObjectId> result;
  for (const auto& [before, after] : renames) {
    if (LevelOf(before.kind) == level) result.emplace(after, before);
  }
  return result;
}

}  // namespace

RenameMap RenameMap::Inverse() const {
  // An identity of one level stands in the new names of the levels above; inverted, in their old
  // ones.
  RenameMap result;
  std::vector<LevelRenames> above;
  auto back = [&](ObjectId id) {
    for (auto level = above.rbegin(); level != above.rend(); ++level) id = level->NewId(id);
    return id;
  };
  for (RenameLevel level : kRenameLevels) {
    std::map<ObjectId, ObjectId> swapped = Swapped(objects, level);
    for (const auto& [before, after] : swapped) result.objects.emplace(back(before), back(after));
    above.emplace_back(level, swapped);
  }
  for (const auto& [key, label] : labels) {
    result.labels.emplace(std::pair(back(key.first), label), key.second);
  }
  return result;
}

std::vector<ObjectId> RoutinesMentioning(const Database& database, const ObjectId& id) {
  std::vector<ObjectId> result;
  for (const auto& [routine_id, object] : database.objects) {
    const auto* routine = std::get_if<Routine>(&object);
    if (routine == nullptr || routine->body.view().find(id.name.view()) == std::string::npos)
      continue;
    auto tokens = Tokenize(routine->body);
    // A body that is no SQL is searched as text, which has found it.
    bool found = !tokens.ok() || std::any_of(tokens->begin(), tokens->end(), [&](const Token& t) {
      if (t.IsName()) return t.value == id.name.view();
      return t.type == TokenType::kString && t.value.find(id.name.view()) != std::string::npos;
    });
    if (found) result.push_back(routine_id);
  }
  return result;
}

}  // namespace autogen
