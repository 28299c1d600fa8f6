#include "engine/schema/object_map.h"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace autogen {
namespace {

using Entry = std::unique_ptr<ObjectMap::value_type>;

// Up to eight bytes of a text from `start` on, as a number that is ordered as they are.
uint64_t Bytes(std::string_view text, size_t start) {
  uint64_t bytes = 0;
  for (size_t i = start; i < start + 8; ++i) {
    bytes = bytes << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0);
  }
  return bytes;
}

// The beginning of an identity, where it nearly always differs from another's: comparing these
// stays in one piece of memory, comparing identities fetches four texts.
struct SortKey {
  uint32_t group;  // the place of kind and schema
  uint64_t name[3];
  Entry* entry;

  bool operator<(const SortKey& other) const {
    if (group != other.group) return group < other.group;
    for (int i = 0; i < 3; ++i) {
      if (name[i] != other.name[i]) return name[i] < other.name[i];
    }
    return (*entry)->first < (*other.entry)->first;
  }
};

void SortEntries(std::vector<Entry>* entries) {
  using Group = std::pair<Kind, Name>;
  absl::flat_hash_map<Group, uint32_t> groups;
  for (const Entry& entry : *entries) groups[{entry->first.kind, entry->first.schema}] = 0;
  std::vector<Group> ordered;
  for (const auto& [group, place] : groups) ordered.push_back(group);
  std::sort(ordered.begin(), ordered.end());
  for (uint32_t i = 0; i < ordered.size(); ++i) groups[ordered[i]] = i;

  std::vector<SortKey> keys;
  keys.reserve(entries->size());
  for (Entry& entry : *entries) {
    const ObjectId& id = entry->first;
    std::string_view name = id.name.view();
    keys.push_back(
        {groups[{id.kind, id.schema}], {Bytes(name, 0), Bytes(name, 8), Bytes(name, 16)}, &entry});
  }
  std::sort(keys.begin(), keys.end());
  std::vector<Entry> sorted;
  sorted.reserve(keys.size());
  for (const SortKey& key : keys) sorted.push_back(std::move(*key.entry));
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
