#pragma once

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/boxed.h"

namespace autogen {

// Storage parameters and the like: plain text on both sides, in the order in which they were set.
// PostgreSQL keeps and prints that, but it is no difference. Takes a pointer's room as long as it
// is empty, as nearly all are.
class Options {
 public:
  using value_type = std::pair<std::string, std::string>;
  using List = std::vector<value_type>;
  using const_iterator = List::const_iterator;

  Options() = default;
  Options(std::initializer_list<value_type> list) : Options(list.begin(), list.end()) {}

  template <class Iterator>
  Options(Iterator begin, Iterator end) {
    for (; begin != end; ++begin) emplace(begin->first, begin->second);
  }

  std::map<std::string, std::string> Sorted() const { return {begin(), end()}; }

  bool empty() const { return list().empty(); }
  size_t size() const { return list().size(); }
  const_iterator begin() const { return list().begin(); }
  const_iterator end() const { return list().end(); }
  const_iterator find(const std::string& key) const {
    return std::find_if(begin(), end(), [&](const auto& option) { return option.first == key; });
  }
  bool contains(const std::string& key) const { return find(key) != end(); }
  const std::string& at(const std::string& key) const { return find(key)->second; }

  std::string& operator[](const std::string& key) {
    emplace(key, "");
    return (*list_)[static_cast<size_t>(find(key) - begin())].second;
  }
  // Whether it was not there.
  bool emplace(std::string key, std::string value) {
    if (contains(key)) return false;
    if (!list_) list_.emplace();
    list_->emplace_back(std::move(key), std::move(value));
    return true;
  }
  size_t erase(const std::string& key) {
    return list_ ? std::erase_if(*list_, [&](const auto& option) { return option.first == key; })
                 : 0;
  }

  friend bool operator==(const Options& a, const Options& b) {
    return a.list() == b.list() || (a.size() == b.size() && a.Sorted() == b.Sorted());
  }

 private:
  const List& list() const {
    static const List& none = *new List();
    return list_ ? *list_ : none;
  }

  Boxed<List> list_;
};

}  // namespace autogen
