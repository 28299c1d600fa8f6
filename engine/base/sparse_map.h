#pragma once

#include <initializer_list>
#include <map>
#include <utility>

#include "engine/base/boxed.h"

namespace autogen {

// A map that takes a pointer's room as long as it is empty, for what few have.
template <class Key, class Value>
class SparseMap {
 public:
  using Map = std::map<Key, Value>;
  using value_type = typename Map::value_type;
  using iterator = typename Map::iterator;
  using const_iterator = typename Map::const_iterator;

  SparseMap() = default;
  SparseMap(std::initializer_list<value_type> list) {
    if (list.size() > 0) map_ = Map(list);
  }

  template <class Iterator>
  SparseMap(Iterator begin, Iterator end) {
    if (begin != end) map_ = Map(begin, end);
  }

  const Map& map() const {
    static const Map& none = *new Map();
    return map_ ? *map_ : none;
  }

  bool empty() const { return !map_ || map_->empty(); }
  size_t size() const { return map().size(); }
  const_iterator begin() const { return map().begin(); }
  const_iterator end() const { return map().end(); }
  const_iterator find(const Key& key) const { return map().find(key); }
  bool contains(const Key& key) const { return map().contains(key); }
  const Value& at(const Key& key) const { return map().at(key); }

  Value& operator[](const Key& key) { return made()[key]; }
  std::pair<iterator, bool> emplace(Key key, Value value) {
    return made().emplace(std::move(key), std::move(value));
  }
  size_t erase(const Key& key) { return map_ ? map_->erase(key) : 0; }

  friend bool operator==(const SparseMap& a, const SparseMap& b) {
    return (a.empty() && b.empty()) || a.map() == b.map();
  }

 private:
  Map& made() { return map_ ? *map_ : map_.emplace(); }

  Boxed<Map> map_;
};

}  // namespace autogen
