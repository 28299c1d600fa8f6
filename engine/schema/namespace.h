#pragma once

#include "engine/schema/common_attributes.h"

namespace autogen {

// A schema in SQL's sense. See: CREATE SCHEMA.
struct Namespace {
  Name name;
  Common common;
  friend bool operator==(const Namespace&, const Namespace&) = default;
};

template <>
struct AttributesOf<Namespace> {
  static constexpr auto kList = std::tuple();
};

// Whose the schema `public` is in a new database; empty: the database's owner's.
inline Name PublicOwner(int server_version) {
  return server_version == 0 || server_version >= 150000 ? Name("pg_database_owner") : Name();
}

// Whether this is the schema `public` as every new database has it: owner, rights and comment. A
// model need not name that one. Since PostgreSQL 15 it belongs to pg_database_owner and only USAGE
// is everybody's.
inline bool IsUntouchedPublic(const Namespace& space, int server_version) {
  if (space.name != Name("public") || space.common.comment != "standard public schema")
    return false;
  bool since_15 = server_version == 0 || server_version >= 150000;
  Grants initial = {{"public", "usage", {}, false}};
  if (!since_15) initial.insert(initial.begin(), {"public", "create", {}, false});
  if (space.common.grants && *space.common.grants != initial) return false;
  return !since_15 || !space.common.owner || *space.common.owner == Name("pg_database_owner");
}

}  // namespace autogen
