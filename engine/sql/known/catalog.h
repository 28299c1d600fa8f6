#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/schema/database.h"
#include "engine/sql/known/builtins.h"

namespace autogen::known {

// A function or an operator that a call may mean, built in or of the database.
struct Candidate {
  Name schema;  // pg_catalog or the database's
  std::vector<TypeId> arguments;
  TypeId result = t_none;
  TypeId variadic = t_none;
  int defaults = 0;
  char kind = 'f';
  bool returns_set = false;
  std::vector<std::string_view> names;                   // of the arguments; empty: none
  std::vector<std::pair<std::string_view, TypeId>> out;  // OUT columns
};

// A relation that a query may read.
struct Relation {
  Name schema, name;
  const std::vector<Column>* columns = nullptr;  // nullptr: not known
  const Expression* query = nullptr;             // of a view
};

// What exists on one side of a comparison: pg_catalog of its version, and the objects of a
// database. Nothing is made until it is asked for. Not for use by several threads at once. The
// database must outlive it and stay as it is.
class Catalog {
 public:
  // A version of 0 is taken for 15, the oldest of those that most servers have.
  explicit Catalog(const Database& database);

  int version() const { return version_; }
  const Database& database() const { return database_; }

  const TypeInfo& Type(TypeId type) const;
  // t_none where it is not known, as an extension's is.
  TypeId FindType(Name schema, Name name) const;
  // Of a resolved reference, array or not; its modifier is the reference's.
  TypeId TypeOf(const TypeRef& type) const;
  // A domain's base, all the way down, with the modifier that the domains on the way give.
  TypeId BaseType(TypeId type) const { return BaseType(type, nullptr); }
  TypeId BaseType(TypeId type, Name* modifier) const;
  bool IsDomain(TypeId type) const { return Type(type).kind == 'd'; }
  // The columns of a composite or row type; nullptr: it is none, or they are not known.
  const std::vector<std::pair<Name, TypeRef>>* Attributes(TypeId type) const;
  TypeId RowType(const Relation& relation) const {
    return FindType(relation.schema, relation.name);
  }

  std::optional<Relation> FindRelation(Name schema, Name name) const;

  // Appends what one schema has of that name.
  void AddFunctions(Name schema, Name name, std::vector<Candidate>* candidates) const;
  void AddOperators(Name schema, Name name, std::vector<Candidate>* candidates) const;
  // Whether any schema but pg_catalog has such a function (or an operator) that is an object of the
  // database; whether there is one of which we know no more than the name.
  bool HasOwnFunction(Name name) const;
  bool HasOwnOperator(Name name) const;
  bool HasForeignFunction(Name name) const;
  bool HasForeignOperator(Name name) const;
  // Whether somebody made casts or types of which we do not know what they can be cast to.
  bool HasUnknownCasts() const;

 private:
  TypeId Add(TypeInfo info) const;
  TypeId AddWithArray(TypeInfo info) const;
  TypeId Load(Name schema, Name name) const;
  TypeId LoadRange(Name schema, Name name) const;
  void LoadNames() const;

  struct Base {
    TypeId type;
    Name modifier;
  };
  using Key = std::pair<Name, Name>;

  const Database& database_;
  int version_;
  mutable std::deque<TypeInfo> own_;
  mutable absl::flat_hash_map<Key, TypeId> by_name_;
  mutable absl::flat_hash_map<TypeId, Base> bases_;
  mutable absl::flat_hash_map<TypeId, std::vector<std::pair<Name, TypeRef>>> attributes_;
  mutable bool names_loaded_ = false, unknown_casts_ = false;
  mutable std::set<Name> own_functions_, own_operators_, foreign_functions_, foreign_operators_;
};

}  // namespace autogen::known
