#pragma once

#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace autogen {

// An interned string: names and type texts repeat thousands of times in a schema, so each is stored
// once for the life of the process. Copying and comparing for equality cost a pointer; ordering is
// by bytes. The default is the empty name. Interning is thread-safe.
class Name {
 public:
  Name();
  Name(std::string_view text);  // NOLINT(runtime/explicit): a name is what it spells
  Name(const char* text) : Name(std::string_view(text)) {}         // NOLINT
  Name(const std::string& text) : Name(std::string_view(text)) {}  // NOLINT

  std::string_view view() const { return {text_, LengthOf(text_)}; }
  std::string str() const { return std::string(view()); }
  operator std::string_view() const { return view(); }  // NOLINT(runtime/explicit)
  bool empty() const { return LengthOf(text_) == 0; }

  friend bool operator==(Name a, Name b) { return a.text_ == b.text_; }
  friend std::strong_ordering operator<=>(Name a, Name b) {
    if (a.text_ == b.text_) return std::strong_ordering::equal;
    return a.view() <=> b.view();
  }
  template <class H>
  friend H AbslHashValue(H h, Name name) {
    return H::combine(std::move(h), static_cast<const void*>(name.text_));
  }

  // The length of an interned text stands right before it: whoever reads one has the other at hand.
  static uint32_t LengthOf(const char* text) {
    uint32_t length;
    std::memcpy(&length, text - sizeof length, sizeof length);
    return length;
  }

 private:
  friend struct std::hash<Name>;

  const char* text_;
};

}  // namespace autogen

template <>
struct std::hash<autogen::Name> {
  size_t operator()(autogen::Name name) const noexcept {
    return std::hash<const void*>()(name.text_);
  }
};
