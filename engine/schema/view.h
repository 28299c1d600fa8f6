#pragma once

#include "engine/schema/table.h"

namespace autogen {

// A view. `columns` is what the query gives (names and types are known live, unknown in a model
// until realised); a model's entries carry only defaults and comments. See: CREATE VIEW.
struct View {
  Name schema, name;
  std::vector<Column> columns;
  Options options;  // security_barrier, security_invoker [15], check_option
  Expression query;
  Common common;
  friend bool operator==(const View&, const View&) = default;
};

template <>
struct AttributesOf<View> {
  static constexpr auto kList =
      std::tuple(Attribute{"columns", &View::columns, Alters::kInPlace},
                 Attribute{"with", &View::options, Alters::kInPlace},
                 Attribute{"sql", &View::query, Alters::kInPlace});  // replaced where allowed
};

// See: CREATE MATERIALIZED VIEW. with_data says how it is made, no difference afterwards.
struct MaterializedView {
  Name schema, name;
  std::vector<Column> columns;
  Name access_method;  // empty: heap
  Options options;
  Name tablespace;
  Expression query;
  bool with_data = true;
  Name cluster_on;
  Common common;
  friend bool operator==(const MaterializedView&, const MaterializedView&) = default;
};

template <>
struct AttributesOf<MaterializedView> {
  static constexpr auto kList =
      std::tuple(Attribute{"columns", &MaterializedView::columns, Alters::kInPlace},
                 Attribute{"using", &MaterializedView::access_method, Alters::kInPlace},
                 Attribute{"with", &MaterializedView::options, Alters::kInPlace},
                 Attribute{"tablespace", &MaterializedView::tablespace, Alters::kInPlace},
                 Attribute{"sql", &MaterializedView::query, Alters::kRebuild},
                 Attribute{"with_data", &MaterializedView::with_data, Alters::kNever},
                 Attribute{"cluster_on", &MaterializedView::cluster_on, Alters::kInPlace});
};

}  // namespace autogen
