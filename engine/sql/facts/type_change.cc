#include "engine/sql/facts/type_change.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

namespace autogen {
namespace {

// Types between any two of which an assignment cast exists (or an implicit one).
constexpr std::array<std::string_view, 3> kStrings = {"text", "character varying", "character"};
constexpr std::array<std::string_view, 6> kNumbers = {"smallint", "integer", "bigint",
                                                      "numeric",  "real",    "double precision"};
constexpr std::array<std::string_view, 3> kTimes = {"date", "timestamp without time zone",
                                                    "timestamp with time zone"};
constexpr std::array<std::string_view, 2> kJson = {"json", "jsonb"};
constexpr std::array<std::string_view, 2> kBits = {"bit", "bit varying"};
constexpr std::array<std::string_view, 2> kNetworks = {"inet", "cidr"};
constexpr std::array<std::span<const std::string_view>, 6> kFamilies = {
    kStrings, kNumbers, kTimes, kJson, kBits, kNetworks};

bool In(std::span<const std::string_view> names, Name name) {
  return std::find(names.begin(), names.end(), name.view()) != names.end();
}

bool IsBuiltin(const TypeRef& type) { return type.schema == Name("pg_catalog"); }
bool IsString(const TypeRef& type) { return IsBuiltin(type) && In(kStrings, type.name); }

bool OfOneFamily(const TypeRef& from, const TypeRef& to) {
  if (!IsBuiltin(from) || !IsBuiltin(to)) return false;
  return std::any_of(kFamilies.begin(), kFamilies.end(),
                     [&](auto family) { return In(family, from.name) && In(family, to.name); });
}

// The numbers in "(10,2)"; the first one also in " day to second(3)".
struct Modifier {
  std::optional<int> first, second;
};
Modifier ReadModifier(Name modifier) {
  Modifier read;
  std::string_view text = modifier;
  size_t open = text.find('(');
  if (open == text.npos) return read;
  const char* position = text.data() + open + 1;
  const char* end = text.data() + text.size();
  int number = 0;
  auto result = std::from_chars(position, end, number);
  if (result.ec != std::errc()) return read;
  read.first = number;
  if (result.ptr < end && *result.ptr == ',') {
    position = result.ptr + 1;
    while (position < end && *position == ' ') ++position;
    if (std::from_chars(position, end, number).ec == std::errc()) read.second = number;
  }
  return read;
}

// Whether a limit grew (or fell away), so that whatever is stored fits as it stands.
bool Grew(std::optional<int> from, std::optional<int> to) { return !to || (from && *to >= *from); }

// The same type with another modifier. See: varchar_support(), numeric_support() and
// TemporalSimplify() in PostgreSQL's source.
void ChangeModifier(const TypeRef& from, const TypeRef& to, TypeChange& change) {
  Modifier old_modifier = ReadModifier(from.modifier);
  Modifier new_modifier = ReadModifier(to.modifier);
  std::string_view name = to.name;
  if (name == "numeric") {
    if (!new_modifier.first) return;
    bool scale_equal = old_modifier.second.value_or(0) == new_modifier.second.value_or(0);
    bool scale_less =
        !old_modifier.first || new_modifier.second.value_or(0) < old_modifier.second.value_or(0);
    int old_whole = old_modifier.first.value_or(0) - old_modifier.second.value_or(0);
    int new_whole = *new_modifier.first - new_modifier.second.value_or(0);
    change.may_lose = scale_less;
    change.may_fail = !old_modifier.first || new_whole < old_whole;
    change.rewrites =
        !old_modifier.first || !scale_equal || *new_modifier.first < *old_modifier.first;
    return;
  }
  bool grew = Grew(old_modifier.first, new_modifier.first);
  change.rewrites = !grew || name == "character" || name == "bit";
  if (name == "character varying" || name == "character" || name == "bit" ||
      name == "bit varying") {
    change.may_fail = !grew || name == "bit";
  } else {
    change.may_lose = !grew;
  }
}

int NumberRank(Name name) {
  auto found = std::find(kNumbers.begin(), kNumbers.end(), name.view());
  return static_cast<int>(found - kNumbers.begin());
}

void ChangeNumber(const TypeRef& from, const TypeRef& to, TypeChange& change) {
  bool from_whole = NumberRank(from.name) < 3;
  bool to_whole = NumberRank(to.name) < 3;
  change.may_fail = NumberRank(to.name) < NumberRank(from.name) && (to_whole || from_whole);
  if (to.name == Name("numeric") && !to.modifier.empty()) change.may_fail = true;
  change.may_lose = (to_whole && !from_whole) || (to.name == Name("real")) ||
                    (to.name == Name("double precision") &&
                     (from.name == Name("numeric") || from.name == Name("bigint"))) ||
                    (to.name == Name("numeric") && !from_whole && !to.modifier.empty());
}

void ChangeString(const TypeRef& from, const TypeRef& to, TypeChange& change) {
  Modifier old_modifier = ReadModifier(from.modifier);
  Modifier new_modifier = ReadModifier(to.modifier);
  bool blank_padded = from.name == Name("character") || to.name == Name("character");
  change.rewrites = blank_padded || new_modifier.first.has_value();
  change.may_fail = new_modifier.first && !Grew(old_modifier.first, new_modifier.first);
}

void ChangeBuiltin(const TypeRef& from, const TypeRef& to, TypeChange& change) {
  if (from.name == to.name) return ChangeModifier(from, to, change);
  if (IsString(from) && IsString(to)) return ChangeString(from, to, change);
  change.rewrites = true;
  if (In(kNumbers, from.name) && In(kNumbers, to.name)) return ChangeNumber(from, to, change);
  if (In(kTimes, from.name) && In(kTimes, to.name)) {
    change.may_lose = to.name == Name("date");
  } else if (In(kNetworks, from.name) && In(kNetworks, to.name)) {
    change.rewrites = to.name == Name("cidr");
    change.may_lose = to.name == Name("cidr");
  } else if (IsString(from)) {
    change.may_fail = true;
  } else if (IsString(to)) {
    change.may_fail = !to.modifier.empty();
  } else if (In(kBits, from.name) && In(kBits, to.name)) {
    change.may_fail = to.name == Name("bit") || !to.modifier.empty();
  } else if (!In(kJson, from.name) || !In(kJson, to.name)) {
    change.may_fail = true;
  }
}

// Whether an assignment cast is known. A target of characters takes anything by assignment, and
// must: an explicit cast to varchar(5) would cut in silence where assignment is an error.
bool HasAssignmentCast(const TypeRef& from, const TypeRef& to) {
  if (from.array != to.array) return IsString(to) && !to.array;
  if (IsString(to)) return true;
  return (from.schema == to.schema && from.name == to.name) || OfOneFamily(from, to);
}

struct CastPair {
  std::string_view from, to;
};

// Explicit and assignment casts between families. See: pg_cast.
constexpr CastPair kCasts[] = {
    {"bigint", "bit"},
    {"bigint", "money"},
    {"bigint", "oid"},
    {"bit", "bigint"},
    {"bit", "integer"},
    {"boolean", "integer"},
    {"integer", "bit"},
    {"integer", "boolean"},
    {"integer", "money"},
    {"integer", "oid"},
    {"interval", "time without time zone"},
    {"jsonb", "bigint"},
    {"jsonb", "boolean"},
    {"jsonb", "double precision"},
    {"jsonb", "integer"},
    {"jsonb", "numeric"},
    {"jsonb", "real"},
    {"jsonb", "smallint"},
    {"macaddr", "macaddr8"},
    {"macaddr8", "macaddr"},
    {"money", "numeric"},
    {"numeric", "money"},
    {"oid", "bigint"},
    {"oid", "integer"},
    {"smallint", "oid"},
    {"time with time zone", "time without time zone"},
    {"time without time zone", "interval"},
    {"time without time zone", "time with time zone"},
    {"timestamp with time zone", "time with time zone"},
    {"timestamp with time zone", "time without time zone"},
    {"timestamp without time zone", "time without time zone"},
};

// A text goes to any type by its input function; the rest must be in the catalog.
bool HasExplicitCast(const TypeRef& from, const TypeRef& to) {
  if (IsString(from)) return from.array == to.array || !from.array;
  if (from.array != to.array || !IsBuiltin(from) || !IsBuiltin(to)) return false;
  return std::any_of(std::begin(kCasts), std::end(kCasts), [&](const CastPair& cast) {
    return cast.from == from.name.view() && cast.to == to.name.view();
  });
}

}  // namespace

TypeRef BaseType(const TypeRef& type, const Database& database) {
  TypeRef base = type;
  while (!base.array) {
    const auto* domain = database.Get<Domain>(RelationId(Kind::kDomain, base.schema, base.name));
    if (domain == nullptr) break;
    base = domain->type;
  }
  return base;
}

TypeChange ClassifyTypeChange(const TypeRef& from, const TypeRef& to, const Database& before,
                              const Database& after) {
  TypeChange change;
  if (from == to) return change;
  TypeRef old_base = BaseType(from, before);
  TypeRef new_base = BaseType(to, after);
  bool to_domain = new_base != to;
  bool known = HasAssignmentCast(old_base, new_base);
  change.needs_using = !known;
  bool opaque = !IsBuiltin(old_base) || !IsBuiltin(new_base);
  change.via_text = !known && !HasExplicitCast(old_base, new_base);
  if (old_base == new_base) {
    change.rewrites = change.may_fail = to_domain;  // its checks are made on each row
  } else if (opaque || old_base.array != new_base.array) {
    change.rewrites = true;
    change.may_fail = !IsString(new_base) || !new_base.modifier.empty();
  } else {
    ChangeBuiltin(old_base, new_base, change);
    if (to_domain) change.rewrites = change.may_fail = true;
    // An array is never taken over as it stands but where its elements' types are the same bytes.
    if (new_base.array && old_base.name != new_base.name) change.rewrites = true;
  }
  return change;
}

}  // namespace autogen
