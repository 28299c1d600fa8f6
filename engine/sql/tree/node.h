#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// PostgreSQL's raw parse trees, generically: a node has a type and the fields that are set. Built
// from libpg_query's serialised form by tables made from its pg_query.proto, so that a walker needs
// words only for the nodes that mean something to it. See: PostgreSQL source, nodes/parsenodes.h.
namespace autogen::tree {

enum class NodeType : uint16_t {
#define NODE_TYPE(type, name) type,
#include "engine/sql/tree/types.inc"
#undef NODE_TYPE
};

// Numbers of fields, by node type: RangeVar::kRelname.
#include "engine/sql/tree/numbers.inc"
// Values of enums: kAexprOp, kSetopNone …
#include "engine/sql/tree/enums.inc"

struct Node;

struct Field {
  int number = 0;
  int64_t value = 0;           // numbers, booleans, enums
  std::string_view text;       // strings
  const Node* node = nullptr;  // nodes; a list is several fields of one number
};

struct Node {
  NodeType type = NodeType::kNode;  // kNode itself: a NULL in a list
  std::vector<Field> fields;        // by number; what has its default (0, "", NULL) is absent

  bool Is(NodeType t) const { return type == t; }
  const Field* Find(int number) const;
  int64_t Value(int number) const;  // 0 where absent
  std::string_view Text(int number) const;
  const Node* Child(int number) const;  // nullptr where absent
  std::vector<const Node*> Children(int number) const;
  bool Has(int number) const { return Find(number) != nullptr; }
};

// Strings of a list of String nodes: a qualified name. A * is left out.
std::vector<std::string_view> Strings(const Node& node, int number);

std::string_view NameOf(NodeType type);
// "location", …; for rules that hold for a field of any node.
std::string_view FieldName(NodeType type, int number);

// Owns the nodes and the bytes that their texts point into.
class Tree {
 public:
  // nullopt: these are no bytes of a ParseResult, or the tree is deeper than we walk.
  static std::optional<Tree> Decode(std::string bytes);

  const Node& root() const { return *root_; }  // a ParseResult

 private:
  const Node* DecodeNode(NodeType type, std::string_view bytes, int depth);

  std::unique_ptr<std::string> bytes_;
  std::unique_ptr<std::deque<Node>> nodes_;
  const Node* root_ = nullptr;
};

}  // namespace autogen::tree
