#include "engine/compare/compare.h"

#include <future>
#include <iterator>

#include "engine/base/error.h"
#include "engine/base/halves.h"
#include "engine/compare/compare_value.h"

namespace autogen {
namespace {

// What differs is collected with the verdict over all of it.
struct Differences {
  std::vector<std::string_view> attributes;
  std::vector<ColumnChange> columns;
  Verdict verdict = Verdict::kEqual;
  bool any_open = false;

  void Note(std::string_view attribute, Verdict found) {
    if (found == Verdict::kEqual) return;
    attributes.push_back(attribute);
    Add(found);
  }
  void NoteColumn(ColumnChange change, const Differences& inside) {
    columns.push_back(std::move(change));
    any_open = any_open || inside.any_open;
    verdict = Both(verdict, inside.verdict);
  }
  void NoteColumn(ColumnChange change, Verdict found) {
    columns.push_back(std::move(change));
    Add(found);
  }

 private:
  void Add(Verdict found) {
    any_open = any_open || found == Verdict::kOpen;
    verdict = Both(verdict, found);
  }
};

template <class T>
void NoteAttributes(const T& before, const T& after, const TextSides& sides,
                    Differences* differences) {
  ForEachAttribute<T>([&](const auto& attribute) {
    if (attribute.name == "columns" && (std::is_same_v<T, Table> || std::is_same_v<T, View> ||
                                        std::is_same_v<T, MaterializedView>)) {
      return;
    }
    differences->Note(attribute.name, CompareAttribute(attribute, before, after, sides));
  });
}

// An owner or grants that one side does not say are not compared.
template <class Said>
Verdict CompareSaid(const Said& before, const Said& after) {
  return before && after && *before != *after ? Verdict::kDifferent : Verdict::kEqual;
}

void NoteCommon(const Common& before, const Common& after, Differences* differences) {
  differences->Note("comment", ComparePlain(before.comment, after.comment));
  differences->Note("owner", CompareSaid(before.owner, after.owner));
  differences->Note("grants", CompareSaid(before.grants, after.grants));
  differences->Note("security_labels", ComparePlain(before.security_labels, after.security_labels));
}

const Column* FindColumn(const std::vector<Column>& columns, Name name) {
  for (const Column& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

void NoteColumns(const Table& before, const Table& after, const TextSides& sides,
                 Differences* differences) {
  for (const Column& column : before.columns) {
    if (FindColumn(after.columns, column.name) == nullptr) {
      differences->NoteColumn({ChangeType::kDrop, column.name, {}}, Verdict::kDifferent);
    }
  }
  for (const Column& column : after.columns) {
    const Column* old = FindColumn(before.columns, column.name);
    if (old == nullptr) {
      differences->NoteColumn({ChangeType::kCreate, column.name, {}}, Verdict::kDifferent);
      continue;
    }
    Differences inside;
    NoteAttributes(*old, column, sides, &inside);
    if (inside.attributes.empty()) continue;
    differences->NoteColumn({ChangeType::kAlter, column.name, inside.attributes}, inside);
  }
}

// Names and types of a view's columns come from its query; what is said of them besides counts.
template <class Relation>
bool Counts(std::string_view attribute) {
  if (attribute == "comment") return true;
  if (std::is_same_v<Relation, View>) return attribute == "default";
  return attribute == "statistics" || attribute == "storage" || attribute == "compression" ||
         attribute == "with";
}

// Whether all columns that the query gives are known: a model alone knows only those that it says
// something of.
bool Known(const std::vector<Column>& columns) {
  for (const Column& column : columns) {
    if (column.type.empty()) return false;
  }
  return !columns.empty();
}

template <class Relation>
void NoteViewColumn(const Column& before, const Column& after, const TextSides& sides,
                    Differences* differences) {
  Differences inside;
  ForEachAttribute<Column>([&](const auto& attribute) {
    if (!Counts<Relation>(attribute.name)) return;
    inside.Note(attribute.name, CompareAttribute(attribute, before, after, sides));
  });
  if (inside.attributes.empty()) return;
  differences->NoteColumn({ChangeType::kAlter, after.name, inside.attributes}, inside);
}

template <class Relation>
void NoteViewColumns(const Relation& before, const Relation& after, const TextSides& sides,
                     Differences* differences) {
  for (const Column& column : before.columns) {
    if (FindColumn(after.columns, column.name) != nullptr) continue;
    if (Known(after.columns)) continue;  // went with the query
    Column nothing;
    nothing.name = column.name;
    NoteViewColumn<Relation>(column, nothing, sides, differences);
  }
  for (const Column& column : after.columns) {
    const Column* old = FindColumn(before.columns, column.name);
    Column nothing;
    nothing.name = column.name;
    NoteViewColumn<Relation>(old ? *old : nothing, column, sides, differences);
  }
}

template <class T>
void NoteAllColumns(const T&, const T&, const TextSides&, Differences*) {}
void NoteAllColumns(const Table& before, const Table& after, const TextSides& sides,
                    Differences* differences) {
  NoteColumns(before, after, sides, differences);
}
void NoteAllColumns(const View& before, const View& after, const TextSides& sides,
                    Differences* differences) {
  NoteViewColumns(before, after, sides, differences);
}
void NoteAllColumns(const MaterializedView& before, const MaterializedView& after,
                    const TextSides& sides, Differences* differences) {
  NoteViewColumns(before, after, sides, differences);
}

Differences CompareObjects(const Object& before, const Object& after, const TextComparer* texts) {
  TextSides sides{texts, &before, &after};
  return std::visit(
      [&](const auto& x) {
        using T = std::decay_t<decltype(x)>;
        const T& y = std::get<T>(after);  // one kind, as the identity is one
        Differences differences;
        NoteAttributes(x, y, sides, &differences);
        NoteAllColumns(x, y, sides, &differences);
        NoteCommon(x.common, y.common, &differences);
        return differences;
      },
      before);
}

}  // namespace

std::optional<ObjectChange> CompareObject(const Object& before, const Object& after,
                                          const TextComparer* texts) {
  Differences differences = CompareObjects(before, after, texts);
  if (differences.verdict == Verdict::kEqual) return std::nullopt;
  return ObjectChange{ChangeType::kAlter,
                      IdOf(after),
                      std::move(differences.attributes),
                      std::move(differences.columns),
                      differences.verdict == Verdict::kOpen,
                      differences.any_open};
}

namespace {

using Objects = ObjectMap::const_iterator;

// A part of both sides, in order.
struct Stretch {
  Objects old, old_end, now, now_end;
};

Changes CompareStretch(Stretch part, const TextComparer& texts) {
  Changes result;
  auto& [old, old_end, now, now_end] = part;
  while (old != old_end || now != now_end) {
    bool only_old = now == now_end || (old != old_end && old->first < now->first);
    bool only_now = !only_old && (old == old_end || now->first < old->first);
    if (only_old) {
      result.changes.push_back({ChangeType::kDrop, (old++)->first, {}, {}});
    } else if (only_now) {
      result.changes.push_back({ChangeType::kCreate, (now++)->first, {}, {}});
    } else {
      const ObjectId& id = now->first;
      std::optional<ObjectChange> change = CompareObject(old++->second, now++->second, &texts);
      if (texts.TakeFound()) result.reworded.push_back(id);
      if (change) result.changes.push_back(*std::move(change));
    }
  }
  return result;
}

template <class T>
void Append(std::vector<T> more, std::vector<T>* list) {
  std::move(more.begin(), more.end(), std::back_inserter(*list));
}

}  // namespace

Changes Compare(const Database& before, const Database& after) {
  const Objects old = before.objects.begin(), old_end = before.objects.end();
  const Objects now = after.objects.begin();
  const size_t size = after.objects.size();
  if (size == 0) return CompareStretch({old, old_end, now, now}, TextComparer(before, after));
  std::vector<Changes> found(size / kPiece + 1);
  InPieces(size, [&] {
    return [&, texts = std::make_unique<TextComparer>(before, after)](size_t begin, size_t end) {
      const Objects first = std::next(now, static_cast<std::ptrdiff_t>(begin));
      const Objects last = std::next(now, static_cast<std::ptrdiff_t>(end));
      const Objects old_first = begin == 0 ? old : before.objects.LowerBound(first->first);
      const Objects old_last = end == size ? old_end : before.objects.LowerBound(last->first);
      found[begin / kPiece] = CompareStretch({old_first, old_last, first, last}, *texts);
    };
  });
  Changes result;
  for (Changes& part : found) {
    Append(std::move(part.changes), &result.changes);
    Append(std::move(part.reworded), &result.reworded);
  }
  return result;
}

}  // namespace autogen
