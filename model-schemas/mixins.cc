#include "model-schemas/mixins.h"

#include <algorithm>

namespace autogen {
namespace {

// Collections of named things: a mixin's members join the table's own. Any other attribute that the
// table says replaces the mixin's.
constexpr std::string_view kCollections[] = {
    "columns",  "constraints", "indexes", "statistics", "triggers", "rules",
    "policies", "with",        "grants",  "partitions", "options",  "security_labels"};

bool IsCollection(std::string_view key) {
  return std::find(std::begin(kCollections), std::end(kCollections), key) != std::end(kCollections);
}

struct Placeholder {
  std::string_view written;
  std::string_view value;
};

// The text of a scalar with the placeholders filled in, and where; false where it has none.
bool FillText(const std::vector<Placeholder>& placeholders, std::string* text,
              std::vector<Filled>* filled) {
  for (size_t i = text->find('{'); i != std::string::npos; i = text->find('{', i + 1)) {
    for (const Placeholder& placeholder : placeholders) {
      if (text->compare(i, placeholder.written.size(), placeholder.written) != 0) continue;
      text->replace(i, placeholder.written.size(), placeholder.value);
      filled->push_back({i, placeholder.written.size(), placeholder.value.size()});
      i += placeholder.value.size() - 1;
      break;
    }
  }
  return !filled->empty();
}

// A copy of the node with the placeholders filled in; the node itself where it has none.
const Node* Fill(const Node* node, const std::vector<Placeholder>& placeholders, NodeArena* nodes) {
  if (node->IsScalar()) {
    std::string text(node->text);
    std::vector<Filled> filled;
    if (!FillText(placeholders, &text, &filled)) return node;
    Node* copy = nodes->Copy(*node);
    copy->text = nodes->Keep(text);
    copy->filled = nodes->Keep(filled);
    return copy;
  }
  std::vector<Entry> entries(node->entries.begin(), node->entries.end());
  bool changed = false;
  for (Entry& entry : entries) {
    const Entry before = entry;
    if (entry.key) entry.key = Fill(entry.key, placeholders, nodes);
    entry.value = Fill(entry.value, placeholders, nodes);
    changed |= entry.key != before.key || entry.value != before.value;
  }
  if (!changed) return node;
  Node* copy = nodes->Copy(*node);
  copy->entries = nodes->Keep(entries);
  return copy;
}

}  // namespace

// A table being put together.
struct Mixins::Target {
  std::vector<Entry> entries;  // of the table's mapping, growing
  std::vector<Placeholder> placeholders;
  std::vector<std::string> path;  // of mixins, for circles
  std::vector<std::string> done;  // a mixin that is reached twice counts once
  // (collection, name) -> the mixin that brought it; what the table says itself is not here
  std::map<std::pair<std::string, std::string>, std::string> from;
  Reading* reading;

  void Join(const std::string& mixin, const Node& body);
  void JoinCollection(const std::string& mixin, const Entry& entry, const Node** own);
};

void Mixins::Add(const Node& collection, Reading* reading) {
  if (!WantCollection(collection, "`mixins`", ListForm::kNone, reading)) return;
  for (const Entry& entry : collection.entries) {
    if (!entry.value->IsMapping()) {
      reading->findings.Add(PlaceOf(*entry.value),
                            "mixin " + Ticked(entry.key->text) + " is a mapping, as a table is");
      continue;
    }
    auto [at, added] = mixins_.emplace(entry.key->text, Mixin{entry.key, entry.value});
    if (!added) {
      reading->findings.Add(PlaceOf(*entry.key),
                            "mixin " + Ticked(entry.key->text) + " is defined twice",
                            "take one of them out", FirstAt(PlaceOf(*at->second.key)));
    }
  }
}

// Adds the members of a mixin's collection that are not said yet.
void Mixins::Target::JoinCollection(const std::string& mixin, const Entry& entry,
                                    const Node** own) {
  Node* joined = reading->model->nodes.Copy(**own);
  std::vector<Entry> members(joined->entries.begin(), joined->entries.end());
  if (joined->IsNull()) joined->kind = entry.value->kind;
  for (const Entry& member : entry.value->entries) {
    if (!member.key) {
      members.push_back(member);
      continue;
    }
    const std::string name(member.key->text);
    auto brought = from.find({std::string(entry.key->text), name});
    if (brought != from.end()) {
      // An including mixin's own replaces the included one's, as a table's does.
      if (std::find(path.begin(), path.end(), brought->second) != path.end()) continue;
      reading->findings.Add(PlaceOf(*member.key),
                            Ticked(name) + " comes from two mixins: " + Ticked(brought->second) +
                                " and " + Ticked(mixin),
                            "say it in the table itself, or take it out of one of them");
      continue;
    }
    bool said = std::any_of(members.begin(), members.end(),
                            [&](const Entry& e) { return e.key && e.key->text == name; });
    if (said) continue;
    from[{std::string(entry.key->text), name}] = mixin;
    members.push_back(member);
  }
  // A list that gets named members: unnamed and named ones stand together.
  bool named =
      std::any_of(members.begin(), members.end(), [](const Entry& e) { return e.key != nullptr; });
  if (named) joined->kind = NodeKind::kMapping;
  joined->entries = reading->model->nodes.Keep(members);
  *own = joined;
}

void Mixins::Target::Join(const std::string& mixin, const Node& body) {
  for (const Entry& entry : body.entries) {
    const std::string key(entry.key->text);
    if (key == "include") continue;
    auto own = std::find_if(entries.begin(), entries.end(),
                            [&](const Entry& e) { return e.key && e.key->text == key; });
    if (own == entries.end()) {
      if (IsCollection(key)) {
        for (const Entry& member : entry.value->entries) {
          if (member.key) from[{key, std::string(member.key->text)}] = mixin;
        }
      } else {
        from[{"", key}] = mixin;
      }
      entries.push_back(entry);
    } else if (IsCollection(key)) {
      JoinCollection(mixin, entry, &own->value);
    } else if (auto brought = from.find({"", key});
               brought != from.end() &&
               std::find(path.begin(), path.end(), brought->second) == path.end()) {
      reading->findings.Add(PlaceOf(*entry.key),
                            Ticked(key) + " comes from two mixins: " + Ticked(brought->second) +
                                " and " + Ticked(mixin),
                            "say it in the table itself, or take it out of one of them");
    }
  }
}

void Mixins::Include(const Node& includer, Target* target) const {
  const Node* include = includer.Find("include");
  if (!include) return;
  for (const Node* name : WantTexts(*include, "`include`", target->reading)) {
    auto found = mixins_.find(name->text);
    if (found == mixins_.end()) {
      std::vector<std::string_view> known;
      for (const auto& [mixin, ignored] : mixins_) known.push_back(mixin);
      std::string_view nearest = Nearest(name->text, known);
      target->reading->findings.Add(PlaceOf(*name), "there is no mixin " + Ticked(name->text),
                                    nearest.empty()
                                        ? "mixins stand under `mixins`, in any file of the model"
                                        : "did you mean " + Ticked(nearest) + "?");
      continue;
    }
    if (std::find(target->path.begin(), target->path.end(), name->text) != target->path.end()) {
      target->reading->findings.Add(PlaceOf(*name),
                                    "mixin " + Ticked(name->text) + " includes itself");
      continue;
    }
    if (std::find(target->done.begin(), target->done.end(), name->text) != target->done.end()) {
      continue;
    }
    target->done.emplace_back(name->text);
    const Node* body =
        Fill(found->second.body, target->placeholders, &target->reading->model->nodes);
    target->Join(std::string(name->text), *body);
    target->path.emplace_back(name->text);
    Include(*body, target);
    target->path.pop_back();
  }
}

const Node& Mixins::Apply(const Node& definition, Name schema, Name table, Reading* reading) const {
  if (!definition.IsMapping() || !definition.Find("include")) return definition;
  Target target;
  target.entries.assign(definition.entries.begin(), definition.entries.end());
  target.placeholders = {{"{table}", table.view()}, {"{schema}", schema.view()}};
  target.reading = reading;
  Include(definition, &target);
  Node* joined = reading->model->nodes.Copy(definition);
  joined->entries = reading->model->nodes.Keep(target.entries);
  return *joined;
}

}  // namespace autogen
