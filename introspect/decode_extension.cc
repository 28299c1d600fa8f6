// Extensions and what they brought.
#include "introspect/readers.h"

namespace autogen {

// Needs roles, namespaces and comments.
CatalogReader ReadExtensions(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), name(h, "name"), name_space(h, "namespace"), owner(h, "owner");
  Field version(h, "version"), relocatable(h, "relocatable"), comment(h, "control_comment");
  return {[=, &s](const Row& row) {
            Extension object;
            object.name = name(row);
            object.schema = s.Namespace(name_space.Oid(row));
            object.version = version.Text(row);
            object.relocatable = relocatable.Flag(row);
            object.common = s.Described(kExtensionClass, oid.Oid(row));
            object.common.owner = s.Role(owner.Oid(row));
            if (object.common.comment == Name(comment(row))) object.common.comment = {};
            CatalogKey key{kExtensionClass, oid.Oid(row)};
            s.ids[key] = IdOf(object);
            // Every database has this one.
            bool standard = object.name == Name("plpgsql") && object.schema == Name("pg_catalog");
            if (!standard) s.Add(key, std::move(object));
            return absl::OkStatus();
          },
          nullptr};
}

namespace {

ExtensionMember::Role RoleOf(CatalogOid class_id) {
  switch (class_id) {
    case kTypeClass:
      return ExtensionMember::Role::kType;
    case kRelationClass:
      return ExtensionMember::Role::kRelation;
    case kRoutineClass:
      return ExtensionMember::Role::kFunction;
    case kOperatorClass:
      return ExtensionMember::Role::kOperator;
    default:
      return ExtensionMember::Role::kOther;
  }
}

}  // namespace

// Needs extensions; the readers behind it ask whether something is a member.
CatalogReader ReadMembers(CatalogHeader& h, CatalogState& s) {
  Field class_id(h, "class"), oid(h, "oid"), extension(h, "extension");
  Field name_space(h, "namespace"), name(h, "name"), rights_changed(h, "rights_changed");
  return {[=, &s](const Row& row) {
            CatalogKey key{class_id.Oid(row), oid.Oid(row)};
            s.members[key] = extension.Oid(row);
            const ObjectId id = s.ids[{kExtensionClass, extension.Oid(row)}];
            // An extension may bring a schema.
            if (key.class_id == kNamespaceClass) s.database->objects.Erase(s.ids[key]);
            s.ids[key] = id;
            if (name(row).empty() || id.name == Name("plpgsql")) return absl::OkStatus();
            if (rights_changed.Flag(row)) {
              s.Notice("changed rights of an extension's member",
                       {Kind::kUnmodelled, s.Namespace(name_space.Oid(row)), name(row), {}});
            }
            s.database->members.push_back(
                {RoleOf(key.class_id), id.name, s.Qualified(name_space.Oid(row), name(row))});
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
