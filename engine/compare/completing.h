#pragma once

#include <array>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/compare/declared.h"

namespace autogen {

// An object on its way to the completed target.
using Completing = Declared;

// All of them, and those of each type: what is done for one type looks at no other's objects.
class CompletingObjects {
 public:
  void Add(Completing* completing) {
    all_.push_back(completing);
    by_type_[completing->object->index()].push_back(completing);
  }

  const std::vector<Completing*>& all() const { return all_; }
  template <class T>
  const std::vector<Completing*>& Of() const {
    return by_type_[IndexOf<T>(static_cast<Object*>(nullptr))];
  }

 private:
  template <class T, class... Types>
  static constexpr size_t IndexOf(std::variant<Types...>*) {
    size_t index = 0;
    (void)((std::is_same_v<T, Types> || (++index, false)) || ...);
    return index;
  }

  std::vector<Completing*> all_;
  std::array<std::vector<Completing*>, std::variant_size_v<Object>> by_type_;
};

}  // namespace autogen
