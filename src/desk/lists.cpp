#include "desk/lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "live/told.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::desk {
namespace {

using identity::Right;

/// What the rule looks at, without the person.
access::Viewer common_sight(const access::Viewer& viewer) {
  access::Viewer sight;
  if (!viewer.may(Right::conversation_read)) {
    return sight;
  }
  sight.rights.set(static_cast<std::size_t>(Right::conversation_read));
  if (viewer.may(Right::conversation_read_all)) {
    sight.rights.set(static_cast<std::size_t>(Right::conversation_read_all));
    return sight;
  }
  sight.inboxes = viewer.inboxes;
  sight.teams = viewer.teams;
  return sight;
}

std::string key_of(const access::Viewer& viewer) {
  std::string key = fmt::format("{}:{}", viewer.person.value(), viewer.rights.to_string());
  for (const auto inbox : viewer.inboxes) {
    key += fmt::format("i{}", inbox.value());
  }
  for (const auto team : viewer.teams) {
    key += fmt::format("t{}", team.value());
  }
  return key;
}

/// Whether only his own part in it shows him the row.
bool sees_as_himself(const access::Viewer& viewer, const Row& row) {
  return access::sees(viewer, row.place()) && !access::sees(common_sight(viewer), row.place());
}

net::Frame named(live::Told told, std::string_view name, std::string_view rest) {
  auto text = live::message(told).field("view", name).take();
  text.push_back(',');
  return net::frame(text.append(rest));
}

}  // namespace

void Lists::put(std::vector<Row> rows) {
  std::vector<Change> changes;
  changes.reserve(rows.size());
  for (auto& row : rows) {
    if (auto change = roster_.put(std::move(row))) {
      changes.push_back(std::move(*change));
    }
  }
  apply(changes);
  drop_outdated();  // a fact of long ago may bring one back
}

void Lists::drop_outdated() {
  while (const auto id = roster_.outdated(now_)) {
    remove(*id);
  }
}

void Lists::remove(ConversationId id) {
  if (const auto change = roster_.remove(id)) {
    apply({&*change, 1});
  }
}

void Lists::apply_to(Window& window, const Change& change) const {
  const bool forgotten = plant_ == ListPlant::forget_removal && change.before && window.holds(*change.before, now_) &&
                         (!change.now || !window.holds(*change.now, now_));
  if (!forgotten) {
    window.take(change, now_);
  }
}

void Lists::apply(std::span<const Change> changes) {
  for (auto& [key, watched] : windows_) {
    for (const auto& change : changes) {
      apply_to(watched.window, change);
    }
  }
  for (const auto& change : changes) {
    std::vector<WatcherId> moving;
    for (const auto& eye : count_own(change)) {
      const auto& watchers = eyes_.at(eye).watchers;
      moving.insert(moving.end(), watchers.begin(), watchers.end());
    }
    reseat(moving);
  }
}

std::set<std::string> Lists::count_own(const Change& change) {
  std::set<std::string> others;
  const auto count = [&](const Row& row, std::int64_t by) {
    std::vector<AgentId> concerned = row.participants;
    concerned.push_back(row.assignee);
    std::ranges::sort(concerned);
    concerned.erase(std::ranges::unique(concerned).begin(), concerned.end());
    for (const auto person : concerned) {
      const auto [from, to] = eyes_of_.equal_range(person);
      for (auto at = from; at != to; ++at) {
        auto& eye = eyes_.at(at->second);
        if (sees_as_himself(eye.viewer, row)) {
          const bool had = eye.own > 0;
          eye.own += by;
          if (had != (eye.own > 0) && !others.insert(at->second).second) {
            others.erase(at->second);  // there and back
          }
        }
      }
    }
  };
  if (eyes_of_.empty()) {
    return others;
  }
  if (change.now) {
    count(*change.now, 1);
  }
  if (change.before) {
    count(*change.before, -1);
  }
  return others;
}

void Lists::age_window(Window& window, Time to) const {
  const auto& filter = window.view().filter;
  std::unordered_map<ConversationId, RowPtr> concerned;
  const auto note = [&](const RowPtr& row) { concerned.emplace(row->id, row); };
  if (filter.waiting.count() > 0) {
    roster_.each_waiting(now_ - filter.waiting, to - filter.waiting, note);
  }
  if (filter.snoozed) {
    roster_.each_waking(now_, to, note);
  }
  for (const auto& [id, row] : concerned) {
    window.age(row, now_, to);
  }
}

void Lists::age(Time now) {
  if (now <= now_) {
    return;
  }
  for (auto& [key, watched] : windows_) {
    if (timed(watched.window.view().filter) && plant_ != ListPlant::forget_ageing) {
      age_window(watched.window, now);
    }
  }
  now_ = now;
  drop_outdated();
}

std::string Lists::join_eye(WatcherId watcher, const access::Viewer& viewer) {
  auto key = key_of(viewer);
  const auto [found, added] = eyes_.try_emplace(key);
  auto& eye = found->second;
  if (added) {
    eye.viewer = viewer;
    eyes_of_.emplace(viewer.person, key);
    roster_.each([&](const RowPtr& row) {
      const bool his = row->assignee == viewer.person || std::ranges::find(row->participants, viewer.person) != row->participants.end();
      eye.own += his && sees_as_himself(viewer, *row) ? 1 : 0;
    });
  }
  eye.watchers.insert(watcher);
  return key;
}

void Lists::leave_eye(WatcherId watcher, const std::string& key) {
  const auto found = eyes_.find(key);
  found->second.watchers.erase(watcher);
  if (!found->second.watchers.empty()) {
    return;
  }
  const auto [from, to] = eyes_of_.equal_range(found->second.viewer.person);
  for (auto at = from; at != to; ++at) {
    if (at->second == key) {
      eyes_of_.erase(at);
      break;
    }
  }
  eyes_.erase(found);
}

const Lists::Difference& Lists::differing(const access::Viewer& before, const access::Viewer& now, Differing& known) const {
  const auto [found, added] = known.try_emplace({key_of(before), key_of(now)});
  if (added) {
    roster_.each([&, &difference = found->second](const RowPtr& row) {
      const bool seen = access::sees(now, row->place());
      if (access::sees(before, row->place()) != seen) {
        (seen ? difference.gained : difference.lost).push_back(row);
      }
    });
  }
  return found->second;
}

void Lists::sit(WatcherId watcher, Watching& watching, ShownPtr has, const Window* before, Differing& known) {
  const auto& eye = eyes_.at(watching.eye);
  auto sight = common_sight(eye.viewer);
  if (eye.own > 0) {
    sight.person = eye.viewer.person;
  }
  if (plant_ == ListPlant::unseen_rows) {
    sight.rights.set();
  }
  auto view = seen_by(watching.wish.view, eye.viewer.person);
  watching.window = fmt::format("{} {} {}", canonical(view), watching.wish.limit, key_of(sight));
  auto found = windows_.find(watching.window);
  if (found == windows_.end() && before != nullptr && before->view() == view) {
    const auto& [lost, gained] = differing(before->sight(), sight, known);
    found = windows_.emplace(watching.window, Watched{before->for_sight(std::move(sight), lost, gained, now_)}).first;
  } else if (found == windows_.end()) {
    found = windows_.emplace(watching.window, Watched{Window{std::move(view), std::move(sight), watching.wish.limit}}).first;
  }
  found->second.groups[{std::move(has), watching.wish.name, true}].push_back(watcher);
  found->second.arrivals = true;
}

ShownPtr Lists::stand_up(WatcherId watcher, const Watching& watching) {
  auto& groups = windows_.at(watching.window).groups;
  const auto group = std::ranges::find_if(groups, [&](const auto& item) {
    return item.first.name == watching.wish.name && std::ranges::find(item.second, watcher) != item.second.end();
  });
  require(group != groups.end(), "who watches is in a group");
  auto knows = group->first.knows;
  std::erase(group->second, watcher);
  if (group->second.empty()) {
    groups.erase(group);
  }
  return knows;
}

void Lists::close_if_empty(const std::string& window) {
  if (const auto found = windows_.find(window); found->second.groups.empty()) {
    windows_.erase(found);
  }
}

void Lists::reseat(std::span<const WatcherId> watchers) {
  if (plant_ == ListPlant::forget_rekey) {
    return;
  }
  Differing known;
  for (const auto watcher : watchers) {
    auto& watching = watchers_.at(watcher);
    const auto before = watching.window;
    auto knows = stand_up(watcher, watching);
    sit(watcher, watching, std::move(knows), &windows_.at(before).window, known);
    close_if_empty(before);
  }
}

void Lists::watch(WatcherId watcher, Wish wish, const access::Viewer& viewer) {
  auto& watching = watchers_.emplace(watcher, Watching{std::move(wish), {}, {}}).first->second;
  watching.eye = join_eye(watcher, viewer);
  Differing none;
  sit(watcher, watching, nullptr, nullptr, none);
}

void Lists::unwatch(WatcherId watcher) {
  const auto found = watchers_.find(watcher);
  if (found == watchers_.end()) {
    return;
  }
  (void)stand_up(watcher, found->second);
  close_if_empty(found->second.window);
  leave_eye(watcher, found->second.eye);
  watchers_.erase(found);
}

void Lists::viewers_changed(const std::vector<std::pair<WatcherId, access::Viewer>>& viewers) {
  std::vector<WatcherId> moving;
  for (const auto& [watcher, viewer] : viewers) {
    const auto found = watchers_.find(watcher);
    if (found != watchers_.end() && found->second.eye != key_of(viewer)) {
      const auto before = std::exchange(found->second.eye, join_eye(watcher, viewer));
      leave_eye(watcher, before);
      moving.push_back(watcher);
    }
  }
  reseat(moving);
}

ShownPtr Lists::shown_in(const Window& window) const {
  if (plant_ != ListPlant::count_all) {
    return window.shown();
  }
  auto shown = std::make_shared<Shown>(*window.shown());
  shown->total = 0;
  roster_.each([&](const RowPtr& row) { shown->total += matches(window.view().filter, *row, now_) ? 1 : 0; });
  return shown;
}

void Lists::tell_groups(Watched& watched, bool arriving_only, const Deliver& deliver) const {
  watched.window.settle(roster_, now_);
  const auto now = shown_in(watched.window);
  std::vector<std::pair<Group, std::vector<WatcherId>>> told;
  for (auto at = watched.groups.begin(); at != watched.groups.end();) {
    const auto& [group, watchers] = *at;
    if ((arriving_only && !group.arriving) || (!group.arriving && group.knows == now)) {
      ++at;
      continue;
    }
    if (!group.knows) {
      deliver(watchers, named(live::Told::window, group.name, whole_text(*now)));
    } else if (const auto text = difference_text(*group.knows, *now)) {
      deliver(watchers, named(live::Told::rows, group.name, *text));
    }
    told.emplace_back(Group{now, group.name, false}, std::move(at->second));
    at = watched.groups.erase(at);
  }
  for (auto& [group, watchers] : told) {
    auto& all = watched.groups[group];
    all.insert(all.end(), watchers.begin(), watchers.end());
  }
  watched.arrivals = false;
}

void Lists::welcome(const Deliver& deliver) {
  for (auto& [key, watched] : windows_) {
    if (watched.arrivals) {
      tell_groups(watched, true, deliver);
    }
  }
}

void Lists::tell(const Deliver& deliver) {
  for (auto& [key, watched] : windows_) {
    tell_groups(watched, false, deliver);
  }
}

ListFigures Lists::figures() const {
  return {windows_.size(), watchers_.size(), roster_.size(), roster_.refused()};
}

}  // namespace zhiyin::desk
