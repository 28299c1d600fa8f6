#include "engine/sql/resolve.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

Name Catalog() { return "pg_catalog"; }

// Operators by types only, collations of the operating system: pg_catalog has more of them than any
// list that could be built in.
bool IsReported(NameRole role) {
  switch (role) {
    case NameRole::kRelation:
    case NameRole::kType:
    case NameRole::kFunction:
      return true;
    case NameRole::kOperator:
    case NameRole::kCollation:
      return false;
  }
  Unreachable();
}

// Not types: short for a column with a sequence, whatever the path has.
bool IsSerial(std::string_view name) {
  static constexpr std::string_view kNames[] = {"serial",  "serial4",   "serial2",
                                                "serial8", "bigserial", "smallserial"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

}  // namespace

void KnownNames::Add(NameRole role, Name schema, Name name) {
  if (name.empty()) return;
  std::vector<Name>& schemas = schemas_[{role, name}];
  auto at = std::lower_bound(schemas.begin(), schemas.end(), schema);
  if (at == schemas.end() || *at != schema) schemas.insert(at, schema);
}

void KnownNames::Add(const Object& object) {
  auto add = [&](NameRole role, Name schema, Name name) { Add(role, schema, name); };
  // A relation is the type of its rows, too. A range type comes with functions of its name.
  auto add_relation = [&](const auto& o) {
    add(NameRole::kRelation, o.schema, o.name);
    add(NameRole::kType, o.schema, o.name);
  };
  auto add_type = [&](const auto& o) { add(NameRole::kType, o.schema, o.name); };
  std::visit(Overload{
                 [](const Namespace&) {},
                 [](const Extension&) {},
                 [&](const Enum& o) { add_type(o); },
                 [&](const Domain& o) { add_type(o); },
                 [&](const CompositeType& o) { add_type(o); },
                 [&](const RangeType& o) {
                   add_type(o);
                   add(NameRole::kFunction, o.schema, o.name);
                   add(NameRole::kType, o.multirange.schema, o.multirange.name);
                   add(NameRole::kFunction, o.multirange.schema, o.multirange.name);
                 },
                 [&](const Sequence& o) { add(NameRole::kRelation, o.schema, o.name); },
                 [&](const Routine& o) { add(NameRole::kFunction, o.schema, o.name); },
                 [&](const Operator& o) { add(NameRole::kOperator, o.schema, o.name); },
                 [&](const Table& o) { add_relation(o); },
                 [](const Constraint&) {},
                 [&](const Index& o) { add(NameRole::kRelation, o.schema, o.name); },
                 [](const Trigger&) {},
                 [&](const View& o) { add_relation(o); },
                 [&](const MaterializedView& o) { add_relation(o); },
             },
             object);
}

void KnownNames::Add(const ExtensionMember& member) {
  auto add = [&](NameRole role) { Add(role, member.name.schema, member.name.name); };
  switch (member.role) {
    case ExtensionMember::Role::kType:
      return add(NameRole::kType);
    case ExtensionMember::Role::kRelation:
      add(NameRole::kRelation);
      return add(NameRole::kType);
    case ExtensionMember::Role::kFunction:
      return add(NameRole::kFunction);
    case ExtensionMember::Role::kOperator:
      return add(NameRole::kOperator);
    case ExtensionMember::Role::kOther:  // a collation, perhaps; else nothing that is looked up
      return add(NameRole::kCollation);
  }
  Unreachable();
}

bool KnownNames::Has(NameRole role, const QualifiedName& name) const {
  if (name.schema == Catalog()) return IsBuiltin(role, name.name);
  auto found = schemas_.find({role, name.name});
  return found != schemas_.end() &&
         std::binary_search(found->second.begin(), found->second.end(), name.schema);
}

std::vector<QualifiedName> KnownNames::Anywhere(NameRole role, Name name) const {
  std::vector<QualifiedName> names;
  if (IsBuiltin(role, name)) names.push_back({Catalog(), name});
  if (auto found = schemas_.find({role, name}); found != schemas_.end()) {
    for (Name schema : found->second) names.push_back({schema, name});
  }
  return names;
}

std::optional<QualifiedName> Resolver::Resolve(NameRole role, const QualifiedName& written) const {
  if (!written.schema.empty()) return written;
  // pg_catalog comes first unless the path says where it comes.
  bool listed = std::find(path_.begin(), path_.end(), Catalog()) != path_.end();
  QualifiedName builtin{Catalog(), written.name};
  if (!listed && IsBuiltinIn(role, written.name, known_.major_version())) return builtin;
  for (Name schema : path_) {
    QualifiedName name{schema, written.name};
    if (known_.Has(role, name)) return name;
  }
  // Where the version is not known, what only some of them have comes after the models' own: a
  // function uuidv7() of one's own is seldom written beside the built-in one.
  if (known_.major_version() == 0 && IsBuiltin(role, written.name)) return builtin;
  // mood('x') is a cast, where there is no function of that name.
  // See: PostgreSQL manual, Value Expressions, Type Casts.
  if (role == NameRole::kFunction) return Resolve(NameRole::kType, written);
  return std::nullopt;
}

std::optional<TypeRef> Resolver::ResolveType(const TypeRef& written) const {
  if (!written.schema.empty() || IsSerial(written.name)) return written;
  TypeRef type = written;
  std::optional<QualifiedName> name = Resolve(NameRole::kType, {{}, written.name});
  if (!name && written.name.view().starts_with('_')) {  // the catalog's name of an array
    name = Resolve(NameRole::kType, {{}, written.name.view().substr(1)});
    type.array = true;
  }
  if (!name) return std::nullopt;
  type.schema = name->schema;
  type.name = name->name;
  if (type.schema != Catalog()) return type;
  if (std::optional<TypeRef> builtin = BuiltinType(type.name)) {
    type.name = builtin->name;
    type.array |= builtin->array;
  }
  if (type.name == Name("bpchar") && !type.modifier.empty()) type.name = "character";
  return type;
}

Expression Resolver::Qualify(const Expression& expression, SqlForm form,
                             std::vector<NameUse>* unknown) const {
  absl::StatusOr<Expression> qualified = TryQualify(expression, form, unknown);
  return qualified.ok() ? *std::move(qualified) : expression;
}

absl::StatusOr<Expression> Resolver::TryQualify(const Expression& expression, SqlForm form,
                                                std::vector<NameUse>* unknown) const {
  if (expression.empty()) return expression;
  auto qualify = [&](const NameUse& use) -> std::optional<QualifiedName> {
    std::optional<QualifiedName> name = Resolve(use.role, use.name);
    if (!name && unknown != nullptr && IsReported(use.role)) unknown->push_back(use);
    return name;
  };
  ASSIGN_OR_RETURN(std::string text, TryRewriteNames(expression.text, form, qualify));
  return Expression{std::move(text)};
}

}  // namespace autogen
