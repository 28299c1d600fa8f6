#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "model-schemas/read_model.h"

// What the readers of all kinds work with.
namespace autogen {

// The state of a run over the files.
struct Reading {
  ReadModel* model = nullptr;
  Findings findings;
  Name schema;  // of the present file: where its names without a schema belong

  // A new item; stays valid until the next one.
  ReadItem& Add(Object object, Place place, const Node& definition);
  void Notice(Place place, std::string message, std::string hint = "");
  // The name, cut to 63 bytes as the server cuts it, with a notice.
  Name Cut(std::string_view name, const Place& place);
};

// ---- Names in keys
// -----------------------------------------------------------------------------------------------

// A key, or its first `length` bytes, as a name: exactly as written, SQL's quotes where it has a
// dot, parenthesis or quote. nullopt and a finding where it is none.
std::optional<QualifiedName> ReadKey(Reading* reading, const Node& key, bool schema_allowed,
                                     size_t length = std::string::npos);
// `app.add(a integer)`: where the arguments begin in a key (the parenthesis), outside quotes; npos
// where there are none.
size_t ArgumentsIn(std::string_view key);
// Cut to at most 63 bytes, between characters. See: the server's pg_mbcliplen().
std::string_view CutToFit(std::string_view name);

// ---- SQL texts
// -----------------------------------------------------------------------------------------------

// A text put together of fixed words and scalars of the file, which knows where each byte is from.
class SqlText {
 public:
  explicit SqlText(const Node& fallback) : fallback_(fallback) {}

  // Each is parted from what stands before by a blank, unless that ends in "(" or this begins with
  // ")" or ",".
  SqlText& Add(std::string_view words);
  SqlText& Add(const Node& scalar);
  SqlText& Add(const Node& scalar, size_t begin, size_t length);

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  // Adds an error of reading it, at its place in the file.
  void Report(const absl::Status& status, Reading* reading) const;

 private:
  struct Piece {
    size_t at;           // in the text
    const Node* scalar;  // nullptr: fixed words
    size_t begin;        // in the scalar
  };
  void Separate(std::string_view next);

  const Node& fallback_;
  std::string text_;
  std::vector<Piece> pieces_;
};

// A finding of SQL text that stands in one scalar, moved to its place in the file, with what YAML
// may have done to it.
void ReportSql(const absl::Status& status, const Node& scalar, size_t offset, Reading* reading);

// ---- Values
// --------------------------------------------------------------------------------------------------

// A value where text is meant; a finding and nullptr for anything else.
const Node* WantText(const Node& value, std::string_view what, Reading* reading);
// "true" or "false".
bool WantFlag(const Node& value, std::string_view what, Reading* reading);
std::optional<int64_t> WantInteger(const Node& value, std::string_view what, Reading* reading);
// A list of texts; one text alone is a list of one.
std::vector<const Node*> WantTexts(const Node& value, std::string_view what, Reading* reading);
// A mapping of plain texts.
Options WantOptions(const Node& value, std::string_view what, Reading* reading);
// An SQL name, qualified or not: folded unless quoted.
std::optional<QualifiedName> WantName(const Node& value, std::string_view what, Reading* reading);
// The expression of a text, without white space around it; a finding where it is empty.
Expression WantExpression(const Node& value, std::string_view what, Reading* reading);

// The attributes of one definition. Every key that was asked for is known; Finish() names the
// others.
class Fields {
 public:
  // `what` is the definition in words: "table `users`".
  Fields(const Node& mapping, std::string what, Reading* reading);

  const std::string& what() const { return what_; }
  const Node& node() const { return mapping_; }
  Reading* reading() const { return reading_; }

  const Node* Get(std::string_view key);  // nullptr: not said
  const Node* Text(std::string_view key);
  bool Flag(std::string_view key, bool absent = false);
  std::optional<int64_t> Integer(std::string_view key);
  std::vector<const Node*> Texts(std::string_view key);
  Options PlainOptions(std::string_view key);
  std::string Plain(std::string_view key);  // plain text: a comment
  Name OneName(std::string_view key);
  QualifiedName AnyName(std::string_view key);
  Expression Sql(std::string_view key);
  // The index of the value among the words, or `absent`.
  int OneOf(std::string_view key, const std::vector<std::string_view>& words, int absent);

  // Keys that the format knows and the engine cannot express yet: said so, unless empty.
  void NotYet(const std::vector<std::string_view>& keys);
  // With `sql`, what CREATE says belongs into its text. The keys are known from here on.
  void RefuseBesideSql(const std::vector<std::string_view>& keys);
  // True if the key stands.
  bool Has(std::string_view key) const { return mapping_.Find(key) != nullptr; }
  const Node* KeyNode(std::string_view key) const;
  void Finish();

 private:
  std::string Words(std::string_view key) const;

  const Node& mapping_;
  std::string what_;
  Reading* reading_;
  void Know(std::string_view key);

  std::vector<std::string_view> known_;
  std::vector<std::string_view> later_;  // known, but not offered
};

// A definition: its text (nullptr: none), and its attributes, if it is a mapping.
struct Definition {
  const Node* text = nullptr;
  std::optional<Fields> fields;
};
// Null is an empty mapping. `text_key`: under which a mapping holds the text ("" where the kind has
// none). A finding and nullopt where the value fits neither.
std::optional<Definition> ReadDefinition(const Node& value, std::string what,
                                         std::string_view text_key, Reading* reading);

// ---- What all kinds share
// -----------------------------------------------------------------------------------------------

// Which of the shared attributes a kind can have.
struct SharedKeys {
  bool owner = false, grants = false, security_labels = false, renamed_from = true;
};
// Reads comment, owner, grants, security_labels, renamed_from, deprecated, protect, online.
void ReadShared(Fields* fields, Kind kind, const SharedKeys& keys, ReadItem* item);
// `renamed_from` alone, of a part.
std::optional<RenamedFrom> ReadRenamedFrom(Fields* fields);
// The same for parts, of which few have one.
std::shared_ptr<const RenamedFrom> ShareRenamedFrom(Fields* fields);

// Calls f(key, value) for the members of a collection: a mapping by name, or, where `list` says so,
// a list (key is then nullptr, or, of bare names, the name itself with a null value).
enum class ListForm { kNone, kNames, kUnnamed };
template <class F>
void ForEachMember(const Node& collection, std::string_view what, ListForm list, Reading* reading,
                   F&& f);
bool WantCollection(const Node& collection, std::string_view what, ListForm list, Reading* reading);
const Node& NullNode(const Node& beside, Reading* reading);

template <class F>
void ForEachMember(const Node& collection, std::string_view what, ListForm list, Reading* reading,
                   F&& f) {
  if (!WantCollection(collection, what, list, reading)) return;
  for (const Entry& entry : collection.entries) {
    if (entry.key) {
      f(entry.key, *entry.value);
    } else if (list == ListForm::kNames) {
      if (WantText(*entry.value, what, reading)) {
        f(entry.value, NullNode(*entry.value, reading));
      }
    } else {
      f(nullptr, *entry.value);
    }
  }
}

}  // namespace autogen
