#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/schema/object_map.h"

namespace autogen {

// `from` needs `to`: it is made after and dropped before. Ends are whole objects, columns (kColumn)
// or defaults (kDefault). A column of a view is its view.
struct Dependency {
  ObjectId from;
  ObjectId to;
  bool automatic = false;  // pg_depend type a: dropping `to` silently takes `from` along
  friend bool operator==(const Dependency&, const Dependency&) = default;
  friend auto operator<=>(const Dependency&, const Dependency&) = default;
};

// Something in the database that is no object of the models: named in a notice, so that "no
// changes" is never said over something unread.
struct Unmodelled {
  std::string kind;   // "policy", "partitioned table", "rule" …
  std::string label;  // what it is called
  friend bool operator==(const Unmodelled&, const Unmodelled&) = default;
};

// An object (or a column's default) that rests on something that the models cannot say. Models and
// migrations stand by themselves, so that a folder of them can be replayed from nothing: inspected
// models are without it, and where models do not name it, it is left as it is (left_alone.h).
struct LeftAlone {
  ObjectId id;
  std::string rests_on;  // "partitioned table payment"
  friend bool operator==(const LeftAlone&, const LeftAlone&) = default;
  friend auto operator<=>(const LeftAlone&, const LeftAlone&) = default;
};

// A name among relations or types that something has which is no object of the models.
struct TakenName {
  QualifiedName name;
  std::string kind;  // "partition", "index of partitioned table"
  friend bool operator==(const TakenName&, const TakenName&) = default;
  friend auto operator<=>(const TakenName&, const TakenName&) = default;
};

// A name that an installed extension brought: what expressions and columns may mention but no diff
// shows.
struct ExtensionMember {
  enum class Role : uint8_t { kType, kRelation, kFunction, kOperator, kOther } role;
  Name extension;
  QualifiedName name;
  friend bool operator==(const ExtensionMember&, const ExtensionMember&) = default;
};

// Rights that new objects get by ALTER DEFAULT PRIVILEGES.
struct DefaultPrivilege {
  Name role;             // of whose new objects
  Name schema;           // empty: everywhere
  char object_type = 0;  // pg_default_acl.defaclobjtype: r S f T n
  Grants grants;         // the whole end state for a new object, in Grants form
};

// A complete schema: what a live database holds, or what the models ask for once completed.
struct Database {
  ObjectMap objects;
  std::vector<Dependency> dependencies;  // sorted, without doubles
  Name name;
  Name owner;              // of the database
  Name current_user;       // the role that reads
  int server_version = 0;  // server_version_num; 0: unknown
  std::vector<Unmodelled> unmodelled;
  std::vector<LeftAlone> left_alone;   // sorted
  std::vector<TakenName> taken_names;  // sorted
  std::vector<ExtensionMember> members;
  std::vector<DefaultPrivilege> default_privileges;
  std::vector<Name> other_namespaces;  // schemas that exist but were not looked at

  const Object* Find(const ObjectId& id) const { return objects.Find(id); }
  template <class T>
  const T* Get(const ObjectId& id) const {
    const Object* object = Find(id);
    return object ? std::get_if<T>(object) : nullptr;
  }
  Object* Add(Object object);  // replaces one of the same identity
};

// Whether `domain` has no default though the domain below it has one in `database`, which CREATE
// would copy.
bool HidesDefault(const Domain& domain, const Database& database);

}  // namespace autogen
