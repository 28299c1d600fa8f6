// Functions, procedures and operators.
#include "engine/sql/quote.h"
#include "introspect/readers.h"

namespace autogen {
namespace {

struct RoutineFields {
  explicit RoutineFields(CatalogHeader& h)
      : oid(h, "oid"),
        name_space(h, "namespace"),
        name(h, "name"),
        kind(h, "kind"),
        owner(h, "owner"),
        acl(h, "acl"),
        language(h, "language"),
        cost(h, "cost"),
        rows(h, "rows"),
        support_namespace(h, "support_namespace"),
        support_name(h, "support_name"),
        security_definer(h, "security_definer"),
        leakproof(h, "leakproof"),
        strict(h, "strict"),
        returns_set(h, "returns_set"),
        volatility(h, "volatility"),
        parallel(h, "parallel"),
        returns(h, "returns"),
        argument_types(h, "argument_types"),
        argument_modes(h, "argument_modes"),
        argument_names(h, "argument_names"),
        argument_defaults(h, "argument_defaults"),
        transform_types(h, "transform_types"),
        settings(h, "settings"),
        source(h, "source"),
        object_file(h, "object_file"),
        sql_body(h, "sql_body") {}
  Field oid, name_space, name, kind, owner, acl, language, cost, rows, support_namespace,
      support_name, security_definer, leakproof, strict, returns_set, volatility, parallel, returns,
      argument_types, argument_modes, argument_names, argument_defaults, transform_types, settings,
      source, object_file, sql_body;
};

ArgumentMode ModeOf(char code) {
  switch (code) {
    case 'o':
      return ArgumentMode::kOut;
    case 'b':
      return ArgumentMode::kInOut;
    case 'v':
      return ArgumentMode::kVariadic;
    case 't':
      return ArgumentMode::kTable;
    default:
      return ArgumentMode::kIn;
  }
}

// Whether the arguments say what comes back, so that RETURNS adds nothing but SETOF.
bool SaysResult(ArgumentMode mode) {
  return mode == ArgumentMode::kOut || mode == ArgumentMode::kInOut || mode == ArgumentMode::kTable;
}

// Settings whose value is a list of names, each quoted by itself.
// See: variable_is_guc_list_quote() in pg_dump.
bool IsListSetting(std::string_view name) {
  for (std::string_view list :
       {"local_preload_libraries", "search_path", "session_preload_libraries",
        "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories"}) {
    if (name == list) return true;
  }
  return false;
}

// As a name, which the server would cut where it is long; as a string where it would, or where it
// is empty.
std::string ElementAsSql(const std::string& element) {
  constexpr size_t kMostOfAName = 63;
  const bool is_name = !element.empty() && element.size() <= kMostOfAName;
  return is_name ? QuoteIdentifier(element) : QuoteLiteral(element);
}

// A stored list, `app, "Odd, name", ""`, as SQL.
std::string ListAsSql(std::string_view value) {
  std::string sql;
  size_t i = 0;
  while (i < value.size()) {
    while (i < value.size() && (value[i] == ' ' || value[i] == ',')) ++i;
    if (i >= value.size()) break;
    std::string element;
    if (value[i] == '"') {
      for (++i; i < value.size(); ++i) {
        if (value[i] == '"' && (i + 1 >= value.size() || value[i + 1] != '"')) break;
        if (value[i] == '"') ++i;
        element += value[i];
      }
      ++i;
    } else {
      while (i < value.size() && value[i] != ',') element += value[i++];
      while (element.ends_with(" ")) element.pop_back();
    }
    if (!sql.empty()) sql += ", ";
    sql += ElementAsSql(element);
  }
  return sql.empty() ? "''" : sql;
}

void ReadSettings(const RoutineFields& f, const Row& row, Routine* routine) {
  for (const std::string& setting : f.settings.List(row)) {
    size_t equals = setting.find('=');
    if (equals == setting.npos) continue;
    std::string name = setting.substr(0, equals), value = setting.substr(equals + 1);
    routine->set[name] = IsListSetting(name) ? ListAsSql(value) : QuoteLiteral(value);
  }
}

void ReadArguments(const RoutineFields& f, const Row& row, CatalogState& s, Routine* routine) {
  std::vector<std::string> types = f.argument_types.List(row), modes = f.argument_modes.List(row);
  std::vector<std::string> names = f.argument_names.List(row);
  std::vector<std::string> defaults = f.argument_defaults.List(row);
  for (size_t i = 0; i < types.size(); ++i) {
    Argument argument;
    if (i < modes.size()) argument.mode = ModeOf(modes[i].empty() ? 'i' : modes[i][0]);
    if (i < names.size()) argument.name = names[i];
    argument.type = s.BareType(types[i]);
    if (i < defaults.size()) argument.default_value.text = defaults[i];
    routine->arguments.push_back(std::move(argument));
  }
}

void ReadBody(const RoutineFields& f, const Row& row, Routine* routine) {
  if (!f.sql_body.IsNull(row)) {
    routine->sql_body.text = f.sql_body.Text(row);
  } else if (routine->language == Name("c")) {
    routine->obj_file = f.object_file.Text(row);
    routine->link_symbol = f.source.Text(row);
  } else {
    routine->body = f.source.Text(row);
  }
}

double NumberUnless(const Field& field, const Row& row, double standard) {
  double number = std::strtod(field.Text(row).c_str(), nullptr);
  return number == standard ? 0 : number;
}

Routine MakeRoutine(const RoutineFields& f, const Row& row, CatalogState& s) {
  Routine routine;
  routine.kind = f.kind(row) == "p" ? Kind::kProcedure : Kind::kFunction;
  routine.schema = s.Namespace(f.name_space.Oid(row));
  routine.name = f.name(row);
  ReadArguments(f, row, s, &routine);
  bool said = routine.kind == Kind::kProcedure;
  for (const Argument& argument : routine.arguments) said |= SaysResult(argument.mode);
  if (!said) routine.returns = s.BareType(f.returns(row));
  routine.returns_set = f.returns_set.Flag(row);
  routine.language = f.language(row);
  for (const std::string& type : f.transform_types.List(row)) {
    routine.transform_types.push_back(s.BareType(type));
  }
  routine.window = f.kind(row) == "w";
  routine.volatility = f.volatility(row) == "i"   ? Volatility::kImmutable
                       : f.volatility(row) == "s" ? Volatility::kStable
                                                  : Volatility::kVolatile;
  routine.strict = f.strict.Flag(row);
  routine.security_definer = f.security_definer.Flag(row);
  routine.leakproof = f.leakproof.Flag(row);
  routine.parallel = f.parallel(row) == "s"   ? ParallelSafety::kSafe
                     : f.parallel(row) == "r" ? ParallelSafety::kRestricted
                                              : ParallelSafety::kUnsafe;
  bool compiled = routine.language == Name("c") || routine.language == Name("internal");
  routine.cost = NumberUnless(f.cost, row, compiled ? 1 : 100);
  routine.rows = NumberUnless(f.rows, row, routine.returns_set ? 1000 : 0);
  routine.support = s.Qualified(f.support_namespace.Oid(row), f.support_name(row));
  ReadSettings(f, row, &routine);
  ReadBody(f, row, &routine);
  AclContext acl{AclKind::kRoutine, s.Role(f.owner.Oid(row)), {}, s.database->server_version};
  routine.common = s.Owned(kRoutineClass, f.oid.Oid(row), acl, f.acl.OptionalList(row));
  return routine;
}

}  // namespace

// Needs roles, namespaces, members and comments. Aggregates are named elsewhere.
CatalogReader ReadRoutines(CatalogHeader& h, CatalogState& s) {
  RoutineFields f(h);
  return {[=, &s](const Row& row) {
            CatalogOid oid = f.oid.Oid(row);
            if (f.kind(row) == "a" || s.IsMember(kRoutineClass, oid)) return absl::OkStatus();
            s.Add({kRoutineClass, oid}, MakeRoutine(f, row, s));
            return absl::OkStatus();
          },
          nullptr};
}

// Needs roles, namespaces, members and comments.
CatalogReader ReadOperators(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), name_space(h, "namespace"), name(h, "name"), owner(h, "owner");
  Field left(h, "left_type"), right(h, "right_type");
  Field function_namespace(h, "function_namespace"), function_name(h, "function_name");
  Field commutator_namespace(h, "commutator_namespace"), commutator_name(h, "commutator_name");
  Field negator_namespace(h, "negator_namespace"), negator_name(h, "negator_name");
  Field restrict_namespace(h, "restrict_namespace"), restrict_name(h, "restrict_name");
  Field join_namespace(h, "join_namespace"), join_name(h, "join_name");
  Field hashes(h, "hashes"), merges(h, "merges"), unmodelled(h, "unmodelled");
  return {[=, &s](const Row& row) {
            CatalogKey key{kOperatorClass, oid.Oid(row)};
            if (s.IsMember(kOperatorClass, key.oid)) return absl::OkStatus();
            Operator op;
            op.schema = s.Namespace(name_space.Oid(row));
            op.name = name(row);
            if (!left.IsNull(row)) op.left = s.BareType(left(row));
            if (!right.IsNull(row)) op.right = s.BareType(right(row));
            if (!unmodelled.IsNull(row)) {
              s.AddUnmodelled(key, "shell operator",
                              {Kind::kUnmodelled, op.schema, op.name, Signature(op)});
              return absl::OkStatus();
            }
            op.function = s.Qualified(function_namespace.Oid(row), function_name(row));
            op.commutator = s.Qualified(commutator_namespace.Oid(row), commutator_name(row));
            op.negator = s.Qualified(negator_namespace.Oid(row), negator_name(row));
            op.restrict_function = s.Qualified(restrict_namespace.Oid(row), restrict_name(row));
            op.join_function = s.Qualified(join_namespace.Oid(row), join_name(row));
            op.hashes = hashes.Flag(row);
            op.merges = merges.Flag(row);
            op.common = s.Described(kOperatorClass, key.oid);
            op.common.owner = s.Role(owner.Oid(row));
            s.Add(key, std::move(op));
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
