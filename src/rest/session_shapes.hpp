// How a session looks on the wire: to its owner, and to whoever may end others' sessions.
#pragma once

#include "api/shape.hpp"
#include "credential/model.hpp"

namespace zhiyin::rest {

struct SessionSeen {
  credential::SessionId id;
  bool current = false;
  Time made_at;
  Time seen_at;
  std::string address;
  std::string user_agent;
};

constexpr auto shape(api::Of<SessionSeen>) {
  return api::object<SessionSeen>(
      "Session", api::field("id", &SessionSeen::id, {}),
      api::field("current", &SessionSeen::current, {.what = "Whether this request came with it."}),
      api::field("made_at", &SessionSeen::made_at, {.what = "When he signed in."}),
      api::field("seen_at", &SessionSeen::seen_at, {.what = "When it was last used, to the minute."}),
      api::field("address", &SessionSeen::address, {.most = 64, .what = "From where he signed in.", .example = R"("192.0.2.7")"}),
      api::field("user_agent", &SessionSeen::user_agent, {.most = 200, .what = "What his browser called itself."}));
}

/// `current` is the asker's own session; 0 when he has none.
[[nodiscard]] inline std::vector<SessionSeen> sessions_seen(const std::vector<credential::Session>& sessions, std::int64_t current) {
  std::vector<SessionSeen> out;
  out.reserve(sessions.size());
  for (const auto& one : sessions) {
    out.push_back({one.id, one.id.value() == current, one.made_at, one.seen_at, one.address, one.user_agent});
  }
  return out;
}

}  // namespace zhiyin::rest
