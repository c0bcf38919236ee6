// What the holder of a session or a token has in his hands. The store keeps its digest only.
//
//   session: 43 characters base64url, 256 random bits, in the session cookie
//   token:   "zyp_" (a person's) or "zys_" (a service's), 43 characters base64url, and the first 6 hex digits of
//            SHA-256("zhiyin-token:" and what stands before): zy[ps]_[A-Za-z0-9_-]{43}[0-9a-f]{6}, so that scanners for secrets find it
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "credential/model.hpp"
#include "platform/clock/clock.hpp"

namespace zhiyin::credential {

/// The digest of something that has the form of a session's or token's text. It proves nothing yet.
struct Presented {
  std::optional<TokenKind> token;  ///< nullopt: a session
  std::string digest;              ///< of the whole text, so a token cannot be made one of the other kind
};

[[nodiscard]] std::string fresh_session_text(Chance& chance);
[[nodiscard]] std::string fresh_token_text(TokenKind kind, Chance& chance);
/// nullopt for anything that is not exactly a session's text; a token is none.
[[nodiscard]] std::optional<Presented> read_session_text(std::string_view text);
/// nullopt for anything that is not exactly a token's text with its checksum; a session's text is none.
[[nodiscard]] std::optional<Presented> read_token_text(std::string_view text);

}  // namespace zhiyin::credential
