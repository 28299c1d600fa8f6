#include <algorithm>

#include "engine/base/error.h"
#include "engine/compare/compare.h"
#include "engine/compare/rename_levels.h"
#include "engine/compare/rename_parts.h"
#include "engine/compare/replace_names.h"

namespace autogen {
namespace {

// The routines that a level renames, by their old name: a call is told apart by the number of its
// arguments.
class RoutineRenames {
 public:
  RoutineRenames(const Database& before, const LevelRenames& level) {
    for (const auto& [id, object] : before.objects) {
      if (const auto* routine = std::get_if<Routine>(&object)) {
        Call call = CallOf(*routine);
        auto found = level.ids.find(id);
        if (found != level.ids.end()) {
          call.renamed = QualifiedName{found->second.schema, found->second.name};
        }
        calls_[{id.schema, id.name}].push_back(call);
      }
      auto found = level.ids.find(id);
      if (std::holds_alternative<Operator>(object) && found != level.ids.end()) {
        operators_.emplace(QualifiedName{id.schema, id.name},
                           QualifiedName{found->second.schema, found->second.name});
      }
    }
  }

  // Where some overloads of a name are renamed and others are not, only what one of the renamed
  // alone can answer is replaced.
  std::optional<QualifiedName> New(NameRole role, const QualifiedName& name, int arguments) const {
    if (role == NameRole::kOperator) {
      auto found = operators_.find(name);
      return found == operators_.end() ? std::nullopt : std::optional(found->second);
    }
    auto found = calls_.find(name);
    if (role != NameRole::kFunction || found == calls_.end()) return std::nullopt;
    std::optional<QualifiedName> result;
    for (const Call& call : found->second) {
      bool fits = arguments < 0 || (arguments >= call.least && arguments <= call.most);
      if (!fits) continue;
      if (!call.renamed) return std::nullopt;
      result = call.renamed;
    }
    return result;
  }

 private:
  struct Call {
    int least = 0, most = 0;
    std::optional<QualifiedName> renamed;
  };

  static Call CallOf(const Routine& routine) {
    Call call;
    for (const Argument& argument : routine.arguments) {
      switch (argument.mode) {
        case ArgumentMode::kIn:
        case ArgumentMode::kInOut:
          ++call.most;
          if (argument.default_value.empty()) ++call.least;
          break;
        case ArgumentMode::kVariadic:
          call.most = 100;  // FUNC_MAX_ARGS
          break;
        case ArgumentMode::kOut:
          // CALL wants a place holder for them (PostgreSQL 14).
          if (routine.kind == Kind::kProcedure) ++call.most;
          break;
        case ArgumentMode::kTable:
          break;
      }
    }
    return call;
  }

  std::map<QualifiedName, std::vector<Call>> calls_;
  std::map<QualifiedName, QualifiedName> operators_;
};

// The name and schema of an object itself, and of the relation that it belongs to.
struct Relocate {
  const LevelRenames& level;
  ObjectId id;  // before this level

  template <class T>
  void Whole(T& o) const {
    ObjectId now = level.NewId(id);
    o.schema = now.schema;
    o.name = now.name;
  }
  void operator()(Namespace& o) const { o.name = level.NewNamespace(o.name); }
  void operator()(Extension& o) const { o.schema = level.NewNamespace(o.schema); }
  void operator()(Enum& o) const { Whole(o); }
  void operator()(Domain& o) const { Whole(o); }
  void operator()(CompositeType& o) const { Whole(o); }
  void operator()(RangeType& o) const { Whole(o); }
  void operator()(Routine& o) const { Whole(o); }
  void operator()(Operator& o) const { Whole(o); }
  void operator()(Table& o) const { Whole(o); }
  void operator()(View& o) const { Whole(o); }
  void operator()(MaterializedView& o) const { Whole(o); }
  // It goes with its table to another schema. See: ALTER TABLE, SET SCHEMA.
  void operator()(Sequence& o) const {
    Name schema = o.schema;
    Whole(o);
    if (o.owned_by.empty()) return;
    QualifiedName table = level.NewRelation({schema, o.owned_by.table});
    o.owned_by.table = table.name;
    if (!level.ids.contains(id)) o.schema = table.schema;
  }
  void operator()(Index& o) const {
    QualifiedName table = level.NewRelation({o.schema, o.table});
    o.name = level.NewId(id).name;
    o.schema = table.schema;
    o.table = table.name;
  }
  void operator()(Constraint& o) const {
    ObjectId now = level.NewId(id);
    o.schema = now.schema;
    o.table = now.scope;
    o.name = now.name;
  }
  void operator()(Trigger& o) const {
    ObjectId now = level.NewId(id);
    o.schema = now.schema;
    o.relation = now.scope;
    o.name = now.name;
  }
};

// Sequences that go with a table to another schema are mentioned by their new name from then on.
void AddMovedSequences(const Database& before, LevelRenames* level) {
  for (const auto& [id, object] : before.objects) {
    const auto* sequence = std::get_if<Sequence>(&object);
    if (sequence == nullptr || sequence->owned_by.empty() || level->ids.contains(id)) continue;
    QualifiedName table = level->NewRelation({id.schema, sequence->owned_by.table});
    if (table.schema == level->NewNamespace(id.schema)) continue;
    level->relations.emplace(QualifiedName{id.schema, id.name},
                             QualifiedName{table.schema, id.name});
  }
}

std::optional<QualifiedName> NewNameAt(const LevelRenames& level, const RoutineRenames& routines,
                                       NameRole role, const QualifiedName& name, int arguments) {
  if (level.level == RenameLevel::kNamespaces) {
    Name now = level.NewNamespace(name.schema);
    return now == name.schema ? std::nullopt : std::optional(QualifiedName{now, name.name});
  }
  if (level.level == RenameLevel::kRoutines) return routines.New(role, name, arguments);
  const auto& names = role == NameRole::kRelation ? level.relations : level.types;
  if (role != NameRole::kRelation && role != NameRole::kType) return std::nullopt;
  auto found = names.find(name);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

// An index that a table clusters on or that is its replica identity is named there.
void FollowIndexes(const LevelRenames& level, const Database& before, Database* result) {
  auto follow = [&](const ObjectId& from, const ObjectId& to, const QualifiedName& relation) {
    QualifiedName now = level.NewRelation(relation);
    for (Kind kind : {Kind::kTable, Kind::kMaterializedView}) {
      Object* found = result->objects.Find(RelationId(kind, now.schema, now.name));
      if (found == nullptr) continue;
      if (auto* table = std::get_if<Table>(found)) {
        if (table->cluster_on == from.name) table->cluster_on = to.name;
        if (table->replica_identity.index == from.name) table->replica_identity.index = to.name;
      } else if (auto* view = std::get_if<MaterializedView>(found)) {
        if (view->cluster_on == from.name) view->cluster_on = to.name;
      }
    }
  };
  for (const auto& [from, to] : level.ids) {
    const Object* object = before.Find(from);
    if (object == nullptr) continue;
    if (from.kind == Kind::kIndex || from.kind == Kind::kConstraint) {
      follow(from, to, RelationOf(*object));
    }
  }
}

ObjectId MapId(const std::map<ObjectId, ObjectId>& moved, const LevelRenames& level,
               const ObjectId& id) {
  auto found = moved.find(id);
  return found != moved.end() ? found->second : level.NewId(id);
}

void MapLeftAlone(const std::map<ObjectId, ObjectId>& moved, const LevelRenames& level,
                  Database* database) {
  for (LeftAlone& left : database->left_alone) left.id = MapId(moved, level, left.id);
  std::sort(database->left_alone.begin(), database->left_alone.end());
}

void MapDependencies(const std::map<ObjectId, ObjectId>& moved, const LevelRenames& level,
                     Database* database) {
  for (Dependency& dependency : database->dependencies) {
    dependency.from = MapId(moved, level, dependency.from);
    dependency.to = MapId(moved, level, dependency.to);
  }
  std::sort(database->dependencies.begin(), database->dependencies.end());
}

// What is known of schemas beside the objects.
void MapRest(const LevelRenames& level, Database* database) {
  if (level.level != RenameLevel::kNamespaces) return;
  for (ExtensionMember& member : database->members) {
    member.name.schema = level.NewNamespace(member.name.schema);
  }
  for (DefaultPrivilege& privilege : database->default_privileges) {
    privilege.schema = level.NewNamespace(privilege.schema);
  }
  for (Name& name : database->other_namespaces) name = level.NewNamespace(name);
}

// What a text must mention to be touched by a level.
std::vector<Name> OldNames(const LevelRenames& level) {
  std::vector<Name> names;
  for (const auto& [from, to] : level.ids) names.push_back(from.name);
  for (const auto& [from, to] : level.relations) names.push_back(from.name);
  return names;
}

Database ApplyLevel(const Database& before, LevelRenames level) {
  if (level.level == RenameLevel::kWhole) AddMovedSequences(before, &level);
  RoutineRenames routines(before, level);
  NewName replace = [&](NameRole role, const QualifiedName& name, int arguments) {
    return NewNameAt(level, routines, role, name, arguments);
  };
  std::vector<Name> words = OldNames(level);
  PartRenames parts(before, level);
  Database result = before;
  result.objects.clear();
  std::map<ObjectId, ObjectId> moved;
  for (const auto& [id, object] : before.objects) {
    Object now = object;
    if (level.level == RenameLevel::kParts) {
      parts.Apply(&now);
    } else {
      ReplaceNames(replace, words, &now);
      RenameOwnQualifier(level, &now);
    }
    std::visit(Relocate{level, id}, now);
    moved.emplace(id, IdOf(now));
    result.Add(std::move(now));
  }
  FollowIndexes(level, before, &result);
  MapDependencies(moved, level, &result);
  MapLeftAlone(moved, level, &result);
  MapRest(level, &result);
  return result;
}

}  // namespace

Database ApplyRenames(Database before, const RenameMap& renames) {
  Database result = std::move(before);
  for (RenameLevel of_level : kRenameLevels) {
    LevelRenames level(of_level, renames.objects);
    if (!level.ids.empty()) result = ApplyLevel(result, std::move(level));
  }
  RenameLabels(renames.labels, &result);
  return result;
}

}  // namespace autogen
