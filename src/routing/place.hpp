// Where somebody stands in the queue, and how long he may still wait: for whoever tells the customer.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "conversation/work.hpp"
#include "routing/rules.hpp"

namespace zhiyin::routing {

constexpr std::int64_t queue_told_max = 10'000;  ///< of the queue; who stands behind them is told no place

/// Everybody who waits, in the order in which routing gives them away; at most queue_told_max. On any session.
[[nodiscard]] std::vector<conversation::Work> queue(db::Session& session, const access::Directory& directory);

/// Whether those who wait at these two are asked of the same people: of one place, or somebody serves both.
[[nodiscard]] bool rivals(const access::Directory& directory, const Spot& one, const Spot& other);

using Rivals = std::function<bool(const Spot&, const Spot&)>;
/// For each of `waiting`, which are in their order: how many before it are its rivals.
[[nodiscard]] std::vector<std::int64_t> ahead_of(std::span<const Spot> waiting, const Rivals& rivals);

/// How long those waited who were taken of late, by where they waited. In memory: a process that has just begun knows nobody.
class Waits {
 public:
  static constexpr std::size_t waiting_max = 20'000;    ///< of those above it nothing is learned
  static constexpr std::size_t observations_least = 5;  ///< below that nothing is said
  static constexpr std::size_t observations_most = 50;  ///< of one place; the newest count
  static constexpr std::chrono::hours observed_within{2};

  /// He waits here, since then; when he is known already, only where he waits may change.
  void begins(ConversationId id, const Spot& at, Time since);
  /// Somebody has taken it.
  void taken(ConversationId id, Time at);
  /// It waits no more, and nobody took it.
  void left(ConversationId id) { waiting_.erase(id); }
  [[nodiscard]] bool knows(ConversationId id) const { return waiting_.contains(id); }

  /// What somebody who has waited so long may still wait: of those who were taken here and had waited longer than he has, the median, less
  /// what he has waited already; rounded up to ten seconds. nullopt: too few were.
  [[nodiscard]] std::optional<std::chrono::seconds> left_for(const Spot& at, Millis waited, Time now) const;

 private:
  using Key = std::pair<InboxId, TeamId>;
  struct Waiting {
    Key at;
    Time since;
  };
  struct Observed {
    Time at;
    Millis waited{};
  };
  std::unordered_map<ConversationId, Waiting> waiting_;
  std::map<Key, std::deque<Observed>> observed_;
};

}  // namespace zhiyin::routing
