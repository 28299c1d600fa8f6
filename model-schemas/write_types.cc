#include <algorithm>

#include "model-schemas/write_models.h"

namespace autogen {

YamlOut EnumOut(const WriteContext& context, const Enum& object) {
  Members common = CommonMembers(context, Kind::kEnum, object.common);
  YamlOut values = YamlOut::List(object.values);
  if (common.empty()) return values;
  YamlOut out = YamlOut::Map();
  out.Add("values", std::move(values));
  out.map.insert(out.map.end(), common.begin(), common.end());
  return out;
}

YamlOut DomainOut(const WriteContext& context, const Domain& written, std::string_view key,
                  int depth) {
  Domain domain = written;
  if (HidesDefault(domain, context.database)) domain.default_value.text = "null";
  Members common = CommonMembers(context, Kind::kDomain, domain.common);
  Clauses whole = WriteDomain(domain, context.style);
  bool commented = std::any_of(domain.constraints.begin(), domain.constraints.end(),
                               [](const DomainConstraint& c) { return !c.comment.empty(); });
  if (domain.constraints.empty()) return Definition(key, whole, {}, common, depth);
  if (!commented &&
      FitsOnLine(common.empty() ? key : "sql", Join(whole), common.empty() ? depth : depth + 1)) {
    return Definition(key, whole, {}, common, depth);
  }
  Domain bare = domain;
  bare.constraints.clear();
  Members after;
  YamlOut constraints = YamlOut::Map();
  for (const DomainConstraint& constraint : domain.constraints) {
    Members comment;
    if (!constraint.comment.empty()) {
      comment.emplace_back("comment", YamlOut::Scalar(constraint.comment));
    }
    constraints.Add(
        Key(constraint.name),
        Definition(Key(constraint.name), WriteDomainConstraint(constraint, context.style), {},
                   comment, depth + 2));
  }
  after.emplace_back("constraints", std::move(constraints));
  after.insert(after.end(), common.begin(), common.end());
  return Definition(key, WriteDomain(bare, context.style), {}, after, depth);
}

YamlOut CompositeOut(const WriteContext& context, const CompositeType& type, std::string_view key,
                     int depth) {
  Members common = CommonMembers(context, Kind::kCompositeType, type.common);
  bool commented = std::any_of(type.attributes.begin(), type.attributes.end(),
                               [](const CompositeAttribute& a) { return !a.comment.empty(); });
  Clauses whole = WriteCompositeType(type, context.style);
  bool fits =
      FitsOnLine(common.empty() ? key : "sql", Join(whole), common.empty() ? depth : depth + 1);
  if (!commented && fits) return Definition(key, whole, {}, common, depth);
  YamlOut attributes = YamlOut::Map();
  for (const CompositeAttribute& attribute : type.attributes) {
    Members comment;
    if (!attribute.comment.empty()) {
      comment.emplace_back("comment", YamlOut::Scalar(attribute.comment));
    }
    Clauses clauses = WriteCompositeAttribute(attribute, context.style);
    std::erase_if(clauses, [](const Clause& clause) { return clause.key == "comment"; });
    attributes.Add(Key(attribute.name),
                   Definition(Key(attribute.name), clauses, {}, comment, depth + 2));
  }
  YamlOut out = YamlOut::Map();
  out.Add("attributes", std::move(attributes));
  out.map.insert(out.map.end(), common.begin(), common.end());
  return out;
}

}  // namespace autogen
