// What the models cannot say, who depends on whom, and names for ends that are not read.
#include <algorithm>

#include "introspect/readers.h"

namespace autogen {
namespace {

// The object at an end of a dependency; nullptr: none that matters.
const ObjectId* EndOf(CatalogKey key, int part, CatalogState& s, ObjectId* column) {
  auto found = s.ids.find(key);
  if (found == s.ids.end()) return nullptr;
  const ObjectId& id = found->second;
  if (key.class_id != kRelationClass || part <= 0 || id.kind != Kind::kTable) return &id;
  auto relation = s.relations.find(key.oid);
  if (relation == s.relations.end()) return &id;
  Name name = relation->second.ColumnAt(part).name;
  if (name.empty()) return &id;
  *column = ColumnId(id.schema, id.name, name);
  return column;
}

bool IsInNamespace(const Object& object) {
  return !std::holds_alternative<Constraint>(object) && !std::holds_alternative<Index>(object) &&
         !std::holds_alternative<Trigger>(object);
}

Name SchemaOf(const Object& object) {
  if (const auto* extension = std::get_if<Extension>(&object)) return extension->schema;
  return IdOf(object).schema;
}

// The catalog does not hold them for public before 15, so all are made here.
void AddNamespaceEdges(CatalogState& s) {
  Database& database = *s.database;
  auto add = [&](const ObjectId& id, Name schema) {
    ObjectId to{Kind::kNamespace, {}, schema, {}};
    if (!schema.empty() && database.objects.contains(to)) {
      database.dependencies.push_back({id, to, false});
    }
  };
  for (const auto& [id, object] : database.objects) {
    if (IsInNamespace(object)) add(id, SchemaOf(object));
  }
  for (const ObjectId& id : s.unmodelled_in_namespaces) add(id, id.schema);
}

}  // namespace

// Needs namespaces, members and relations.
CatalogReader ReadUnmodelled(CatalogHeader& h, CatalogState& s) {
  Field class_id(h, "class"), oid(h, "oid"), kind(h, "kind");
  Field name_space(h, "namespace"), name(h, "name"), supports(h, "supports");
  return {[=, &s](const Row& row) {
            CatalogKey key{class_id.Oid(row), oid.Oid(row)};
            if (s.members.contains(key)) return absl::OkStatus();
            ObjectId id{Kind::kUnmodelled, s.Namespace(name_space.Oid(row)), name(row), kind(row)};
            if (kind(row) == "published table") {  // the publication is named
              s.ids[key] = std::move(id);
              return absl::OkStatus();
            }
            if (supports.IsNull(row)) {
              if (kind(row) == "statistics object") s.unmodelled_in_namespaces.push_back(id);
              s.Notice(kind.Text(row), id);
              s.ids[key] = std::move(id);
            } else {
              s.AddUnmodelled(key, kind.Text(row), std::move(id));
            }
            return absl::OkStatus();
          },
          nullptr};
}

// Needs namespaces and members.
CatalogReader ReadDependents(CatalogHeader& h, CatalogState& s) {
  Field class_id(h, "class"), oid(h, "oid"), kind(h, "kind");
  Field name_space(h, "namespace"), name(h, "name");
  return {
      [=, &s](const Row& row) {
        CatalogKey key{class_id.Oid(row), oid.Oid(row)};
        if (s.ids.contains(key)) return absl::OkStatus();  // an extension's
        s.ids[key] = {Kind::kUnmodelled, s.Namespace(name_space.Oid(row)), name(row), kind(row)};
        return absl::OkStatus();
      },
      nullptr};
}

// Needs everything else.
CatalogReader ReadDependencies(CatalogHeader& h, CatalogState& s) {
  Field class_id(h, "class"), oid(h, "oid"), part(h, "part");
  Field to_class(h, "referenced_class"), to_oid(h, "referenced_oid");
  Field to_part(h, "referenced_part"), type(h, "type");
  auto on_row = [=, &s](const Row& row) {
    ObjectId from_column, to_column;
    const ObjectId* from = EndOf({class_id.Oid(row), oid.Oid(row)},
                                 static_cast<int>(part.Number(row)), s, &from_column);
    const ObjectId* to = EndOf({to_class.Oid(row), to_oid.Oid(row)},
                               static_cast<int>(to_part.Number(row)), s, &to_column);
    if (from == nullptr || to == nullptr || *from == *to) return absl::OkStatus();
    if (from->kind == Kind::kUnmodelled && to->kind == Kind::kUnmodelled) return absl::OkStatus();
    const char code = type.Code(row);
    if (code == 'x') s.Notice("dependency on an extension", *from);
    bool automatic = code == 'a' || code == 'i' || code == 'x';
    s.database->dependencies.push_back({*from, *to, automatic});
    return absl::OkStatus();
  };
  auto at_end = [&s] {
    AddNamespaceEdges(s);
    for (const CatalogKey& key : s.owners_without_rights) {
      if (auto id = s.ids.find(key); id != s.ids.end()) {
        s.Notice("owner without any right", id->second);
      }
    }
    std::vector<Dependency>& all = s.database->dependencies;
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return absl::OkStatus();
  };
  return {on_row, at_end};
}

}  // namespace autogen
