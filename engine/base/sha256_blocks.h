#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace autogen {

using Sha256State = std::array<uint32_t, 8>;

// Takes in so many blocks of 64 bytes.
void AddSha256Blocks(const unsigned char* data, size_t blocks, Sha256State* state);
// The same by the processor's own instructions, four times as fast; false, with nothing done, where
// it has none.
bool AddSha256BlocksInHardware(const unsigned char* data, size_t blocks, Sha256State* state);

}  // namespace autogen
