#include "runner/prove/printed.h"

#include <algorithm>

#include "engine/compare/compare_text.h"

namespace autogen {
namespace {

bool Belongs(const std::set<ObjectId>& objects, const ObjectId& id) {
  const bool part = id.kind == Kind::kColumn || id.kind == Kind::kDefault;
  return objects.contains(part ? RelationId(Kind::kTable, id.schema, id.scope) : id);
}

// Both sorted, the second far shorter: it is put in place without comparing all of the first.
std::vector<Dependency> Merged(std::vector<Dependency> many, std::vector<Dependency> few) {
  std::vector<Dependency> merged;
  merged.reserve(many.size() + few.size());
  auto begin = many.begin();
  for (Dependency& edge : few) {
    auto end = std::lower_bound(begin, many.end(), edge);
    merged.insert(merged.end(), std::make_move_iterator(begin), std::make_move_iterator(end));
    merged.push_back(std::move(edge));
    begin = end;
  }
  merged.insert(merged.end(), std::make_move_iterator(begin), std::make_move_iterator(many.end()));
  return merged;
}

}  // namespace

std::set<ObjectId> TakePrinted(const Database& live, const std::set<ObjectId>& whole,
                               const Database& printed, Database* target) {
  std::set<ObjectId> replaced;
  for (const ObjectId& id : whole) {
    Object* found = target->objects.Find(id);
    const Object* there = printed.Find(id);
    if (found == nullptr || there == nullptr) continue;
    const Object* was = live.Find(id);
    if (was != nullptr && *was == *found) continue;
    *found = *there;
    replaced.insert(id);
  }
  std::vector<Dependency>& edges = target->dependencies;
  std::erase_if(edges, [&](const Dependency& edge) { return Belongs(replaced, edge.from); });
  std::vector<Dependency> more;
  for (const Dependency& edge : printed.dependencies) {
    if (Belongs(replaced, edge.from)) more.push_back(edge);
  }
  edges = Merged(std::move(edges), std::move(more));
  return replaced;
}

Changes CompareThese(const Database& before, const Database& after, const std::set<ObjectId>& ids) {
  Changes result;
  TextComparer texts(before, after);
  for (const ObjectId& id : ids) {
    const Object* old = before.Find(id);
    const Object* now = after.Find(id);
    if (old == nullptr && now == nullptr) continue;
    if (old == nullptr || now == nullptr) {
      result.changes.push_back({now ? ChangeType::kCreate : ChangeType::kDrop, id, {}, {}});
    } else if (std::optional<ObjectChange> change = CompareObject(*old, *now, &texts)) {
      result.changes.push_back(*std::move(change));
    }
  }
  return result;
}

}  // namespace autogen
