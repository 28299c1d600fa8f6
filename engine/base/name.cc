#include "engine/base/name.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace autogen {
namespace {

std::string_view TextOf(const char* text) { return {text, Name::LengthOf(text)}; }

// A text with its hash, which is taken once.
struct Hashed {
  std::string_view text;
  uint64_t hash;
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

// Where the texts are, by hash. A slot is a pointer and, in the bits that no pointer uses, a piece
// of the hash: of a text that is there it takes two looks into memory to find it, of one that is
// not, one. That is most of what interning costs where there are many names, and why this is no
// table of a library's.
class Slots {
 public:
  // The text, or nullptr.
  const char* Find(Hashed name) const {
    for (size_t at = name.hash & mask_;; at = (at + 1) & mask_) {
      if (slots_[at] == 0) return nullptr;
      if (slots_[at] >> kPointerBits != Piece(name.hash)) continue;
      if (TextAt(at) == name.text) return Pointer(at);
    }
  }

  // One that is not there.
  void Insert(const char* text, uint64_t hash) {
    if (++used_ * 4 > slots_.size() * 3) Grow();
    Place(Piece(hash) << kPointerBits | reinterpret_cast<uintptr_t>(text), hash);
  }

 private:
  static constexpr int kPointerBits = 48;
  static constexpr size_t kFirstSize = 256;

  static uint64_t Piece(uint64_t hash) { return hash >> kPointerBits; }
  const char* Pointer(size_t at) const {
    return reinterpret_cast<const char*>(slots_[at] & ((uint64_t{1} << kPointerBits) - 1));
  }
  std::string_view TextAt(size_t at) const { return TextOf(Pointer(at)); }

  void Place(uint64_t slot, uint64_t hash) {
    size_t at = hash & mask_;
    while (slots_[at] != 0) at = (at + 1) & mask_;
    slots_[at] = slot;
    hashes_[at] = static_cast<uint32_t>(hash);
  }

  void Grow() {
    const std::vector<uint64_t> slots = std::exchange(slots_, {});
    const std::vector<uint32_t> hashes = std::exchange(hashes_, {});
    slots_.resize(slots.size() * 2);
    hashes_.resize(slots.size() * 2);
    mask_ = slots_.size() - 1;
    for (size_t i = 0; i < slots.size(); ++i) {
      if (slots[i] != 0) Place(slots[i], hashes[i]);
    }
  }

  std::vector<uint64_t> slots_ = std::vector<uint64_t>(kFirstSize);
  std::vector<uint32_t> hashes_ = std::vector<uint32_t>(kFirstSize);  // to grow without the texts
  size_t mask_ = kFirstSize - 1;
  size_t used_ = 0;
};

// A part of all names: threads seldom want the same part at once.
class Shard {
 public:
  const char* Intern(Hashed name) {
    std::lock_guard lock(mutex_);
    if (const char* known = known_.Find(name)) return known;
    const char* text = texts_.Add(name.text);
    known_.Insert(text, name.hash);
    return text;
  }

 private:
  std::mutex mutex_;
  Texts texts_;
  Slots known_;
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

struct Recent {
  const char* text;
  uint64_t hash;
};

const char* Intern(std::string_view text) {
  thread_local std::array<Recent, kRecent> recent{};
  const Hashed name{text, std::hash<std::string_view>()(text)};
  Recent& known = recent[name.hash % kRecent];
  if (known.text == nullptr || known.hash != name.hash || TextOf(known.text) != text) {
    known = {InternShared(name), name.hash};
  }
  return known.text;
}

}  // namespace

Name::Name() {
  static const char* const empty = Intern("");
  text_ = empty;
}

Name::Name(std::string_view text) : text_(Intern(text)) {}

}  // namespace autogen
