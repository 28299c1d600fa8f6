#include <algorithm>
#include <new>
#include <type_traits>

#include "model-schemas/node.h"

namespace autogen {

SourceFile::SourceFile(std::string path_shown, std::string content)
    : path(std::move(path_shown)), text(std::move(content)) {
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  lines.push_back(0);
  for (size_t i = text.find('\n'); i != text.npos; i = text.find('\n', i + 1)) {
    lines.push_back(i + 1);
  }
}

std::string_view SourceFile::Line(size_t offset) const {
  size_t line = std::upper_bound(lines.begin(), lines.end(), offset) - lines.begin() - 1;
  size_t end = std::min(text.find('\n', lines[line]), text.size());
  if (end > lines[line] && text[end - 1] == '\r') --end;
  return std::string_view(text).substr(lines[line], end - lines[line]);
}

Place SourceFile::At(size_t offset, size_t length) const {
  offset = std::min(offset, text.size());
  size_t line = std::upper_bound(lines.begin(), lines.end(), offset) - lines.begin() - 1;
  Place place;
  place.file = path;
  place.line = static_cast<int>(line) + 1;
  place.column = static_cast<int>(offset - lines[line]) + 1;
  // A file of one endless line would cost its size for each place in it.
  std::string_view shown = Line(offset);
  constexpr size_t kMostShown = 500;
  if (shown.size() > kMostShown)
    shown = offset - lines[line] < kMostShown ? shown.substr(0, kMostShown) : "";
  place.text = std::string(shown);
  // A caret does not run over the line's end.
  size_t rest = place.text.size() - std::min(place.text.size(), offset - lines[line]);
  place.length = static_cast<int>(std::max<size_t>(1, std::min(length, rest)));
  return place;
}

static_assert(std::is_trivially_destructible_v<Node>);

Node* NodeArena::Make(NodeKind kind, const SourceFile& file, size_t begin) {
  Node node;
  node.kind = kind;
  node.begin = static_cast<uint32_t>(begin);
  node.file = &file;
  return Copy(node);
}

Node* NodeArena::Copy(const Node& node) {
  return new (std::pmr::polymorphic_allocator<Node>(&memory_).allocate(1)) Node(node);
}

const Node* Node::Find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key && entry.key->text == key) return entry.value;
  }
  return nullptr;
}

Place PlaceOf(const Node& node) {
  size_t length = node.IsScalar() && node.text.find('\n') == node.text.npos ? node.text.size() : 1;
  if (node.IsScalar() && node.IsQuoted()) length += 2;
  if (node.style == ScalarStyle::kLiteral || node.style == ScalarStyle::kFolded) length = 1;
  return node.file->At(node.begin, length);
}

Place PlaceIn(const Node& scalar, size_t offset, size_t length) {
  std::vector<size_t> spans = Spans(scalar);
  // Back through what a mixin filled in; inside a filled part, its beginning.
  size_t at = offset;
  size_t end = offset + std::max<size_t>(length, 1);
  auto undo = [&](size_t position) {
    size_t shift_was = 0, shift_is = 0;
    for (const Filled& filled : scalar.filled) {
      if (position < filled.at) break;
      if (position < filled.at + filled.is) return filled.at - shift_is + shift_was;
      shift_was += filled.was;
      shift_is += filled.is;
    }
    return position - shift_is + shift_was;
  };
  at = undo(at);
  end = std::max(undo(end), at + 1);
  if (at >= spans.size()) return PlaceOf(scalar);
  size_t last = std::min(end, spans.size() - 1);
  return scalar.file->At(spans[at], spans[last] > spans[at] ? spans[last] - spans[at] : 1);
}

std::string FirstAt(const Place& place) {
  return "the first is at " + place.file + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column);
}

}  // namespace autogen
