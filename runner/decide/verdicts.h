#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/schema/database.h"

namespace autogen {

// What a scratch server has said of objects that are written differently, kept in the cache folder:
// one file an object, named by a hash of all that the word rests on. That is what the server would
// be given to make, of both sides (the objects whole and the stubs of what they mention), the
// server, its extensions and this program. Safe to delete.
class Verdicts {
 public:
  // Both sides of the comparison, before anything is adopted.
  Verdicts(const Database& before, const Database& target, const std::set<ObjectId>& asked);

  // true: the object is one on both sides; false: nothing of its differences is; nullopt: nobody
  // has said so.
  std::optional<bool> Find(const ObjectId& id) const;
  // Of the server of that major.
  void Keep(const ObjectId& id, bool one, int major) const;
  static void DropOldest();  // those beyond a few thousand

 private:
  int major_;                              // wished
  std::map<ObjectId, std::string> names_;  // files, of what can be kept
};

}  // namespace autogen
