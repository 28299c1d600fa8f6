#include "engine/compare/naming.h"

#include <algorithm>

#include "engine/base/error.h"

namespace autogen {
namespace {

struct Words {
  std::string_view key;   // of `naming`; empty: no pattern can be given
  std::string_view what;  // for messages
  QualifiedName table, referred_table;
  std::vector<Name> columns, referred_columns;
};

std::vector<Name> CheckColumns(const Constraint& constraint) {
  std::vector<Name> columns = ColumnsOfCheck(constraint.check);
  std::erase_if(columns, [](Name name) { return name.empty(); });
  return columns;
}

Words WordsOf(const Constraint& o) {
  Words words{"", "", {o.schema, o.table}, o.references, o.columns, o.referenced_columns};
  switch (o.type) {
    case ConstraintType::kPrimaryKey:
      words.key = "pk";
      words.what = "primary key";
      return words;
    case ConstraintType::kUnique:
      words.key = "uq";
      words.what = "unique constraint";
      return words;
    case ConstraintType::kForeignKey:
      words.key = "fk";
      words.what = "foreign key";
      return words;
    case ConstraintType::kCheck:
      words.key = "ck";
      words.what = "check";
      words.columns = CheckColumns(o);
      return words;
    case ConstraintType::kExclusion:
      words.what = "exclusion constraint";
      return words;
  }
  Unreachable();
}

Words WordsOf(const Index& o) {
  return {"ix", "index", {o.schema, o.table}, {}, IndexColumnNames(o.keys, {}), {}};
}

std::string JoinNames(const std::vector<Name>& names) {
  std::string text;
  for (Name name : names) text += (text.empty() ? "" : "_") + name.str();
  return text;
}

void Fill(std::string_view placeholder, std::string_view value, std::string* text) {
  for (size_t at = 0; (at = text->find(placeholder, at)) != std::string::npos; at += value.size()) {
    text->replace(at, placeholder.size(), value);
  }
}

std::string FillIn(std::string text, const Words& words) {
  Fill("{table}", words.table.name, &text);
  Fill("{schema}", words.table.schema, &text);
  Fill("{column}", words.columns.empty() ? "" : words.columns[0].view(), &text);
  Fill("{columns}", JoinNames(words.columns), &text);
  Fill("{referred_table}", words.referred_table.name, &text);
  Fill("{referred_columns}", JoinNames(words.referred_columns), &text);
  return text;
}

bool IsTaken(const Object& object, Name schema, Name name, const TakenNames& taken) {
  const auto* constraint = std::get_if<Constraint>(&object);
  bool owns_index = constraint == nullptr || (constraint->type != ConstraintType::kCheck &&
                                              constraint->type != ConstraintType::kForeignKey);
  return (owns_index && taken.HasRelation(schema, name)) ||
         (constraint != nullptr && taken.HasConstraint(schema, name));
}

Name OwnName(const Object& object, const TakenNames& taken) {
  if (const auto* index = std::get_if<Index>(&object)) return ChooseIndexName(*index, taken);
  return ChooseConstraintName(std::get<Constraint>(object), taken);
}

}  // namespace

absl::StatusOr<Name> NameFor(const Object& object, const Naming& naming, const TakenNames& taken) {
  const auto* index = std::get_if<Index>(&object);
  Words words = index ? WordsOf(*index) : WordsOf(std::get<Constraint>(object));
  auto pattern = naming.find(std::string(words.key));
  if (pattern == naming.end() || pattern->second.empty()) return OwnName(object, taken);
  std::string text = FillIn(pattern->second, words);
  std::string numbered = text;
  for (int pass = 1; IsTaken(object, words.table.schema, numbered, taken); ++pass) {
    numbered = text + std::to_string(pass);
  }
  if (numbered.size() <= kMaxNameBytes) return Name(numbered);
  ObjectId table = RelationId(Kind::kTable, words.table.schema, words.table.name);
  return InputError("the name that naming makes for the " + std::string(words.what) + " of " +
                        Label(table) + " is over 63 bytes: " + numbered,
                    "give it a name of its own");
}

}  // namespace autogen
