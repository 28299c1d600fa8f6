#include "engine/definition/index_key.h"

#include <optional>

#include "engine/base/error.h"
#include "engine/definition/expression.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

// "(column)" and "(column collate x)" are columns to PostgreSQL.
// See: ComputeIndexAttrs() in PostgreSQL's commands/indexcmds.c.
absl::Status ReadParenthesisedKey(Reader& reader, IndexKey* key) {
  ASSIGN_OR_RETURN(key->expression, reader.ReadParenthesised("an expression"));
  std::optional<Reader> inside;
  ASSIGN_OR_RETURN(inside, Reader::Open(key->expression.text));
  if (!inside->Peek().IsName()) return absl::OkStatus();
  auto name = inside->ReadName("a column");
  if (!name.ok()) return absl::OkStatus();
  if (inside->Accept("collate")) {
    auto collation = inside->ReadQualifiedName("a collation");
    if (!collation.ok() || !inside->done()) return absl::OkStatus();
    key->collation = *collation;
  }
  if (!inside->done()) return absl::OkStatus();
  key->column = *name;
  key->expression = {};
  return absl::OkStatus();
}

absl::Status ReadWhat(Reader& reader, IndexKey* key) {
  if (reader.At("(")) return ReadParenthesisedKey(reader, key);
  if (AtFunctionCall(reader)) {
    ASSIGN_OR_RETURN(key->expression, ReadFunctionCall(reader));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(key->column, reader.ReadName("a column"));
  if (reader.done()) return absl::OkStatus();
  const Token& next = reader.Peek();
  if (next.type == TokenType::kOperator || next.Is("::") || next.Is(".") || next.Is("(")) {
    return reader.Error(
        "a key that is an expression stands in parentheses, not before " + reader.Word(),
        "write ((…)) around it");
  }
  return absl::OkStatus();
}

absl::Status ReadCollationAndClass(Reader& reader, IndexKey* key) {
  while (!reader.done()) {
    if (reader.Accept("collate")) {
      ASSIGN_OR_RETURN(key->collation, reader.ReadQualifiedName("a collation"));
      continue;
    }
    bool is_class = reader.Peek().IsName() && key->opclass.empty() && !reader.At("asc") &&
                    !reader.At("desc") && !reader.At("nulls") && !reader.At("with");
    if (!is_class) break;
    ASSIGN_OR_RETURN(key->opclass, reader.ReadQualifiedName("an operator class"));
    if (reader.At("(")) {
      ASSIGN_OR_RETURN(key->opclass_options, reader.ReadOptions());
    }
  }
  return absl::OkStatus();
}

absl::Status ReadOrder(Reader& reader, IndexKey* key) {
  if (reader.Accept("desc")) {
    key->descending = true;
  } else {
    reader.Accept("asc");
  }
  key->nulls_first = key->descending;
  if (!reader.Accept("nulls")) return absl::OkStatus();
  if (reader.Accept("first")) {
    key->nulls_first = true;
  } else {
    RETURN_IF_ERROR(reader.Expect("last"));
    key->nulls_first = false;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<IndexKey> ReadIndexKey(Reader& reader) {
  IndexKey key;
  RETURN_IF_ERROR(ReadWhat(reader, &key));
  RETURN_IF_ERROR(ReadCollationAndClass(reader, &key));
  RETURN_IF_ERROR(ReadOrder(reader, &key));
  return key;
}

absl::StatusOr<std::vector<IndexKey>> ReadKeyList(Reader& reader) {
  RETURN_IF_ERROR(reader.Expect("("));
  std::vector<IndexKey> keys;
  do {
    IndexKey key;
    ASSIGN_OR_RETURN(key, ReadIndexKey(reader));
    keys.push_back(std::move(key));
  } while (reader.Accept(","));
  RETURN_IF_ERROR(reader.Expect(")"));
  return keys;
}

absl::StatusOr<std::vector<IndexKey>> ReadExclusionElements(Reader& reader) {
  RETURN_IF_ERROR(reader.Expect("("));
  std::vector<IndexKey> keys;
  do {
    IndexKey key;
    ASSIGN_OR_RETURN(key, ReadIndexKey(reader));
    RETURN_IF_ERROR(reader.Expect("with"));
    ASSIGN_OR_RETURN(key.with_operator, reader.ReadOperatorName());
    keys.push_back(std::move(key));
  } while (reader.Accept(","));
  RETURN_IF_ERROR(reader.Expect(")"));
  return keys;
}

absl::StatusOr<std::vector<IndexKey>> ReadIndexKeys(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  std::vector<IndexKey> keys;
  do {
    IndexKey key;
    ASSIGN_OR_RETURN(key, ReadIndexKey(*reader));
    keys.push_back(std::move(key));
  } while (reader->Accept(","));
  RETURN_IF_ERROR(reader->Finish("an index's keys"));
  return keys;
}

namespace {

// Symbols stand bare; one in a schema of its own needs OPERATOR().
void WriteOperator(const QualifiedName& name, Sql& sql) {
  Sql written(sql.style());
  written.Append(name, NameRole::kOperator);
  if (written.text() == name.name.view()) {
    sql << RawSql{written.Take()};
  } else {
    sql << "OPERATOR(" << RawSql{written.Take()} << ")";
  }
}

std::string WriteIndexKey(const IndexKey& key, const SqlStyle& style) {
  Sql sql(style);
  if (!key.column.empty()) {
    sql << Ident(key.column);
  } else if (IsFunctionCall(key.expression)) {
    sql << key.expression;
  } else {
    sql << "(" << key.expression << ")";
  }
  if (!key.collation.empty()) {
    (sql << " COLLATE ").Append(key.collation, NameRole::kCollation);
  }
  if (!key.opclass.empty()) {
    sql << " " << key.opclass;
    if (!key.opclass_options.empty()) (sql << " ").WithOptions(key.opclass_options);
  }
  if (key.descending) sql << " DESC";
  if (key.nulls_first && !key.descending) sql << " NULLS FIRST";
  if (!key.nulls_first && key.descending) sql << " NULLS LAST";
  if (!key.with_operator.empty()) {
    sql << " WITH ";
    WriteOperator(key.with_operator, sql);
  }
  return sql.Take();
}

}  // namespace

std::vector<std::string> WriteIndexKeys(const std::vector<IndexKey>& keys, const SqlStyle& style) {
  std::vector<std::string> written;
  for (const IndexKey& key : keys) written.push_back(WriteIndexKey(key, style));
  return written;
}

}  // namespace autogen
