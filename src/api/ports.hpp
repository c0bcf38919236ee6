// What this module asks of others; wiring ties it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "access/viewer.hpp"
#include "platform/base/result.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::api {

/// What a request shows of who sends it; nothing of it has been looked up.
struct Presented {
  enum class Kind : std::uint8_t { nobody, token, cookie };
  Kind kind = Kind::nobody;
  std::string secret;    ///< the bearer token, or the session cookie's value
  bool at_home = false;  ///< sent from this machine, through no proxy
};

/// Who it was, as the transaction knows him that acts.
struct Caller {
  AgentId person;         ///< none for a service token
  access::Viewer viewer;  ///< his rights, cut down to the token's scopes
  std::int64_t session = 0;
  bool is_token = false;
};

/// Turns what was presented into a caller, in the very transaction in which his right is used: a session ended, a person disabled or a role
/// changed before it counts. Refuses `unauthenticated` for what is unknown, expired or ended, in words that do not tell which.
class Credentials {
 public:
  virtual ~Credentials() = default;
  /// In a read transaction. Any thread of the reading pool.
  [[nodiscard]] virtual Result<Caller> find(db::Session& reading, const Presented& presented, Time now) = 0;
  /// Names the rows that the other find decides on; called again after each load, as a command's `want` is. A writer's thread.
  virtual void want(writer::Tx& tx, const Presented& presented) = 0;
  /// In a later round of `want`: who it is as far as is loaded, for naming his own rows. nullopt before, and for whom the other find
  /// refuses.
  [[nodiscard]] virtual std::optional<Caller> loaded(writer::Tx& tx, const Presented& presented) = 0;
  /// After they were loaded.
  [[nodiscard]] virtual Result<Caller> find(writer::Tx& tx, const Presented& presented) = 0;
};

}  // namespace zhiyin::api
