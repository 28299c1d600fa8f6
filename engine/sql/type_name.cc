#include "engine/sql/type_name.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "engine/base/error.h"

namespace autogen {
namespace {

struct KnownType {
  std::string_view name;   // pg_type.typname
  std::string_view shown;  // format_type()
};

constexpr KnownType kTypes[] = {
#include "engine/sql/known/types.inc"
};

TypeRef Builtin(std::string_view name, std::string modifier = "") {
  return {"pg_catalog", name, modifier, false};
}

// See: PostgreSQL's grammar, SimpleTypename: these words are types by syntax, whatever the path
// says.
class TypeReader {
 public:
  TypeReader(std::span<const Token> tokens, size_t at) : tokens_(tokens), at_(at) {}

  absl::StatusOr<TypeRef> Read() {
    TypeRef type;
    ASSIGN_OR_RETURN(type, ReadSimple());
    RETURN_IF_ERROR(ReadArray(&type));
    return type;
  }
  size_t at() const { return at_; }

 private:
  bool At(std::string_view text) const { return at_ < tokens_.size() && tokens_[at_].Is(text); }
  bool Accept(std::string_view text) {
    if (!At(text)) return false;
    ++at_;
    return true;
  }
  // Both words or none.
  bool Accept(std::string_view first, std::string_view second) {
    if (!At(first) || at_ + 1 >= tokens_.size() || !tokens_[at_ + 1].Is(second)) return false;
    at_ += 2;
    return true;
  }

  absl::Status Error(std::string message) const {
    Finding finding;
    finding.message = std::move(message);
    finding.place.line = 1;
    finding.place.column = 1;
    if (at_ < tokens_.size()) {
      finding.place.column = static_cast<int>(tokens_[at_].begin) + 1;
      finding.place.length = static_cast<int>(tokens_[at_].end - tokens_[at_].begin);
    } else if (!tokens_.empty()) {
      finding.place.column = static_cast<int>(tokens_.back().end) + 1;
    }
    return ToStatus(finding);
  }

  absl::StatusOr<TypeRef> ReadSimple() {
    if (at_ >= tokens_.size() || !tokens_[at_].IsName()) return Error("a type is expected here");
    // A word before a dot is a schema, even one of the words below ("interval.x" is none: SQL
    // forbids it).
    bool qualified = at_ + 1 < tokens_.size() && tokens_[at_ + 1].Is(".");
    if (tokens_[at_].type == TokenType::kQuotedName || qualified) return ReadNamed();
    if (Accept("int") || Accept("integer")) return Builtin("integer");
    if (Accept("smallint")) return Builtin("smallint");
    if (Accept("bigint")) return Builtin("bigint");
    if (Accept("real")) return Builtin("real");
    if (Accept("boolean")) return Builtin("boolean");
    if (Accept("double", "precision")) return Builtin("double precision");
    if (Accept("float")) return ReadFloat();
    if (Accept("decimal") || Accept("dec") || Accept("numeric")) return ReadNumeric();
    if (Accept("bit")) return ReadBit();
    if (Accept("varchar")) return ReadWithModifier("character varying");
    if (Accept("character") || Accept("char") || Accept("nchar")) return ReadCharacter();
    if (Accept("national", "character") || Accept("national", "char")) return ReadCharacter();
    if (At("time") || At("timestamp")) return ReadTime();
    if (Accept("interval")) return ReadInterval();
    return ReadNamed();
  }

  absl::StatusOr<TypeRef> ReadNamed() {
    TypeRef type;
    type.name = tokens_[at_++].value;
    if (Accept(".")) {
      if (at_ >= tokens_.size() || !tokens_[at_].IsName()) return Error("a type is expected here");
      type.schema = type.name;
      type.name = tokens_[at_++].value;
    }
    std::string modifier;
    ASSIGN_OR_RETURN(modifier, ReadModifier());
    if (type.schema == Name("pg_catalog")) {
      if (auto builtin = BuiltinType(type.name.view())) type = *builtin;
      if (type.name == Name("bpchar") && !modifier.empty()) type.name = "character";
    }
    type.modifier = modifier;
    return type;
  }

  // "(10, 2)" -> "(10,2)"; empty where none stands. Modifiers of extensions' types may be words or
  // strings.
  absl::StatusOr<std::string> ReadModifier() {
    if (!Accept("(")) return "";
    std::string text = "(";
    while (!At(")")) {
      if (at_ >= tokens_.size()) return Error("a parenthesis is not closed");
      const Token& token = tokens_[at_];
      bool fits = token.IsName() || token.type == TokenType::kNumber ||
                  token.type == TokenType::kString || token.Is(",") || token.Is("-") ||
                  token.Is("+");
      if (!fits) return Error("a type's modifier cannot hold this");
      text += token.value;
      ++at_;
    }
    ++at_;
    if (text == "(") return Error("a type's modifier is empty");
    return text + ")";
  }

  absl::StatusOr<TypeRef> ReadWithModifier(std::string_view name) {
    std::string modifier;
    ASSIGN_OR_RETURN(modifier, ReadModifier());
    return Builtin(name, modifier);
  }

  absl::StatusOr<TypeRef> ReadFloat() {
    std::string modifier;
    ASSIGN_OR_RETURN(modifier, ReadModifier());
    if (modifier.empty()) return Builtin("double precision");
    int bits = std::atoi(modifier.c_str() + 1);
    if (bits < 1 || bits > 53) return Error("the precision of float is from 1 to 53");
    return Builtin(bits <= 24 ? "real" : "double precision");
  }

  absl::StatusOr<TypeRef> ReadNumeric() {
    std::string modifier;
    ASSIGN_OR_RETURN(modifier, ReadModifier());
    if (!modifier.empty() && modifier.find(',') == modifier.npos) {
      modifier.insert(modifier.size() - 1, ",0");
    }
    return Builtin("numeric", modifier);
  }

  // bit and character alone mean one of them. See: manual, Bit String Types, Character Types.
  absl::StatusOr<TypeRef> ReadBit() {
    if (Accept("varying")) return ReadWithModifier("bit varying");
    TypeRef type;
    ASSIGN_OR_RETURN(type, ReadWithModifier("bit"));
    if (type.modifier.empty()) type.modifier = "(1)";
    return type;
  }

  absl::StatusOr<TypeRef> ReadCharacter() {
    if (Accept("varying")) return ReadWithModifier("character varying");
    TypeRef type;
    ASSIGN_OR_RETURN(type, ReadWithModifier("character"));
    if (type.modifier.empty()) type.modifier = "(1)";
    return type;
  }

  absl::StatusOr<TypeRef> ReadTime() {
    std::string word = tokens_[at_++].value;
    std::string modifier;
    ASSIGN_OR_RETURN(modifier, ReadModifier());
    bool with_zone = false;
    size_t before = at_;
    if (Accept("with", "time") || Accept("without", "time")) {
      with_zone = tokens_[before].Is("with");
      if (!Accept("zone")) return Error("\"zone\" is expected here");
    }
    return Builtin(word + (with_zone ? " with time zone" : " without time zone"), modifier);
  }

  // "interval(3)", "interval day to second(3)": the fields are part of the modifier, as
  // format_type() prints them.
  absl::StatusOr<TypeRef> ReadInterval() {
    std::string fields = ReadField();
    if (!fields.empty() && Accept("to")) {
      std::string last = ReadField();
      if (last.empty()) return Error("a field of interval is expected here");
      fields += " to" + last;
    }
    std::string modifier;
    ASSIGN_OR_RETURN(modifier, ReadModifier());
    return Builtin("interval", fields + modifier);
  }

  std::string ReadField() {
    for (std::string_view field : {"year", "month", "day", "hour", "minute", "second"}) {
      if (Accept(field)) return " " + std::string(field);
    }
    return "";
  }

  absl::Status ReadArray(TypeRef* type) {
    if (Accept("array")) {
      type->array = true;
      if (At("[")) return ReadBounds();
      return absl::OkStatus();
    }
    while (At("[")) {
      type->array = true;
      RETURN_IF_ERROR(ReadBounds());
    }
    return absl::OkStatus();
  }

  absl::Status ReadBounds() {
    ++at_;
    if (at_ < tokens_.size() && tokens_[at_].type == TokenType::kNumber) ++at_;
    if (!Accept("]")) return Error("\"]\" is expected here");
    return absl::OkStatus();
  }

  std::span<const Token> tokens_;
  size_t at_;
};

}  // namespace

absl::StatusOr<TypeRef> ReadTypeName(std::span<const Token> tokens, size_t* position) {
  TypeReader reader(tokens, *position);
  auto type = reader.Read();
  if (type.ok()) *position = reader.at();
  return type;
}

absl::StatusOr<TypeRef> ParseTypeName(std::string_view text) {
  std::vector<Token> tokens;
  ASSIGN_OR_RETURN(tokens, Tokenize(text));
  size_t position = 0;
  TypeRef type;
  ASSIGN_OR_RETURN(type, ReadTypeName(tokens, &position));
  if (position < tokens.size()) {
    const Token& token = tokens[position];
    std::string word(text.substr(token.begin, token.end - token.begin));
    Finding finding;
    finding.message = "a type ends before \"" + word + "\"";
    finding.place.line = 1;
    finding.place.column = static_cast<int>(token.begin) + 1;
    finding.place.length = static_cast<int>(word.size());
    return ToStatus(finding);
  }
  return type;
}

absl::StatusOr<TypeRef> ParseCatalogType(std::string_view text) {
  TypeRef type;
  ASSIGN_OR_RETURN(type, ParseTypeName(text));
  if (!type.schema.empty()) return type;
  TypeRef found = BuiltinType(type.name).value_or(Builtin(type.name.view()));
  found.modifier = type.modifier;
  found.array = found.array || type.array;
  return found;
}

TypeRef WithoutModifier(TypeRef type) {
  type.modifier = Name();
  if (type.schema != Name("pg_catalog")) return type;
  // These two are printed otherwise where a column has them without a modifier.
  if (type.name == Name("bpchar")) type.name = "character";
  if (type.name == Name("\"bit\"")) type.name = "bit";
  return type;
}

std::optional<TypeRef> BuiltinType(std::string_view name) {
  const auto* found = std::lower_bound(
      std::begin(kTypes), std::end(kTypes), name,
      [](const KnownType& type, std::string_view wanted) { return type.name < wanted; });
  if (found != std::end(kTypes) && found->name == name) return Builtin(found->shown);
  // An array's name in the catalog is its element's after an underscore.
  if (!name.starts_with("_")) return std::nullopt;
  auto element = BuiltinType(name.substr(1));
  if (!element || element->array) return std::nullopt;
  element->array = true;
  return element;
}

}  // namespace autogen
