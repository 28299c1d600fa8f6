#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/name.h"
#include "engine/schema/value.h"
#include "introspect/connection.h"

namespace autogen {

// An object's number in the catalog (libpq's Oid).
using CatalogOid = uint32_t;

// The columns of one catalog query, to be bound by name: each exactly once.
class CatalogHeader {
 public:
  CatalogHeader(std::string_view query, std::vector<std::string> columns);

  int Bind(std::string_view column);
  // An error where a column was asked for that the query lacks, or one was left over.
  absl::Status Check() const;

 private:
  std::string query_;
  std::vector<std::string> columns_;
  std::vector<bool> bound_;
  std::string missing_;
};

// One bound column. NULL reads as empty text, 0 and false.
class Field {
 public:
  Field(CatalogHeader& header, std::string_view column) : at_(header.Bind(column)) {}

  bool IsNull(const Row& row) const { return !row[at_].has_value(); }
  std::string_view operator()(const Row& row) const { return row[at_].value_or(""); }
  std::string Text(const Row& row) const { return std::string((*this)(row)); }
  bool Flag(const Row& row) const { return (*this)(row) == "t"; }
  int64_t Number(const Row& row) const;
  CatalogOid Oid(const Row& row) const { return static_cast<CatalogOid>(Number(row)); }
  // A "char" of the catalog; 0 where it is empty.
  char Code(const Row& row) const { return (*this)(row).empty() ? 0 : (*this)(row)[0]; }
  // An array of one dimension; NULL elements read as empty.
  std::vector<std::string> List(const Row& row) const;
  std::optional<std::vector<std::string>> OptionalList(const Row& row) const {
    if (IsNull(row)) return std::nullopt;
    return List(row);
  }
  // An int2vector, an oidvector or an array of numbers.
  std::vector<int64_t> Numbers(const Row& row) const;
  // "key=value" elements, as reloptions and attoptions hold them.
  Options KeyValues(const Row& row) const;

 private:
  int at_;
};

// The elements of an array's text, "{a,\"b c\",NULL}".
std::vector<std::string> ReadArray(std::string_view text);

}  // namespace autogen
