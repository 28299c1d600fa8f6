#include <algorithm>

#include "engine/definition/definition.h"
#include "model-schemas/reading.h"

namespace autogen {
namespace {

// `app_user: select (id), update`, or a list of such texts.
Grants ReadGrantsKey(const Node& value, std::string_view what, Kind kind, Reading* reading) {
  Grants grants;
  if (!value.IsMapping() && !value.IsNull()) {
    reading->findings.Add(PlaceOf(value), "`grants` is a mapping: role: privileges");
    return grants;
  }
  for (const Entry& entry : value.entries) {
    auto role = ReadKey(reading, *entry.key, false);
    for (const Node* text : WantTexts(*entry.value, what, reading)) {
      auto some = ReadGrants(role ? role->name : Name(), text->text, kind);
      if (!some.ok()) {
        ReportSql(some.status(), *text, 0, reading);
        continue;
      }
      grants.insert(grants.end(), some->begin(), some->end());
    }
  }
  std::sort(grants.begin(), grants.end());
  grants.erase(std::unique(grants.begin(), grants.end()), grants.end());
  // With and without the option at once is with it.
  std::vector<Privilege> kept;
  for (const Privilege& privilege : grants) {
    Privilege with_option = privilege;
    with_option.grant_option = true;
    bool covered =
        !privilege.grant_option && std::binary_search(grants.begin(), grants.end(), with_option);
    if (!covered) kept.push_back(privilege);
  }
  return kept;
}

}  // namespace

std::optional<RenamedFrom> ReadRenamedFrom(Fields* fields) {
  const Node* value = fields->Get("renamed_from");
  if (!value) return std::nullopt;
  auto name = WantName(*value, "`renamed_from`", fields->reading());
  if (!name) return std::nullopt;
  bool quoted = value->text.find('"') != std::string::npos;
  bool capital = std::any_of(value->text.begin(), value->text.end(),
                             [](unsigned char c) { return c >= 'A' && c <= 'Z'; });
  if (capital && !quoted) {
    fields->reading()->Notice(
        PlaceOf(*value),
        "`renamed_from` is SQL: " + Ticked(value->text) + " is read as " +
            Ticked(name->name.view()),
        "for the name with capitals write '\"" + std::string(value->text) + "\"'");
  }
  return RenamedFrom{*name, PlaceOf(*value)};
}

std::shared_ptr<const RenamedFrom> ShareRenamedFrom(Fields* fields) {
  std::optional<RenamedFrom> from = ReadRenamedFrom(fields);
  return from ? std::make_shared<const RenamedFrom>(*std::move(from)) : nullptr;
}

void ReadShared(Fields* fields, Kind kind, const SharedKeys& keys, ReadItem* item) {
  Common& common = CommonOf(*item->object);
  Reading* reading = fields->reading();
  if (keys.renamed_from) {
    item->renamed_from = ShareRenamedFrom(fields);
  } else if (fields->Has("renamed_from")) {
    fields->Get("renamed_from");
    reading->findings.Add(PlaceOf(*fields->KeyNode("renamed_from")),
                          "PostgreSQL cannot rename " + fields->what());
  }
  common.comment = fields->Plain("comment");
  if (keys.owner) {
    if (Name owner = fields->OneName("owner"); !owner.empty()) common.owner = owner;
  }
  if (keys.grants) {
    if (const Node* grants = fields->Get("grants")) {
      common.grants = ReadGrantsKey(*grants, "`grants`", kind, reading);
    }
  }
  if (keys.security_labels) common.security_labels = fields->PlainOptions("security_labels");
  item->deprecated = fields->Flag("deprecated");
  item->protect = fields->Flag("protect");
  item->online = fields->Flag("online", true);
}

}  // namespace autogen
