#include <algorithm>

#include "model-schemas/reading.h"

namespace autogen {

Fields::Fields(const Node& mapping, std::string what, Reading* reading)
    : mapping_(mapping), what_(std::move(what)), reading_(reading) {}

std::string Fields::Words(std::string_view key) const { return Ticked(key); }

void Fields::Know(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
}

const Node* Fields::Get(std::string_view key) {
  Know(key);
  return mapping_.Find(key);
}

const Node* Fields::KeyNode(std::string_view key) const {
  for (const Entry& entry : mapping_.entries) {
    if (entry.key && entry.key->text == key) return entry.key;
  }
  return nullptr;
}

const Node* Fields::Text(std::string_view key) {
  const Node* value = Get(key);
  return value ? WantText(*value, Words(key), reading_) : nullptr;
}

bool Fields::Flag(std::string_view key, bool absent) {
  const Node* value = Get(key);
  return value ? WantFlag(*value, Words(key), reading_) : absent;
}

std::optional<int64_t> Fields::Integer(std::string_view key) {
  const Node* value = Get(key);
  return value ? WantInteger(*value, Words(key), reading_) : std::nullopt;
}

std::vector<const Node*> Fields::Texts(std::string_view key) {
  const Node* value = Get(key);
  return value ? WantTexts(*value, Words(key), reading_) : std::vector<const Node*>();
}

Options Fields::PlainOptions(std::string_view key) {
  const Node* value = Get(key);
  return value ? WantOptions(*value, Words(key), reading_) : Options();
}

std::string Fields::Plain(std::string_view key) {
  const Node* text = Text(key);
  return std::string(text ? text->text : "");
}

QualifiedName Fields::AnyName(std::string_view key) {
  const Node* value = Get(key);
  if (!value) return {};
  return WantName(*value, Words(key), reading_).value_or(QualifiedName());
}

Name Fields::OneName(std::string_view key) {
  QualifiedName name = AnyName(key);
  if (!name.schema.empty()) {
    reading_->findings.Add(PlaceOf(*Get(key)), Words(key) + " takes a name without a schema");
  }
  return name.name;
}

Expression Fields::Sql(std::string_view key) {
  const Node* value = Get(key);
  return value ? WantExpression(*value, Words(key), reading_) : Expression();
}

int Fields::OneOf(std::string_view key, const std::vector<std::string_view>& words, int absent) {
  const Node* text = Text(key);
  if (!text) return absent;
  std::string lower(text->text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  auto found = std::find(words.begin(), words.end(), lower);
  if (found != words.end()) return static_cast<int>(found - words.begin());
  std::string all;
  for (std::string_view word : words) {
    if (!all.empty()) all += word == words.back() ? " or " : ", ";
    all += word;
  }
  std::string_view nearest = Nearest(lower, words);
  reading_->findings.Add(PlaceOf(*text), Words(key) + " is " + all + ", not " + Ticked(text->text),
                         nearest.empty() ? "" : "did you mean " + Ticked(nearest) + "?");
  return absent;
}

void Fields::NotYet(const std::vector<std::string_view>& keys) {
  for (std::string_view key : keys) {
    later_.push_back(key);
    const Node* value = mapping_.Find(key);
    if (!value || value->IsNull() || (!value->IsScalar() && value->entries.empty())) continue;
    reading_->findings.Add(
        PlaceOf(*KeyNode(key)),
        "this version of autogen cannot express " + Words(key) + " of " + what_ + " yet",
        "take it out of the models: what the database has of it is named in a "
        "notice and left alone");
  }
}

void Fields::RefuseBesideSql(const std::vector<std::string_view>& keys) {
  for (std::string_view key : keys) Know(key);
  if (!Has("sql")) return;
  for (std::string_view key : keys) {
    const Node* at = KeyNode(key);
    if (!at) continue;
    reading_->findings.Add(PlaceOf(*at),
                           Words(key) + " stands beside `sql`, whose text is the place for it",
                           "say it in the text, or say all of " + what_ + " by attributes");
  }
}

void Fields::Finish() {
  for (const Entry& entry : mapping_.entries) {
    if (!entry.key) continue;
    const std::string_view key = entry.key->text;
    if (std::find(known_.begin(), known_.end(), key) != known_.end() ||
        std::find(later_.begin(), later_.end(), key) != later_.end()) {
      continue;
    }
    std::string_view nearest = Nearest(key, known_);
    std::string hint;
    if (!nearest.empty()) {
      hint = "did you mean " + Ticked(nearest) + "?";
    } else {
      hint = "known here:";
      for (std::string_view known : known_) {
        hint += (known == known_.front() ? " " : ", ") + std::string(known);
      }
    }
    reading_->findings.Add(PlaceOf(*entry.key), "unknown key " + Ticked(key) + " in " + what_,
                           std::move(hint));
  }
}

std::optional<Definition> ReadDefinition(const Node& value, std::string what,
                                         std::string_view text_key, Reading* reading) {
  Definition definition;
  if (value.IsScalar() && !text_key.empty()) {
    definition.text = &value;
    return definition;
  }
  if (!value.IsMapping() && !value.IsNull()) {
    reading->findings.Add(PlaceOf(value), what + " is " + (text_key.empty() ? "" : "a text or ") +
                                              "a mapping, and this is " +
                                              (value.IsScalar() ? "a text" : "a list"));
    return std::nullopt;
  }
  definition.fields.emplace(value, std::move(what), reading);
  if (!text_key.empty()) definition.text = definition.fields->Text(text_key);
  return definition;
}

bool WantCollection(const Node& collection, std::string_view what, ListForm list,
                    Reading* reading) {
  if (collection.IsMapping() || collection.IsNull()) return true;
  if (collection.IsSequence() && list != ListForm::kNone) return true;
  reading->findings.Add(PlaceOf(collection), std::string(what) + " is a mapping: name: definition" +
                                                 (list == ListForm::kNone ? "" : ", or a list"));
  return false;
}

const Node& NullNode(const Node& beside, Reading* reading) {
  return *reading->model->nodes.Make(NodeKind::kNull, *beside.file, beside.begin);
}

}  // namespace autogen
