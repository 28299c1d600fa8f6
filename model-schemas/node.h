#pragma once

#include <algorithm>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

// What a YAML file holds, with the place of everything. Everything behind yaml_events.h sees only
// this.
namespace autogen {

struct SourceFile {
  std::string path;
  std::string text;           // without a byte order mark
  std::vector<size_t> lines;  // where each begins

  SourceFile(std::string path_shown, std::string content);
  Place At(size_t offset, size_t length = 1) const;
  std::string_view Line(size_t offset) const;  // the whole line around it, without its break
};

enum class NodeKind : uint8_t { kNull, kScalar, kSequence, kMapping };
enum class ScalarStyle : uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded };

struct Node;

struct Entry {
  const Node* key;  // nullptr: a member of a sequence
  const Node* value;
};

// A placeholder of a mixin that was filled in: `was` bytes became `is` bytes at `at`.
struct Filled {
  size_t at, was, is;
};

// An alias is the very node of its anchor.
struct Node {
  NodeKind kind = NodeKind::kNull;
  ScalarStyle style = ScalarStyle::kPlain;
  bool flow = false;   // { } or [ ]
  uint32_t begin = 0;  // its first byte in the file, which has at most 64 MiB
  const SourceFile* file = nullptr;
  std::string_view text;           // kScalar: in the file where it stands so there
  std::span<const Entry> entries;  // kSequence, kMapping
  std::span<const Filled> filled;  // sorted

  bool IsNull() const { return kind == NodeKind::kNull; }
  bool IsScalar() const { return kind == NodeKind::kScalar; }
  bool IsSequence() const { return kind == NodeKind::kSequence; }
  bool IsMapping() const { return kind == NodeKind::kMapping; }
  bool IsQuoted() const {
    return style == ScalarStyle::kSingleQuoted || style == ScalarStyle::kDoubleQuoted;
  }
  // The value under a key of a mapping, or nullptr.
  const Node* Find(std::string_view key) const;
};

// Makes nodes and keeps them, and what they point to: they are many, and all go together.
class NodeArena {
 public:
  NodeArena() = default;
  NodeArena(const NodeArena&) = delete;
  NodeArena& operator=(const NodeArena&) = delete;

  Node* Make(NodeKind kind, const SourceFile& file, size_t begin);
  Node* Copy(const Node& node);
  std::string_view Keep(std::string_view text) {
    return {KeepAll(text.data(), text.size()), text.size()};
  }
  std::span<const Entry> Keep(std::span<const Entry> entries) {
    return {KeepAll(entries.data(), entries.size()), entries.size()};
  }
  std::span<const Filled> Keep(std::span<const Filled> filled) {
    return {KeepAll(filled.data(), filled.size()), filled.size()};
  }

 private:
  template <class T>
  T* KeepAll(const T* first, size_t count) {
    T* kept = std::pmr::polymorphic_allocator<T>(&memory_).allocate(count);
    std::copy_n(first, count, kept);
    return kept;
  }

  std::pmr::monotonic_buffer_resource memory_;
};

// The node itself, and bytes [offset, offset + length) of a scalar's text, in its file.
Place PlaceOf(const Node& node);
Place PlaceIn(const Node& scalar, size_t offset, size_t length = 1);
// "the first is at users.yaml:3:5": for the detail of a finding about something said twice.
std::string FirstAt(const Place& place);

// Where each byte of a scalar's text stands in the file, through its style (escapes, folded lines,
// a block's indentation); one more for the end. Empty where they cannot be matched.
std::vector<size_t> Spans(const Node& scalar);
// Whether a quoted scalar's closing quote is there: the library takes a file's end for one.
bool IsClosed(const Node& scalar);

}  // namespace autogen
