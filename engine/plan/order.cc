#include "engine/plan/order.h"

#include <algorithm>

namespace autogen {
namespace {

struct ByKey {
  const Nodes* nodes;
  bool operator()(int a, int b) const {
    auto order = nodes->nodes[a].key <=> nodes->nodes[b].key;
    return order != 0 ? order < 0 : a < b;
  }
};

// Strongly connected components of what is left, with an explicit stack (Tarjan); all nodes of
// those with more than one.
class CycleFinder {
 public:
  CycleFinder(const std::vector<std::vector<int>>& next, const std::vector<int>& waiting)
      : next_(next), waiting_(waiting), number_(next.size(), 0), low_(next.size(), 0) {}

  std::vector<int> Find() {
    for (size_t node = 0; node < next_.size(); ++node) {
      if (waiting_[node] > 0 && number_[node] == 0) Visit(static_cast<int>(node));
    }
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  struct Frame {
    int node;
    size_t edge = 0;
  };

  void Enter(int node) {
    number_[node] = low_[node] = ++counter_;
    open_.push_back(node);
    frames_.push_back({node});
  }

  void Visit(int root) {
    Enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.edge < next_[frame.node].size()) {
        int to = next_[frame.node][frame.edge++];
        if (waiting_[to] == 0) continue;
        if (number_[to] == 0) {
          Enter(to);
        } else if (number_[to] > 0) {
          low_[frame.node] = std::min(low_[frame.node], number_[to]);
        }
        continue;
      }
      Close(frame.node);
    }
  }

  void Close(int node) {
    frames_.pop_back();
    if (!frames_.empty()) {
      int parent = frames_.back().node;
      low_[parent] = std::min(low_[parent], low_[node]);
    }
    if (low_[node] != number_[node]) return;
    size_t begin = open_.size();
    while (open_[--begin] != node) {
    }
    const bool cyclic = open_.size() - begin > 1;
    for (size_t i = begin; i < open_.size(); ++i) {
      number_[open_[i]] = -1;  // done: no longer on the stack
      if (cyclic) found_.push_back(open_[i]);
    }
    open_.resize(begin);
  }

  const std::vector<std::vector<int>>& next_;
  const std::vector<int>& waiting_;
  std::vector<int> number_, low_;
  std::vector<int> open_, found_;
  std::vector<Frame> frames_;
  int counter_ = 0;
};

}  // namespace

Order Sort(const Nodes& nodes, const Edges& edges) {
  const size_t size = nodes.nodes.size();
  std::vector<std::vector<int>> next(size);
  std::vector<int> waiting(size, 0);
  for (const auto& [first, then] : edges) {
    next[first].push_back(then);
    ++waiting[then];
  }
  std::set<int, ByKey> ready(ByKey{&nodes});
  for (size_t node = 0; node < size; ++node) {
    if (waiting[node] == 0) ready.insert(static_cast<int>(node));
  }
  Order order;
  order.sequence.reserve(size);
  while (!ready.empty()) {
    auto pick = ready.begin();
    if (!order.sequence.empty()) {
      const int last = order.sequence.back();
      auto same = [&](int node) { return SameTable(nodes.nodes[node].key, nodes.nodes[last].key); };
      // The table's steps stand side by side in `ready`: around where the last one stood.
      auto behind = ready.lower_bound(last);
      if (behind != ready.end() && same(*behind)) pick = behind;
      while (behind != ready.begin() && same(*std::prev(behind))) pick = --behind;
    }
    const int node = *pick;
    ready.erase(pick);
    order.sequence.push_back(node);
    for (int then : next[node]) {
      if (--waiting[then] == 0) ready.insert(then);
    }
  }
  if (order.sequence.size() < size) order.cycle = CycleFinder(next, waiting).Find();
  return order;
}

}  // namespace autogen
