#include "engine/sql/nested_connectives.h"

#include <map>
#include <string>

namespace autogen {
namespace {

class Finder {
 public:
  Finder(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  std::vector<size_t> Run() {
    std::vector<Group> open{Group{}};
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.Is("(")) {
        open.push_back(Group{i, i + 1, {}, true, 0});
      } else if (token.Is(")") && open.size() > 1) {
        Close(&open.back(), i);
        closed_[i] = open.back();
        ends_[open.back().begin] = i;
        open.pop_back();
      } else if (token.Is("and") || token.Is("or")) {
        Connect(&open.back(), i);
      }
    }
    if (open.size() == 1) Close(&open.back(), tokens_.size());
    return std::move(found_);
  }

 private:
  // What stands in a pair of parentheses, or in none.
  struct Group {
    size_t begin = 0;
    size_t operand = 0;      // where the one that is read begins
    std::string connective;  // AND or OR between all of them; empty: none
    bool printed = true;     // all of it is as PostgreSQL prints it
    size_t nested = 0;       // the end of a first operand that is of the same connective
  };

  void Connect(Group* group, size_t at) {
    const std::string& word = tokens_[at].value;
    std::string_view spelled = text_.substr(tokens_[at].begin, tokens_[at].end - tokens_[at].begin);
    bool first = group->connective.empty();
    if (first) group->connective = word;
    group->printed = group->printed && group->connective == word && IsPrinted(group->operand, at) &&
                     (spelled == "AND" || spelled == "OR");
    if (first && at > group->operand) {
      auto inner = closed_.find(at - 1);
      bool whole = inner != closed_.end() && inner->second.begin == group->operand &&
                   tokens_[group->operand].Is("(");
      if (whole && inner->second.printed && inner->second.connective == word) {
        group->nested = at - 1;
      }
    }
    group->operand = at + 1;
  }

  void Close(Group* group, size_t end) {
    if (group->connective.empty()) return;
    group->printed = group->printed && IsPrinted(group->operand, end);
    if (group->printed && group->nested > 0) found_.push_back(tokens_[group->nested].end);
  }

  // Parentheses, a name, a call, a constant with its type, or CASE … END.
  bool IsPrinted(size_t begin, size_t end) const {
    if (begin >= end) return false;
    if (tokens_[begin].Is("case")) return tokens_[end - 1].Is("end");
    size_t at = begin;
    while (at + 2 < end && tokens_[at].IsName() && tokens_[at + 1].Is(".")) at += 2;
    if (at < end && !tokens_[at].Is("(")) ++at;
    if (at == end || tokens_[at].Is("::")) return true;
    auto group = ends_.find(at);
    if (group == ends_.end()) return false;
    return group->second == end - 1 || tokens_[group->second + 1].Is("::");
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::map<size_t, Group> closed_;  // by their ends
  std::map<size_t, size_t> ends_;   // by their beginnings
  std::vector<size_t> found_;
};

}  // namespace

std::vector<size_t> NestedConnectives(std::string_view text, const std::vector<Token>& tokens) {
  return Finder(text, tokens).Run();
}

}  // namespace autogen
