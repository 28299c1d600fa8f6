#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

// What pg_catalog holds, as far as telling what an expression means needs it: rows made from real
// servers, each with the versions that have it. Plain sorted tables; nothing happens at start-up.
namespace autogen::known {

// A type: one of pg_catalog's below, or a number that a Catalog gave to one of a database.
using TypeId = uint32_t;

enum BuiltinType : TypeId {
  t_none,
#define ID(id) id,
#include "engine/sql/known/type_ids.inc"
#undef ID
  kBuiltinTypes,
};

struct TypeInfo {
  std::string_view schema, name;  // as in the catalog: "int4"; arrays of a database's own: "mood[]"
  char kind = 0;                  // pg_type.typtype: b c d e p r m
  char category = 0;
  bool preferred = false;
  TypeId element = t_none;  // of a true array
  TypeId array = t_none;
  TypeId subtype = t_none;  // of a range or a multirange
  TypeId multirange = t_none;
  TypeId range = t_none;  // of a multirange
  bool collatable = false;
  int first = 0, last = 0;
};

struct Function {
  std::string_view name;
  TypeId result;
  char kind;  // pg_proc.prokind: f a w p
  bool returns_set;
  TypeId variadic;
  int defaults;
  int first, last;
  int count;
  std::array<TypeId, 10> arguments;
  std::string_view names;  // of the arguments, "a,b"; empty where nobody calls them by name
  std::string_view out;    // OUT columns, "key t_text,value t_jsonb"
};

struct Operator {
  std::string_view name;
  TypeId left, right, result;
  std::string_view function;
  int first, last;
};

struct Cast {
  TypeId source, target;
  char context;  // e a i
  char method;   // f i b
  int first, last;
};

struct OperatorClass {
  std::string_view access_method, name;
  TypeId type;
  bool is_default;
  int first, last;
};

// As a version has it; of a version that has not got it, as the others have it.
const TypeInfo& Builtin(TypeId type, int version);
// By its catalog name; t_none: no such type. The version is the caller's to look at.
TypeId FindBuiltinType(std::string_view name);
// By the name that SQL has for it ("character varying") or its catalog name.
TypeId FindBuiltinSqlType(std::string_view name);

std::span<const Function> FunctionsNamed(std::string_view name);
std::span<const Operator> OperatorsNamed(std::string_view name);
const Cast* FindCast(TypeId source, TypeId target, int version);
std::span<const OperatorClass> OperatorClasses();

// Whether a row counts for a version; what comes after the last one looked at has what that had.
template <class Row>
bool IsIn(const Row& row, int version) {
  constexpr int kLastVersion = 18;
  return row.first <= version && (row.last == kLastVersion || version <= row.last);
}

}  // namespace autogen::known
