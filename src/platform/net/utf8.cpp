#include "platform/net/utf8.hpp"

#include <cstring>

namespace zhiyin::net {

bool Utf8Check::take(std::string_view piece) {
  constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
  std::size_t i = 0;
  while (i < piece.size()) {
    if (need_ == 0) {
      for (std::uint64_t eight = 0; i + sizeof eight <= piece.size(); i += sizeof eight) {
        std::memcpy(&eight, piece.data() + i, sizeof eight);
        if ((eight & high_bits) != 0) {
          break;
        }
      }
      if (i == piece.size()) {
        break;
      }
    }
    const auto byte = static_cast<std::uint8_t>(piece[i++]);
    if (need_ > 0) {
      if (byte < low_ || byte > high_) {
        return false;
      }
      --need_;
      low_ = 0x80;
      high_ = 0xBF;
    } else if (byte >= 0x80) {
      // The first byte narrows what the second may be: this is where overlong forms and surrogates are caught (RFC 3629 section 4).
      if (byte < 0xC2 || byte > 0xF4) {
        return false;
      }
      need_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
      low_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
      high_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
    }
  }
  return true;
}

bool is_utf8(std::string_view text) {
  Utf8Check check;
  return check.take(text) && check.complete();
}

}  // namespace zhiyin::net
