#include "routing/place.hpp"

#include <algorithm>
#include <ratio>

namespace zhiyin::routing {
namespace {

std::pair<InboxId, TeamId> key_of(const Spot& at) {
  return {at.inbox, at.team};
}

}  // namespace

std::vector<conversation::Work> queue(db::Session& session, const access::Directory& directory) {
  std::vector<std::int64_t> inboxes;
  for (const auto& [id, inbox] : directory.inboxes) {
    inboxes.push_back(id.value());
  }
  return conversation::waiting(session, inboxes, queue_told_max);
}

bool rivals(const access::Directory& directory, const Spot& one, const Spot& other) {
  return key_of(one) == key_of(other) || std::ranges::any_of(directory.members, [&](const auto& member) {
           return member.second.active && serves(directory, member.first, one) && serves(directory, member.first, other);
         });
}

std::vector<std::int64_t> ahead_of(std::span<const Spot> waiting, const Rivals& rivals) {
  // Few places, many who wait: each place counts who came to it or to a rival of it.
  struct Place {
    Spot at;
    std::int64_t before = 0;
    std::vector<std::size_t> rivals;  // their numbers, its own too
  };
  std::vector<Place> places;
  std::map<std::pair<InboxId, TeamId>, std::size_t> number_of;
  for (const auto& at : waiting) {
    if (!number_of.try_emplace(key_of(at), places.size()).second) {
      continue;
    }
    const auto mine = places.size();
    places.push_back({at, 0, {mine}});
    for (std::size_t other = 0; other < mine; ++other) {
      if (rivals(at, places[other].at)) {
        places[mine].rivals.push_back(other);
        places[other].rivals.push_back(mine);
      }
    }
  }
  std::vector<std::int64_t> ahead;
  ahead.reserve(waiting.size());
  for (const auto& at : waiting) {
    const auto& place = places[number_of.at(key_of(at))];
    ahead.push_back(place.before);
    for (const auto rival : place.rivals) {
      ++places[rival].before;
    }
  }
  return ahead;
}

void Waits::begins(ConversationId id, const Spot& at, Time since) {
  if (const auto known = waiting_.find(id); known != waiting_.end()) {
    known->second.at = key_of(at);
  } else if (waiting_.size() < waiting_max) {
    waiting_.emplace(id, Waiting{key_of(at), since});
  }
}

void Waits::taken(ConversationId id, Time at) {
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) {
    return;
  }
  auto& observed = observed_[found->second.at];
  observed.push_back({at, std::max(Millis{0}, std::chrono::duration_cast<Millis>(at - found->second.since))});
  if (observed.size() > observations_most) {
    observed.pop_front();
  }
  waiting_.erase(found);
}

std::optional<std::chrono::seconds> Waits::left_for(const Spot& at, Millis waited, Time now) const {
  const auto found = observed_.find(key_of(at));
  if (found == observed_.end()) {
    return std::nullopt;
  }
  std::vector<Millis> longer;
  for (const auto& one : found->second) {
    if (now - one.at <= observed_within && one.waited > waited) {
      longer.push_back(one.waited);
    }
  }
  if (longer.size() < observations_least) {
    return std::nullopt;
  }
  const auto middle = longer.begin() + static_cast<std::ptrdiff_t>(longer.size() / 2);
  std::ranges::nth_element(longer, middle);
  return std::chrono::ceil<std::chrono::duration<std::int64_t, std::ratio<10>>>(*middle - waited);
}

}  // namespace zhiyin::routing
