// Tables, views, sequences and composite types as relations.
#include "introspect/readers.h"

namespace autogen {
namespace {

struct RelationFields {
  explicit RelationFields(CatalogHeader& h)
      : oid(h, "oid"),
        name_space(h, "namespace"),
        name(h, "name"),
        kind(h, "kind"),
        attributes(h, "attributes"),
        persistence(h, "persistence"),
        owner(h, "owner"),
        acl(h, "acl"),
        options(h, "options"),
        toast_options(h, "toast_options"),
        tablespace(h, "tablespace"),
        access_method(h, "access_method"),
        replica_identity(h, "replica_identity"),
        row_level_security(h, "row_level_security"),
        force_row_level_security(h, "force_row_level_security"),
        populated(h, "populated"),
        is_partition(h, "is_partition"),
        is_typed(h, "is_typed"),
        is_child(h, "is_child"),
        row_type(h, "row_type"),
        unmodelled(h, "unmodelled") {}
  Field oid, name_space, name, kind, attributes, persistence, owner, acl, options, toast_options,
      tablespace, access_method, replica_identity, row_level_security, force_row_level_security,
      populated, is_partition, is_typed, is_child, row_type, unmodelled;
};

ReplicaIdentity::Mode ReplicaIdentityOf(char code) {
  switch (code) {
    case 'f':
      return ReplicaIdentity::Mode::kFull;
    case 'n':
      return ReplicaIdentity::Mode::kNothing;
    case 'i':
      return ReplicaIdentity::Mode::kIndex;
    default:
      return ReplicaIdentity::Mode::kDefault;
  }
}

// A table's kind in words where the models cannot say it yet; empty: they can.
std::string UnmodelledKind(const RelationFields& f, const Row& row) {
  if (f.unmodelled.IsNull(row)) return "";
  if (f.is_partition.Flag(row)) return "partition";
  switch (f.kind.Code(row)) {
    case 'p':
      return "partitioned table";
    case 'f':
      return "foreign table";
    case 'r':
      if (f.is_typed.Flag(row)) return "typed table";
      return f.is_child.Flag(row) ? "inheriting table" : "";
    default:
      return "";
  }
}

class RelationReader {
 public:
  RelationReader(const RelationFields& fields, CatalogState& state) : f(fields), s(state) {}

  void Read(const Row& row) {
    const CatalogOid oid = f.oid.Oid(row);
    CatalogRelation& relation = s.relations[oid];
    relation.kind = f.kind.Code(row);
    relation.attributes = static_cast<int>(f.attributes.Number(row));
    relation.owner = s.Role(f.owner.Oid(row));
    if (s.IsMember(kRelationClass, oid)) {
      relation.id = s.ids[{kRelationClass, oid}];
      MapRowType(row, relation.id);
      return;
    }
    if (s.own_tables.contains(f.name(row))) return;
    if (relation.kind == 'c') return ReadComposite(oid, &relation);
    Name schema = s.Namespace(f.name_space.Oid(row)), name = f.name(row);
    if (std::string kind = UnmodelledKind(f, row); !kind.empty()) {
      relation.standing = CatalogRelation::Standing::kUnmodelled;
      relation.id = {Kind::kUnmodelled, schema, name, kind};
      // A partition is part of its table, which is named.
      if (kind != "partition") s.database->unmodelled.push_back({kind, Label(relation.id)});
      s.HoldUnmodelled({kRelationClass, oid}, kind, relation.id);
    } else {
      relation.standing = CatalogRelation::Standing::kModelled;
      relation.id = Add(oid, relation, schema, name, row);
    }
    MapRowType(row, relation.id);
  }

 private:
  // The object is the type's; only its attributes hang on the relation.
  void ReadComposite(CatalogOid oid, CatalogRelation* relation) {
    auto composite = s.composites.find(oid);
    if (composite == s.composites.end()) return;
    relation->standing = CatalogRelation::Standing::kModelled;
    relation->id = composite->second;
    relation->object = s.Get(relation->id);
    s.ids[{kRelationClass, oid}] = relation->id;
  }

  void MapRowType(const Row& row, const ObjectId& id) {
    CatalogOid type = f.row_type.Oid(row);
    if (type == 0) return;
    s.ids[{kTypeClass, type}] = id;
    auto found = s.types.find(type);
    if (found != s.types.end() && found->second.array_type != 0) {
      s.ids[{kTypeClass, found->second.array_type}] = id;
    }
  }

  Options AllOptions(const Row& row) const {
    Options options = f.options.KeyValues(row);
    for (auto& [key, value] : f.toast_options.KeyValues(row)) options["toast." + key] = value;
    return options;
  }

  Name AccessMethod(const Row& row) const {
    Name method = f.access_method(row);
    return method == Name("heap") ? Name() : method;
  }

  ObjectId Add(CatalogOid oid, CatalogRelation& relation, Name schema, Name name, const Row& row) {
    AclContext acl{relation.kind == 'S' ? AclKind::kSequence : AclKind::kRelation,
                   relation.owner,
                   {},
                   s.database->server_version};
    Common common = s.Owned(kRelationClass, oid, acl, f.acl.OptionalList(row));
    CatalogKey key{kRelationClass, oid};
    if (relation.kind == 'S') return HoldSequence(oid, schema, name, std::move(common), row);
    if (relation.kind == 'v') {
      relation.object =
          s.Add(key, View{schema, name, {}, f.options.KeyValues(row), {}, std::move(common)});
    } else if (relation.kind == 'm') {
      relation.object = s.Add(key, MaterializedView{schema,
                                                    name,
                                                    {},
                                                    AccessMethod(row),
                                                    AllOptions(row),
                                                    f.tablespace(row),
                                                    {},
                                                    f.populated.Flag(row),
                                                    {},
                                                    std::move(common)});
    } else {
      Table table;
      table.schema = schema;
      table.name = name;
      table.unlogged = f.persistence(row) == "u";
      table.access_method = AccessMethod(row);
      table.options = AllOptions(row);
      table.tablespace = f.tablespace(row);
      table.replica_identity.mode = ReplicaIdentityOf(f.replica_identity.Code(row));
      table.row_level_security = f.row_level_security.Flag(row);
      table.force_row_level_security = f.force_row_level_security.Flag(row);
      table.common = std::move(common);
      relation.object = s.Add(key, std::move(table));
    }
    return s.ids[key];
  }

  // Whether it is an object of its own or a part of a column is known later.
  ObjectId HoldSequence(CatalogOid oid, Name schema, Name name, Common common, const Row& row) {
    Sequence sequence;
    sequence.schema = schema;
    sequence.name = name;
    sequence.unlogged = f.persistence(row) == "u";
    sequence.common = std::move(common);
    ObjectId id = IdOf(sequence);
    s.sequences[oid] = std::move(sequence);
    return id;
  }

  const RelationFields& f;
  CatalogState& s;
};

}  // namespace

// Needs roles, namespaces, comments, members and types.
CatalogReader ReadRelations(CatalogHeader& h, CatalogState& s) {
  RelationFields fields(h);
  return {[=, &s](const Row& row) {
            RelationReader(fields, s).Read(row);
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
