#include "engine/sql/sql.h"

#include <algorithm>

#include "engine/schema/object.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

constexpr NameRole kRoles[] = {NameRole::kRelation, NameRole::kType, NameRole::kFunction,
                               NameRole::kOperator, NameRole::kCollation};

bool IsBuiltinAnyhow(std::string_view name) {
  return std::any_of(std::begin(kRoles), std::end(kRoles),
                     [&](NameRole role) { return IsBuiltin(role, name); });
}

// The pseudo types of a column hide a type of that name unless it is qualified, even in quotes.
// See: CREATE TABLE, serial; transformColumnDefinition() in PostgreSQL's source.
bool IsSerial(std::string_view name) {
  return name == "serial" || name == "bigserial" || name == "smallserial" || name == "serial2" ||
         name == "serial4" || name == "serial8";
}

// "toast.autovacuum_enabled" is two names.
std::string OptionKey(std::string_view key) {
  size_t dot = key.find('.');
  if (dot == key.npos) return QuoteIdentifier(key);
  return QuoteIdentifier(key.substr(0, dot)) + "." + QuoteIdentifier(key.substr(dot + 1));
}

// Whether an option's value means the same without quotes: a number or a plain word. Words that
// name a type are none (`= int` would mean "pg_catalog.int4").
bool IsPlainOption(std::string_view value) {
  std::string_view digits = value.starts_with('-') ? value.substr(1) : value;
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!digits.empty() && is_digit(digits.front()) && is_digit(digits.back())) {
    auto fits = [&](char c) { return is_digit(c) || c == '.'; };
    return std::all_of(digits.begin(), digits.end(), fits) &&
           std::count(digits.begin(), digits.end(), '.') <= 1;
  }
  if (value == "on" || value == "true" || value == "false") return true;
  return QuoteIdentifier(value) == value;
}

}  // namespace

Sql& Sql::operator<<(SqlKeyword keyword) {
  if (!style_.lower_keywords) {
    text_ += keyword.text;
    return *this;
  }
  for (char c : keyword.text) text_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return *this;
}

Sql& Sql::operator<<(Ident identifier) {
  text_ += QuoteIdentifier(identifier.name);
  return *this;
}

Sql& Sql::operator<<(Literal literal) {
  text_ += QuoteLiteral(literal.text);
  return *this;
}

Sql& Sql::operator<<(Number number) {
  text_ += std::to_string(number.value);
  return *this;
}

Sql& Sql::operator<<(const QualifiedName& name) {
  bool bare = name.schema.empty() || name.schema == Name("pg_catalog") ||
              (name.schema == style_.first_schema && !IsBuiltinAnyhow(name.name));
  if (!bare) text_ += QuoteIdentifier(name.schema) + ".";
  return *this << Ident(name.name);
}

Sql& Sql::Append(const QualifiedName& name, NameRole role) {
  bool bare = name.schema.empty() || name.schema == Name("pg_catalog") ||
              (name.schema == style_.first_schema && !IsBuiltin(role, name.name));
  if (!bare) text_ += QuoteIdentifier(name.schema) + ".";
  // An operator's symbol is never quoted.
  if (role != NameRole::kOperator) return *this << Ident(name.name);
  text_ += name.name;
  return *this;
}

Sql& Sql::operator<<(const TypeRef& type) {
  TypeRef written = type;
  if (type.schema == style_.first_schema && !IsBuiltinType(type.name) && !IsSerial(type.name)) {
    written.schema = Name();
  }
  text_ += CanonicalText(written);
  return *this;
}

Sql& Sql::operator<<(const Expression& expression) {
  return Append(expression, SqlForm::kExpression);
}

Sql& Sql::Append(const Expression& expression, SqlForm form) {
  text_ += style_.first_schema.empty() ? expression.text
                                       : Unqualify(expression.text, form, style_.first_schema);
  return *this;
}

Sql& Sql::operator<<(const RawSql& sql) {
  text_ += sql.text;
  return *this;
}

Sql& Sql::Columns(const std::vector<Name>& names) {
  if (names.empty()) return *this;
  for (size_t i = 0; i < names.size(); ++i) {
    text_ += (i == 0 ? "(" : ", ") + QuoteIdentifier(names[i]);
  }
  text_ += ")";
  return *this;
}

Sql& Sql::WithOptions(const Options& options) {
  if (options.empty()) return *this;
  std::string separator = "(";
  for (const auto& [key, value] : options) {
    text_ += separator + OptionKey(key);
    if (style_.lower_keywords) {
      text_ += " = " + (IsPlainOption(value) ? value : QuoteLiteral(value));
    } else {
      text_ += "=" + QuoteLiteral(value);
    }
    separator = ", ";
  }
  text_ += ")";
  return *this;
}

}  // namespace autogen
