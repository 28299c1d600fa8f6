#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/compare/declared.h"

namespace autogen {

// ---- Completion: what the models do not say takes live's value
// --------------------------------------------------

// Renames to be done, before -> after, applied level by level: namespaces; relations, types and
// indexes; routines and operators; columns, constraints and triggers; labels of enums. An identity
// stands in the names that the levels above have left: a column's scope is its table's new name on
// both sides. Labels: (enum's id after, old label) -> new label.
struct RenameMap {
  std::map<ObjectId, ObjectId> objects;
  std::map<std::pair<ObjectId, std::string>, std::string> labels;

  RenameMap Inverse() const;
  bool empty() const { return objects.empty() && labels.empty(); }
};

struct CompleteOptions {
  // Schemas that are compared, as names or patterns with * and ?; objects of others stay out of
  // both sides. Empty: `public` alone.
  std::vector<Name> namespaces;
  bool all_namespaces = false;
  Name default_owner;            // of what is created: the role that will run the migration
  Name first_schema = "public";  // of the search path: where extensions go
};

// The database without the objects of schemas that are not compared: the other side of Complete.
// What depends on compared objects from outside stays as dependencies (their `from` ends are no
// objects of the result), so that the planner can refuse to change what they rest on.
Database Restrict(Database database, const CompleteOptions& options);

// The target as a full schema. Unmanaged owners and grants, names of unnamed constraints, indexes
// and domain checks, implied sequences' names and the order of columns are live's where the object
// exists (under its old name, if it is renamed), else the default: `naming`, or PostgreSQL's own
// algorithm (makeObjectName, ChooseIndexName …). Objects of schemas that are not compared are left
// out of the result. Its dependencies are left to FindTargetDependencies: where nothing differs,
// nobody asks for them. `live` is the database with the renames applied; those not yet applied (the
// old name is there, the new one is not) are applied here.
absl::StatusOr<Database> Complete(const DeclaredModel& model, const Database& live,
                                  const RenameMap& renames, const CompleteOptions& options);
// The same without a copy: what is left of the model's objects means nothing any more.
absl::StatusOr<Database> CompleteAndConsume(DeclaredModel* model, const Database& live,
                                            const CompleteOptions& options);

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
// String bodies of functions stay as they are, here as on a server.
Database ApplyRenames(Database before, const RenameMap& renames);

// Routines whose string body mentions the object's or column's bare name: they may break when it is
// renamed.
std::vector<ObjectId> RoutinesMentioning(const Database& database, const ObjectId& id);

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
  // All that differs is an expression's text, an operator class's or a collation's spelling and
  // the like, which may mean the same: only a server can tell. (Beside a real difference others may
  // still be open.)
  bool open = false;
  bool any_open = false;  // something of it is open
};

struct Changes {
  std::vector<ObjectChange> changes;  // by id
  // What is one on both sides (wholly or in part) though its texts are written differently.
  std::vector<ObjectId> reworded;
  bool empty() const { return changes.empty(); }
};

class TextComparer;

// Compares two complete schemas. Pure, total: everything that differs is in the result. Texts are
// compared as they stand, by their trees, and by what they mean, each on its side.
Changes Compare(const Database& before, const Database& after);
// Two objects of one kind and identity; nullopt: equal. `texts`: tells what their texts mean; may
// be absent.
std::optional<ObjectChange> CompareObject(const Object& before, const Object& after,
                                          const TextComparer* texts = nullptr);

// The edges of a completed target: those that live has of what is equal on both sides, else those
// found in its attributes and texts. `changes` is what Compare found between the two. To be called
// again after Adopt.
void FindTargetDependencies(const Database& live, const Changes& changes, Database* target);

// The parts of `declared` that mean the same as live's take live's text: `realised` is `declared`
// as a server printed it, `live_again` is live's as a server printed it again (nullptr: not asked).
// Attribute by attribute, columns by name. `texts`: tells texts apart without a server; may be
// absent.
Object Adopt(const Object& live, const Object* live_again, const Object& realised,
             const Object& declared, const TextComparer* texts = nullptr);
// What Compare found to be live's in other words takes live's.
void AdoptReworded(const std::vector<ObjectId>& ids, const Database& live, Database* target);

}  // namespace autogen
