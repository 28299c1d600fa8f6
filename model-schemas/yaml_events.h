#pragma once

#include "model-schemas/findings.h"
#include "model-schemas/node.h"

namespace autogen {

// Limits against files that are made to hurt.
inline constexpr size_t kMaxFileBytes = size_t{64} << 20;
inline constexpr int kMaxDepth = 100;
inline constexpr size_t kMaxAliased = 1'000'000;  // nodes that aliases stand for, in all

// The one document of a file, aliases and merge keys resolved; nullptr where the file is empty or
// not YAML (then the findings say why). The file must outlive the nodes.
const Node* ParseYaml(const SourceFile& file, NodeArena* nodes, Findings* findings);
// The same by the library alone: ParseYaml lets it read what is not plain.
const Node* ParseYamlByLibrary(const SourceFile& file, NodeArena* nodes, Findings* findings);

}  // namespace autogen
