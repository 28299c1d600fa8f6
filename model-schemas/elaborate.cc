#include <algorithm>
#include <deque>
#include <utility>

#include "engine/schema/identity_order.h"
#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

// The same identity under another name.
ObjectId Renamed(ObjectId id, const RenamedFrom& from) {
  if (!from.name.schema.empty()) id.schema = from.name.schema;
  id.name = from.name.name;
  return id;
}

// Hints for the columns of a table or the attributes of a composite type.
void AddPartHints(const ReadItem& item, std::vector<RenameHint>* hints) {
  ObjectId id = IdOf(*item.object);
  for (size_t i = 0; i < item.parts.size(); ++i) {
    if (!item.parts[i].renamed_from) continue;
    Name name;
    if (const auto* table = std::get_if<Table>(&*item.object)) name = table->columns[i].name;
    if (const auto* view = std::get_if<View>(&*item.object)) name = view->columns[i].name;
    if (const auto* view = std::get_if<MaterializedView>(&*item.object)) {
      name = view->columns[i].name;
    }
    if (const auto* type = std::get_if<CompositeType>(&*item.object)) {
      name = type->attributes[i].name;
    }
    ObjectId after = ColumnId(id.schema, id.name, name);
    ObjectId before = after;
    before.name = item.parts[i].renamed_from->name.name;
    hints->push_back({before, after, "", "", item.parts[i].renamed_from->place});
  }
}

}  // namespace

std::vector<RenameHint> MakeHints(Elaboration* elaboration) {
  std::vector<RenameHint> hints;
  for (const ReadItem& item : elaboration->items()) {
    ObjectId id = IdOf(*item.object);
    if (item.renamed_from) {
      if (id.name.empty()) {
        elaboration->findings().Add(item.renamed_from->place,
                                    "what has no name cannot have had another",
                                    "give it a name, or take `renamed_from` out");
      } else {
        hints.push_back({Renamed(id, *item.renamed_from), id, "", "", item.renamed_from->place});
      }
    }
    AddPartHints(item, &hints);
    for (const LabelRename& label : item.labels) {
      hints.push_back({id, id, label.before, label.after, label.place});
    }
  }
  return hints;
}

namespace {

Declared Finish(ReadItem item) {
  Declared declared;
  declared.object = std::move(item.object);
  declared.place = std::move(item.place);
  if (item.renamed_from) {
    declared.renamed_from = Renamed(IdOf(*declared.object), *item.renamed_from);
  }
  declared.deprecated = item.deprecated;
  declared.protect = item.protect;
  declared.online = item.online;
  return declared;
}

// The order of files, kinds and names means nothing; what has no name keeps its own.
ItemOrder Order(const std::deque<ReadItem>& items) {
  ItemOrder order;
  order.ids.reserve(items.size());
  for (const ReadItem& item : items) order.ids.push_back(IdOf(*item.object));
  order.items =
      IdentityOrder(items.size(), [&](size_t i) -> const ObjectId& { return order.ids[i]; });
  return order;
}

absl::StatusOr<DeclaredModel> Run(Elaboration* elaboration, const Managed& managed,
                                  const Naming& naming) {
  CheckSchemas(elaboration);
  CheckVersions(elaboration);  // before multiranges are named, which no one said
  SpellOutImplied(elaboration);
  elaboration->LookUpAll();
  ResolveObjects(elaboration);
  SpellOutKeys(elaboration);
  CheckColumns(elaboration);
  SpellOutDefaults(elaboration);
  const ItemOrder order = Order(elaboration->items());
  CheckTwice(elaboration, order);
  DeclaredModel declared;
  declared.renames = MakeHints(elaboration);
  if (!elaboration->findings().empty()) return ToStatus(elaboration->findings().list());
  std::deque<ReadItem>& items = elaboration->items();
  declared.objects.reserve(items.size());
  for (uint32_t i : order.items) declared.objects.push_back(Finish(std::move(items[i])));
  declared.managed = managed;
  declared.naming = naming;
  declared.notices = std::move(elaboration->notices());
  declared.by_itself = elaboration->by_itself();
  return declared;
}

}  // namespace

absl::StatusOr<DeclaredModel> Elaborate(const ReadModel& model, const ElaborateOptions& options) {
  Elaboration elaboration(model.items, model.notices, options);
  return Run(&elaboration, model.managed, model.naming);
}

absl::StatusOr<DeclaredModel> Elaborate(ReadModelPtr model, const ElaborateOptions& options) {
  Elaboration elaboration(std::move(model->items), std::move(model->notices), options);
  return Run(&elaboration, model->managed, model->naming);
}

}  // namespace autogen
