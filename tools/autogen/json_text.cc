#include "tools/autogen/json_text.h"

#include "engine/schema/json.h"

namespace autogen {

JsonObject& JsonObject::Raw(std::string_view key, std::string_view json) {
  if (!text_.empty()) text_ += ", ";
  text_ += JsonString(key) + ": ";
  text_ += json;
  return *this;
}

JsonObject& JsonObject::Text(std::string_view key, std::string_view value) {
  return Raw(key, JsonString(value));
}

JsonObject& JsonObject::Texts(std::string_view key, const std::vector<std::string>& values) {
  return Raw(key, JsonTexts(values));
}

JsonObject& JsonObject::Number(std::string_view key, long long value) {
  return Raw(key, std::to_string(value));
}

JsonObject& JsonObject::Bool(std::string_view key, bool value) {
  return Raw(key, value ? "true" : "false");
}

JsonObject& JsonObject::Null(std::string_view key) { return Raw(key, "null"); }

std::string JsonTexts(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + JsonString(value);
  return "[" + text + "]";
}

std::string JsonLines(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "\n  " : ",\n  ") + value;
  return "[" + text + (text.empty() ? "]" : "\n]");
}

std::string ErrorsJson(const std::vector<Finding>& findings) {
  std::vector<std::string> errors;
  for (const Finding& finding : findings) {
    JsonObject error;
    error.Text("message", finding.message);
    if (finding.place.known()) error.Text("file", finding.place.file);
    if (finding.place.line > 0) error.Number("line", finding.place.line);
    if (finding.place.column > 0) error.Number("column", finding.place.column);
    if (!finding.detail.empty()) error.Text("detail", finding.detail);
    if (!finding.hint.empty()) error.Text("hint", finding.hint);
    if (!finding.sqlstate.empty()) error.Text("sqlstate", finding.sqlstate);
    errors.push_back(error.str());
  }
  return "{\"errors\": " + JsonLines(errors) + "}\n";
}

}  // namespace autogen
