#include "credential/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/crypto/crypto.hpp"

namespace zhiyin::credential {
namespace {

/// Those of ten characters and more that stand high in published lists of leaked passwords; in small letters, ascending.
constexpr auto common = std::to_array<std::string_view>({
    "0000000000",    "0123456789",      "0987654321",   "1111111111",    "11111111111",      "1122334455",     "1212121212",
    "12345678900",   "1234567890",      "12345678901",  "123456789012",  "1234567890123",    "1234567890a",    "1234567890q",
    "12345678910",   "1234567891",      "123456789a",   "123456789abc",  "123456789q",       "123456789qq",    "1234qwerasdf",
    "123qweasdzxc",  "147258369",       "1472583690",   "1q2w3e4r5t",    "1q2w3e4r5t6y",     "1qaz2wsx3edc",   "1qaz2wsx3edc4rfv",
    "2222222222",    "3141592653",      "5201314520",   "5555555555",    "6666666666",       "7777777777",     "8888888888",
    "987654321a",    "9876543210",      "9999999999",   "a1234567890",   "a123456789",       "aa123456789",    "aaaaaaaaaa",
    "abc123456789",  "abcd123456",      "abcd1234567",  "abcd12345678",  "abcde12345",       "abcdef123456",   "abcdefghij",
    "administrator", "asdfghjkl1",      "asdfghjkl123", "asdfghjklz",    "basketball",       "changeme123",    "changemenow",
    "charlie123",    "customerservice", "dragon1234",   "football123",   "football1234",     "helloworld",     "iloveyou123",
    "iloveyou12",    "iloveyou1234",    "iloveyou520",  "letmein123",    "letmein1234",      "liverpool1",     "manchester",
    "michael123",    "mypassword",      "p@ssw0rd123",  "passw0rd123",   "password00",       "password01",     "password10",
    "password11",    "password12",      "password123",  "password1234",  "password12345",    "password123456", "password2023",
    "password2024",  "password2025",    "password2026", "password@123",  "passwordpassword", "princess12",     "q1w2e3r4t5",
    "q1w2e3r4t5y6",  "qazwsxedc123",    "qazwsxedcrfv", "qq123456789",   "qwe123456789",     "qwer123456",     "qwerty12345",
    "qwerty123456",  "qwertyuiop",      "qwertyuiop1",  "qwertyuiop123", "qwertyuiop[]",     "sunshine123",    "superman123",
    "welcome123",    "welcome1234",     "welcome2024",  "welcome2025",   "woaini1314",       "woaini1314520",  "woaini5201314",
    "wodemima123",   "zhiyin1234",      "zhiyin12345",  "zhiyin123456",  "zxcvbnm123",       "zxcvbnm1234",    "zxcvbnm12345",
    "zxcvbnmasd",
});

std::string in_small_letters(std::string_view text) {
  std::string small{text};
  std::ranges::transform(small, small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return small;
}

/// Characters of a UTF-8 text: bytes that do not continue another.
std::size_t count_chars(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Result<void> check_password(std::string_view password, std::string_view email, std::string_view name) {
  const auto chars = count_chars(password);
  if (chars < password_min_chars || chars > password_max_chars) {
    return refuse(ErrorCode::invalid, fmt::format("a password has {} to {} characters", password_min_chars, password_max_chars), "password",
                  "a few words that do not belong together are good");
  }
  auto small = in_small_letters(password);
  const auto address = in_small_letters(email);
  const bool own = small == address || small == address.substr(0, address.find('@')) || small == in_small_letters(name);
  const bool usual = std::ranges::find(common, small) != common.end();
  const bool one_character = std::ranges::all_of(small, [&small](char c) { return c == small.front(); });
  crypto::wipe(small);
  if (own) {
    return refuse(ErrorCode::invalid, "the password is the e-mail address or the name", "password", "choose another");
  }
  if (usual || one_character) {
    return refuse(ErrorCode::invalid, "this password is among the first that anybody tries", "password", "choose another");
  }
  return {};
}

Millis delay_after(std::int64_t tries) {
  if (tries < free_tries) {
    return Millis{0};
  }
  constexpr std::int64_t doublings_max = 20;  // past the longest delay by far
  const Millis doubled = first_delay * (std::int64_t{1} << std::min(tries - free_tries, doublings_max));
  return std::min<Millis>(doubled, longest_delay);
}

std::optional<Millis> wait_of(const Guesses& guesses, Time now) {
  return now < guesses.locked_until ? std::optional{guesses.locked_until - now} : std::nullopt;
}

Guesses with_try(Guesses guesses, Time now) {
  if (now - guesses.last_at > forget_tries_after) {
    guesses.tries = 0;
  }
  ++guesses.tries;
  ++guesses.untold;
  guesses.last_at = now;
  guesses.locked_until = now + delay_after(guesses.tries);
  return guesses;
}

Guesses with_success(Guesses guesses) {
  guesses.tries = 0;
  guesses.untold = std::max<std::int64_t>(0, guesses.untold - 1);
  guesses.locked_until = {};
  return guesses;
}

bool tells(const Guesses& guesses, Time now) {
  return guesses.untold > 0 && std::chrono::floor<std::chrono::hours>(now) != std::chrono::floor<std::chrono::hours>(guesses.told_at);
}

}  // namespace zhiyin::credential
