#pragma once

#include <string>
#include <vector>

#include "engine/compare/compare.h"

namespace autogen {

enum class Verb : uint8_t { kCreate, kDrop, kAlter, kReplace, kRename };

// One step of a plan: an object made, dropped, altered or renamed. Objects point into the two
// databases of the plan.
//
// What a step means, by verb:
//   kCreate   the whole of `after`: owner, then grants as an end state, comments (of columns,
//             folded constraints and domain checks too), security labels, options, a trigger's or
//             index's state and statistics; less `left_out`, which later steps bring. A created
//             column brings its comment, storage, compression, statistics, options and the column
//             grants that after's table has for it. A sequence is made without OWNED BY.
//   kDrop     the object alone, never CASCADE. What goes along with it has no step of its own.
//   kAlter    `attributes` get after's value, by the smallest statements from before's. An
//             attribute that is listed is written even where before and after are equal: it was
//             let go by an earlier step. `before` (and column_before) is null where the object is
//             made in the same plan: then every listed attribute starts from the default.
//             Common attributes: owner first, grants last. Column grants of columns that after
//             does not have go with them: no REVOKE for those.
//   kReplace  CREATE OR REPLACE of `after`, view options written out, a trigger's state where it is
//             not origin; then `attributes` of the common ones (comment, owner, grants …), and a
//             view's column defaults and comments, get after's value as with kAlter.
//   kRename   names only (a change of schema is SET SCHEMA), or a label of an enum.
struct Step {
  Verb verb = Verb::kCreate;
  ObjectId id;                            // kRename: the old id
  ObjectId renamed_to;                    // kRename
  std::string label_before, label_after;  // kRename of an enum's label
  const Object* before = nullptr;         // kDrop, kAlter, kReplace
  const Object* after = nullptr;          // kCreate, kAlter, kReplace
  // A step on a column of `before`/`after` (which are the tables): the column's id is `id`.
  const Column* column_before = nullptr;
  const Column* column_after = nullptr;
  std::vector<std::string_view>
      attributes;  // kAlter: what this step alters (a change may be several steps)
  std::vector<const Constraint*> folded;  // kCreate of a table: constraints written inside it
  std::vector<Name>
      columns_without_default;  // kCreate of a table: their default comes in a later step (a cycle)
  // kAlter: the attributes are taken away instead of set, a later step may give them back: a
  // column's "default" (DROP DEFAULT), "identity" (DROP IDENTITY); a domain's "default" and
  // "constraints" (before's are dropped); kReplace of a view's "sql" leaves its columns alone.
  // kAlter of "default" without it sets after's, or drops where after has none.
  bool takes_away = false;
  // kCreate: attributes that a later kAlter step brings: a sequence's "owned_by"; a table's
  // "replica_identity" and a table's or materialized view's "cluster_on" where they name an index;
  // a domain's "constraints" and "default", a view's "sql" (a cycle): it has its columns alone.
  std::vector<std::string_view> left_out;
  // kDrop of a table: what no model can say and goes with it (policies, rules).
  std::vector<ObjectId> goes_along;
  // kAlter of a type (enum, domain, composite, range) that PostgreSQL cannot alter: it is renamed
  // out of the way, made anew, `retyped_columns` (kColumn ids of tables; of this type or an array
  // of it, in both databases) get the new type with a USING (by way of text; a composite by ROW of
  // its attributes), and the old one is dropped. `rebuilt_along` are further types over it that go
  // the same way in between, each after those it needs: all renamed first, then all made, the
  // columns retyped, all dropped in the opposite order. Nothing else depends on them by then: it
  // was let go, and the columns' defaults too.
  bool rebuilds_type = false;
  std::vector<ObjectId> rebuilt_along;
  std::vector<ObjectId> retyped_columns;
  // The transaction ends after this step: ADD VALUE of an enum whose value a later step uses.
  bool ends_unit = false;
  std::string
      because;  // a rebuild's reason, in the user's words: "column users.name changes its type"
};

struct Plan {
  std::vector<Step> steps;
  // A function's string body names what is made later, or what is not on the search path: the file
  // must set check_function_bodies = off.
  bool check_function_bodies_off = false;
};

struct PlanOptions {
  bool allow_rewrite = false;                  // --allow-rewrite
  bool drop_extensions = false;                // --drop-extensions
  std::vector<Name> search_path = {"public"};  // the file runs under it
  // `protect: true`: a drop of these, or a rebuild that is a drop, is refused.
  std::vector<ObjectId> protected_objects;
};

// Orders the changes by dependencies: drops along `before`'s, creations along `after`'s, with
// whatever must be let go and given back. `before` has the renames applied already (ApplyRenames);
// `renames` come out as the first steps. Errors: a change under an unmanaged object; a protected
// object dropped; a rewrite that is not allowed; a cycle.
//
// Order within a column: default away, identity away, expression away, type (with collation), the
// default, not null, identity, the rest. All steps on one table's columns stand together where
// dependencies allow it, so that they can be one ALTER TABLE.
absl::StatusOr<Plan> MakePlan(const Database& before, const Database& after, const Changes& changes,
                              const RenameMap& renames, const PlanOptions& options);

}  // namespace autogen
