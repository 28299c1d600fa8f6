#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/compare/rename_levels.h"
#include "engine/sql/names.h"

namespace autogen {

// Renamed columns, followed wherever they are mentioned.
class PartRenames {
 public:
  PartRenames(const Database& before, const LevelRenames& level);

  // All of an object but its own name.
  void Apply(Object* object) const;

 private:
  Name NewColumn(const QualifiedName& relation, Name column) const;
  void List(const QualifiedName& relation, std::vector<Name>* columns) const;
  void Keys(const QualifiedName& relation, std::vector<IndexKey>* keys) const;
  // A text about one relation's row (`own`), or a query (`own` is empty).
  void Text(const QualifiedName& own, SqlForm form, Expression* text) const;
  std::optional<Name> NewColumn(const QualifiedName& own, const ColumnUse& use) const;

  void Follow(Table* table) const;
  void Follow(CompositeType* type) const;
  void Follow(View* view) const;
  void Follow(MaterializedView* view) const;
  void Follow(Constraint* constraint) const;
  void Follow(Index* index) const;
  void Follow(Trigger* trigger) const;
  void Follow(Sequence* sequence) const;
  template <class T>
  void Follow(T*) const {}

  std::map<std::pair<QualifiedName, Name>, Name> columns_;  // (relation, old) -> new
  std::map<QualifiedName, std::set<Name>> columns_of_;      // of every relation, before
  std::set<Name> old_names_;
};

// `t.*` in a check of a renamed table: the qualifier is the table's own name.
void RenameOwnQualifier(const LevelRenames& level, Object* object);

// Labels of enums, in the types and in constants that are cast to them.
void RenameLabels(const std::map<std::pair<ObjectId, std::string>, std::string>& labels,
                  Database* database);

}  // namespace autogen
