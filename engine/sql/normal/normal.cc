#include "engine/sql/normal/normal.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/normal/analyzer.h"
#include "engine/sql/parse.h"

namespace autogen {

using normal::Analyzer;
using normal::Expr;
using normal::Scope;
using normal::ScopeItem;
using normal::Tag;
using tree::Node;
using tree::NodeType;
using namespace known;  // NOLINT: the names of types

struct Normalizer::Parts {
  Catalog catalog;
  normal::NamePath path;
};

namespace {

SqlForm FormOf(TextPlace::Kind kind) {
  switch (kind) {
    case TextPlace::Kind::kValue:
    case TextPlace::Kind::kCondition:
    case TextPlace::Kind::kDefault:
    case TextPlace::Kind::kWhen:
    case TextPlace::Kind::kDomain:
      return SqlForm::kExpression;
    case TextPlace::Kind::kQuery:
      return SqlForm::kQuery;
    case TextPlace::Kind::kBody:
      return SqlForm::kStatements;
  }
  Unreachable();
}

// The table around an expression; its columns are printed without it.
void AddTable(Analyzer* analyzer, const QualifiedName& relation, Scope* scope) {
  if (relation.empty()) return;
  scope->items.push_back(analyzer->RelationItem(relation.schema, relation.name, {}, {}));
  scope->names.taken.insert(relation.name.str());
}

void AddOldAndNew(Analyzer* analyzer, const QualifiedName& relation, bool bare, Scope* scope) {
  for (const char* alias : {"old", "new"}) {
    ScopeItem item = analyzer->RelationItem(relation.schema, relation.name, alias, alias);
    item.columns_visible = bare;
    scope->items.push_back(std::move(item));
    scope->names.taken.insert(alias);
  }
}

// What becomes something by assignment: the printer leaves that out, and a literal shows its type.
Expr* Assigned(Analyzer* analyzer, const Node& node, const TypeRef& type, Scope* scope) {
  Expr* made = analyzer->Transform(node, scope);
  TypeId target = analyzer->catalog().TypeOf(type);
  if (made->type == t_none) return made;
  if (target == t_none) {
    bool literal = made->tag == Tag::kUnknown || made->type == t_unknown;
    return literal ? analyzer->Fail() : made;
  }
  return analyzer->Hidden(made, target, type.modifier);
}

Expr* Body(Analyzer* analyzer, const Node& node, const Routine& routine, Scope* scope) {
  for (const Argument& argument : routine.arguments) {
    bool in = argument.mode != ArgumentMode::kOut && argument.mode != ArgumentMode::kTable;
    if (!in) continue;
    std::string number = "$" + std::to_string(scope->parameters.size() + 1);
    // A parameter with a name is printed by it, and the other way round reads the same.
    Expr* made = analyzer->Make(Tag::kNode, analyzer->catalog().TypeOf(argument.type), number);
    scope->parameters.push_back({argument.name, made});
  }
  scope->function = routine.name;
  if (node.Is(NodeType::kReturnStmt)) {
    const Node* value = node.Child(tree::ReturnStmt::kReturnval);
    if (value == nullptr) return analyzer->Fail();
    return Assigned(analyzer, *value, routine.returns, scope);
  }
  std::vector<Expr*> statements;
  std::vector<const Node*> lists{&node};
  for (size_t i = 0; i < lists.size(); ++i) {
    const Node& list = *lists[i];
    if (!list.Is(NodeType::kList)) {
      statements.push_back(analyzer->Statement(list, scope));
      continue;
    }
    std::vector<const Node*> items = list.Children(tree::List::kItems);
    lists.insert(lists.begin() + static_cast<long>(i) + 1, items.begin(), items.end());
  }
  return analyzer->Make(Tag::kNode, t_none, "body", std::move(statements));
}

Expr* Analyse(Analyzer* analyzer, const Node& node, const TextPlace& place, Scope* scope) {
  switch (place.kind) {
    case TextPlace::Kind::kValue:
      AddTable(analyzer, place.relation, scope);
      if (!place.type.empty()) return Assigned(analyzer, node, place.type, scope);
      return analyzer->Settled(analyzer->Transform(node, scope));
    case TextPlace::Kind::kCondition:
      AddTable(analyzer, place.relation, scope);
      return analyzer->Condition(node, scope);
    case TextPlace::Kind::kDefault:
      return Assigned(analyzer, node, place.type, scope);
    case TextPlace::Kind::kWhen:
      AddOldAndNew(analyzer, place.relation, true, scope);
      return analyzer->Condition(node, scope);
    case TextPlace::Kind::kDomain:
      scope->value = analyzer->Make(Tag::kNode, analyzer->catalog().TypeOf(place.type), "VALUE");
      scope->value->modifier = place.type.modifier;
      return analyzer->Condition(node, scope);
    case TextPlace::Kind::kQuery: {
      Analyzer::SelectOptions options;
      options.top = true;
      return analyzer->Select(node, nullptr, options).tree;
    }
    case TextPlace::Kind::kBody:
      if (place.routine == nullptr) return analyzer->Fail();
      return Body(analyzer, node, *place.routine, scope);
  }
  Unreachable();
}

std::optional<std::string> Finish(const Analyzer& analyzer, const Expr* made) {
  if (analyzer.Failed() || made == nullptr) return std::nullopt;
  return Print(analyzer.catalog(), *made);
}

// The only statement of a text that was made of one.
const Node* Only(const absl::StatusOr<tree::Tree>& parsed, NodeType type) {
  if (!parsed.ok()) return nullptr;
  std::vector<const Node*> statements = parsed->root().Children(tree::ParseResult::kStmts);
  if (statements.size() != 1) return nullptr;
  const Node* statement = statements[0]->Child(tree::RawStmt::kStmt);
  return statement != nullptr && statement->Is(type) ? statement : nullptr;
}

bool BeginsWithUsing(std::string_view text) {
  std::string word;
  for (char c : text.substr(0, 6)) word += static_cast<char>(c | 32);
  return word.starts_with("using");
}

}  // namespace

Normalizer::Normalizer(const Database& database)
    : parts_(new Parts{Catalog(database), {{}, false}}) {}
Normalizer::Normalizer(const Database& database, std::vector<Name> path)
    : parts_(new Parts{Catalog(database), {std::move(path), true}}) {}
Normalizer::~Normalizer() = default;

std::optional<std::string> Normalizer::Normalize(std::string_view text,
                                                 const TextPlace& place) const {
  if (parts_->catalog.HasUnknownCasts()) return std::nullopt;
  absl::StatusOr<ParsedSql> parsed = ParseSql(text, FormOf(place.kind));
  if (!parsed.ok()) return std::nullopt;
  Analyzer analyzer(parts_->catalog, parts_->path);
  Scope scope;
  return Finish(analyzer, Analyse(&analyzer, *parsed->root, place, &scope));
}

std::optional<std::string> Normalizer::IndexKeys(std::string_view text,
                                                 const QualifiedName& table) const {
  if (parts_->catalog.HasUnknownCasts()) return std::nullopt;
  std::string sql = "CREATE INDEX i ON t ";
  sql += BeginsWithUsing(text) ? std::string(text) : "(" + std::string(text) + "\n)";
  absl::StatusOr<tree::Tree> parsed = ParseStatements(sql);
  const Node* index = Only(parsed, NodeType::kIndexStmt);
  if (index == nullptr) return std::nullopt;
  Analyzer analyzer(parts_->catalog, parts_->path);
  Scope scope;
  AddTable(&analyzer, table, &scope);
  std::string method(index->Text(tree::IndexStmt::kAccessMethod));
  if (method.empty()) method = "btree";
  std::vector<Expr*> keys;
  for (const Node* key : index->Children(tree::IndexStmt::kIndexParams)) {
    keys.push_back(analyzer.IndexElement(*key, method, &scope));
  }
  std::string shape = "index " + method;
  for (const Node* key : index->Children(tree::IndexStmt::kIndexIncludingParams)) {
    shape += '\0' + std::string(key->Text(tree::IndexElem::kName));
  }
  if (const Node* where = index->Child(tree::IndexStmt::kWhereClause)) {
    keys.push_back(analyzer.Condition(*where, &scope));
    shape += " where";
  }
  return Finish(analyzer, analyzer.Make(Tag::kNode, t_none, shape, std::move(keys)));
}

std::optional<std::string> Normalizer::Statistics(std::string_view text,
                                                  const QualifiedName& table) const {
  if (parts_->catalog.HasUnknownCasts()) return std::nullopt;
  absl::StatusOr<tree::Tree> parsed =
      ParseStatements("CREATE STATISTICS s ON " + std::string(text) + "\nFROM t");
  const Node* statement = Only(parsed, NodeType::kCreateStatsStmt);
  if (statement == nullptr) return std::nullopt;
  Analyzer analyzer(parts_->catalog, parts_->path);
  Scope scope;
  AddTable(&analyzer, table, &scope);
  // Columns stand before expressions in the catalog, in the table's order; expressions in their
  // own.
  std::vector<std::string> parts, expressions;
  for (const Node* element : statement->Children(tree::CreateStatsStmt::kExprs)) {
    std::string_view column = element->Text(tree::StatsElem::kName);
    if (!column.empty()) {
      parts.push_back("column " + std::string(column));
      continue;
    }
    const Node* expression = element->Child(tree::StatsElem::kExpr);
    if (expression == nullptr) return std::nullopt;
    Expr* made = analyzer.Settled(analyzer.Transform(*expression, &scope));
    if (analyzer.Failed()) return std::nullopt;
    bool is_column = made->tag == Tag::kColumn;
    (is_column ? parts : expressions).push_back(Print(analyzer.catalog(), *made));
  }
  std::sort(parts.begin(), parts.end());
  parts.insert(parts.end(), expressions.begin(), expressions.end());
  std::string all;
  for (const std::string& part : parts) all += std::to_string(part.size()) + ":" + part;
  return all;
}

std::optional<std::string> Normalizer::PartitionKey(std::string_view text,
                                                    const QualifiedName& table) const {
  if (parts_->catalog.HasUnknownCasts()) return std::nullopt;
  absl::StatusOr<tree::Tree> parsed =
      ParseStatements("CREATE TABLE t (a int) PARTITION BY " + std::string(text));
  const Node* statement = Only(parsed, NodeType::kCreateStmt);
  const Node* spec = statement == nullptr ? nullptr : statement->Child(tree::CreateStmt::kPartspec);
  if (spec == nullptr) return std::nullopt;
  Analyzer analyzer(parts_->catalog, parts_->path);
  Scope scope;
  AddTable(&analyzer, table, &scope);
  std::string strategy;
  for (char c : spec->Text(tree::PartitionSpec::kStrategy)) strategy += static_cast<char>(c | 32);
  std::vector<Expr*> keys;
  for (const Node* element : spec->Children(tree::PartitionSpec::kPartParams)) {
    // The same parts as an index key's, under other numbers.
    Node key;
    key.type = NodeType::kIndexElem;
    for (tree::Field field : element->fields) {
      switch (field.number) {
        case tree::PartitionElem::kName:
          field.number = tree::IndexElem::kName;
          break;
        case tree::PartitionElem::kExpr:
          field.number = tree::IndexElem::kExpr;
          break;
        case tree::PartitionElem::kCollation:
          field.number = tree::IndexElem::kCollation;
          break;
        case tree::PartitionElem::kOpclass:
          field.number = tree::IndexElem::kOpclass;
          break;
        default:
          continue;
      }
      key.fields.push_back(field);
    }
    keys.push_back(analyzer.IndexElement(key, strategy == "hash" ? "hash" : "btree", &scope));
  }
  return Finish(analyzer, analyzer.Make(Tag::kNode, t_none, "by " + strategy, std::move(keys)));
}

std::optional<std::string> Normalizer::PartitionBound(std::string_view text,
                                                      const std::vector<TypeRef>& key) const {
  if (parts_->catalog.HasUnknownCasts()) return std::nullopt;
  absl::StatusOr<tree::Tree> parsed =
      ParseStatements("CREATE TABLE t PARTITION OF p " + std::string(text));
  const Node* statement = Only(parsed, NodeType::kCreateStmt);
  const Node* bound =
      statement == nullptr ? nullptr : statement->Child(tree::CreateStmt::kPartbound);
  if (bound == nullptr) return std::nullopt;
  Analyzer analyzer(parts_->catalog, parts_->path);
  Scope scope;
  // Bounds are values: what is no literal of the key's type would have to be computed.
  auto value = [&](const Node& node, size_t at) -> Expr* {
    if (node.Is(NodeType::kColumnRef)) {
      std::vector<std::string_view> word = tree::Strings(node, tree::ColumnRef::kFields);
      bool open = word.size() == 1 && (word[0] == "minvalue" || word[0] == "maxvalue");
      return open ? analyzer.Make(Tag::kNode, t_none, std::string(word[0])) : analyzer.Fail();
    }
    if (at >= key.size()) return analyzer.Fail();
    TypeId type = analyzer.catalog().BaseType(analyzer.catalog().TypeOf(key[at]));
    Expr* made = analyzer.Transform(node, &scope);
    while (made->tag == Tag::kCast && made->args[0]->tag == Tag::kConstant) made = made->args[0];
    if (made->tag == Tag::kNull) return analyzer.Make(Tag::kNull, type);
    if (made->tag == Tag::kUnknown) return analyzer.Hidden(made, type);
    if (made->tag != Tag::kConstant) return analyzer.Fail();
    if (made->type == type) return made;
    // A number is the same number in another type, as far as that can hold it as it is.
    bool numbers = (made->type == t_int4 || made->type == t_int8) &&
                   (type == t_int2 || type == t_int4 || type == t_int8 || type == t_numeric);
    bool strings = analyzer.catalog().Type(made->type).category == 'S' &&
                   (type == t_text || type == t_varchar) && made->type != t_bpchar;
    if (!numbers && !strings) return analyzer.Fail();
    return analyzer.Make(Tag::kConstant, type, made->text);
  };
  std::string shape = "bound " + std::string(bound->Text(tree::PartitionBoundSpec::kStrategy));
  for (int number : {tree::PartitionBoundSpec::kIsDefault, tree::PartitionBoundSpec::kModulus,
                     tree::PartitionBoundSpec::kRemainder}) {
    shape += " " + std::to_string(bound->Value(number));
  }
  std::vector<Expr*> parts;
  for (const Node* datum : bound->Children(tree::PartitionBoundSpec::kListdatums)) {
    parts.push_back(value(*datum, 0));
  }
  for (int list :
       {tree::PartitionBoundSpec::kLowerdatums, tree::PartitionBoundSpec::kUpperdatums}) {
    std::vector<Expr*> values;
    for (const Node* datum : bound->Children(list)) values.push_back(value(*datum, values.size()));
    parts.push_back(analyzer.Make(Tag::kNode, t_none, "bounds", std::move(values)));
  }
  return Finish(analyzer, analyzer.Make(Tag::kNode, t_none, shape, std::move(parts)));
}

std::optional<std::string> Normalizer::Rule(std::string_view text) const {
  if (parts_->catalog.HasUnknownCasts()) return std::nullopt;
  absl::StatusOr<tree::Tree> parsed = ParseStatements("CREATE RULE r AS " + std::string(text));
  const Node* rule = Only(parsed, NodeType::kRuleStmt);
  const Node* relation = rule == nullptr ? nullptr : rule->Child(tree::RuleStmt::kRelation);
  if (relation == nullptr) return std::nullopt;
  QualifiedName table{relation->Text(tree::RangeVar::kSchemaname),
                      relation->Text(tree::RangeVar::kRelname)};
  for (size_t i = 0; i < parts_->path.schemas.size() && table.schema.empty(); ++i) {
    Name schema = parts_->path.schemas[i];
    if (parts_->catalog.FindRelation(schema, table.name)) table.schema = schema;
  }
  Analyzer analyzer(parts_->catalog, parts_->path);
  Scope scope;
  AddOldAndNew(&analyzer, table, false, &scope);
  std::string shape = "rule " + table.schema.str() + std::string(1, '\0') + table.name.str() + " " +
                      std::to_string(rule->Value(tree::RuleStmt::kEvent)) + " " +
                      std::to_string(rule->Value(tree::RuleStmt::kInstead));
  std::vector<Expr*> parts;
  const Node* where = rule->Child(tree::RuleStmt::kWhereClause);
  parts.push_back(where == nullptr ? nullptr : analyzer.Condition(*where, &scope));
  for (const Node* action : rule->Children(tree::RuleStmt::kActions)) {
    parts.push_back(analyzer.Statement(*action, &scope));
  }
  return Finish(analyzer, analyzer.Make(Tag::kNode, t_none, shape, std::move(parts)));
}

}  // namespace autogen
