// The database itself, roles, namespaces, comments and labels: what the other readers look up.
#include <algorithm>
#include <memory>
#include <tuple>

#include "introspect/readers.h"

namespace autogen {
namespace {

AclKind AclKindOf(char default_acl_type) {
  switch (default_acl_type) {
    case 'S':
      return AclKind::kSequence;
    case 'f':
      return AclKind::kRoutine;
    case 'T':
      return AclKind::kType;
    case 'n':
      return AclKind::kNamespace;
    default:
      return AclKind::kRelation;
  }
}

// A row of pg_default_acl.
struct DefaultAcl {
  Name role, schema;
  char object_type = 0;
  std::vector<std::string> items;
};

// "for role app in schema shop on tables"
std::string LabelOf(const DefaultAcl& entry) {
  auto words = [&]() -> std::string_view {
    switch (entry.object_type) {
      case 'r':
        return "tables";
      case 'S':
        return "sequences";
      case 'f':
        return "functions";
      case 'T':
        return "types";
      case 'n':
        return "schemas";
      default:
        return "large objects";
    }
  };
  return "for role " + entry.role.str() +
         (entry.schema.empty() ? "" : " in schema " + entry.schema.str()) + " on " +
         std::string(words());
}

// What a new object gets: a schema's entry comes on top of the one that holds everywhere, which
// replaces the built-in rights. See: get_user_default_acl().
Grants EndState(const DefaultAcl& entry, const std::vector<DefaultAcl>& all, int server_version) {
  AclContext context{AclKindOf(entry.object_type), entry.role, {}, server_version};
  Grants grants = GrantsOf(entry.items, context);
  if (entry.schema.empty()) return grants;
  std::optional<std::vector<std::string>> everywhere;
  for (const DefaultAcl& other : all) {
    bool same = other.role == entry.role && other.object_type == entry.object_type;
    if (same && other.schema.empty()) everywhere = other.items;
  }
  std::map<std::tuple<Name, Name, Name>, bool> merged;
  for (const Grants& part : {grants, GrantsOf(everywhere, context)}) {
    for (const Privilege& p : part) {
      merged[std::tuple(p.grantee, p.privilege, p.column)] |= p.grant_option;
    }
  }
  grants.clear();
  for (const auto& [key, grant_option] : merged) {
    grants.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), grant_option});
  }
  return grants;
}

}  // namespace

CatalogReader ReadDatabase(CatalogHeader& h, CatalogState& s) {
  Field name(h, "name"), owner(h, "owner"), current_user(h, "current_user");
  return {[=, &s](const Row& row) {
            s.database->name = name(row);
            s.database->owner = owner(row);
            s.database->current_user = current_user(row);
            return absl::OkStatus();
          },
          nullptr};
}

CatalogReader ReadRoles(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), name(h, "name");
  return {[=, &s](const Row& row) {
            s.roles[oid.Oid(row)] = name(row);
            return absl::OkStatus();
          },
          nullptr};
}

CatalogReader ReadDescriptions(CatalogHeader& h, CatalogState& s) {
  Field class_id(h, "class"), oid(h, "oid"), part(h, "part"), comment(h, "comment");
  return {[=, &s](const Row& row) {
            CatalogKey key{class_id.Oid(row), oid.Oid(row)};
            s.comments[{key, static_cast<int>(part.Number(row))}] = comment(row);
            return absl::OkStatus();
          },
          nullptr};
}

CatalogReader ReadSecurityLabels(CatalogHeader& h, CatalogState& s) {
  Field class_id(h, "class"), oid(h, "oid"), part(h, "part");
  Field provider(h, "provider"), label(h, "label");
  return {[=, &s](const Row& row) {
            if (part.Number(row) == 0) {
              s.security_labels[CatalogKey{class_id.Oid(row), oid.Oid(row)}][provider.Text(row)] =
                  label.Text(row);
            } else {
              s.database->unmodelled.push_back({"security label of a column", label.Text(row)});
            }
            return absl::OkStatus();
          },
          nullptr};
}

// Needs roles and comments.
CatalogReader ReadNamespaces(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), name(h, "name"), owner(h, "owner"), acl(h, "acl");
  Field is_read(h, "is_read"), is_other(h, "is_other");
  return {[=, &s](const Row& row) {
            s.namespaces[oid.Oid(row)] = name(row);
            if (is_other.Flag(row)) s.database->other_namespaces.push_back(name(row));
            if (!is_read.Flag(row)) return absl::OkStatus();
            s.read_namespaces.insert(oid.Oid(row));
            Namespace object;
            object.name = name(row);
            AclContext context{
                AclKind::kNamespace, s.Role(owner.Oid(row)), {}, s.database->server_version};
            object.common = s.Owned(kNamespaceClass, oid.Oid(row), context, acl.OptionalList(row));
            s.Add({kNamespaceClass, oid.Oid(row)}, std::move(object));
            return absl::OkStatus();
          },
          nullptr};
}

CatalogReader ReadCollations(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), name_space(h, "namespace"), name(h, "name");
  return {[=, &s](const Row& row) {
            s.collations[oid.Oid(row)] = s.Qualified(name_space.Oid(row), name(row));
            return absl::OkStatus();
          },
          nullptr};
}

CatalogReader ReadDefaultPrivileges(CatalogHeader& h, CatalogState& s) {
  Field role(h, "role"), name_space(h, "namespace"), type(h, "object_type"), acl(h, "acl");
  auto entries = std::make_shared<std::vector<DefaultAcl>>();
  auto on_row = [=, &s](const Row& row) {
    entries->push_back(
        {s.Role(role.Oid(row)), s.Namespace(name_space.Oid(row)), type.Code(row), acl.List(row)});
    return absl::OkStatus();
  };
  auto at_end = [=, &s] {
    std::sort(entries->begin(), entries->end(), [](const DefaultAcl& a, const DefaultAcl& b) {
      return std::tie(a.role, a.schema, a.object_type) < std::tie(b.role, b.schema, b.object_type);
    });
    for (const DefaultAcl& entry : *entries) {
      const bool is_read = entry.schema.empty() || s.Get({Kind::kNamespace, {}, entry.schema, {}});
      if (is_read) s.database->unmodelled.push_back({"default privileges", LabelOf(entry)});
      s.database->default_privileges.push_back(
          {entry.role, entry.schema, entry.object_type,
           EndState(entry, *entries, s.database->server_version)});
    }
    return absl::OkStatus();
  };
  return {on_row, at_end};
}

}  // namespace autogen
