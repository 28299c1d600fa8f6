#include "engine/sql/uses/walker.h"

#include <algorithm>
#include <tuple>

#include "engine/sql/quote.h"

namespace autogen {

using tree::NodeType;

Analysis UseWalker::Run() {
  Visit(*parsed_.root);
  // The grammar copies subtrees here and there ((a, b) = (SELECT …)): a place counts once.
  auto key = [](const FoundName& name) {
    return std::tuple(name.use.begin, name.use.role, name.use.name);
  };
  std::vector<FoundName>& names = found_.names;
  std::stable_sort(names.begin(), names.end(),
                   [&](const FoundName& a, const FoundName& b) { return key(a) < key(b); });
  names.erase(std::unique(names.begin(), names.end(),
                          [&](const FoundName& a, const FoundName& b) { return key(a) == key(b); }),
              names.end());
  return std::move(found_);
}

void UseWalker::Visit(const Node& node) {
  // Node types come from the grammar of another project: what has no rule is walked through.
  switch (node.type) {
    case NodeType::kSelectStmt:
      return VisitSelect(node);
    case NodeType::kInsertStmt:
      return VisitInsert(node);
    case NodeType::kUpdateStmt:
      return VisitUpdate(node);
    case NodeType::kDeleteStmt:
      return VisitDelete(node);
    case NodeType::kMergeStmt:
      return VisitMerge(node);
    case NodeType::kRangeVar:
      RelationItem(node, /*may_be_cte=*/false);
      return;
    case NodeType::kFuncCall:
      return VisitFunction(node);
    case NodeType::kTypeName:
      return VisitTypeName(node);
    case NodeType::kTypeCast:
      return VisitTypeCast(node);
    case NodeType::kAExpr:
      return VisitOperator(node);
    case NodeType::kSubLink:
      return VisitSubLink(node);
    case NodeType::kColumnRef:
      return VisitColumn(node);
    case NodeType::kCaseExpr:
      if (node.Has(tree::CaseExpr::kArg)) {
        AddImplied("=", Position(node, tree::CaseExpr::kLocation));
      }
      return VisitChildren(node);
    case NodeType::kCollateClause: {
      const Token* collate = text_.TokenAt(Position(node, tree::CollateClause::kLocation));
      const std::vector<Token>& tokens = text_.tokens();
      if (collate != nullptr && collate != &tokens.back()) {
        AddName(NameRole::kCollation, (collate + 1)->begin,
                tree::Strings(node, tree::CollateClause::kCollname));
      }
      return VisitChildren(node);
    }
    case NodeType::kSortBy:
      if (node.Has(tree::SortBy::kUseOp)) {
        AddOperator(Position(node, tree::SortBy::kLocation),
                    tree::Strings(node, tree::SortBy::kUseOp));
      }
      return VisitChildren(node);
    default:
      return VisitChildren(node);
  }
}

void UseWalker::VisitChildren(const Node& node, std::initializer_list<int> except) {
  for (const tree::Field& field : node.fields) {
    if (field.node == nullptr) continue;
    if (std::find(except.begin(), except.end(), field.number) != except.end()) continue;
    Visit(*field.node);
  }
}

void UseWalker::VisitAll(const NodeList& nodes) {
  for (const Node* node : nodes) Visit(*node);
}

namespace {

// Words that the grammar reads as a type, whatever the path has: integer, character …
bool IsTypeKeyword(std::string_view word) { return Keyword(word) == KeywordCategory::kColumnName; }

QualifiedName ToQualified(const std::vector<std::string_view>& parts) {
  if (parts.empty()) return {};
  return {parts.size() > 1 ? Name(parts[parts.size() - 2]) : Name(), parts.back()};
}

}  // namespace

void UseWalker::AddName(NameRole role, size_t position, const std::vector<std::string_view>& parts,
                        int arguments) {
  std::optional<Extent> extent = text_.NameAt(position, parts);
  if (!extent) return;
  FoundName name;
  name.use = {role, extent->begin, extent->end, ToQualified(parts), arguments};
  found_.names.push_back(name);
}

void UseWalker::AddOperator(size_t position, const std::vector<std::string_view>& parts) {
  std::optional<TextNames::OperatorText> text = text_.OperatorAt(position, parts);
  if (!text) {
    if (!parts.empty()) AddImplied(parts.back(), position);
    return;
  }
  FoundName name;
  name.use = {NameRole::kOperator, text->extent.begin, text->extent.end, ToQualified(parts)};
  name.operator_syntax = text->inside_syntax;
  found_.names.push_back(name);
}

void UseWalker::AddImplied(std::string_view symbol, size_t position) {
  if (position == std::string_view::npos) position = 0;
  FoundName name;
  name.use = {NameRole::kOperator, position, position, {{}, symbol}};
  name.use.implied = true;
  found_.names.push_back(name);
}

// The name in 'app.seq'::regclass, nextval('app.seq') and the like. What is no plain name there
// ('integer', 'f(int)' and so on) is cut at the name's end, or left alone.
void UseWalker::AddLiteral(NameRole role, const Node& constant) {
  std::optional<LiteralText> literal = text_.LiteralAt(Position(constant, tree::AConst::kLocation));
  if (!literal) return;
  absl::StatusOr<std::vector<Token>> tokens = Tokenize(literal->value);
  if (!tokens.ok() || tokens->empty()) return;
  std::vector<std::string_view> parts;
  size_t at = 0;
  for (; at < tokens->size() && (*tokens)[at].IsName(); at += 2) {
    parts.push_back((*tokens)[at].value);
    if (at + 1 >= tokens->size() || !(*tokens)[at + 1].Is(".")) {
      ++at;
      break;
    }
  }
  if (parts.empty() || parts.size() > 3) return;
  bool ends = at == tokens->size();
  if (!ends && role != NameRole::kFunction && role != NameRole::kType) return;
  if (!ends && (!literal->verbatim || !((*tokens)[at].Is("(") || (*tokens)[at].Is("[")))) return;
  // `integer` and `character varying` are types by grammar, no names.
  if (role == NameRole::kType && parts.size() == 1 && (*tokens)[0].type == TokenType::kWord &&
      IsTypeKeyword(parts[0])) {
    return;
  }
  FoundName name;
  name.use = {role, literal->inside.begin, literal->inside.end, ToQualified(parts)};
  if (literal->verbatim) {
    name.use.begin = literal->inside.begin + (*tokens)[0].begin;
    name.use.end = literal->inside.begin + (*tokens)[2 * parts.size() - 2].end;
  }
  name.use.literal = true;
  name.quoting = literal->quoting;
  found_.names.push_back(name);
}

}  // namespace autogen
