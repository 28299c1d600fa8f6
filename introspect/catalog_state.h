#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "engine/schema/database.h"
#include "introspect/catalog_row.h"
#include "introspect/grants.h"
#include "introspect/stand_in.h"

namespace autogen {

// Numbers of the system catalogs that objects are told apart by; the same in every version.
enum CatalogClass : CatalogOid {
  kTypeClass = 1247,
  kRoutineClass = 1255,
  kRelationClass = 1259,
  kDefaultClass = 2604,
  kConstraintClass = 2606,
  kNamespaceClass = 2615,
  kOperatorClass = 2617,
  kRewriteClass = 2618,
  kTriggerClass = 2620,
  kExtensionClass = 3079,
  kTransformClass = 3576,
};

struct CatalogKey {
  CatalogOid class_id = 0;
  CatalogOid oid = 0;
  friend bool operator==(const CatalogKey&, const CatalogKey&) = default;
  template <class H>
  friend H AbslHashValue(H h, const CatalogKey& key) {
    return H::combine(std::move(h), key.class_id, key.oid);
  }
};

// An object, or a column of it.
struct CatalogPart {
  CatalogKey of;
  int part = 0;  // 0: the object itself
  friend bool operator==(const CatalogPart&, const CatalogPart&) = default;
  template <class H>
  friend H AbslHashValue(H h, const CatalogPart& key) {
    return H::combine(std::move(h), key.of, key.part);
  }
};

struct CatalogType {
  Name schema, name;
  char type = 0;
  char category = 0;
  bool preferred = false;
  CatalogOid element = 0, array_type = 0, base_type = 0, collation = 0;
  char storage = 'x';
};

struct CatalogOpclass {
  CatalogOid oid = 0, method = 0, input_type = 0, key_type = 0;
  QualifiedName name;
  bool is_default = false;
};

struct CatalogColumn {
  Name name;
  CatalogOid type = 0, collation = 0;
  bool generated = false;
  int position = -1;  // in the object's columns
};

// A relation of a schema that is read.
//   kHidden      an extension's, or the tool's own: neither an object nor worth a notice
//   kUnmodelled  a kind that the models cannot say; what hangs on it is left out with it
struct CatalogRelation {
  enum class Standing : uint8_t { kModelled, kUnmodelled, kHidden };
  Standing standing = Standing::kHidden;
  char kind = 0;
  ObjectId id;
  Object* object = nullptr;  // in the database; nullptr: not one of its own, or not yet
  Name owner;
  int attributes = 0;                  // dropped ones included
  std::vector<CatalogColumn> columns;  // by number, from 1 on; dropped ones have no name
  std::vector<Column> collected;       // in the order of the rows, until all are there

  bool modelled() const { return standing == Standing::kModelled; }
  CatalogColumn& MakeColumn(int number);
  // One without a name where there is none of the number.
  const CatalogColumn& ColumnAt(int64_t number) const;
};

// The columns of a relation's object; nullptr: it has none.
std::vector<Column>* ColumnsOf(const CatalogRelation& relation);

// A row of pg_depend.
struct CatalogNeed {
  CatalogKey from;
  CatalogPart to;
  char type;  // deptype
};

// A constraint, an index or a trigger.
struct CatalogPartOfRelation {
  CatalogKey key;
  CatalogOid relation;
  const Object* object;  // in the database
};

struct CatalogDefault {
  CatalogOid oid, relation;
  int number;  // of its column
};

// What the decoders know of a catalog while its rows come in: each fills it for those behind it
// (the order stands in read_catalog.cc).
struct CatalogState {
  Database* database = nullptr;
  bool dependencies = true;  // are read
  std::set<Name> own_tables;

  absl::flat_hash_map<CatalogOid, Name> roles;
  absl::flat_hash_map<CatalogOid, Name> namespaces;  // all of them
  std::set<CatalogOid> read_namespaces;
  absl::flat_hash_map<CatalogKey, CatalogOid> members;  // of extensions
  absl::flat_hash_map<CatalogPart, Name> comments;
  absl::flat_hash_map<CatalogKey, Options> security_labels;
  absl::flat_hash_map<CatalogOid, QualifiedName> collations;
  absl::flat_hash_map<CatalogOid, CatalogOpclass> opclasses;
  std::set<std::pair<CatalogOid, CatalogOid>> binary_casts;
  absl::flat_hash_map<CatalogOid, CatalogType> types;
  absl::flat_hash_map<CatalogOid, ObjectId> composites;  // by their relation
  absl::node_hash_map<CatalogOid, CatalogRelation> relations;
  absl::node_hash_map<CatalogOid, Sequence> sequences;  // until it is known whose they are
  absl::flat_hash_map<CatalogOid, std::map<int, Options>> key_options;  // by index and key
  absl::flat_hash_map<CatalogOid, SparseMap<int, int>> key_statistics;  // by index and key
  // Of the keys of indexes that have expressions, by index and key.
  absl::flat_hash_map<std::pair<CatalogOid, int>, CatalogOid> key_types;
  absl::node_hash_map<CatalogOid, Index> constraint_indexes;  // until the constraint
  StandIn stand_in;
  std::vector<ObjectId> unmodelled_in_namespaces;
  // What the models cannot say and others may rest on, with its kind in words.
  std::vector<std::pair<CatalogKey, std::string>> unmodelled;
  // For what rests on that (decode_need.cc): who needs whom, and what no id tells.
  std::vector<CatalogNeed> needs;
  std::vector<CatalogPartOfRelation> parts;
  std::vector<CatalogDefault> defaults;
  std::vector<CatalogKey> owners_without_rights;
  // What an end of a dependency is.
  absl::flat_hash_map<CatalogKey, ObjectId> ids;

  // The first thing that could not be read, if any.
  absl::Status error;

  bool IsMember(CatalogOid class_id, CatalogOid oid) const {
    return members.contains({class_id, oid});
  }
  Name Role(CatalogOid oid) const;
  Name Namespace(CatalogOid oid) const;
  QualifiedName Qualified(CatalogOid name_space, std::string_view name) const;
  QualifiedName Collation(CatalogOid oid) const;
  // A type as format_type() printed it; an error is kept in `error`.
  TypeRef Type(std::string_view text);
  // The same where no modifier was asked for (arguments, operands).
  TypeRef BareType(std::string_view text);

  // A column's. One that no query tells of is a table's row, or an array of such.
  const CatalogType& TypeOf(CatalogOid oid) const;
  // The operator class that an index of the method takes for a type when none is said; 0: none.
  CatalogOid DefaultOpclass(CatalogOid type, CatalogOid method);

  Name Comment(CatalogOid class_id, CatalogOid oid, int part = 0) const;
  // Comment and security labels.
  Common Described(CatalogOid class_id, CatalogOid oid) const;
  // These, the owner and the grants.
  Common Owned(CatalogOid class_id, CatalogOid oid, const AclContext& acl,
               const std::optional<std::vector<std::string>>& items);

  // The relation, if it is an object of ours; nullptr: it is not.
  CatalogRelation* Modelled(CatalogOid oid);
  Object* Get(const ObjectId& id);

  Object* Add(CatalogKey key, Object object);
  // A constraint, an index or a trigger of a relation.
  void AddPart(CatalogKey key, CatalogOid relation, Object object);
  // What nobody but a dependency names (a constraint, a default …): kept where these are read.
  void AddEnd(CatalogKey key, const ObjectId& id);
  // `alias` (an array type, an index behind a constraint …) is `of` to whoever depends on it.
  void Alias(CatalogKey alias, CatalogKey of);
  void AddUnmodelled(CatalogKey key, std::string kind, ObjectId id);
  // Something of a relation that is none of ours has this name among relations.
  void AddTaken(Name name, std::string_view kind, const CatalogRelation& of);
  // The same as AddUnmodelled without a notice.
  void HoldUnmodelled(CatalogKey key, std::string kind, ObjectId id);
  // Something that an object has and the models cannot say.
  void Notice(std::string kind, const ObjectId& of);

 private:
  absl::flat_hash_map<std::string, TypeRef> type_texts_;
  absl::flat_hash_map<std::pair<CatalogOid, CatalogOid>, CatalogOid> default_opclasses_;
};

// Reads the rows of one query.
struct CatalogReader {
  std::function<absl::Status(const Row&)> on_row;
  std::function<absl::Status()> at_end;  // may be empty
};
using MakeCatalogReader = CatalogReader (*)(CatalogHeader& header, CatalogState& state);

}  // namespace autogen
