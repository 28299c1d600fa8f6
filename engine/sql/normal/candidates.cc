#include "engine/sql/normal/candidates.h"

#include <algorithm>

namespace autogen::normal {
namespace {

using known::t_unknown;

// The candidates that are left, by number, and what is known of the call.
class Selection {
 public:
  Selection(const Coercion& rules, std::span<const TypeId> actual,
            const std::vector<std::span<const TypeId>>& candidates)
      : rules_(rules), candidates_(candidates) {
    for (TypeId type : actual) {
      base_.push_back(type == t_unknown ? type : rules.BaseOf(type));
      category_.push_back(rules.catalog().Type(base_.back()).category);
    }
    for (size_t i = 0; i < candidates.size(); ++i) left_.push_back(i);
  }

  size_t Run() {
    KeepBest([this](size_t argument, TypeId type) { return type == base_[argument]; });
    if (left_.size() == 1) return left_[0];
    KeepBest([this](size_t argument, TypeId type) {
      const known::TypeInfo& info = Info(type);
      bool preferred = info.preferred && info.category == category_[argument];
      return type == base_[argument] || preferred;
    });
    if (left_.size() == 1) return left_[0];
    size_t unknowns = static_cast<size_t>(std::count(base_.begin(), base_.end(), t_unknown));
    if (unknowns == 0) return std::string::npos;
    KeepByUnknowns();
    if (left_.size() == 1) return left_[0];
    return unknowns < base_.size() ? AllOfOneType() : std::string::npos;
  }

 private:
  const known::TypeInfo& Info(TypeId type) const { return rules_.catalog().Type(type); }

  template <class F>
  void KeepBest(F counts) {
    std::vector<size_t> best;
    int most = 0;
    for (size_t candidate : left_) {
      int matches = 0;
      for (size_t i = 0; i < base_.size(); ++i) {
        if (base_[i] != t_unknown && counts(i, candidates_[candidate][i])) ++matches;
      }
      if (matches > most) best.clear();
      if (matches >= most) best.push_back(candidate);
      most = std::max(most, matches);
    }
    left_ = std::move(best);
  }

  // A string literal is most likely a string, else what all candidates agree on.
  void KeepByUnknowns() {
    std::vector<char> category(base_.size());
    std::vector<bool> preferred(base_.size());
    for (size_t i = 0; i < base_.size(); ++i) {
      if (base_[i] != t_unknown) continue;
      bool conflict = false;
      for (size_t candidate : left_) {
        const known::TypeInfo& info = Info(candidates_[candidate][i]);
        if (category[i] == 0) {
          category[i] = info.category;
          preferred[i] = info.preferred;
        } else if (info.category == category[i]) {
          preferred[i] = preferred[i] || info.preferred;
        } else if (info.category == 'S') {
          category[i] = 'S';
          preferred[i] = info.preferred;
        } else {
          conflict = true;
        }
      }
      if (conflict && category[i] != 'S') return;
    }
    std::vector<size_t> kept;
    for (size_t candidate : left_) {
      bool keep = true;
      for (size_t i = 0; i < base_.size() && keep; ++i) {
        if (base_[i] != t_unknown) continue;
        const known::TypeInfo& info = Info(candidates_[candidate][i]);
        keep = info.category == category[i] && (!preferred[i] || info.preferred);
      }
      if (keep) kept.push_back(candidate);
    }
    if (!kept.empty()) left_ = std::move(kept);
  }

  size_t AllOfOneType() {
    TypeId known = t_unknown;
    for (TypeId type : base_) {
      if (type == t_unknown) continue;
      if (known != t_unknown && known != type) return std::string::npos;
      known = type;
    }
    std::vector<TypeId> assumed(base_.size(), known);
    size_t found = std::string::npos;
    for (size_t candidate : left_) {
      if (!rules_.CanCoerceAll(assumed, candidates_[candidate])) continue;
      if (found != std::string::npos) return std::string::npos;
      found = candidate;
    }
    return found;
  }

  const Coercion& rules_;
  const std::vector<std::span<const TypeId>>& candidates_;
  std::vector<TypeId> base_;
  std::vector<char> category_;
  std::vector<size_t> left_;
};

}  // namespace

size_t SelectCandidate(const Coercion& rules, std::span<const TypeId> actual,
                       const std::vector<std::span<const TypeId>>& candidates) {
  if (candidates.empty()) return std::string::npos;
  if (candidates.size() == 1) return 0;
  return Selection(rules, actual, candidates).Run();
}

}  // namespace autogen::normal
