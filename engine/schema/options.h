#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <utility>

#include "engine/base/boxed.h"

namespace autogen {

// Storage parameters and the like: plain text on both sides, sorted by key. A map that takes a
// pointer's room as long as it is empty, as nearly all are.
class Options {
 public:
  using Map = std::map<std::string, std::string>;
  using value_type = Map::value_type;
  using iterator = Map::iterator;
  using const_iterator = Map::const_iterator;

  Options() = default;
  Options(std::initializer_list<value_type> list) {
    if (list.size() > 0) map_ = Map(list);
  }

  template <class Iterator>
  Options(Iterator begin, Iterator end) {
    if (begin != end) map_ = Map(begin, end);
  }

  const Map& map() const {
    static const Map& none = *new Map();
    return map_ ? *map_ : none;
  }

  bool empty() const { return map().empty(); }
  size_t size() const { return map().size(); }
  const_iterator begin() const { return map().begin(); }
  const_iterator end() const { return map().end(); }
  const_iterator find(const std::string& key) const { return map().find(key); }
  bool contains(const std::string& key) const { return map().contains(key); }
  const std::string& at(const std::string& key) const { return map().at(key); }

  std::string& operator[](const std::string& key) { return made()[key]; }
  std::pair<iterator, bool> emplace(std::string key, std::string value) {
    return made().emplace(std::move(key), std::move(value));
  }
  size_t erase(const std::string& key) { return map_ ? map_->erase(key) : 0; }

  friend bool operator==(const Options& a, const Options& b) { return a.map() == b.map(); }

 private:
  Map& made() { return map_ ? *map_ : map_.emplace(); }

  Boxed<Map> map_;
};

}  // namespace autogen
