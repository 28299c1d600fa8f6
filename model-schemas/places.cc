#include "engine/sql/quote.h"
#include "model-schemas/read_model.h"

namespace autogen {
namespace {

bool IsWordPart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || (c & 0x80) != 0;
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// The name as a word of its own in an SQL text, in any case.
size_t FindWord(std::string_view text, std::string_view name) {
  if (name.empty()) return text.npos;
  for (size_t i = 0; i + name.size() <= text.size(); ++i) {
    size_t k = 0;
    while (k < name.size() && Lower(text[i + k]) == Lower(name[k])) ++k;
    if (k < name.size()) continue;
    bool begins = i == 0 || !IsWordPart(text[i - 1]) || !IsWordPart(name.front());
    bool ends = i + k == text.size() || !IsWordPart(text[i + k]) || !IsWordPart(name.back());
    if (begins && ends) return i;
  }
  return text.npos;
}

// The first scalar value in which `find` finds something, and where.
template <class F>
std::pair<const Node*, size_t> FirstScalar(const Node& node, const F& find) {
  if (node.IsScalar()) {
    size_t at = find(node.text);
    if (at != std::string::npos) return {&node, at};
  }
  for (const Entry& entry : node.entries) {
    auto found = FirstScalar(*entry.value, find);
    if (found.first) return found;
  }
  return {nullptr, 0};
}

}  // namespace

const Node* ScalarWith(const Node& definition, std::string_view text) {
  return FirstScalar(definition, [&](std::string_view scalar) { return scalar.find(text); }).first;
}

Place PlaceOfText(const Node& definition, std::string_view text, size_t offset, size_t length) {
  auto [scalar, at] =
      FirstScalar(definition, [&](std::string_view candidate) { return candidate.find(text); });
  if (!scalar) return PlaceOf(definition);
  return PlaceIn(*scalar, at + offset, length > 0 ? length : text.size());
}

Place PlaceOfName(const Node& definition, std::string_view name) {
  auto [scalar, at] = FirstScalar(
      definition, [&](std::string_view candidate) { return FindWord(candidate, name); });
  if (!scalar) return PlaceOf(definition);
  return PlaceIn(*scalar, at, name.size());
}

}  // namespace autogen
