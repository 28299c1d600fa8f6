#include "engine/compare/compare_text.h"

#include "engine/sql/quote.h"

namespace autogen {
namespace {

TextPlace Over(TextPlace::Kind kind, Name schema, Name relation) {
  TextPlace place;
  place.kind = kind;
  place.relation = {schema, relation};
  return place;
}

TextPlace Becoming(const TypeRef& type) {
  TextPlace place;
  place.kind = TextPlace::Kind::kDefault;
  place.type = type;
  return place;
}

TextPlace Query() {
  TextPlace place;
  place.kind = TextPlace::Kind::kQuery;
  return place;
}

std::string Quoted(const QualifiedName& name) {
  std::string text;
  if (!name.schema.empty()) text = QuoteIdentifier(name.schema) + ".";
  return text + QuoteIdentifier(name.name);
}

struct KeyHome {
  QualifiedName table;
  Name access_method;
};

std::optional<KeyHome> HomeOf(const Object& whole) {
  if (const auto* index = std::get_if<Index>(&whole)) {
    return KeyHome{{index->schema, index->table}, index->access_method};
  }
  if (const auto* constraint = std::get_if<Constraint>(&whole)) {
    return KeyHome{{constraint->schema, constraint->table}, constraint->access_method};
  }
  return std::nullopt;
}

// As CREATE INDEX has it.
std::string KeyText(const IndexKey& key, Name access_method) {
  std::string text = "USING ";
  text += access_method.empty() ? "btree" : QuoteIdentifier(access_method);
  text += " (";
  text +=
      key.column.empty() ? "(" + key.expression.text.str() + "\n)" : QuoteIdentifier(key.column);
  if (!key.collation.empty()) text += " COLLATE " + Quoted(key.collation);
  if (!key.opclass.empty()) text += " " + Quoted(key.opclass);
  return text + ")";
}

}  // namespace

TextComparer::TextComparer(const Database& before, const Database& after)
    : before_(before), after_(after) {}
TextComparer::~TextComparer() = default;

const Normalizer& TextComparer::Before() const {
  if (!normal_before_) normal_before_ = std::make_unique<Normalizer>(before_);
  return *normal_before_;
}

const Normalizer& TextComparer::After() const {
  if (!normal_after_) normal_after_ = std::make_unique<Normalizer>(after_);
  return *normal_after_;
}

bool TextComparer::SameMeaning(std::string_view a, const TextPlace& at_a, std::string_view b,
                               const TextPlace& at_b) const {
  std::optional<std::string> form = Before().Normalize(a, at_a);
  bool same = form && form == After().Normalize(b, at_b);
  found_ = found_ || same;
  return same;
}

bool TextComparer::SameIndexKey(std::string_view a, const QualifiedName& table_a,
                                std::string_view b, const QualifiedName& table_b) const {
  std::optional<std::string> form = Before().IndexKeys(a, table_a);
  bool same = form && form == After().IndexKeys(b, table_b);
  found_ = found_ || same;
  return same;
}

bool SameKey(const IndexKey& a, const IndexKey& b, const TextSides& sides) {
  if (sides.texts == nullptr) return false;
  std::optional<KeyHome> before = HomeOf(*sides.before), after = HomeOf(*sides.after);
  if (!before || !after) return false;
  return sides.texts->SameIndexKey(KeyText(a, before->access_method), before->table,
                                   KeyText(b, after->access_method), after->table);
}

std::optional<TextPlace> PlaceOf(std::string_view attribute, const Column& owner,
                                 const Object& whole) {
  if (attribute == "default") return Becoming(owner.type);
  if (attribute != "generated") return std::nullopt;
  ObjectId id = IdOf(whole);
  TextPlace place = Over(TextPlace::Kind::kValue, id.schema, id.name);
  place.type = owner.type;
  return place;
}

std::optional<TextPlace> PlaceOf(std::string_view, const Constraint& owner, const Object&) {
  return Over(TextPlace::Kind::kCondition, owner.schema, owner.table);
}

std::optional<TextPlace> PlaceOf(std::string_view, const Index& owner, const Object&) {
  return Over(TextPlace::Kind::kCondition, owner.schema, owner.table);
}

std::optional<TextPlace> PlaceOf(std::string_view, const Trigger& owner, const Object&) {
  return Over(TextPlace::Kind::kWhen, owner.schema, owner.relation);
}

std::optional<TextPlace> PlaceOf(std::string_view, const View&, const Object&) { return Query(); }

std::optional<TextPlace> PlaceOf(std::string_view, const MaterializedView&, const Object&) {
  return Query();
}

std::optional<TextPlace> PlaceOf(std::string_view, const Routine& owner, const Object&) {
  TextPlace place;
  place.kind = TextPlace::Kind::kBody;
  place.routine = &owner;
  return place;
}

std::optional<TextPlace> PlaceOf(std::string_view, const Argument& owner, const Object&) {
  return Becoming(owner.type);
}

std::optional<TextPlace> PlaceOf(std::string_view, const Domain& owner, const Object&) {
  return Becoming(owner.type);
}

std::optional<TextPlace> PlaceOf(std::string_view, const DomainConstraint&, const Object& whole) {
  const auto* domain = std::get_if<Domain>(&whole);
  if (domain == nullptr) return std::nullopt;
  TextPlace place;
  place.kind = TextPlace::Kind::kDomain;
  place.type = domain->type;
  return place;
}

}  // namespace autogen
