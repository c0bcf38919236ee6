// An inbox: one configured channel, and who serves it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "event/ids.hpp"
#include "hours/schedule.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::inbox {

enum class Kind : std::uint8_t { web = 1 };

struct Inbox {
  InboxId id;
  std::string name;
  Kind kind = Kind::web;
  bool active = true;                    ///< false: takes nothing new
  std::vector<AgentId> people;           ///< ascending: members by themselves
  std::vector<TeamId> teams;             ///< ascending: members through a team
  std::int64_t reopen_days = 7;          ///< a customer's message to a conversation resolved longer ago opens a new, linked one
  Millis wrap_up{0};                     ///< how long an agent may finish his notes after resolving; 0: none
  Millis offer{30'000};                  ///< how long an agent has to accept
  std::string kept_secret;               ///< signs visitors' identities; as the table keeps it: see safe.hpp
  bool identity_required = false;        ///< refuse visitors without a signed identity
  std::optional<hours::Schedule> hours;  ///< when somebody is there; none: always
  bool bot = false;                      ///< conversations begin with the bot
  friend bool operator==(const Inbox&, const Inbox&) = default;
};

/// The inbox that every store has, for the website.
constexpr InboxId web_inbox{1};

}  // namespace zhiyin::inbox
