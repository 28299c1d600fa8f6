#pragma once

#include "engine/schema/index.h"

namespace autogen {

enum class ConstraintType : uint8_t { kPrimaryKey, kUnique, kForeignKey, kCheck, kExclusion };
enum class ForeignKeyMatch : uint8_t { kSimple, kFull };
enum class ForeignKeyAction : uint8_t { kNoAction, kRestrict, kCascade, kSetNull, kSetDefault };

// A constraint of a table. See: CREATE TABLE, ALTER TABLE … ADD. One struct for the five types:
// those fields that a type does not have keep their defaults. Not-null is an attribute of the
// column.
struct Constraint {
  Name schema, table;
  Name name;  // empty in a model: any
  ConstraintType type = ConstraintType::kCheck;
  std::vector<Name> columns;             // primary key, unique, foreign key
  bool nulls_not_distinct = false;       // unique
  QualifiedName references;              // foreign key
  std::vector<Name> referenced_columns;  // in a declared model empty means the primary key
  ForeignKeyMatch match = ForeignKeyMatch::kSimple;
  ForeignKeyAction on_update = ForeignKeyAction::kNoAction;
  ForeignKeyAction on_delete = ForeignKeyAction::kNoAction;
  std::vector<Name> on_delete_columns;  // SET NULL (a, b), SET DEFAULT (a, b) [15]
  Expression check;                     // without outer parentheses
  bool no_inherit = false;              // check
  Name access_method;                   // exclusion; "gist" by default there
  std::vector<IndexKey> elements;       // exclusion
  std::vector<Name> include;            // primary key, unique, exclusion
  Options options;                      // of its index
  Name tablespace;                      // of its index
  Expression where;                     // exclusion
  bool deferrable = false;
  bool initially_deferred = false;
  bool not_valid = false;  // check, foreign key
  Common common;           // comment only
  friend bool operator==(const Constraint&, const Constraint&) = default;
};

template <>
struct AttributesOf<Constraint> {
  static constexpr auto kList = std::tuple(
      Attribute{"type", &Constraint::type, Alters::kRebuild},
      Attribute{"columns", &Constraint::columns, Alters::kRebuild},
      Attribute{"nulls_not_distinct", &Constraint::nulls_not_distinct, Alters::kRebuild},
      Attribute{"references", &Constraint::references, Alters::kRebuild},
      Attribute{"referenced_columns", &Constraint::referenced_columns, Alters::kRebuild},
      Attribute{"match", &Constraint::match, Alters::kRebuild},
      Attribute{"on_update", &Constraint::on_update, Alters::kRebuild},
      Attribute{"on_delete", &Constraint::on_delete, Alters::kRebuild},
      Attribute{"on_delete_columns", &Constraint::on_delete_columns, Alters::kRebuild},
      Attribute{"check", &Constraint::check, Alters::kRebuild},
      Attribute{"no_inherit", &Constraint::no_inherit, Alters::kRebuild},
      Attribute{"using", &Constraint::access_method, Alters::kRebuild},
      Attribute{"elements", &Constraint::elements, Alters::kRebuild},
      Attribute{"include", &Constraint::include, Alters::kRebuild},
      Attribute{"with", &Constraint::options, Alters::kInPlace},
      Attribute{"tablespace", &Constraint::tablespace, Alters::kInPlace},
      Attribute{"where", &Constraint::where, Alters::kRebuild},
      Attribute{"deferrable", &Constraint::deferrable,
                Alters::kRebuild},  // in place for foreign keys
      Attribute{"initially_deferred", &Constraint::initially_deferred, Alters::kRebuild},
      Attribute{"not_valid", &Constraint::not_valid, Alters::kRebuild});  // validation in place
};

}  // namespace autogen
