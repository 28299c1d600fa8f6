#include "introspect/copy_row.h"

namespace autogen {
namespace {

// The server writes these letters for control characters, and any other character as itself.
char Unescape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return c;
  }
}

}  // namespace

void ReadCopyLine(char* line, size_t length, Row* row) {
  row->clear();
  if (length > 0 && line[length - 1] == '\n') --length;
  const char* end = line + length;
  const char* in = line;
  while (true) {
    char* begin = line + (in - line);
    char* out = begin;
    bool null = end - in >= 2 && in[0] == '\\' && in[1] == 'N';
    while (in < end && *in != '\t') {
      if (*in == '\\' && in + 1 < end) {
        *out++ = Unescape(in[1]);
        in += 2;
      } else {
        *out++ = *in++;
      }
    }
    if (null) {
      row->push_back(std::nullopt);
    } else {
      row->push_back(std::string_view(begin, out - begin));
    }
    if (in >= end) return;
    ++in;
  }
}

}  // namespace autogen
