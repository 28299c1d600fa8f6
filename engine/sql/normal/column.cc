#include "engine/sql/normal/analyzer.h"

// Columns, fields and subscripts. See: PostgreSQL source, parse_expr.c, transformColumnRef,
// transformIndirection; parse_relation.c, colNameToVar.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

const Scope* Outermost(const Scope* scope) {
  while (scope->outer != nullptr) scope = scope->outer;
  return scope;
}

}  // namespace

Expr* Analyzer::NewColumn(std::string_view shown, Name name, TypeId type, Name modifier) {
  std::string text(shown);
  text += '\0';
  text += name.view();
  Expr* made = Make(Tag::kColumn, type, std::move(text));
  made->modifier = modifier;
  return made;
}

Expr* Analyzer::ColumnOf(const ScopeColumn& column, const Scope* scope) {
  Expr* made = Make(column.expr->tag, column.expr->type, column.expr->text, column.expr->args);
  made->modifier = column.expr->modifier;
  made->scope = scope;
  return made;
}

Expr* Analyzer::WholeRow(const ScopeItem& item, const Scope* scope) {
  if (item.scalar && item.columns.size() == 1) return ColumnOf(item.columns[0], scope);
  Expr* made = Make(Tag::kColumn, item.row_type, item.shown + std::string(1, '\0') + "*");
  made->scope = scope;
  return made;
}

Expr* Analyzer::ColumnReference(const Node& node, Scope* scope) {
  std::vector<const Node*> fields = node.Children(tree::ColumnRef::kFields);
  std::vector<std::string_view> name = tree::Strings(node, tree::ColumnRef::kFields);
  bool star = !fields.empty() && fields.back()->Is(NodeType::kAStar);
  if (name.empty() || name.size() > 3) return Fail();
  // A domain's check says VALUE, which is no column.
  const Scope* outermost = Outermost(scope);
  if (outermost->value != nullptr && name.size() == 1 && name[0] == "value") {
    return outermost->value;
  }
  if (name.size() == 1 && !star) {
    for (const Scope* level = scope; level != nullptr; level = level->outer) {
      const ScopeColumn* found = nullptr;
      const ScopeItem* unknown = nullptr;
      int unknowns = 0;
      for (const ScopeItem& item : level->items) {
        if (!item.columns_visible) continue;
        if (!item.known) unknown = &item, ++unknowns;
        for (const ScopeColumn& column : item.columns) {
          if (column.name.view() != name[0]) continue;
          if (found != nullptr) return Fail();
          found = &column;
        }
      }
      if (found != nullptr) return ColumnOf(*found, level);
      if (unknown == nullptr) continue;
      // One that we do not know has it, or an outer level.
      if (unknowns > 1 || level->outer != nullptr) return Fail();
      Expr* made = NewColumn(unknown->shown, name[0], t_none, Name());
      made->scope = level;
      return made;
    }
    for (const ScopeColumn& parameter : outermost->parameters) {
      if (parameter.name.view() == name[0]) return parameter.expr;
    }
  }
  // table.column, schema.table.column; a table alone is its whole row.
  bool whole = star || name.size() == 1;
  std::string_view relation = whole ? name.back() : name[name.size() - 2];
  std::string_view schema;
  if (name.size() == (whole ? 2u : 3u)) schema = name[0];
  for (const Scope* level = scope; level != nullptr; level = level->outer) {
    for (const ScopeItem& item : level->items) {
      if (!item.relation_visible) continue;
      bool named = schema.empty() ? item.alias.view() == relation
                                  : item.relation.name.view() == relation &&
                                        item.relation.schema.view() == schema;
      if (!named) continue;
      if (whole) return WholeRow(item, level);
      for (const ScopeColumn& column : item.columns) {
        if (column.name.view() == name.back()) return ColumnOf(column, level);
      }
      if (item.known) return Fail();
      Expr* made = NewColumn(item.shown, name.back(), t_none, Name());
      made->scope = level;
      return made;
    }
  }
  if (name.size() == 2 && !star && outermost->function.view() == name[0]) {
    for (const ScopeColumn& parameter : outermost->parameters) {
      if (parameter.name.view() == name[1]) return parameter.expr;
    }
  }
  return Fail();
}

Expr* Analyzer::Field(Expr* value, std::string_view name) {
  const auto* attributes = catalog_.Attributes(rules_.BaseOf(value->type));
  TypeId type = t_none;
  Name modifier;
  bool found = false;
  if (attributes != nullptr) {
    for (const auto& [attribute, of] : *attributes) {
      if (attribute.view() != name) continue;
      found = true;
      type = catalog_.TypeOf(of);
      modifier = of.modifier;
    }
    if (!found) return Fail();
  } else if (value->type != t_none && value->type != t_record) {
    return Fail();
  }
  Expr* made = Make(Tag::kNode, type, "field " + std::string(name), {value});
  made->modifier = modifier;
  return made;
}

Expr* Analyzer::Indirection(const Node& node, Scope* scope) {
  Expr* value = Transform(*node.Child(tree::AIndirection::kArg), scope);
  std::vector<const Node*> steps = node.Children(tree::AIndirection::kIndirection);
  for (size_t i = 0; i < steps.size() && !failed_;) {
    if (steps[i]->Is(NodeType::kString)) {
      value = Field(value, steps[i]->Text(tree::String::kSval));
      ++i;
      continue;
    }
    if (!steps[i]->Is(NodeType::kAIndices)) return Fail();
    // Subscripts in a row belong to one value.
    if (value->type == t_none) return Fail();
    TypeId container = rules_.BaseOf(value->type);
    bool json = container == t_jsonb, slice = false;
    TypeId element = rules_.ElementOf(container);
    if (!json && element == t_none) return Fail();
    std::vector<Expr*> args{value};
    std::string text = "subscript";
    size_t end = i;
    for (; end < steps.size() && steps[end]->Is(NodeType::kAIndices); ++end) {
      slice = slice || steps[end]->Has(tree::AIndices::kIsSlice);
    }
    for (; i < end; ++i) {
      text += steps[i]->Has(tree::AIndices::kIsSlice) ? " slice" : " at";
      for (int bound : {tree::AIndices::kLidx, tree::AIndices::kUidx}) {
        const Node* index = steps[i]->Child(bound);
        Expr* made = index == nullptr ? nullptr : Transform(*index, scope);
        if (made != nullptr) {
          if (json) {
            bool number = made->type == t_int4 || made->type == t_int2 || made->type == t_int8;
            made = Hidden(made, number ? t_int4 : t_text);
          } else {
            made = Hidden(made, t_int4);
          }
        }
        // With one slice, a[2] is a[1:2].
        if (slice && made == nullptr && bound == tree::AIndices::kLidx &&
            !steps[i]->Has(tree::AIndices::kIsSlice)) {
          made = MakeConstant(t_int4, Name(), "1");
        }
        args.push_back(made);
      }
    }
    if (slice) text = "slice";
    Expr* made = Make(Tag::kNode,
                      json    ? TypeId{t_jsonb}
                      : slice ? container
                              : element,
                      text, std::move(args));
    made->modifier = value->modifier;
    value = made;
  }
  return value;
}

}  // namespace autogen::normal
