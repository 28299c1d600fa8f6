#include "tests/properties/schema_generator.h"

#include <algorithm>
#include <map>
#include <set>

// The schema is first a small value, so that the later version can be made by changing some of it;
// then it is printed.
namespace autogen::testing {
namespace {

struct ColumnSpec {
  std::string name, type, default_value, check, generated, comment;
  bool not_null = false, identity = false;
};

struct IndexSpec {
  std::string name, definition;  // what follows ON <table>
  bool unique = false;
  std::string column;  // that it needs
};

struct KeySpec {
  std::string name, column, references, on_delete;
  bool deferrable = false;
};

struct TableSpec {
  std::string name, comment;
  std::vector<ColumnSpec> columns;
  std::vector<IndexSpec> indexes;
  std::vector<KeySpec> keys;
  bool trigger = false, unlogged = false, primary_key = true;
  int fillfactor = 0;
  std::string unique_column;
};

struct EnumSpec {
  std::string name;
  std::vector<std::string> labels;
};

struct SchemaSpec {
  std::vector<EnumSpec> enums;
  std::map<std::string, std::string> domains;     // name -> definition
  std::map<std::string, std::string> composites;  // name -> attributes
  std::map<std::string, std::string> ranges;
  std::map<std::string, std::string> sequences;  // name -> options
  std::map<std::string, std::string> functions;  // name(arguments) -> rest
  std::vector<TableSpec> tables;
  std::map<std::string, std::pair<std::string, std::string>> views;  // name -> (table, query)
  std::map<std::string, std::pair<std::string, std::string>> materialized;
};

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  // The standard's distributions differ between libraries; a remainder does not.
  int Below(int n) { return static_cast<int>(engine_() % static_cast<uint32_t>(n)); }
  bool Chance(int percent) { return Below(100) < percent; }
  const std::string& Of(const std::vector<std::string>& choices) {
    return choices[static_cast<size_t>(Below(static_cast<int>(choices.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string>& Words() {
  static const auto& words = *new std::vector<std::string>{
      "account", "Order",    "user",   "item",  "price", "select", "note",
      "région",  "tag list", "a.b",    "state", "owner", "level",  "total",
      "kind",    "weight",   "height", "code",  "body",  "at"};
  return words;
}

std::string Quoted(const std::string& name) {
  std::string out = "\"";
  for (char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string Text(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  SchemaSpec First() {
    SchemaSpec spec;
    for (int i = random_.Below(3); i > 0; --i) spec.enums.push_back(NewEnum());
    for (int i = random_.Below(3); i > 0; --i) AddDomain(&spec);
    if (random_.Chance(40)) spec.composites[Fresh("pair")] = "x integer, y text COLLATE \"C\"";
    if (random_.Chance(30)) spec.ranges[Fresh("span")] = random_.Chance(50) ? "float8" : "date";
    for (int i = random_.Below(2); i > 0; --i) spec.sequences[Fresh("seq")] = SequenceOptions();
    spec.functions["touch()"] = "RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$";
    for (int i = random_.Below(3); i > 0; --i) AddFunction(&spec);
    for (int i = 1 + random_.Below(5); i > 0; --i) spec.tables.push_back(NewTable(spec));
    for (int i = random_.Below(4); i > 0; --i) AddView(&spec);
    return spec;
  }

  // A few changes of those that people make.
  void Change(SchemaSpec* spec) {
    for (int i = 1 + random_.Below(5); i > 0; --i) ChangeOnce(spec);
  }

 private:
  std::string Fresh(const std::string& stem) { return stem + " " + std::to_string(++count_); }
  std::string Name() { return random_.Of(Words()) + std::to_string(++count_); }

  EnumSpec NewEnum() {
    EnumSpec spec{Name(), {}};
    for (int i = 1 + random_.Below(4); i > 0; --i)
      spec.labels.push_back("l" + std::to_string(++count_));
    return spec;
  }

  void AddDomain(SchemaSpec* spec) {
    spec->domains[Fresh("domain")] = random_.Of(
        {"text CHECK (VALUE <> '')", "numeric(8,2) DEFAULT 0 CHECK (VALUE >= 0)",
         "varchar(20) NOT NULL", "integer CONSTRAINT positive CHECK (VALUE > 0 AND VALUE < 1000)",
         "text COLLATE \"C\""});
  }

  std::string SequenceOptions() {
    return random_.Of({"", "AS integer", "INCREMENT BY 5 START WITH 100",
                       "AS smallint MINVALUE -5 CYCLE", "INCREMENT BY -1 CACHE 3"});
  }

  void AddFunction(SchemaSpec* spec) {
    spec->functions[Quoted(Fresh("f")) +
                    random_.Of({"(a integer)", "(a integer, b integer DEFAULT 1)"})] =
        random_.Of({"RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT a + 1$$",
                    "RETURNS integer LANGUAGE sql STABLE STRICT PARALLEL SAFE RETURN a * 2",
                    "RETURNS SETOF integer LANGUAGE plpgsql ROWS 5 AS $$\nBEGIN\n  RETURN NEXT "
                    "a;\nEND\n$$",
                    "RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "
                    "pg_temp AS 'SELECT a'"});
  }

  std::string TypeName(const SchemaSpec& spec) {
    int which = random_.Below(10);
    if (which == 0 && !spec.enums.empty()) return Quoted(spec.enums[Pick(spec.enums.size())].name);
    if (which == 1 && !spec.domains.empty()) return Quoted(AnyKey(spec.domains));
    if (which == 2 && !spec.composites.empty()) return Quoted(AnyKey(spec.composites));
    if (which == 3 && !spec.ranges.empty()) return Quoted(AnyKey(spec.ranges));
    return random_.Of({"integer",
                       "bigint",
                       "text",
                       "varchar(30)",
                       "numeric(10,2)",
                       "boolean",
                       "timestamptz",
                       "timestamp(3) without time zone",
                       "date",
                       "jsonb",
                       "uuid",
                       "text[]",
                       "char(3)",
                       "bytea",
                       "double precision",
                       "interval day to second",
                       "varchar",
                       "smallint",
                       "int4range",
                       "time(0)"});
  }

  size_t Pick(size_t n) { return static_cast<size_t>(random_.Below(static_cast<int>(n))); }
  template <class V>
  std::string AnyKey(const std::map<std::string, V>& map) {
    auto it = map.begin();
    std::advance(it, static_cast<long>(Pick(map.size())));
    return it->first;
  }

  std::string DefaultFor(const std::string& type) {
    static const auto& defaults = *new std::map<std::string, std::vector<std::string>>{
        {"integer", {"0", "-1", "1 + 2"}},
        {"bigint", {"7", "10::bigint"}},
        {"text", {"'it''s'", "''", "lower('A')", "current_user"}},
        {"varchar(30)", {"'x'", "'y'::text"}},
        {"numeric(10,2)", {"0", "1.50"}},
        {"boolean", {"true", "false", "'yes'"}},
        {"timestamptz", {"now()", "CURRENT_TIMESTAMP", "'2020-01-01 00:00:00+00'"}},
        {"date", {"CURRENT_DATE", "'2020-02-29'"}},
        {"jsonb", {"'{}'", "'{\"b\": 1, \"a\": [2]}'"}},
        {"text[]", {"'{}'", "ARRAY['a', 'b']"}},
        {"uuid", {"gen_random_uuid()"}},
        {"char(3)", {"'ab'"}},
        {"smallint", {"3"}},
        {"double precision", {"0.5", "1"}}};
    auto found = defaults.find(type);
    return found == defaults.end() ? "" : random_.Of(found->second);
  }

  std::string CheckFor(const std::string& column, const std::string& type) {
    std::string c = Quoted(column);
    if (type == "integer" || type == "bigint" || type == "smallint") {
      return random_.Of(
          {c + " > 0", c + " BETWEEN 1 AND 10", c + " IN (1, 2, 3)", "NOT (" + c + " = 5)"});
    }
    if (type == "text" || type == "varchar(30)") {
      return random_.Of({c + " <> ''", "length(" + c + ") < 20", c + " IN ('a', 'b')",
                         c + " LIKE 'a%'", c + " ~ '^[a-z]+$'"});
    }
    if (type == "numeric(10,2)" || type == "double precision") return c + " >= 0";
    return "";
  }

  ColumnSpec NewColumn(const SchemaSpec& spec) {
    ColumnSpec column;
    column.name = Name();
    column.type = TypeName(spec);
    if (random_.Chance(40)) column.default_value = DefaultFor(column.type);
    if (random_.Chance(25)) column.check = CheckFor(column.name, column.type);
    column.not_null = random_.Chance(30);
    if (random_.Chance(15)) column.comment = "what " + column.name + " is: it's a 'note'";
    return column;
  }

  TableSpec NewTable(const SchemaSpec& spec) {
    TableSpec table;
    table.name = Name();
    ColumnSpec id;
    id.name = "id";
    id.type = random_.Of({"integer", "bigint", "serial", "uuid"});
    id.identity = id.type == "bigint" && random_.Chance(50);
    table.columns.push_back(id);
    for (int i = 1 + random_.Below(6); i > 0; --i) table.columns.push_back(NewColumn(spec));
    if (random_.Chance(25)) {
      ColumnSpec generated;
      generated.name = Name();
      generated.type = "text";
      generated.generated = "md5(" + Quoted("id") + "::text)";
      table.columns.push_back(generated);
    }
    for (int i = random_.Below(3); i > 0; --i) AddIndex(&table);
    if (!spec.tables.empty() && random_.Chance(50)) AddKey(spec, &table);
    if (random_.Chance(30))
      table.unique_column = table.columns[1 + Pick(table.columns.size() - 1)].name;
    if (Sortable(table, table.unique_column) == false) table.unique_column.clear();
    table.trigger = random_.Chance(30);
    table.fillfactor = random_.Chance(20) ? 70 : 0;
    if (random_.Chance(25)) table.comment = "table of " + table.name;
    return table;
  }

  static const ColumnSpec* Find(const TableSpec& table, const std::string& name) {
    for (const ColumnSpec& column : table.columns) {
      if (column.name == name) return &column;
    }
    return nullptr;
  }
  static bool Sortable(const TableSpec& table, const std::string& name) {
    const ColumnSpec* column = Find(table, name);
    return column != nullptr && column->type[0] != '"' && column->type != "jsonb";
  }

  void AddIndex(TableSpec* table) {
    const ColumnSpec& column = table->columns[Pick(table->columns.size())];
    if (!Sortable(*table, column.name)) return;
    std::string c = Quoted(column.name);
    IndexSpec index{Name(), "(" + c + ")", false, column.name};
    if (column.type == "text" || column.type == "varchar(30)") {
      index.definition =
          random_.Of({"(lower(" + c + "))", "(" + c + " text_pattern_ops)",
                      "(" + c + ") WHERE " + c + " <> 'x'", "(" + c + " DESC NULLS LAST, \"id\")",
                      "USING hash (" + c + ")", "(" + c + ") WHERE " + c + " IN ('a', 'b')"});
    } else {
      index.definition =
          random_.Of({"(" + c + ")", "(" + c + " DESC)", "(\"id\", " + c + ")",
                      "(" + c + ") INCLUDE (\"id\")", "(" + c + ") WHERE " + c + " IS NOT NULL"});
      index.unique = random_.Chance(20);
      // The same column cannot be key and included.
      if (column.name == "id") index.definition = "(\"id\")";
    }
    table->indexes.push_back(index);
  }

  void AddKey(const SchemaSpec& spec, TableSpec* table) {
    const TableSpec& other = spec.tables[Pick(spec.tables.size())];
    if (!other.primary_key || other.unlogged != table->unlogged) return;
    ColumnSpec column;
    column.name = Name();
    const std::string& type = other.columns[0].type;
    column.type = type == "serial" ? "integer" : type;
    table->columns.push_back(column);
    table->keys.push_back({Name(), column.name, other.name,
                           random_.Of({"", "ON DELETE CASCADE", "ON DELETE SET NULL"}),
                           random_.Chance(20)});
  }

  void AddView(SchemaSpec* spec) {
    const TableSpec& table = spec->tables[Pick(spec->tables.size())];
    std::string column = table.columns[Pick(table.columns.size())].name, query;
    switch (random_.Below(3)) {
      case 0:
        query = "SELECT \"id\", " + Quoted(column) + " AS value FROM " + Quoted(table.name);
        break;
      case 1:
        query = "SELECT count(*) AS n, max(t.\"id\"::text) AS m FROM " + Quoted(table.name) + " t";
        break;
      default:
        query = "SELECT \"id\" FROM " + Quoted(table.name) + " WHERE " + Quoted(column) +
                " IS NOT NULL";
        break;
    }
    (random_.Chance(70) ? spec->views : spec->materialized)[Fresh("view")] = {table.name, query};
  }

  // Everything that needs a column of a table goes with it, as its owner would see to.
  static bool Needed(const SchemaSpec& spec, const TableSpec& table, const std::string& column) {
    for (const auto* views : {&spec.views, &spec.materialized}) {
      for (const auto& [name, view] : *views) {
        if (view.first == table.name && view.second.find(Quoted(column)) != std::string::npos)
          return true;
      }
    }
    return column == "id";
  }

  void DropColumn(SchemaSpec* spec, TableSpec* table) {
    size_t at = Pick(table->columns.size());
    std::string name = table->columns[at].name;
    if (Needed(*spec, *table, name)) return;
    std::erase_if(table->indexes, [&](const IndexSpec& i) { return i.column == name; });
    std::erase_if(table->keys, [&](const KeySpec& k) { return k.column == name; });
    if (table->unique_column == name) table->unique_column.clear();
    table->columns.erase(table->columns.begin() + static_cast<long>(at));
  }

  void DropTable(SchemaSpec* spec) {
    size_t at = Pick(spec->tables.size());
    std::string name = spec->tables[at].name;
    std::erase_if(spec->views, [&](const auto& v) { return v.second.first == name; });
    std::erase_if(spec->materialized, [&](const auto& v) { return v.second.first == name; });
    for (TableSpec& table : spec->tables) {
      std::erase_if(table.keys, [&](const KeySpec& k) { return k.references == name; });
    }
    spec->tables.erase(spec->tables.begin() + static_cast<long>(at));
  }

  // A type that rows can be converted to, whatever rests on the column.
  void Retype(TableSpec* table) {
    ColumnSpec& column = table->columns[Pick(table->columns.size())];
    static const auto& wider =
        *new std::map<std::string, std::string>{{"varchar(30)", "text"},
                                                {"smallint", "integer"},
                                                {"numeric(10,2)", "numeric(12,2)"},
                                                {"date", "timestamptz"},
                                                {"text", "varchar(30)"}};
    auto found = wider.find(column.type);
    if (found == wider.end() || column.name == "id") return;
    if (!column.generated.empty()) return;
    std::erase_if(table->indexes, [&](const IndexSpec& i) { return i.column == column.name; });
    column.type = found->second;
    column.default_value = random_.Chance(50) ? DefaultFor(column.type) : "";
    column.check.clear();
  }

  void ChangeOnce(SchemaSpec* spec) {
    TableSpec* table = spec->tables.empty() ? nullptr : &spec->tables[Pick(spec->tables.size())];
    int which = random_.Below(18);
    if (table == nullptr || which == 0) {
      spec->tables.push_back(NewTable(*spec));
    } else if (which == 1) {
      DropTable(spec);
    } else if (which <= 4) {
      table->columns.push_back(NewColumn(*spec));
    } else if (which <= 6) {
      DropColumn(spec, table);
    } else if (which == 7) {
      AddIndex(table);
    } else if (which == 8 && !table->indexes.empty()) {
      table->indexes.erase(table->indexes.begin());
    } else if (which == 9) {
      ColumnSpec& column = table->columns[Pick(table->columns.size())];
      if (column.generated.empty() && !column.identity && column.type != "serial") {
        column.default_value = DefaultFor(column.type);
      }
    } else if (which == 10) {
      ColumnSpec& column = table->columns[Pick(table->columns.size())];
      column.check = CheckFor(column.name, column.type);
    } else if (which == 11) {
      table->comment = random_.Chance(50) ? "" : "now otherwise";
    } else if (which == 12) {
      Retype(table);
    } else if (which == 13 && !spec->enums.empty()) {
      EnumSpec& e = spec->enums[Pick(spec->enums.size())];
      e.labels.insert(e.labels.begin() + static_cast<long>(Pick(e.labels.size() + 1)),
                      "n" + std::to_string(++count_));
    } else if (which == 14) {
      AddView(spec);
    } else if (which == 15) {
      if (!spec->views.empty()) spec->views.erase(AnyKey(spec->views));
    } else if (which == 16) {
      table->trigger = !table->trigger;
      table->fillfactor = 90 - table->fillfactor;
    } else {
      AddFunction(spec);
      spec->sequences[Fresh("seq")] = SequenceOptions();
    }
  }

  Random random_;
  int count_ = 0;
};

std::string ColumnSql(const ColumnSpec& column) {
  std::string sql = Quoted(column.name) + " " + column.type;
  if (column.identity) sql += " GENERATED BY DEFAULT AS IDENTITY";
  if (!column.generated.empty()) sql += " GENERATED ALWAYS AS (" + column.generated + ") STORED";
  if (!column.default_value.empty()) sql += " DEFAULT " + column.default_value;
  if (column.not_null) sql += " NOT NULL";
  if (!column.check.empty()) sql += " CHECK (" + column.check + ")";
  return sql;
}

void PrintTable(const TableSpec& table, std::string* sql) {
  *sql += std::string("CREATE ") + (table.unlogged ? "UNLOGGED " : "") + "TABLE " +
          Quoted(table.name) + " (\n";
  for (size_t i = 0; i < table.columns.size(); ++i) {
    *sql += "  " + ColumnSql(table.columns[i]) +
            (i + 1 < table.columns.size() || table.primary_key ? ",\n" : "\n");
  }
  if (table.primary_key) *sql += "  PRIMARY KEY (\"id\")\n";
  *sql +=
      table.fillfactor ? ") WITH (fillfactor=" + std::to_string(table.fillfactor) + ");\n" : ");\n";
  if (!table.comment.empty())
    *sql += "COMMENT ON TABLE " + Quoted(table.name) + " IS " + Text(table.comment) + ";\n";
  for (const ColumnSpec& column : table.columns) {
    if (column.comment.empty()) continue;
    *sql += "COMMENT ON COLUMN " + Quoted(table.name) + "." + Quoted(column.name) + " IS " +
            Text(column.comment) + ";\n";
  }
  if (!table.unique_column.empty()) {
    *sql += "ALTER TABLE " + Quoted(table.name) + " ADD UNIQUE (" + Quoted(table.unique_column) +
            ");\n";
  }
  for (const IndexSpec& index : table.indexes) {
    *sql += std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " +
            Quoted(index.name) + " ON " + Quoted(table.name) + " " + index.definition + ";\n";
  }
  if (table.trigger) {
    *sql += "CREATE TRIGGER touch BEFORE UPDATE ON " + Quoted(table.name) +
            " FOR EACH ROW EXECUTE FUNCTION touch();\n";
  }
}

std::string Print(const SchemaSpec& spec) {
  std::string sql;
  for (const EnumSpec& e : spec.enums) {
    std::string labels;
    for (const std::string& label : e.labels) labels += (labels.empty() ? "" : ", ") + Text(label);
    sql += "CREATE TYPE " + Quoted(e.name) + " AS ENUM (" + labels + ");\n";
  }
  for (const auto& [name, rest] : spec.domains)
    sql += "CREATE DOMAIN " + Quoted(name) + " AS " + rest + ";\n";
  for (const auto& [name, rest] : spec.composites)
    sql += "CREATE TYPE " + Quoted(name) + " AS (" + rest + ");\n";
  for (const auto& [name, rest] : spec.ranges)
    sql += "CREATE TYPE " + Quoted(name) + " AS RANGE (SUBTYPE = " + rest + ");\n";
  for (const auto& [name, rest] : spec.sequences)
    sql += "CREATE SEQUENCE " + Quoted(name) + " " + rest + ";\n";
  for (const auto& [name, rest] : spec.functions)
    sql += "CREATE FUNCTION " + name + " " + rest + ";\n";
  for (const TableSpec& table : spec.tables) PrintTable(table, &sql);
  for (const TableSpec& table : spec.tables) {
    for (const KeySpec& key : table.keys) {
      sql += "ALTER TABLE " + Quoted(table.name) + " ADD CONSTRAINT " + Quoted(key.name) +
             " FOREIGN KEY (" + Quoted(key.column) + ") REFERENCES " + Quoted(key.references) +
             " (\"id\") " + key.on_delete + (key.deferrable ? " DEFERRABLE" : "") + ";\n";
    }
  }
  for (const auto& [name, view] : spec.views)
    sql += "CREATE VIEW " + Quoted(name) + " AS " + view.second + ";\n";
  for (const auto& [name, view] : spec.materialized) {
    sql += "CREATE MATERIALIZED VIEW " + Quoted(name) + " AS " + view.second + ";\n";
  }
  return sql;
}

}  // namespace

GeneratedPair GenerateSchemas(uint32_t seed) {
  Maker maker(seed);
  SchemaSpec spec = maker.First();
  GeneratedPair pair;
  pair.before = Print(spec);
  maker.Change(&spec);
  pair.after = Print(spec);
  return pair;
}

}  // namespace autogen::testing
