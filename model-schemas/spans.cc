#include <algorithm>

#include "model-schemas/node.h"

namespace autogen {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }
bool IsBreak(char c) { return c == '\n' || c == '\r'; }

// Walks a scalar as it stands in the file and says for each byte that it means where that byte
// comes from. What the bytes are is the YAML library's business: only their number is counted here,
// and the walk's result is dropped if the numbers do not meet.
class Walk {
 public:
  explicit Walk(const Node& scalar)
      : node_(scalar), source_(scalar.file->text), at_(scalar.begin) {}

  std::vector<size_t> Run() {
    SkipProperties();
    switch (node_.style) {
      case ScalarStyle::kPlain:
        Plain();
        break;
      case ScalarStyle::kSingleQuoted:
      case ScalarStyle::kDoubleQuoted:
        Quoted(node_.style == ScalarStyle::kDoubleQuoted);
        break;
      case ScalarStyle::kLiteral:
      case ScalarStyle::kFolded:
        Block();
        break;
    }
    if (spans_.size() != Length()) return {};
    spans_.push_back(at_);
    return std::move(spans_);
  }

  bool Closed() {
    SkipProperties();
    closed_ = !node_.IsQuoted();
    if (node_.IsQuoted()) Quoted(node_.style == ScalarStyle::kDoubleQuoted);
    return closed_;
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  // The text's length before mixins filled it in.
  size_t Length() const {
    size_t length = node_.text.size();
    for (const Filled& filled : node_.filled) length += filled.was - filled.is;
    return length;
  }
  void Put(size_t from, size_t count = 1) { spans_.insert(spans_.end(), count, from); }

  // Anchors and tags before the scalar.
  void SkipProperties() {
    while (Peek() == '&' || Peek() == '!') {
      while (at_ < source_.size() && !IsBlank(Peek()) && !IsBreak(Peek())) ++at_;
      while (IsBlank(Peek()) || IsBreak(Peek())) ++at_;
    }
  }

  // A run of blanks with breaks in it: one break is a space, each further one a break. False (and
  // nothing moved) where the blanks hold no break.
  bool Fold() {
    size_t next = at_;
    int breaks = 0;
    while (next < source_.size() && (IsBlank(source_[next]) || IsBreak(source_[next]))) {
      if (source_[next] == '\n') ++breaks;
      ++next;
    }
    if (breaks == 0) return false;
    Put(at_, breaks == 1 ? 1 : breaks - 1);
    at_ = next;
    return true;
  }

  void Plain() {
    while (at_ < source_.size() && spans_.size() < Length()) {
      if ((IsBlank(Peek()) || IsBreak(Peek())) && Fold()) continue;
      Put(at_++);
    }
  }

  void Quoted(bool escapes) {
    char quote = escapes ? '"' : '\'';
    ++at_;
    while (at_ < source_.size()) {
      if (Peek() == quote) {
        if (escapes || Peek(1) != '\'') break;
        Put(at_);
        at_ += 2;
      } else if (escapes && Peek() == '\\') {
        Escape();
      } else if (!((IsBlank(Peek()) || IsBreak(Peek())) && Fold())) {
        Put(at_++);
      }
    }
    closed_ = Peek() == quote;
  }

  // See: YAML 1.2, 5.7 Escaped Characters.
  void Escape() {
    size_t from = at_++;
    char c = Peek();
    ++at_;
    if (c == '\r' && Peek() == '\n') ++at_;
    if (c == '\n' || c == '\r') {
      while (IsBlank(Peek())) ++at_;
      return;
    }
    if (c == 'N' || c == '_') return Put(from, 2);
    if (c == 'L' || c == 'P') return Put(from, 3);
    size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits == 0) return Put(from);
    unsigned long code =
        std::strtoul(std::string(source_.substr(at_, digits)).c_str(), nullptr, 16);
    at_ = std::min(at_ + digits, source_.size());
    Put(from, code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
  }

  // The indentation is what the first line with something in it has more than its text.
  size_t Indentation() const {
    auto leading = [](std::string_view text) {
      size_t line = 0;
      while (true) {
        size_t i = line;
        while (i < text.size() && text[i] == ' ') ++i;
        if (i >= text.size()) return size_t{0};
        if (!IsBreak(text[i])) return i - line;
        line = text.find('\n', i);
        if (line == text.npos) return size_t{0};
        ++line;
      }
    };
    size_t in_source = leading(source_.substr(at_));
    size_t in_text = leading(node_.text);
    return in_source > in_text ? in_source - in_text : 0;
  }

  void Block() {
    while (at_ < source_.size() && Peek() != '\n') ++at_;  // | or >, its indicators, a comment
    if (at_ < source_.size()) ++at_;
    size_t indentation = Indentation();
    size_t line_at = at_;
    const std::string_view text = node_.text;
    while (at_ < source_.size() && spans_.size() < Length()) {
      if (at_ == line_at) {
        for (size_t i = 0; i < indentation && Peek() == ' '; ++i) ++at_;
      }
      if (Peek() == '\r' && Peek(1) == '\n') ++at_;
      if (Peek() != '\n') {
        Put(at_++);
        continue;
      }
      // A folded break is a space, or nothing beside an empty line.
      char meant = node_.filled.empty() ? text[spans_.size()] : '\n';
      if (node_.style == ScalarStyle::kLiteral || meant == '\n' || meant == ' ') Put(at_);
      line_at = ++at_;
    }
  }

  const Node& node_;
  std::string_view source_;
  size_t at_;
  bool closed_ = true;
  std::vector<size_t> spans_;
};

}  // namespace

std::vector<size_t> Spans(const Node& scalar) {
  return scalar.IsScalar() ? Walk(scalar).Run() : std::vector<size_t>();
}

bool IsClosed(const Node& scalar) { return Walk(scalar).Closed(); }

}  // namespace autogen
