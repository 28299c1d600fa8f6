#include "tests/engine/compare/make.h"

#include "engine/definition/definition.h"

namespace autogen::test {
namespace {

constexpr const char* kSchema = "public";

std::string JoinWords(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

std::string_view Verb(ChangeType type) {
  return type == ChangeType::kCreate ? "create" : type == ChangeType::kDrop ? "drop" : "alter";
}

}  // namespace

Table MakeTable(Name name, std::initializer_list<std::pair<const char*, const char*>> columns) {
  Table table;
  table.schema = kSchema;
  table.name = name;
  for (const auto& [column, text] : columns) {
    table.columns.push_back(ReadColumn(column, text).value().column);
  }
  return table;
}

Constraint MakeConstraint(Name table, Name name, std::string_view text) {
  Constraint constraint = ReadConstraint(text).value();
  constraint.schema = kSchema;
  constraint.table = table;
  constraint.name = name;
  if (!constraint.references.empty() && constraint.references.schema.empty()) {
    constraint.references.schema = kSchema;
  }
  return constraint;
}

Index MakeIndex(Name table, Name name, std::string_view text) {
  Index index = ReadIndex(text).value();
  index.schema = kSchema;
  index.table = table;
  index.name = name;
  return index;
}

View MakeView(Name name, std::string_view query) {
  View view;
  view.schema = kSchema;
  view.name = name;
  view.query.text = query;
  return view;
}

Enum MakeEnum(Name name, std::vector<std::string> values) {
  Enum type;
  type.schema = kSchema;
  type.name = name;
  type.values = std::move(values);
  return type;
}

Domain MakeDomain(Name name, std::string_view text) {
  Domain domain = ReadDomain(text).value();
  domain.schema = kSchema;
  domain.name = name;
  return domain;
}

Routine MakeFunction(std::string_view key, std::string_view returns, std::string_view body) {
  Routine routine = ReadRoutineKey(key, Kind::kFunction).value();
  routine.schema = kSchema;
  routine.language = "sql";
  routine.body = body;
  if (!ReadReturns(returns, &routine).ok()) abort();
  return routine;
}

Trigger MakeTrigger(Name table, Name name, std::string_view text) {
  Trigger trigger = ReadTrigger(text).value();
  trigger.schema = kSchema;
  trigger.relation = table;
  trigger.name = name;
  if (trigger.function.schema.empty()) trigger.function.schema = kSchema;
  return trigger;
}

Sequence MakeSequence(Name name, Name table, Name column) {
  Sequence sequence;
  sequence.schema = kSchema;
  sequence.name = name;
  sequence.owned_by = {table, column};
  return sequence;
}

Database MakeDatabase(std::vector<Object> objects) {
  Database database;
  database.owner = "boss";
  database.current_user = "me";
  database.server_version = 150020;
  for (Object& object : objects) database.Add(std::move(object));
  return database;
}

DeclaredModel MakeModel(std::vector<Object> objects) {
  DeclaredModel model;
  for (Object& object : objects) {
    Declared declared;
    declared.object = std::move(object);
    declared.place = {"m.yaml", static_cast<int>(model.objects.size()) + 1, 3, 1, ""};
    model.objects.push_back(std::move(declared));
  }
  return model;
}

std::string Describe(const Changes& changes) {
  std::string text;
  for (const ObjectChange& change : changes.changes) {
    text += std::string(Verb(change.type)) + " " + std::string(KindName(change.id.kind)) + " " +
            Label(change.id);
    if (!change.attributes.empty()) text += ": " + JoinWords(change.attributes);
    for (const ColumnChange& column : change.columns) {
      text += "; " + std::string(Verb(column.type)) + " column " + column.column.str();
      if (!column.attributes.empty()) text += ": " + JoinWords(column.attributes);
    }
    text += change.open ? " ?\n" : "\n";
  }
  return text;
}

}  // namespace autogen::test
