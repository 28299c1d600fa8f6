#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/dependencies/collector.h"

namespace autogen {

void DependencyCollector::AddExpression(const ObjectId& from, const Expression& expression,
                                        SqlForm form, const QualifiedName& own) {
  if (expression.empty()) return;
  absl::StatusOr<Uses> uses = FindUses(expression.text, form);
  if (!uses.ok()) {
    // Syntax that the parser is too old for: its words are better than nothing.
    AddWords(from, expression.text, /*qualified_are_hard=*/true);
    return;
  }
  for (const NameUse& use : uses->names) AddName(from, use);
  for (const ColumnUse& use : uses->columns) AddColumnUse(from, use, own);
  AddGroupedKeys(from, *uses);
}

// A bare name is built in. One of ours may still be meant, if only its arguments are of our types:
// a + b finds the + of a domain's or extension's schema on the path.
void DependencyCollector::AddBareName(const ObjectId& from, const NameUse& use) {
  if (use.role != NameRole::kFunction && use.role != NameRole::kOperator) return;
  // What only newer servers have can be nothing but ours on those before them.
  bool certain = !use.implied && !IsBuiltinIn(use.role, use.name.name, 0);
  for (const QualifiedName& name : directory_.Anywhere(use.role, use.name.name)) {
    Ids ids = use.role == NameRole::kOperator ? directory_.FindOperator(name)
                                              : directory_.FindFunction(name, use.arguments);
    if (certain) {
      AddAll(from, ids);
    } else {
      AddSoft(from, ids);
    }
  }
}

void DependencyCollector::AddName(const ObjectId& from, const NameUse& use) {
  if (use.name.schema.empty() || use.implied) return AddBareName(from, use);
  switch (use.role) {
    case NameRole::kRelation:
      return AddRelation(from, use.name);
    case NameRole::kType:
      return AddAll(from, directory_.FindType(use.name));
    case NameRole::kFunction:
      AddFunction(from, use.name, use.arguments);
      return AddResultColumns(from, use);
    case NameRole::kOperator:
      return AddOperator(from, use.name);
    case NameRole::kCollation:
      return AddOther(from, use.name);
  }
  Unreachable();
}

// FROM f(x), of a function that gives rows of a table: the columns are the table's.
void DependencyCollector::AddResultColumns(const ObjectId& from, const NameUse& use) {
  bool has_from = from.kind == Kind::kView || from.kind == Kind::kMaterializedView ||
                  from.kind == Kind::kFunction || from.kind == Kind::kProcedure;
  if (!has_from) return;
  for (const ObjectId& id : directory_.FindFunction(use.name, use.arguments)) {
    const Object* object = directory_.Find(id);
    const Routine* routine = object == nullptr ? nullptr : std::get_if<Routine>(object);
    if (routine == nullptr) continue;
    QualifiedName result{routine->returns.schema, routine->returns.name};
    const Table* table = directory_.FindTable(result);
    if (table == nullptr) continue;
    for (const Column& column : table->columns) {
      Add(from, ColumnId(result.schema, result.name, column.name));
    }
  }
}

void DependencyCollector::AddColumnUse(const ObjectId& from, const ColumnUse& use,
                                       const QualifiedName& own) {
  std::vector<QualifiedName> relations = use.relations;
  // Bare, or said by the table's name or as a trigger's NEW and OLD.
  bool may_be_own = use.qualifier.empty() || use.qualifier == own.name ||
                    use.qualifier == Name("new") || use.qualifier == Name("old");
  if (!own.empty() && may_be_own) relations.push_back(own);
  // Checks and indexes go with their columns.
  bool goes_along = from.kind == Kind::kConstraint || from.kind == Kind::kIndex;
  bool found = false;
  for (const QualifiedName& relation : relations) {
    bool automatic = goes_along && relation == own;
    if (!use.column.empty()) {
      if (!directory_.HasColumn(relation, use.column)) continue;
      Add(from, ColumnId(relation.schema, relation.name, use.column), automatic);
      found = true;
    } else if (const Table* table = directory_.FindTable(relation)) {
      for (const Column& column : table->columns) {
        Add(from, ColumnId(relation.schema, relation.name, column.name), automatic);
      }
    }
  }
  if (found || use.column.empty() || use.qualifier.empty()) return;
  // t.f is f(t) where t has no such column. See: PostgreSQL manual, Value Expressions, Function
  // Calls.
  for (const QualifiedName& name : directory_.Anywhere(NameRole::kFunction, use.column)) {
    AddSoft(from, directory_.FindFunction(name, 1));
  }
}

// A query that groups by a table's primary key may use its other columns, and then needs the key.
// See: PostgreSQL manual, SELECT, GROUP BY Clause.
void DependencyCollector::AddGroupedKeys(const ObjectId& from, const Uses& uses) {
  std::map<QualifiedName, std::set<Name>> grouped;
  for (const ColumnUse& use : uses.columns) {
    if (!use.grouped) continue;
    for (const QualifiedName& relation : use.relations) grouped[relation].insert(use.column);
  }
  for (const auto& [relation, columns] : grouped) {
    const std::set<Name>& names = columns;
    for (const Constraint* constraint : directory_.ConstraintsOf(relation)) {
      bool covered = constraint->type == ConstraintType::kPrimaryKey &&
                     std::all_of(constraint->columns.begin(), constraint->columns.end(),
                                 [&](Name column) { return names.contains(column); });
      if (covered) Add(from, IdOf(*constraint));
    }
  }
}

// The text of a function is looked at when it runs, if ever: every word may be a name.
void DependencyCollector::AddWords(const ObjectId& from, std::string_view body,
                                   bool qualified_are_hard) {
  absl::StatusOr<std::vector<Token>> tokens = Tokenize(body);
  if (!tokens.ok()) return;
  for (size_t i = 0; i < tokens->size(); ++i) {
    if (!(*tokens)[i].IsName()) continue;
    Name word = (*tokens)[i].value;
    bool qualified = i >= 2 && (*tokens)[i - 1].Is(".") && (*tokens)[i - 2].IsName();
    Name schema = qualified ? Name((*tokens)[i - 2].value) : Name();
    for (NameRole role : {NameRole::kRelation, NameRole::kType, NameRole::kFunction}) {
      for (const QualifiedName& name : directory_.Anywhere(role, word)) {
        // alias.word is seldom a name; schema.word is one of that schema.
        if (qualified && name.schema != schema) continue;
        Ids ids = role == NameRole::kRelation ? directory_.FindRelation(name)
                  : role == NameRole::kType   ? directory_.FindType(name)
                                              : directory_.FindFunction(name, -1);
        if (qualified && qualified_are_hard) {
          AddAll(from, ids);
        } else {
          AddSoft(from, ids);
        }
      }
    }
  }
}

}  // namespace autogen
