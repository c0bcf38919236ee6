// How somebody comes in: sessions of people at a browser, tokens of programs, and who that makes of the caller.
#pragma once

#include <optional>
#include <string>

#include "event/ids.hpp"
#include "identity/permission.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::credential {

using SessionId = Id<struct SessionTag>;
using TokenId = Id<struct TokenTag>;

constexpr std::int64_t sessions_max = 50;  ///< of one person; a new one ends the oldest
constexpr std::int64_t tokens_max = 100;   ///< of one person, or of all services together; revoked ones do not count

enum class TokenKind : std::uint8_t { personal = 1, service = 2 };

struct Session {
  SessionId id;
  AgentId person;
  Time made_at;
  Time seen_at;  ///< to the minute
  std::string address;
  std::string user_agent;
};

struct Token {
  TokenId id;
  TokenKind kind = TokenKind::personal;
  AgentId person;  ///< none for a service
  std::string name;
  identity::Rights scopes;
  AgentId made_by;
  Time made_at;
  std::optional<Time> expires_at;
  std::optional<Time> used_at;  ///< to the minute
  std::optional<Time> revoked_at;
};

enum class WhoKind : std::uint8_t { session, personal_token, service_token };

/// Who speaks, as his credential says. What he may do is his role's rights cut down to `scopes` (a service's: `scopes`), by the caller.
struct Who {
  WhoKind kind = WhoKind::session;
  AgentId person;                          ///< none for a service token
  std::int64_t id = 0;                     ///< of the session or token; AccessPart::session with this id says that it has ended
  std::string name;                        ///< of a token
  std::optional<identity::Rights> scopes;  ///< nullopt: all that his role may
  std::optional<Time> ends_at;             ///< at the latest
  bool touch_due = false;                  ///< a minute has passed: let a command call touch()
};

}  // namespace zhiyin::credential
