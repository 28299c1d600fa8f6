#include "tools/expressions/mutate.h"

#include <algorithm>

#include "engine/sql/lexer.h"

namespace autogen {
namespace {

using Words = std::vector<std::string>;

const Words& Strings() {
  static const auto& words = *new Words{
      "'a'",      "'b '",          "''",         "'A'",        "'0'",       "'1'",    "'1.0'",
      "' 1'",     "'true'",        "'t'",        "'yes'",      "'{}'",      "'{a}'",  "'{1,2}'",
      "'1 day'",  "'24:00:00'",    "'1:0'",      "'infinity'", "'today'",   "'NaN'",  "'{\"a\":1}'",
      "'[1,2)'",  "'2020-01-01'",  "'users'",    "E'a\\n'",    "B'101'",    "NULL",   "'1e2'",
      "'[1, 2]'", "'10.0.0.1/32'", "'00:00:01'", "'P1D'",      "'1 month'", "'done'", "'{\"a\"}'"};
  return words;
}

const Words& Numbers() {
  static const auto& words = *new Words{
      "0",          "1",           "-1",   "1.0",        "1.00",        "(- 1)", "2147483648",
      "2147483647", "-2147483648", "1e2",  "(1)",        "true",        "NULL",  ".5",
      "0.50",       "- 1",         "-1.0", "1::bigint",  "'1'",         "32768", "-(1)",
      "+1",         "(- 1.5)",     "(-1)", "-1::bigint", "(-1)::bigint"};
  return words;
}

const Words& Operators() {
  static const auto& words = *new Words{"=",
                                        "<>",
                                        "!=",
                                        "<",
                                        ">",
                                        "<=",
                                        ">=",
                                        "+",
                                        "-",
                                        "*",
                                        "/",
                                        "%",
                                        "||",
                                        "~",
                                        "~*",
                                        "!~",
                                        "~~",
                                        "->",
                                        "->>",
                                        "@>",
                                        "<@",
                                        "&&",
                                        "&",
                                        "|",
                                        "and",
                                        "or",
                                        "is distinct from",
                                        "is not distinct from",
                                        "like",
                                        "ilike",
                                        "!~~",
                                        "operator(pg_catalog.=)",
                                        "operator(pg_catalog.+)",
                                        "operator(public.+)"};
  return words;
}

const Words& Types() {
  static const auto& words = *new Words{"text",
                                        "varchar",
                                        "varchar(3)",
                                        "char(3)",
                                        "bpchar",
                                        "int",
                                        "bigint",
                                        "int2",
                                        "numeric",
                                        "numeric(6,2)",
                                        "real",
                                        "float8",
                                        "boolean",
                                        "date",
                                        "timestamp",
                                        "timestamptz",
                                        "timestamptz(0)",
                                        "interval",
                                        "time",
                                        "text[]",
                                        "varchar[]",
                                        "int[]",
                                        "bigint[]",
                                        "jsonb",
                                        "json",
                                        "uuid",
                                        "name",
                                        "\"char\"",
                                        "bytea",
                                        "regclass",
                                        "oid",
                                        "inet",
                                        "int4range",
                                        "pg_catalog.text",
                                        "public.posint",
                                        "public.email_address",
                                        "public.mood",
                                        "bit(3)",
                                        "money",
                                        "char"};
  return words;
}

// What stands around a part of an expression; $ is the part, @ a literal.
const Words& Wraps() {
  static const auto& words = *new Words{"($)",
                                        "coalesce($, @)",
                                        "nullif($, @)",
                                        "greatest($, @)",
                                        "(- $)",
                                        "(NOT $)",
                                        "($ IS NULL)",
                                        "($ IS NOT TRUE)",
                                        "ARRAY[$]",
                                        "ARRAY[$, @]",
                                        "ROW($, @)",
                                        "($ COLLATE \"C\")",
                                        "$ IN (@, @)",
                                        "$ = ANY (ARRAY[@, @])",
                                        "$ BETWEEN @ AND @",
                                        "CASE WHEN $ THEN @ ELSE @ END",
                                        "CASE $ WHEN @ THEN @ END",
                                        "lower($)",
                                        "length($)",
                                        "abs($)",
                                        "($)[1]",
                                        "upper($)",
                                        "to_char($, 'YYYY')",
                                        "extract(year from $)",
                                        "date_trunc('day', $)",
                                        "substring($ from 1 for 2)",
                                        "substring($, 1, 2)",
                                        "trim($)",
                                        "concat($, @)",
                                        "round($, 1)",
                                        "($ AT TIME ZONE 'UTC')",
                                        "(SELECT $)",
                                        "md5($)",
                                        "$ = ALL ($)",
                                        "ROW($, $) = ROW(@, @)",
                                        "($, @) IN (($, @), (@, @))",
                                        "jsonb_build_object('a', $)",
                                        "array_length($, 1)",
                                        "@ IN ($, @)",
                                        "($ IS UNKNOWN)",
                                        "$ NOT IN (@)",
                                        "$ <> ALL (ARRAY[@, @])",
                                        "$ NOT BETWEEN SYMMETRIC @ AND @",
                                        "position(@ in $)",
                                        "overlay($ placing @ from 1)",
                                        "($ AND $ AND $)",
                                        "($ OR ($ OR $))",
                                        "(($ AND $) AND $)",
                                        "$::text",
                                        "CAST($ AS bigint)",
                                        "date($)",
                                        "text($)",
                                        "int4($)",
                                        "public.lower($)",
                                        "num_nulls($, @)",
                                        "($ || $)",
                                        "least($, $)"};
  return words;
}

// Words that take another's place.
const std::vector<std::pair<const char*, const char*>>& Swaps() {
  static const auto& swaps =
      *new std::vector<std::pair<const char*, const char*>>{{"and", "or"},
                                                            {"or", "and"},
                                                            {"asc", "desc"},
                                                            {"desc", "asc"},
                                                            {"desc", "desc nulls last"},
                                                            {"first", "last"},
                                                            {"last", "first"},
                                                            {"union", "union all"},
                                                            {"all", ""},
                                                            {"distinct", ""},
                                                            {"left", "right"},
                                                            {"left", "inner"},
                                                            {"inner", "cross"},
                                                            {"join", "left join"},
                                                            {"true", "false"},
                                                            {"false", "'f'"},
                                                            {"not", ""},
                                                            {"like", "ilike"},
                                                            {"current_timestamp", "now()"},
                                                            {"now", "clock_timestamp"},
                                                            {"any", "all"},
                                                            {"is", "is not"},
                                                            {"symmetric", ""},
                                                            {"in", "not in"},
                                                            {"between", "not between"},
                                                            {"null", "true"},
                                                            {"select", "select distinct"},
                                                            {"new", "old"},
                                                            {"old", "new"},
                                                            {"gin", "gist"},
                                                            {"gin", "btree"},
                                                            {"where", "where not"},
                                                            {"limit", "offset"},
                                                            {"current_date", "now()::date"},
                                                            {"current_user", "session_user"},
                                                            {"using", "on"},
                                                            {"exists", "not exists"},
                                                            {"count", "sum"},
                                                            {"max", "min"},
                                                            {"coalesce", "greatest"},
                                                            {"lateral", ""},
                                                            {"recursive", ""},
                                                            {"as", ""},
                                                            {"only", ""},
                                                            {"each", ""}};
  return swaps;
}

bool IsBefore(const std::vector<Token>& tokens, size_t at, std::string_view text) {
  return at + 1 < tokens.size() && tokens[at + 1].Is(text);
}

// Behind the part that begins at `at`: a group in parentheses with what calls it, or one token.
size_t PartEnd(const std::vector<Token>& tokens, size_t at) {
  size_t end = at;
  while (tokens[end].IsName() && end + 2 < tokens.size() && tokens[end + 1].Is(".")) end += 2;
  bool opens = tokens[end].Is("(") || tokens[end].Is("[");
  if (!opens && tokens[end].IsName() && IsBefore(tokens, end, "(")) {
    opens = true;
    ++end;
  }
  if (!opens) return end + 1;
  int depth = 0;
  for (; end < tokens.size(); ++end) {
    if (tokens[end].Is("(") || tokens[end].Is("[")) ++depth;
    if ((tokens[end].Is(")") || tokens[end].Is("]")) && --depth == 0) return end + 1;
  }
  return end;
}

std::string Part(const std::string& text, const std::vector<Token>& tokens, size_t at, size_t end) {
  return text.substr(tokens[at].begin, tokens[end - 1].end - tokens[at].begin);
}

}  // namespace

void Pool::Add(const std::string& text) {
  auto tokens = Tokenize(text);
  if (!tokens.ok() || tokens->empty()) return;
  texts.push_back(text);
  for (size_t i = 0; i < tokens->size(); ++i) {
    const Token& token = (*tokens)[i];
    std::string spelled = text.substr(token.begin, token.end - token.begin);
    if (token.type == TokenType::kString) strings.push_back(spelled);
    if (token.type == TokenType::kNumber) numbers.push_back(spelled);
    if (token.type == TokenType::kOperator) operators.push_back(spelled);
    if (token.IsName() && IsBefore(*tokens, i, "(")) names.push_back(spelled);
    if (token.Is("::") && i + 1 < tokens->size()) {
      types.push_back(Part(text, *tokens, i + 1, PartEnd(*tokens, i + 1)));
    }
    if (token.Is("(") && i > 0 && texts.size() < 4000) {
      size_t end = PartEnd(*tokens, i);
      if (end - i > 3) texts.push_back(Part(text, *tokens, i, end));
    }
  }
}

std::string Mutator::Mutate(std::string text, const Pool& pool, const Words& columns) {
  for (size_t times = 1 + Below(3); times > 0; --times) {
    std::string made = text;
    // What finds nothing to do is tried elsewhere.
    for (int tries = 0; tries < 8 && made == text; ++tries) made = Once(text, pool, columns);
    text = std::move(made);
  }
  return text;
}

std::string Mutator::Once(const std::string& text, const Pool& pool, const Words& columns) {
  auto read = Tokenize(text);
  if (!read.ok() || read->empty()) return text;
  const std::vector<Token>& tokens = *read;
  size_t at = Below(tokens.size()), end = at + 1;
  const Token& token = tokens[at];
  auto replaced = [&](const std::string& by) {
    return text.substr(0, token.begin) + by + text.substr(tokens[end - 1].end);
  };
  auto either = [&](const Words& own, const Words& seen) -> const std::string& {
    return seen.empty() || Below(2) == 0 ? Of(own) : Of(seen);
  };
  switch (Below(12)) {
    case 0:
    case 1:
      if (token.type == TokenType::kString) return replaced(either(Strings(), pool.strings));
      if (token.type == TokenType::kNumber) return replaced(either(Numbers(), pool.numbers));
      if (token.type == TokenType::kOperator) {
        return replaced(" " + either(Operators(), pool.operators) + " ");
      }
      return text;
    case 2:
      if (!token.IsName() || columns.empty() || IsBefore(tokens, at, "(")) return text;
      return replaced(Of(columns));
    case 3: {  // a cast goes, or becomes another
      if (!token.Is("::")) return text;
      end = PartEnd(tokens, at + 1 < tokens.size() ? at + 1 : at);
      return replaced(Below(2) == 0 ? "" : "::" + either(Types(), pool.types));
    }
    case 4:
      end = PartEnd(tokens, at);
      return replaced(Part(text, tokens, at, end) + "::" + either(Types(), pool.types));
    case 5:
      for (int i = 0; i < 3; ++i) {
        const auto& swap = Swaps()[Below(Swaps().size())];
        if (token.Is(swap.first)) return replaced(swap.second);
      }
      if (token.type != TokenType::kWord) return text;
      for (const auto& [from, to] : Swaps()) {
        if (token.Is(from)) return replaced(to);
      }
      return text;
    case 6: {  // two neighbours change places
      end = PartEnd(tokens, at);
      if (end + 1 >= tokens.size()) return text;
      size_t next = end + 1, behind = PartEnd(tokens, next);
      bool parted = tokens[end].Is(",") || tokens[end].type == TokenType::kOperator ||
                    tokens[end].Is("and") || tokens[end].Is("or");
      if (!parted) return text;
      std::string between =
          text.substr(tokens[end - 1].end, tokens[next].begin - tokens[end - 1].end);
      std::string swapped =
          Part(text, tokens, next, behind) + between + Part(text, tokens, at, end);
      end = behind;
      return replaced(swapped);
    }
    case 7: {
      end = PartEnd(tokens, at);
      std::string part = Part(text, tokens, at, end), made;
      for (char c : Of(Wraps())) {
        if (c == '$') {
          made += part;
        } else if (c == '@') {
          made += Below(2) == 0 ? either(Strings(), pool.strings) : either(Numbers(), pool.numbers);
        } else {
          made += c;
        }
      }
      return replaced(made);
    }
    case 8:
      end = PartEnd(tokens, at);
      return replaced("(" + Of(pool.texts) + ")");
    case 9:
      if (!token.IsName()) return text;
      if (IsBefore(tokens, at, "(") && Below(2) == 0 && !pool.names.empty()) {
        return replaced(Of(pool.names));
      }
      return replaced(Of({"pg_catalog.", "public.", "app.", "shadow."}) +
                      text.substr(token.begin, token.end - token.begin));
    case 10: {  // parentheses, or a qualification, go
      if (token.IsName() && IsBefore(tokens, at, ".")) {
        ++end;
        return replaced("");
      }
      if (!token.Is("(")) return text;
      end = PartEnd(tokens, at);
      if (end - at < 3) return text;
      return replaced(" " + Part(text, tokens, at + 1, end - 1) + " ");
    }
    default:
      return text + " " + Of({"and ", "or ", "= ", "|| ", "+ ", "is not distinct from "}) +
             Of(pool.texts);
  }
}

}  // namespace autogen
