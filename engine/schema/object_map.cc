#include "engine/schema/object_map.h"

#include <algorithm>
#include <mutex>

#include "engine/base/halves.h"
#include "engine/schema/identity_order.h"

namespace autogen {

ObjectMap::ObjectMap(std::initializer_list<value_type> list) {
  for (const auto& [id, object] : list) Insert(id, object);
}

ObjectMap::ObjectMap(const ObjectMap& other) {
  Reserve(other.size());
  for (const auto& [id, object] : other) Append(id, object);
}

ObjectMap::ObjectMap(ObjectMap&& other) noexcept
    : entries_(std::move(other.entries_)),
      order_(std::move(other.order_)),
      index_(std::move(other.index_)),
      sorted_(other.sorted_.load()) {
  other.clear();
}

ObjectMap& ObjectMap::operator=(ObjectMap other) noexcept {
  entries_.swap(other.entries_);
  order_.swap(other.order_);
  index_.swap(other.index_);
  sorted_.store(other.sorted_.exchange(sorted_.load()));
  return *this;
}

const Object* ObjectMap::Find(const ObjectId& id) const {
  auto found = index_.find(id);
  return found == index_.end() ? nullptr : &*(*found)->object;
}

Object* ObjectMap::Find(const ObjectId& id) {
  return const_cast<Object*>(std::as_const(*this).Find(id));
}

ObjectMap::const_iterator ObjectMap::LowerBound(const ObjectId& id) const {
  Entry* const* first = Sorted();
  return const_iterator(
      std::lower_bound(first, first + size(), id,
                       [](const Entry* entry, const ObjectId& of) { return entry->id < of; }));
}

ObjectMap::Range ObjectMap::OfKind(Kind kind) const {
  Entry* const* first = Sorted();
  Entry* const* last = first + size();
  first = std::partition_point(first, last, [&](const Entry* e) { return e->id.kind < kind; });
  last = std::partition_point(first, last, [&](const Entry* e) { return e->id.kind == kind; });
  return {const_iterator(first), const_iterator(last)};
}

void ObjectMap::Reserve(size_t size) {
  order_.reserve(size);
  index_.reserve(size);
}

Object& ObjectMap::Insert(const ObjectId& id, Object object) {
  Object* there = Find(id);
  return there != nullptr ? *there : Append(id, std::move(object));
}

Object& ObjectMap::InsertOrAssign(const ObjectId& id, Object object) {
  Object* there = Find(id);
  return there != nullptr ? *there = std::move(object) : Append(id, std::move(object));
}

Object& ObjectMap::Append(const ObjectId& id, Object object) {
  sorted_ = order_.empty() || (sorted_ && order_.back()->id < id);
  Entry* entry = &entries_.emplace_back(Entry{id, std::move(object)});
  order_.push_back(entry);
  index_.insert(entry);
  return *entry->object;
}

void ObjectMap::Fill(size_t size, const std::function<Boxed<Object>(size_t)>& take) {
  const size_t before = entries_.size();
  entries_.resize(before + size);
  InHalves(size, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      Entry& entry = entries_[before + i];
      entry.object = take(i);
      entry.id = IdOf(*entry.object);
    }
  });
  Reserve(order_.size() + size);
  for (size_t i = before; i < entries_.size(); ++i) {
    Entry* entry = &entries_[i];
    auto [there, is_new] = index_.insert(entry);
    if (is_new) {
      order_.push_back(entry);
    } else {
      (*there)->object = std::move(entry->object);
    }
  }
  sorted_ = order_.size() < 2;
}

bool ObjectMap::Erase(const ObjectId& id) {
  auto found = index_.find(id);
  if (found == index_.end()) return false;
  Entry* entry = *found;
  std::erase(order_, entry);
  Forget(entry);
  return true;
}

// Its place stays empty: the others keep theirs.
void ObjectMap::Forget(Entry* entry) {
  index_.erase(entry);
  entry->object.reset();
}

void ObjectMap::clear() {
  index_.clear();
  order_.clear();
  entries_.clear();
  sorted_ = true;
}

void ObjectMap::Sort() const {
  static std::mutex& mutex = *new std::mutex();  // readers seldom meet here
  std::lock_guard lock(mutex);
  if (sorted_.load(std::memory_order_relaxed)) return;
  auto id = [&](size_t i) -> const ObjectId& { return order_[i]->id; };
  std::vector<Entry*> sorted;
  sorted.reserve(order_.size());
  for (uint32_t i : IdentityOrder(order_.size(), id)) sorted.push_back(order_[i]);
  order_ = std::move(sorted);
  sorted_.store(true, std::memory_order_release);
}

}  // namespace autogen
