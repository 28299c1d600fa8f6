#include "engine/sql/normal/coercion.h"

#include "engine/base/error.h"

namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

// Families of polymorphic types, which are settled independently of each other.
bool IsSimple(TypeId type) {
  return type == t_anyelement || type == t_anynonarray || type == t_anyenum || type == t_anyarray ||
         type == t_anyrange || type == t_anymultirange;
}
bool IsCompatible(TypeId type) {
  return type == t_anycompatible || type == t_anycompatiblenonarray ||
         type == t_anycompatiblearray || type == t_anycompatiblerange ||
         type == t_anycompatiblemultirange;
}

bool Allows(const Cast& cast, Asked asked) {
  switch (asked) {
    case Asked::kImplicitly:
      return cast.context == 'i';
    case Asked::kByAssignment:
      return cast.context != 'e';
    case Asked::kExplicitly:
      return true;
  }
  Unreachable();
}

// What the arguments of one call have told about its polymorphic types.
// See: PostgreSQL source, parse_coerce.c, enforce_generic_type_consistency.
class Generic {
 public:
  explicit Generic(const Coercion& rules) : rules_(rules) {}

  bool Note(TypeId declared, TypeId actual) {
    if (!IsPolymorphic(declared)) return true;
    if (declared == t_anynonarray) non_array_ = true;
    if (declared == t_anyenum) is_enum_ = true;
    if (IsSimple(declared)) has_simple_ = true;
    if (IsCompatible(declared)) has_compatible_ = true;
    if (actual == t_unknown) {
      has_unknown_ = true;
      return true;
    }
    switch (declared) {
      case t_anyelement:
      case t_anynonarray:
      case t_anyenum:
        return Set(&element_, actual);
      case t_anyarray:
        return Set(&array_, rules_.BaseOf(actual));
      case t_anyrange:
        return Set(&range_, rules_.BaseOf(actual));
      case t_anymultirange:
        return Set(&multirange_, rules_.BaseOf(actual));
      case t_anycompatible:
      case t_anycompatiblenonarray:
        compatible_.push_back(actual);
        return true;
      case t_anycompatiblearray: {
        TypeId element = rules_.ElementOf(rules_.BaseOf(actual));
        compatible_.push_back(element);
        return element != t_none;
      }
      case t_anycompatiblerange: {
        TypeId base = rules_.BaseOf(actual);
        compatible_.push_back(Info(base).subtype);
        return Set(&compatible_range_, base) && Info(base).kind == 'r';
      }
      default:  // anycompatiblemultirange: nobody's expression
        return false;
    }
  }

  bool Settle() {
    if (has_simple_ && !SettleSimple()) return false;
    if (!has_compatible_) return true;
    if (compatible_.empty()) {
      common_ = t_text;
      return true;
    }
    common_ = rules_.CommonType(compatible_);
    if (compatible_range_ != t_none && Info(compatible_range_).subtype != common_) return false;
    return common_ != t_none;
  }

  // What stands for a declared type; `keep` for what arguments of known types keep.
  TypeId Concrete(TypeId declared) const {
    switch (declared) {
      case t_anyelement:
      case t_anynonarray:
      case t_anyenum:
        return element_;
      case t_anyarray:
        return array_ != t_none ? array_ : Info(element_).array;
      case t_anyrange:
        return range_;
      case t_anymultirange:
        return multirange_ != t_none ? multirange_ : Info(range_).multirange;
      case t_anycompatible:
      case t_anycompatiblenonarray:
        return common_;
      case t_anycompatiblearray:
        return Info(common_).array;
      case t_anycompatiblerange:
        return compatible_range_;
      default:
        return t_none;
    }
  }

 private:
  const TypeInfo& Info(TypeId type) const { return rules_.catalog().Type(type); }

  static bool Set(TypeId* known, TypeId actual) {
    if (*known != t_none && *known != actual) return false;
    *known = actual;
    return true;
  }

  bool SettleSimple() {
    if (array_ != t_none && array_ != t_anyarray) {
      TypeId element = Info(array_).element;
      if (element == t_none || !Set(&element_, element)) return false;
    }
    if (multirange_ != t_none) {
      if (Info(multirange_).kind != 'm' || !Set(&range_, Info(multirange_).range)) return false;
    }
    if (range_ != t_none) {
      if (Info(range_).kind != 'r' || !Set(&element_, Info(range_).subtype)) return false;
    }
    if (element_ == t_none) return false;
    if (non_array_ && Info(rules_.BaseOf(element_)).element != t_none) return false;
    return !is_enum_ || Info(element_).kind == 'e';
  }

  const Coercion& rules_;
  bool has_simple_ = false, has_compatible_ = false, has_unknown_ = false;
  bool non_array_ = false, is_enum_ = false;
  TypeId element_ = t_none, array_ = t_none, range_ = t_none, multirange_ = t_none;
  TypeId compatible_range_ = t_none, common_ = t_none;
  std::vector<TypeId> compatible_;
};

}  // namespace

bool IsPolymorphic(TypeId type) { return IsSimple(type) || IsCompatible(type); }

// See: PostgreSQL source, parse_coerce.c, find_coercion_pathway.
Pathway Coercion::FindPathway(TypeId source, TypeId target, Asked asked) const {
  source = BaseOf(source);
  target = BaseOf(target);
  if (source == target) return Pathway::kRelabel;
  if (const Cast* cast = FindCast(source, target, catalog_.version())) {
    if (!Allows(*cast, asked)) return Pathway::kNone;
    return cast->method == 'b'   ? Pathway::kRelabel
           : cast->method == 'f' ? Pathway::kFunction
                                 : Pathway::kThroughText;
  }
  if (target != t_oidvector && target != t_int2vector) {
    TypeId from = ElementOf(source), to = ElementOf(target);
    if (from != t_none && to != t_none) {
      Pathway element = FindPathway(from, to, asked);
      if (element == Pathway::kThroughText) return Pathway::kThroughText;
      if (element != Pathway::kNone) return Pathway::kElements;
    }
  }
  bool into = asked != Asked::kImplicitly && catalog_.Type(target).category == 'S';
  bool out = asked == Asked::kExplicitly && catalog_.Type(source).category == 'S';
  return into || out ? Pathway::kThroughText : Pathway::kNone;
}

bool Coercion::CanCoerce(TypeId source, TypeId target, Asked asked) const {
  if (source == target || target == t_any || IsPolymorphic(target)) return true;
  if (source == t_unknown) return true;
  if (FindPathway(source, target, asked) != Pathway::kNone) return true;
  bool complex = catalog_.Type(target).kind == 'c' && source == t_record;
  return complex || (target == t_record && IsComposite(source));
}

bool Coercion::CanCoerceAll(std::span<const TypeId> sources,
                            std::span<const TypeId> targets) const {
  bool polymorphic = false;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (!CanCoerce(sources[i], targets[i], Asked::kImplicitly)) return false;
    polymorphic |= IsPolymorphic(targets[i]);
  }
  if (!polymorphic) return true;
  // What is not known yet fits everything. See: check_generic_type_consistency.
  Generic generic(*this);
  bool unknown = true;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (!generic.Note(targets[i], sources[i])) return false;
    if (IsSimple(targets[i]) && sources[i] != t_unknown) unknown = false;
    // Each is what its declared type says.
    TypeId base = BaseOf(sources[i]);
    if (sources[i] == t_unknown) continue;
    if (targets[i] == t_anyarray && ElementOf(base) == t_none && base != t_anyarray) return false;
    if (targets[i] == t_anyrange && catalog_.Type(base).kind != 'r') return false;
    if (targets[i] == t_anymultirange && catalog_.Type(base).kind != 'm') return false;
    if (targets[i] == t_anynonarray && ElementOf(base) != t_none) return false;
    if (targets[i] == t_anyenum && catalog_.Type(sources[i]).kind != 'e') return false;
    if (targets[i] == t_anycompatiblenonarray && ElementOf(base) != t_none) return false;
  }
  bool simple = false;
  for (TypeId target : targets) simple |= IsSimple(target);
  if (simple && unknown) {
    // Nothing is known of the simple family: it may be anything.
    return true;
  }
  return generic.Settle();
}

// See: PostgreSQL source, parse_coerce.c, IsBinaryCoercible.
bool Coercion::IsBinaryCoercible(TypeId source, TypeId target) const {
  if (source == target || target == t_any || target == t_anyelement) return true;
  source = BaseOf(source);
  const TypeInfo& info = catalog_.Type(source);
  if (source == target) return true;
  if (target == t_anyarray) return info.element != t_none;
  if (target == t_anyenum) return info.kind == 'e';
  if (target == t_anyrange) return info.kind == 'r';
  if (target == t_anymultirange) return info.kind == 'm';
  if (target == t_record) return info.kind == 'c';
  const Cast* cast = FindCast(source, target, catalog_.version());
  return cast != nullptr && cast->method == 'b' && cast->context == 'i';
}

// See: PostgreSQL source, parse_coerce.c, select_common_type.
TypeId Coercion::CommonType(std::span<const TypeId> types) const {
  TypeId first = types[0];
  size_t at = 1;
  if (first != t_unknown) {
    while (at < types.size() && types[at] == first) ++at;
    if (at == types.size()) return first;
  }
  TypeId common = first == t_unknown ? first : BaseOf(first);
  for (; at < types.size(); ++at) {
    TypeId type = types[at] == t_unknown ? types[at] : BaseOf(types[at]);
    if (type == t_unknown || type == common) continue;
    if (common == t_unknown) {
      common = type;
      continue;
    }
    if (catalog_.Type(common).category != catalog_.Type(type).category) return t_none;
    if (!catalog_.Type(common).preferred && CanCoerce(common, type, Asked::kImplicitly) &&
        !CanCoerce(type, common, Asked::kImplicitly)) {
      common = type;
    }
  }
  return common == t_unknown ? TypeId{t_text} : common;
}

bool Coercion::Enforce(std::span<const TypeId> actual, std::vector<TypeId>* declared,
                       TypeId* result) const {
  bool polymorphic = IsPolymorphic(*result);
  for (TypeId type : *declared) polymorphic |= IsPolymorphic(type);
  if (!polymorphic) return true;
  Generic generic(*this);
  for (size_t i = 0; i < declared->size() && i < actual.size(); ++i) {
    if (!generic.Note((*declared)[i], actual[i])) return false;
  }
  if (!generic.Settle()) return false;
  for (size_t i = 0; i < declared->size(); ++i) {
    TypeId& type = (*declared)[i];
    bool settles = IsCompatible(type) || (i < actual.size() && actual[i] == t_unknown);
    if (!IsPolymorphic(type) || !settles) continue;
    type = generic.Concrete(type);
    if (type == t_none) return false;
  }
  if (IsPolymorphic(*result)) {
    *result = generic.Concrete(*result);
    if (*result == t_none) return false;
  }
  return true;
}

}  // namespace autogen::normal
