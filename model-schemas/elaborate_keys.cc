#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

std::string Spell(const QualifiedName& name) {
  if (name.schema.empty() || name.schema == Name("public")) return name.name.str();
  return name.schema.str() + "." + name.name.str();
}

Column* FindColumn(Table* table, Name name) {
  auto found = std::find_if(table->columns.begin(), table->columns.end(),
                            [&](const Column& column) { return column.name == name; });
  return found == table->columns.end() ? nullptr : &*found;
}

// What a foreign key may point to: the columns of primary keys, unique constraints and unique
// indexes of whole columns, as sets.
class UniqueKeys {
 public:
  explicit UniqueKeys(Elaboration* elaboration) {
    for (const ReadItem& item : elaboration->items()) {
      if (const auto* constraint = std::get_if<Constraint>(&*item.object)) {
        Add(*constraint);
      } else if (const auto* index = std::get_if<Index>(&*item.object)) {
        Add(*index);
      }
    }
  }

  // The primary key's columns, or nullptr.
  const std::vector<Name>* Primary(const QualifiedName& table) const {
    auto found = primary_.find(table);
    return found == primary_.end() ? nullptr : &found->second;
  }
  bool Has(const QualifiedName& table, const std::vector<Name>& columns) const {
    auto found = keys_.find(table);
    return found != keys_.end() && std::find(found->second.begin(), found->second.end(),
                                             AsSet(columns)) != found->second.end();
  }

 private:
  void Add(const Constraint& constraint) {
    QualifiedName table{constraint.schema, constraint.table};
    bool primary = constraint.type == ConstraintType::kPrimaryKey;
    if (primary) primary_.emplace(table, constraint.columns);
    if (primary || constraint.type == ConstraintType::kUnique) {
      keys_[table].push_back(AsSet(constraint.columns));
    }
  }
  void Add(const Index& index) {
    if (!index.unique || !index.where.empty()) return;
    std::vector<Name> columns;
    for (const IndexKey& key : index.keys) {
      if (key.column.empty()) return;
      columns.push_back(key.column);
    }
    keys_[{index.schema, index.table}].push_back(AsSet(std::move(columns)));
  }

  static std::vector<Name> AsSet(std::vector<Name> columns) {
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
  }

  absl::flat_hash_map<QualifiedName, std::vector<Name>> primary_;
  absl::flat_hash_map<QualifiedName, std::vector<std::vector<Name>>> keys_;
};

void SpellOutPrimaryKey(const ReadItem& item, const Constraint& key, Elaboration* elaboration) {
  QualifiedName name{key.schema, key.table};
  Table* table = elaboration->FindTable(name);
  if (!table) return;
  const ReadItem& of = *elaboration->FindRelation(name);
  for (Name name_of_column : key.columns) {
    Column* column = FindColumn(table, name_of_column);
    if (!column) continue;  // told by CheckColumns
    column->not_null = true;
    const PartSource& source = of.parts[column - table->columns.data()];
    if (source.null_said && source.definition != item.definition) {
      elaboration->findings().Add(source.PlaceOfNull(),
                                  "column " + Ticked(Spell(name) + "." + column->name.str()) +
                                      " is in the primary key, and so not null",
                                  "take `null` out");
    }
  }
}

void SpellOutForeignKey(const ReadItem& item, Constraint* key, const UniqueKeys& keys,
                        Elaboration* elaboration) {
  const ReadItem* referenced = elaboration->FindRelation(key->references);
  if (!referenced) return;  // told where names are looked up, or nothing of ours
  auto label = [&] { return Ticked(Spell(key->references)); };
  auto tell = [&](std::string message, std::string hint = "") {
    elaboration->findings().Add(PlaceOfName(*item.definition, key->references.name),
                                std::move(message), std::move(hint));
  };
  if (!std::holds_alternative<Table>(*referenced->object)) {
    tell("a foreign key references a table, and " + label() + " is a view");
    return;
  }
  bool said = !key->referenced_columns.empty();
  if (!said) {
    const std::vector<Name>* primary = keys.Primary(key->references);
    if (!primary) {
      tell("table " + label() + " has no primary key to reference",
           "give it one, or name the columns: references " + Spell(key->references) + " (…)");
      return;
    }
    key->referenced_columns = *primary;
  }
  if (key->columns.size() != key->referenced_columns.size()) {
    tell("the foreign key has " + std::to_string(key->columns.size()) + " column" +
         (key->columns.size() == 1 ? "" : "s") + ", and the key of " + label() + " has " +
         std::to_string(key->referenced_columns.size()));
  } else if (said && !keys.Has(key->references, key->referenced_columns)) {
    tell("the columns that the foreign key references are no unique key of " + label(),
         "PostgreSQL wants a primary key, a unique constraint or a unique "
         "index of exactly these columns");
  }
}

}  // namespace

void SpellOutKeys(Elaboration* elaboration) {
  UniqueKeys keys(elaboration);
  for (ReadItem& item : elaboration->items()) {
    auto* constraint = std::get_if<Constraint>(&*item.object);
    if (!constraint) continue;
    if (constraint->type == ConstraintType::kPrimaryKey) {
      SpellOutPrimaryKey(item, *constraint, elaboration);
    } else if (constraint->type == ConstraintType::kForeignKey) {
      SpellOutForeignKey(item, constraint, keys, elaboration);
    }
  }
}

}  // namespace autogen
