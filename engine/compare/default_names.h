#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/schema/object.h"

// The names that PostgreSQL gives to what has none, by its own algorithms, clipped to 63 bytes at
// the boundary of a UTF-8 character. See: makeObjectName, ChooseRelationName, ChooseIndexName
// (src/backend/commands/indexcmds.c), ChooseConstraintName (src/backend/catalog/pg_constraint.c).
namespace autogen {

// See: manual, SQL Syntax, Identifiers: NAMEDATALEN - 1.
inline constexpr size_t kMaxNameBytes = 63;

// The first `limit` bytes of a text, less a character that they would cut.
std::string_view ClipUtf8(std::string_view text, size_t limit);

// "name1_name2_label"; `name2` may be empty. Where that is too long, the longer of the two names
// gives way first. `users`, `id`, `seq` is the sequence of a serial column.
Name MakeObjectName(std::string_view name1, std::string_view name2, std::string_view label);

// The multirange type's name of a range type. See: makeMultirangeTypeName.
Name MakeMultirangeName(std::string_view range);

// Names that cannot be given again: of relations (tables, views, sequences, indexes, composite
// types) and of constraints, both by schema.
class TakenNames {
 public:
  // What the object is called by, identity columns' sequences and domains' checks included. What
  // has no name yet takes none.
  void Add(const Object& object);
  void AddRelation(Name schema, Name name) { relations_.emplace(schema, name); }
  void AddConstraint(Name schema, Name name) { constraints_.emplace(schema, name); }

  bool HasRelation(Name schema, Name name) const { return relations_.contains({schema, name}); }
  bool HasConstraint(Name schema, Name name) const { return constraints_.contains({schema, name}); }

 private:
  absl::flat_hash_set<std::pair<Name, Name>> relations_, constraints_;
};

// MakeObjectName with the first number after the label that gives a free name: "a_idx", "a_idx1" …
// `is_constraint`: an index that a constraint owns, whose name must be free among both.
Name ChooseRelationName(std::string_view name1, std::string_view name2, std::string_view label,
                        Name schema, const TakenNames& taken, bool is_constraint);

// The name of an index without one: table, keys and included columns (expressions by function or
// type), "idx".
Name ChooseIndexName(const Index& index, const TakenNames& taken);

// The name of a constraint without one: "t_pkey", "t_a_b_key", "t_a_fkey", "t_a_check" (where the
// check mentions one column only, else "t_check"), "t_a_excl".
Name ChooseConstraintName(const Constraint& constraint, const TakenNames& taken);

// The name of a domain's check without one.
Name ChooseDomainConstraintName(Name schema, Name domain, const TakenNames& taken);

// What the keys of an index are called: the column, or what the expression is made by; numbered
// where one repeats. See: ChooseIndexColumnNames.
std::vector<Name> IndexColumnNames(const std::vector<IndexKey>& keys,
                                   const std::vector<Name>& include);

// The columns that a check mentions, in the order of their first mention; the empty name for the
// whole row.
std::vector<Name> ColumnsOfCheck(const Expression& check);

}  // namespace autogen
