#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/expression.h"
#include "engine/definition/index_key.h"
#include "engine/definition/reader.h"

namespace autogen {
namespace {

// INCLUDE takes plain columns. See: CREATE INDEX.
absl::Status ReadTail(Reader& reader, Index* index) {
  if (reader.Accept("include")) {
    ASSIGN_OR_RETURN(index->include, reader.ReadNames());
  }
  if (reader.Accept("nulls")) {
    index->nulls_not_distinct = reader.Accept("not");
    RETURN_IF_ERROR(reader.Expect("distinct"));
  }
  if (reader.Accept("with")) {
    ASSIGN_OR_RETURN(index->options, reader.ReadOptions());
  }
  if (reader.Accept("tablespace")) {
    ASSIGN_OR_RETURN(index->tablespace, reader.ReadName("a tablespace"));
  }
  if (reader.Accept("where")) {
    ASSIGN_OR_RETURN(index->where, ReadToEnd(reader, "a condition"));
  }
  return reader.Finish("an index");
}

}  // namespace

absl::StatusOr<Index> ReadIndex(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  Index index;
  index.unique = reader->Accept("unique");
  if (reader->At("on")) {
    return reader->Error("an index's text does not name its table", "leave out \"on <table>\"");
  }
  if (reader->Accept("using")) {
    ASSIGN_OR_RETURN(index.access_method, reader->ReadName("an access method"));
  }
  ASSIGN_OR_RETURN(index.keys, ReadKeyList(*reader));
  RETURN_IF_ERROR(ReadTail(*reader, &index));
  return index;
}

Clauses WriteIndex(const Index& index, const SqlStyle& style) {
  ClauseList clauses(style);
  if (index.unique) clauses.Flag("unique", "UNIQUE");
  if (!clauses.models() || index.access_method != Name("btree")) {
    clauses.Add("using", "USING ", clauses.New() << Ident(index.access_method));
  }
  std::vector<std::string> keys = WriteIndexKeys(index.keys, style);
  Clause& columns = clauses.Add("columns", clauses.New() << RawSql{Enclosed(keys)});
  columns.value.clear();
  columns.list = std::move(keys);
  if (!index.include.empty()) {
    Clause& include = clauses.Add("include", "INCLUDE ", clauses.New().Columns(index.include));
    include.value.clear();
    include.list = QuotedList(index.include);
  }
  if (index.nulls_not_distinct) clauses.Flag("nulls_not_distinct", "NULLS NOT DISTINCT");
  if (!index.options.empty()) {
    Clause& with = clauses.Add("with", "WITH ", clauses.New().WithOptions(index.options));
    with.value.clear();
    with.options = index.options;
  }
  if (!index.tablespace.empty()) {
    clauses.Add("tablespace", "TABLESPACE ", clauses.New() << Ident(index.tablespace));
  }
  if (!index.where.empty()) {
    // pg_dump has parentheses around it.
    Sql where = clauses.New() << index.where;
    if (clauses.models()) {
      clauses.Add("where", "WHERE ", where);
    } else {
      clauses.Add("where", "WHERE (", where, ")");
    }
  }
  if (!index.statistics.empty()) {
    Clause& statistics = clauses.MappingOnly("statistics", "");
    for (auto [key, target] : index.statistics) {
      statistics.options[std::to_string(key)] = std::to_string(target);
    }
  }
  return clauses.Take();
}

}  // namespace autogen
