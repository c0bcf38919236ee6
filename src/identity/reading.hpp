// Questions about people, on any session. Those that come as a pair of send and take may share a packet with others.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "identity/model.hpp"
#include "identity/rules.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::identity {

[[nodiscard]] std::optional<Member> find(db::Session& session, AgentId id);
/// `email` as email_from() gives it. Nobody is found by an empty one.
[[nodiscard]] std::optional<Member> find_by_email(db::Session& session, std::string_view email);
/// By ascending id, those above `after`, at most `limit`: disabled and demonstration people too.
[[nodiscard]] std::vector<Member> all(db::Session& session, AgentId after = {}, std::int64_t limit = people_max);
[[nodiscard]] db::Ticket send_all(db::Session& session, AgentId after = {}, std::int64_t limit = people_max);
[[nodiscard]] std::vector<Member> take_all(db::Session& session, db::Ticket ticket);

/// The first of `people` (ascending, each once) who is not there; nullopt when all are.
[[nodiscard]] std::optional<AgentId> first_missing(db::Session& session, std::span<const AgentId> people);

/// How often people, teams and inboxes have changed.
[[nodiscard]] db::Ticket send_generation(db::Session& session);
[[nodiscard]] std::int64_t take_generation(db::Session& session, db::Ticket ticket);

}  // namespace zhiyin::identity
