#include "runner/realise/stand_ins.h"

#include <algorithm>

#include "engine/sql/quote.h"

namespace autogen {
namespace {

std::string Quoted(const QualifiedName& name) {
  return QuoteIdentifier(name.schema) + "." + QuoteIdentifier(name.name);
}

absl::StatusOr<const std::set<Name>*> Available(ScratchServer& server) {
  std::set<Name>& known = server.available_extensions();
  if (known.empty()) {
    ASSIGN_OR_RETURN(Connection * connection, server.Bench());
    ASSIGN_OR_RETURN(QueryResult result,
                     connection->Query("SELECT name FROM pg_catalog.pg_available_extensions"));
    for (const auto& row : result.rows) known.insert(Name(*row[0]));
  }
  return &known;
}

// Functions of the server that index methods ask of an operator class. They are never called, for
// there are no rows; so whatever has the right number will do.
struct MethodSupport {
  std::string_view method, functions;
};
constexpr MethodSupport kSupport[] = {
    {"gist",
     "FUNCTION 1 pg_catalog.gist_point_consistent(internal, point, int2, oid, internal), "
     "FUNCTION 2 pg_catalog.gist_box_union(internal, internal), "
     "FUNCTION 5 pg_catalog.gist_box_penalty(internal, internal, internal), "
     "FUNCTION 6 pg_catalog.gist_box_picksplit(internal, internal), "
     "FUNCTION 7 pg_catalog.gist_box_same(box, box, internal)"},
    {"gin",
     "FUNCTION 1 pg_catalog.bttextcmp(text, text), "
     "FUNCTION 2 pg_catalog.ginarrayextract(anyarray, internal, internal), "
     "FUNCTION 3 pg_catalog.ginqueryarrayextract(anyarray, internal, int2, internal, internal, "
     "internal, internal), "
     "FUNCTION 4 pg_catalog.ginarrayconsistent(internal, int2, anyarray, int4, internal, internal, "
     "internal, internal), STORAGE text"},
};

// Collects the SQL. Everything made is put into the extension plpgsql, as nothing of it is an
// object of the user's.
class Maker {
 public:
  explicit Maker(std::set<Name> missing) { result_.extensions = std::move(missing); }

  void Add(const Database& database) {
    for (const ExtensionMember& member : database.members) {
      if (!result_.extensions.contains(member.extension)) continue;
      if (member.role == ExtensionMember::Role::kType) types_.insert(member.name);
      if (member.role == ExtensionMember::Role::kOther) others_.insert(member.name);
    }
  }

  // To be called once all members are known.
  void AddUses(const Database& database) {
    for (const auto& [id, object] : database.objects) {
      if (const auto* table = std::get_if<Table>(&object)) AddColumns(*table);
      if (const auto* index = std::get_if<Index>(&object)) AddIndex(database, *index);
    }
  }

  StandIns Take() {
    std::string types;
    for (const QualifiedName& type : types_) types += Type(type);
    std::string schemas;
    for (const QualifiedName& type : types_) result_.schemas.insert(type.schema);
    for (Name schema : result_.schemas) {
      schemas += "CREATE SCHEMA IF NOT EXISTS " + QuoteIdentifier(schema) + ";\n";
    }
    result_.sql = schemas + types + methods_ + classes_;
    return std::move(result_);
  }

 private:
  using Class = std::pair<QualifiedName, Name>;  // and its index method

  void AddColumns(const Table& table) {
    for (const Column& column : table.columns) {
      if (!column.collation.empty()) collatable_.insert({column.type.schema, column.type.name});
    }
  }

  void AddIndex(const Database& database, const Index& index) {
    const bool own_method =
        std::any_of(others_.begin(), others_.end(), [&](const QualifiedName& other) {
          return other.schema.empty() && other.name == index.access_method;
        });
    if (own_method && made_methods_.insert(index.access_method).second) {
      const std::string method = QuoteIdentifier(index.access_method);
      methods_ += "CREATE ACCESS METHOD " + method + " TYPE INDEX HANDLER bthandler;\n" +
                  Member("ACCESS METHOD " + method);
    }
    for (const IndexKey& key : index.keys) {
      TypeRef type = TypeOf(database, index, key);
      const bool own_class = others_.contains(key.opclass);
      const bool own_default = key.opclass.empty() && types_.contains({type.schema, type.name}) &&
                               !type.array && index.access_method != Name("btree") &&
                               index.access_method != Name("hash");
      if (own_class) AddClass(key.opclass, index.access_method, type, false);
      if (own_default) {
        AddClass({type.schema, type.name.str() + " stand-in " + index.access_method.str()},
                 index.access_method, type, true);
      }
    }
  }

  // An expression's is not known; most are text.
  static TypeRef TypeOf(const Database& database, const Index& index, const IndexKey& key) {
    if (const auto* table =
            database.Get<Table>(RelationId(Kind::kTable, index.schema, index.table))) {
      for (const Column& column : table->columns) {
        if (column.name == key.column) return column.type;
      }
    }
    return {"pg_catalog", "text", {}, false};
  }

  void AddClass(const QualifiedName& name, Name method, TypeRef type, bool is_default) {
    if (!made_classes_.insert({name, method}).second) return;
    type.modifier = {};
    result_.schemas.insert(name.schema);
    const std::string title = Quoted(name) + " USING " + QuoteIdentifier(method);
    std::string body = "STORAGE " + CanonicalText(type);
    if (made_methods_.contains(method) || method == Name("btree")) {
      body = "FUNCTION 1 (" + CanonicalText(type) + ", " + CanonicalText(type) + ") " +
             Comparison(name.schema, type);
    }
    for (const MethodSupport& support : kSupport) {
      if (method == Name(support.method)) body = std::string(support.functions);
    }
    classes_ += "CREATE OPERATOR CLASS " + Quoted(name) + (is_default ? " DEFAULT" : "") +
                " FOR TYPE " + CanonicalText(type) + " USING " + QuoteIdentifier(method) + " AS " +
                body + ";\n" + Member("OPERATOR FAMILY " + title) +
                Member("OPERATOR CLASS " + title);
  }

  std::string Comparison(Name schema, const TypeRef& type) {
    const std::string text = CanonicalText(type);
    const std::string function =
        Quoted({schema, "stand-in compare"}) + "(" + text + ", " + text + ")";
    if (made_comparisons_.insert(function).second) {
      classes_ += "CREATE FUNCTION " + function +
                  " RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';\n" +
                  Member("FUNCTION " + function);
    }
    return function;
  }

  static std::string Member(const std::string& what) {
    return "ALTER EXTENSION plpgsql ADD " + what + ";\n";
  }

  static std::string Function(const std::string& signature, std::string_view returns,
                              std::string_view source) {
    return "CREATE FUNCTION " + signature + " RETURNS " + std::string(returns) +
           " LANGUAGE internal IMMUTABLE STRICT AS '" + std::string(source) + "';\n" +
           Member("FUNCTION " + signature);
  }

  std::string Type(const QualifiedName& name) const {
    auto helper = [&](std::string_view part) {
      return Quoted({name.schema, name.name.str() + " stand-in " + std::string(part)});
    };
    const std::string type = Quoted(name);
    std::string sql = "CREATE TYPE " + type + ";\n";
    sql += Function(helper("in") + "(cstring)", type, "textin");
    sql += Function(helper("out") + "(" + type + ")", "cstring", "textout");
    sql += "CREATE TYPE " + type + " (INPUT = " + helper("in") + ", OUTPUT = " + helper("out") +
           ", TYPMOD_IN = pg_catalog.varchartypmodin, TYPMOD_OUT = pg_catalog.varchartypmodout, "
           "LIKE = pg_catalog.text" +
           (collatable_.contains(name) ? ", COLLATABLE = true" : "") + ");\n" +
           Member("TYPE " + type);
    return sql + Classes(name, type, helper("order"), helper("compare"), helper("hash"));
  }

  // The default classes of btree and hash, for keys and plain indexes.
  static std::string Classes(const QualifiedName& name, const std::string& type,
                             const std::string& order, const std::string& compare,
                             const std::string& hash) {
    const std::string both = "(" + type + ", " + type + ")";
    std::string sql = Function(compare + both, "integer", "bttextcmp") +
                      Function(hash + "(" + type + ")", "integer", "hashtext");
    constexpr std::pair<std::string_view, std::string_view> kOperators[] = {
        {"<", "text_lt"}, {"<=", "text_le"}, {"=", "texteq"}, {">=", "text_ge"}, {">", "text_gt"}};
    std::string members, equal;
    int number = 0;
    for (const auto& [symbol, source] : kOperators) {
      const std::string function =
          QuoteIdentifier(name.schema) + "." +
          QuoteIdentifier(name.name.str() + " stand-in " + std::string(symbol));
      const std::string op = QuoteIdentifier(name.schema) + "." + std::string(symbol);
      sql += Function(function + both, "boolean", source);
      sql += "CREATE OPERATOR " + op + " (FUNCTION = " + function + ", LEFTARG = " + type +
             ", RIGHTARG = " + type + ");\n" + Member("OPERATOR " + op + both);
      members += "OPERATOR " + std::to_string(++number) + " " + op + both + ", ";
      if (symbol == "=") equal = "OPERATOR 1 " + op + both + ", ";
    }
    for (const auto& [method, body] :
         {std::pair<std::string, std::string>{"btree", members + "FUNCTION 1 " + compare + both},
          {"hash", equal + "FUNCTION 1 " + hash + "(" + type + ")"}}) {
      const std::string title = order + " USING " + method;
      sql += "CREATE OPERATOR CLASS " + order + " DEFAULT FOR TYPE " + type + " USING " + method +
             " AS " + body + ";\n" + Member("OPERATOR FAMILY " + title) +
             Member("OPERATOR CLASS " + title);
    }
    return sql;
  }

  StandIns result_;
  std::set<QualifiedName> types_, others_, collatable_;
  std::set<Name> made_methods_;
  std::set<Class> made_classes_;
  std::set<std::string> made_comparisons_;
  std::string methods_, classes_;
};

}  // namespace

absl::StatusOr<StandIns> FindStandIns(ScratchServer& server,
                                      const std::vector<const Database*>& schemas) {
  std::set<Name> missing;
  for (const Database* schema : schemas) {
    for (const auto& [id, object] : schema->objects) {
      if (id.kind != Kind::kExtension || id.name == Name("plpgsql")) continue;
      ASSIGN_OR_RETURN(const std::set<Name>* available, Available(server));
      if (!available->contains(id.name)) missing.insert(id.name);
    }
  }
  if (missing.empty()) return StandIns{};
  Maker maker(std::move(missing));
  for (const Database* schema : schemas) maker.Add(*schema);
  for (const Database* schema : schemas) maker.AddUses(*schema);
  return maker.Take();
}

std::string Describe(const StandIns& stand_ins) {
  std::string text;
  for (Name extension : stand_ins.extensions) {
    text += (text.empty() ? "extension " : ", extension ") + extension.str();
  }
  return text;
}

absl::StatusOr<std::set<Name>> MakeTablespaces(Connection& scratch, const Database& database) {
  std::set<Name> names;
  for (const auto& [id, object] : database.objects) {
    std::visit(
        [&](const auto& o) {
          if constexpr (requires { o.tablespace; }) names.insert(o.tablespace);
        },
        object);
  }
  names.erase(Name());
  std::set<Name> made;
  for (Name name : names) {
    if (name.view().starts_with("pg_")) continue;
    ASSIGN_OR_RETURN(QueryResult there,
                     scratch.Query("SELECT 1 FROM pg_catalog.pg_tablespace WHERE spcname = " +
                                   QuoteLiteral(name)));
    if (there.rows.empty()) {
      if (!scratch.Execute("SET allow_in_place_tablespaces = on").ok()) continue;
      RETURN_IF_ERROR(
          scratch.Execute("CREATE TABLESPACE " + QuoteIdentifier(name) + " LOCATION ''"));
    }
    made.insert(name);
  }
  return made;
}

}  // namespace autogen
