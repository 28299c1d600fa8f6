#include <algorithm>
#include <map>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

Name SchemaOf(const Object& object) { return IdOf(object).schema; }

// What shares pg_class' names: tables, views, sequences, indexes, composite types; and the indexes
// of constraints.
std::optional<QualifiedName> RelationName(const Object& object) {
  ObjectId id = IdOf(object);
  switch (id.kind) {
    case Kind::kTable:
    case Kind::kView:
    case Kind::kMaterializedView:
    case Kind::kSequence:
    case Kind::kIndex:
    case Kind::kCompositeType:
      return QualifiedName{id.schema, id.name};
    case Kind::kConstraint: {
      ConstraintType type = std::get<Constraint>(object).type;
      if (type == ConstraintType::kCheck || type == ConstraintType::kForeignKey) break;
      return QualifiedName{id.schema, id.name};
    }
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kRangeType:
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kOperator:
    case Kind::kColumn:
    case Kind::kDefault:
    case Kind::kTrigger:
    case Kind::kUnmodelled:
      break;
  }
  return std::nullopt;
}

// What shares pg_type's names. A composite type is told among the relations.
std::vector<QualifiedName> TypeNames(const Object& object) {
  ObjectId id = IdOf(object);
  QualifiedName name{id.schema, id.name};
  if (const auto* range = std::get_if<RangeType>(&object)) {
    if (range->multirange.empty()) return {name};
    return {name, range->multirange};
  }
  bool type = id.kind == Kind::kEnum || id.kind == Kind::kDomain || id.kind == Kind::kTable ||
              id.kind == Kind::kView || id.kind == Kind::kMaterializedView ||
              id.kind == Kind::kCompositeType;
  return type ? std::vector<QualifiedName>{name} : std::vector<QualifiedName>{};
}

class Twice {
 public:
  explicit Twice(Elaboration* elaboration) : e_(*elaboration) {}

  // `first`: one before it of the same identity, or nullptr.
  void Check(const ReadItem& item, const ObjectId& id, const ReadItem* first) {
    CheckPrimaryKey(item);
    if (id.name.empty()) return;
    if (first != nullptr) {
      Tell(item, std::string(KindName(id.kind)) + " " + Ticked(Label(id)) + " is defined twice",
           *first);
      return;
    }
    if (auto name = RelationName(*item.object)) {
      if (Clash(&relations_, *name, item)) return;
    }
    for (const QualifiedName& name : TypeNames(*item.object)) {
      if (Clash(&types_, name, item)) return;
    }
  }

 private:
  template <class Key, class Message>
  bool Told(absl::flat_hash_map<Key, const ReadItem*>* seen, const Key& key, const ReadItem& item,
            const Message& message) {
    auto [at, added] = seen->emplace(key, &item);
    if (!added) Tell(item, message(), *at->second);
    return !added;
  }

  void Tell(const ReadItem& item, std::string message, const ReadItem& first) {
    e_.findings().Add(item.place, std::move(message), "take one of them out", FirstAt(first.place));
  }

  using ByName = absl::flat_hash_map<std::pair<Name, Name>, const ReadItem*>;

  bool Clash(ByName* seen, const QualifiedName& name, const ReadItem& item) {
    std::pair<Name, Name> key{name.schema, name.name};
    auto found = seen->find(key);
    if (found != seen->end() && found->second == &item) return false;
    auto message = [&] {
      return "the " + std::string(KindName(IdOf(*item.object).kind)) + " has the name of the " +
             std::string(KindName(IdOf(*found->second->object).kind)) + " " +
             Ticked(Label(IdOf(*found->second->object)));
    };
    return Told(seen, key, item, message);
  }

  void CheckPrimaryKey(const ReadItem& item) {
    const auto* key = std::get_if<Constraint>(&*item.object);
    if (!key || key->type != ConstraintType::kPrimaryKey) return;
    ObjectId table = RelationId(Kind::kTable, key->schema, key->table);
    Told(&primary_keys_, table, item,
         [&] { return "table " + Ticked(Label(table)) + " has two primary keys"; });
  }

  Elaboration& e_;
  absl::flat_hash_map<ObjectId, const ReadItem*> primary_keys_;
  ByName relations_, types_;
};

// Of what has one identity, all but the first, and that: the numbers of the items.
std::map<uint32_t, uint32_t> Repeated(const ItemOrder& order) {
  std::map<uint32_t, uint32_t> repeated;
  for (size_t i = 1, first = 0; i < order.items.size(); ++i) {
    const ObjectId& id = order.ids[order.items[i]];
    if (id != order.ids[order.items[first]]) {
      first = i;
    } else if (!id.name.empty()) {
      repeated.emplace(order.items[i], order.items[first]);
    }
  }
  return repeated;
}

}  // namespace

void CheckTwice(Elaboration* elaboration, const ItemOrder& order) {
  const std::deque<ReadItem>& items = elaboration->items();
  const std::map<uint32_t, uint32_t> repeated = Repeated(order);
  Twice twice(elaboration);
  for (uint32_t i = 0; i < items.size(); ++i) {
    auto first = repeated.find(i);
    twice.Check(items[i], order.ids[i], first == repeated.end() ? nullptr : &items[first->second]);
  }
}

void CheckSchemas(Elaboration* elaboration) {
  std::set<Name> told;
  auto check = [&](Name schema, const Place& place) {
    if (schema.empty() || elaboration->IsDeclared(schema) || !told.insert(schema).second) return;
    if (schema.view().starts_with("pg_") || schema == Name("information_schema")) {
      elaboration->findings().Add(place,
                                  "schema " + Ticked(schema.view()) + " is PostgreSQL's own");
      return;
    }
    elaboration->findings().Add(place, "schema " + Ticked(schema.view()) + " is not declared",
                                "every schema but public is: schemas: [" + schema.str() + "]");
  };
  for (const ReadItem& item : elaboration->items()) {
    check(SchemaOf(*item.object), item.place);
    const auto* extension = std::get_if<Extension>(&*item.object);
    if (extension && extension->schema != Name("pg_catalog")) {
      check(extension->schema, PlaceOfName(*item.definition, extension->schema));
    }
  }
}

}  // namespace autogen
