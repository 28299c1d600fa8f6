#include "model-schemas/reading.h"

namespace autogen {
namespace {

constexpr size_t kMaxNameBytes = 63;

// The parts of a dotted key; a part in double quotes holds anything. nullopt: no name.
std::optional<std::vector<std::string>> SplitKey(std::string_view key) {
  std::vector<std::string> parts;
  size_t i = 0;
  while (true) {
    std::string part;
    if (i < key.size() && key[i] == '"') {
      for (++i;; ++i) {
        if (i >= key.size()) return std::nullopt;
        if (key[i] == '"') {
          if (i + 1 >= key.size() || key[i + 1] != '"') break;
          ++i;
        }
        part += key[i];
      }
      ++i;
    } else {
      while (i < key.size() && key[i] != '.') {
        if (key[i] == '"' || key[i] == '(' || key[i] == ')') return std::nullopt;
        part += key[i++];
      }
    }
    if (part.empty()) return std::nullopt;
    parts.push_back(std::move(part));
    if (i == key.size()) return parts;
    if (key[i++] != '.') return std::nullopt;
  }
}

std::string InSqlQuotes(std::string_view name) {
  std::string out = "'\"";
  for (char c : name) {
    if (c == '"' || c == '\'') out += c;
    out += c;
  }
  return out + "\"'";
}

}  // namespace

std::string_view CutToFit(std::string_view name) {
  if (name.size() <= kMaxNameBytes) return name;
  size_t end = kMaxNameBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

size_t ArgumentsIn(std::string_view key) {
  bool quoted = false;
  for (size_t i = 0; i < key.size(); ++i) {
    if (key[i] == '"') quoted = !quoted;
    if (key[i] == '(' && !quoted) return i;
  }
  return key.npos;
}

std::optional<QualifiedName> ReadKey(Reading* reading, const Node& key, bool schema_allowed,
                                     size_t length) {
  std::string_view text = std::string_view(key.text).substr(0, length);
  Place place = PlaceOf(key);
  auto parts = SplitKey(text);
  if (!parts) {
    if (text.empty()) {
      reading->findings.Add(place, "a name is empty");
    } else {
      reading->findings.Add(place, Ticked(text) + " is no name",
                            "a name with a dot, a parenthesis or a double quote in it takes SQL's "
                            "quotes: " +
                                InSqlQuotes(text));
    }
    return std::nullopt;
  }
  if (parts->size() == 1) return QualifiedName{Name(), reading->Cut(parts->front(), place)};
  if (parts->size() == 2 && schema_allowed) {
    return QualifiedName{reading->Cut(parts->front(), place), reading->Cut(parts->back(), place)};
  }
  reading->findings.Add(
      place, Ticked(text) + (schema_allowed ? " has too many dots" : " cannot have a schema here"),
      "a name with a dot in it takes SQL's quotes: " + InSqlQuotes(text));
  return std::nullopt;
}

Name Reading::Cut(std::string_view name, const Place& place) {
  std::string_view cut = CutToFit(name);
  if (cut.size() < name.size()) {
    Notice(place, Ticked(name) + " is longer than 63 bytes: PostgreSQL cuts it",
           "write " + Ticked(cut));
  }
  return cut;
}

void Reading::Notice(Place place, std::string message, std::string hint) {
  model->notices.push_back(
      {std::move(message), std::move(hint), "", std::move(place), Blame::kFinding, ""});
}

namespace {

bool IsGlobal(const Object& object) {
  return std::holds_alternative<Namespace>(object) || std::holds_alternative<Extension>(object);
}

}  // namespace

ReadItem& Reading::Add(Object object, Place place, const Node& definition) {
  ReadItem item{
      std::move(object), &definition, std::move(place), schema, {}, false, false, true, {}, {}};
  model->items.push_back(std::move(item));
  ReadItem& added = model->items.back();
  if (IsGlobal(*added.object)) model->globals.push_back(&added);
  return added;
}

}  // namespace autogen
