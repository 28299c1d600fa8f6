#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace autogen {

// The SHA-256 of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();

  void Add(std::string_view data);
  // Of all that was added, as 64 lower-case hexadecimal digits. Once.
  std::string Hex();

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

// The same of bytes that are all there.
std::string Sha256Hex(std::string_view data);

}  // namespace autogen
