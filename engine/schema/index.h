#pragma once

#include "engine/base/sparse_map.h"
#include "engine/schema/common_attributes.h"

namespace autogen {

// One key of an index or an exclusion constraint: a column or an expression.
struct IndexKey {
  Name column;              // empty: an expression
  Expression expression;    // without outer parentheses
  QualifiedName collation;  // empty: the column's or expression's own
  QualifiedName opclass;    // empty: the type's default for the access method
  Options opclass_options;
  bool descending = false;
  bool nulls_first = false;     // explicit: true for a plain DESC
  QualifiedName with_operator;  // exclusion constraints only
  friend bool operator==(const IndexKey&, const IndexKey&) = default;
};

template <>
struct AttributesOf<IndexKey> {
  static constexpr auto kList =
      std::tuple(Attribute{"column", &IndexKey::column, Alters::kRebuild},
                 Attribute{"expression", &IndexKey::expression, Alters::kRebuild},
                 Attribute{"collate", &IndexKey::collation, Alters::kRebuild},
                 Attribute{"opclass", &IndexKey::opclass, Alters::kRebuild},
                 Attribute{"opclass_options", &IndexKey::opclass_options, Alters::kRebuild},
                 Attribute{"desc", &IndexKey::descending, Alters::kRebuild},
                 Attribute{"nulls_first", &IndexKey::nulls_first, Alters::kRebuild},
                 Attribute{"with", &IndexKey::with_operator, Alters::kRebuild});
};

// An index that no constraint owns. See: CREATE INDEX.
struct Index {
  Name schema, name;  // name empty in a model: any; schema is the table's
  Name table;         // or materialized view
  bool unique = false;
  Name access_method = "btree";
  std::vector<IndexKey> keys;
  std::vector<Name> include;
  bool nulls_not_distinct = false;
  Options options;
  Name tablespace;
  Expression where;
  SparseMap<int, int> statistics;  // number of a key (from 1): target
  bool invalid = false;  // live only: a failed concurrent build; counts as missing and is replaced
  Common common;         // comment only
  friend bool operator==(const Index&, const Index&) = default;
};

template <>
struct AttributesOf<Index> {
  static constexpr auto kList =
      std::tuple(Attribute{"table", &Index::table, Alters::kRebuild},
                 Attribute{"unique", &Index::unique, Alters::kRebuild},
                 Attribute{"using", &Index::access_method, Alters::kRebuild},
                 Attribute{"columns", &Index::keys, Alters::kRebuild},
                 Attribute{"include", &Index::include, Alters::kRebuild},
                 Attribute{"nulls_not_distinct", &Index::nulls_not_distinct, Alters::kRebuild},
                 Attribute{"with", &Index::options, Alters::kInPlace},
                 Attribute{"tablespace", &Index::tablespace, Alters::kInPlace},
                 Attribute{"where", &Index::where, Alters::kRebuild},
                 Attribute{"statistics", &Index::statistics, Alters::kInPlace},
                 Attribute{"invalid", &Index::invalid, Alters::kRebuild});
};

}  // namespace autogen
