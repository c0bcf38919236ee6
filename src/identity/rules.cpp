#include "identity/rules.hpp"

#include <algorithm>

namespace zhiyin::identity {
namespace {

bool control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// Characters of UTF-8: its continuation bytes are 10xxxxxx.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Result<std::string> name_from(std::string_view text, std::string_view where) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return refuse(ErrorCode::invalid, "a name is missing", std::string{where}, "give 1 to 80 characters");
  }
  text = text.substr(first, text.find_last_not_of(' ') - first + 1);
  if (characters(text) > name_max_chars) {
    return refuse(ErrorCode::invalid, "the name is too long", std::string{where}, "give at most 80 characters");
  }
  if (std::ranges::any_of(text, control)) {
    return refuse(ErrorCode::invalid, "a name holds no control characters", std::string{where}, "leave line breaks and tabs out");
  }
  return std::string{text};
}

Result<std::string> email_from(std::string_view text) {
  const auto at = text.find('@');
  const bool shaped = at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
                      std::ranges::none_of(text, [](char c) { return control(c) || c == ' '; });
  if (!shaped || text.size() > email_max_bytes) {
    return refuse(ErrorCode::invalid, "that is no e-mail address", "email", "give one like name@example.com, at most 254 bytes");
  }
  std::string email{text};
  std::ranges::transform(email, email.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return email;
}

Result<std::int64_t> capacity_from(std::int64_t wanted) {
  if (wanted < 0 || wanted > capacity_max) {
    return refuse(ErrorCode::invalid, "a person takes between 0 and 100 conversations at a time", "capacity", "give a number in between");
  }
  return wanted;
}

bool administers(const Member& member) {
  return member.active && !member.demo && member.role == Role::administrator;
}

Result<void> may_become(const Member& before, const Member& after, std::int64_t others) {
  if (administers(before) && !administers(after) && others == 0) {
    return refuse(ErrorCode::conflict, "this is the last active administrator", before.role == after.role ? "active" : "role",
                  "make somebody else an administrator first");
  }
  return {};
}

}  // namespace zhiyin::identity
