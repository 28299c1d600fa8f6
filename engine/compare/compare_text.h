#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "engine/schema/object.h"
#include "engine/sql/normal/normal.h"

namespace autogen {

// kOpen: written differently, may mean the same: only a server can tell.
enum class Verdict : uint8_t { kEqual, kOpen, kDifferent };

// Tells texts of two databases apart by what they mean there. Nothing is made until two texts
// differ.
class TextComparer {
 public:
  // Both must outlive it and stay as they are.
  TextComparer(const Database& before, const Database& after);
  ~TextComparer();

  // Whether two texts, each at its place, are one; false: cannot tell.
  bool SameMeaning(std::string_view a, const TextPlace& at_a, std::string_view b,
                   const TextPlace& at_b) const;
  // The same of whole index keys, as in CREATE INDEX.
  bool SameIndexKey(std::string_view a, const QualifiedName& table_a, std::string_view b,
                    const QualifiedName& table_b) const;

  // Whether anything was the same since it was asked last.
  bool TakeFound() const { return std::exchange(found_, false); }

 private:
  const Normalizer& Before() const;
  const Normalizer& After() const;

  const Database& before_;
  const Database& after_;
  mutable std::unique_ptr<Normalizer> normal_before_, normal_after_;
  mutable bool found_ = false;
};

// Where a comparison of parts stands: the whole objects, and what tells their texts apart. Empty:
// texts are compared as they stand and by their trees.
struct TextSides {
  const TextComparer* texts = nullptr;
  const Object* before = nullptr;
  const Object* after = nullptr;
};

// Where the text of an attribute stands; nullopt: nothing is known of it. `whole` is the object
// that the owner is a part of.
template <class Owner>
std::optional<TextPlace> PlaceOf(std::string_view, const Owner&, const Object&) {
  return std::nullopt;
}
std::optional<TextPlace> PlaceOf(std::string_view attribute, const Column& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const Constraint& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const Index& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const Trigger& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const View& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const MaterializedView& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const Routine& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const Argument& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const Domain& owner,
                                 const Object& whole);
std::optional<TextPlace> PlaceOf(std::string_view attribute, const DomainConstraint& owner,
                                 const Object& whole);

// Whether two index keys that are spelled differently are one.
bool SameKey(const IndexKey& a, const IndexKey& b, const TextSides& sides);

}  // namespace autogen
