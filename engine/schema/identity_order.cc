#include "engine/schema/identity_order.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "engine/base/halves.h"

namespace autogen {
namespace {

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
struct Beginning {
  uint32_t group = 0;  // the place of kind and schema
  uint32_t number = 0;
  uint64_t name[3] = {};
};

using Group = std::pair<Kind, Name>;

absl::flat_hash_map<Group, uint32_t> Groups(size_t size,
                                            const std::function<const ObjectId&(size_t)>& id) {
  absl::flat_hash_map<Group, uint32_t> groups;
  for (size_t i = 0; i < size; ++i) groups[{id(i).kind, id(i).schema}] = 0;
  std::vector<Group> ordered;
  for (const auto& [group, place] : groups) ordered.push_back(group);
  std::sort(ordered.begin(), ordered.end());
  for (uint32_t i = 0; i < ordered.size(); ++i) groups[ordered[i]] = i;
  return groups;
}

}  // namespace

std::vector<uint32_t> IdentityOrder(size_t size, const std::function<const ObjectId&(size_t)>& id) {
  auto is_before = [&](const Beginning& a, const Beginning& b) {
    auto begins = [](const Beginning& x) {
      return std::tie(x.group, x.name[0], x.name[1], x.name[2]);
    };
    if (begins(a) != begins(b)) return begins(a) < begins(b);
    const ObjectId& id_a = id(a.number);
    const ObjectId& id_b = id(b.number);
    return id_a != id_b ? id_a < id_b : a.number < b.number;
  };
  const absl::flat_hash_map<Group, uint32_t> groups = Groups(size, id);
  std::vector<Beginning> all(size);
  size_t middle = 0;
  InHalves(size, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const ObjectId& of = id(i);
      std::string_view name = of.name.view();
      all[i] = {groups.at({of.kind, of.schema}),
                static_cast<uint32_t>(i),
                {Bytes(name, 0), Bytes(name, 8), Bytes(name, 16)}};
    }
    std::sort(all.begin() + begin, all.begin() + end, is_before);
    if (begin == 0) middle = end;
  });
  std::inplace_merge(all.begin(), all.begin() + middle, all.end(), is_before);
  std::vector<uint32_t> order(size);
  for (size_t i = 0; i < size; ++i) order[i] = all[i].number;
  return order;
}

}  // namespace autogen
