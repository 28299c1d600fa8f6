#include "codegen/report/changes.h"

#include <algorithm>

#include "codegen/sql/one_line.h"
#include "engine/definition/definition.h"
#include "engine/schema/json.h"

namespace autogen {
namespace {

SqlStyle ModelStyle() { return {.lower_keywords = true, .first_schema = "public"}; }

const std::vector<Column>* ColumnsOf(const Object* object) {
  if (object == nullptr) return nullptr;
  if (const auto* table = std::get_if<Table>(object)) return &table->columns;
  if (const auto* view = std::get_if<View>(object)) return &view->columns;
  if (const auto* view = std::get_if<MaterializedView>(object)) return &view->columns;
  return nullptr;
}

const Column* FindColumn(const Object* object, Name name) {
  const std::vector<Column>* columns = ColumnsOf(object);
  if (columns == nullptr) return nullptr;
  for (const Column& column : *columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

// A definition on one line, cut where it is long.
std::string Short(std::string text) {
  text = OneLine(std::move(text));
  constexpr size_t kLongest = 100;
  if (text.size() <= kLongest) return text;
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string Definition(const Object& object) {
  SqlStyle style = ModelStyle();
  return std::visit(
      Overload{
          [](const Namespace&) { return std::string(); },
          [&](const Extension& o) { return Join(WriteExtension(o, style)); },
          [](const Enum& o) {
            std::string text;
            for (const std::string& value : o.values) text += (text.empty() ? "" : ", ") + value;
            return text;
          },
          [&](const Domain& o) { return Join(WriteDomain(o, style)); },
          [&](const CompositeType& o) { return Join(WriteCompositeType(o, style)); },
          [&](const RangeType& o) { return Join(WriteRangeType(o, style)); },
          [&](const Sequence& o) { return Join(WriteSequence(o, style)); },
          [&](const Routine& o) { return WriteReturns(o, style); },
          [&](const Operator& o) { return Join(WriteOperator(o, style)); },
          [](const Table& o) {
            return std::to_string(o.columns.size()) +
                   (o.columns.size() == 1 ? " column" : " columns");
          },
          [&](const Constraint& o) { return Join(WriteConstraint(o, style)); },
          [&](const Index& o) { return "on " + o.table.str() + " " + Join(WriteIndex(o, style)); },
          [&](const Trigger& o) { return Join(WriteTrigger(o, nullptr, style)); },
          [](const View&) { return std::string(); },
          [](const MaterializedView&) { return std::string(); },
      },
      object);
}

std::string FromTo(const std::string& attribute, const std::string& from, const std::string& to) {
  return attribute + ": " + (from.empty() ? "none" : from) + " -> " + (to.empty() ? "none" : to);
}

template <class T>
std::string Differences(const std::vector<std::string_view>& attributes, const T& before,
                        const T& after) {
  std::string text;
  for (std::string_view attribute : attributes) {
    if (!text.empty()) text += "; ";
    text += FromTo(std::string(attribute), Short(AttributeJson(before, attribute)),
                   Short(AttributeJson(after, attribute)));
  }
  return text;
}

std::string ColumnLabel(const ObjectId& table, Name column) {
  return Label(ColumnId(table.schema, table.name, column));
}

ChangeLine ColumnLine(const ObjectChange& change, const ColumnChange& column, const Object* before,
                      const Object* after) {
  const Column* was = FindColumn(before, column.column);
  const Column* is = FindColumn(after, column.column);
  std::string label = ColumnLabel(change.id, column.column);
  if (column.type == ChangeType::kCreate) {
    return {"added", "column", label, is ? Short(Join(WriteColumn(*is, {}, ModelStyle()))) : ""};
  }
  if (column.type == ChangeType::kDrop) {
    return {"dropped", "column", label,
            was ? Short(Join(WriteColumn(*was, {}, ModelStyle()))) : ""};
  }
  return {"changed", "column", label,
          was && is ? Differences(column.attributes, *was, *is) : std::string()};
}

void AppendLines(const ObjectChange& change, const Database& before, const Database& after,
                 std::vector<ChangeLine>* lines) {
  const Object* was = before.Find(change.id);
  const Object* is = after.Find(change.id);
  std::string kind(KindName(change.id.kind)), label = Label(change.id);
  if (change.type == ChangeType::kCreate) {
    lines->push_back({"added", kind, label, is ? Short(Definition(*is)) : ""});
    return;
  }
  if (change.type == ChangeType::kDrop) {
    lines->push_back({"dropped", kind, label, was ? Short(Definition(*was)) : ""});
    return;
  }
  std::vector<std::string_view> attributes;
  for (std::string_view attribute : change.attributes) {
    if (attribute != "columns" || change.columns.empty()) attributes.push_back(attribute);
  }
  if (!attributes.empty() && was && is) {
    lines->push_back({"changed", kind, label, Differences(attributes, *was, *is)});
  }
  for (const ColumnChange& column : change.columns) {
    lines->push_back(ColumnLine(change, column, was, is));
  }
}

}  // namespace

std::vector<ChangeLine> ChangeLines(const Changes& changes, const Database& before,
                                    const Database& after, const RenameMap& renames) {
  std::vector<ChangeLine> lines;
  for (const auto& [old_id, new_id] : renames.objects) {
    lines.push_back(
        {"renamed", std::string(KindName(old_id.kind)), Label(old_id), "-> " + new_id.name.str()});
  }
  for (const auto& [key, label] : renames.labels) {
    lines.push_back({"renamed", "enum value", Label(key.first) + "." + key.second, "-> " + label});
  }
  for (const ObjectChange& change : changes.changes) AppendLines(change, before, after, &lines);
  return lines;
}

std::string ChangesText(const std::vector<ChangeLine>& lines) {
  size_t what = 0, label = 0;
  for (const ChangeLine& line : lines) {
    what = std::max(what, line.verb.size() + 1 + line.kind.size());
    label = std::max(label, std::min<size_t>(line.label.size(), 40));
  }
  std::string out;
  for (const ChangeLine& line : lines) {
    std::string row = line.verb + " " + line.kind;
    row.resize(std::max(what, row.size()), ' ');
    row += "  " + OneLine(line.label);
    if (!line.detail.empty()) {
      row.resize(std::max(row.size(), what + 2 + label), ' ');
      row += "  " + OneLine(line.detail);
    }
    out += row + "\n";
  }
  return out;
}

std::string ChangesJson(const std::vector<ChangeLine>& lines) {
  std::string out = "[";
  for (const ChangeLine& line : lines) {
    if (out.size() > 1) out += ",";
    out += "\n  {\"change\":" + JsonString(line.verb) + ",\"kind\":" + JsonString(line.kind) +
           ",\"object\":" + JsonString(line.label) + ",\"detail\":" + JsonString(line.detail) + "}";
  }
  return out + (out.size() > 1 ? "\n]" : "]");
}

}  // namespace autogen
