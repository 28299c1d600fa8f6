#pragma once

#include "engine/schema/common_attributes.h"
#include "engine/schema/kind.h"

namespace autogen {

enum class ArgumentMode : uint8_t { kIn, kOut, kInOut, kVariadic, kTable };
enum class Volatility : uint8_t { kImmutable, kStable, kVolatile };
enum class ParallelSafety : uint8_t { kUnsafe, kRestricted, kSafe };

struct Argument {
  ArgumentMode mode = ArgumentMode::kIn;
  Name name;  // may be empty
  TypeRef type;
  Expression default_value;  // empty: none
  friend bool operator==(const Argument&, const Argument&) = default;
};

template <>
struct AttributesOf<Argument> {
  static constexpr auto kList =
      std::tuple(Attribute{"mode", &Argument::mode, Alters::kInPlace},
                 Attribute{"name", &Argument::name, Alters::kInPlace},
                 Attribute{"type", &Argument::type, Alters::kInPlace},
                 Attribute{"default", &Argument::default_value, Alters::kInPlace});
};

// The parameters of a routine's SET clauses, in the order in which they were set: PostgreSQL keeps
// and prints it, but it is no difference. Values are SQL, as after SET x TO.
class Settings {
 public:
  using Setting = std::pair<std::string, std::string>;

  std::string& operator[](const std::string& parameter) {
    for (Setting& setting : settings_) {
      if (setting.first == parameter) return setting.second;
    }
    return settings_.emplace_back(parameter, "").second;
  }
  auto begin() const { return settings_.begin(); }
  auto end() const { return settings_.end(); }
  bool empty() const { return settings_.empty(); }
  std::map<std::string, std::string> Sorted() const { return {begin(), end()}; }
  friend bool operator==(const Settings& a, const Settings& b) { return a.Sorted() == b.Sorted(); }

 private:
  std::vector<Setting> settings_;
};

// A function or a procedure. See: CREATE FUNCTION, CREATE PROCEDURE. Identity: name and input
// types.
struct Routine {
  Kind kind = Kind::kFunction;  // or kProcedure
  Name schema, name;
  std::vector<Argument> arguments;  // kTable ones (RETURNS TABLE) last
  TypeRef returns;           // empty for procedures, and where OUT arguments or TABLE say it all
  bool returns_set = false;  // SETOF; always with TABLE
  Name language;
  std::vector<TypeRef> transform_types;
  bool window = false;
  Volatility volatility = Volatility::kVolatile;
  bool strict = false;
  bool security_definer = false;
  bool leakproof = false;
  ParallelSafety parallel = ParallelSafety::kUnsafe;
  double cost = 0;  // 0: the default (1 for C and internal functions, 100 for others)
  double rows = 0;  // 0: the default (1000 for sets)
  QualifiedName support;
  Settings set;
  Name body;            // a string body, byte for byte
  Expression sql_body;  // BEGIN ATOMIC … END or RETURN …: an expression; exclusive with body
  Name obj_file, link_symbol;  // language c
  Common common;
  friend bool operator==(const Routine&, const Routine&) = default;
};

template <>
struct AttributesOf<Routine> {
  static constexpr auto kList =
      std::tuple(Attribute{"arguments", &Routine::arguments, Alters::kInPlace},
                 Attribute{"returns", &Routine::returns, Alters::kRebuild},
                 Attribute{"returns_set", &Routine::returns_set, Alters::kRebuild},
                 Attribute{"language", &Routine::language, Alters::kInPlace},
                 Attribute{"transform", &Routine::transform_types, Alters::kInPlace},
                 Attribute{"window", &Routine::window, Alters::kRebuild},
                 Attribute{"volatility", &Routine::volatility, Alters::kInPlace},
                 Attribute{"strict", &Routine::strict, Alters::kInPlace},
                 Attribute{"security_definer", &Routine::security_definer, Alters::kInPlace},
                 Attribute{"leakproof", &Routine::leakproof, Alters::kInPlace},
                 Attribute{"parallel", &Routine::parallel, Alters::kInPlace},
                 Attribute{"cost", &Routine::cost, Alters::kInPlace},
                 Attribute{"rows", &Routine::rows, Alters::kInPlace},
                 Attribute{"support", &Routine::support, Alters::kInPlace},
                 Attribute{"set", &Routine::set, Alters::kInPlace},
                 Attribute{"body", &Routine::body, Alters::kInPlace},
                 Attribute{"sql_body", &Routine::sql_body, Alters::kInPlace},
                 Attribute{"obj_file", &Routine::obj_file, Alters::kInPlace},
                 Attribute{"link_symbol", &Routine::link_symbol, Alters::kInPlace});
};

}  // namespace autogen
