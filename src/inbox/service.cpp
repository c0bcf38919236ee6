#include "inbox/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "inbox/reading.hpp"
#include "inbox/rules.hpp"
#include "inbox/store.hpp"
#include "team/reading.hpp"
#include "team/service.hpp"

namespace zhiyin::inbox {
namespace {

std::unexpected<Error> no_such_inbox() {
  return refuse(ErrorCode::not_found, "there is no such inbox");
}

Result<std::string> free_name(db::Session& session, std::string_view wanted, InboxId own) {
  auto name = identity::name_from(wanted, "name");
  if (!name) {
    return name;
  }
  if (const auto owner = inbox_named(session, *name); owner && *owner != own) {
    return refuse(ErrorCode::conflict, "another inbox has this name", "name", "give another");
  }
  return name;
}

template <class Id>
std::vector<Id> ascending(std::span<const Id> ids) {
  std::vector<Id> once{ids.begin(), ids.end()};
  std::ranges::sort(once);
  once.erase(std::ranges::unique(once).begin(), once.end());
  return once;
}

void raise(writer::Tx& tx, InboxId id) {
  identity::raise_head(tx, event::AccessPart::inbox, id.value());
}

}  // namespace

Result<Inbox> make(writer::Tx& tx, std::string_view name, Kind kind, const Safe& safe) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto free = free_name(session, name, {});
  if (!free) {
    return std::unexpected(std::move(free).error());
  }
  if (all(session).size() >= inboxes_max) {
    return refuse(ErrorCode::conflict, "there are as many inboxes as there may be", "", "use one that is switched off");
  }
  Inbox inbox;
  inbox.id = new_id<InboxTag>(tx.now(), tx.chance());
  inbox.name = *std::move(free);
  inbox.kind = kind;
  inbox.kept_secret = safe.seal(inbox.id, new_secret(tx.chance()), tx.chance());
  insert(session, inbox);
  raise(tx, inbox.id);
  return inbox;
}

Result<Inbox> change(writer::Tx& tx, InboxId id, const Changes& wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto before = find(session, id);
  if (!before) {
    return no_such_inbox();
  }
  Inbox after = *before;
  if (wanted.name) {
    auto free = free_name(session, *wanted.name, id);
    if (!free) {
      return std::unexpected(std::move(free).error());
    }
    after.name = *std::move(free);
  }
  after.active = wanted.active.value_or(before->active);
  after.reopen_days = wanted.reopen_days.value_or(before->reopen_days);
  after.wrap_up = wanted.wrap_up.value_or(before->wrap_up);
  after.offer = wanted.offer.value_or(before->offer);
  after.identity_required = wanted.identity_required.value_or(before->identity_required);
  after.bot = wanted.bot.value_or(before->bot);
  if (auto fault = fault_in(after)) {
    return std::unexpected(*std::move(fault));
  }
  if (after != *before) {
    update(session, after);
    raise(tx, id);
  }
  return after;
}

Result<Inbox> set_people(writer::Tx& tx, InboxId id, std::span<const AgentId> people) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto inbox = find(session, id);
  if (!inbox) {
    return no_such_inbox();
  }
  auto wanted = ascending(people);
  if (const auto missing = identity::first_missing(session, wanted)) {
    return refuse(ErrorCode::invalid, fmt::format("there is no person {}", missing->text()), "people", "leave him out");
  }
  if (wanted != inbox->people) {
    inbox->people = std::move(wanted);
    replace_people(session, id, inbox->people);
    raise(tx, id);
  }
  return *std::move(inbox);
}

Result<Inbox> set_teams(writer::Tx& tx, InboxId id, std::span<const TeamId> teams) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto inbox = find(session, id);
  if (!inbox) {
    return no_such_inbox();
  }
  auto wanted = ascending(teams);
  const auto there = team::all(session);
  for (const auto team : wanted) {
    if (!std::ranges::binary_search(there, team, {}, &team::Team::id)) {
      return refuse(ErrorCode::invalid, fmt::format("there is no team {}", team.text()), "teams", "leave it out");
    }
  }
  if (wanted != inbox->teams) {
    inbox->teams = std::move(wanted);
    replace_teams(session, id, inbox->teams);
    raise(tx, id);
  }
  return *std::move(inbox);
}

Result<Inbox> set_hours(writer::Tx& tx, InboxId id, std::optional<hours::Schedule> wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto inbox = find(session, id);
  if (!inbox) {
    return no_such_inbox();
  }
  if (wanted != inbox->hours) {
    inbox->hours = std::move(wanted);
    update(session, *inbox);
    raise(tx, id);
  }
  return *std::move(inbox);
}

Result<Inbox> rotate_secret(writer::Tx& tx, InboxId id, const Safe& safe) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto inbox = find(session, id);
  if (!inbox) {
    return no_such_inbox();
  }
  inbox->kept_secret = safe.seal(id, new_secret(tx.chance()), tx.chance());
  update(session, *inbox);
  raise(tx, id);
  return *std::move(inbox);
}

void found_inboxes(db::Session& session, bool new_store, Chance& chance) {
  if (!new_store) {
    return;
  }
  Inbox inbox;
  inbox.id = web_inbox;
  inbox.name = "Website";
  inbox.kept_secret = new_secret(chance);
  insert(session, inbox);
  replace_teams(session, web_inbox, std::array{team::everyone});
}

}  // namespace zhiyin::inbox
