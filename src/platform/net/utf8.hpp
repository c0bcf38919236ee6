// Strict UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF), also when the text comes in pieces.
#pragma once

#include <cstdint>
#include <string_view>

namespace zhiyin::net {

class Utf8Check {
 public:
  /// Takes the next piece; false as soon as no continuation could make the whole valid. After false the check is spent.
  [[nodiscard]] bool take(std::string_view piece);
  /// True when the text may end here.
  [[nodiscard]] bool complete() const { return need_ == 0; }

 private:
  std::uint8_t need_ = 0;    // continuation bytes still to come
  std::uint8_t low_ = 0x80;  // bounds of the next of them
  std::uint8_t high_ = 0xBF;
};

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace zhiyin::net
