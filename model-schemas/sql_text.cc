#include "model-schemas/reading.h"
#include "model-schemas/yaml_traps.h"

namespace autogen {
namespace {

// A reader's place: line 1, the column a byte of the text; 0 where it has none.
size_t OffsetOf(const Finding& finding) {
  return finding.place.column > 0 ? finding.place.column - 1 : 0;
}

size_t LengthOf(const Finding& finding) {
  return finding.place.length > 0 ? finding.place.length : 1;
}

// Where the text that YAML handed over is not what was written, that is the news.
void AddYamlHint(const Node& scalar, Finding* finding) {
  std::string hint = YamlHint(scalar);
  if (!hint.empty()) finding->hint = std::move(hint);
}

}  // namespace

void SqlText::Separate(std::string_view next) {
  if (text_.empty() || next.empty()) return;
  if (text_.back() == '(' || next.front() == ')' || next.front() == ',') return;
  text_ += ' ';
}

SqlText& SqlText::Add(std::string_view words) {
  Separate(words);
  pieces_.push_back({text_.size(), nullptr, 0});
  text_ += words;
  return *this;
}

SqlText& SqlText::Add(const Node& scalar) { return Add(scalar, 0, scalar.text.size()); }

SqlText& SqlText::Add(const Node& scalar, size_t begin, size_t length) {
  std::string_view part = std::string_view(scalar.text).substr(begin, length);
  Separate(part);
  pieces_.push_back({text_.size(), &scalar, begin});
  text_ += part;
  return *this;
}

void SqlText::Report(const absl::Status& status, Reading* reading) const {
  for (Finding finding : ToFindings(status)) {
    size_t offset = OffsetOf(finding);
    const Piece* piece = nullptr;
    for (const Piece& candidate : pieces_) {
      if (candidate.at > offset) break;
      piece = &candidate;
    }
    // In our own words, the scalar before them is what they follow from.
    if (piece && !piece->scalar && piece != pieces_.data()) --piece;
    if (piece && piece->scalar) {
      size_t in_scalar = piece->begin + (offset - piece->at);
      finding.place = PlaceIn(*piece->scalar, std::min(in_scalar, piece->scalar->text.size()),
                              LengthOf(finding));
      AddYamlHint(*piece->scalar, &finding);
    } else {
      finding.place = PlaceOf(fallback_);
    }
    reading->findings.Add(std::move(finding));
  }
}

void ReportSql(const absl::Status& status, const Node& scalar, size_t offset, Reading* reading) {
  for (Finding finding : ToFindings(status)) {
    finding.place = PlaceIn(scalar, std::min(offset + OffsetOf(finding), scalar.text.size()),
                            LengthOf(finding));
    AddYamlHint(scalar, &finding);
    reading->findings.Add(std::move(finding));
  }
}

}  // namespace autogen
