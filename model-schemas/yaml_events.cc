#include "model-schemas/yaml_events.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>

#include "model-schemas/yaml_plain.h"
#include "model-schemas/yaml_traps.h"

namespace autogen {
namespace {

// Reads a string where it stands; std::istringstream would copy it.
class StringBuffer : public std::streambuf {
 public:
  explicit StringBuffer(const std::string& text) {
    char* begin = const_cast<char*>(text.data());  // NOLINT: a get area is never written
    setg(begin, begin, begin + text.size());
  }
};

// Ends the parse after a finding was added. Stays in this file.
struct Stop {};

// Builds the tree from the library's events.
class Builder : public YAML::EventHandler {
 public:
  Builder(const SourceFile& file, NodeArena* nodes, Findings* findings)
      : file_(file), nodes_(nodes), findings_(findings) {}

  const Node* root() const { return root_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    Fail(mark, "a second document in one file",
         "one file is one document: move what follows `---` into a file of its own");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Add(Make(NodeKind::kNull, mark), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseTag(mark, tag);
    Node* node = Make(NodeKind::kScalar, mark);
    node->text = nodes_->Keep(value);
    node->style = StyleAt(node->begin, tag);
    if (!IsClosed(*node)) {
      Fail(mark, "a quoted text is not closed: the file ends in it",
           "close it, or see whether the file was cut short");
    }
    Add(node, anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    auto found = anchors_.find(anchor);
    if (found == anchors_.end()) Fail(mark, "an alias stands inside its own anchor", "");
    aliased_ += found->second.weight;
    if (aliased_ > kMaxAliased) {
      Fail(mark, "the aliases of this file stand for more than 1,000,000 values",
           "use mixins, or write out what the aliases repeat");
    }
    AddChild(found->second.node, found->second.weight);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    Open(NodeKind::kSequence, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    Open(NodeKind::kMapping, mark, tag, anchor, style);
  }
  void OnMapEnd() override {
    Frame& frame = stack_.back();
    frame.node->entries = frame.entries;
    if (!(frame.node->flow && FindCutMember(*frame.node, findings_))) CheckKeys(*frame.node);
    Merge(&frame.entries);
    Close();
  }

 private:
  struct Frame {
    Node* node;
    const Node* key;  // of a mapping: read, its value still to come
    YAML::anchor_t anchor;
    std::vector<Entry> entries = {};
    size_t weight = 1;
  };
  struct Anchored {
    const Node* node;
    size_t weight;
  };

  [[noreturn]] void Fail(const YAML::Mark& mark, std::string message, std::string hint) {
    findings_->Add(file_.At(mark.pos), std::move(message), std::move(hint));
    throw Stop();
  }

  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    findings_->Add(ExplainYamlError(file_, mark.pos, "a tag"));
    throw Stop();
  }

  Node* Make(NodeKind kind, const YAML::Mark& mark) {
    return nodes_->Make(kind, file_, static_cast<size_t>(mark.pos));
  }

  // The library says only whether a scalar is plain; its first character says the rest. Anchors may
  // stand before it.
  ScalarStyle StyleAt(size_t at, const std::string& tag) const {
    if (tag == "?") return ScalarStyle::kPlain;
    const std::string& text = file_.text;
    while (at < text.size() && text[at] == '&') {
      at = text.find_first_of(" \t\n", at);
      at = text.find_first_not_of(" \t\r\n", at);
    }
    switch (at < text.size() ? text[at] : '"') {
      case '\'':
        return ScalarStyle::kSingleQuoted;
      case '|':
        return ScalarStyle::kLiteral;
      case '>':
        return ScalarStyle::kFolded;
      default:
        return ScalarStyle::kDoubleQuoted;
    }
  }

  void Open(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    RefuseTag(mark, tag);
    if (stack_.size() >= kMaxDepth) Fail(mark, "nested more than 100 deep", "");
    Node* node = Make(kind, mark);
    node->flow = style == YAML::EmitterStyle::Flow;
    stack_.push_back({node, nullptr, anchor});
  }

  void Close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    frame.node->entries = nodes_->Keep(frame.entries);
    if (frame.node->flow && frame.node->IsSequence()) FindCutMember(*frame.node, findings_);
    if (frame.anchor != 0) anchors_[frame.anchor] = {frame.node, frame.weight};
    AddChild(frame.node, frame.weight);
  }

  void Add(const Node* node, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = {node, 1};
    AddChild(node, 1);
  }

  void AddChild(const Node* node, size_t weight) {
    if (stack_.empty()) {
      root_ = node;
      return;
    }
    Frame& frame = stack_.back();
    frame.weight += weight;
    if (frame.node->IsSequence()) {
      frame.entries.push_back({nullptr, node});
    } else if (!frame.key) {
      frame.key = node;
    } else {
      frame.entries.push_back({frame.key, node});
      frame.key = nullptr;
    }
  }

  static bool IsMergeKey(const Entry& entry) {
    return entry.key->text == "<<" && entry.key->style == ScalarStyle::kPlain;
  }

  // Every key is a text, and each stands once.
  void CheckKeys(const Node& mapping) {
    std::unordered_map<std::string_view, const Node*> seen;
    for (const Entry& entry : mapping.entries) {
      const Node& key = *entry.key;
      if (key.IsNull()) {
        bool written = std::string_view("~nN").find(file_.text[key.begin]) != std::string::npos;
        findings_->Add(file_.At(key.begin),
                       written ? "as a key this is a null, not a name" : "a key is missing here",
                       written ? "put quotes around it" : "");
      } else if (!key.IsScalar()) {
        findings_->Add(ExplainYamlError(file_, key.begin, "a key that is no text"));
      } else if (auto [at, added] = seen.emplace(key.text, &key); !added && !IsMergeKey(entry)) {
        findings_->Add(PlaceOf(key), Ticked(key.text) + " stands twice in one mapping",
                       "take one of them out, or put both together", FirstAt(PlaceOf(*at->second)));
      }
    }
  }

  // `<<: *a`, `<<: [*a, *b]`: what the mapping says itself wins, then the earlier one.
  void Merge(std::vector<Entry>* entries) {
    std::vector<Entry> merged;
    std::unordered_set<std::string_view> own;
    bool any = false;
    for (const Entry& entry : *entries) {
      if (IsMergeKey(entry)) {
        any = true;
      } else {
        own.insert(entry.key->text);
      }
    }
    if (!any) return;
    for (const Entry& entry : *entries) {
      if (!IsMergeKey(entry)) {
        merged.push_back(entry);
      } else if (entry.value->IsSequence()) {
        for (const Entry& member : entry.value->entries) MergeFrom(*member.value, &own, &merged);
      } else {
        MergeFrom(*entry.value, &own, &merged);
      }
    }
    *entries = std::move(merged);
  }

  void MergeFrom(const Node& source, std::unordered_set<std::string_view>* said,
                 std::vector<Entry>* merged) {
    if (!source.IsMapping()) {
      findings_->Add(PlaceOf(source), "`<<` merges mappings, and this is none",
                     "write `<<: *name`, where `&name` stands before a mapping");
      return;
    }
    for (const Entry& entry : source.entries) {
      if (said->insert(entry.key->text).second) merged->push_back(entry);
    }
  }

  const SourceFile& file_;
  NodeArena* nodes_;
  Findings* findings_;
  int documents_ = 0;
  const Node* root_ = nullptr;
  std::vector<Frame> stack_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  size_t aliased_ = 0;
};

// The first byte that is no UTF-8, or npos. See: RFC 3629.
size_t FindInvalidUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    unsigned char c = text[i];
    size_t length = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return i;
    for (size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return i;
    }
    unsigned char d = length > 1 ? text[i + 1] : 0;
    if ((c == 0xE0 && d < 0xA0) || (c == 0xED && d >= 0xA0) || (c == 0xF0 && d < 0x90) ||
        (c == 0xF4 && d >= 0x90)) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

// What the library would read past without a word, or read as something else.
bool IsReadable(const SourceFile& file, Findings* findings) {
  size_t before = findings->size();
  if (file.text.size() > kMaxFileBytes) {
    Place place;
    place.file = file.path;
    findings->Add(place, "the file has more than 64 MiB",
                  "split it: a folder of files is one model");
    return false;
  }
  if (size_t bad = FindInvalidUtf8(file.text); bad != std::string_view::npos) {
    Place place = file.At(bad);
    place.text.clear();
    findings->Add(place, "the file is not UTF-8", "save it as UTF-8");
  }
  if (size_t zero = file.text.find('\0'); zero != std::string::npos) {
    Place place = file.At(zero);
    place.text.clear();
    findings->Add(place, "the file holds a zero byte", "a model is text: is this another file?");
  }
  for (size_t line : file.lines) {
    if (line < file.text.size() && file.text[line] == '%') {
      findings->Add(ExplainYamlError(file, line, "a directive"));
    }
  }
  return findings->size() == before;
}

}  // namespace

const Node* ParseYaml(const SourceFile& file, NodeArena* nodes, Findings* findings) {
  if (!IsReadable(file, findings)) return nullptr;
  if (const Node* plain = ParsePlainYaml(file, nodes)) return plain;
  return ParseYamlByLibrary(file, nodes, findings);
}

const Node* ParseYamlByLibrary(const SourceFile& file, NodeArena* nodes, Findings* findings) {
  size_t before = findings->size();
  Builder builder(file, nodes, findings);
  try {
    StringBuffer buffer(file.text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
  } catch (const YAML::ParserException& error) {
    if (findings->size() == before) {
      size_t offset = error.mark.is_null() ? file.text.size() : error.mark.pos;
      findings->Add(ExplainYamlError(file, offset, error.msg));
    }
  } catch (const std::exception& error) {
    if (findings->size() == before) findings->Add(ExplainYamlError(file, 0, error.what()));
  }
  return findings->size() == before ? builder.root() : nullptr;
}

}  // namespace autogen
