#include <algorithm>

#include "engine/compare/compare.h"
#include "engine/compare/compare_value.h"

namespace autogen {
namespace {

// The four sides of one part of an object. `again` may be absent.
template <class T>
struct Sides {
  const T& live;
  const T* again;
  const T& realised;
  const T& declared;
  TextSides whole;  // live's and the realised object, and what tells their texts apart
};

template <class T>
const T* FindByName(const std::vector<T>& list, Name name) {
  for (const T& element : list) {
    if (element.name == name) return &element;
  }
  return nullptr;
}

template <class T>
T AdoptParts(const Sides<T>& sides);

// Elements of one name: what live or the server does not have stays as declared.
template <class T>
std::vector<T> AdoptByName(const Sides<std::vector<T>>& sides) {
  std::vector<T> result;
  for (const T& declared : sides.declared) {
    const T* live = FindByName(sides.live, declared.name);
    const T* realised = FindByName(sides.realised, declared.name);
    const T* again = sides.again ? FindByName(*sides.again, declared.name) : nullptr;
    bool all = live != nullptr && realised != nullptr;
    result.push_back(all ? AdoptParts(Sides<T>{*live, again, *realised, declared, sides.whole})
                         : declared);
  }
  return result;
}

template <class T>
std::vector<T> AdoptByPlace(const Sides<std::vector<T>>& sides) {
  size_t size = sides.declared.size();
  bool fits = sides.live.size() == size && sides.realised.size() == size;
  if (!fits) return sides.declared;
  std::vector<T> result;
  for (size_t i = 0; i < size; ++i) {
    const T* again = sides.again && sides.again->size() == size ? &(*sides.again)[i] : nullptr;
    result.push_back(AdoptParts(
        Sides<T>{sides.live[i], again, sides.realised[i], sides.declared[i], sides.whole}));
  }
  return result;
}

// A name that nobody knew when the models were read is what the server has made of it.
template <class T>
T Resolved(const T& realised, const T& declared) {
  bool unknown = !declared.empty() && declared.schema.empty() && !realised.empty();
  return unknown ? realised : declared;
}

template <class M>
constexpr bool kNamed =
    std::is_same_v<M, std::vector<Column>> || std::is_same_v<M, std::vector<DomainConstraint>>;

// A part that has parts of its own, or is wholly different.
template <class M>
M AdoptInside(const Sides<M>& sides) {
  if constexpr (kNamed<M>) {
    return AdoptByName(sides);
  } else if constexpr (IsVector<M>::value) {
    if constexpr (HasAttributes<typename M::value_type>) return AdoptByPlace(sides);
    return sides.declared;
  } else if constexpr (std::is_same_v<M, QualifiedName> || std::is_same_v<M, TypeRef>) {
    return Resolved(sides.realised, sides.declared);
  } else {
    return sides.declared;
  }
}

// Whether the server's word on an attribute counts: an invalid index is no model of anything, a
// scratch server has no tablespaces of ours, and a table was made there without its indexes.
bool Tells(std::string_view attribute) {
  return attribute != "invalid" && attribute != "tablespace" && attribute != "cluster_on" &&
         attribute != "replica_identity";
}

template <class T>
T AdoptParts(const Sides<T>& sides) {
  T result = sides.declared;
  ForEachAttribute<T>([&](const auto& attribute) {
    if (attribute.alters == Alters::kNever || !Tells(attribute.name)) return;
    const auto member = attribute.member;
    using M = std::decay_t<decltype(result.*member)>;
    bool same =
        CompareAttribute(attribute, sides.live, sides.realised, sides.whole) == Verdict::kEqual ||
        (sides.again != nullptr &&
         CompareAttribute(attribute, sides.realised, *sides.again) == Verdict::kEqual);
    if constexpr (kNamed<M>) same = false;  // has parts that no comparison looks at
    if (same) {
      result.*member = sides.live.*member;
    } else {
      const M* again = sides.again ? &(sides.again->*member) : nullptr;
      result.*member = AdoptInside(Sides<M>{sides.live.*member, again, sides.realised.*member,
                                            sides.declared.*member, sides.whole});
    }
  });
  return result;
}

// The columns that the query gives, with what the models say of them. Where no server was asked
// (the models' words are live's in other words), they are live's.
template <class Relation>
std::vector<Column> ViewColumns(const Sides<Relation>& sides, const Relation& adopted) {
  std::vector<Column> result;
  bool asked = &sides.realised != &sides.declared;
  if (!asked && !(adopted.query == sides.live.query)) return sides.declared.columns;
  for (const Column& realised : asked ? sides.realised.columns : sides.live.columns) {
    const Column* live = FindByName(sides.live.columns, realised.name);
    const Column* again = sides.again ? FindByName(sides.again->columns, realised.name) : nullptr;
    Column declared;
    if (const Column* said = FindByName(sides.declared.columns, realised.name)) declared = *said;
    declared.name = realised.name;
    declared.type = realised.type;
    declared.collation = realised.collation;
    declared.not_null = realised.not_null;
    result.push_back(live ? AdoptParts(Sides<Column>{*live, again, realised, declared, sides.whole})
                          : declared);
  }
  return result.empty() ? sides.declared.columns : result;
}

template <class T>
T AdoptObject(const Sides<T>& sides) {
  return AdoptParts(sides);
}

View AdoptObject(const Sides<View>& sides) {
  View result = AdoptParts(sides);
  result.columns = ViewColumns(sides, result);
  return result;
}

MaterializedView AdoptObject(const Sides<MaterializedView>& sides) {
  MaterializedView result = AdoptParts(sides);
  result.columns = ViewColumns(sides, result);
  // One that is not made anew stays filled or empty.
  if (result.query == sides.live.query) result.with_data = sides.live.with_data;
  return result;
}

}  // namespace

Object Adopt(const Object& live, const Object* live_again, const Object& realised,
             const Object& declared, const TextComparer* texts) {
  TextSides whole{texts, &live, &realised};
  return std::visit(
      [&](const auto& said) -> Object {
        using T = std::decay_t<decltype(said)>;
        const T* before = std::get_if<T>(&live);
        const T* printed = std::get_if<T>(&realised);
        const T* again = live_again ? std::get_if<T>(live_again) : nullptr;
        if (before == nullptr || printed == nullptr) return said;
        return AdoptObject(Sides<T>{*before, again, *printed, said, whole});
      },
      declared);
}

void AdoptReworded(const std::vector<ObjectId>& ids, const Database& live, Database* target) {
  TextComparer texts(live, *target);
  std::vector<Object> adopted;
  for (const ObjectId& id : ids) {
    const Object* before = live.Find(id);
    const Object* declared = target->Find(id);
    if (before == nullptr || declared == nullptr) continue;
    adopted.push_back(Adopt(*before, nullptr, *declared, *declared, &texts));
  }
  // Only now: texts are told apart by what the target's other objects are.
  for (Object& object : adopted) target->Add(std::move(object));
}

}  // namespace autogen
