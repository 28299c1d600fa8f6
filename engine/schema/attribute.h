#pragma once

#include <string_view>
#include <tuple>

namespace autogen {

// What a difference in an attribute asks for.
enum class Alters : unsigned char {
  kInPlace,  // PostgreSQL can alter it
  kRebuild,  // only by dropping and creating the object (a kind's rule in engine/plan may know
             // better)
  kNever,  // no difference of a schema: says how something was made, or derived from something else
};

// One attribute of a kind, declared once. `name` is the model format's key. Comparison, hashing,
// JSON and the model format walk these lists; see AttributesOf below.
template <class Owner, class T>
struct Attribute {
  std::string_view name;
  T Owner::*member;
  Alters alters;
};
template <class Owner, class T>
Attribute(const char*, T Owner::*, Alters) -> Attribute<Owner, T>;

// Specialised beside each struct: `static constexpr auto kList = std::tuple(Attribute{…}, …);`
template <class T>
struct AttributesOf;

template <class T>
concept HasAttributes = requires {
  AttributesOf<T>::kList;
};

// Calls f(attribute) for each attribute of T, in the order of the list.
template <HasAttributes T, class F>
constexpr void ForEachAttribute(F&& f) {
  std::apply([&](const auto&... attribute) { (f(attribute), ...); }, AttributesOf<T>::kList);
}

}  // namespace autogen
