#include <algorithm>
#include <functional>

#include "engine/compare/compare.h"
#include "engine/compare/compare_value.h"

namespace autogen {
namespace {

// Pairs of a gone and a come one that fit each other and nothing else.
template <class T>
std::vector<std::pair<const T*, const T*>> OnlyPairs(
    const std::vector<const T*>& gone, const std::vector<const T*>& come,
    const std::function<bool(const T&, const T&)>& fit) {
  std::vector<std::pair<const T*, const T*>> pairs;
  for (const T* a : gone) {
    const T* partner = nullptr;
    bool third = false;
    for (const T* b : come) {
      if (!fit(*a, *b)) continue;
      third |= partner != nullptr;
      partner = b;
    }
    if (partner == nullptr || third) continue;
    auto rivals = std::count_if(gone.begin(), gone.end(),
                                [&](const T* other) { return fit(*other, *partner); });
    if (rivals == 1) pairs.emplace_back(a, partner);
  }
  return pairs;
}

bool SameType(const TypeRef& a, const TypeRef& b) {
  return CompareType(a, b) != Verdict::kDifferent;
}

bool SameColumns(const Table& a, const Table& b) {
  if (a.columns.empty() || a.columns.size() != b.columns.size()) return false;
  return std::all_of(a.columns.begin(), a.columns.end(), [&](const Column& x) {
    return std::any_of(b.columns.begin(), b.columns.end(), [&](const Column& y) {
      return x.name == y.name && SameType(x.type, y.type);
    });
  });
}

std::vector<const Table*> TablesOnlyIn(const Database& one, const Database& other) {
  std::vector<const Table*> tables;
  for (const auto& [id, object] : one.objects) {
    const auto* table = std::get_if<Table>(&object);
    if (table != nullptr && other.Find(id) == nullptr) tables.push_back(table);
  }
  return tables;
}

std::vector<const Column*> ColumnsOnlyIn(const Table& one, const Table& other) {
  std::vector<const Column*> columns;
  for (const Column& column : one.columns) {
    bool both = std::any_of(other.columns.begin(), other.columns.end(),
                            [&](const Column& c) { return c.name == column.name; });
    if (!both) columns.push_back(&column);
  }
  return columns;
}

void GuessColumns(const Table& live, const Table& target, std::vector<RenameHint>* hints) {
  auto pairs =
      OnlyPairs<Column>(ColumnsOnlyIn(live, target), ColumnsOnlyIn(target, live),
                        [](const Column& a, const Column& b) { return SameType(a.type, b.type); });
  for (const auto& [gone, come] : pairs) {
    RenameHint hint;
    hint.before = ColumnId(target.schema, target.name, gone->name);
    hint.after = ColumnId(target.schema, target.name, come->name);
    hints->push_back(std::move(hint));
  }
}

// One label gone and one come, at the same place between the same neighbours.
void GuessLabel(const Enum& live, const Enum& target, std::vector<RenameHint>* hints) {
  if (live.values.size() != target.values.size()) return;
  RenameHint hint;
  int differences = 0;
  for (size_t i = 0; i < live.values.size(); ++i) {
    if (live.values[i] == target.values[i]) continue;
    ++differences;
    hint.label_before = live.values[i];
    hint.label_after = target.values[i];
  }
  if (differences != 1) return;
  hint.before = hint.after = IdOf(target);
  hints->push_back(std::move(hint));
}

}  // namespace

std::vector<RenameHint> GuessRenames(const Database& live, const Database& target) {
  std::vector<RenameHint> hints;
  auto pairs = OnlyPairs<Table>(
      TablesOnlyIn(live, target), TablesOnlyIn(target, live),
      [](const Table& a, const Table& b) { return a.schema == b.schema && SameColumns(a, b); });
  for (const auto& [gone, come] : pairs) {
    RenameHint hint;
    hint.before = IdOf(*gone);
    hint.after = IdOf(*come);
    hints.push_back(std::move(hint));
  }
  for (const auto& [id, object] : live.objects) {
    if (const auto* table = std::get_if<Table>(&object)) {
      if (const auto* other = target.Get<Table>(id)) GuessColumns(*table, *other, &hints);
    }
    if (const auto* type = std::get_if<Enum>(&object)) {
      if (const auto* other = target.Get<Enum>(id)) GuessLabel(*type, *other, &hints);
    }
  }
  return hints;
}

}  // namespace autogen
