#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/base/boxed.h"
#include "engine/schema/object.h"

namespace autogen {

// Objects by identity. Found by hash, walked in the order of identities; an object stays where it
// is in memory for as long as it is in the map. Objects may come in any order: they are put in
// order, all at once, when somebody walks them, so that filling a map costs no search for each.
//
// Several threads may read one map at a time, also where the reading puts it in order.
class ObjectMap {
 private:
  struct Entry {
    ObjectId id;
    Boxed<Object> object;  // empty: was taken out
  };

 public:
  // An identity and its object: `const auto& [id, object]`, or `auto [id, object]` to change it.
  template <class AnyObject>
  struct Reference {
    const ObjectId& first;
    AnyObject& second;
  };
  using value_type = std::pair<ObjectId, Object>;

  template <class AnyObject>
  class Iterator {
   public:
    using iterator_category = std::bidirectional_iterator_tag;
    using value_type = ObjectMap::value_type;
    using difference_type = std::ptrdiff_t;
    using reference = Reference<AnyObject>;
    struct pointer {
      reference at;
      const reference* operator->() const { return &at; }
    };

    Iterator() = default;
    reference operator*() const { return {(*at_)->id, *(*at_)->object}; }
    pointer operator->() const { return {**this}; }
    Iterator& operator++() { return ++at_, *this; }
    Iterator operator++(int) { return Iterator(at_++); }
    Iterator& operator--() { return --at_, *this; }
    Iterator operator--(int) { return Iterator(at_--); }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    friend class ObjectMap;
    explicit Iterator(Entry* const* at) : at_(at) {}
    Entry* const* at_ = nullptr;
  };
  using iterator = Iterator<Object>;
  using const_iterator = Iterator<const Object>;

  ObjectMap() = default;
  ObjectMap(std::initializer_list<value_type> list);
  ObjectMap(const ObjectMap& other);
  ObjectMap(ObjectMap&& other) noexcept;
  ObjectMap& operator=(ObjectMap other) noexcept;
  ~ObjectMap() = default;

  size_t size() const { return order_.size(); }
  bool empty() const { return order_.empty(); }
  bool contains(const ObjectId& id) const { return index_.contains(id); }

  // The object, or nullptr.
  const Object* Find(const ObjectId& id) const;
  Object* Find(const ObjectId& id);
  // The same of one that must be there.
  const Object& at(const ObjectId& id) const { return *Find(id); }
  Object& at(const ObjectId& id) { return *Find(id); }

  iterator begin() { return iterator(Sorted()); }
  iterator end() { return iterator(Sorted() + size()); }
  const_iterator begin() const { return const_iterator(Sorted()); }
  const_iterator end() const { return const_iterator(Sorted() + size()); }
  // The first that is not before `id`.
  const_iterator LowerBound(const ObjectId& id) const;
  // Those of a kind, to walk over.
  struct Range {
    const_iterator first, last;
    const_iterator begin() const { return first; }
    const_iterator end() const { return last; }
  };
  Range OfKind(Kind kind) const;

  void Reserve(size_t size);
  // One of the same identity stays (Insert) or is replaced (InsertOrAssign).
  Object& Insert(const ObjectId& id, Object object);
  Object& InsertOrAssign(const ObjectId& id, Object object);
  // Adds many, the `i`th as `take(i)` gives it, each once and from several threads. The last of one
  // identity stays.
  void Fill(size_t size, const std::function<Boxed<Object>(size_t)>& take);
  // True: it was there.
  bool Erase(const ObjectId& id);
  // Takes out all that `drop`, told an entry, says.
  template <class Drop>
  void EraseIf(Drop drop) {
    std::erase_if(order_, [&](Entry* entry) {
      if (!drop(Reference<const Object>{entry->id, *entry->object})) return false;
      Forget(entry);
      return true;
    });
  }
  void clear();

  friend bool operator==(const ObjectMap& a, const ObjectMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
      return x.first == y.first && x.second == y.second;
    });
  }

 private:
  Entry* const* Sorted() const {
    if (!sorted_.load(std::memory_order_acquire)) Sort();
    return order_.data();
  }
  void Sort() const;
  Object& Append(const ObjectId& id, Object object);
  void Forget(Entry* entry);

  static const ObjectId& KeyOf(const ObjectId& id) { return id; }
  static const ObjectId& KeyOf(const Entry* entry) { return entry->id; }
  struct Hash {
    using is_transparent = void;
    template <class Key>
    size_t operator()(const Key& key) const {
      return absl::Hash<ObjectId>()(KeyOf(key));
    }
  };
  struct Equal {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return KeyOf(a) == KeyOf(b);
    }
  };

  std::deque<Entry> entries_;  // as they came; they stay where they are
  mutable std::vector<Entry*> order_;
  absl::flat_hash_set<Entry*, Hash, Equal> index_;
  mutable std::atomic<bool> sorted_ = true;
};

}  // namespace autogen
