// Constraints of tables and domains.
#include <algorithm>

#include "introspect/expression_text.h"
#include "introspect/readers.h"

namespace autogen {
namespace {

struct ConstraintFields {
  explicit ConstraintFields(CatalogHeader& h)
      : oid(h, "oid"),
        name(h, "name"),
        type(h, "type"),
        relation(h, "relation"),
        domain(h, "domain"),
        index(h, "index"),
        keys(h, "keys"),
        referenced_namespace(h, "referenced_namespace"),
        referenced_name(h, "referenced_name"),
        referenced(h, "referenced"),
        referenced_keys(h, "referenced_keys"),
        referenced_columns(h, "referenced_columns"),
        match(h, "match"),
        on_update(h, "on_update"),
        on_delete(h, "on_delete"),
        on_delete_columns(h, "on_delete_columns"),
        expression(h, "expression"),
        operator_namespaces(h, "operator_namespaces"),
        operators(h, "operators"),
        no_inherit(h, "no_inherit"),
        deferrable(h, "deferrable"),
        deferred(h, "deferred"),
        validated(h, "validated"),
        unmodelled(h, "unmodelled") {}
  Field oid, name, type, relation, domain, index, keys, referenced_namespace, referenced_name,
      referenced, referenced_keys, referenced_columns, match, on_update, on_delete,
      on_delete_columns, expression, operator_namespaces, operators, no_inherit, deferrable,
      deferred, validated, unmodelled;
};

ConstraintType TypeOf(char code) {
  switch (code) {
    case 'p':
      return ConstraintType::kPrimaryKey;
    case 'u':
      return ConstraintType::kUnique;
    case 'f':
      return ConstraintType::kForeignKey;
    case 'x':
      return ConstraintType::kExclusion;
    default:
      return ConstraintType::kCheck;
  }
}

ForeignKeyAction ActionOf(char code) {
  switch (code) {
    case 'r':
      return ForeignKeyAction::kRestrict;
    case 'c':
      return ForeignKeyAction::kCascade;
    case 'n':
      return ForeignKeyAction::kSetNull;
    case 'd':
      return ForeignKeyAction::kSetDefault;
    default:
      return ForeignKeyAction::kNoAction;
  }
}

std::vector<Name> Names(const CatalogRelation& relation, const std::vector<int64_t>& numbers) {
  std::vector<Name> names;
  for (int64_t number : numbers) {
    names.push_back(relation.ColumnAt(number).name);
  }
  return names;
}

void ReadForeignKey(const ConstraintFields& f, const Row& row, CatalogRelation& relation,
                    CatalogState& s, Constraint* constraint) {
  constraint->columns = Names(relation, f.keys.Numbers(row));
  constraint->references = s.Qualified(f.referenced_namespace.Oid(row), f.referenced_name(row));
  auto referenced = s.relations.find(f.referenced.Oid(row));
  if (f.referenced_columns.IsNull(row) && referenced != s.relations.end()) {
    constraint->referenced_columns = Names(referenced->second, f.referenced_keys.Numbers(row));
  }
  for (const std::string& column : f.referenced_columns.List(row)) {
    constraint->referenced_columns.emplace_back(column);
  }
  constraint->match = f.match(row) == "f" ? ForeignKeyMatch::kFull : ForeignKeyMatch::kSimple;
  constraint->on_update = ActionOf(f.on_update.Code(row));
  constraint->on_delete = ActionOf(f.on_delete.Code(row));
  constraint->on_delete_columns = Names(relation, f.on_delete_columns.Numbers(row));
}

// Primary keys, unique and exclusion constraints are their index, seen from the other side.
void TakeIndex(const ConstraintFields& f, const Row& row, Index index, CatalogState& s,
               Constraint* constraint) {
  constraint->include = std::move(index.include);
  constraint->options = std::move(index.options);
  constraint->tablespace = index.tablespace;
  constraint->nulls_not_distinct = index.nulls_not_distinct;
  const ObjectId id = IdOf(*constraint);
  if (!index.common.comment.empty()) s.Notice("comment of a constraint's index", id);
  if (!index.statistics.empty()) s.Notice("statistics of a constraint's index", id);
  if (constraint->type != ConstraintType::kExclusion) {
    for (const IndexKey& key : index.keys) constraint->columns.push_back(key.column);
    return;
  }
  constraint->access_method = index.access_method;
  constraint->where = std::move(index.where);
  constraint->elements = std::move(index.keys);
  std::vector<std::string> operators = f.operators.List(row);
  std::vector<int64_t> namespaces = f.operator_namespaces.Numbers(row);
  for (size_t i = 0; i < constraint->elements.size() && i < operators.size(); ++i) {
    constraint->elements[i].with_operator =
        s.Qualified(static_cast<CatalogOid>(namespaces.at(i)), operators[i]);
  }
}

void ReadOfTable(const ConstraintFields& f, const Row& row, CatalogRelation& relation,
                 CatalogState& s) {
  Constraint constraint;
  constraint.schema = relation.id.schema;
  constraint.table = relation.id.name;
  constraint.name = f.name(row);
  constraint.type = TypeOf(f.type.Code(row));
  constraint.deferrable = f.deferrable.Flag(row);
  constraint.initially_deferred = f.deferred.Flag(row);
  constraint.not_valid = !f.validated.Flag(row);
  constraint.common = s.Described(kConstraintClass, f.oid.Oid(row));
  if (!f.unmodelled.IsNull(row)) {
    CatalogKey key{kConstraintClass, f.oid.Oid(row)};
    s.AddUnmodelled(key, f.unmodelled.Text(row),
                    {Kind::kUnmodelled, constraint.schema,
                     constraint.table.str() + "." + constraint.name.str(), "constraint"});
    bool own_index = constraint.type != ConstraintType::kForeignKey;
    if (own_index) s.Alias({kRelationClass, f.index.Oid(row)}, key);
    return;
  }
  if (constraint.type == ConstraintType::kForeignKey) {
    ReadForeignKey(f, row, relation, s, &constraint);
  } else if (constraint.type == ConstraintType::kCheck) {
    constraint.check.text = StripParentheses(s.stand_in.Over(relation, f.expression(row)));
    constraint.no_inherit = f.no_inherit.Flag(row);
  } else {
    auto index = s.constraint_indexes.find(f.index.Oid(row));
    if (index != s.constraint_indexes.end()) {
      TakeIndex(f, row, std::move(index->second), s, &constraint);
      s.constraint_indexes.erase(index);
    }
    s.AddEnd({kRelationClass, f.index.Oid(row)}, IdOf(constraint));
  }
  s.AddPart({kConstraintClass, f.oid.Oid(row)}, f.relation.Oid(row), std::move(constraint));
}

void ReadOfDomain(const ConstraintFields& f, const Row& row, CatalogState& s) {
  CatalogKey type{kTypeClass, f.domain.Oid(row)};
  auto id = s.ids.find(type);
  Object* object = id == s.ids.end() ? nullptr : s.Get(id->second);
  auto* domain = object == nullptr ? nullptr : std::get_if<Domain>(object);
  if (domain == nullptr) return;  // an extension's
  domain->constraints.push_back({f.name(row),
                                 {StripParentheses(f.expression(row))},
                                 !f.validated.Flag(row),
                                 s.Comment(kConstraintClass, f.oid.Oid(row))});
  std::sort(domain->constraints.begin(), domain->constraints.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  s.Alias({kConstraintClass, f.oid.Oid(row)}, type);
}

}  // namespace

// Needs columns (the stand-in's too), indexes, types and comments.
CatalogReader ReadConstraints(CatalogHeader& h, CatalogState& s) {
  ConstraintFields f(h);
  return {[=, &s](const Row& row) {
            if (f.domain.Oid(row) != 0) {
              ReadOfDomain(f, row, s);
              return absl::OkStatus();
            }
            auto found = s.relations.find(f.relation.Oid(row));
            if (found == s.relations.end()) return absl::OkStatus();
            if (found->second.modelled()) {
              ReadOfTable(f, row, found->second, s);
            } else if (!found->second.id.name.empty()) {
              s.AddEnd({kConstraintClass, f.oid.Oid(row)}, found->second.id);
            }
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
