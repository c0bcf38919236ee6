#include "access/directory.hpp"

#include <set>

#include "identity/reading.hpp"
#include "inbox/reading.hpp"
#include "team/reading.hpp"

namespace zhiyin::access {
namespace {

constexpr int tries_max = 5;  // a change commits between two statements of one packet: rare once, never often

/// By plain insertion, each place once for each person; sorted at the end.
void make_viewers(Directory& directory) {
  for (const auto& [id, member] : directory.members) {
    directory.viewers[id] = {.person = id,
                             .name = member.name,
                             .rights = member.active ? identity::rights_of(member.role) : identity::Rights{},
                             .inboxes = {},
                             .teams = {}};
  }
  for (const auto& [id, team] : directory.teams) {
    for (const auto agent : team.members) {
      directory.viewers.at(agent).teams.push_back(id);
    }
  }
  for (const auto& [id, inbox] : directory.inboxes) {
    for (const auto agent : inbox.people) {
      directory.viewers.at(agent).inboxes.push_back(id);
    }
    for (const auto team : inbox.teams) {
      for (const auto agent : directory.teams.at(team).members) {
        directory.viewers.at(agent).inboxes.push_back(id);
      }
    }
  }
  for (auto& [id, viewer] : directory.viewers) {
    std::ranges::sort(viewer.teams);
    std::ranges::sort(viewer.inboxes);
    viewer.inboxes.erase(std::ranges::unique(viewer.inboxes).begin(), viewer.inboxes.end());
  }
}

/// nullptr when a change came between: the generation is read before and after, and every change raises it.
std::shared_ptr<Directory> read_once(db::Session& session) {
  const auto before = identity::send_generation(session);
  const auto people = identity::send_all(session);
  const auto teams = team::send_all(session);
  const auto inboxes = inbox::send_all(session);
  const auto after = identity::send_generation(session);
  auto directory = std::make_shared<Directory>();
  directory->generation = identity::take_generation(session, before);
  for (auto& member : identity::take_all(session, people)) {
    const auto id = member.id;
    directory->members.emplace(id, std::move(member));
  }
  for (auto& team : team::take_all(session, teams)) {
    const auto id = team.id;
    directory->teams.emplace(id, std::move(team));
  }
  for (auto& inbox : inbox::take_all(session, inboxes)) {
    const auto id = inbox.id;
    directory->inboxes.emplace(id, std::move(inbox));
  }
  return identity::take_generation(session, after) == directory->generation ? directory : nullptr;
}

template <class Map, class Id>
const typename Map::mapped_type* find_in(const Map& map, Id id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const Viewer& Directory::viewer(AgentId person) const {
  static const Viewer stranger{};
  const auto* known = find_in(viewers, person);
  return known == nullptr ? stranger : *known;
}

const inbox::Inbox* Directory::inbox(InboxId id) const {
  return find_in(inboxes, id);
}

const team::Team* Directory::team(TeamId id) const {
  return find_in(teams, id);
}

const identity::Member* Directory::member(AgentId id) const {
  return find_in(members, id);
}

DirectoryPtr load(db::Session& session) {
  for (int tries = 0; tries < tries_max; ++tries) {
    if (auto directory = read_once(session)) {
      make_viewers(*directory);
      return directory;
    }
  }
  throw db::Failure(db::FailureKind::contention, "people, teams and inboxes change faster than they can be read");
}

std::vector<AgentId> changed_viewers(const Directory& before, const Directory& after) {
  std::set<AgentId> changed;
  for (const auto& [id, viewer] : before.viewers) {
    const auto* now = find_in(after.viewers, id);
    if (now == nullptr || *now != viewer) {
      changed.insert(id);
    }
  }
  for (const auto& [id, viewer] : after.viewers) {
    if (!before.viewers.contains(id)) {
      changed.insert(id);
    }
  }
  return {changed.begin(), changed.end()};
}

DirectoryPtr Directories::current(db::Session& session) {
  const auto generation = identity::take_generation(session, identity::send_generation(session));
  if (auto known = newest(); known && known->generation == generation) {
    return known;
  }
  auto read = load(session);
  const std::lock_guard lock(mutex_);
  if (!newest_ || newest_->generation < read->generation) {
    newest_ = read;
  }
  return read;
}

DirectoryPtr Directories::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

}  // namespace zhiyin::access
