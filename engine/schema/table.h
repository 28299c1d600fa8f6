#pragma once

#include "engine/schema/sequence.h"

namespace autogen {

enum class IdentityKind : uint8_t { kAlways, kByDefault };

// GENERATED … AS IDENTITY; its sequence has no life of its own.
struct Identity {
  IdentityKind kind = IdentityKind::kAlways;
  Name sequence;  // the implied sequence's name (table's schema); never a difference of a model,
                  // kept on rebuilds
  SequenceOptions options;
  friend bool operator==(const Identity&, const Identity&) = default;
};

template <>
struct AttributesOf<Identity> {
  static constexpr auto kList =
      std::tuple(Attribute{"kind", &Identity::kind, Alters::kInPlace},
                 Attribute{"sequence", &Identity::sequence, Alters::kNever},
                 Attribute{"options", &Identity::options, Alters::kInPlace});
};

// A column of a table, or of a view (where only name, type, default and comment mean anything).
struct Column {
  Name name;
  TypeRef type;  // in a declared model also the pseudo types serial, bigserial, smallserial (schema
                 // empty)
  QualifiedName collation;  // empty: the type's
  bool not_null = false;
  bool generated_virtual = false;  // [18] of `generated`; else STORED
  Expression default_value;        // empty: none
  Boxed<Identity> identity;
  Expression generated;           // GENERATED ALWAYS AS (…); empty: none
  Name storage;                   // "plain" "external" "extended" "main"; empty: the type's own
  Name compression;               // "pglz" "lz4"; empty: the default
  std::optional<int> statistics;  // absent: the default
  Options options;                // n_distinct, n_distinct_inherited (pg_attver stripped)
  Name comment;
  Expression
      using_expression;  // of a model: converts rows at the next change of type; no difference
  friend bool operator==(const Column&, const Column&) = default;
};

template <>
struct AttributesOf<Column> {
  static constexpr auto kList =
      std::tuple(Attribute{"type", &Column::type, Alters::kInPlace},
                 Attribute{"collate", &Column::collation, Alters::kInPlace},
                 Attribute{"not_null", &Column::not_null, Alters::kInPlace},
                 Attribute{"default", &Column::default_value, Alters::kInPlace},
                 Attribute{"identity", &Column::identity, Alters::kInPlace},
                 Attribute{"generated", &Column::generated, Alters::kRebuild},
                 Attribute{"generated_virtual", &Column::generated_virtual, Alters::kRebuild},
                 Attribute{"storage", &Column::storage, Alters::kInPlace},
                 Attribute{"compression", &Column::compression, Alters::kInPlace},
                 Attribute{"statistics", &Column::statistics, Alters::kInPlace},
                 Attribute{"with", &Column::options, Alters::kInPlace},
                 Attribute{"comment", &Column::comment, Alters::kInPlace},
                 Attribute{"using", &Column::using_expression, Alters::kNever});
};

// What UPDATE and DELETE publish of the old row. See: ALTER TABLE … REPLICA IDENTITY.
struct ReplicaIdentity {
  enum class Mode : uint8_t { kDefault, kFull, kNothing, kIndex } mode = Mode::kDefault;
  Name index;  // for kIndex; may be empty live, when that index was dropped
  friend bool operator==(const ReplicaIdentity&, const ReplicaIdentity&) = default;
};

// An ordinary table. Constraints, indexes and triggers are objects of their own that point here by
// name. Columns are matched by name: their order is no difference. Column grants stand in
// common.grants.
struct Table {
  Name schema, name;
  std::vector<Column> columns;
  bool unlogged = false;
  Name access_method;  // empty: heap
  Options options;     // storage parameters, "toast." before TOAST's own
  Name tablespace;     // empty: the database's
  ReplicaIdentity replica_identity;
  Name cluster_on;  // index of the last CLUSTER; empty: none
  bool row_level_security = false;
  bool force_row_level_security = false;
  Common common;
  friend bool operator==(const Table&, const Table&) = default;
};

template <>
struct AttributesOf<Table> {
  static constexpr auto kList = std::tuple(
      Attribute{"columns", &Table::columns, Alters::kInPlace},
      Attribute{"unlogged", &Table::unlogged, Alters::kInPlace},
      Attribute{"using", &Table::access_method, Alters::kInPlace},
      Attribute{"with", &Table::options, Alters::kInPlace},
      Attribute{"tablespace", &Table::tablespace, Alters::kInPlace},
      Attribute{"replica_identity", &Table::replica_identity, Alters::kInPlace},
      Attribute{"cluster_on", &Table::cluster_on, Alters::kInPlace},
      Attribute{"row_level_security", &Table::row_level_security, Alters::kInPlace},
      Attribute{"force_row_level_security", &Table::force_row_level_security, Alters::kInPlace});
};

}  // namespace autogen
