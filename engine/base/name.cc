#include "engine/base/name.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>

#include "absl/container/flat_hash_set.h"

namespace autogen {
namespace {

// A text with its hash, which is taken once: the table compares and grows by it.
struct Hashed {
  std::string_view text;
  size_t hash;
};
struct Known {
  const char* text;  // its length stands before it
  size_t hash;

  std::string_view view() const {
    uint32_t length;
    std::memcpy(&length, text - sizeof length, sizeof length);
    return {text, length};
  }
};
struct HashOf {
  using is_transparent = void;
  template <class Key>
  size_t operator()(const Key& key) const {
    return key.hash;
  }
};
struct SameText {
  using is_transparent = void;
  bool operator()(Known a, Known b) const { return a.text == b.text; }
  bool operator()(Known a, Hashed b) const { return a.hash == b.hash && a.view() == b.text; }
  bool operator()(Hashed a, Known b) const { return (*this)(b, a); }
};

// Texts one behind the other, as they come: those that came together are read together. Never given
// back.
class Texts {
 public:
  const char* Add(std::string_view text) {
    const auto length = static_cast<uint32_t>(text.size());
    const size_t size = (sizeof length + text.size() + kAlign - 1) / kAlign * kAlign;
    if (size > left_) {
      left_ = std::max(size, kChunk);
      next_ = new char[left_];
    }
    char* at = next_;
    next_ += size;
    left_ -= size;
    std::memcpy(at, &length, sizeof length);
    std::memcpy(at + sizeof length, text.data(), text.size());
    return at + sizeof length;
  }

 private:
  static constexpr size_t kAlign = alignof(uint32_t);
  static constexpr size_t kChunk = 4096;

  char* next_ = nullptr;
  size_t left_ = 0;
};

// A part of all names: threads seldom want the same part at once.
class Shard {
 public:
  const char* Intern(Hashed name) {
    std::lock_guard lock(mutex_);
    if (auto found = known_.find(name); found != known_.end()) return found->text;
    const char* text = texts_.Add(name.text);
    known_.insert(Known{text, name.hash});
    return text;
  }

 private:
  std::mutex mutex_;
  Texts texts_;
  absl::flat_hash_set<Known, HashOf, SameText> known_;
};

constexpr int kShardBits = 4;

const char* InternShared(Hashed name) {
  // Leaked on purpose: names live as long as the process, whatever the order of destruction.
  static auto& shards = *new std::array<Shard, 1 << kShardBits>();
  // By the highest bits; the tables use the others.
  return shards[name.hash >> (8 * sizeof name.hash - kShardBits)].Intern(name);
}

// Most texts are those of a moment ago ("id", "btree", "pg_catalog"): a thread finds its own last
// ones without a lock, and in memory that is near.
constexpr size_t kRecent = 1024;

const char* Intern(std::string_view text) {
  thread_local std::array<Known, kRecent> recent{};
  Hashed name{text, std::hash<std::string_view>()(text)};
  Known& known = recent[name.hash % kRecent];
  if (known.text == nullptr || !SameText()(known, name)) known = {InternShared(name), name.hash};
  return known.text;
}

}  // namespace

Name::Name() {
  static const char* const empty = Intern("");
  text_ = empty;
}

Name::Name(std::string_view text) : text_(Intern(text)) {}

}  // namespace autogen
