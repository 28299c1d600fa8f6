#include <cstdio>
#include <cstdlib>
#include <vector>

#include "engine/sql/normal/literal.h"

// Literals of dates and times. Without a zone one is UTC: the zone in which catalogs are read and
// scratch servers run.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

// Reads a text from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool Done() const { return text_.empty(); }
  bool Accept(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  // A number of so many digits.
  bool Number(size_t least, size_t most, int64_t* value) {
    size_t digits = 0;
    *value = 0;
    while (digits < most && digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9') {
      *value = *value * 10 + (text_[digits++] - '0');
    }
    if (digits < least) return false;
    bool longer = digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9';
    text_.remove_prefix(digits);
    return !longer;
  }
  // Digits behind a point as millionths.
  bool Fraction(int64_t* micros) {
    *micros = 0;
    int digits = 0;
    for (; !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; ++digits) {
      if (digits >= 6) return false;
      *micros = *micros * 10 + (text_[0] - '0');
      text_.remove_prefix(1);
    }
    for (int i = digits; i < 6; ++i) *micros *= 10;
    return digits > 0;
  }
  std::string_view Word() {
    size_t end = 0;
    while (end < text_.size() && ((text_[end] | 32) >= 'a' && (text_[end] | 32) <= 'z')) ++end;
    std::string_view word = text_.substr(0, end);
    text_.remove_prefix(end);
    return word;
  }
  void Blanks() {
    while (Accept(' ')) {
    }
  }

 private:
  std::string_view text_;
};

constexpr int64_t kSecond = 1000000, kMinute = 60 * kSecond, kHour = 60 * kMinute,
                  kDay = 24 * kHour;

// Days since 1970-01-01 of the Gregorian calendar.
int64_t DaysOf(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t of_era = year - era * 400;
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

bool ReadDate(Reader* reader, int64_t* days) {
  int64_t year = 0, month = 0, day = 0;
  Reader compact = *reader;
  if (compact.Number(8, 8, &year)) {
    *reader = compact;
    month = year / 100 % 100;
    day = year % 100;
    year /= 10000;
  } else if (!reader->Number(4, 4, &year) || !reader->Accept('-') ||
             !reader->Number(1, 2, &month) || !reader->Accept('-') || !reader->Number(1, 2, &day)) {
    return false;
  }
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1) return false;
  *days = DaysOf(year, month, day);
  return true;
}

bool ReadTime(Reader* reader, int64_t* micros) {
  int64_t hours = 0, minutes = 0, seconds = 0, fraction = 0;
  if (!reader->Number(1, 2, &hours) || !reader->Accept(':') || !reader->Number(2, 2, &minutes)) {
    return false;
  }
  if (reader->Accept(':')) {
    if (!reader->Number(2, 2, &seconds)) return false;
    if (reader->Accept('.') && !reader->Fraction(&fraction)) return false;
  }
  if (hours > 24 || minutes > 59 || seconds > 59) return false;
  *micros = hours * kHour + minutes * kMinute + seconds * kSecond + fraction;
  return true;
}

// +02, -03:30, Z, UTC; none at the end of the text.
bool ReadZone(Reader* reader, bool* found, int64_t* offset) {
  reader->Blanks();
  *found = false;
  *offset = 0;
  if (reader->Done()) return true;
  *found = true;
  int sign = reader->Accept('+') ? 1 : reader->Accept('-') ? -1 : 0;
  if (sign == 0) {
    std::string_view word = reader->Word();
    bool utc = word == "Z" || word == "z" || word == "UTC" || word == "utc" || word == "GMT";
    return utc && reader->Done();
  }
  int64_t hours = 0, minutes = 0;
  if (!reader->Number(1, 2, &hours)) return false;
  if (reader->Accept(':') && !reader->Number(2, 2, &minutes)) return false;
  if (hours > 15 || minutes > 59) return false;
  *offset = sign * (hours * kHour + minutes * kMinute);
  return reader->Done();
}

}  // namespace

std::optional<std::string> CanonicalTime(TypeId type, std::string_view text) {
  bool has_date = type == t_date || type == t_timestamp || type == t_timestamptz;
  std::string lower;
  for (char c : text) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (has_date && (lower == "infinity" || lower == "-infinity")) return lower;
  if (has_date && lower == "epoch") return CanonicalTime(type, "1970-01-01");
  Reader reader(text);
  int64_t days = 0, micros = 0, offset = 0;
  bool zone = false;
  if (has_date && !ReadDate(&reader, &days)) return std::nullopt;
  if (type == t_date) return reader.Done() ? std::optional(std::to_string(days)) : std::nullopt;
  if (has_date) {
    reader.Accept('T') || reader.Accept('t');
    reader.Blanks();
  }
  if ((!has_date || !reader.Done()) && !ReadTime(&reader, &micros)) return std::nullopt;
  if (!ReadZone(&reader, &zone, &offset)) return std::nullopt;
  switch (type) {
    case t_time:
      return std::to_string(micros);  // a zone is read and forgotten
    case t_timetz:
      return std::to_string(micros) + "@" + std::to_string(offset);
    case t_timestamp:
      return std::to_string(days * kDay + micros);
    default:
      return std::to_string(days * kDay + micros - offset);
  }
}

// Months, days and the rest, as the type keeps them.
std::optional<std::string> CanonicalInterval(std::string_view text, std::string_view modifier) {
  struct Unit {
    std::string_view name;
    int part;  // 0 months, 1 days, 2 time
    int64_t factor;
  };
  static constexpr Unit kUnits[] = {
      {"y", 0, 12},
      {"yr", 0, 12},
      {"yrs", 0, 12},
      {"year", 0, 12},
      {"years", 0, 12},
      {"mon", 0, 1},
      {"mons", 0, 1},
      {"month", 0, 1},
      {"months", 0, 1},
      {"w", 1, 7},
      {"week", 1, 7},
      {"weeks", 1, 7},
      {"d", 1, 1},
      {"day", 1, 1},
      {"days", 1, 1},
      {"h", 2, kHour},
      {"hr", 2, kHour},
      {"hrs", 2, kHour},
      {"hour", 2, kHour},
      {"hours", 2, kHour},
      {"m", 2, kMinute},
      {"min", 2, kMinute},
      {"mins", 2, kMinute},
      {"minute", 2, kMinute},
      {"minutes", 2, kMinute},
      {"s", 2, kSecond},
      {"sec", 2, kSecond},
      {"secs", 2, kSecond},
      {"second", 2, kSecond},
      {"seconds", 2, kSecond},
      {"ms", 2, 1000},
      {"msec", 2, 1000},
      {"millisecond", 2, 1000},
      {"milliseconds", 2, 1000},
  };
  // The last field says what a bare number counts.
  std::string_view fields = modifier.substr(0, modifier.find('('));
  std::string_view last = fields.substr(fields.find_last_of(' ') + 1);
  // Days and hours to seconds cut nothing off. See: timestamp.c, AdjustIntervalForTypmod.
  if (fields == " day to second" || fields == " hour to second") fields = {};
  if (!fields.empty() && fields.find(" to ") != fields.npos) return std::nullopt;
  if (fields.empty()) last = "second";
  int64_t parts[3] = {0, 0, 0};
  bool any = false;
  for (Reader reader(text); reader.Blanks(), !reader.Done(); any = true) {
    int sign = reader.Accept('-') ? -1 : (reader.Accept('+'), 1);
    Reader time = reader;
    int64_t hours = 0, minutes = 0, seconds = 0, fraction = 0;
    if (time.Number(1, 6, &hours) && time.Accept(':') && time.Number(2, 2, &minutes)) {
      if (time.Accept(':')) {
        if (!time.Number(2, 2, &seconds)) return std::nullopt;
        if (time.Accept('.') && !time.Fraction(&fraction)) return std::nullopt;
      }
      parts[2] += sign * (hours * kHour + minutes * kMinute + seconds * kSecond + fraction);
      reader = time;
      continue;
    }
    int64_t number = 0;
    bool has_fraction = false;
    if (!reader.Number(1, 9, &number)) return std::nullopt;
    if (reader.Accept('.')) has_fraction = reader.Fraction(&fraction);
    reader.Blanks();
    std::string word;
    for (char c : reader.Word()) word += static_cast<char>(c | 32);
    if (word.empty()) {
      if (!reader.Done() || any) return std::nullopt;
      word = last;
    }
    const Unit* unit = nullptr;
    for (const Unit& candidate : kUnits) {
      if (candidate.name == word) unit = &candidate;
    }
    if (unit == nullptr || (has_fraction && (unit->part != 2 || !fields.empty()))) {
      return std::nullopt;
    }
    parts[unit->part] += sign * (number * unit->factor + fraction * unit->factor / kSecond);
  }
  if (!any) return std::nullopt;
  // Fields that the type does not keep are cut off: not told here.
  if (!fields.empty()) {
    int kept = last == "year" || last == "month" ? 0 : last == "day" ? 1 : 2;
    for (int i = 0; i < 3; ++i) {
      if (i != kept && parts[i] != 0) return std::nullopt;
    }
    if (last == "year" && parts[0] % 12 != 0) return std::nullopt;
    if (kept == 2 && last != "second" && parts[2] % (last == "hour" ? kHour : kMinute) != 0) {
      return std::nullopt;
    }
  }
  std::string result;
  for (int64_t part : parts) result += std::to_string(part) + " ";
  return result;
}

}  // namespace autogen::normal
