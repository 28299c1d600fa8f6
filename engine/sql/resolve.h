#pragma once

#include <functional>
#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "engine/schema/database.h"
#include "engine/sql/names.h"

namespace autogen {

// The names that exist, by role and schema: the models' own objects, extensions' members, and
// (built in) pg_catalog.
class KnownNames {
 public:
  // What an object can be called by: a table is a relation and a type, an enum a type, a routine a
  // function …
  void Add(const Object& object);
  void Add(const ExtensionMember& member);
  // The server's major version (15), which decides what is built in; 0: unknown.
  void SetServer(int major_version) { major_version_ = major_version; }
  int major_version() const { return major_version_; }

  bool Has(NameRole role, const QualifiedName& name) const;
  // Everything of that bare name and role, any schema.
  std::vector<QualifiedName> Anywhere(NameRole role, Name name) const;

 private:
  void Add(NameRole role, Name schema, Name name);

  // (role, name) -> schemas that have it, most often one
  absl::flat_hash_map<std::pair<NameRole, Name>, std::vector<Name>> schemas_;
  int major_version_ = 0;
};

// Looks names up as PostgreSQL does: pg_catalog first, then the path. See: manual, Data Definition,
// Schemas (search path).
class Resolver {
 public:
  Resolver(const KnownNames& known, std::vector<Name> path)
      : known_(known), path_(std::move(path)) {}

  // The first schema on the path that has the name; a written schema stands. nullopt: nobody has
  // it.
  std::optional<QualifiedName> Resolve(NameRole role, const QualifiedName& written) const;
  std::optional<TypeRef> ResolveType(const TypeRef& written) const;
  // The text with every name that is found qualified (pg_catalog's bare). Names that are not found
  // are left, and are reported in `unknown`, where given (operators are never reported).
  Expression Qualify(const Expression& expression, SqlForm form,
                     std::vector<NameUse>* unknown) const;
  // The same; a text that does not parse is an error (see CheckSyntax for what newer servers read).
  absl::StatusOr<Expression> TryQualify(const Expression& expression, SqlForm form,
                                        std::vector<NameUse>* unknown) const;

 private:
  const KnownNames& known_;
  std::vector<Name> path_;
};

// What each object needs, from its attributes and the parse trees of its expressions; every name in
// them is qualified. Edges end at objects of `database` (columns and defaults as their own ids);
// what is not there (built-in, extension members: the extension) gives none. String bodies of
// functions in SQL and PL/pgSQL give *soft* edges, by words.
struct FoundDependencies {
  std::vector<Dependency> hard;
  std::vector<Dependency> soft;
};
FoundDependencies FindDependencies(const ObjectMap& objects,
                                   const std::vector<ExtensionMember>& members);
// The same of some of the objects alone, and of these without the columns whose edges are known;
// all objects can be an edge's end.
FoundDependencies FindDependenciesOf(const std::vector<ObjectId>& ids,
                                     const std::function<bool(const ObjectId&)>& is_known_column,
                                     const ObjectMap& objects,
                                     const std::vector<ExtensionMember>& members);

}  // namespace autogen
