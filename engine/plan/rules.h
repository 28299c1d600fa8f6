#pragma once

#include "engine/plan/decision.h"

namespace autogen {

// The rules of each kind: how a change of `attributes` is done. The attribute lists say what is in
// place and what is a rebuild; what depends on the values stands here.
using ChangedAttributes = std::vector<std::string_view>;

Fate FateOf(const Planning& planning, const Object& before, const Object& after,
            const ChangedAttributes& attributes);

Fate FateOfConstraint(const Constraint& before, const Constraint& after,
                      const ChangedAttributes& attributes);
Fate FateOfTrigger(const Trigger& before, const Trigger& after, const ChangedAttributes& attributes,
                   int server_version);
Fate FateOfView(const View& before, const View& after, const ChangedAttributes& attributes);
Fate FateOfRoutine(const Routine& before, const Routine& after,
                   const ChangedAttributes& attributes);
Fate FateOfEnum(const Enum& before, const Enum& after);
Fate FateOfComposite(const Planning& planning, const CompositeType& before,
                     const CompositeType& after);

// Whether the values are before's with some added, so that ADD VALUE does.
bool OnlyAddsValues(const Enum& before, const Enum& after);

// A column of a table that is altered: decisions for it and its default.
void DecideColumn(const Planning& planning, const ObjectId& column,
                  const ChangedAttributes& attributes, const Detours& detours,
                  Decisions* decisions);

}  // namespace autogen
