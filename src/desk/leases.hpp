// Which agents' leases this process has renewed lately: one command for all the connections of a person.
#pragma once

#include <mutex>
#include <unordered_map>

#include "event/ids.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::desk {

/// Any thread. Holds one entry for each person who ever came: bounded by identity's people_max.
class Leases {
 public:
  static constexpr std::chrono::milliseconds renew_every{20'000};

  /// Whether it is this caller's turn; then nobody else's for most of renew_every.
  [[nodiscard]] bool take_turn(AgentId agent, Time now) {
    const std::lock_guard lock(mutex_);
    auto& last = last_[agent];
    if (last != Time{} && now >= last && now - last < renew_every * 3 / 4) {
      return false;
    }
    last = now;
    return true;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<AgentId, Time> last_;
};

}  // namespace zhiyin::desk
