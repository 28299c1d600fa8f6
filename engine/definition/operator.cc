#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/key_name.h"
#include "engine/definition/parameters.h"
#include "engine/definition/reader.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

// "hashes", "hashes = true", "hashes = false"
absl::Status ReadFlag(Reader& reader, bool* flag) {
  *flag = true;
  if (reader.At(",") || reader.At(")")) return absl::OkStatus();
  if (reader.Accept("true") || reader.Accept("on")) return absl::OkStatus();
  if (!reader.Accept("false") && !reader.Accept("off")) return reader.Unexpected("true or false");
  *flag = false;
  return absl::OkStatus();
}

absl::Status ReadOperand(Reader& reader, TypeRef* type) {
  if (reader.Accept("none")) return absl::OkStatus();
  ASSIGN_OR_RETURN(*type, reader.ReadType());
  *type = WithoutModifier(*type);
  return absl::OkStatus();
}

absl::Status ReadParameterOf(std::string_view name, Reader& reader, Operator* op) {
  if (name == "hashes") return ReadFlag(reader, &op->hashes);
  if (name == "merges") return ReadFlag(reader, &op->merges);
  if (name == "leftarg") return ReadOperand(reader, &op->left);
  if (name == "rightarg") return ReadOperand(reader, &op->right);
  if (name == "commutator" || name == "negator") {
    QualifiedName& target = name == "negator" ? op->negator : op->commutator;
    ASSIGN_OR_RETURN(target, reader.ReadOperatorName());
    return absl::OkStatus();
  }
  QualifiedName* target = name == "function" || name == "procedure" ? &op->function
                          : name == "restrict"                      ? &op->restrict_function
                          : name == "join"                          ? &op->join_function
                                                                    : nullptr;
  if (target == nullptr) return absl::NotFoundError("");
  ASSIGN_OR_RETURN(*target, reader.ReadFunctionName());
  return absl::OkStatus();
}

// A parameter's value may be a bare symbol, but a schema needs OPERATOR().
Sql OperatorName(const QualifiedName& name, const SqlStyle& style) {
  Sql sql(style);
  Sql written(style);
  written.Append(name, NameRole::kOperator);
  if (written.text() == name.name.view()) return sql << RawSql{written.Take()};
  return sql << "OPERATOR(" << RawSql{written.Take()} << ")";
}

}  // namespace

absl::StatusOr<Operator> ReadOperator(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  Operator op;
  RETURN_IF_ERROR(ReadParameters(*reader, "an operator", [&op](auto name, Reader& value) {
    return ReadParameterOf(name, value, &op);
  }));
  if (op.function.empty()) {
    return reader->Error("an operator needs a function", "write (function = …)");
  }
  RETURN_IF_ERROR(reader->Finish("an operator"));
  return op;
}

absl::StatusOr<Operator> ReadOperatorKey(std::string_view key) {
  Operator op;
  size_t behind = key.find('(');
  if (behind == key.npos) {
    return InputError("an operator's key has its operands in parentheses: " + std::string(key),
                      "write ===(text, text), or !!(none, text)");
  }
  std::string_view name = Trim(key.substr(0, behind));
  size_t dot = name.rfind('.');
  if (dot != name.npos) {
    ASSIGN_OR_RETURN(op.schema, ReadKeyPart(name.substr(0, dot)));
    name.remove_prefix(dot + 1);
  }
  op.name = name;
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, OpenBehind(key, behind));
  if (name.empty()) return reader->Error("the operator's symbol is missing");
  RETURN_IF_ERROR(reader->Expect("("));
  RETURN_IF_ERROR(ReadOperand(*reader, &op.left));
  RETURN_IF_ERROR(reader->Expect(","));
  RETURN_IF_ERROR(ReadOperand(*reader, &op.right));
  RETURN_IF_ERROR(reader->Expect(")"));
  RETURN_IF_ERROR(reader->Finish("an operator's key"));
  return op;
}

Clauses WriteOperator(const Operator& op, const SqlStyle& style) {
  ParameterList parameters(style);
  auto function = [&](std::string_view key, SqlKeyword word, const QualifiedName& name) {
    if (name.empty()) return;
    parameters.Add(key, word, parameters.New().Append(name, NameRole::kFunction));
  };
  function("function", "FUNCTION = ", op.function);
  if (!style.lower_keywords) {
    // In models the key says the operands.
    if (!op.left.empty()) parameters.Add("leftarg", "LEFTARG = ", parameters.New() << op.left);
    parameters.Add("rightarg", "RIGHTARG = ", parameters.New() << op.right);
  }
  if (!op.commutator.empty()) {
    parameters.Add("commutator", "COMMUTATOR = ", OperatorName(op.commutator, style));
  }
  if (!op.negator.empty()) {
    parameters.Add("negator", "NEGATOR = ", OperatorName(op.negator, style));
  }
  function("restrict", "RESTRICT = ", op.restrict_function);
  function("join", "JOIN = ", op.join_function);
  if (op.hashes) parameters.Flag("hashes", "HASHES");
  if (op.merges) parameters.Flag("merges", "MERGES");
  return parameters.Take();
}

}  // namespace autogen
