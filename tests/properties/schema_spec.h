#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace autogen::testing {

// A generated schema as a small value, so that a later version can be made by changing some of it.
// Expressions are as people write them; `columns`: of the table, those that rest on it.
struct CheckSpec {
  std::string name, expression;  // no expression: none
  std::set<std::string> columns;
};

struct ColumnSpec {
  std::string name, type, default_value, generated, comment;
  CheckSpec check;
  std::set<std::string> generated_from;
  bool not_null = false, identity = false;
};

// Of an index or an exclusion constraint.
struct IndexSpec {
  std::string name;
  std::string method, before, key, after;  // USING method (before key after); key: an expression
  std::string include, where;
  bool unique = false;
  std::set<std::string> columns;
};

struct KeySpec {
  std::string name, column, references, on_delete;
  bool deferrable = false;
};

struct TableSpec {
  std::string name, comment;
  std::vector<ColumnSpec> columns;
  std::vector<CheckSpec> checks;
  std::vector<IndexSpec> indexes, exclusions;
  std::vector<KeySpec> keys;
  bool trigger = false, unlogged = false, primary_key = true;
  CheckSpec when;  // of the trigger; its name says nothing
  int fillfactor = 0;
  std::string unique_column;
};

struct EnumSpec {
  std::string name;
  std::vector<std::string> labels;
};

struct DomainSpec {
  std::string type, default_value, rest;
  CheckSpec check;
};

struct ViewSpec {
  std::string table, query;
  std::map<std::string, std::string> defaults;  // by column
};

struct FunctionSpec {
  std::string arguments, rest;     // as SQL
  std::string argument, fallback;  // an argument with a default, behind `arguments`; may be none
  std::string body;                // BEGIN ATOMIC … or RETURN …; may be none
  std::string table;               // that the body reads
};

struct SchemaSpec {
  std::vector<EnumSpec> enums;
  std::map<std::string, DomainSpec> domains;
  std::map<std::string, std::string> composites;  // name -> attributes
  std::map<std::string, std::string> ranges;
  std::map<std::string, std::string> sequences;  // name -> options
  std::map<std::string, FunctionSpec> functions;
  std::vector<TableSpec> tables;
  std::map<std::string, ViewSpec> views, materialized;
};

std::string Quoted(const std::string& name);

// As plain CREATE statements.
std::string ToSql(const SchemaSpec& spec);
// Its expressions, by where they stand: "check c", "default t.a", "query v" …
std::map<std::string, std::string> Expressions(const SchemaSpec& spec);

}  // namespace autogen::testing
