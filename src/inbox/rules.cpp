#include "inbox/rules.hpp"

#include <string_view>

namespace zhiyin::inbox {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int secret_words = 4;  // of 64 bits

Error out_of_bounds(std::string what, std::string where, std::string mend) {
  return {ErrorCode::invalid, std::move(what), std::move(where), std::move(mend), {}};
}

}  // namespace

std::optional<Error> fault_in(const Inbox& inbox) {
  if (inbox.reopen_days < 0 || inbox.reopen_days > reopen_days_max) {
    return out_of_bounds("a conversation opens again for at most 365 days", "reopen_days", "give 0 to 365");
  }
  if (inbox.wrap_up < Millis{0} || inbox.wrap_up > wrap_up_max) {
    return out_of_bounds("wrap-up takes at most an hour", "wrap_up", "give 0 to 3600000 ms");
  }
  if (inbox.offer < offer_min || inbox.offer > offer_max) {
    return out_of_bounds("an offer stands between 5 seconds and 10 minutes", "offer", "give 5000 to 600000 ms");
  }
  return std::nullopt;
}

std::string new_secret(Chance& chance) {
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (int word = 0; word < secret_words; ++word) {
    auto random = chance.bits();
    for (int byte = 0; byte < 8; ++byte, random >>= 8U) {
      bits = (bits << 8U) | static_cast<std::uint32_t>(random & 0xFFU);
      for (held += 8; held >= 6; held -= 6) {
        text += alphabet[(bits >> static_cast<unsigned>(held - 6)) & 0x3FU];
      }
    }
  }
  text += alphabet[(bits << static_cast<unsigned>(6 - held)) & 0x3FU];  // 256 bits leave 4 over
  return text;
}

}  // namespace zhiyin::inbox
