#pragma once

#include "introspect/catalog_state.h"

namespace autogen {

// One a catalog query; what each needs from those before it is said where it is defined.
CatalogReader ReadDatabase(CatalogHeader& header, CatalogState& state);
CatalogReader ReadRoles(CatalogHeader& header, CatalogState& state);
CatalogReader ReadDescriptions(CatalogHeader& header, CatalogState& state);
CatalogReader ReadSecurityLabels(CatalogHeader& header, CatalogState& state);
CatalogReader ReadNamespaces(CatalogHeader& header, CatalogState& state);
CatalogReader ReadExtensions(CatalogHeader& header, CatalogState& state);
CatalogReader ReadMembers(CatalogHeader& header, CatalogState& state);
CatalogReader ReadCollations(CatalogHeader& header, CatalogState& state);
CatalogReader ReadOpclasses(CatalogHeader& header, CatalogState& state);
CatalogReader ReadCasts(CatalogHeader& header, CatalogState& state);
CatalogReader ReadTypes(CatalogHeader& header, CatalogState& state);
CatalogReader ReadEnums(CatalogHeader& header, CatalogState& state);
CatalogReader ReadRanges(CatalogHeader& header, CatalogState& state);
CatalogReader ReadRelations(CatalogHeader& header, CatalogState& state);
CatalogReader ReadStandIn(CatalogHeader& header, CatalogState& state);
CatalogReader ReadAttributes(CatalogHeader& header, CatalogState& state);
CatalogReader ReadDefaults(CatalogHeader& header, CatalogState& state);
CatalogReader ReadSequences(CatalogHeader& header, CatalogState& state);
CatalogReader ReadIndexes(CatalogHeader& header, CatalogState& state);
CatalogReader ReadConstraints(CatalogHeader& header, CatalogState& state);
CatalogReader ReadTriggers(CatalogHeader& header, CatalogState& state);
CatalogReader ReadViews(CatalogHeader& header, CatalogState& state);
CatalogReader ReadRoutines(CatalogHeader& header, CatalogState& state);
CatalogReader ReadOperators(CatalogHeader& header, CatalogState& state);
CatalogReader ReadDefaultPrivileges(CatalogHeader& header, CatalogState& state);
CatalogReader ReadUnmodelled(CatalogHeader& header, CatalogState& state);
CatalogReader ReadNeeds(CatalogHeader& header, CatalogState& state);
CatalogReader ReadDependents(CatalogHeader& header, CatalogState& state);
CatalogReader ReadDependencies(CatalogHeader& header, CatalogState& state);

// Tells what rests on something that the models cannot say, once all is read.
void FindResting(CatalogState& state);

}  // namespace autogen
