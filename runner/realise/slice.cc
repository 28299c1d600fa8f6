#include <algorithm>
#include <optional>
#include <span>

#include "absl/container/flat_hash_set.h"
#include "engine/plan/structure.h"
#include "runner/realise/realise.h"
#include "runner/realise/stub.h"

namespace autogen {
namespace {

constexpr Kind kRelationKinds[] = {Kind::kTable, Kind::kView, Kind::kMaterializedView};

std::optional<ObjectId> FindRelation(const Database& database, Name schema, Name name) {
  for (Kind kind : kRelationKinds) {
    ObjectId id = RelationId(kind, schema, name);
    if (database.Find(id) != nullptr) return id;
  }
  return std::nullopt;
}

bool IsRelation(Kind kind) {
  return kind == Kind::kTable || kind == Kind::kView || kind == Kind::kMaterializedView;
}

const std::vector<Column>* ColumnsOf(const Object& object) {
  if (const auto* table = std::get_if<Table>(&object)) return &table->columns;
  if (const auto* view = std::get_if<View>(&object)) return &view->columns;
  if (const auto* view = std::get_if<MaterializedView>(&object)) return &view->columns;
  return nullptr;
}

// Collects what stands in a slice. What is whole tells what it mentions; what is a stub mentions
// types alone.
class Slicer {
 public:
  explicit Slicer(const Database& database) : database_(database) {}

  Database Cut(const std::set<ObjectId>& ids, const std::set<ObjectId>& mentioned) {
    for (const ObjectId& id : ids) {
      if (auto whole = WholeOf(id)) Keep(*whole);
    }
    for (const ObjectId& id : mentioned) IsRelation(id.kind) ? MentionRelation(id) : Mention(id);
    // Keep and Mention only note; here is what follows from it.
    while (!open_.empty()) {
      Todo todo = open_.back();
      open_.pop_back();
      if (todo.whole) {
        FollowWhole(todo.id);
      } else {
        FollowStub(todo.id, todo.column);
      }
    }
    return Build();
  }

 private:
  struct Todo {
    ObjectId id;
    bool whole = false;
    Name column;  // a stub relation's new one
  };

  std::optional<ObjectId> WholeOf(const ObjectId& id) const {
    if (id.kind == Kind::kColumn || id.kind == Kind::kDefault) {
      return FindRelation(database_, id.schema, id.scope);
    }
    if (database_.Find(id) == nullptr) return std::nullopt;
    return id;
  }

  void Keep(const ObjectId& id) {
    if (whole_.insert(id).second) open_.push_back({id, true, {}});
  }

  // The edges that begin at exactly this id.
  std::span<const Dependency> EdgesFrom(const ObjectId& from) const {
    auto [begin, end] =
        std::ranges::equal_range(database_.dependencies, from, {}, &Dependency::from);
    return {begin, end};
  }

  template <class F>
  void ForEachNeed(const ObjectId& from, F&& f) const {
    for (const Dependency& edge : EdgesFrom(from)) f(edge.to);
  }

  void FollowWhole(const ObjectId& id) {
    const Object& object = *database_.Find(id);
    ForEachNeed(id, [&](const ObjectId& to) { MentionFrom(id, to); });
    if (const std::vector<Column>* columns = ColumnsOf(object)) {
      for (const Column& column : *columns) {
        for (Kind kind : {Kind::kColumn, Kind::kDefault}) {
          ObjectId part{kind, id.schema, column.name, id.name};
          ForEachNeed(part, [&](const ObjectId& to) { MentionFrom(id, to); });
        }
      }
    }
    for (const ObjectId& to : StructuralNeeds(object)) {
      // A foreign key's other side, a trigger's FROM: of these the columns alone.
      if (IsRelation(to.kind) && !IsOwnRelation(object, to)) {
        MentionRelation(to);
      } else {
        MentionFrom(id, to);
      }
    }
    if (const auto* constraint = std::get_if<Constraint>(&object)) FollowKey(id, *constraint);
    if (const auto* sequence = std::get_if<Sequence>(&object)) FollowOwner(*sequence);
  }

  static bool IsOwnRelation(const Object& object, const ObjectId& relation) {
    return RelationOf(object) == QualifiedName{relation.schema, relation.name};
  }

  // A foreign key rests on a key of the other table, which edges need not tell.
  void FollowKey(const ObjectId& id, const Constraint& constraint) {
    if (constraint.type != ConstraintType::kForeignKey) return;
    bool told = false;
    ForEachNeed(id, [&](const ObjectId& to) {
      const Object* key = database_.Find(to);
      told = told || (key != nullptr && (to.kind == Kind::kConstraint || to.kind == Kind::kIndex) &&
                      RelationOf(*key) == constraint.references);
    });
    if (told) return;
    std::set<Name> wanted(constraint.referenced_columns.begin(),
                          constraint.referenced_columns.end());
    for (const ObjectId& candidate : PartsOf(constraint.references)) {
      if (Covers(*database_.Find(candidate), wanted)) Mention(candidate);
    }
  }

  static bool Covers(const Object& object, const std::set<Name>& wanted) {
    if (const auto* key = std::get_if<Constraint>(&object)) {
      const bool primary = key->type == ConstraintType::kPrimaryKey;
      if (!primary && key->type != ConstraintType::kUnique) return false;
      if (wanted.empty()) return primary;
      return std::set<Name>(key->columns.begin(), key->columns.end()) == wanted;
    }
    const auto* index = std::get_if<Index>(&object);
    if (index == nullptr || !index->unique || !index->where.empty()) return false;
    std::set<Name> columns;
    for (const IndexKey& key : index->keys) columns.insert(key.column);
    return columns == wanted;
  }

  void FollowOwner(const Sequence& sequence) {
    if (sequence.owned_by.empty()) return;
    MentionColumn(ColumnId(sequence.schema, sequence.owned_by.table, sequence.owned_by.column));
  }

  void MentionFrom(const ObjectId& from, const ObjectId& to) {
    const Object* object = database_.Find(to);
    const auto* constraint = database_.Get<Constraint>(from);
    // Of the table that a foreign key points to, no more than the columns of that key.
    auto is_target = [&](Name schema, Name name) {
      return constraint != nullptr && constraint->type == ConstraintType::kForeignKey &&
             QualifiedName{schema, name} == constraint->references;
    };
    if (object != nullptr && IsRelation(to.kind)) {
      is_target(to.schema, to.name) ? MentionRelation(to) : MentionAllColumns(to);
      if (AsksForUpdatable(from)) KeepView(to);
      return;
    }
    if (to.kind == Kind::kColumn && !is_target(to.schema, to.scope)) {
      // Which names a query's output shows depends on the other columns too.
      // See: PostgreSQL source, set_using_names() in ruleutils.c.
      if (auto relation = FindRelation(database_, to.schema, to.scope)) {
        MentionAllColumns(*relation);
      }
      return;
    }
    Mention(to);
  }

  // A view WITH CHECK OPTION wants one below it that rows can be put through, which a stub is not.
  bool AsksForUpdatable(const ObjectId& from) const {
    const auto* view = database_.Get<View>(from);
    return view != nullptr && (view->options.contains("check_option") || updatable_.contains(from));
  }

  void KeepView(const ObjectId& id) {
    if (id.kind != Kind::kView) return;
    updatable_.insert(id);
    Keep(id);
  }

  void Mention(const ObjectId& id) {
    switch (id.kind) {
      case Kind::kColumn:
      case Kind::kDefault:
        MentionColumn(id);
        return;
      case Kind::kTable:
      case Kind::kView:
      case Kind::kMaterializedView:
        MentionAllColumns(id);
        return;
      case Kind::kConstraint:
        MentionConstraint(id);
        return;
      case Kind::kIndex:
      case Kind::kTrigger:
        if (database_.Find(id) != nullptr) Keep(id);
        return;
      case Kind::kNamespace:
      case Kind::kExtension:
      case Kind::kEnum:
      case Kind::kDomain:
      case Kind::kCompositeType:
      case Kind::kRangeType:
      case Kind::kSequence:
      case Kind::kFunction:
      case Kind::kProcedure:
      case Kind::kOperator:
        if (database_.Find(id) != nullptr && stubs_.insert(id).second) {
          open_.push_back({id, false, {}});
        }
        return;
      case Kind::kUnmodelled:
        return;
    }
    Unreachable();
  }

  void MentionConstraint(const ObjectId& id) {
    const auto* constraint = database_.Get<Constraint>(id);
    if (constraint == nullptr) return;
    if (constraint->type != ConstraintType::kPrimaryKey &&
        constraint->type != ConstraintType::kUnique) {
      Keep(id);
      return;
    }
    for (Name column : constraint->columns) {
      MentionColumn(ColumnId(constraint->schema, constraint->table, column));
    }
    if (stubs_.insert(id).second) open_.push_back({id, false, {}});
  }

  void MentionRelation(const ObjectId& id) {
    const Object* object = database_.Find(id);
    if (object == nullptr) return;
    // A view gives all its columns or it is another view.
    if (id.kind != Kind::kTable) {
      MentionAllColumns(id);
    } else if (relations_.try_emplace(id).second) {
      open_.push_back({id, false, {}});
    }
  }

  void MentionColumn(const ObjectId& column) {
    auto relation = FindRelation(database_, column.schema, column.scope);
    if (!relation) return;
    MentionRelation(*relation);
    if (relation->kind != Kind::kTable) return;
    if (relations_[*relation].insert(column.name).second) {
      open_.push_back({*relation, false, column.name});
    }
  }

  void MentionAllColumns(const ObjectId& id) {
    const Object* object = database_.Find(id);
    if (object == nullptr) return;
    const std::vector<Column>& columns = *ColumnsOf(*object);
    if (id.kind != Kind::kTable && !HasKnownColumns(columns)) {
      Keep(id);
      return;
    }
    if (relations_.try_emplace(id).second) open_.push_back({id, false, {}});
    for (const Column& column : columns) {
      if (!relations_[id].insert(column.name).second) continue;
      open_.push_back({id, false, column.name});
    }
  }

  // A stub needs its schema and types, and what a type's or key's own edges say of those.
  void FollowStub(const ObjectId& id, Name column) {
    if (whole_.contains(id)) return;
    const Object& object = *database_.Find(id);
    if (!column.empty()) {
      FollowColumn(id, object, column);
      return;
    }
    if (!id.schema.empty()) MentionForStub(id, {Kind::kNamespace, {}, id.schema, {}});
    if (IsRelation(id.kind) || id.kind == Kind::kConstraint) return;
    for (const ObjectId& to : StructuralNeeds(object)) {
      const bool wanted = IsTypeLike(to.kind) || IsRelation(to.kind) || to.kind == Kind::kNamespace;
      if (wanted) MentionForStub(id, to);
    }
    ForEachNeed(id, [&](const ObjectId& to) {
      // An operator is nothing without its function.
      const bool wanted = IsTypeLike(to.kind) || to.kind == Kind::kExtension ||
                          to.kind == Kind::kNamespace || IsRelation(to.kind) ||
                          (id.kind == Kind::kOperator && to.kind == Kind::kFunction);
      if (wanted) MentionForStub(id, to);
    });
  }

  void FollowColumn(const ObjectId& relation, const Object& object, Name name) {
    const std::vector<Column>& columns = *ColumnsOf(object);
    auto column = std::find_if(columns.begin(), columns.end(),
                               [&](const Column& c) { return c.name == name; });
    if (column == columns.end()) return;
    MentionType(relation, column->type);
    ForEachNeed(ColumnId(relation.schema, relation.name, name), [&](const ObjectId& to) {
      if (IsTypeLike(to.kind) || to.kind == Kind::kExtension) MentionForStub(relation, to);
    });
    // A view's edges tell of its columns' types too, among others.
    if (relation.kind != Kind::kTable) {
      ForEachNeed(relation, [&](const ObjectId& to) {
        if (to.kind == Kind::kExtension) MentionForStub(relation, to);
      });
    }
  }

  static bool IsTypeLike(Kind kind) {
    return kind == Kind::kEnum || kind == Kind::kDomain || kind == Kind::kCompositeType ||
           kind == Kind::kRangeType;
  }

  void MentionType(const ObjectId& from, const TypeRef& type) {
    if (type.empty() || type.schema == Name("pg_catalog")) return;
    for (Kind kind : {Kind::kEnum, Kind::kDomain, Kind::kCompositeType, Kind::kRangeType,
                      Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
      ObjectId id = RelationId(kind, type.schema, type.name);
      if (database_.Find(id) != nullptr) MentionForStub(from, id);
    }
  }

  void MentionForStub(const ObjectId& from, const ObjectId& to) {
    if (from == to || database_.Find(to) == nullptr) return;
    stub_edges_.push_back({from, to, false});
    Mention(to);
  }

  // Constraints and indexes of a relation. The table of all is made at the first call.
  const std::vector<ObjectId>& PartsOf(const QualifiedName& relation) {
    if (parts_.empty()) {
      for (const auto& [id, object] : database_.objects) {
        if (id.kind != Kind::kConstraint && id.kind != Kind::kIndex) continue;
        QualifiedName owner = RelationOf(object);
        parts_[owner].push_back(id);
      }
    }
    return parts_[relation];
  }

  Object MakeStub(const ObjectId& id, const Object& object) const {
    return std::visit(
        Overload{
            [&](const Table& table) -> Object { return StubOf(table, relations_.at(id)); },
            [](const View& view) -> Object { return StubOf(view); },
            [](const MaterializedView& view) -> Object { return StubOf(view); },
            [](const Routine& routine) -> Object { return StubOf(routine); },
            [](const Domain& domain) -> Object { return StubOf(domain); },
            [](const RangeType& range) -> Object { return StubOf(range); },
            [](const Sequence& sequence) -> Object { return StubOf(sequence); },
            [](const Operator& op) -> Object { return StubOf(op); },
            [](const Constraint& constraint) -> Object { return StubOf(constraint); },
            // Every database has these; as they are there is nothing to do for them.
            [&](const Namespace& space) -> Object {
              return space.name == Name("public") ? object : PlainOf(object);
            },
            [&](const Extension& extension) -> Object {
              return extension.name == Name("plpgsql") ? object : PlainOf(object);
            },
            [&](const Enum&) -> Object { return PlainOf(object); },
            [&](const CompositeType&) -> Object { return PlainOf(object); },
            [&](const Index&) -> Object { return object; },    // never a stub
            [&](const Trigger&) -> Object { return object; },  // never a stub
        },
        object);
  }

  Database Build();
  void AddEdges(Database* slice) const;

  const Database& database_;
  std::set<ObjectId> whole_;
  absl::flat_hash_set<ObjectId> updatable_;
  // Stubs of relations and the columns that they need; some may be whole besides.
  std::map<ObjectId, std::set<Name>> relations_;
  std::set<ObjectId> stubs_;  // of other kinds
  std::vector<Dependency> stub_edges_;
  std::vector<Todo> open_;
  std::map<QualifiedName, std::vector<ObjectId>> parts_;
};

bool HasIndex(const Database& slice, Name schema, Name table, Name index) {
  return slice.Find({Kind::kIndex, schema, index, {}}) != nullptr ||
         slice.Find({Kind::kConstraint, schema, index, table}) != nullptr;
}

// A table of the slice names no index that is not in it.
void ForgetIndexes(Database* slice) {
  for (auto [id, object] : slice->objects) {
    if (auto* table = std::get_if<Table>(&object)) {
      if (!HasIndex(*slice, id.schema, id.name, table->cluster_on)) table->cluster_on = Name();
      if (!HasIndex(*slice, id.schema, id.name, table->replica_identity.index)) {
        if (table->replica_identity.mode == ReplicaIdentity::Mode::kIndex)
          table->replica_identity = {};
      }
    } else if (auto* view = std::get_if<MaterializedView>(&object)) {
      if (!HasIndex(*slice, id.schema, id.name, view->cluster_on)) view->cluster_on = Name();
    }
  }
}

Database Slicer::Build() {
  Database slice;
  slice.name = database_.name;
  slice.owner = database_.owner;
  slice.current_user = database_.current_user;
  slice.server_version = database_.server_version;
  slice.members = database_.members;
  for (const ObjectId& id : whole_) slice.objects.Insert(id, *database_.Find(id));
  for (const ObjectId& id : stubs_) {
    if (!whole_.contains(id)) slice.objects.Insert(id, MakeStub(id, *database_.Find(id)));
  }
  for (const auto& [id, columns] : relations_) {
    if (!whole_.contains(id)) slice.objects.Insert(id, MakeStub(id, *database_.Find(id)));
  }
  AddEdges(&slice);
  ForgetIndexes(&slice);
  return slice;
}

// The edges of what is whole, and those that stubs have.
void Slicer::AddEdges(Database* slice) const {
  auto there = [&](const ObjectId& id) {
    if (id.kind != Kind::kColumn && id.kind != Kind::kDefault) return slice->Find(id) != nullptr;
    return FindRelation(*slice, id.schema, id.scope).has_value();
  };
  auto add = [&](const ObjectId& from) {
    for (const Dependency& edge : EdgesFrom(from)) {
      if (there(edge.to)) slice->dependencies.push_back(edge);
    }
  };
  for (const ObjectId& id : whole_) {
    add(id);
    const std::vector<Column>* columns = ColumnsOf(*database_.Find(id));
    if (columns == nullptr) continue;
    for (const Column& column : *columns) {
      add(ColumnId(id.schema, id.name, column.name));
      add(DefaultId(id.schema, id.name, column.name));
    }
  }
  for (const Dependency& edge : stub_edges_) {
    if (!whole_.contains(edge.from)) slice->dependencies.push_back(edge);
  }
  std::sort(slice->dependencies.begin(), slice->dependencies.end());
  slice->dependencies.erase(std::unique(slice->dependencies.begin(), slice->dependencies.end()),
                            slice->dependencies.end());
}

}  // namespace

Database Slice(const Database& database, const std::set<ObjectId>& ids,
               const std::set<ObjectId>& mentioned) {
  return Slicer(database).Cut(ids, mentioned);
}

std::set<ObjectId> StubsOf(const Database& slice, const std::set<ObjectId>& whole) {
  std::set<ObjectId> stubs;
  for (const auto& [id, object] : slice.objects) {
    if (whole.contains(id)) continue;
    stubs.insert(id);
    const auto* table = std::get_if<Table>(&object);
    if (table == nullptr) continue;
    for (const Column& column : table->columns) {
      stubs.insert(ColumnId(id.schema, id.name, column.name));
    }
  }
  return stubs;
}

Database Only(const Database& database, const std::set<ObjectId>& ids) {
  Database result;
  result.server_version = database.server_version;
  for (const ObjectId& id : ids) {
    if (const Object* object = database.Find(id)) result.objects.Insert(id, *object);
  }
  return result;
}

}  // namespace autogen
