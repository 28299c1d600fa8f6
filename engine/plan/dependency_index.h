#pragma once

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/schema/database.h"

namespace autogen {

// The dependencies of one database, both ways. A generated column's expression counts as the
// column's own, a view column's default as the view's.
class DependencyIndex {
 public:
  struct Dependent {
    ObjectId id;
    bool automatic = false;
  };

  explicit DependencyIndex(const Database& database) : database_(database) {}

  // What `from` needs; what is listed under a part that Owner() folds into it counts too.
  std::vector<ObjectId> Needs(const ObjectId& from) const;
  // What `from` is dropped along with, in silence.
  std::vector<ObjectId> Automatic(const ObjectId& from) const;
  bool Has(const ObjectId& from, const ObjectId& to) const;
  // Who needs `to`. The reverse of the whole database is made once a few were asked for.
  std::vector<Dependent> Dependents(const ObjectId& to) const;

 private:
  ObjectId Owner(const ObjectId& from) const;
  void Reverse() const;

  const Database& database_;
  mutable absl::flat_hash_map<ObjectId, std::vector<const Dependency*>> reverse_;
  mutable int asked_ = 0;
};

// The column of a table; nullptr where there is none.
const Column* FindColumn(const Database& database, const ObjectId& column);
const Column* FindColumn(const Table& table, Name column);
// The relation of that name, whatever its kind; an id of kind kUnmodelled where there is none.
ObjectId FindRelation(const Database& database, Name schema, Name name);

}  // namespace autogen
