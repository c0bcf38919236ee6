#include "platform/audit/chain.hpp"

#include <algorithm>

#include "platform/crypto/crypto.hpp"

namespace zhiyin::audit {
namespace {

constexpr std::size_t word_max_chars = 40;

}  // namespace

std::string details_digest(std::string_view salt, std::string_view details) {
  return crypto::sha256_hex(std::string{salt}.append(details));
}

std::string link_hash(const Link& link) {
  std::string text;
  const auto line = [&text](std::string_view part) { text.append(part).push_back('\n'); };
  line("zhiyin audit 1");
  line(std::to_string(link.n));
  line(std::to_string(to_millis(link.at)));
  line(link.actor.kind);
  line(std::to_string(link.actor.id));
  line(link.action);
  line(link.subject.kind);
  line(std::to_string(link.subject.id));
  line(link.digest);
  line(link.previous);
  return crypto::sha256_hex(text);
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= word_max_chars &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; });
}

}  // namespace zhiyin::audit
