#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/compare/compare_text.h"
#include "engine/schema/object.h"
#include "engine/sql/names.h"

namespace autogen {

// The verdict over two parts together.
inline Verdict Both(Verdict a, Verdict b) { return std::max(a, b); }

// As they stand, and by their trees.
Verdict CompareText(const Expression& a, const Expression& b, SqlForm form);
// `may_be_implied`: a collation or an operator class, which may be spelled out on one side only.
Verdict CompareQualified(const QualifiedName& a, const QualifiedName& b, bool may_be_implied);
Verdict CompareType(const TypeRef& a, const TypeRef& b);
// Values of SET: 'a', "a" and a are one value.
Verdict CompareSettings(const std::map<std::string, std::string>& a,
                        const std::map<std::string, std::string>& b);
// White space at the ends of a string body is no difference.
Verdict CompareBody(std::string_view a, std::string_view b);
// By name; those without by their definition.
Verdict CompareDomainConstraints(const std::vector<DomainConstraint>& a,
                                 const std::vector<DomainConstraint>& b, const TextSides& sides);

// What the text of an attribute is.
template <class Owner>
constexpr SqlForm FormOf() {
  if (std::is_same_v<Owner, View> || std::is_same_v<Owner, MaterializedView>) {
    return SqlForm::kQuery;
  }
  return std::is_same_v<Owner, Routine> ? SqlForm::kStatements : SqlForm::kExpression;
}

// Attributes of type QualifiedName that an empty value may mean the same as a spelled one of.
constexpr bool MayBeImplied(std::string_view attribute) {
  return attribute == "collate" || attribute == "collation" || attribute == "opclass" ||
         attribute == "subtype_opclass";
}

// Every attribute of two values of one kind.
template <HasAttributes T>
Verdict CompareValue(const T& a, const T& b, const TextSides& sides);

// Where a kind knows better than its attribute's type; nullopt: it does not.
template <class T>
std::optional<Verdict> KindRule(std::string_view, const T&, const T&) {
  return std::nullopt;
}
std::optional<Verdict> KindRule(std::string_view attribute, const Argument& a, const Argument& b);
std::optional<Verdict> KindRule(std::string_view attribute, const Column& a, const Column& b);
std::optional<Verdict> KindRule(std::string_view attribute, const Extension& a, const Extension& b);
std::optional<Verdict> KindRule(std::string_view attribute, const Index& a, const Index& b);
std::optional<Verdict> KindRule(std::string_view attribute, const IndexKey& a, const IndexKey& b);
std::optional<Verdict> KindRule(std::string_view attribute, const MaterializedView& a,
                                const MaterializedView& b);
std::optional<Verdict> KindRule(std::string_view attribute, const RangeType& a, const RangeType& b);
std::optional<Verdict> KindRule(std::string_view attribute, const Routine& a, const Routine& b);
std::optional<Verdict> KindRule(std::string_view attribute, const Table& a, const Table& b);

template <class T>
Verdict ComparePlain(const T& a, const T& b) {
  return a == b ? Verdict::kEqual : Verdict::kDifferent;
}

template <class T>
Verdict CompareList(const std::vector<T>& a, const std::vector<T>& b, const TextSides& sides) {
  if (a.size() != b.size()) return Verdict::kDifferent;
  Verdict verdict = Verdict::kEqual;
  for (size_t i = 0; i < a.size(); ++i) {
    if constexpr (HasAttributes<T>) {
      verdict = Both(verdict, CompareValue(a[i], b[i], sides));
    } else if constexpr (std::is_same_v<T, TypeRef>) {
      verdict = Both(verdict, CompareType(a[i], b[i]));
    } else {
      verdict = Both(verdict, ComparePlain(a[i], b[i]));
    }
  }
  return verdict;
}

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsOptional<Boxed<T>> : std::true_type {};

// A text that is written differently may still mean the same at its place.
template <class Owner>
Verdict CompareTextAt(std::string_view attribute, const Owner& a, const Expression& x,
                      const Owner& b, const Expression& y, const TextSides& sides) {
  Verdict verdict = CompareText(x, y, FormOf<Owner>());
  if (verdict != Verdict::kOpen || sides.texts == nullptr) return verdict;
  std::optional<TextPlace> at_a = PlaceOf(attribute, a, *sides.before);
  std::optional<TextPlace> at_b = PlaceOf(attribute, b, *sides.after);
  bool same = at_a && at_b && sides.texts->SameMeaning(x.text, *at_a, y.text, *at_b);
  return same ? Verdict::kEqual : verdict;
}

// An index key is spelled in several attributes, which mean something together.
constexpr bool IsKeyText(std::string_view attribute) {
  return attribute == "column" || attribute == "expression" || attribute == "collate" ||
         attribute == "opclass";
}

// One attribute of two values of its owner, whatever its type. kNever is no difference.
template <class Owner, class T>
Verdict CompareAttribute(const Attribute<Owner, T>& attribute, const Owner& a, const Owner& b,
                         const TextSides& sides = {}) {
  if (attribute.alters == Alters::kNever) return Verdict::kEqual;
  const T& x = a.*attribute.member;
  const T& y = b.*attribute.member;
  if constexpr (std::is_same_v<Owner, IndexKey>) {
    if (IsKeyText(attribute.name) && !(x == y) && SameKey(a, b, sides)) return Verdict::kEqual;
  }
  if (std::optional<Verdict> verdict = KindRule(attribute.name, a, b)) return *verdict;
  if constexpr (std::is_same_v<T, Expression>) {
    return CompareTextAt(attribute.name, a, x, b, y, sides);
  } else if constexpr (std::is_same_v<T, QualifiedName>) {
    return CompareQualified(x, y, MayBeImplied(attribute.name));
  } else if constexpr (std::is_same_v<T, TypeRef>) {
    return CompareType(x, y);
  } else if constexpr (std::is_same_v<T, std::vector<DomainConstraint>>) {
    return CompareDomainConstraints(x, y, sides);
  } else if constexpr (IsVector<T>::value) {
    return CompareList(x, y, sides);
  } else if constexpr (IsOptional<T>::value) {
    if constexpr (HasAttributes<typename T::value_type>) {
      if (x && y) return CompareValue(*x, *y, sides);
      return x.has_value() == y.has_value() ? Verdict::kEqual : Verdict::kDifferent;
    } else {
      return ComparePlain(x, y);
    }
  } else if constexpr (HasAttributes<T>) {
    return CompareValue(x, y, sides);
  } else {
    return ComparePlain(x, y);
  }
}

template <HasAttributes T>
Verdict CompareValue(const T& a, const T& b, const TextSides& sides) {
  Verdict verdict = Verdict::kEqual;
  ForEachAttribute<T>([&](const auto& attribute) {
    if (verdict != Verdict::kDifferent) {
      verdict = Both(verdict, CompareAttribute(attribute, a, b, sides));
    }
  });
  return verdict;
}

}  // namespace autogen
