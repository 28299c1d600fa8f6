#include "tests/properties/schema_generator.h"

#include <algorithm>

#include "tests/properties/expression_generator.h"
#include "tests/properties/schema_spec.h"

namespace autogen::testing {
namespace {

const std::vector<std::string>& Words() {
  static const auto& words = *new std::vector<std::string>{
      "account", "Order",    "user",   "item",  "price", "select", "note",
      "région",  "tag list", "a.b",    "state", "owner", "level",  "total",
      "kind",    "weight",   "height", "code",  "body",  "at"};
  return words;
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
    spec.functions["touch"].rest = "RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$";
    for (int i = 1 + random_.Below(5); i > 0; --i) spec.tables.push_back(NewTable(spec));
    for (int i = random_.Below(4); i > 0; --i) AddFunction(&spec);
    for (int i = random_.Below(5); i > 0; --i) AddView(&spec);
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
    DomainSpec domain;
    domain.type = random_.Of<std::string>(
        {"text", "varchar(30)", "integer", "numeric(10,2)", "text COLLATE \"C\"", "date"});
    std::string base = domain.type.substr(0, domain.type.find(" COLLATE"));
    if (random_.Chance(40)) domain.default_value = DefaultFor(&random_, base);
    if (random_.Chance(70)) {
      ExpressionGenerator generator(&random_, {{"value", base, ""}}, false);
      domain.check = {Fresh("valid"), generator.Condition(), {}};
    }
    if (random_.Chance(20)) domain.rest = "NOT NULL";
    spec->domains[Fresh("domain")] = domain;
  }

  std::string SequenceOptions() {
    return random_.Of<std::string>({"", "AS integer", "INCREMENT BY 5 START WITH 100",
                                    "AS smallint MINVALUE -5 CYCLE", "INCREMENT BY -1 CACHE 3"});
  }

  void AddFunction(SchemaSpec* spec) {
    FunctionSpec function;
    function.arguments = "a integer";
    switch (random_.Below(6)) {
      case 0:
        function.rest = "RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT a + 1$$";
        break;
      case 1:
        function.rest =
            "RETURNS SETOF integer LANGUAGE plpgsql ROWS 5 AS $$\nBEGIN\n  RETURN NEXT a;\nEND\n$$";
        break;
      case 2:
        function.rest =
            "RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp "
            "AS "
            "'SELECT a'";
        break;
      case 3:
        function.rest = "RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE";
        function.body =
            "RETURN " + ExpressionGenerator(&random_, {{"a", "integer", ""}}, false).Condition();
        break;
      default:
        AddBody(*spec, &function);
    }
    if (random_.Chance(60)) {
      std::string type = TypeName({});
      function.argument = "b " + type;
      function.fallback = DefaultFor(&random_, type);
    }
    spec->functions[Fresh("f")] = function;
  }

  // A body that reads or changes a table.
  void AddBody(const SchemaSpec& spec, FunctionSpec* function) {
    function->rest = "RETURNS bigint LANGUAGE sql";
    if (spec.tables.empty()) {
      function->body = "RETURN a::bigint * 2";
      return;
    }
    const TableSpec& table = spec.tables[Pick(spec.tables.size())];
    function->table = table.name;
    std::string condition = OverTable(table, "", false).Condition();
    if (condition.empty()) condition = "true";
    std::string count = "select count(*) from " + Quoted(table.name) + " where " + condition;
    switch (random_.Below(3)) {
      case 0:
        function->body = "RETURN (" + count + " and a > 1)";
        break;
      case 1:
        function->body = "BEGIN ATOMIC\n  " + count + " or $1 = 0;\nEND";
        break;
      default:
        function->body = "begin atomic\n  delete from " + Quoted(table.name) + " where " +
                         condition + ";\n  select a + 1;\nend";
    }
  }

  static std::vector<Operand> OperandsOf(const TableSpec& table, const std::string& prefix) {
    std::vector<Operand> operands;
    for (const ColumnSpec& column : table.columns) {
      operands.push_back({prefix + Quoted(column.name), column.type, column.name});
    }
    return operands;
  }
  ExpressionGenerator OverTable(const TableSpec& table, const std::string& prefix, bool immutable) {
    return ExpressionGenerator(&random_, OperandsOf(table, prefix), immutable);
  }

  std::string TypeName(const SchemaSpec& spec) {
    int which = random_.Below(10);
    if (which == 0 && !spec.enums.empty()) return Quoted(spec.enums[Pick(spec.enums.size())].name);
    if (which == 1 && !spec.domains.empty()) return Quoted(AnyKey(spec.domains));
    if (which == 2 && !spec.composites.empty()) return Quoted(AnyKey(spec.composites));
    if (which == 3 && !spec.ranges.empty()) return Quoted(AnyKey(spec.ranges));
    return random_.Of<std::string>({"integer",
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

  ColumnSpec NewColumn(const SchemaSpec& spec) {
    ColumnSpec column;
    column.name = Name();
    column.type = TypeName(spec);
    if (random_.Chance(40)) column.default_value = DefaultFor(&random_, column.type);
    if (random_.Chance(25)) column.check = CheckFor(column);
    column.not_null = random_.Chance(30);
    if (random_.Chance(15)) column.comment = "what " + column.name + " is: it's a 'note'";
    return column;
  }

  CheckSpec CheckFor(const ColumnSpec& column) {
    ExpressionGenerator generator(&random_, {{Quoted(column.name), column.type, column.name}},
                                  false);
    std::string condition = generator.Condition();
    return {Fresh("check"), condition, {column.name}};
  }

  TableSpec NewTable(const SchemaSpec& spec) {
    TableSpec table;
    table.name = Name();
    ColumnSpec id;
    id.name = "id";
    id.type = random_.Of<std::string>({"integer", "bigint", "serial", "uuid"});
    id.identity = id.type == "bigint" && random_.Chance(50);
    table.columns.push_back(id);
    for (int i = 1 + random_.Below(6); i > 0; --i) table.columns.push_back(NewColumn(spec));
    if (random_.Chance(40)) AddGenerated(&table);
    for (int i = random_.Below(3); i > 0; --i) AddCheck(&table);
    if (random_.Chance(30)) AddExclusion(&table);
    for (int i = random_.Below(3); i > 0; --i) AddIndex(&table);
    if (!spec.tables.empty() && random_.Chance(50)) AddKey(spec, &table);
    if (random_.Chance(30))
      table.unique_column = table.columns[1 + Pick(table.columns.size() - 1)].name;
    if (Sortable(table, table.unique_column) == false) table.unique_column.clear();
    table.trigger = random_.Chance(40);
    AddWhen(&table);
    table.fillfactor = random_.Chance(20) ? 70 : 0;
    if (random_.Chance(25)) table.comment = "table of " + table.name;
    return table;
  }

  void AddGenerated(TableSpec* table) {
    ColumnSpec generated;
    generated.name = Name();
    ExpressionGenerator generator = OverTable(*table, "", true);
    bool is_condition = random_.Chance(30);
    generated.type = is_condition ? "boolean" : "text";
    generated.generated = is_condition ? generator.Condition() : generator.Text();
    if (generated.generated.empty() || Mentions(*table, generator.columns())) return;
    generated.generated_from = generator.columns();
    table->columns.push_back(generated);
  }

  // Whether one of them is generated, of which no other can be made.
  static bool Mentions(const TableSpec& table, const std::set<std::string>& columns) {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
      const ColumnSpec* column = Find(table, name);
      return column == nullptr || !column->generated.empty();
    });
  }

  void AddCheck(TableSpec* table) {
    ExpressionGenerator generator =
        OverTable(*table, random_.Chance(20) ? Quoted(table->name) + "." : "", false);
    std::string condition = generator.Condition();
    if (!condition.empty())
      table->checks.push_back({Fresh("check"), condition, generator.columns()});
  }

  void AddExclusion(TableSpec* table) {
    IndexSpec exclusion;
    exclusion.name = Fresh("exclusion");
    ExpressionGenerator key = OverTable(*table, "", true), where = OverTable(*table, "", true);
    exclusion.key = key.Value();
    if (exclusion.key.empty()) return;
    exclusion.method = "btree";
    exclusion.after = " WITH =";
    if (random_.Chance(50)) exclusion.where = where.Condition(1);
    exclusion.columns = key.columns();
    exclusion.columns.insert(where.columns().begin(), where.columns().end());
    table->exclusions.push_back(exclusion);
  }

  // What a trigger asks of the row before it fires; a BEFORE trigger sees no new generated values.
  void AddWhen(TableSpec* table) {
    if (!random_.Chance(70)) return;
    std::vector<Operand> operands;
    for (const char* row : {"old.", "NEW."}) {
      for (const Operand& operand : OperandsOf(*table, row)) {
        if (Find(*table, operand.column)->generated.empty()) operands.push_back(operand);
      }
    }
    ExpressionGenerator generator(&random_, operands, false);
    std::string condition = generator.Condition();
    table->when = {"", condition, generator.columns()};
    bool all_known = std::all_of(table->columns.begin(), table->columns.end(),
                                 [](const ColumnSpec& column) { return column.generated.empty(); });
    if (all_known && (condition.empty() || random_.Chance(40))) {
      table->when = {"", "old.* is distinct from new.*", {}};
    }
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
    IndexSpec index;
    index.name = Name();
    index.columns = {column.name};
    bool text = column.type == "text" || column.type.starts_with("varchar");
    if (random_.Chance(40)) {
      ExpressionGenerator generator = OverTable(*table, "", true);
      index.key = generator.Value();
      index.columns = generator.columns();
    }
    if (index.key.empty()) {
      index.columns = {column.name};  // not those of an expression that was given up
      index.before = random_.Of<std::string>(
          text ? std::vector<std::string>{c, c + " text_pattern_ops", c + " COLLATE \"C\"",
                                          c + " ASC NULLS LAST"}
               : std::vector<std::string>{c, c + " DESC", c + " desc nulls first"});
      if (column.name != "id" && random_.Chance(30)) index.before += ", \"id\" DESC NULLS LAST";
      if (column.name != "id" && index.before == c && random_.Chance(30)) index.include = "\"id\"";
      if (index.before == c && index.include.empty() && random_.Chance(20)) index.method = "hash";
      index.unique = random_.Chance(20) && index.method.empty();
    } else {
      index.after = random_.Of<std::string>({"", " DESC", " ASC", " NULLS FIRST", ", \"id\""});
    }
    if (random_.Chance(40)) {
      ExpressionGenerator generator = OverTable(*table, "", true);
      index.where = generator.Condition();
      index.columns.insert(generator.columns().begin(), generator.columns().end());
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
                           random_.Of<std::string>({"", "ON DELETE CASCADE", "ON DELETE SET NULL"}),
                           random_.Chance(20)});
  }

  void AddView(SchemaSpec* spec) {
    const TableSpec& table = spec->tables[Pick(spec->tables.size())];
    const TableSpec& other = spec->tables[Pick(spec->tables.size())];
    std::string from = Quoted(table.name);
    auto condition = [&](const TableSpec& over, const std::string& prefix) {
      std::string text = OverTable(over, prefix, false).Condition();
      return text.empty() ? prefix + "\"id\" is not null" : text;
    };
    auto value = [&](const std::string& prefix) {
      std::string text = OverTable(table, prefix, false).Value();
      return text.empty() ? prefix + "\"id\"::text" : text;
    };
    ViewSpec view{table.name, "", {}};
    const ColumnSpec& column = table.columns[Pick(table.columns.size())];
    bool plain = false;
    switch (random_.Below(10)) {
      case 0:
        view.query = "SELECT \"id\", " + Quoted(column.name) + " AS value FROM " + from;
        plain = true;
        break;
      case 1:
        view.query = "SELECT count(*) AS n, max(t.\"id\"::text) AS m FROM " + from + " t";
        break;
      case 2:
        view.query = "select id, " + value("") + " as value from public." + from + " where " +
                     condition(table, "");
        plain = true;
        break;
      case 3:
        view.query = "SELECT " + value("t.") + " AS k, count(*) filter (where " +
                     condition(table, "t.") + ") AS n FROM " + from +
                     " t GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 desc, 1";
        break;
      case 4:
        view.query = "with part as (select * from " + from + " where " + condition(table, "") +
                     ") select part.id, row_number() over (order by part.id desc) as n from part";
        break;
      case 5:
        view.query = "SELECT a.id, b.id AS other FROM " + from + " a LEFT JOIN " +
                     Quoted(other.name) + " b ON a.id::text = b.id::text AND " +
                     condition(other, "b.") + " WHERE " + condition(table, "a.");
        break;
      case 6:
        view.query = "select id::text as id from " + from + " where " + condition(table, "") +
                     " union all select id::text from " + Quoted(other.name) + " where " +
                     condition(other, "") + " order by 1";
        break;
      case 7:
        view.query = "SELECT t.id FROM " + from + " AS t WHERE EXISTS (SELECT 1 FROM " +
                     Quoted(other.name) + " o WHERE o.id::text = t.id::text AND (" +
                     condition(other, "o.") + "))";
        break;
      case 8:
        view.query = "select s.k, s.n from (select " + value("") + " as k, count(*) as n from " +
                     from + " group by 1) s where s.n > 1 limit 10";
        break;
      default:
        view.query = "SELECT DISTINCT CASE WHEN " + condition(table, "") +
                     " THEN 'yes' ELSE 'no' END AS answer, (SELECT max(o.id::text) FROM " +
                     Quoted(other.name) + " o) AS most FROM " + from;
    }
    if (&other != &table) {
      // Only one table is known to be needed.
      if (view.query.find(Quoted(other.name)) != std::string::npos) return;
    }
    bool is_view = random_.Chance(70);
    if (is_view && plain && random_.Chance(50)) {
      view.defaults["id"] = table.columns[0].type == "uuid" ? "gen_random_uuid()" : "1 + 2";
    }
    (is_view ? spec->views : spec->materialized)[Fresh("view")] = view;
  }

  // What needs a column of a table and does not go with it.
  static bool Needed(const SchemaSpec& spec, const TableSpec& table, const std::string& column) {
    for (const auto* views : {&spec.views, &spec.materialized}) {
      for (const auto& [name, view] : *views) {
        if (view.table == table.name && view.query.find(Quoted(column)) != std::string::npos)
          return true;
        // SELECT * has every column.
        if (view.table == table.name && view.query.starts_with("with part")) return true;
      }
    }
    for (const auto& [name, function] : spec.functions) {
      if (function.table == table.name && function.body.find(Quoted(column)) != std::string::npos)
        return true;
    }
    return column == "id";
  }

  // What goes with a column, or cannot stay as it is when its type changes.
  static void DropWhatRestsOn(TableSpec* table, const std::string& name) {
    auto rests = [&name](const auto& object) { return object.columns.contains(name); };
    std::erase_if(table->indexes, rests);
    std::erase_if(table->exclusions, rests);
    std::erase_if(table->checks, rests);
    if (rests(table->when)) table->when = {};
    std::vector<std::string> generated;
    for (const ColumnSpec& column : table->columns) {
      if (column.generated_from.contains(name)) generated.push_back(column.name);
    }
    for (const std::string& column : generated) {
      DropWhatRestsOn(table, column);
      if (table->unique_column == column) table->unique_column.clear();
      std::erase_if(table->columns, [&](const ColumnSpec& c) { return c.name == column; });
    }
  }

  // Whether a generated column that is needed is made of it.
  static bool NeededThrough(const SchemaSpec& spec, const TableSpec& table,
                            const std::string& name) {
    if (Needed(spec, table, name)) return true;
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const ColumnSpec& column) {
      return column.generated_from.contains(name) && Needed(spec, table, column.name);
    });
  }

  void DropColumn(SchemaSpec* spec, TableSpec* table) {
    size_t at = Pick(table->columns.size());
    std::string name = table->columns[at].name;
    if (NeededThrough(*spec, *table, name)) return;
    std::erase_if(table->keys, [&](const KeySpec& k) { return k.column == name; });
    if (table->unique_column == name) table->unique_column.clear();
    DropWhatRestsOn(table, name);
    std::erase_if(table->columns, [&](const ColumnSpec& c) { return c.name == name; });
  }

  void DropTable(SchemaSpec* spec) {
    size_t at = Pick(spec->tables.size());
    std::string name = spec->tables[at].name;
    std::erase_if(spec->views, [&](const auto& v) { return v.second.table == name; });
    std::erase_if(spec->materialized, [&](const auto& v) { return v.second.table == name; });
    std::erase_if(spec->functions, [&](const auto& f) { return f.second.table == name; });
    for (TableSpec& table : spec->tables) {
      std::erase_if(table.keys, [&](const KeySpec& k) { return k.references == name; });
    }
    spec->tables.erase(spec->tables.begin() + static_cast<long>(at));
  }

  // A type that rows can be converted to, whatever rests on the column.
  void Retype(const SchemaSpec& spec, TableSpec* table) {
    std::string name = table->columns[Pick(table->columns.size())].name;
    if (NeededThrough(spec, *table, name)) return;
    static const auto& wider =
        *new std::map<std::string, std::string>{{"varchar(30)", "text"},
                                                {"smallint", "integer"},
                                                {"numeric(10,2)", "numeric(12,2)"},
                                                {"date", "timestamptz"},
                                                {"text", "varchar(30)"}};
    auto found = wider.find(Find(*table, name)->type);
    if (found == wider.end() || name == "id") return;
    if (!Find(*table, name)->generated.empty()) return;
    DropWhatRestsOn(table, name);
    ColumnSpec& column = const_cast<ColumnSpec&>(*Find(*table, name));
    column.type = found->second;
    column.default_value = random_.Chance(50) ? DefaultFor(&random_, column.type) : "";
    column.check = {};
  }

  void ChangeOnce(SchemaSpec* spec) {
    TableSpec* table = spec->tables.empty() ? nullptr : &spec->tables[Pick(spec->tables.size())];
    int which = random_.Below(20);
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
        column.default_value = DefaultFor(&random_, column.type);
      }
    } else if (which == 10) {
      ColumnSpec& column = table->columns[Pick(table->columns.size())];
      column.check = CheckFor(column);
    } else if (which == 11) {
      table->comment = random_.Chance(50) ? "" : "now otherwise";
    } else if (which == 12) {
      Retype(*spec, table);
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
    } else if (which == 17) {
      AddCheck(table);
      AddWhen(table);
    } else if (which == 18) {
      AddExclusion(table);
      if (!table->checks.empty()) table->checks.pop_back();
    } else {
      AddFunction(spec);
      spec->sequences[Fresh("seq")] = SequenceOptions();
    }
  }

  Random random_;
  int count_ = 0;
};

}  // namespace

GeneratedPair GenerateSchemas(uint32_t seed) {
  Maker maker(seed);
  SchemaSpec spec = maker.First();
  GeneratedPair pair;
  pair.before = ToSql(spec);
  maker.Change(&spec);
  pair.after = ToSql(spec);
  pair.written = Expressions(spec);
  return pair;
}

}  // namespace autogen::testing
