#include "engine/sql/facts/facts.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/facts/statement.h"
#include "engine/sql/parse.h"

namespace autogen {

using tree::Node;
using tree::NodeType;

void Facts::Lock(const QualifiedName& relation, LockMode mode) {
  for (RelationLock& lock : locks) {
    if (lock.relation != relation) continue;
    lock.mode = std::max(lock.mode, mode);
    return;
  }
  locks.push_back({relation, mode});
}

void Facts::Rewrite(const QualifiedName& relation) {
  if (std::find(rewrites.begin(), rewrites.end(), relation) == rewrites.end()) {
    rewrites.push_back(relation);
  }
}

void Facts::Scan(const QualifiedName& relation) {
  if (std::find(scans.begin(), scans.end(), relation) == scans.end()) scans.push_back(relation);
}

QualifiedName StatementReader::NameOf(const Node* range_var) const {
  if (range_var == nullptr) return {};
  Name schema(range_var->Text(tree::RangeVar::kSchemaname));
  return {schema.empty() ? context.first_schema : schema,
          Name(range_var->Text(tree::RangeVar::kRelname))};
}

QualifiedName StatementReader::NameOf(const std::vector<std::string_view>& strings) const {
  if (strings.empty()) return {};
  Name schema = strings.size() > 1 ? Name(strings[strings.size() - 2]) : context.first_schema;
  return {schema, Name(strings.back())};
}

namespace {

// The lists of names in DROP: a table is a List of Strings, a trigger's table stands before it.
void ReadDrop(const Node& statement, StatementReader& reader) {
  bool concurrent = statement.Value(tree::DropStmt::kConcurrent) != 0;
  if (concurrent) reader.facts.in_transaction = false;
  int64_t type = statement.Value(tree::DropStmt::kRemoveType);
  bool part =
      type == tree::kObjectTrigger || type == tree::kObjectRule || type == tree::kObjectPolicy;
  bool relation = type == tree::kObjectTable || type == tree::kObjectIndex ||
                  type == tree::kObjectView || type == tree::kObjectMatview ||
                  type == tree::kObjectSequence || type == tree::kObjectForeignTable;
  if (!part && !relation) return;
  LockMode mode = concurrent ? LockMode::kShareUpdateExclusive : LockMode::kAccessExclusive;
  for (const Node* object : statement.Children(tree::DropStmt::kObjects)) {
    std::vector<std::string_view> strings = tree::Strings(*object, tree::List::kItems);
    if (part && !strings.empty()) strings.pop_back();
    QualifiedName name = reader.NameOf(strings);
    reader.facts.Lock(name, mode);
    if (type != tree::kObjectIndex || reader.context.before == nullptr) continue;
    const auto* index =
        reader.context.before->Get<Index>(RelationId(Kind::kIndex, name.schema, name.name));
    if (index != nullptr) reader.facts.Lock({index->schema, index->table}, mode);
  }
}

void ReadIndex(const Node& statement, StatementReader& reader) {
  QualifiedName table = reader.NameOf(statement.Child(tree::IndexStmt::kRelation));
  bool concurrent = statement.Value(tree::IndexStmt::kConcurrent) != 0;
  reader.facts.Lock(table, concurrent ? LockMode::kShareUpdateExclusive : LockMode::kShare);
  reader.facts.Scan(table);
  if (concurrent) reader.facts.in_transaction = false;
}

void ReadCreateTable(const Node& statement, StatementReader& reader) {
  for (const Node* element : statement.Children(tree::CreateStmt::kTableElts)) {
    ReadForeignKeys(*element, reader);
  }
  bool partition = statement.Has(tree::CreateStmt::kPartbound);
  for (const Node* parent : statement.Children(tree::CreateStmt::kInhRelations)) {
    reader.facts.Lock(reader.NameOf(parent),
                      partition ? LockMode::kAccessExclusive : LockMode::kShareUpdateExclusive);
  }
}

bool HasOption(const Node& statement, int number, std::string_view name) {
  std::vector<const Node*> options = statement.Children(number);
  return std::any_of(options.begin(), options.end(), [&](const Node* option) {
    return option->Text(tree::DefElem::kDefname) == name;
  });
}

void ReadReindex(const Node& statement, StatementReader& reader) {
  bool concurrent = HasOption(statement, tree::ReindexStmt::kParams, "concurrently");
  int64_t kind = statement.Value(tree::ReindexStmt::kKind);
  bool many = kind != tree::kReindexObjectIndex && kind != tree::kReindexObjectTable;
  if (concurrent || many) reader.facts.in_transaction = false;
  if (many) return;
  reader.facts.Lock(reader.NameOf(statement.Child(tree::ReindexStmt::kRelation)),
                    concurrent ? LockMode::kShareUpdateExclusive
                               : (kind == tree::kReindexObjectIndex ? LockMode::kAccessExclusive
                                                                    : LockMode::kShare));
}

void ReadVacuum(const Node& statement, StatementReader& reader) {
  bool vacuum = statement.Value(tree::VacuumStmt::kIsVacuumcmd) != 0;
  bool full = vacuum && HasOption(statement, tree::VacuumStmt::kOptions, "full");
  if (vacuum) reader.facts.in_transaction = false;
  for (const Node* relation : statement.Children(tree::VacuumStmt::kRels)) {
    QualifiedName name = reader.NameOf(relation->Child(tree::VacuumRelation::kRelation));
    reader.facts.Lock(name, full ? LockMode::kAccessExclusive : LockMode::kShareUpdateExclusive);
    if (full) reader.facts.Rewrite(name);
  }
}

// CREATE TABLE AS and CREATE MATERIALIZED VIEW lock nothing that others could wait for.
void ReadRefresh(const Node& statement, StatementReader& reader) {
  QualifiedName view = reader.NameOf(statement.Child(tree::RefreshMatViewStmt::kRelation));
  bool concurrent = statement.Value(tree::RefreshMatViewStmt::kConcurrent) != 0;
  reader.facts.Lock(view, concurrent ? LockMode::kExclusive : LockMode::kAccessExclusive);
  if (!concurrent) reader.facts.Rewrite(view);
}

void ReadComment(const Node& statement, StatementReader& reader) {
  const Node* object = statement.Child(tree::CommentStmt::kObject);
  int64_t type = statement.Value(tree::CommentStmt::kObjtype);
  if (object == nullptr || !object->Is(NodeType::kList)) return;
  std::vector<std::string_view> strings = tree::Strings(*object, tree::List::kItems);
  bool part = type == tree::kObjectColumn || type == tree::kObjectTabconstraint ||
              type == tree::kObjectTrigger || type == tree::kObjectRule ||
              type == tree::kObjectPolicy;
  bool relation = type == tree::kObjectTable || type == tree::kObjectView ||
                  type == tree::kObjectMatview || type == tree::kObjectIndex ||
                  type == tree::kObjectSequence;
  if (part && !strings.empty()) strings.pop_back();
  if (!part && !relation) return;
  reader.facts.Lock(reader.NameOf(strings), LockMode::kShareUpdateExclusive);
}

void ReadClusterOrTruncate(const Node& statement, StatementReader& reader) {
  if (statement.Is(NodeType::kTruncateStmt)) {
    for (const Node* table : statement.Children(tree::TruncateStmt::kRelations)) {
      reader.facts.Lock(reader.NameOf(table), LockMode::kAccessExclusive);
    }
    return;
  }
  const Node* table = statement.Child(tree::ClusterStmt::kRelation);
  if (table == nullptr) {
    reader.facts.in_transaction = false;
    return;
  }
  reader.facts.Lock(reader.NameOf(table), LockMode::kAccessExclusive);
  reader.facts.Rewrite(reader.NameOf(table));
}

void LockRelation(const Node& statement, int number, LockMode mode, StatementReader& reader) {
  const Node* relation = statement.Child(number);
  if (relation != nullptr && relation->Is(NodeType::kRangeVar)) {
    reader.facts.Lock(reader.NameOf(relation), mode);
  }
}

// Statements that touch no relation that others may wait for.
bool IsHarmless(NodeType type) {
  switch (type) {
    case NodeType::kAlterDefaultPrivilegesStmt:
    case NodeType::kAlterDomainStmt:
    case NodeType::kAlterEventTrigStmt:
    case NodeType::kAlterExtensionStmt:
    case NodeType::kAlterFunctionStmt:
    case NodeType::kAlterOperatorStmt:
    case NodeType::kAlterOwnerStmt:
    case NodeType::kAlterTypeStmt:
    case NodeType::kCompositeTypeStmt:
    case NodeType::kCreateCastStmt:
    case NodeType::kCreateConversionStmt:
    case NodeType::kCreateDomainStmt:
    case NodeType::kCreateEnumStmt:
    case NodeType::kCreateEventTrigStmt:
    case NodeType::kCreateExtensionStmt:
    case NodeType::kCreateFunctionStmt:
    case NodeType::kCreatePLangStmt:
    case NodeType::kCreateRangeStmt:
    case NodeType::kCreateRoleStmt:
    case NodeType::kCreateSchemaStmt:
    case NodeType::kCreateSeqStmt:
    case NodeType::kCreateTableAsStmt:
    case NodeType::kDefineStmt:
    case NodeType::kGrantRoleStmt:
    case NodeType::kGrantStmt:
    case NodeType::kSecLabelStmt:
    case NodeType::kSelectStmt:
    case NodeType::kVariableSetStmt:
    case NodeType::kVariableShowStmt:
      return true;
    default:
      return false;
  }
}

bool RunsAlone(NodeType type) {
  switch (type) {
    case NodeType::kAlterSystemStmt:
    case NodeType::kCreateSubscriptionStmt:
    case NodeType::kCreateTableSpaceStmt:
    case NodeType::kCreatedbStmt:
    case NodeType::kDropSubscriptionStmt:
    case NodeType::kDropTableSpaceStmt:
    case NodeType::kDropdbStmt:
    case NodeType::kTransactionStmt:
      return true;
    default:
      return false;
  }
}

void Read(const Node& statement, StatementReader& reader) {
  constexpr LockMode kFull = LockMode::kAccessExclusive;
  switch (statement.type) {
    case NodeType::kAlterTableStmt:
      return ReadAlterTable(statement, reader);
    case NodeType::kCreateStmt:
      return ReadCreateTable(statement, reader);
    case NodeType::kDropStmt:
      return ReadDrop(statement, reader);
    case NodeType::kIndexStmt:
      return ReadIndex(statement, reader);
    case NodeType::kReindexStmt:
      return ReadReindex(statement, reader);
    case NodeType::kVacuumStmt:
      return ReadVacuum(statement, reader);
    case NodeType::kRefreshMatViewStmt:
      return ReadRefresh(statement, reader);
    case NodeType::kCommentStmt:
      return ReadComment(statement, reader);
    case NodeType::kClusterStmt:
    case NodeType::kTruncateStmt:
      return ReadClusterOrTruncate(statement, reader);
    case NodeType::kCreateTrigStmt:
      return LockRelation(statement, tree::CreateTrigStmt::kRelation, LockMode::kShareRowExclusive,
                          reader);
    case NodeType::kRuleStmt:
      return LockRelation(statement, tree::RuleStmt::kRelation, kFull, reader);
    case NodeType::kCreatePolicyStmt:
      return LockRelation(statement, tree::CreatePolicyStmt::kTable, kFull, reader);
    case NodeType::kAlterPolicyStmt:
      return LockRelation(statement, tree::AlterPolicyStmt::kTable, kFull, reader);
    case NodeType::kRenameStmt:
      return LockRelation(statement, tree::RenameStmt::kRelation, kFull, reader);
    case NodeType::kAlterObjectSchemaStmt:
      return LockRelation(statement, tree::AlterObjectSchemaStmt::kRelation, kFull, reader);
    case NodeType::kViewStmt:
      if (statement.Value(tree::ViewStmt::kReplace) == 0) return;
      return LockRelation(statement, tree::ViewStmt::kView, kFull, reader);
    case NodeType::kAlterSeqStmt:
      return LockRelation(statement, tree::AlterSeqStmt::kSequence, LockMode::kShareRowExclusive,
                          reader);
    case NodeType::kInsertStmt:
      return LockRelation(statement, tree::InsertStmt::kRelation, LockMode::kRowExclusive, reader);
    case NodeType::kUpdateStmt:
      return LockRelation(statement, tree::UpdateStmt::kRelation, LockMode::kRowExclusive, reader);
    case NodeType::kDeleteStmt:
      return LockRelation(statement, tree::DeleteStmt::kRelation, LockMode::kRowExclusive, reader);
    case NodeType::kAlterEnumStmt:
      // See: ALTER TYPE, Notes. Before 12 a value could not be added inside a transaction.
      if (reader.context.server_version < 120000 &&
          statement.Text(tree::AlterEnumStmt::kOldVal).empty()) {
        reader.facts.in_transaction = false;
      }
      return;
    default:
      reader.facts.in_transaction = !RunsAlone(statement.type);
      reader.facts.known = IsHarmless(statement.type) || RunsAlone(statement.type);
  }
}

}  // namespace

absl::StatusOr<Facts> FactsOf(std::string_view statement, const FactsContext& context) {
  ASSIGN_OR_RETURN(tree::Tree tree, ParseStatements(statement));
  std::vector<const Node*> statements = tree.root().Children(tree::ParseResult::kStmts);
  const Node* only =
      statements.size() == 1 ? statements.front()->Child(tree::RawStmt::kStmt) : nullptr;
  if (only == nullptr) return InputError("this is not one statement");
  Facts facts;
  StatementReader reader{statement, context, facts};
  Read(*only, reader);
  return facts;
}

}  // namespace autogen
