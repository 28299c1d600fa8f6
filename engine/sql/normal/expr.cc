#include "engine/sql/normal/expr.h"

namespace autogen::normal {
namespace {

class Printer {
 public:
  explicit Printer(const Catalog& catalog) : catalog_(catalog) {}

  void Write(const Expr& expr) {
    text_ += '(';
    text_ += static_cast<char>('A' + static_cast<int>(expr.tag));
    WriteType(expr);
    // With its length, so that no text can look like structure.
    if (!expr.text.empty()) {
      text_ += std::to_string(expr.text.size());
      text_ += '"';
      text_ += expr.text;
    }
    for (const Expr* argument : expr.args) {
      if (argument != nullptr) {
        Write(*argument);
      } else {
        text_ += '-';
      }
    }
    text_ += ')';
  }

  std::string Take() { return std::move(text_); }

 private:
  void WriteType(const Expr& expr) {
    if (expr.type == known::t_none) return;
    const known::TypeInfo& type = catalog_.Type(expr.type);
    text_ += '<';
    text_ += type.schema == "pg_catalog" ? std::string_view() : type.schema;
    text_ += '.';
    text_ += type.name;
    if (expr.tag == Tag::kCast || expr.tag == Tag::kConstant) text_ += expr.modifier.view();
    text_ += '>';
  }

  const Catalog& catalog_;
  std::string text_;
};

}  // namespace

bool Mentions(const Expr& expr, const void* scope) {
  if (expr.tag == Tag::kColumn && expr.scope == scope) return true;
  for (const Expr* argument : expr.args) {
    if (argument != nullptr && Mentions(*argument, scope)) return true;
  }
  return false;
}

std::string Print(const Catalog& catalog, const Expr& expr) {
  Printer printer(catalog);
  printer.Write(expr);
  return printer.Take();
}

}  // namespace autogen::normal
