#pragma once

#include "model-schemas/node.h"

namespace autogen {

// Reads the plain part of YAML that nearly all models are written in: block mappings and sequences,
// scalars of one line, literal blocks, flow collections of one line. It gives the very tree that
// the library would, some thirty times as fast; nullptr where a file holds anything else, or
// anything wrong: then the library reads it, and finds the words for what is wrong.
const Node* ParsePlainYaml(const SourceFile& file, NodeArena* nodes);

}  // namespace autogen
