#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/schema/database.h"

namespace autogen {

// One object as the models say it, elaborated: every attribute explicit, names resolved, but
// `owner` and `grants` may be absent, and constraints and indexes may have no name.
struct Declared {
  Boxed<Object> object;   // always there
  Place place;            // of its key in the file
  ObjectId renamed_from;  // name empty: none
  bool deprecated = false;
  bool protect = false;  // a drop of it is refused
  bool online = true;
};

// A hint in the models or on the command line that `before` is called `after` now. For a column the
// scope is the table's *new* name on both sides; for an enum's label `label_before`/`label_after`
// stand and the ids are equal.
struct RenameHint {
  ObjectId before, after;
  std::string label_before, label_after;
  Place place;
};

// The classes of which an absent key means PostgreSQL's default; see the model format, rule 6.
struct Managed {
  bool grants = false, default_privileges = false, owners = false, roles = false,
       subscriptions = false;
};

// Naming patterns of the models' `naming`: pk fk uq ck ix; empty: PostgreSQL's own.
using Naming = std::map<std::string, std::string>;

struct DeclaredModel {
  std::vector<Declared> objects;
  std::vector<RenameHint> renames;
  Managed managed;
  Naming naming;
  std::vector<Finding> notices;
  // What the models' extensions bring, as far as it is known: edges to extensions that the database
  // has not got yet come from here.
  std::vector<ExtensionMember> members;
  // No server was needed to tell what the models mean: neither its version nor what extensions
  // bring would have changed anything.
  bool by_itself = false;
};

}  // namespace autogen
