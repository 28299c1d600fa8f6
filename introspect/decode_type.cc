// Types: enums, domains, composite and range types; and what every type is made of.
#include <memory>

#include "introspect/readers.h"

namespace autogen {
namespace {

constexpr CatalogOid kFirstUserOid = 16384;

// A type that may become an object once all types are known.
struct Candidate {
  CatalogOid oid = 0;
  bool is_composite = false;
  bool defined = true;
  Name owner;
  std::optional<std::vector<std::string>> acl;
  std::string base_type, default_value;
  bool not_null = false;
};

struct TypeFields {
  explicit TypeFields(CatalogHeader& h)
      : oid(h, "oid"),
        name_space(h, "namespace"),
        name(h, "name"),
        type(h, "type"),
        category(h, "category"),
        preferred(h, "preferred"),
        defined(h, "defined"),
        element(h, "element"),
        array_type(h, "array_type"),
        relation(h, "relation"),
        is_composite(h, "is_composite"),
        base_type(h, "base_type"),
        collation(h, "collation"),
        storage(h, "storage"),
        owner(h, "owner"),
        acl(h, "acl"),
        base_type_text(h, "base_type_text"),
        not_null(h, "not_null"),
        default_value(h, "default_value"),
        unmodelled(h, "unmodelled") {}
  Field oid, name_space, name, type, category, preferred, defined, element, array_type, relation,
      is_composite, base_type, collation, storage, owner, acl, base_type_text, not_null,
      default_value, unmodelled;
};

Domain MakeDomain(const Candidate& candidate, const CatalogType& type, CatalogState& s) {
  Domain domain;
  domain.schema = type.schema;
  domain.name = type.name;
  domain.type = s.Type(candidate.base_type);
  if (type.collation != s.types[type.base_type].collation) {
    domain.collation = s.Collation(type.collation);
  }
  domain.not_null = candidate.not_null;
  domain.default_value.text = candidate.default_value;
  return domain;
}

template <class T>
T Named(const CatalogType& type) {
  T object;
  object.schema = type.schema;
  object.name = type.name;
  return object;
}

// An object by the type's own letter; what is no object of the models is named.
void AddType(const Candidate& candidate, CatalogState& s) {
  const CatalogType type = s.types[candidate.oid];
  CatalogKey key{kTypeClass, candidate.oid};
  AclContext context{AclKind::kType, candidate.owner, {}, s.database->server_version};
  Common common = s.Owned(kTypeClass, candidate.oid, context, candidate.acl);
  auto add = [&](auto object) {
    object.common = std::move(common);
    s.Add(key, std::move(object));
  };
  ObjectId unmodelled{Kind::kUnmodelled, type.schema, type.name, {}};
  if (!candidate.defined) {
    unmodelled.scope = "shell type";
    s.AddUnmodelled(key, "shell type", unmodelled);
  } else if (type.type == 'e') {
    add(Named<Enum>(type));
  } else if (type.type == 'd') {
    add(MakeDomain(candidate, type, s));
  } else if (type.type == 'c' && candidate.is_composite) {
    add(Named<CompositeType>(type));
  } else if (type.type == 'r') {
    add(Named<RangeType>(type));
  } else if (type.type == 'b') {
    unmodelled.scope = "base type";
    s.AddUnmodelled(key, "base type", unmodelled);
  } else {
    return;  // a table's row, or a multirange, which comes with its range
  }
  s.Alias({kTypeClass, type.array_type}, key);
}

}  // namespace

// Needs roles, namespaces, comments, collations and members.
CatalogReader ReadTypes(CatalogHeader& h, CatalogState& s) {
  TypeFields f(h);
  auto candidates = std::make_shared<std::vector<Candidate>>();
  auto on_row = [=, &s](const Row& row) {
    CatalogOid oid = f.oid.Oid(row);
    CatalogType& type = s.types[oid];
    type = {s.Namespace(f.name_space.Oid(row)),
            f.name(row),
            f.type.Code(row),
            f.category.Code(row),
            f.preferred.Flag(row),
            f.element.Oid(row),
            f.array_type.Oid(row),
            f.base_type.Oid(row),
            f.collation.Oid(row),
            f.storage.Code(row)};
    if (s.IsMember(kTypeClass, oid)) {
      s.Alias({kTypeClass, type.array_type}, {kTypeClass, oid});
      return absl::OkStatus();
    }
    if (oid < kFirstUserOid || !s.read_namespaces.contains(f.name_space.Oid(row))) {
      return absl::OkStatus();
    }
    if (type.type == 'c' && f.is_composite.Flag(row)) {
      s.composites[f.relation.Oid(row)] = {Kind::kCompositeType, type.schema, type.name, {}};
    }
    candidates->push_back({oid, f.is_composite.Flag(row), f.defined.Flag(row),
                           s.Role(f.owner.Oid(row)), f.acl.OptionalList(row),
                           f.base_type_text.Text(row), f.default_value.Text(row),
                           f.not_null.Flag(row)});
    return absl::OkStatus();
  };
  auto at_end = [=, &s] {
    std::set<CatalogOid> arrays;
    for (const auto& [oid, type] : s.types) arrays.insert(type.array_type);
    for (const Candidate& candidate : *candidates) {
      if (!arrays.contains(candidate.oid)) AddType(candidate, s);
    }
    return absl::OkStatus();
  };
  return {on_row, at_end};
}

// Needs types; labels come in order.
CatalogReader ReadEnums(CatalogHeader& h, CatalogState& s) {
  Field type(h, "type"), label(h, "label");
  return {[=, &s](const Row& row) {
            auto id = s.ids.find({kTypeClass, type.Oid(row)});
            Object* object = id == s.ids.end() ? nullptr : s.Get(id->second);
            if (object == nullptr) return absl::OkStatus();  // an extension's
            if (auto* target = std::get_if<Enum>(object)) target->values.push_back(label.Text(row));
            return absl::OkStatus();
          },
          nullptr};
}

// Needs types, collations and operator classes.
CatalogReader ReadRanges(CatalogHeader& h, CatalogState& s) {
  Field type(h, "type"), subtype(h, "subtype"), subtype_text(h, "subtype_text");
  Field collation(h, "collation"), opclass(h, "opclass"), multirange(h, "multirange");
  Field canonical_namespace(h, "canonical_namespace"), canonical_name(h, "canonical_name");
  Field diff_namespace(h, "diff_namespace"), diff_name(h, "diff_name");
  return {[=, &s](const Row& row) {
            auto id = s.ids.find({kTypeClass, type.Oid(row)});
            if (id == s.ids.end()) return absl::OkStatus();
            const ObjectId range_id = id->second;
            CatalogOid multi = multirange.Oid(row);
            if (multi != 0) {
              s.ids[{kTypeClass, multi}] = range_id;
              s.ids[{kTypeClass, s.types[multi].array_type}] = range_id;
            }
            Object* object = s.Get(range_id);
            auto* range = object == nullptr ? nullptr : std::get_if<RangeType>(object);
            if (range == nullptr) return absl::OkStatus();  // an extension's
            range->subtype = s.BareType(subtype_text(row));
            if (collation.Oid(row) != s.types[subtype.Oid(row)].collation) {
              range->collation = s.Collation(collation.Oid(row));
            }
            const CatalogOpclass& operators = s.opclasses[opclass.Oid(row)];
            if (s.DefaultOpclass(subtype.Oid(row), operators.method) != operators.oid) {
              range->subtype_opclass = operators.name;
            }
            range->canonical = s.Qualified(canonical_namespace.Oid(row), canonical_name(row));
            range->subtype_diff = s.Qualified(diff_namespace.Oid(row), diff_name(row));
            if (multi != 0) range->multirange = {s.types[multi].schema, s.types[multi].name};
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
