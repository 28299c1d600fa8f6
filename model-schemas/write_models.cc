#include "model-schemas/write_models.h"

#include <algorithm>
#include <set>

#include "engine/sql/quote.h"

namespace autogen {
namespace {

// In file names every ASCII byte but a-z 0-9 _ - is %XX, so that no two names meet on a file system
// that folds case.
std::string FileName(std::string_view name) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : name) {
    auto byte = static_cast<unsigned char>(c);
    bool plain =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || byte >= 0x80;
    if (plain) {
      out += c;
    } else {
      out += std::string("%") + kHex[byte >> 4] + kHex[byte & 15];
    }
  }
  return out;
}

// The files under way: path -> kind -> (key, definition), kinds in the format's order.
class Files {
 public:
  void Add(const std::string& path, Kind kind, std::string key, YamlOut value) {
    kinds_[path][kind].emplace_back(std::move(key), std::move(value));
  }
  YamlOut& Head(const std::string& path) {
    return heads_.try_emplace(path, YamlOut::Map()).first->second;
  }

  std::map<std::string, std::string> Write() {
    std::map<std::string, std::string> out;
    for (auto& [path, head] : heads_) kinds_[path];
    for (auto& [path, kinds] : kinds_) {
      YamlOut root = heads_.contains(path) ? heads_.at(path) : YamlOut::Map();
      for (auto& [kind, members] : kinds)
        root.Add(std::string(ModelKey(kind)), Collection(members));
      out[path] = WriteYaml(root);
    }
    return out;
  }

 private:
  // A collection of bare names is a list (rule 3).
  static YamlOut Collection(Members& members) {
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    bool bare = std::all_of(members.begin(), members.end(), [](const auto& member) {
      return member.second.type == YamlOut::Type::kNothing;
    });
    YamlOut out = YamlOut::Map();
    if (!bare) {
      out.map = std::move(members);
      return out;
    }
    std::vector<std::string> names;
    for (const auto& [key, value] : members) names.push_back(key);
    return YamlOut::List(names);
  }

  std::map<std::string, std::map<Kind, Members>> kinds_;
  std::map<std::string, YamlOut> heads_;
};

std::vector<std::string> ManagedNames(const Managed& managed) {
  std::vector<std::string> names;
  if (managed.grants) names.emplace_back("grants");
  if (managed.default_privileges) names.emplace_back("default_privileges");
  if (managed.owners) names.emplace_back("owners");
  if (managed.roles) names.emplace_back("roles");
  if (managed.subscriptions) names.emplace_back("subscriptions");
  return names;
}

RelationParts PartsByRelation(const Database& database) {
  RelationParts parts;
  for (const auto& [id, object] : database.objects) {
    QualifiedName relation = RelationOf(object);
    if (!relation.empty()) parts[relation].push_back(&object);
  }
  return parts;
}

std::set<QualifiedName> SharedConstraintNames(const Database& database) {
  std::set<QualifiedName> names, shared;
  auto add = [&](const QualifiedName& name) {
    if (!names.insert(name).second) shared.insert(name);
  };
  for (const auto& [id, object] : database.objects) {
    if (id.kind == Kind::kConstraint) add({id.schema, id.name});
    const auto* domain = std::get_if<Domain>(&object);
    if (domain == nullptr) continue;
    for (const DomainConstraint& check : domain->constraints) add({domain->schema, check.name});
  }
  return shared;
}

class Writer {
 public:
  Writer(const Database& database, const WriteOptions& options)
      : database_(database),
        options_(options),
        parts_(PartsByRelation(database)),
        shared_names_(SharedConstraintNames(database)) {}

  std::map<std::string, std::string> Run() {
    files_.Head("database.yaml").Add("manage", YamlOut::List(ManagedNames(options_.managed)));
    for (const auto& [id, object] : database_.objects) {
      std::visit([&](const auto& o) { Write(o); }, object);
    }
    return files_.Write();
  }

 private:
  // The file of an object in a schema; it begins with `schema:` where that is not public.
  std::string Path(Name schema, const std::string& rest) {
    std::string path = FileName(schema) + "/" + rest + ".yaml";
    if (schema != Name("public") && seen_.insert(path).second) {
      files_.Head(path).Add("schema", YamlOut::Scalar(Key(schema)));
    }
    return path;
  }
  WriteContext Context(Name schema) const {
    return {database_,
            options_,
            parts_,
            shared_names_,
            {.lower_keywords = true, .first_schema = schema}};
  }
  void Put(Name schema, const std::string& rest, Kind kind, const std::string& key, YamlOut value) {
    files_.Add(Path(schema, rest), kind, key, std::move(value));
  }

  void Write(const Namespace& o) {
    WriteContext context = Context("public");
    if (o.name == Name("public") && IsUntouchedPublic(o, database_.server_version)) return;
    Name owner = o.name == Name("public") ? PublicOwner(database_.server_version) : Name();
    files_.Add("database.yaml", Kind::kNamespace, Key(o.name),
               Definition(Key(o.name), {}, {},
                          CommonMembers(context, Kind::kNamespace, o.common, owner), 1));
  }
  void Write(const Extension& o) {
    WriteContext context = Context("public");
    Extension unpinned = o;
    unpinned.version.clear();
    Name first = options_.search_path.empty() ? Name("public") : options_.search_path.front();
    if (o.schema == first) unpinned.schema = Name();
    files_.Add("database.yaml", Kind::kExtension, Key(o.name),
               Definition(Key(o.name), WriteExtension(unpinned, context.style), {},
                          CommonMembers(context, Kind::kExtension, o.common), 1));
  }
  void Write(const Enum& o) {
    Put(o.schema, "types", Kind::kEnum, Key(o.name), EnumOut(Context(o.schema), o));
  }
  void Write(const Domain& o) {
    Put(o.schema, "types", Kind::kDomain, Key(o.name),
        DomainOut(Context(o.schema), o, Key(o.name), 1));
  }
  void Write(const CompositeType& o) {
    Put(o.schema, "types", Kind::kCompositeType, Key(o.name),
        CompositeOut(Context(o.schema), o, Key(o.name), 1));
  }
  void Write(const RangeType& o) {
    WriteContext context = Context(o.schema);
    Put(o.schema, "types", Kind::kRangeType, Key(o.name),
        Definition(Key(o.name), WriteRangeType(o, context.style), {},
                   CommonMembers(context, Kind::kRangeType, o.common), 1));
  }
  void Write(const Sequence& o) {
    if (BelongsToSerial(database_, o)) return;
    WriteContext context = Context(o.schema);
    Put(o.schema, "sequences", Kind::kSequence, Key(o.name),
        Definition(Key(o.name), WriteSequence(o, context.style), {},
                   CommonMembers(context, Kind::kSequence, o.common), 1));
  }
  void Write(const Routine& o) {
    WriteContext context = Context(o.schema);
    std::string name = Key(o.name);
    // A key of a function is SQL behind the name: the name itself is quoted as SQL where it must
    // be.
    if (QuoteIdentifier(o.name) != o.name.str() && name == o.name.str()) name = o.name.str();
    Put(o.schema, "functions/" + FileName(o.name), o.kind,
        name + "(" + WriteArguments(o, context.style) + ")", RoutineOut(context, o));
  }
  void Write(const Operator& o) {
    WriteContext context = Context(o.schema);
    Sql operands(context.style);
    if (o.left.empty()) {
      operands << "NONE";
    } else {
      operands << o.left;
    }
    operands << ", " << o.right;
    std::string key = o.name.str() + "(" + operands.Take() + ")";
    Put(o.schema, "other", Kind::kOperator, key,
        Definition(key, WriteOperator(o, context.style), {},
                   CommonMembers(context, Kind::kOperator, o.common), 1));
  }
  void Write(const Table& o) {
    Put(o.schema, "tables/" + FileName(o.name), Kind::kTable, Key(o.name),
        TableOut(Context(o.schema), o, 1));
  }
  void Write(const Constraint&) {}  // with their table
  void Write(const Index&) {}       // with their relation
  void Write(const Trigger&) {}     // with their relation
  void Write(const View& o) {
    Put(o.schema, "views/" + FileName(o.name), Kind::kView, Key(o.name),
        ViewOut(Context(o.schema), o, Key(o.name), 1));
  }
  void Write(const MaterializedView& o) {
    Put(o.schema, "views/" + FileName(o.name), Kind::kMaterializedView, Key(o.name),
        MaterializedViewOut(Context(o.schema), o, 1));
  }

  const Database& database_;
  const WriteOptions& options_;
  RelationParts parts_;
  std::set<QualifiedName> shared_names_;
  Files files_;
  std::set<std::string> seen_;
};

// One clause as a mapping shows it.
YamlOut AttributeOut(const Clause& clause) {
  if (clause.flag) return YamlOut::Flag(true);
  if (!clause.list.empty()) return YamlOut::List(clause.list);
  if (!clause.options.empty()) return OptionsOut(clause.options);
  return YamlOut::Scalar(clause.value);
}

}  // namespace

std::string Key(std::string_view name) {
  if (name.find_first_of(".()\"") == std::string_view::npos) return std::string(name);
  std::string out = "\"";
  for (char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

YamlOut IdentifierOut(Name name) { return YamlOut::Scalar(QuoteIdentifier(name)); }

YamlOut OptionsOut(const Options& options) {
  YamlOut out = YamlOut::Map();
  for (const auto& [key, value] : options) out.Add(key, YamlOut::Scalar(value));
  return out;
}

YamlOut Definition(std::string_view key, const Clauses& clauses, const Members& before,
                   const Members& after, int depth) {
  bool unsayable = std::any_of(clauses.begin(), clauses.end(),
                               [](const Clause& clause) { return clause.text.empty(); });
  std::string text = Join(clauses);
  if (before.empty() && after.empty() && !unsayable) {
    if (text.empty()) return YamlOut::Nothing();
    if (FitsOnLine(key, text, depth)) return YamlOut::Scalar(text);
  }
  YamlOut out = YamlOut::Map();
  out.map = before;
  bool as_sql = !text.empty() && FitsOnLine("sql", text, depth + 1);
  if (as_sql) out.Add("sql", YamlOut::Scalar(text));
  for (const Clause& clause : clauses) {
    if (!as_sql || clause.text.empty()) out.Add(std::string(clause.key), AttributeOut(clause));
  }
  out.map.insert(out.map.end(), after.begin(), after.end());
  return out;
}

Members CommonMembers(const WriteContext& context, Kind kind, const Common& common,
                      Name default_owner) {
  Members members;
  if (!common.comment.empty()) members.emplace_back("comment", YamlOut::Scalar(common.comment));
  if (default_owner.empty()) default_owner = context.database.owner;
  if (common.owner && *common.owner != default_owner) {
    members.emplace_back("owner", IdentifierOut(*common.owner));
  }
  bool has_rights = kind != Kind::kConstraint && kind != Kind::kIndex && kind != Kind::kTrigger &&
                    kind != Kind::kExtension && kind != Kind::kOperator;
  if (has_rights && context.options.managed.grants && common.grants &&
      *common.grants != DefaultGrants(kind)) {
    YamlOut grants = YamlOut::Map();
    for (size_t i = 0; i < common.grants->size();) {
      Grants of_one;
      Name grantee = (*common.grants)[i].grantee;
      for (; i < common.grants->size() && (*common.grants)[i].grantee == grantee; ++i) {
        of_one.push_back((*common.grants)[i]);
      }
      auto [plain, with_option] = WriteGrants(of_one, context.style);
      if (!plain.empty() && !with_option.empty()) {
        grants.Add(Key(grantee), YamlOut::List({with_option, plain}));
      } else {
        grants.Add(Key(grantee), YamlOut::Scalar(plain.empty() ? with_option : plain));
      }
    }
    members.emplace_back("grants", std::move(grants));
  }
  if (!common.security_labels.empty()) {
    members.emplace_back("security_labels", OptionsOut(common.security_labels));
  }
  return members;
}

std::map<std::string, std::string> WriteModels(const Database& database,
                                               const WriteOptions& options) {
  return Writer(database, options).Run();
}

}  // namespace autogen
