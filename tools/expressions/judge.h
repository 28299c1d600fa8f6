#pragma once

#include <optional>
#include <string>

#include "engine/sql/normal/normal.h"
#include "tools/expressions/corpus_file.h"
#include "tools/expressions/tables.h"

namespace autogen {

// The normal form of one text of a row, in the row's context; nullopt: cannot tell.
std::optional<std::string> NormalFormOf(const CorpusRow& row, const std::string& text,
                                        const CorpusTables& tables, const Normalizer& normalizer);

// Whether two texts of a row are told to be one, without a server.
bool IsEqual(const CorpusRow& row, const std::string& a, const std::string& b,
             const CorpusTables& tables, const Normalizer& normalizer);

}  // namespace autogen
