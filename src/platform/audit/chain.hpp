// What the hashes are made of. Pure, and written down in README.md, so that somebody else can check a chain without us.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/audit/audit.hpp"

namespace zhiyin::audit {

/// The newest row: its number and hash. {0, ""} before the first.
struct Head {
  std::int64_t n = 0;
  std::string hash;
  friend bool operator==(const Head&, const Head&) = default;
};

/// What a hash covers.
struct Link {
  std::int64_t n = 0;  ///< gap-free from 1
  Time at;
  Party actor;
  std::string action;
  Party subject;
  std::string digest;    ///< of the details
  std::string previous;  ///< the hash of row n - 1; empty for the first
};

/// SHA-256 of salt and details, one after the other, in hex; both are texts.
[[nodiscard]] std::string details_digest(std::string_view salt, std::string_view details);
/// SHA-256, in hex, of ten lines, each ended by a line feed: "zhiyin audit 1", n, at in milliseconds since 1970, the actor's kind and id,
/// the action, the subject's kind and id, the digest, the previous hash.
[[nodiscard]] std::string link_hash(const Link& link);
/// Whether it can stand on a line of its own: small letters, digits, "_" and ".", 1 to 40.
[[nodiscard]] bool is_word(std::string_view text);

}  // namespace zhiyin::audit
