#include "engine/sql/known/catalog.h"

#include <algorithm>

#include "engine/base/error.h"

namespace autogen::known {
namespace {

constexpr TypeId kFirstOwn = 1u << 16;

// Words between commas; none of an empty text.
std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    size_t comma = text.find(',');
    words.push_back(text.substr(0, comma));
    text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
  }
  return words;
}

// "t_int4" or "a_text" of a row's text.
TypeId TypeOfRow(std::string_view id) {
  std::string_view name = id.substr(2);
  if (id[0] == 't') return FindBuiltinType(name);
  return FindBuiltinType("_" + std::string(name));
}

Candidate Make(const Function& row) {
  Candidate candidate;
  candidate.schema = "pg_catalog";
  candidate.arguments.assign(row.arguments.begin(), row.arguments.begin() + row.count);
  candidate.result = row.result;
  candidate.variadic = row.variadic;
  candidate.defaults = row.defaults;
  candidate.kind = row.kind;
  candidate.returns_set = row.returns_set;
  candidate.names = Split(row.names);
  for (std::string_view column : Split(row.out)) {
    size_t blank = column.rfind(' ');
    candidate.out.push_back({column.substr(0, blank), TypeOfRow(column.substr(blank + 1))});
  }
  return candidate;
}

// See: PostgreSQL manual, CREATE FUNCTION: OUT arguments and TABLE say the result.
Candidate Make(const Catalog& catalog, const Routine& routine) {
  Candidate candidate;
  candidate.schema = routine.schema;
  candidate.kind = routine.kind == Kind::kProcedure ? 'p' : routine.window ? 'w' : 'f';
  candidate.returns_set = routine.returns_set;
  bool named = false;
  for (const Argument& argument : routine.arguments) {
    TypeId type = catalog.TypeOf(argument.type);
    bool out = argument.mode == ArgumentMode::kOut || argument.mode == ArgumentMode::kTable;
    if (out || argument.mode == ArgumentMode::kInOut) {
      candidate.out.push_back({argument.name.view(), type});
      if (out) continue;
    }
    candidate.arguments.push_back(type);
    candidate.names.push_back(argument.name.view());
    named |= !argument.name.empty();
    candidate.defaults += !argument.default_value.empty();
    if (argument.mode == ArgumentMode::kVariadic) {
      TypeId element = catalog.Type(type).element;
      candidate.variadic = type == t_any || element == t_none ? TypeId{t_any} : element;
    }
  }
  if (!named) candidate.names.clear();
  candidate.result = candidate.out.size() > 1    ? TypeId{t_record}
                     : candidate.out.size() == 1 ? candidate.out[0].second
                                                 : catalog.TypeOf(routine.returns);
  return candidate;
}

}  // namespace

Catalog::Catalog(const Database& database)
    : database_(database),
      version_(database.server_version == 0 ? 15 : database.server_version / 10000) {}

const TypeInfo& Catalog::Type(TypeId type) const {
  return type < kFirstOwn ? Builtin(type, version_) : own_[type - kFirstOwn];
}

TypeId Catalog::Add(TypeInfo info) const {
  own_.push_back(info);
  return kFirstOwn + static_cast<TypeId>(own_.size()) - 1;
}

TypeId Catalog::AddWithArray(TypeInfo info) const {
  TypeId type = Add(info);
  TypeInfo array;
  array.schema = info.schema;
  array.name = Name(std::string(info.name) + "[]").view();
  array.kind = 'b';
  array.category = 'A';
  array.element = type;
  array.collatable = info.collatable;
  TypeId made = Add(array);
  own_[type - kFirstOwn].array = made;
  return type;
}

TypeId Catalog::FindType(Name schema, Name name) const {
  static const Name& kCatalog = *new Name("pg_catalog");
  if (schema == kCatalog) {
    TypeId type = FindBuiltinType(name.view());
    return type != t_none && IsIn(Builtin(type, version_), version_) ? type : TypeId{t_none};
  }
  auto found = by_name_.find(Key{schema, name});
  if (found != by_name_.end()) return found->second;
  TypeId type = Load(schema, name);
  by_name_[Key{schema, name}] = type;
  return type;
}

TypeId Catalog::Load(Name schema, Name name) const {
  TypeInfo info;
  info.schema = schema.view();
  info.name = name.view();
  auto id = [&](Kind kind) { return ObjectId{kind, schema, name, {}}; };
  auto composite = [&] {
    info.kind = 'c';
    info.category = 'C';
    return AddWithArray(info);
  };
  if (database_.Find(id(Kind::kEnum)) != nullptr) {
    info.kind = 'e';
    info.category = 'E';
    return AddWithArray(info);
  }
  if (const auto* domain = database_.Get<Domain>(id(Kind::kDomain))) {
    TypeId base = TypeOf(domain->type);
    if (base == t_none) return t_none;
    info.kind = 'd';
    info.category = Type(base).category;
    info.collatable = Type(base).collatable;
    TypeId type = AddWithArray(info);
    bases_[type] = {base, domain->type.modifier};
    return type;
  }
  if (const auto* type = database_.Get<CompositeType>(id(Kind::kCompositeType))) {
    TypeId made = composite();
    auto& attributes = attributes_[made];
    for (const CompositeAttribute& a : type->attributes) attributes.push_back({a.name, a.type});
    return made;
  }
  if (std::optional<Relation> relation = FindRelation(schema, name)) {
    TypeId made = composite();
    if (relation->columns != nullptr) {
      auto& attributes = attributes_[made];
      for (const Column& column : *relation->columns) {
        attributes.push_back({column.name, column.type});
      }
    }
    return made;
  }
  return LoadRange(schema, name);
}

// A range's multirange has a name of its own, and no object.
TypeId Catalog::LoadRange(Name schema, Name name) const {
  ObjectId first{Kind::kRangeType, {}, {}, {}};
  for (auto at = database_.objects.LowerBound(first); at != database_.objects.end(); ++at) {
    const auto* range = std::get_if<RangeType>(&at->second);
    if (range == nullptr) break;
    bool is_range = range->schema == schema && range->name == name;
    bool is_multirange = range->multirange == QualifiedName{schema, name};
    if (!is_range && !is_multirange) continue;
    TypeId subtype = TypeOf(range->subtype);
    if (subtype == t_none) return t_none;
    TypeInfo info;
    info.category = 'R';
    info.subtype = subtype;
    info.kind = 'r';
    info.schema = range->schema.view();
    info.name = range->name.view();
    TypeId range_id = AddWithArray(info);
    by_name_[Key{range->schema, range->name}] = range_id;
    if (range->multirange.empty()) return is_range ? range_id : TypeId{t_none};
    info.kind = 'm';
    info.schema = range->multirange.schema.view();
    info.name = range->multirange.name.view();
    info.range = range_id;
    TypeId multirange_id = AddWithArray(info);
    by_name_[Key{range->multirange.schema, range->multirange.name}] = multirange_id;
    own_[range_id - kFirstOwn].multirange = multirange_id;
    return is_range ? range_id : multirange_id;
  }
  return t_none;
}

TypeId Catalog::TypeOf(const TypeRef& type) const {
  if (type.empty()) return t_none;
  static const Name& kCatalog = *new Name("pg_catalog");
  TypeId found = t_none;
  if (type.schema == kCatalog) {
    found = FindBuiltinSqlType(type.name.view());
    if (found != t_none && !IsIn(Builtin(found, version_), version_)) return t_none;
  } else {
    found = FindType(type.schema, type.name);
  }
  return type.array ? Type(found).array : found;
}

TypeId Catalog::BaseType(TypeId type, Name* modifier) const {
  while (type >= kFirstOwn) {
    auto base = bases_.find(type);
    if (base == bases_.end()) break;
    // Once a domain has given one, those below have none that would count.
    if (modifier != nullptr && modifier->empty()) *modifier = base->second.modifier;
    type = base->second.type;
  }
  return type;
}

const std::vector<std::pair<Name, TypeRef>>* Catalog::Attributes(TypeId type) const {
  auto found = attributes_.find(type);
  return found == attributes_.end() ? nullptr : &found->second;
}

std::optional<Relation> Catalog::FindRelation(Name schema, Name name) const {
  Relation relation{schema, name, nullptr, nullptr};
  auto known = [](const std::vector<Column>& columns) {
    bool all = !columns.empty() && std::none_of(columns.begin(), columns.end(),
                                                [](auto& column) { return column.type.empty(); });
    return all ? &columns : nullptr;
  };
  if (const auto* table = database_.Get<Table>({Kind::kTable, schema, name, {}})) {
    relation.columns = &table->columns;
    return relation;
  }
  if (const auto* view = database_.Get<View>({Kind::kView, schema, name, {}})) {
    relation.columns = known(view->columns);
    relation.query = &view->query;
    return relation;
  }
  if (const auto* view =
          database_.Get<MaterializedView>({Kind::kMaterializedView, schema, name, {}})) {
    relation.columns = known(view->columns);
    relation.query = &view->query;
    return relation;
  }
  return std::nullopt;
}

void Catalog::AddFunctions(Name schema, Name name, std::vector<Candidate>* candidates) const {
  if (schema == Name("pg_catalog")) {
    for (const Function& row : FunctionsNamed(name.view())) {
      if (IsIn(row, version_)) candidates->push_back(Make(row));
    }
    return;
  }
  for (Kind kind : {Kind::kFunction, Kind::kProcedure}) {
    auto at = database_.objects.LowerBound({kind, schema, name, {}});
    for (; at != database_.objects.end(); ++at) {
      if (at->first.kind != kind || at->first.schema != schema || at->first.name != name) break;
      candidates->push_back(Make(*this, std::get<Routine>(at->second)));
    }
  }
}

void Catalog::AddOperators(Name schema, Name name, std::vector<Candidate>* candidates) const {
  auto add = [&](TypeId left, TypeId right, TypeId result) {
    Candidate candidate;
    candidate.schema = schema;
    candidate.arguments = {left, right};
    candidate.result = result;
    candidates->push_back(std::move(candidate));
  };
  if (schema == Name("pg_catalog")) {
    for (const Operator& row : OperatorsNamed(name.view())) {
      if (IsIn(row, version_)) add(row.left, row.right, row.result);
    }
    return;
  }
  auto at = database_.objects.LowerBound({Kind::kOperator, schema, name, {}});
  for (; at != database_.objects.end(); ++at) {
    if (at->first.kind != Kind::kOperator || at->first.schema != schema || at->first.name != name) {
      break;
    }
    const auto& op = std::get<autogen::Operator>(at->second);
    // Its result is its function's.
    std::vector<Candidate> functions;
    AddFunctions(op.function.schema, op.function.name, &functions);
    TypeId left = TypeOf(op.left), right = TypeOf(op.right), result = t_none;
    for (const Candidate& function : functions) {
      std::vector<TypeId> wanted{right};
      if (!op.left.empty()) wanted.insert(wanted.begin(), left);
      if (function.arguments == wanted) result = function.result;
    }
    add(left, right, result);
  }
}

void Catalog::LoadNames() const {
  if (names_loaded_) return;
  names_loaded_ = true;
  for (Kind kind : {Kind::kFunction, Kind::kProcedure, Kind::kOperator}) {
    auto at = database_.objects.LowerBound({kind, {}, {}, {}});
    for (; at != database_.objects.end() && at->first.kind == kind; ++at) {
      (kind == Kind::kOperator ? own_operators_ : own_functions_).insert(at->first.name);
    }
  }
  for (const ExtensionMember& member : database_.members) {
    if (member.role == ExtensionMember::Role::kFunction) {
      foreign_functions_.insert(member.name.name);
    }
    if (member.role == ExtensionMember::Role::kOperator) {
      foreign_operators_.insert(member.name.name);
    }
  }
  for (const Unmodelled& object : database_.unmodelled) {
    if (object.kind == "cast") unknown_casts_ = true;
    if (object.kind != "aggregate") continue;
    std::string_view label = object.label;
    label = label.substr(0, label.find('('));
    if (size_t dot = label.rfind('.'); dot != label.npos) label = label.substr(dot + 1);
    foreign_functions_.insert(Name(label));
  }
}

bool Catalog::HasOwnFunction(Name name) const {
  LoadNames();
  return own_functions_.contains(name);
}

bool Catalog::HasOwnOperator(Name name) const {
  LoadNames();
  return own_operators_.contains(name);
}

bool Catalog::HasForeignFunction(Name name) const {
  LoadNames();
  return foreign_functions_.contains(name);
}

bool Catalog::HasForeignOperator(Name name) const {
  LoadNames();
  return foreign_operators_.contains(name);
}

bool Catalog::HasUnknownCasts() const {
  LoadNames();
  return unknown_casts_;
}

}  // namespace autogen::known
