#include "engine/plan/type_rewrites.h"

#include <algorithm>

namespace autogen {
namespace {

// Whether an attribute of the type stands elsewhere than before, so that its values' text would be
// read wrongly.
bool Moves(const CompositeType& before, const CompositeType& after) {
  return !std::equal(
      before.attributes.begin(), before.attributes.end(), after.attributes.begin(),
      after.attributes.end(),
      [](const CompositeAttribute& a, const CompositeAttribute& b) { return a.name == b.name; });
}

class Rewrites {
 public:
  Rewrites(const Planning& planning, const TypeRebuild& rebuild)
      : planning_(planning), rebuild_(rebuild) {
    for (const ObjectId& type : rebuild.types) {  // each after those it needs
      if (IsMoved(type)) moved_.insert({type.schema, type.name});
    }
  }

  std::vector<Finding> Check() {
    std::vector<Finding> findings;
    for (const ObjectId& column : rebuild_.columns) {
      if (CarriesOver(column)) continue;
      findings.push_back(
          Refusal("column " + Label(column) +
                      " cannot be rewritten: a composite type whose attributes change their order "
                      "is inside an array, a domain or another type there",
                  "put new attributes last and keep the others' order, or move the rows by hand"));
    }
    if (planning_.options.allow_rewrite) return findings;
    for (const ObjectId& type : rebuild_.types) {
      if (type.kind != Kind::kCompositeType) continue;
      std::string columns = Label(rebuild_.columns.front());
      const size_t more = rebuild_.columns.size() - 1;
      if (more > 0) columns += " and " + std::to_string(more) + " more";
      findings.push_back(Refusal(
          "composite type " + Label(type) + " can only be made anew, which rewrites " + columns,
          "put new attributes last and keep the others' order and types, or "
          "say --allow-rewrite"));
    }
    return findings;
  }

 private:
  // By itself or through what it is made of.
  bool IsMoved(const ObjectId& type) const {
    if (const auto* before = planning_.before.Get<CompositeType>(type)) {
      const auto* after = planning_.after.Get<CompositeType>(type);
      return (after != nullptr && Moves(*before, *after)) || HasMovedAttribute(*before);
    }
    if (const auto* domain = planning_.before.Get<Domain>(type)) return Has(domain->type);
    if (const auto* range = planning_.before.Get<RangeType>(type)) return Has(range->subtype);
    return false;
  }

  bool HasMovedAttribute(const CompositeType& type) const {
    return std::any_of(type.attributes.begin(), type.attributes.end(),
                       [&](const CompositeAttribute& attribute) { return Has(attribute.type); });
  }

  bool Has(const TypeRef& type) const { return moved_.contains({type.schema, type.name}); }

  // Values go by way of their text, but for the attributes of a composite column itself, which go
  // one by one.
  bool CarriesOver(const ObjectId& id) const {
    const Column* column = FindColumn(planning_.before, id);
    if (column == nullptr || !Has(column->type)) return true;
    const auto* composite = planning_.before.Get<CompositeType>(
        RelationId(Kind::kCompositeType, column->type.schema, column->type.name));
    return composite != nullptr && !column->type.array && !HasMovedAttribute(*composite);
  }

  const Planning& planning_;
  const TypeRebuild& rebuild_;
  std::set<QualifiedName> moved_;
};

}  // namespace

std::vector<Finding> CheckRewrites(const Planning& planning, const TypeRebuild& rebuild) {
  return Rewrites(planning, rebuild).Check();
}

}  // namespace autogen
