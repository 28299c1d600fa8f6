#include "model-schemas/elaboration.h"

#include <algorithm>

#include "engine/sql/known/builtins.h"
#include "engine/sql/type_name.h"
#include "model-schemas/reading.h"
#include "model-schemas/yaml_traps.h"

namespace autogen {
namespace {

std::string_view RoleWord(NameRole role) {
  switch (role) {
    case NameRole::kRelation:
      return "table or view";
    case NameRole::kType:
      return "type";
    case NameRole::kFunction:
      return "function";
    case NameRole::kOperator:
      return "operator";
    case NameRole::kCollation:
      return "collation";
  }
  Unreachable();
}

std::string Spell(const QualifiedName& name) {
  return name.schema.empty() ? name.name.str() : name.schema.str() + "." + name.name.str();
}

// Names that people use before they name the extension.
struct Brought {
  std::string_view name, extension;
};
constexpr Brought kBrought[] = {{"citext", "citext"},
                                {"cube", "cube"},
                                {"crypt", "pgcrypto"},
                                {"digest", "pgcrypto"},
                                {"gen_random_bytes", "pgcrypto"},
                                {"gen_salt", "pgcrypto"},
                                {"geography", "postgis"},
                                {"geometry", "postgis"},
                                {"halfvec", "vector"},
                                {"hstore", "hstore"},
                                {"lquery", "ltree"},
                                {"ltree", "ltree"},
                                {"similarity", "pg_trgm"},
                                {"unaccent", "unaccent"},
                                {"uuid_generate_v1", "uuid-ossp"},
                                {"uuid_generate_v4", "uuid-ossp"},
                                {"vector", "vector"}};

bool IsBuiltinClass(Name access_method, Name name) {
  std::span<const known::OperatorClass> all = known::OperatorClasses();
  return std::any_of(all.begin(), all.end(), [&](const known::OperatorClass& one) {
    return one.access_method == access_method.view() && one.name == name.view();
  });
}

void Append(Name schema, std::vector<Name>* path) {
  if (std::find(path->begin(), path->end(), schema) == path->end()) path->push_back(schema);
}

}  // namespace

Elaboration::Elaboration(std::deque<ReadItem> items, std::vector<Finding> notices,
                         const ElaborateOptions& options)
    : options_(options), items_(std::move(items)), notices_(std::move(notices)) {
  declared_.insert("public");
  bool extensions = false;
  for (const ReadItem& item : items_) {
    if (const auto* schema = std::get_if<Namespace>(&*item.object)) declared_.insert(schema->name);
    const auto* extension = std::get_if<Extension>(&*item.object);
    if (!extension) continue;
    extensions = true;
    RestsOnServer();
    if (!extension->schema.empty()) {
      Append(extension->schema, &extension_path_);
    } else if (!options.search_path.empty()) {
      Append(options.search_path.front(), &extension_path_);
    }
    for (const ExtensionMember& member : options.members) {
      if (member.extension == extension->name && !member.name.schema.empty()) {
        Append(member.name.schema, &extension_path_);
      }
    }
  }
  complete_ = options.members_complete || !extensions;
}

ReadItem* Elaboration::FindRelation(const QualifiedName& name) {
  auto found = relations_.find(name);
  return found == relations_.end() ? nullptr : &items_[found->second];
}

Table* Elaboration::FindTable(const QualifiedName& name) {
  ReadItem* item = FindRelation(name);
  return item ? std::get_if<Table>(&*item->object) : nullptr;
}

Domain* Elaboration::FindDomain(const TypeRef& type) {
  if (type.array) return nullptr;
  auto found = domains_.find({type.schema, type.name});
  return found == domains_.end() ? nullptr : std::get_if<Domain>(&*items_[found->second].object);
}

void Elaboration::LookUpAll() {
  for (size_t i = 0; i < items_.size(); ++i) {
    const Object& object = *items_[i].object;
    known_.Add(object);
    ObjectId id = IdOf(object);
    if (id.kind == Kind::kTable || id.kind == Kind::kView || id.kind == Kind::kMaterializedView) {
      relations_.emplace(QualifiedName{id.schema, id.name}, i);
    } else if (id.kind == Kind::kDomain) {
      domains_.emplace(QualifiedName{id.schema, id.name}, i);
    }
  }
  for (const ExtensionMember& member : options_.members) known_.Add(member);
}

const Resolver& Elaboration::ResolverOf(const ReadItem& item) {
  auto found = resolvers_.find(item.file_schema);
  if (found != resolvers_.end()) return found->second;
  std::vector<Name> path;
  Append(item.file_schema, &path);
  for (Name schema : options_.search_path) Append(schema, &path);
  for (Name schema : extension_path_) Append(schema, &path);
  return resolvers_.emplace(item.file_schema, Resolver(known_, std::move(path))).first->second;
}

// Qualified names can be told only of schemas that the models speak for.
bool Elaboration::IsUnknown(NameRole role, const QualifiedName& name) const {
  if (!complete_) return false;
  if (name.schema.empty()) return true;
  bool ours = declared_.contains(name.schema) || name.schema == Name("pg_catalog");
  if (!ours || known_.Has(role, name)) return false;
  return role != NameRole::kFunction || !known_.Has(NameRole::kType, name);
}

std::string Elaboration::HintFor(NameRole role, const QualifiedName& name) const {
  std::vector<QualifiedName> elsewhere = known_.Anywhere(role, name.name);
  if (!elsewhere.empty() && name.schema.empty()) {
    return Ticked(Spell(elsewhere.front())) +
           " is in no schema where names are looked up: write "
           "the schema, or put it on the search path";
  }
  if (!elsewhere.empty()) return "did you mean " + Ticked(Spell(elsewhere.front())) + "?";
  for (const Brought& brought : kBrought) {
    if (name.name.view() == brought.name) {
      return "the extension " + Ticked(brought.extension) + " brings it: extensions: [" +
             std::string(brought.extension) + "]";
    }
  }
  std::vector<std::string_view> candidates;
  for (const ReadItem& item : items_) {
    ObjectId id = IdOf(*item.object);
    if (known_.Has(role, {id.schema, id.name})) candidates.push_back(id.name.view());
  }
  std::string_view nearest = Nearest(name.name, candidates);
  if (!nearest.empty()) return "did you mean " + Ticked(nearest) + "?";
  return "neither the models nor PostgreSQL have it";
}

void Elaboration::Unknown(const ReadItem&, NameRole role, const QualifiedName& name, Place place) {
  findings_.Add(std::move(place),
                "there is no " + std::string(RoleWord(role)) + " " + Ticked(Spell(name)),
                HintFor(role, name));
}

void Elaboration::ResolveType(const ReadItem& item, const Node& definition, TypeRef* type) {
  if (type->empty()) return;
  type->name = CutToFit(type->name);
  std::optional<TypeRef> found = ResolverOf(item).ResolveType(*type);
  QualifiedName name =
      found ? QualifiedName{found->schema, found->name} : QualifiedName{type->schema, type->name};
  // What the grammar made a built-in type of has a printed name, which no list knows.
  bool builtin = name.schema == Name("pg_catalog");
  if (builtin ? !found : IsUnknown(NameRole::kType, name)) {
    if (complete_) {
      Unknown(item, NameRole::kType, name, PlaceOfName(definition, type->name));
    }
    return;
  }
  if (found) *type = *found;
}

void Elaboration::ResolveName(const ReadItem& item, const Node& definition, NameRole role,
                              QualifiedName* name) {
  if (name->empty()) return;
  name->name = CutToFit(name->name);
  std::optional<QualifiedName> found = ResolverOf(item).Resolve(role, *name);
  if (IsUnknown(role, found.value_or(*name))) {
    Unknown(item, role, *name, PlaceOfName(definition, name->name));
  } else if (found) {
    *name = *found;
  }
}

// Operator classes of extensions; PostgreSQL's own stay as written: nothing can stand before them.
// (An extension may have one of that name for another access method.)
void Elaboration::ResolveClass(const ReadItem& item, Name access_method, QualifiedName* name) {
  if (name->empty() || !name->schema.empty()) return;
  std::vector<Name> path = extension_path_;
  path.insert(path.begin(), item.file_schema);
  const bool builtin = IsBuiltinClass(access_method, name->name);
  for (const ExtensionMember& member : options_.members) {
    if (builtin) break;
    if (member.role == ExtensionMember::Role::kOther && member.name.name == name->name &&
        std::find(path.begin(), path.end(), member.name.schema) != path.end()) {
      name->schema = member.name.schema;
      return;
    }
  }
  // No extension has it, and models cannot define one: it is the server's own.
  RestsOnServer();
  if (options_.members_complete) name->schema = "pg_catalog";
}

void Elaboration::ResolveCollation(const ReadItem& item, QualifiedName* name) {
  if (name->empty()) return;
  if (auto found = ResolverOf(item).Resolve(NameRole::kCollation, *name)) *name = *found;
}

void Elaboration::ResolveSql(const ReadItem& item, const Node& definition, SqlForm form,
                             Expression* sql) {
  if (sql->empty()) return;
  auto& cache = texts_[{item.file_schema, form}];
  if (auto found = cache.find(sql->text); found != cache.end()) {
    sql->text = found->second;
    return;
  }
  std::vector<NameUse> unknown;
  absl::StatusOr<Expression> qualified = ResolverOf(item).TryQualify(*sql, form, &unknown);
  absl::Status syntax = qualified.ok() ? absl::OkStatus() : CheckSyntax(sql->text, form);
  if (!qualified.ok() && syntax.ok()) return;  // for a newer server to read
  if (!syntax.ok()) {
    for (Finding finding : ToFindings(syntax)) {
      const Node* scalar = ScalarWith(definition, sql->text);
      size_t offset = finding.place.column > 0 ? finding.place.column - 1 : 0;
      finding.place = PlaceOfText(definition, sql->text, offset, std::max(finding.place.length, 1));
      std::string hint = scalar ? YamlHint(*scalar) : "";
      if (!hint.empty()) finding.hint = std::move(hint);
      findings_.Add(std::move(finding));
    }
    return;
  }
  if (complete_) {
    for (const NameUse& use : unknown) {
      Unknown(item, use.role, use.name,
              PlaceOfText(definition, sql->text, use.begin, use.end - use.begin));
    }
  }
  if (unknown.empty()) cache.emplace(sql->text, qualified->text);
  *sql = *std::move(qualified);
}

void Elaboration::Need(int version, std::string_view what, const Place& place) {
  RestsOnServer();
  int server = options_.server_version;
  if (server == 0 || server >= version) return;
  findings_.Add(place, std::string(what) + " needs PostgreSQL " + std::to_string(version / 10000) +
                           ", and the server has " + std::to_string(server / 10000) + "." +
                           std::to_string(server % 10000));
}

}  // namespace autogen
