#include <algorithm>

#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

// What a later PostgreSQL brought, in one object.
class VersionChecker {
 public:
  VersionChecker(Elaboration* elaboration, const ReadItem& item)
      : e_(*elaboration), item_(item), node_(*item.definition) {}

  void operator()(const Namespace&) {}
  void operator()(const Extension&) {}
  void operator()(const Enum&) {}
  void operator()(const Domain&) {}
  void operator()(const CompositeType&) {}
  void operator()(const Operator&) {}
  void operator()(const Trigger&) {}

  void operator()(const RangeType& range) {
    if (!range.multirange.empty()) {
      e_.Need(140000, "`multirange_type_name`", PlaceOfName(node_, range.multirange.name));
    }
  }
  void operator()(const Sequence& sequence) {
    if (sequence.unlogged) e_.Need(150000, "an unlogged sequence", At("unlogged"));
  }
  void operator()(const Routine& routine) {
    if (!routine.sql_body.empty()) {
      e_.Need(140000, "`sql_body`", PlaceOfText(node_, routine.sql_body.text));
    }
    if (routine.kind != Kind::kProcedure) return;
    for (const Argument& argument : routine.arguments) {
      if (argument.mode == ArgumentMode::kOut) {
        e_.Need(140000, "an `out` argument of a procedure", item_.place);
      }
    }
  }
  void operator()(const Table& table) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      const PartSource& part = item_.parts[i];
      if (!column.compression.empty()) {
        e_.Need(140000, "`compression`", PlaceOfName(*part.definition, column.compression));
      }
      if (column.generated_virtual) {
        e_.Need(180000, "a virtual column", PlaceOfName(*part.definition, "virtual"));
      }
    }
  }
  void operator()(const Constraint& constraint) {
    if (constraint.nulls_not_distinct) e_.Need(150000, "`nulls not distinct`", At("distinct"));
    if (!constraint.on_delete_columns.empty()) {
      e_.Need(150000, "`on delete` with columns", At("delete"));
    }
  }
  void operator()(const Index& index) {
    if (index.nulls_not_distinct) e_.Need(150000, "`nulls not distinct`", At("distinct"));
    if (index.access_method == Name("spgist") && !index.include.empty()) {
      e_.Need(140000, "`include` of an spgist index", At("include"));
    }
  }
  void operator()(const View& view) {
    if (view.options.contains("security_invoker")) {
      e_.Need(150000, "`security_invoker`", item_.place);
    }
  }
  void operator()(const MaterializedView& view) {
    for (size_t i = 0; i < view.columns.size(); ++i) {
      if (!view.columns[i].compression.empty()) {
        e_.Need(140000, "`compression`", item_.parts[i].place());
      }
    }
  }

 private:
  // The word, or in a mapping the object.
  Place At(std::string_view word) const {
    Place place = PlaceOfName(node_, word);
    return place == PlaceOf(node_) ? item_.place : place;
  }

  Elaboration& e_;
  const ReadItem& item_;
  const Node& node_;
};

}  // namespace

void CheckVersions(Elaboration* elaboration) {
  if (elaboration->options().server_version >= 180000) return;
  for (const ReadItem& item : elaboration->items()) {
    std::visit(VersionChecker(elaboration, item), *item.object);
  }
}

}  // namespace autogen
