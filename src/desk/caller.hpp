// Who speaks on an agent's connection: what he showed, who that makes him, and what he may do as he came. Looked up in the very
// transaction that acts or reads; a connection's memory decides nothing.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "access/directory.hpp"
#include "credential/reading.hpp"
#include "platform/base/result.hpp"
#include "routing/store.hpp"
#include "team/model.hpp"

namespace zhiyin::desk {

/// What an upgrade request says of who sends it; nothing of it has been looked up.
struct Arrival {
  std::optional<credential::Presented> shown;  ///< by its cookie or its Authorization header
  bool at_home = false;                        ///< from this machine and through no proxy
};

/// A demonstration person, by the name he gave.
struct DemoName {
  AgentId person;
};
using Key = std::variant<credential::Presented, DemoName>;

/// The message `hello` over the request: its `token`, else its `agent`, else what the request brought. Or why nobody may come in so.
[[nodiscard]] Result<Key> key_of(const Arrival& arrival, std::optional<std::string_view> token, std::optional<std::string_view> agent,
                                 std::int64_t demo_agents);

/// Somebody who was found.
struct Comer {
  AgentId person;
  std::optional<credential::Who> who;  ///< none: a demonstration person by his name
  access::DirectoryPtr directory;      ///< shared by all who decide on it
  team::AgentState state;
  std::vector<routing::Offer> offers;  ///< that stand for him, the oldest first
};

class Callers {
 public:
  Callers(access::Directories& directories, credential::Settings settings) : directories_(directories), settings_(std::move(settings)) {}

  /// nullopt: nobody, as credential::authenticate says it; a service is nobody here, because it has no desk, and so is a demonstration
  /// person who is not `at_home`.
  [[nodiscard]] std::optional<Comer> find(db::Session& reading, const Key& key, bool at_home, Time now);
  /// What this transaction sees.
  [[nodiscard]] access::DirectoryPtr directory(db::Session& reading) { return directories_.current(reading); }
  [[nodiscard]] const credential::Settings& settings() const { return settings_; }

 private:
  access::Directories& directories_;
  credential::Settings settings_;
};

/// A person as this directory knows him, cut down to the scopes of what he came with.
[[nodiscard]] access::Viewer viewer_of(const access::Directory& directory, AgentId person, const std::optional<identity::Rights>& scopes);

/// Who acts, for a command.
struct Actor {
  AgentId person;
  std::optional<identity::Rights> scopes;
  Key key;

  /// Names what find() decides on.
  void want(writer::Tx& tx) const;
  /// unauthenticated once what he came with has ended, whether his connection knows it already or not.
  [[nodiscard]] Result<access::Viewer> find(writer::Tx& tx, const credential::Settings& settings) const;
};

}  // namespace zhiyin::desk
