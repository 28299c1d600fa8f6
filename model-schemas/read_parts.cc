#include "engine/sql/quote.h"
#include "model-schemas/read_kinds.h"
#include "model-schemas/yaml_traps.h"

namespace autogen {

QualifiedName InSchema(const QualifiedName& name, const Reading& reading) {
  return name.schema.empty() ? QualifiedName{reading.schema, name.name} : name;
}

void AddList(const std::vector<const Node*>& members, SqlText* text) {
  text->Add("(");
  for (const Node* member : members) {
    if (member != members.front()) text->Add(",");
    text->Add(*member);
  }
  text->Add(")");
}

void AddOptions(const Options& options, SqlText* text) {
  std::string written = "(";
  for (const auto& [key, value] : options) {
    if (written.size() > 1) written += ", ";
    size_t dot = key.find('.');
    written += dot == key.npos ? QuoteIdentifier(key)
                               : QuoteIdentifier(key.substr(0, dot)) + "." +
                                     QuoteIdentifier(key.substr(dot + 1));
    written += " = " + QuoteLiteral(value);
  }
  text->Add(written + ")");
}

void AddEnclosed(const Node& scalar, SqlText* text, Reading* reading) {
  if (OpenParentheses(scalar.text) != 0) {
    Finding finding;
    finding.message = "the parentheses of this text do not match";
    finding.place.line = 1;
    finding.place.column = 1;
    finding.place.length = static_cast<int>(scalar.text.size());
    ReportSql(ToStatus(finding), scalar, 0, reading);
    text->Add("(true)");  // so that the rest can be read
    return;
  }
  // A line break before the closing one: the text may end in a comment.
  bool comment = scalar.text.find("--") != std::string::npos;
  text->Add("(").Add(scalar).Add(comment ? "\n)" : ")");
}

}  // namespace autogen
