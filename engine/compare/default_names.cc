#include "engine/compare/default_names.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/figure_name.h"
#include "engine/sql/names.h"

namespace autogen {
namespace {

// "a_b_c" of the names, no longer than need be: MakeObjectName clips it further.
// See: ChooseIndexNameAddition, ChooseForeignKeyConstraintNameAddition.
std::string NameAddition(const std::vector<Name>& columns) {
  std::string text;
  for (Name column : columns) {
    if (!text.empty()) text += '_';
    text += column.view().substr(0, kMaxNameBytes);
    if (text.size() > kMaxNameBytes) break;
  }
  return text;
}

std::vector<Name> ExclusionColumns(const Constraint& constraint) {
  return IndexColumnNames(constraint.elements, constraint.include);
}

std::vector<Name> KeyColumns(const Constraint& constraint) {
  std::vector<IndexKey> keys;
  for (Name column : constraint.columns) keys.emplace_back().column = column;
  return IndexColumnNames(keys, constraint.include);
}

// The label with the first number that gives a free name.
template <class IsFree>
Name FirstFree(std::string_view name1, std::string_view name2, std::string_view label,
               IsFree is_free) {
  for (int pass = 0;; ++pass) {
    std::string numbered(label);
    if (pass > 0) numbered += std::to_string(pass);
    Name name = MakeObjectName(name1, name2, numbered);
    if (is_free(name)) return name;
  }
}

Name FreeConstraintName(std::string_view name1, std::string_view name2, std::string_view label,
                        Name schema, const TakenNames& taken) {
  return FirstFree(name1, name2, label,
                   [&](Name name) { return !taken.HasConstraint(schema, name); });
}

struct AddNames {
  TakenNames* taken;

  void operator()(const Table& o) const {
    taken->AddRelation(o.schema, o.name);
    for (const Column& column : o.columns) {
      if (column.identity && !column.identity->sequence.empty()) {
        taken->AddRelation(o.schema, column.identity->sequence);
      }
    }
  }
  void operator()(const View& o) const { taken->AddRelation(o.schema, o.name); }
  void operator()(const MaterializedView& o) const { taken->AddRelation(o.schema, o.name); }
  void operator()(const Sequence& o) const { taken->AddRelation(o.schema, o.name); }
  void operator()(const CompositeType& o) const { taken->AddRelation(o.schema, o.name); }
  void operator()(const Index& o) const {
    if (!o.name.empty()) taken->AddRelation(o.schema, o.name);
  }
  void operator()(const Constraint& o) const {
    if (o.name.empty()) return;
    taken->AddConstraint(o.schema, o.name);
    switch (o.type) {
      case ConstraintType::kPrimaryKey:
      case ConstraintType::kUnique:
      case ConstraintType::kExclusion:
        return taken->AddRelation(o.schema, o.name);
      case ConstraintType::kForeignKey:
      case ConstraintType::kCheck:
        return;
    }
    Unreachable();
  }
  void operator()(const Domain& o) const {
    for (const DomainConstraint& constraint : o.constraints) {
      if (!constraint.name.empty()) taken->AddConstraint(o.schema, constraint.name);
    }
  }
  void operator()(const Namespace&) const {}
  void operator()(const Extension&) const {}
  void operator()(const Enum&) const {}
  void operator()(const RangeType&) const {}
  void operator()(const Routine&) const {}
  void operator()(const Operator&) const {}
  void operator()(const Trigger&) const {}
};

}  // namespace

std::string_view ClipUtf8(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  auto continues = [&](size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; };
  while (limit > 0 && continues(limit)) --limit;
  return text.substr(0, limit);
}

Name MakeObjectName(std::string_view name1, std::string_view name2, std::string_view label) {
  size_t overhead = (name2.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
  size_t size1 = name1.size(), size2 = name2.size();
  while (size1 + size2 > kMaxNameBytes - overhead) --(size1 > size2 ? size1 : size2);
  std::string text(ClipUtf8(name1, size1));
  if (!name2.empty()) text.append("_").append(ClipUtf8(name2, size2));
  if (!label.empty()) text.append("_").append(label);
  return text;
}

Name MakeMultirangeName(std::string_view range) {
  std::string text(range);
  size_t at = text.find("range");
  if (at != std::string::npos) {
    text.insert(at, "multi");
  } else {
    text = std::string(range.substr(0, kMaxNameBytes + 1 - 12)) + "_multirange";
  }
  return std::string(ClipUtf8(text, kMaxNameBytes));
}

void TakenNames::Add(const Object& object) { std::visit(AddNames{this}, object); }

Name ChooseRelationName(std::string_view name1, std::string_view name2, std::string_view label,
                        Name schema, const TakenNames& taken, bool is_constraint) {
  return FirstFree(name1, name2, label, [&](Name name) {
    return !taken.HasRelation(schema, name) &&
           !(is_constraint && taken.HasConstraint(schema, name));
  });
}

Name ChooseIndexName(const Index& index, const TakenNames& taken) {
  std::string addition = NameAddition(IndexColumnNames(index.keys, index.include));
  return ChooseRelationName(index.table, addition, "idx", index.schema, taken, false);
}

Name ChooseConstraintName(const Constraint& constraint, const TakenNames& taken) {
  const Name schema = constraint.schema, table = constraint.table;
  switch (constraint.type) {
    case ConstraintType::kPrimaryKey:
      return ChooseRelationName(table, "", "pkey", schema, taken, true);
    case ConstraintType::kUnique:
      return ChooseRelationName(table, NameAddition(KeyColumns(constraint)), "key", schema, taken,
                                true);
    case ConstraintType::kExclusion:
      return ChooseRelationName(table, NameAddition(ExclusionColumns(constraint)), "excl", schema,
                                taken, true);
    case ConstraintType::kForeignKey:
      return FreeConstraintName(table, NameAddition(constraint.columns), "fkey", schema, taken);
    case ConstraintType::kCheck: {
      // See: AddRelationNewConstraints: the column is named where it is the only one.
      std::vector<Name> columns = ColumnsOfCheck(constraint.check);
      bool one = columns.size() == 1 && !columns[0].empty();
      return FreeConstraintName(table, one ? columns[0].view() : "", "check", schema, taken);
    }
  }
  Unreachable();
}

Name ChooseDomainConstraintName(Name schema, Name domain, const TakenNames& taken) {
  return FreeConstraintName(domain, "", "check", schema, taken);
}

std::vector<Name> IndexColumnNames(const std::vector<IndexKey>& keys,
                                   const std::vector<Name>& include) {
  std::vector<Name> names;
  auto add = [&](std::string_view original) {
    Name name = original;
    for (int i = 1; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
      std::string number = std::to_string(i);
      name = std::string(ClipUtf8(original, kMaxNameBytes - number.size())) + number;
    }
    names.push_back(name);
  };
  for (const IndexKey& key : keys) {
    if (!key.column.empty()) {
      add(key.column);
    } else {
      std::string name = FigureName(key.expression.text);
      add(name.empty() ? "expr" : name);
    }
  }
  for (Name column : include) add(column);
  return names;
}

std::vector<Name> ColumnsOfCheck(const Expression& check) {
  std::vector<Name> columns;
  auto uses = FindUses(check.text, SqlForm::kExpression);
  if (!uses.ok()) return columns;
  for (const ColumnUse& use : uses->columns) {
    if (std::find(columns.begin(), columns.end(), use.column) == columns.end()) {
      columns.push_back(use.column);
    }
  }
  return columns;
}

}  // namespace autogen
