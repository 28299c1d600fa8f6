#include "model-schemas/yaml_plain.h"

#include <algorithm>
#include <span>

#include "model-schemas/yaml_events.h"
#include "model-schemas/yaml_traps.h"

namespace autogen {
namespace {

// Characters that begin something else than a plain scalar. See: YAML 1.2, 5.3 Indicator
// Characters.
constexpr std::string_view kIndicators = ",[]{}#&*!|>'\"%@`";
// The library gives up on a longer key in one line.
constexpr size_t kLongestKey = 1000;

bool IsNullText(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

class PlainReader {
 public:
  PlainReader(const SourceFile& file, NodeArena* nodes)
      : file_(file), nodes_(nodes), text_(file.text) {}

  const Node* Read() {
    if (text_.find_first_of("\t\r") != text_.npos) return nullptr;
    NextLine(0);
    if (line_ == text_.size()) return nullptr;
    const Node* root = ReadBlock(indent_, 0);
    return root && line_ == text_.size() ? root : nullptr;
  }

 private:
  // ---- Lines: `line_` is where the content of the current one begins, `indent_` its column.

  // Goes to the first line from `from` on that holds more than blanks and a comment. The end of the
  // text is a line of no indentation.
  void NextLine(size_t from) {
    size_t begin = from;
    while (begin < text_.size()) {
      size_t content = text_.find_first_not_of(' ', begin);
      if (content == text_.npos) break;
      if (text_[content] != '\n' && text_[content] != '#') {
        indent_ = content - begin;
        line_ = content;
        return;
      }
      begin = EndOfLine(content) + 1;
    }
    line_ = text_.size();
    indent_ = 0;
  }

  size_t EndOfLine(size_t from) const { return std::min(text_.find('\n', from), text_.size()); }

  // Whether only blanks and a comment follow; a comment's # stands after a blank.
  bool IsRestEmpty(size_t at) const {
    size_t content = text_.find_first_not_of(' ', at);
    if (content == text_.npos || text_[content] == '\n') return true;
    return text_[content] == '#' && content > at;
  }

  bool IsDash(size_t at) const {
    return text_[at] == '-' && at + 1 < text_.size() && text_[at + 1] == ' ';
  }

  // ---- Nodes: nullptr gives the whole file up.

  Node* Make(NodeKind kind, size_t begin) const { return nodes_->Make(kind, file_, begin); }

  // The text is the file's, or kept.
  const Node* MakeScalar(size_t begin, ScalarStyle style, std::string_view text) const {
    Node* node = Make(NodeKind::kScalar, begin);
    node->style = style;
    node->text = text;
    return node;
  }

  // Takes the entries from the `first` of the open ones on.
  void Close(Node* node, size_t first) {
    node->entries = nodes_->Keep(std::span<const Entry>(open_).subspan(first));
    open_.resize(first);
  }

  // The collection whose first line is the current one, at its column.
  const Node* ReadBlock(size_t column, int depth) {
    if (depth >= kMaxDepth || line_ == text_.size() || indent_ != column) return nullptr;
    return IsDash(line_) ? ReadSequence(column, depth) : ReadMapping(column, depth);
  }

  const Node* ReadSequence(size_t column, int depth) {
    Node* node = Make(NodeKind::kSequence, line_);
    const size_t first = open_.size();
    while (line_ < text_.size() && indent_ == column && IsDash(line_)) {
      size_t content = text_.find_first_not_of(' ', line_ + 1);
      if (content == text_.npos || text_[content] == '\n' || text_[content] == '#') return nullptr;
      const Node* value = nullptr;
      if (IsDash(content) || FindKeyEnd(content) != text_.npos) {
        // A collection that begins on the dash's own line.
        indent_ = column + (content - line_);
        line_ = content;
        value = ReadBlock(indent_, depth + 1);
      } else {
        value = ReadScalarOrFlow(content, column, depth);
      }
      if (!value) return nullptr;
      open_.push_back({nullptr, value});
    }
    Close(node, first);
    // A mapping may go on at the column of the sequence in it.
    return line_ == text_.size() || indent_ <= column ? node : nullptr;
  }

  const Node* ReadMapping(size_t column, int depth) {
    Node* node = Make(NodeKind::kMapping, line_);
    const size_t first = open_.size();
    while (line_ < text_.size() && indent_ == column && !IsDash(line_)) {
      size_t end = FindKeyEnd(line_);
      if (end == text_.npos || end - line_ > kLongestKey) return nullptr;
      const Node* key = ReadKey(line_, end);
      if (!key) return nullptr;
      const Node* value = ReadValue(end + 1, column, depth);
      if (!value) return nullptr;
      open_.push_back({key, value});
    }
    Close(node, first);
    bool ended = line_ == text_.size() || indent_ < column;
    return ended && HasOwnKeys(*node) ? node : nullptr;
  }

  // Keys that stand twice, and `<<`, are the library's.
  bool HasOwnKeys(const Node& mapping) {
    keys_.clear();
    for (const Entry& entry : mapping.entries) {
      if (entry.key->text == "<<") return false;
      keys_.push_back(entry.key->text);
    }
    std::sort(keys_.begin(), keys_.end());
    return std::adjacent_find(keys_.begin(), keys_.end()) == keys_.end();
  }

  // The colon behind a key that begins there, on the same line; npos where there is none.
  size_t FindKeyEnd(size_t begin) const {
    if (text_[begin] == '"' || text_[begin] == '\'') {
      size_t close = text_.find(text_[begin], begin + 1);
      if (close == text_.npos || close > EndOfLine(begin)) return text_.npos;
      bool colon = close + 1 < text_.size() && text_[close + 1] == ':' && IsBlankAt(close + 2);
      return colon ? close + 1 : text_.npos;
    }
    if (!BeginsPlain(begin)) return text_.npos;
    for (size_t at = begin; at < text_.size() && text_[at] != '\n'; ++at) {
      if (text_[at] == ':' && IsBlankAt(at + 1)) return at;
      if (text_[at] == ' ' && at + 1 < text_.size() && text_[at + 1] == '#') return text_.npos;
    }
    return text_.npos;
  }

  bool IsBlankAt(size_t at) const {
    return at >= text_.size() || text_[at] == ' ' || text_[at] == '\n';
  }

  bool BeginsPlain(size_t at) const {
    char c = text_[at];
    if (kIndicators.find(c) != kIndicators.npos) return false;
    if (c == '-' || c == '?' || c == ':') {
      return !IsBlankAt(at + 1) && !text_.substr(at).starts_with("---");
    }
    return c != '.' || !text_.substr(at).starts_with("...");
  }

  const Node* ReadKey(size_t begin, size_t end) const {
    if (text_[begin] != '"' && text_[begin] != '\'') {
      std::string_view key = text_.substr(begin, end - begin);
      if (IsNullText(key) || key.back() == ' ') return nullptr;
      return MakeScalar(begin, ScalarStyle::kPlain, key);
    }
    size_t close = begin;
    const Node* key = ReadQuoted(begin, &close);
    return key && close == end ? key : nullptr;
  }

  // What stands behind a key's colon or on the lines below.
  const Node* ReadValue(size_t after_colon, size_t column, int depth) {
    if (!IsRestEmpty(after_colon)) {
      size_t content = text_.find_first_not_of(' ', after_colon);
      return ReadScalarOrFlow(content, column, depth);
    }
    NextLine(EndOfLine(after_colon));
    bool nested =
        line_ < text_.size() && (indent_ > column || (indent_ == column && IsDash(line_)));
    if (!nested) return nullptr;
    if (!IsDash(line_) && FindKeyEnd(line_) == text_.npos) return nullptr;
    return ReadBlock(indent_, depth + 1);
  }

  // A value that begins on the line of its key or dash, whose block stands at `column`; the next
  // line becomes the current one.
  const Node* ReadScalarOrFlow(size_t begin, size_t column, int depth) {
    const Node* node = nullptr;
    size_t end = begin;
    switch (text_[begin]) {
      case '|':
        return ReadLiteral(begin, column);
      case '\'':
      case '"':
        node = ReadQuoted(begin, &end);
        break;
      case '[':
      case '{':
        node = ReadFlow(begin, &end, depth + 1);
        break;
      default:
        return ReadPlain(begin, column);
    }
    if (!node || !IsRestEmpty(end)) return nullptr;
    NextLine(EndOfLine(end));
    return node;
  }

  const Node* ReadPlain(size_t begin, size_t column) {
    if (!BeginsPlain(begin)) return nullptr;
    size_t line_end = EndOfLine(begin);
    std::string_view line = text_.substr(begin, line_end - begin);
    if (size_t comment = line.find(" #"); comment != line.npos) line = line.substr(0, comment);
    line = line.substr(0, line.find_last_not_of(' ') + 1);
    if (IsNullText(line) || line.back() == ':' || line.find(": ") != line.npos) return nullptr;
    NextLine(line_end);
    // It would go on there.
    if (line_ < text_.size() && indent_ > column) return nullptr;
    return MakeScalar(begin, ScalarStyle::kPlain, line);
  }

  // Within one line and without escapes, save for the doubled quote.
  const Node* ReadQuoted(size_t begin, size_t* end) const {
    const char quote = text_[begin];
    bool doubled = false;
    for (size_t at = begin + 1; at < text_.size() && text_[at] != '\n'; ++at) {
      if (text_[at] == '\\' && quote == '"') return nullptr;
      if (text_[at] != quote) continue;
      if (quote == '\'' && at + 1 < text_.size() && text_[at + 1] == quote) {
        doubled = true;
        ++at;
        continue;
      }
      *end = at + 1;
      std::string_view value = text_.substr(begin + 1, at - begin - 1);
      if (doubled) value = nodes_->Keep(Undoubled(value));
      return MakeScalar(
          begin, quote == '"' ? ScalarStyle::kDoubleQuoted : ScalarStyle::kSingleQuoted, value);
    }
    return nullptr;
  }

  static std::string Undoubled(std::string_view text) {
    std::string value;
    for (size_t at = 0; at < text.size(); ++at) {
      value += text[at];
      if (text[at] == '\'') ++at;
    }
    return value;
  }

  // `|` or `|-`, the indentation being that of its first line.
  const Node* ReadLiteral(size_t begin, size_t column) {
    bool strip = begin + 1 < text_.size() && text_[begin + 1] == '-';
    size_t header_end = EndOfLine(begin);
    if (begin + (strip ? 2 : 1) != header_end || header_end == text_.size()) return nullptr;
    size_t first = text_.find_first_not_of(' ', header_end + 1);
    if (first == text_.npos || text_[first] == '\n') return nullptr;
    size_t indent = first - (header_end + 1);
    if (indent <= column) return nullptr;

    std::string value;
    size_t line = header_end + 1;
    while (line < text_.size()) {
      size_t content = std::min(text_.find_first_not_of(' ', line), text_.size());
      size_t end = EndOfLine(line);
      if (content >= end) {
        if (end - line > indent) return nullptr;  // blanks that are text
        value += '\n';
      } else if (content - line < indent) {
        if (content - line > column) return nullptr;
        break;
      } else {
        if (end == text_.size()) return nullptr;  // the last line has no end
        value += text_.substr(line + indent, end - line - indent);
        value += '\n';
      }
      line = end + 1;
    }
    value.erase(value.find_last_not_of('\n') + 1);
    if (!strip) value += '\n';
    NextLine(std::min(line, text_.size()));
    return MakeScalar(begin, ScalarStyle::kLiteral, nodes_->Keep(value));
  }

  // ---- Flow collections of one line.

  size_t SkipBlanks(size_t at) const {
    return std::min(text_.find_first_not_of(' ', at), text_.size());
  }
  bool IsAt(size_t at, char c) const { return at < text_.size() && text_[at] == c; }

  const Node* ReadFlow(size_t begin, size_t* end, int depth) {
    if (depth >= kMaxDepth) return nullptr;
    bool sequence = text_[begin] == '[';
    Node* node = Make(sequence ? NodeKind::kSequence : NodeKind::kMapping, begin);
    node->flow = true;
    const size_t first = open_.size();
    char close = sequence ? ']' : '}';
    size_t at = SkipBlanks(begin + 1);
    while (!IsAt(at, close)) {
      const Node* key = nullptr;
      if (!sequence) {
        key = ReadFlowNode(at, &at, depth);
        if (!key || !key->IsScalar() || !IsAt(at, ':') || !IsAt(at + 1, ' ')) return nullptr;
        at = SkipBlanks(at + 1);
      }
      const Node* value = ReadFlowNode(at, &at, depth);
      if (!value) return nullptr;
      open_.push_back({key, value});
      at = SkipBlanks(at);
      if (IsAt(at, close)) break;
      if (!IsAt(at, ',')) return nullptr;
      at = SkipBlanks(at + 1);
      if (IsAt(at, close)) return nullptr;
    }
    *end = at + 1;
    Close(node, first);
    Findings findings;
    if (FindCutMember(*node, &findings) || !findings.empty()) return nullptr;
    return sequence || HasOwnKeys(*node) ? node : nullptr;
  }

  const Node* ReadFlowNode(size_t begin, size_t* end, int depth) {
    if (begin >= text_.size()) return nullptr;
    switch (text_[begin]) {
      case '[':
      case '{':
        return ReadFlow(begin, end, depth + 1);
      case '\'':
      case '"':
        return ReadQuoted(begin, end);
      default:
        return ReadFlowPlain(begin, end);
    }
  }

  const Node* ReadFlowPlain(size_t begin, size_t* end) const {
    if (!BeginsPlain(begin)) return nullptr;
    size_t at = std::min(text_.find_first_of(",[]{}?:#\n", begin), text_.size());
    if (at == text_.size() || std::string_view(",]}:").find(text_[at]) == std::string_view::npos) {
      return nullptr;
    }
    if (text_[at] == ':' && !IsAt(at + 1, ' ')) return nullptr;
    std::string_view value = text_.substr(begin, at - begin);
    if (text_[at] == ':' && value.ends_with(' ')) return nullptr;
    value = value.substr(0, value.find_last_not_of(' ') + 1);
    if (IsNullText(value)) return nullptr;
    *end = at;
    return MakeScalar(begin, ScalarStyle::kPlain, value);
  }

  const SourceFile& file_;
  NodeArena* nodes_;
  std::string_view text_;
  size_t line_ = 0, indent_ = 0;
  std::vector<Entry> open_;  // of the collections that are being read, the inner ones' last
  std::vector<std::string_view> keys_;
};

}  // namespace

const Node* ParsePlainYaml(const SourceFile& file, NodeArena* nodes) {
  return PlainReader(file, nodes).Read();
}

}  // namespace autogen
