// The words are for people: they stand in the migration file above the statement and in the review.
// See: PostgreSQL manual, ALTER TABLE, Notes; Explicit Locking.

#include "codegen/sql/hazards.h"

#include <algorithm>
#include <array>
#include <set>

#include "codegen/sql/types.h"
#include "engine/base/error.h"

namespace autogen {
namespace {

Hazard DataLoss(std::string words) { return {"data-loss", std::move(words)}; }
Hazard Breaking(std::string words) { return {"breaking", std::move(words)}; }
Hazard Fails(std::string words) { return {"fails-on-rows", std::move(words)}; }
Hazard Scan(std::string words) { return {"scan", std::move(words)}; }
Hazard Lock(std::string words) { return {"lock", std::move(words)}; }
Hazard Rewrite(std::string words) { return {"rewrite", std::move(words)}; }

ObjectId TableOf(const ObjectId& column) {
  return RelationId(Kind::kTable, column.schema, column.scope);
}

std::string Rewrites(const ObjectId& relation) {
  return "rewrites " + Label(relation) + " and its indexes under an exclusive lock";
}

// Functions that give another value for each row, of those that are built in.
constexpr std::array<std::string_view, 14> kVolatile = {
    "clock_timestamp", "currval", "gen_random_bytes", "gen_random_uuid", "lastval",
    "nextval",         "random",  "random_normal",    "setval",          "timeofday",
    "txid_current",    "uuidv4",  "uuidv7",           "pg_sleep"};

bool IsVolatile(const QualifiedName& function, const Writer& w) {
  bool builtin = function.schema.empty() || function.schema == Name("pg_catalog");
  if (builtin && IsBuiltinFunction(function.name)) {
    return std::find(kVolatile.begin(), kVolatile.end(), function.name.view()) != kVolatile.end();
  }
  for (const auto& [id, object] : w.after().objects) {
    if (id.kind != Kind::kFunction || id.name != function.name) continue;
    if (!function.schema.empty() && id.schema != function.schema) continue;
    if (std::get<Routine>(object).volatility != Volatility::kVolatile) return false;
  }
  return true;  // an extension's, or the models': nothing is known that would say otherwise
}

// Whether the default has to be computed row by row. See: ALTER TABLE … ADD COLUMN, Notes.
bool IsVolatile(const Expression& expression, const Writer& w) {
  if (expression.empty()) return false;
  auto uses = FindUses(expression.text, SqlForm::kExpression);
  if (!uses.ok()) return true;
  return std::any_of(uses->names.begin(), uses->names.end(), [&](const NameUse& use) {
    return use.role == NameRole::kFunction && IsVolatile(use.name, w);
  });
}

bool HasChecks(const TypeRef& type, const Database& database) {
  if (type.array) return false;
  const auto* domain = database.Get<Domain>(RelationId(Kind::kDomain, type.schema, type.name));
  if (domain == nullptr) return false;
  return domain->not_null || !domain->constraints.empty() || HasChecks(domain->type, database);
}

bool BringsTables(Name extension, const Database& database) {
  return std::any_of(
      database.members.begin(), database.members.end(), [&](const ExtensionMember& member) {
        return member.extension == extension && member.role == ExtensionMember::Role::kRelation;
      });
}

std::vector<Hazard> DropExtension(const ObjectId& id, const Writer& w) {
  if (BringsTables(id.name, w.before())) {
    return {DataLoss("drops extension " + id.name.str() + " and what its tables hold")};
  }
  return {Breaking("drops extension " + id.name.str())};
}

std::string KindAndLabel(const ObjectId& id) {
  return std::string(KindName(id.kind)) + " " + Label(id);
}

std::string_view TypeWord(ConstraintType type) {
  switch (type) {
    case ConstraintType::kPrimaryKey:
      return "primary key";
    case ConstraintType::kUnique:
      return "unique constraint";
    case ConstraintType::kForeignKey:
      return "foreign key";
    case ConstraintType::kCheck:
      return "check";
    case ConstraintType::kExclusion:
      return "exclusion constraint";
  }
  Unreachable();
}

}  // namespace

namespace {

// What a generated column holds is computed again.
std::vector<Hazard> DropColumn(const ObjectId& id, const Writer& w) {
  const auto* table = w.before().Get<Table>(TableOf(id));
  const Column* column = table == nullptr ? nullptr : FindColumn(table->columns, id.name);
  if (column == nullptr || column->generated.empty()) {
    return {DataLoss("drops " + Label(id) + " and what it holds")};
  }
  if (!w.GoesForGood(id)) return {};
  return {Breaking("drops " + KindAndLabel(id) + ", which code may still use")};
}

std::vector<Hazard> DropTable(const ObjectId& id, const Writer& w) {
  std::vector<Hazard> hazards = {
      DataLoss(w.GoesForGood(id)
                   ? "drops table " + Label(id) + " and all its rows"
                   : "drops table " + Label(id) + " with all its rows and makes an empty one")};
  for (const ObjectId& other : w.step().goes_along) {
    hazards.push_back(Breaking("drops " + other.scope.str() + " " + Label(other) +
                               " with it, which no migration makes again"));
  }
  return hazards;
}

std::vector<Hazard> DropSchema(const ObjectId& id, const Writer& w) {
  std::vector<Hazard> hazards = {
      Breaking("drops " + KindAndLabel(id) + ", which code may still use")};
  std::set<Name> roles;
  for (const DefaultPrivilege& privilege : w.before().default_privileges) {
    if (privilege.schema == id.name) roles.insert(privilege.role);
  }
  for (Name role : roles) {
    hazards.push_back(Breaking("drops the default privileges of role " + role.str() + " in " +
                               Label(id) + " with it, which no migration makes again"));
  }
  return hazards;
}

}  // namespace

std::vector<Hazard> DropHazards(const ObjectId& id, const Writer& w) {
  switch (id.kind) {
    case Kind::kTable:
      return DropTable(id, w);
    case Kind::kColumn:
      return DropColumn(id, w);
    case Kind::kSequence:
      return {DataLoss("drops sequence " + Label(id) + " and its current value")};
    case Kind::kExtension:
      return DropExtension(id, w);
    case Kind::kNamespace:
      return DropSchema(id, w);
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kOperator:
    case Kind::kView:
    case Kind::kMaterializedView:
      // What is made again in the same transaction is never missed.
      if (!w.GoesForGood(id)) return {};
      return {Breaking("drops " + KindAndLabel(id) + ", which code may still use")};
    case Kind::kDefault:
    case Kind::kConstraint:
    case Kind::kIndex:
    case Kind::kTrigger:
    case Kind::kUnmodelled:
      return {};
  }
  Unreachable();
}

std::vector<Hazard> RenameHazards(const Step& step) {
  const ObjectId& to = step.renamed_to;
  if (!step.label_before.empty()) {
    return {Breaking("renames the value '" + step.label_before + "' of " + Label(to) + " to '" +
                     step.label_after + "'")};
  }
  // Nothing but a migration calls these by name.
  if (to.kind == Kind::kIndex || to.kind == Kind::kTrigger || to.kind == Kind::kConstraint) {
    return {};
  }
  ObjectId from = step.id;
  if (to.kind == Kind::kColumn) {
    return {Breaking("renames column " + Label(from) + " to " + to.name.str())};
  }
  return {Breaking("renames " + KindAndLabel(from) + " to " + Label(to))};
}

std::vector<Hazard> AddColumnHazards(const ObjectId& table, const Column& column, const Writer& w) {
  if (!w.Stood(table)) return {};
  std::vector<Hazard> hazards;
  std::string label = Label(ColumnId(table.schema, table.name, column.name));
  bool has_value =
      !column.default_value.empty() || !column.generated.empty() || column.identity.has_value();
  if (column.not_null && !has_value) {
    hazards.push_back(Fails("adds " + label + " not null without a default, which fails if " +
                            Label(table) + " has rows: add it without not null, UPDATE, then SET " +
                            "NOT NULL"));
  }
  bool stored = !column.generated.empty() && !column.generated_virtual;
  if (stored || column.identity || IsVolatile(column.default_value, w) ||
      HasChecks(column.type, w.after())) {
    hazards.push_back(Rewrite(Rewrites(table)));
  }
  return hazards;
}

std::vector<Hazard> RetypeHazards(const ObjectId& column, const Column& before, const Column& after,
                                  const Writer& w) {
  if (!w.Stood(column)) return {};
  std::vector<Hazard> hazards;
  TypeChange change = ClassifyTypeChange(before.type, after.type, w.before(), w.after());
  std::string label = Label(column);
  std::string words = label + " becomes " + CanonicalText(after.type);
  bool converted = !after.using_expression.empty() && before.type != after.type;
  if (change.rewrites || converted) hazards.push_back(Rewrite(Rewrites(TableOf(column))));
  if (change.may_fail || converted) {
    hazards.push_back(Fails(words + ", which fails if a value does not fit"));
  }
  if (change.may_lose) hazards.push_back(DataLoss(words + ", which rounds or cuts values"));
  return hazards;
}

std::vector<Hazard> NotNullHazards(const ObjectId& column, const Writer& w) {
  if (!w.Stood(column)) return {};
  return {Fails("sets " + Label(column) + " not null, which fails if a row has none"),
          Scan("scans " + Label(TableOf(column)) + " under an exclusive lock")};
}

std::vector<Hazard> AddConstraintHazards(const Constraint& constraint, const Writer& w) {
  ObjectId table = RelationId(Kind::kTable, constraint.schema, constraint.table);
  if (!w.Stood(table) || constraint.not_valid) return {};
  std::string word(TypeWord(constraint.type));
  std::vector<Hazard> hazards = {
      Fails("adds a " + word + " to " + Label(table) + ", which fails if rows do not keep it")};
  if (constraint.type == ConstraintType::kForeignKey) {
    ObjectId other =
        RelationId(Kind::kTable, constraint.references.schema, constraint.references.name);
    hazards.push_back(Scan("scans " + Label(table) + " while " + Label(table) + " and " +
                           Label(other) + " cannot be written"));
  } else if (constraint.type == ConstraintType::kCheck) {
    hazards.push_back(Scan("scans " + Label(table) + " under an exclusive lock"));
  } else {
    hazards.push_back(Lock("builds an index while " + Label(table) + " cannot be read or written"));
  }
  return hazards;
}

std::vector<Hazard> ValidateHazards(const Constraint& constraint) {
  ObjectId table = RelationId(Kind::kTable, constraint.schema, constraint.table);
  return {Fails("validates " + constraint.name.str() + ", which fails if rows of " + Label(table) +
                " do not keep it")};
}

std::vector<Hazard> AddIndexHazards(const Index& index, const Writer& w) {
  ObjectId table = RelationId(Kind::kTable, index.schema, index.table);
  if (!w.Stood(table)) return {};
  std::vector<Hazard> hazards;
  if (index.unique) {
    hazards.push_back(
        Fails("adds a unique index to " + Label(table) + ", which fails if rows have equal keys"));
  }
  hazards.push_back(Lock("builds an index while " + Label(table) + " cannot be written"));
  return hazards;
}

std::vector<Hazard> RewriteHazards(const ObjectId& relation, const Writer& w) {
  ObjectId id = relation.kind == Kind::kColumn ? TableOf(relation) : relation;
  if (!w.Stood(id)) return {};
  if (id.kind == Kind::kTable || id.kind == Kind::kMaterializedView) {
    return {Rewrite(Rewrites(id))};
  }
  return {Rewrite("rewrites the tables that have columns of type " + Label(id))};
}

Hazard RevokeHazard(const ObjectId& id, Name grantee, std::string_view privileges) {
  return {"revoke",
          "takes " + std::string(privileges) + " on " + Label(id) + " from " + grantee.str()};
}

std::vector<Hazard> EnumRebuildHazards(const ObjectId& type,
                                       const std::vector<std::string>& values) {
  std::vector<Hazard> hazards = {
      Rewrite("rewrites the tables that have columns of type " + Label(type))};
  if (values.empty()) return hazards;
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "'" : ", '") + value + "'";
  hazards.push_back(
      Fails("takes " + list + " away from " + Label(type) + ", which fails if rows hold it"));
  return hazards;
}

Hazard ReplacedTypeHazard(const ObjectId& before, const ObjectId& after) {
  return Fails(KindAndLabel(before) + " becomes the " + KindAndLabel(after) +
               ", which fails if a value does not fit");
}

std::vector<Hazard> LimitsHazards(const ObjectId& sequence, const SequenceOptions& before,
                                  const SequenceOptions& after) {
  if (after.min_value <= before.min_value && after.max_value >= before.max_value) return {};
  return {Fails("narrows the limits of " + Label(sequence) +
                ", which fails if it stands outside of them")};
}

Hazard DomainHazard(const ObjectId& domain, std::string_view what) {
  return Fails("adds " + std::string(what) + " to " + Label(domain) +
               ", which fails if rows do not keep it");
}

}  // namespace autogen
