#include <algorithm>

#include "absl/container/node_hash_map.h"
#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

constexpr std::string_view kSystemColumns[] = {"cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"};

std::string Spell(const QualifiedName& name) {
  if (name.schema.empty() || name.schema == Name("public")) return name.name.str();
  return name.schema.str() + "." + name.name.str();
}

// Finds the columns that a table has not got.
class ColumnChecker {
 public:
  explicit ColumnChecker(Elaboration* elaboration) : e_(*elaboration) {}

  void Check(const ReadItem& item) {
    item_ = &item;
    definition_ = item.definition;
    if (const auto* o = std::get_if<Constraint>(&*item.object)) CheckConstraint(*o);
    if (const auto* o = std::get_if<Index>(&*item.object)) CheckIndex(*o);
    if (const auto* o = std::get_if<Trigger>(&*item.object)) CheckTrigger(*o);
    if (const auto* o = std::get_if<Table>(&*item.object)) CheckTable(*o);
    if (const auto* o = std::get_if<Sequence>(&*item.object)) CheckSequence(*o);
  }

 private:
  // Only a table's columns are known; a view's come from its query.
  bool Of(Name schema, Name relation) {
    name_ = {schema, relation};
    table_ = e_.FindTable(name_);
    return table_ != nullptr;
  }

  bool HasColumn(Name column) const {
    return std::any_of(table_->columns.begin(), table_->columns.end(),
                       [&](const Column& candidate) { return candidate.name == column; });
  }

  void Missing(Name column, Place place) {
    std::vector<std::string_view> known;
    for (const Column& candidate : table_->columns) known.push_back(candidate.name);
    std::string_view nearest = Nearest(column, known);
    std::string hint = nearest.empty() ? "" : "did you mean " + Ticked(nearest) + "?";
    // A key is as written, SQL is folded.
    for (std::string_view candidate : known) {
      bool folded = candidate.size() == column.view().size() &&
                    std::equal(candidate.begin(), candidate.end(), column.view().begin(),
                               [](char a, char b) { return std::tolower(a) == b; });
      if (folded && candidate != column.view()) {
        hint =
            "in SQL a name with capitals takes double quotes: \"" + std::string(candidate) + "\"";
      }
    }
    e_.findings().Add(std::move(place),
                      "table " + Ticked(Spell(name_)) + " has no column " + Ticked(column.view()),
                      std::move(hint));
  }

  void CheckName(Name column) {
    if (column.empty() || HasColumn(column)) return;
    Missing(column, PlaceOfName(*definition_, column));
  }
  void CheckNames(const std::vector<Name>& columns) {
    for (Name column : columns) CheckName(column);
  }

  // Models repeat their texts.
  const std::vector<ColumnUse>& ColumnsIn(Name text) {
    auto [at, added] = columns_.try_emplace(text);
    if (!added || text.empty()) return at->second;
    auto uses = FindUses(text, SqlForm::kExpression);
    if (uses.ok()) at->second = std::move(uses->columns);
    return at->second;
  }

  // `qualifiers`: what may stand before a column of this table besides its own name.
  void CheckSql(const Expression& sql, const std::vector<Name>& qualifiers = {}) {
    for (const ColumnUse& use : ColumnsIn(sql.text)) {
      bool ours = use.relations.empty() && (use.qualifier.empty() || use.qualifier == name_.name ||
                                            std::find(qualifiers.begin(), qualifiers.end(),
                                                      use.qualifier) != qualifiers.end());
      bool row = use.column.empty() || (use.qualifier.empty() && use.column == name_.name);
      bool system = std::find(std::begin(kSystemColumns), std::end(kSystemColumns),
                              use.column.view()) != std::end(kSystemColumns);
      if (!ours || row || system || HasColumn(use.column)) continue;
      // In triggers the qualifiers are rows by themselves.
      if (std::find(qualifiers.begin(), qualifiers.end(), use.column) != qualifiers.end()) continue;
      Missing(use.column, PlaceOfName(*definition_, use.column));
    }
  }

  void CheckKeys(const std::vector<IndexKey>& keys) {
    for (const IndexKey& key : keys) {
      CheckName(key.column);
      CheckSql(key.expression);
    }
  }

  void CheckConstraint(const Constraint& constraint) {
    if (!Of(constraint.schema, constraint.table)) return;
    CheckNames(constraint.columns);
    CheckNames(constraint.include);
    CheckNames(constraint.on_delete_columns);
    CheckKeys(constraint.elements);
    CheckSql(constraint.check);
    CheckSql(constraint.where);
    if (constraint.type == ConstraintType::kForeignKey &&
        Of(constraint.references.schema, constraint.references.name)) {
      CheckNames(constraint.referenced_columns);
    }
  }

  void CheckIndex(const Index& index) {
    if (!Of(index.schema, index.table)) return;
    CheckKeys(index.keys);
    CheckNames(index.include);
    CheckSql(index.where);
  }

  void CheckTrigger(const Trigger& trigger) {
    if (!Of(trigger.schema, trigger.relation)) return;
    CheckNames(trigger.update_columns);
    CheckSql(trigger.when, {"new", "old"});
  }

  void CheckTable(const Table& table) {
    Of(table.schema, table.name);
    for (size_t i = 0; i < table.columns.size(); ++i) {
      definition_ = item_->parts[i].definition;
      CheckSql(table.columns[i].generated);
      CheckSql(table.columns[i].using_expression);
      for (size_t k = 0; k < i; ++k) {
        if (table.columns[k].name != table.columns[i].name) continue;
        e_.findings().Add(item_->parts[i].place(),
                          "table " + Ticked(Spell(name_)) + " has the column " +
                              Ticked(table.columns[i].name.view()) + " twice",
                          "", FirstAt(item_->parts[k].place()));
      }
    }
    definition_ = item_->definition;
    if (!table.common.grants) return;
    for (const Privilege& privilege : *table.common.grants) CheckName(privilege.column);
  }

  void CheckSequence(const Sequence& sequence) {
    if (sequence.owned_by.empty()) return;
    if (Of(sequence.schema, sequence.owned_by.table)) return CheckName(sequence.owned_by.column);
    e_.findings().Add(PlaceOfName(*definition_, sequence.owned_by.table),
                      "there is no table " +
                          Ticked(Spell({sequence.schema, sequence.owned_by.table})) +
                          " to own the sequence",
                      "a sequence and its owner are in one schema");
  }

  Elaboration& e_;
  const ReadItem* item_ = nullptr;
  const Node* definition_ = nullptr;
  QualifiedName name_;
  Table* table_ = nullptr;
  absl::node_hash_map<Name, std::vector<ColumnUse>> columns_;
};

}  // namespace

void CheckColumns(Elaboration* elaboration) {
  ColumnChecker checker(elaboration);
  for (const ReadItem& item : elaboration->items()) checker.Check(item);
}

}  // namespace autogen
