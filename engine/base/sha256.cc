// See: FIPS 180-4, Secure Hash Standard, section 5.
#include "engine/base/sha256.h"

#include "engine/base/sha256_blocks.h"

namespace autogen {
namespace {

void Add(const unsigned char* data, size_t blocks, Sha256State* state) {
  if (!AddSha256BlocksInHardware(data, blocks, state)) AddSha256Blocks(data, blocks, state);
}

}  // namespace

std::string Sha256Hex(std::string_view data) {
  Sha256State state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  size_t whole = data.size() / 64 * 64;
  Add(bytes, whole / 64, &state);
  // The rest, a one bit, zeros, and the length in bits fill one or two blocks.
  std::string rest(data.substr(whole));
  rest += '\x80';
  rest.resize(rest.size() <= 56 ? 56 : 120, '\0');
  uint64_t bits = uint64_t{data.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) rest += static_cast<char>(bits >> shift);
  Add(reinterpret_cast<const unsigned char*>(rest.data()), rest.size() / 64, &state);
  std::string hex;
  for (uint32_t word : state) {
    for (int shift = 28; shift >= 0; shift -= 4) hex += "0123456789abcdef"[word >> shift & 15];
  }
  return hex;
}

}  // namespace autogen
