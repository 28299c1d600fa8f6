#include <charconv>

#include "engine/sql/lexer.h"
#include "model-schemas/reading.h"

namespace autogen {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  size_t begin = text.find_first_not_of(kSpace);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

std::string KindWords(const Node& value) {
  switch (value.kind) {
    case NodeKind::kNull:
      return "nothing";
    case NodeKind::kScalar:
      return "a text";
    case NodeKind::kSequence:
      return "a list";
    case NodeKind::kMapping:
      return "a mapping";
  }
  Unreachable();
}

}  // namespace

const Node* WantText(const Node& value, std::string_view what, Reading* reading) {
  if (value.IsScalar()) return &value;
  std::string hint;
  if (value.IsNull() && value.begin < value.file->text.size()) {
    // Written out, it may have been meant as a word.
    char c = value.file->text[value.begin];
    if (c == '~' || c == 'n' || c == 'N') {
      hint = "a YAML null is nothing; for the word put quotes around it: \"null\"";
    }
  }
  if (value.IsMapping() && value.flow) hint = "a text that begins with `{` takes quotes";
  reading->findings.Add(PlaceOf(value),
                        std::string(what) + " wants a text, and this is " + KindWords(value),
                        std::move(hint));
  return nullptr;
}

bool WantFlag(const Node& value, std::string_view what, Reading* reading) {
  if (value.IsScalar() && value.text == "true") return true;
  if (value.IsScalar() && value.text == "false") return false;
  reading->findings.Add(PlaceOf(value), std::string(what) + " is either true or false");
  return false;
}

std::optional<int64_t> WantInteger(const Node& value, std::string_view what, Reading* reading) {
  if (value.IsScalar()) {
    int64_t number = 0;
    const char* end = value.text.data() + value.text.size();
    auto [at, error] = std::from_chars(value.text.data(), end, number);
    if (error == std::errc() && at == end) return number;
  }
  reading->findings.Add(PlaceOf(value), std::string(what) + " is a whole number");
  return std::nullopt;
}

std::vector<const Node*> WantTexts(const Node& value, std::string_view what, Reading* reading) {
  std::vector<const Node*> texts;
  if (value.IsSequence()) {
    for (const Entry& entry : value.entries) {
      if (const Node* text = WantText(*entry.value, what, reading)) texts.push_back(text);
    }
  } else if (value.IsScalar()) {
    texts.push_back(&value);
  } else {
    reading->findings.Add(PlaceOf(value), std::string(what) + " is a list");
  }
  return texts;
}

Options WantOptions(const Node& value, std::string_view what, Reading* reading) {
  Options options;
  if (!value.IsMapping() && !value.IsNull()) {
    reading->findings.Add(PlaceOf(value), std::string(what) + " is a mapping: name: value");
    return options;
  }
  for (const Entry& entry : value.entries) {
    if (const Node* text = WantText(*entry.value, what, reading)) {
      options[std::string(entry.key->text)] = std::string(text->text);
    }
  }
  return options;
}

std::optional<QualifiedName> WantName(const Node& value, std::string_view what, Reading* reading) {
  const Node* text = WantText(value, what, reading);
  if (!text) return std::nullopt;
  auto tokens = Tokenize(text->text);
  if (!tokens.ok()) {
    ReportSql(tokens.status(), *text, 0, reading);
    return std::nullopt;
  }
  Place place = PlaceOf(*text);
  if (tokens->size() == 1 && (*tokens)[0].IsName()) {
    return QualifiedName{Name(), reading->Cut((*tokens)[0].value, place)};
  }
  if (tokens->size() == 3 && (*tokens)[0].IsName() && (*tokens)[1].Is(".") &&
      (*tokens)[2].IsName()) {
    return QualifiedName{reading->Cut((*tokens)[0].value, place),
                         reading->Cut((*tokens)[2].value, place)};
  }
  reading->findings.Add(place, std::string(what) + " is a name, and this is none",
                        "in values SQL's rules hold: a name that is not plain takes double quotes");
  return std::nullopt;
}

Expression WantExpression(const Node& value, std::string_view what, Reading* reading) {
  const Node* text = WantText(value, what, reading);
  if (!text) return {};
  std::string_view trimmed = Trim(text->text);
  if (trimmed.empty()) {
    reading->findings.Add(PlaceOf(*text), std::string(what) + " is empty",
                          text->IsQuoted() ? "YAML takes the quotes off; the empty SQL string is "
                                             "written \"''\""
                                           : "");
  }
  return {std::string(trimmed)};
}

}  // namespace autogen
