#include "engine/sql/tree/node.h"

#include <array>

namespace autogen::tree {
namespace {

enum class FieldType : uint8_t { kNumber, kText, kNode, kOther };

struct FieldRow {
  NodeType owner;
  int number;
  FieldType type;
  NodeType node;
  const char* name;
};

constexpr FieldRow kFields[] = {
#include "engine/sql/tree/fields.inc"
};

constexpr const char* kTypeNames[] = {
#define NODE_TYPE(type, name) name,
#include "engine/sql/tree/types.inc"
#undef NODE_TYPE
};

// Recursion beyond this is refused: input decides the depth of a tree.
constexpr int kMaxDepth = 4000;

// Where each type's rows begin; rows of a type stand together, in the order of types.
std::vector<const FieldRow*> RowStarts() {
  std::vector<const FieldRow*> starts(std::size(kTypeNames) + 1, std::end(kFields));
  for (size_t i = std::size(kFields); i-- > 0;) {
    starts[static_cast<size_t>(kFields[i].owner)] = &kFields[i];
  }
  for (size_t i = std::size(kTypeNames); i-- > 0;) {
    if (starts[i] == std::end(kFields) || starts[i]->owner != static_cast<NodeType>(i)) {
      starts[i] = starts[i + 1];
    }
  }
  return starts;
}

const FieldRow* FindRow(NodeType type, int number) {
  static const std::vector<const FieldRow*>& starts = *new std::vector(RowStarts());
  const FieldRow* row = starts[static_cast<size_t>(type)];
  const FieldRow* end = starts[static_cast<size_t>(type) + 1];
  // Numbers run from 1 without holes, but for one type.
  if (number >= 1 && number <= end - row && row[number - 1].number == number) {
    return &row[number - 1];
  }
  for (; row != end; ++row) {
    if (row->number == number) return row;
  }
  return nullptr;
}

// Protocol buffers' wire format, as far as it is used here.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}

  bool done() const { return bytes_.empty(); }

  std::optional<uint64_t> Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    return std::nullopt;
  }

  std::optional<std::string_view> Bytes(uint64_t length) {
    if (length > bytes_.size()) return std::nullopt;
    std::string_view result = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return result;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

const Field* Node::Find(int number) const {
  for (const Field& field : fields) {
    if (field.number == number) return &field;
  }
  return nullptr;
}

int64_t Node::Value(int number) const {
  const Field* field = Find(number);
  return field == nullptr ? 0 : field->value;
}

std::string_view Node::Text(int number) const {
  const Field* field = Find(number);
  return field == nullptr ? std::string_view() : field->text;
}

const Node* Node::Child(int number) const {
  const Field* field = Find(number);
  return field == nullptr ? nullptr : field->node;
}

std::vector<const Node*> Node::Children(int number) const {
  std::vector<const Node*> children;
  for (const Field& field : fields) {
    if (field.number == number && field.node != nullptr) children.push_back(field.node);
  }
  return children;
}

std::vector<std::string_view> Strings(const Node& node, int number) {
  std::vector<std::string_view> strings;
  for (const Node* child : node.Children(number)) {
    if (child->Is(NodeType::kString)) strings.push_back(child->Text(String::kSval));
  }
  return strings;
}

std::string_view NameOf(NodeType type) { return kTypeNames[static_cast<size_t>(type)]; }

std::string_view FieldName(NodeType type, int number) {
  const FieldRow* row = FindRow(type, number);
  return row == nullptr ? std::string_view() : row->name;
}

std::optional<Tree> Tree::Decode(std::string bytes) {
  Tree tree;
  tree.bytes_ = std::make_unique<std::string>(std::move(bytes));
  tree.nodes_ = std::make_unique<std::deque<Node>>();
  tree.root_ = tree.DecodeNode(NodeType::kParseResult, *tree.bytes_, 0);
  if (tree.root_ == nullptr) return std::nullopt;
  return tree;
}

// The wrapper Node (a oneof of all types) falls away: its content stands for it.
const Node* Tree::DecodeNode(NodeType type, std::string_view bytes, int depth) {
  if (depth > kMaxDepth) return nullptr;
  Node node;
  node.type = type;
  for (WireReader reader(bytes); !reader.done();) {
    std::optional<uint64_t> tag = reader.Varint();
    if (!tag) return nullptr;
    Field field;
    field.number = static_cast<int>(*tag >> 3);
    const FieldRow* row = FindRow(type, field.number);
    if (row == nullptr) return nullptr;
    std::optional<uint64_t> number;
    std::optional<std::string_view> content;
    switch (*tag & 7) {
      case 0:
        number = reader.Varint();
        break;
      case 1:
        content = reader.Bytes(8);
        break;
      case 2:
        if (auto length = reader.Varint()) content = reader.Bytes(*length);
        break;
      case 5:
        content = reader.Bytes(4);
        break;
      default:
        return nullptr;
    }
    if (!number && !content) return nullptr;
    if (number) field.value = static_cast<int64_t>(*number);
    if (content) field.text = *content;
    if (row->type == FieldType::kNode) {
      field.node = DecodeNode(row->node, field.text, depth + 1);
      if (field.node == nullptr) return nullptr;
      field.text = {};
      if (type == NodeType::kNode) return field.node;
    }
    node.fields.push_back(field);
  }
  return &nodes_->emplace_back(std::move(node));
}

}  // namespace autogen::tree
