#include "introspect/catalog_row.h"

#include <charconv>

#include "engine/base/error.h"

namespace autogen {

CatalogHeader::CatalogHeader(std::string_view query, std::vector<std::string> columns)
    : query_(query), columns_(std::move(columns)), bound_(columns_.size()) {}

int CatalogHeader::Bind(std::string_view column) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i] != column) continue;
    bound_[i] = true;
    return static_cast<int>(i);
  }
  if (missing_.empty()) missing_ = column;
  return 0;
}

absl::Status CatalogHeader::Check() const {
  if (!missing_.empty()) {
    return InternalError("the catalog query " + query_ + " has no column " + missing_);
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (!bound_[i]) {
      return InternalError("nothing reads the column " + columns_[i] + " of the catalog query " +
                           query_);
    }
  }
  return absl::OkStatus();
}

int64_t Field::Number(const Row& row) const {
  std::string_view text = (*this)(row);
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<std::string> Field::List(const Row& row) const { return ReadArray((*this)(row)); }

std::vector<int64_t> Field::Numbers(const Row& row) const {
  std::vector<int64_t> numbers;
  std::string_view text = (*this)(row);
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    int64_t number = 0;
    auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc()) {
      numbers.push_back(number);
      at = next;
    } else {
      ++at;  // a blank, comma or brace
    }
  }
  return numbers;
}

Options Field::KeyValues(const Row& row) const {
  Options options;
  if (IsNull(row)) return options;
  for (const std::string& element : List(row)) {
    size_t equals = element.find('=');
    options[element.substr(0, equals)] = equals == element.npos ? "" : element.substr(equals + 1);
  }
  return options;
}

std::vector<std::string> ReadArray(std::string_view text) {
  std::vector<std::string> elements;
  if (text.size() < 2 || text == "{}") return elements;
  size_t i = 1;  // behind the brace
  while (i < text.size()) {
    std::string element;
    if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
        element += text[i];
      }
      ++i;
    } else {
      while (i < text.size() && text[i] != ',' && text[i] != '}') element += text[i++];
      if (element == "NULL") element.clear();
    }
    elements.push_back(std::move(element));
    ++i;  // behind the comma or the closing brace
  }
  return elements;
}

}  // namespace autogen
