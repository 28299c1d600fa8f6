#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/schema/object.h"

namespace autogen {

// Objects by identity. Found by hash, walked in the order of identities; an object stays where it
// is in memory for as long as it is in the map. Objects may come in any order: they are put in
// order, all at once, when somebody walks them, so that filling a map costs no search for each.
//
// Several threads may read one map at a time, also where the reading puts it in order.
class ObjectMap {
 public:
  using value_type = std::pair<const ObjectId, Object>;

  template <class Value>
  class Iterator {
   public:
    using iterator_category = std::bidirectional_iterator_tag;
    using value_type = ObjectMap::value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = Value*;
    using reference = Value&;

    Iterator() = default;
    Value& operator*() const { return **at_; }
    Value* operator->() const { return at_->get(); }
    Iterator& operator++() { return ++at_, *this; }
    Iterator operator++(int) { return Iterator(at_++); }
    Iterator& operator--() { return --at_, *this; }
    Iterator operator--(int) { return Iterator(at_--); }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    friend class ObjectMap;
    explicit Iterator(const std::unique_ptr<ObjectMap::value_type>* at) : at_(at) {}
    const std::unique_ptr<ObjectMap::value_type>* at_ = nullptr;
  };
  using iterator = Iterator<value_type>;
  using const_iterator = Iterator<const value_type>;

  ObjectMap() = default;
  ObjectMap(std::initializer_list<value_type> list);
  ObjectMap(const ObjectMap& other);
  ObjectMap(ObjectMap&& other) noexcept;
  ObjectMap& operator=(ObjectMap other) noexcept;
  ~ObjectMap() = default;

  size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
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

  void Reserve(size_t size);
  // One of the same identity stays (Insert) or is replaced (InsertOrAssign).
  Object& Insert(const ObjectId& id, Object object);
  Object& InsertOrAssign(const ObjectId& id, Object object);
  // True: it was there.
  bool Erase(const ObjectId& id);
  // Takes out all that `drop`, told an entry, says.
  template <class Drop>
  void EraseIf(Drop drop) {
    std::vector<std::unique_ptr<value_type>> kept;
    kept.reserve(entries_.size());
    for (auto& entry : entries_) {
      if (drop(std::as_const(*entry))) {
        index_.erase(entry.get());
      } else {
        kept.push_back(std::move(entry));
      }
    }
    entries_ = std::move(kept);
  }
  void clear();

  friend bool operator==(const ObjectMap& a, const ObjectMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  using Entries = std::vector<std::unique_ptr<value_type>>;

  const std::unique_ptr<value_type>* Sorted() const {
    if (!sorted_.load(std::memory_order_acquire)) Sort();
    return entries_.data();
  }
  void Sort() const;
  Object& Append(const ObjectId& id, Object object);

  static const ObjectId& KeyOf(const ObjectId& id) { return id; }
  static const ObjectId& KeyOf(const value_type* entry) { return entry->first; }
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

  mutable Entries entries_;
  absl::flat_hash_set<value_type*, Hash, Equal> index_;
  mutable std::atomic<bool> sorted_ = true;
};

}  // namespace autogen
