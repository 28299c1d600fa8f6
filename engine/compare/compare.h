#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "engine/compare/declared.h"

namespace autogen {

// ---- Completion: what the models do not say takes live's value
// --------------------------------------------------

// Renames to be done, before -> after, parents first. Labels of enums: (enum's id after, old label)
// -> new label.
struct RenameMap {
  std::map<ObjectId, ObjectId> objects;
  std::map<std::pair<ObjectId, std::string>, std::string> labels;

  RenameMap Inverse() const;
  bool empty() const { return objects.empty() && labels.empty(); }
};

struct CompleteOptions {
  std::vector<Name>
      namespaces;  // schemas that are compared; objects of others stay out of both sides
  bool all_namespaces = false;
  Name default_owner;            // of what is created: the role that will run the migration
  Name first_schema = "public";  // of the search path: where extensions go
};

// `live` without the objects of schemas that are not compared. What depends on compared objects
// from outside stays as dependencies (their `from` ends are no objects of the result), so that the
// planner can refuse to change what they rest on.
Database Restrict(const Database& live, const CompleteOptions& options);

// The target as a full schema. Unmanaged owners and grants, names of unnamed constraints, indexes
// and domain checks, implied sequences' names and the order of columns are live's where the object
// exists (under its old name, if it is renamed), else the default: `naming`, or PostgreSQL's own
// algorithm (makeObjectName, ChooseIndexName …). Live-only objects that are not compared are left
// out of the result. Dependencies are filled in.
absl::StatusOr<Database> Complete(const DeclaredModel& model, const Database& live,
                                  const RenameMap& renames, const CompleteOptions& options);

// ---- Renames
// -------------------------------------------------------------------------------------------------

// Which hints count: the old name exists and the new does not. `done` gets a notice for each that
// is done already; two objects that claim one old name are an error.
absl::StatusOr<RenameMap> CheckHints(const std::vector<RenameHint>& hints, const Database& live,
                                     const DeclaredModel& model, std::vector<Finding>* notices);

// Pairs gone and come that might be renames: tables of one schema with equal columns, columns of
// one table with equal type, enum labels; only where there is no third candidate. For the question.
std::vector<RenameHint> GuessRenames(const Database& live, const Database& target);

// `before` with the renames applied, so that all else can be compared on the renamed side:
// identities, references, column names inside constraints, indexes, triggers, and names inside
// expressions.
Database ApplyRenames(const Database& before, const RenameMap& renames);

// ---- Comparison
// -----------------------------------------------------------------------------------------------

enum class ChangeType { kCreate, kDrop, kAlter };

// A difference in one object. For kAlter: the attributes that differ by name, of the object itself
// or, with `column`, of one of its columns ("columns" of a table never stands alone).
struct ColumnChange {
  ChangeType type;
  Name column;
  std::vector<std::string_view> attributes;  // kAlter
};
struct ObjectChange {
  ChangeType type;
  ObjectId id;
  std::vector<std::string_view>
      attributes;  // kAlter; also "comment", "owner", "grants", "security_labels"
  std::vector<ColumnChange> columns;  // tables, views and materialized views
  // Something in it differs only by an expression's text, an operator class's or a collation's
  // spelling, which may mean the same: the server has not been asked yet.
  bool open = false;
};

struct Changes {
  std::vector<ObjectChange> changes;  // by id
  bool empty() const { return changes.empty(); }
};

// Compares two complete schemas. Pure, total: everything that differs is in the result. Texts are
// compared as they stand and by NormalForm.
Changes Compare(const Database& before, const Database& after);

// The parts of `declared` that mean the same as live's take live's text: `realised` is `declared`
// as a server printed it, `live_again` is live's as a server printed it again (nullptr: not asked).
// Attribute by attribute, columns by name.
Object Adopt(const Object& live, const Object* live_again, const Object& realised,
             const Object& declared);

}  // namespace autogen
