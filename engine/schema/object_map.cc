#include "engine/schema/object_map.h"

#include <algorithm>
#include <mutex>

#include "engine/schema/identity_order.h"

namespace autogen {
namespace {

using Entry = std::unique_ptr<ObjectMap::value_type>;

void SortEntries(std::vector<Entry>* entries) {
  auto id = [&](size_t i) -> const ObjectId& { return (*entries)[i]->first; };
  std::vector<Entry> sorted;
  sorted.reserve(entries->size());
  for (uint32_t i : IdentityOrder(entries->size(), id)) sorted.push_back(std::move((*entries)[i]));
  *entries = std::move(sorted);
}

bool IsBefore(const Entry& entry, const ObjectId& id) { return entry->first < id; }

}  // namespace

ObjectMap::ObjectMap(std::initializer_list<value_type> list) {
  for (const auto& [id, object] : list) Insert(id, object);
}

ObjectMap::ObjectMap(const ObjectMap& other) {
  Reserve(other.size());
  for (const auto& [id, object] : other) Append(id, object);
}

ObjectMap::ObjectMap(ObjectMap&& other) noexcept
    : entries_(std::move(other.entries_)),
      index_(std::move(other.index_)),
      sorted_(other.sorted_.load()) {
  other.clear();
}

ObjectMap& ObjectMap::operator=(ObjectMap other) noexcept {
  entries_.swap(other.entries_);
  index_.swap(other.index_);
  sorted_.store(other.sorted_.exchange(sorted_.load()));
  return *this;
}

const Object* ObjectMap::Find(const ObjectId& id) const {
  auto found = index_.find(id);
  return found == index_.end() ? nullptr : &(*found)->second;
}

Object* ObjectMap::Find(const ObjectId& id) {
  return const_cast<Object*>(std::as_const(*this).Find(id));
}

ObjectMap::const_iterator ObjectMap::LowerBound(const ObjectId& id) const {
  const Entry* first = Sorted();
  return const_iterator(std::lower_bound(first, first + size(), id, IsBefore));
}

void ObjectMap::Reserve(size_t size) {
  entries_.reserve(size);
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
  const bool in_order = entries_.empty() || (sorted_ && entries_.back()->first < id);
  auto& entry = entries_.emplace_back(std::make_unique<value_type>(id, std::move(object)));
  index_.insert(entry.get());
  sorted_ = in_order;
  return entry->second;
}

bool ObjectMap::Erase(const ObjectId& id) {
  auto found = index_.find(id);
  if (found == index_.end()) return false;
  index_.erase(found);  // before the entry that it names
  std::erase_if(entries_, [&](const Entry& entry) { return entry->first == id; });
  return true;
}

void ObjectMap::clear() {
  entries_.clear();
  index_.clear();
  sorted_ = true;
}

void ObjectMap::Sort() const {
  static std::mutex& mutex = *new std::mutex();  // readers seldom meet here
  std::lock_guard lock(mutex);
  if (sorted_.load(std::memory_order_relaxed)) return;
  SortEntries(&entries_);
  sorted_.store(true, std::memory_order_release);
}

}  // namespace autogen
