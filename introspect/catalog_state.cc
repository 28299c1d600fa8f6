#include "introspect/catalog_state.h"

#include "engine/base/error.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

template <class Map, class Key>
auto Find(const Map& map, const Key& key) {
  auto found = map.find(key);
  using Value = std::decay_t<decltype(found->second)>;
  return found == map.end() ? Value{} : found->second;
}

}  // namespace

CatalogColumn& CatalogRelation::MakeColumn(int number) {
  if (columns.empty()) columns.reserve(attributes);
  if (columns.size() < static_cast<size_t>(number)) columns.resize(number);
  return columns[number - 1];
}

const CatalogColumn& CatalogRelation::ColumnAt(int64_t number) const {
  static const CatalogColumn& none = *new CatalogColumn();
  bool there = number > 0 && static_cast<size_t>(number) <= columns.size();
  return there ? columns[number - 1] : none;
}

std::vector<Column>* ColumnsOf(const CatalogRelation& relation) {
  if (relation.object == nullptr) return nullptr;
  if (auto* table = std::get_if<Table>(relation.object)) return &table->columns;
  if (auto* view = std::get_if<View>(relation.object)) return &view->columns;
  if (auto* view = std::get_if<MaterializedView>(relation.object)) return &view->columns;
  return nullptr;
}

Name CatalogState::Role(CatalogOid oid) const {
  auto found = roles.find(oid);
  // As pg_get_userbyid() names a role that is gone.
  return found == roles.end() ? Name("unknown (OID=" + std::to_string(oid) + ")") : found->second;
}

Name CatalogState::Namespace(CatalogOid oid) const { return Find(namespaces, oid); }

QualifiedName CatalogState::Qualified(CatalogOid name_space, std::string_view name) const {
  if (name.empty()) return {};
  return {Namespace(name_space), name};
}

QualifiedName CatalogState::Collation(CatalogOid oid) const { return Find(collations, oid); }

TypeRef CatalogState::Type(std::string_view text) {
  auto found = type_texts_.find(ToAbsl(text));
  if (found != type_texts_.end()) return found->second;
  absl::StatusOr<TypeRef> type = ParseCatalogType(text);
  if (!type.ok()) {
    if (error.ok()) {
      error = InternalError("the type " + std::string(text) +
                            " cannot be read: " + ToFinding(type.status()).message);
    }
    return {};
  }
  type_texts_.emplace(std::string(text), *type);
  return *std::move(type);
}

const CatalogType& CatalogState::TypeOf(CatalogOid oid) const {
  static const CatalogType& row = *new CatalogType();
  auto found = types.find(oid);
  return found == types.end() ? row : found->second;
}

TypeRef CatalogState::BareType(std::string_view text) { return WithoutModifier(Type(text)); }

Name CatalogState::Comment(CatalogOid class_id, CatalogOid oid, int part) const {
  return Find(comments, CatalogPart{{class_id, oid}, part});
}

Common CatalogState::Described(CatalogOid class_id, CatalogOid oid) const {
  Common common;
  common.comment = Comment(class_id, oid);
  common.security_labels = Find(security_labels, CatalogKey{class_id, oid});
  return common;
}

Common CatalogState::Owned(CatalogOid class_id, CatalogOid oid, const AclContext& acl,
                           const std::optional<std::vector<std::string>>& items) {
  Common common = Described(class_id, oid);
  common.owner = acl.owner;
  common.grants = GrantsOf(items, acl);
  if (OwnerHasNothing(items, acl)) owners_without_rights.push_back({class_id, oid});
  return common;
}

CatalogRelation* CatalogState::Modelled(CatalogOid oid) {
  auto found = relations.find(oid);
  return found == relations.end() || !found->second.modelled() ? nullptr : &found->second;
}

Object* CatalogState::Get(const ObjectId& id) { return database->objects.Find(id); }

Object* CatalogState::Add(CatalogKey key, Object object) {
  ids[key] = IdOf(object);
  return database->Add(std::move(object));
}

void CatalogState::AddPart(CatalogKey key, CatalogOid relation, Object object) {
  AddEnd(key, IdOf(object));
  const Object* added = database->Add(std::move(object));
  if (!unmodelled.empty()) parts.push_back({key, relation, added});
}

void CatalogState::AddEnd(CatalogKey key, const ObjectId& id) {
  if (dependencies) ids[key] = id;
}

void CatalogState::Alias(CatalogKey alias, CatalogKey of) {
  auto found = ids.find(of);
  if (found == ids.end() || alias.oid == 0) return;
  ObjectId id = found->second;
  ids[alias] = std::move(id);
}

void CatalogState::AddUnmodelled(CatalogKey key, std::string kind, ObjectId id) {
  database->unmodelled.push_back({kind, Label(id)});
  HoldUnmodelled(key, std::move(kind), std::move(id));
}

void CatalogState::HoldUnmodelled(CatalogKey key, std::string kind, ObjectId id) {
  if (!id.schema.empty()) {
    unmodelled_in_namespaces.push_back(id);
    const bool has_name = key.class_id == kRelationClass || key.class_id == kTypeClass;
    if (has_name) database->taken_names.push_back({{id.schema, id.name}, kind});
  }
  unmodelled.push_back({key, std::move(kind)});
  ids[key] = std::move(id);
}

void CatalogState::AddTaken(Name name, std::string_view kind, const CatalogRelation& of) {
  if (of.standing != CatalogRelation::Standing::kUnmodelled) return;
  database->taken_names.push_back(
      {{of.id.schema, name}, std::string(kind) + " of " + of.id.scope.str()});
}

void CatalogState::Notice(std::string kind, const ObjectId& of) {
  database->unmodelled.push_back({std::move(kind), Label(of)});
}

}  // namespace autogen
