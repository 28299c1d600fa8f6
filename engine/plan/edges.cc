#include "engine/plan/edges.h"

#include <algorithm>
#include <tuple>

#include "engine/plan/structure.h"

namespace autogen {
namespace {

using KeysOfTable = std::map<QualifiedName, std::vector<std::pair<std::set<Name>, int>>>;

bool IsKey(const Constraint& constraint) {
  return constraint.type == ConstraintType::kPrimaryKey ||
         constraint.type == ConstraintType::kUnique;
}

class EdgeFinder {
 public:
  EdgeFinder(const Planning& planning, const Nodes& nodes) : planning_(planning), nodes_(nodes) {}

  Edges Find() {
    edges_ = nodes_.edges;
    Dependencies();
    RowsOfTables();
    Sequences();
    ForeignKeys();
    PrimaryKeys();
    Names();
    Persistence();
    return std::move(edges_);
  }

 private:
  void Add(int first, int then) {
    if (first != then) edges_.push_back({first, then});
  }

  // Drops follow before's dependencies backwards, creations after's forwards.
  void Dependencies() {
    for (const auto& [id, node] : nodes_.left_list) {
      for (const ObjectId& to : AllNeeds(planning_.before, planning_.before_needs, id)) {
        auto gone = nodes_.gone.find(to);
        if (gone != nodes_.gone.end()) Add(node, gone->second);
      }
    }
    for (const auto& [id, node] : nodes_.made_list) {
      for (const ObjectId& to : AllNeeds(planning_.after, planning_.after_needs, id)) {
        if (id.kind == Kind::kSequence && IsPart(to)) continue;  // Sequences
        if (IsReferenceBetweenOperators(id, to)) continue;
        MakeAfter(to, node);
      }
    }
    for (const auto& [id, node] : nodes_.shaped_list) {
      for (const ObjectId& to : ShapeNeeds(*planning_.after.Find(id))) MakeAfter(to, node);
    }
    for (const auto& [id, node] : nodes_.shaped_left_list) {
      for (const ObjectId& to : ShapeNeeds(*planning_.before.Find(id))) {
        auto gone = nodes_.gone.find(to);
        if (gone != nodes_.gone.end()) Add(node, gone->second);
      }
    }
  }

  // A column of rows of a table goes before that table's columns change. See: RefuseRowsOf.
  void RowsOfTables() {
    for (const auto& [id, node] : nodes_.left_list) {
      const Column* column = id.kind == Kind::kColumn ? FindColumn(planning_.before, id) : nullptr;
      if (column == nullptr) continue;
      const auto* table = planning_.before.Get<Table>(
          RelationId(Kind::kTable, column->type.schema, column->type.name));
      if (table == nullptr) continue;
      for (const Column& part : table->columns) {
        auto gone = nodes_.gone.find(ColumnId(table->schema, table->name, part.name));
        if (gone != nodes_.gone.end()) Add(node, gone->second);
      }
    }
  }

  static std::vector<ObjectId> ShapeNeeds(const Object& object) {
    std::vector<ObjectId> needs = StructuralNeeds(object);
    if (const auto* view = std::get_if<View>(&object)) {
      for (const Column& column : view->columns) Type(column.type, &needs);
    }
    return needs;
  }

  void MakeAfter(const ObjectId& need, int node) {
    auto made = nodes_.made.find(need);
    if (made != nodes_.made.end()) Add(made->second, node);
  }

  static bool IsPart(const ObjectId& id) {
    return id.kind == Kind::kColumn || id.kind == Kind::kTable;
  }

  // A commutator may be named before it exists. See: PostgreSQL manual, CREATE OPERATOR.
  static bool IsReferenceBetweenOperators(const ObjectId& from, const ObjectId& to) {
    return from.kind == Kind::kOperator && to.kind == Kind::kOperator;
  }

  static std::vector<ObjectId> AllNeeds(const Database& database, const DependencyIndex& index,
                                        const ObjectId& id) {
    std::vector<ObjectId> needs = index.Needs(id);
    if (id.kind == Kind::kColumn || id.kind == Kind::kDefault) {
      needs.push_back(RelationId(Kind::kTable, id.schema, id.scope));
      if (id.kind == Kind::kDefault) needs.push_back(ColumnId(id.schema, id.scope, id.name));
      const Column* column = FindColumn(database, ColumnId(id.schema, id.scope, id.name));
      if (id.kind == Kind::kColumn && column != nullptr) Type(column->type, &needs);
    } else if (const Object* object = database.Find(id)) {
      std::vector<ObjectId> structural = StructuralNeeds(*object);
      needs.insert(needs.end(), structural.begin(), structural.end());
    }
    std::erase(needs, id);
    return needs;
  }

  static void Type(const TypeRef& type, std::vector<ObjectId>* needs) {
    if (type.empty() || type.schema == Name("pg_catalog")) return;
    for (Kind kind : {Kind::kEnum, Kind::kDomain, Kind::kCompositeType, Kind::kRangeType}) {
      needs->push_back(RelationId(kind, type.schema, type.name));
    }
  }

  void Sequences() {
    for (const auto& [id, node] : nodes_.owned) {
      const auto* sequence = planning_.after.Get<Sequence>(id);
      if (sequence == nullptr || sequence->owned_by.empty()) continue;
      MakeAfter(RelationId(Kind::kTable, id.schema, sequence->owned_by.table), node);
      MakeAfter(ColumnId(id.schema, sequence->owned_by.table, sequence->owned_by.column), node);
    }
  }

  // The keys of tables among `list`: constraints and unique indexes.
  static KeysOfTable KeysAmong(const Database& database,
                               const std::vector<std::pair<ObjectId, int>>& list) {
    KeysOfTable keys;
    for (const auto& [id, node] : list) {
      if (const auto* constraint = database.Get<Constraint>(id)) {
        if (!IsKey(*constraint)) continue;
        keys[{constraint->schema, constraint->table}].push_back(
            {{constraint->columns.begin(), constraint->columns.end()}, node});
      } else if (const auto* index = database.Get<Index>(id)) {
        if (!index->unique) continue;
        std::set<Name> columns;
        for (const IndexKey& key : index->keys) columns.insert(key.column);
        keys[{index->schema, index->table}].push_back({std::move(columns), node});
      }
    }
    return keys;
  }

  // A foreign key is made after the key that it refers to, and dropped before it.
  void ForeignKeys() {
    KeysOfTable made = KeysAmong(planning_.after, nodes_.made_list);
    KeysOfTable gone = KeysAmong(planning_.before, nodes_.left_list);
    for (const auto& [id, node] : nodes_.made_list) {
      const auto* key = planning_.after.Get<Constraint>(id);
      if (key == nullptr || key->type != ConstraintType::kForeignKey) continue;
      for (int other : Matching(made, *key)) Add(other, node);
    }
    for (const auto& [id, node] : nodes_.left_list) {
      const auto* key = planning_.before.Get<Constraint>(id);
      if (key == nullptr || key->type != ConstraintType::kForeignKey) continue;
      for (int other : Matching(gone, *key)) Add(node, other);
    }
  }

  static std::vector<int> Matching(const KeysOfTable& keys, const Constraint& foreign_key) {
    std::vector<int> matching;
    auto it = keys.find(foreign_key.references);
    if (it == keys.end()) return matching;
    std::set<Name> wanted(foreign_key.referenced_columns.begin(),
                          foreign_key.referenced_columns.end());
    for (const auto& [columns, node] : it->second) {
      if (wanted.empty() || columns == wanted) matching.push_back(node);
    }
    return matching;
  }

  // A column of a primary key cannot become nullable, nor need it be made NOT NULL by the key.
  void PrimaryKeys() {
    auto each = [&](const Database& database, const std::vector<std::pair<ObjectId, int>>& list,
                    auto&& add) {
      for (const auto& [id, node] : list) {
        const auto* key = database.Get<Constraint>(id);
        if (key == nullptr || key->type != ConstraintType::kPrimaryKey) continue;
        for (Name column : key->columns) {
          auto it = nodes_.not_null.find(ColumnId(key->schema, key->table, column));
          if (it != nodes_.not_null.end()) add(node, it->second);
        }
      }
    };
    each(planning_.after, nodes_.made_list, [&](int key, int not_null) { Add(not_null, key); });
    each(planning_.before, nodes_.left_list, [&](int key, int not_null) { Add(key, not_null); });
  }

  // Names that must be free before they are taken: of relations (and the indexes below keys), of
  // types, of routines. An overload goes before another comes: beside both, calls may be ambiguous.
  using Taken = std::tuple<char, Name, Name, Name>;

  static std::vector<Taken> NamesOf(const Database& database, const ObjectId& id) {
    const Taken relation{'r', id.schema, id.name, {}}, type{'t', id.schema, id.name, {}};
    switch (id.kind) {
      case Kind::kTable:
      case Kind::kView:
      case Kind::kMaterializedView:
      case Kind::kCompositeType:
        return {relation, type};
      case Kind::kIndex:
      case Kind::kSequence:
        return {relation};
      case Kind::kEnum:
      case Kind::kDomain:
        return {type};
      case Kind::kRangeType: {
        const auto* range = database.Get<RangeType>(id);
        if (range == nullptr || range->multirange.empty()) return {type};
        return {type, {'t', range->multirange.schema, range->multirange.name, {}}};
      }
      case Kind::kFunction:
      case Kind::kProcedure:
        return {{'f', id.schema, id.name, {}}};
      case Kind::kConstraint: {
        const auto* constraint = database.Get<Constraint>(id);
        const bool indexed = constraint != nullptr &&
                             (IsKey(*constraint) || constraint->type == ConstraintType::kExclusion);
        return indexed ? std::vector<Taken>{relation} : std::vector<Taken>{};
      }
      case Kind::kNamespace:
      case Kind::kExtension:
      case Kind::kOperator:
      case Kind::kColumn:
      case Kind::kDefault:
      case Kind::kTrigger:
      case Kind::kUnmodelled:
        return {};
    }
    Unreachable();
  }

  void Names() {
    std::multimap<Taken, int> freed;
    for (const auto& [id, node] : nodes_.left_list) {
      auto gone = nodes_.gone.find(id);
      if (gone == nodes_.gone.end() || gone->second != node) continue;
      for (const Taken& name : NamesOf(planning_.before, id)) freed.insert({name, node});
    }
    for (const auto& [name, node] : nodes_.names_freed) {
      freed.insert({{'r', name.schema, name.name, {}}, node});
    }
    if (freed.empty()) return;
    auto take = [&](const Taken& name, int node) {
      auto [begin, end] = freed.equal_range(name);
      for (auto it = begin; it != end; ++it) Add(it->second, node);
    };
    for (const auto& [id, node] : nodes_.made_list) {
      for (const Taken& name : NamesOf(planning_.after, id)) take(name, node);
    }
    for (const auto& [name, node] : nodes_.names_taken) {
      take({'r', name.schema, name.name, {}}, node);
    }
  }

  // A logged table cannot reference an unlogged one; a table's own sequences follow it.
  // See: ATPrepChangePersistence in tablecmds.c.
  void Persistence() {
    if (nodes_.unlogged.empty()) return;
    for (const auto& [id, object] : planning_.after.objects) {
      if (const auto* key = std::get_if<Constraint>(&object)) {
        if (key->type == ConstraintType::kForeignKey) PersistenceOfKey(id, *key);
      } else if (const auto* sequence = std::get_if<Sequence>(&object)) {
        int table = AtTable(nodes_.unlogged, sequence->schema, sequence->owned_by.table);
        auto made = nodes_.made.find(id);
        if (table >= 0 && made != nodes_.made.end()) Add(table, made->second);
      }
    }
    for (const auto& [id, node] : nodes_.left_list) {
      const auto* key = planning_.before.Get<Constraint>(id);
      if (key == nullptr || key->type != ConstraintType::kForeignKey) continue;
      for (int table : {AtTable(nodes_.unlogged, key->schema, key->table),
                        AtTable(nodes_.unlogged, key->references.schema, key->references.name)}) {
        if (table >= 0) Add(node, table);
      }
    }
  }

  void PersistenceOfKey(const ObjectId& id, const Constraint& key) {
    int from = AtTable(nodes_.unlogged, key.schema, key.table);
    int to = AtTable(nodes_.unlogged, key.references.schema, key.references.name);
    auto made = nodes_.made.find(id);
    if (made != nodes_.made.end()) {
      if (from >= 0) Add(from, made->second);
      if (to >= 0) Add(to, made->second);
      return;
    }
    if (from < 0 || to < 0) return;
    const auto* table = planning_.after.Get<Table>(RelationId(Kind::kTable, key.schema, key.table));
    if (table != nullptr && table->unlogged) {
      Add(from, to);
    } else {
      Add(to, from);
    }
  }

  static int AtTable(const Nodes::AtNode& at, Name schema, Name table) {
    auto it = at.find(RelationId(Kind::kTable, schema, table));
    return it == at.end() ? -1 : it->second;
  }

  const Planning& planning_;
  const Nodes& nodes_;
  Edges edges_;
};

// The words of a body, as an unquoted name would be folded; strings are looked into too, for what
// EXECUTE runs.
std::set<std::string> Words(std::string_view body) {
  std::set<std::string> words;
  std::string word;
  for (char c : body) {
    const bool inside = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '_' || c == '$' || (c & 0x80) != 0;
    if (inside) {
      word += c;
      continue;
    }
    if (!word.empty()) words.insert(std::move(word));
    word.clear();
  }
  if (!word.empty()) words.insert(std::move(word));
  std::set<std::string> folded = words;
  for (std::string text : words) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    folded.insert(std::move(text));
  }
  return folded;
}

bool CanBeMentioned(Kind kind) {
  switch (kind) {
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
    case Kind::kSequence:
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kTable:
    case Kind::kColumn:
    case Kind::kView:
    case Kind::kMaterializedView:
      return true;
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kOperator:
    case Kind::kDefault:
    case Kind::kConstraint:
    case Kind::kIndex:
    case Kind::kTrigger:
    case Kind::kUnmodelled:
      return false;
  }
  Unreachable();
}

}  // namespace

Edges HardEdges(const Planning& planning, const Nodes& nodes) {
  return EdgeFinder(planning, nodes).Find();
}

Edges SoftEdges(const Planning& planning, const Nodes& nodes) {
  std::map<std::string, std::vector<int>> mentioned;
  for (const auto& [id, node] : nodes.made_list) {
    if (!CanBeMentioned(id.kind)) continue;
    // A column is mentioned where its table is, too often to look for its own name.
    const Name name = id.kind == Kind::kColumn ? id.scope : id.name;
    std::vector<int>& at = mentioned[name.str()];
    if (at.empty() || at.back() != node) at.push_back(node);
  }
  Edges edges;
  for (const auto& [id, node] : nodes.made_list) {
    const auto* routine = planning.after.Get<Routine>(id);
    if (routine == nullptr || routine->body.empty()) continue;
    if (routine->language != Name("sql") && routine->language != Name("plpgsql")) continue;
    // A row of a table that comes as an argument is used by its columns.
    std::set<std::string> words = Words(routine->body);
    for (const Argument& argument : routine->arguments) words.insert(argument.type.name.str());
    for (const std::string& word : words) {
      auto it = mentioned.find(word);
      if (it == mentioned.end()) continue;
      for (int other : it->second) {
        if (other != node) edges.push_back({other, node});
      }
    }
  }
  return edges;
}

}  // namespace autogen
