// Operator classes, and which of them an index takes when none is said.
#include "introspect/readers.h"

namespace autogen {
namespace {

// Numbers of the polymorphic types; the same in every version.
enum PolymorphicType : CatalogOid {
  kAny = 2276,
  kAnyArray = 2277,
  kAnyElement = 2283,
  kAnyNonArray = 2776,
  kAnyEnum = 3500,
  kAnyRange = 3831,
  kAnyMultirange = 4537,
  kAnyCompatible = 5077,
  kAnyCompatibleArray = 5078,
  kAnyCompatibleNonArray = 5079,
  kAnyCompatibleRange = 5080,
  kAnyCompatibleMultirange = 4538,
  kRecord = 2249,
  kRecordArray = 2287,
};

class OpclassRules {
 public:
  explicit OpclassRules(CatalogState& state) : s_(state) {}

  // See: getBaseType().
  CatalogOid BaseType(CatalogOid type) const {
    for (auto found = s_.types.find(type); found != s_.types.end() && found->second.type == 'd';
         found = s_.types.find(type)) {
      type = found->second.base_type;
    }
    return type;
  }

  // See: IsBinaryCoercible().
  bool IsBinaryCoercible(CatalogOid source, CatalogOid target) const {
    if (source == target || target == kAny || target == kAnyElement || target == kAnyCompatible) {
      return true;
    }
    source = BaseType(source);
    if (source == target) return true;
    auto found = s_.types.find(source);
    if (found == s_.types.end()) return false;
    const CatalogType& type = found->second;
    bool is_array = IsArray(source, type);
    if (target == kAnyArray || target == kAnyCompatibleArray) return is_array;
    if (target == kAnyNonArray || target == kAnyCompatibleNonArray) return !is_array;
    if (target == kAnyEnum) return type.type == 'e';
    if (target == kAnyRange || target == kAnyCompatibleRange) return type.type == 'r';
    if (target == kAnyMultirange || target == kAnyCompatibleMultirange) return type.type == 'm';
    if (target == kRecord) return type.type == 'c';
    if (target == kRecordArray) return is_array && IsComposite(type.element);
    return s_.binary_casts.contains({source, target});
  }

 private:
  bool IsArray(CatalogOid oid, const CatalogType& type) const {
    auto element = s_.types.find(type.element);
    // A composite type that is not read is known by its absence alone.
    return type.element != 0 && type.category == 'A' &&
           (element == s_.types.end() || element->second.array_type == oid);
  }
  bool IsComposite(CatalogOid oid) const {
    auto found = s_.types.find(oid);
    return found == s_.types.end() || found->second.type == 'c';
  }

  CatalogState& s_;
};

}  // namespace

// See: GetDefaultOpClass().
CatalogOid CatalogState::DefaultOpclass(CatalogOid type, CatalogOid method) {
  auto [known, fresh] = default_opclasses_.try_emplace(std::pair(type, method), 0);
  if (!fresh) return known->second;
  OpclassRules rules(*this);
  CatalogOid base = rules.BaseType(type);
  int exact = 0, preferred = 0, compatible = 0;
  CatalogOid result = 0;
  for (const auto& [oid, opclass] : opclasses) {
    if (opclass.method != method || !opclass.is_default) continue;
    if (opclass.input_type == base) {
      result = oid;
      ++exact;
    } else if (exact == 0 && rules.IsBinaryCoercible(base, opclass.input_type)) {
      const CatalogType input = types[opclass.input_type];
      if (input.preferred && input.category == types[base].category) {
        result = oid;
        ++preferred;
      } else if (preferred == 0) {
        result = oid;
        ++compatible;
      }
    }
  }
  bool found = exact > 0 ? exact == 1 : preferred > 0 ? preferred == 1 : compatible == 1;
  return known->second = found ? result : 0;
}

CatalogReader ReadOpclasses(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), method(h, "method"), name_space(h, "namespace"), name(h, "name");
  Field input_type(h, "input_type"), key_type(h, "key_type"), is_default(h, "is_default");
  return {[=, &s](const Row& row) {
            s.opclasses[oid.Oid(row)] = {oid.Oid(row),
                                         method.Oid(row),
                                         input_type.Oid(row),
                                         key_type.Oid(row),
                                         s.Qualified(name_space.Oid(row), name(row)),
                                         is_default.Flag(row)};
            return absl::OkStatus();
          },
          nullptr};
}

CatalogReader ReadCasts(CatalogHeader& h, CatalogState& s) {
  Field source(h, "source"), target(h, "target");
  return {[=, &s](const Row& row) {
            s.binary_casts.insert({source.Oid(row), target.Oid(row)});
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
