#include <algorithm>
#include <set>

#include "engine/base/error.h"
#include "engine/compare/default_names.h"
#include "engine/sql/quote.h"
#include "model-schemas/write_models.h"

namespace autogen {
namespace {

std::string SerialName(const TypeRef& type) {
  if (type.array || type.schema != Name("pg_catalog")) return "";
  if (type.name == Name("integer")) return "serial";
  if (type.name == Name("bigint")) return "bigserial";
  if (type.name == Name("smallint")) return "smallserial";
  return "";
}

// A constraint stands in its column, without its name, where it is of that column alone, has the
// name that PostgreSQL would give, and there is nothing more to say.
bool StandsInColumn(const Constraint& constraint) {
  if (!constraint.common.comment.empty() || !constraint.options.empty() ||
      !constraint.tablespace.empty() || !constraint.include.empty() || constraint.not_valid ||
      constraint.type == ConstraintType::kExclusion) {
    return false;
  }
  Constraint unnamed = constraint;
  unnamed.name = Name();
  if (ChooseConstraintName(unnamed, TakenNames()) != constraint.name) return false;
  if (constraint.type == ConstraintType::kCheck) {
    std::vector<Name> columns = ColumnsOfCheck(constraint.check);
    return columns.size() == 1 && !columns[0].empty();
  }
  return constraint.columns.size() == 1;
}

Name ColumnOf(const Constraint& constraint) {
  if (constraint.type == ConstraintType::kCheck) return ColumnsOfCheck(constraint.check)[0];
  return constraint.columns[0];
}

// The parts of a table, gathered once.
struct ConstraintParts {
  std::map<Name, std::vector<const Constraint*>> in_column;
  std::vector<const Constraint*> apart;
  std::set<Name> key_columns;  // of the primary key: not null by themselves
};

ConstraintParts Sort(const WriteContext& context,
                     const std::vector<const Constraint*>& constraints) {
  ConstraintParts parts;
  for (const Constraint* constraint : constraints) {
    if (constraint->type == ConstraintType::kPrimaryKey) {
      parts.key_columns.insert(constraint->columns.begin(), constraint->columns.end());
    }
    // One without a name would give way to another of its name.
    bool in_column = StandsInColumn(*constraint) &&
                     !context.shared_names.contains({constraint->schema, constraint->name});
    if (in_column) {
      // A second one of the same sort in one column would need its name.
      for (const Constraint* other : parts.in_column[ColumnOf(*constraint)]) {
        in_column &= other->type != constraint->type;
      }
    }
    if (in_column) {
      parts.in_column[ColumnOf(*constraint)].push_back(constraint);
    } else {
      parts.apart.push_back(constraint);
    }
  }
  return parts;
}

YamlOut ColumnOut(const WriteContext& context, const Table& table, const Column& column,
                  const ConstraintParts& parts, int depth) {
  Column written = column;
  bool serial = IsSerial(context.database, table, column);
  if (serial) {
    written.type = {{}, SerialName(column.type), {}, false};
    written.default_value = {};
  }
  if (serial || column.identity || parts.key_columns.contains(column.name))
    written.not_null = false;
  if (written.identity &&
      written.identity->sequence == MakeObjectName(table.name.view(), column.name.view(), "seq")) {
    written.identity->sequence = Name();
  }
  std::vector<Constraint> unnamed;
  if (auto found = parts.in_column.find(column.name); found != parts.in_column.end()) {
    for (const Constraint* constraint : found->second) unnamed.push_back(*constraint);
  }
  std::vector<const Constraint*> pointers;
  for (Constraint& constraint : unnamed) {
    constraint.name = Name();
    pointers.push_back(&constraint);
  }
  Clauses clauses = WriteColumn(written, pointers, context.style);
  Members after;
  if (!written.comment.empty()) after.emplace_back("comment", YamlOut::Scalar(written.comment));
  std::erase_if(clauses, [](const Clause& clause) { return clause.key == "comment"; });
  return Definition(Key(column.name), clauses, {}, after, depth);
}

// A list is short for the keys of an index where there is nothing else to say and no key has a
// comma or parenthesis.
bool IsPlainList(const Clauses& clauses) {
  if (clauses.size() != 1 || clauses[0].key != "columns" || clauses[0].list.empty()) return false;
  return std::all_of(clauses[0].list.begin(), clauses[0].list.end(), [](const std::string& key) {
    return key.find_first_of(",()\"") == std::string::npos;
  });
}

YamlOut ReplicaIdentityOut(const ReplicaIdentity& identity, const SqlStyle& style) {
  Sql sql(style);
  switch (identity.mode) {
    case ReplicaIdentity::Mode::kDefault:
      break;
    case ReplicaIdentity::Mode::kFull:
      sql << "FULL";
      break;
    case ReplicaIdentity::Mode::kNothing:
      sql << "NOTHING";
      break;
    case ReplicaIdentity::Mode::kIndex:
      sql << "USING INDEX " << Ident(identity.index);
      break;
  }
  return YamlOut::Scalar(sql.Take());
}

YamlOut ConstraintsOut(const WriteContext& context,
                       const std::vector<const Constraint*>& constraints, int depth) {
  YamlOut out = YamlOut::Map();
  for (const Constraint* constraint : constraints) {
    out.Add(Key(constraint->name),
            Definition(Key(constraint->name), WriteConstraint(*constraint, context.style), {},
                       CommonMembers(context, Kind::kConstraint, constraint->common), depth));
  }
  return out;
}

}  // namespace

bool IsSerial(const Database& database, const Table& table, const Column& column) {
  std::string serial = SerialName(column.type);
  if (serial.empty() || !column.not_null || column.default_value.empty()) return false;
  Name name = MakeObjectName(table.name.view(), column.name.view(), "seq");
  const auto* sequence = database.Get<Sequence>({Kind::kSequence, table.schema, name, {}});
  if (sequence == nullptr || sequence->owned_by != OwnedBy{table.name, column.name}) return false;
  std::string regclass = QuoteIdentifier(table.schema) + "." + QuoteIdentifier(name);
  if (column.default_value.text != "nextval(" + QuoteLiteral(regclass) + "::regclass)")
    return false;
  if (sequence->options != DefaultSequenceOptions(column.type, false)) return false;
  if (sequence->unlogged != table.unlogged && database.server_version >= 150000) return false;
  const Common& common = sequence->common;
  return common.comment.empty() && common.security_labels.empty() &&
         (!common.owner || common.owner == table.common.owner) &&
         (!common.grants || *common.grants == DefaultGrants(Kind::kSequence));
}

bool BelongsToSerial(const Database& database, const Sequence& sequence) {
  if (sequence.owned_by.empty()) return false;
  const auto* table =
      database.Get<Table>({Kind::kTable, sequence.schema, sequence.owned_by.table, {}});
  if (table == nullptr) return false;
  for (const Column& column : table->columns) {
    if (column.name != sequence.owned_by.column) continue;
    Name name = MakeObjectName(table->name.view(), column.name.view(), "seq");
    return name == sequence.name && IsSerial(database, *table, column);
  }
  return false;
}

Members IndexMembers(const WriteContext& context, const QualifiedName& relation, int depth) {
  YamlOut out = YamlOut::Map();
  for (const Index* index : PartsOf<Index>(context.parts, relation)) {
    if (index->invalid) continue;
    Clauses clauses = WriteIndex(*index, context.style);
    Members common = CommonMembers(context, Kind::kIndex, index->common);
    if (common.empty() && IsPlainList(clauses)) {
      out.Add(Key(index->name), YamlOut::List(clauses[0].list));
    } else {
      out.Add(Key(index->name), Definition(Key(index->name), clauses, {}, common, depth + 2));
    }
  }
  if (out.map.empty()) return {};
  return {{"indexes", std::move(out)}};
}

Members TriggerMembers(const WriteContext& context, const QualifiedName& relation, int depth) {
  YamlOut out = YamlOut::Map();
  for (const Trigger* trigger : PartsOf<Trigger>(context.parts, relation)) {
    out.Add(Key(trigger->name),
            Definition(Key(trigger->name), WriteTrigger(*trigger, nullptr, context.style), {},
                       CommonMembers(context, Kind::kTrigger, trigger->common), depth + 2));
  }
  if (out.map.empty()) return {};
  return {{"triggers", std::move(out)}};
}

YamlOut TableOut(const WriteContext& context, const Table& table, int depth) {
  QualifiedName relation{table.schema, table.name};
  ConstraintParts parts = Sort(context, PartsOf<Constraint>(context.parts, relation));
  YamlOut out = YamlOut::Map();
  YamlOut columns = YamlOut::Map();
  for (const Column& column : table.columns) {
    columns.Add(Key(column.name), ColumnOut(context, table, column, parts, depth + 2));
  }
  if (!columns.map.empty()) out.Add("columns", std::move(columns));
  if (!parts.apart.empty()) {
    out.Add("constraints", ConstraintsOut(context, parts.apart, depth + 2));
  }
  for (auto& member : IndexMembers(context, relation, depth)) out.map.push_back(std::move(member));
  for (auto& member : TriggerMembers(context, relation, depth))
    out.map.push_back(std::move(member));
  if (table.row_level_security) out.Add("row_level_security", YamlOut::Flag(true));
  if (table.force_row_level_security) out.Add("force_row_level_security", YamlOut::Flag(true));
  if (table.unlogged) out.Add("unlogged", YamlOut::Flag(true));
  if (!table.access_method.empty()) out.Add("using", IdentifierOut(table.access_method));
  if (!table.options.empty()) out.Add("with", OptionsOut(table.options));
  if (!table.tablespace.empty()) out.Add("tablespace", IdentifierOut(table.tablespace));
  if (table.replica_identity.mode != ReplicaIdentity::Mode::kDefault) {
    out.Add("replica_identity", ReplicaIdentityOut(table.replica_identity, context.style));
  }
  if (!table.cluster_on.empty()) out.Add("cluster_on", IdentifierOut(table.cluster_on));
  for (auto& member : CommonMembers(context, Kind::kTable, table.common)) {
    out.map.push_back(std::move(member));
  }
  if (out.map.empty()) return YamlOut::Nothing();
  return out;
}

}  // namespace autogen
