#include "engine/base/name.h"

#include <array>
#include <cstddef>
#include <deque>
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
  const std::string* text;
  size_t hash;
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
  bool operator()(Known a, Hashed b) const { return a.hash == b.hash && *a.text == b.text; }
  bool operator()(Hashed a, Known b) const { return (*this)(b, a); }
};

// A part of all names: threads seldom want the same part at once.
class Shard {
 public:
  const std::string* Intern(Hashed name) {
    std::lock_guard lock(mutex_);
    if (auto found = known_.find(name); found != known_.end()) return found->text;
    const std::string* text = &texts_.emplace_back(name.text);
    known_.insert(Known{text, name.hash});
    return text;
  }

 private:
  std::mutex mutex_;
  std::deque<std::string> texts_;
  absl::flat_hash_set<Known, HashOf, SameText> known_;
};

constexpr int kShardBits = 4;

const std::string* InternShared(Hashed name) {
  // Leaked on purpose: names live as long as the process, whatever the order of destruction.
  static auto& shards = *new std::array<Shard, 1 << kShardBits>();
  // By the highest bits; the tables use the others.
  return shards[name.hash >> (8 * sizeof name.hash - kShardBits)].Intern(name);
}

// Most texts are those of a moment ago ("id", "btree", "pg_catalog"): a thread finds its own last
// ones without a lock, and in memory that is near.
constexpr size_t kRecent = 1024;

const std::string* Intern(std::string_view text) {
  thread_local std::array<Known, kRecent> recent{};
  Hashed name{text, std::hash<std::string_view>()(text)};
  Known& known = recent[name.hash % kRecent];
  if (known.text == nullptr || !SameText()(known, name)) known = {InternShared(name), name.hash};
  return known.text;
}

}  // namespace

Name::Name() {
  static const std::string* const empty = Intern("");
  text_ = empty;
}

Name::Name(std::string_view text) : text_(Intern(text)) {}

}  // namespace autogen
