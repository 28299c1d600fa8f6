// ALTER TABLE, action by action. See: AlterTableGetLockLevel() in PostgreSQL's source, whose manual
// has it under each form of the command.

#include <algorithm>
#include <array>
#include <optional>

#include "engine/sql/facts/statement.h"
#include "engine/sql/facts/type_change.h"
#include "engine/sql/names.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

bool HasConstraint(const Node& column, int64_t type) {
  std::vector<const Node*> constraints = column.Children(tree::ColumnDef::kConstraints);
  return std::any_of(constraints.begin(), constraints.end(), [&](const Node* constraint) {
    return constraint->Value(tree::Constraint::kContype) == type;
  });
}

// Built-in functions of another value for each row; of any other nothing is known.
constexpr std::array<std::string_view, 8> kStable = {"now",
                                                     "current_setting",
                                                     "statement_timestamp",
                                                     "transaction_timestamp",
                                                     "txid_current",
                                                     "lower",
                                                     "upper",
                                                     "timezone"};

// Whether anything in the tree may give another value for each row.
bool MayBeVolatile(const Node& node) {
  if (node.Is(NodeType::kFuncCall)) {
    std::vector<std::string_view> name = tree::Strings(node, tree::FuncCall::kFuncname);
    bool stable =
        !name.empty() && std::find(kStable.begin(), kStable.end(), name.back()) != kStable.end();
    if (!stable) return true;
  }
  return std::any_of(node.fields.begin(), node.fields.end(), [](const tree::Field& field) {
    return field.node != nullptr && MayBeVolatile(*field.node);
  });
}

// See: ALTER TABLE, Notes: a constant or stable default is stored once.
bool AddsByRewriting(const Node& column) {
  if (HasConstraint(column, tree::kConstrGenerated)) return true;
  if (HasConstraint(column, tree::kConstrIdentity)) return true;
  for (const Node* constraint : column.Children(tree::ColumnDef::kConstraints)) {
    if (constraint->Value(tree::Constraint::kContype) != tree::kConstrDefault) continue;
    const Node* expression = constraint->Child(tree::Constraint::kRawExpr);
    if (expression != nullptr && MayBeVolatile(*expression)) return true;
  }
  return false;
}

class AlterTable {
 public:
  AlterTable(QualifiedName table, StatementReader& reader) : table_(table), reader_(reader) {}

  void Read(const Node& action) {
    auto type = action.Value(tree::AlterTableCmd::kSubtype);
    switch (type) {
      case tree::kAtSetstatistics:
      case tree::kAtSetoptions:
      case tree::kAtResetoptions:
      case tree::kAtSetreloptions:
      case tree::kAtResetreloptions:
      case tree::kAtClusteron:
      case tree::kAtDropcluster:
        return Lock(LockMode::kShareUpdateExclusive);
      case tree::kAtValidateconstraint:
        Lock(LockMode::kShareUpdateExclusive);
        return reader_.facts.Scan(table_);
      case tree::kAtEnabletrig:
      case tree::kAtEnablealwaystrig:
      case tree::kAtEnablereplicatrig:
      case tree::kAtDisabletrig:
      case tree::kAtEnabletrigall:
      case tree::kAtDisabletrigall:
      case tree::kAtEnabletriguser:
      case tree::kAtDisabletriguser:
        return Lock(LockMode::kShareRowExclusive);
      case tree::kAtAttachpartition:
      case tree::kAtDetachpartition:
      case tree::kAtDetachpartitionfinalize:
        return Partition(action);
      case tree::kAtAddconstraint:
        return AddConstraint(action.Child(tree::AlterTableCmd::kDef));
      case tree::kAtAddcolumn:
        return AddColumn(action.Child(tree::AlterTableCmd::kDef));
      case tree::kAtAltercolumntype:
        return AlterType(action);
      case tree::kAtSetnotnull:
        Lock(LockMode::kAccessExclusive);
        return reader_.facts.Scan(table_);
      case tree::kAtSetlogged:
      case tree::kAtSetunlogged:
      case tree::kAtSetaccessmethod:
      case tree::kAtSettablespace:
        Lock(LockMode::kAccessExclusive);
        return reader_.facts.Rewrite(table_);
      default:
        return Lock(LockMode::kAccessExclusive);
    }
  }

 private:
  void Lock(LockMode mode) { reader_.facts.Lock(table_, mode); }

  void Partition(const Node& action) {
    const Node* command = action.Child(tree::AlterTableCmd::kDef);
    const Node* name = command ? command->Child(tree::PartitionCmd::kName) : nullptr;
    bool attaches = action.Value(tree::AlterTableCmd::kSubtype) == tree::kAtAttachpartition;
    bool concurrent = command != nullptr && command->Value(tree::PartitionCmd::kConcurrent) != 0;
    bool finalize = action.Value(tree::AlterTableCmd::kSubtype) == tree::kAtDetachpartitionfinalize;
    if (concurrent) reader_.facts.in_transaction = false;
    bool gentle = attaches || concurrent || finalize;
    Lock(gentle ? LockMode::kShareUpdateExclusive : LockMode::kAccessExclusive);
    if (name == nullptr) return;
    reader_.facts.Lock(reader_.NameOf(name), LockMode::kAccessExclusive);
    if (attaches) reader_.facts.Scan(reader_.NameOf(name));
  }

  void AddConstraint(const Node* constraint) {
    if (constraint == nullptr) return Lock(LockMode::kAccessExclusive);
    bool key = constraint->Value(tree::Constraint::kContype) == tree::kConstrForeign;
    Lock(key ? LockMode::kShareRowExclusive : LockMode::kAccessExclusive);
    ReadForeignKeys(*constraint, reader_);
    bool by_index = !constraint->Text(tree::Constraint::kIndexname).empty();
    bool unchecked = constraint->Value(tree::Constraint::kSkipValidation) != 0;
    if (!by_index && !unchecked) reader_.facts.Scan(table_);
  }

  void AddColumn(const Node* column) {
    Lock(LockMode::kAccessExclusive);
    if (column == nullptr) return;
    ReadForeignKeys(*column, reader_);
    if (AddsByRewriting(*column)) reader_.facts.Rewrite(table_);
  }

  void AlterType(const Node& action) {
    Lock(LockMode::kAccessExclusive);
    const Node* definition = action.Child(tree::AlterTableCmd::kDef);
    bool converts =
        definition != nullptr && definition->Child(tree::ColumnDef::kRawDefault) != nullptr;
    std::optional<TypeRef> from = ColumnType(Name(action.Text(tree::AlterTableCmd::kName)));
    std::optional<TypeRef> to = NewType(definition);
    if (!converts && from && to &&
        !ClassifyTypeChange(*from, *to, *reader_.context.before, *reader_.context.before)
             .rewrites) {
      return;
    }
    reader_.facts.Rewrite(table_);
  }

  std::optional<TypeRef> ColumnType(Name name) const {
    if (reader_.context.before == nullptr) return std::nullopt;
    const auto* table =
        reader_.context.before->Get<Table>(RelationId(Kind::kTable, table_.schema, table_.name));
    if (table == nullptr) return std::nullopt;
    for (const Column& column : table->columns) {
      if (column.name == name) return column.type;
    }
    return std::nullopt;
  }

  // The type as it stands in the text, where the tree says that it begins.
  std::optional<TypeRef> NewType(const Node* definition) const {
    const Node* type = definition ? definition->Child(tree::ColumnDef::kTypeName) : nullptr;
    if (type == nullptr) return std::nullopt;
    auto tokens = Tokenize(reader_.text);
    if (!tokens.ok()) return std::nullopt;
    auto at = static_cast<size_t>(type->Value(tree::TypeName::kLocation));
    size_t position = 0;
    while (position < tokens->size() && (*tokens)[position].begin < at) ++position;
    auto read = ReadTypeName(*tokens, &position);
    if (!read.ok()) return std::nullopt;
    if (read->schema.empty()) read->schema = reader_.context.first_schema;
    return *read;
  }

  QualifiedName table_;
  StatementReader& reader_;
};

}  // namespace

void ReadForeignKeys(const Node& element, StatementReader& reader) {
  if (element.Is(NodeType::kConstraint)) {
    const Node* referenced = element.Child(tree::Constraint::kPktable);
    if (referenced != nullptr) {
      reader.facts.Lock(reader.NameOf(referenced), LockMode::kShareRowExclusive);
    }
  } else if (element.Is(NodeType::kColumnDef)) {
    for (const Node* constraint : element.Children(tree::ColumnDef::kConstraints)) {
      ReadForeignKeys(*constraint, reader);
    }
  }
}

void ReadAlterTable(const Node& statement, StatementReader& reader) {
  QualifiedName name = reader.NameOf(statement.Child(tree::AlterTableStmt::kRelation));
  if (statement.Value(tree::AlterTableStmt::kObjtype) == tree::kObjectType) return;
  AlterTable table(name, reader);
  for (const Node* action : statement.Children(tree::AlterTableStmt::kCmds)) table.Read(*action);
}

}  // namespace autogen
