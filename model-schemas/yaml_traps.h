#pragma once

#include "model-schemas/findings.h"
#include "model-schemas/node.h"

namespace autogen {

// What a person did who wrote a line that is no YAML, or YAML that means something else. `offset`
// is where the library stumbled, `words` what it said.
Finding ExplainYamlError(const SourceFile& file, size_t offset, std::string_view words);

// `{type: numeric(8,2)}`: a member of a flow collection ends inside parentheses, because YAML cuts
// at the comma. True and a finding if so.
bool FindCutMember(const Node& flow_collection, Findings* findings);

// What a text that SQL cannot read owes to YAML: quotes that YAML took, a comment that began in it.
// Empty where it owes nothing.
std::string YamlHint(const Node& scalar);

// Parentheses still open at the end of an SQL text; below zero where one was closed too many.
int OpenParentheses(std::string_view text);

}  // namespace autogen
