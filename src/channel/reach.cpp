#include "channel/reach.hpp"

#include <algorithm>
#include <array>

#include "access/directory.hpp"
#include "channel/closed.hpp"
#include "contact/block.hpp"
#include "contact/profile.hpp"
#include "contact/rules.hpp"
#include "contact/service.hpp"
#include "conversation/rules.hpp"

namespace zhiyin::channel {
namespace {

using contact::IdentityKind;

struct Way {
  IdentityKind kind;
  std::string value;
};

Result<std::vector<Way>> ways_of(const Reachable& from, const contact::Settings& settings) {
  std::vector<Way> ways;
  for (const auto& [kind, text] : {std::pair{IdentityKind::email, &from.email}, {IdentityKind::phone, &from.phone}}) {
    if (!text->empty()) {
      auto value = contact::normalise(kind, *text, settings);
      if (!value) {
        return std::unexpected(std::move(value.error()));
      }
      ways.push_back({kind, std::move(*value)});
    }
  }
  if (ways.empty()) {
    return refuse(ErrorCode::invalid, "neither an e-mail address nor a phone number was given", "email", "give one of them");
  }
  return ways;
}

void want(writer::Tx& tx, const Reachable& from) {
  access::want(tx);
  if (from.claim) {
    contact::want_claim(tx, *from.claim);
    return;
  }
  contact::want_address(tx, from.inbox, from.address);
  if (const auto owner = contact::owner_of(tx, from.inbox, from.address); !owner.none()) {
    contact::want_contact(tx, owner);
    contact::want_standing(tx, owner);
  }
}

/// His contact, made if need be.
Result<ContactId> owner_for(writer::Tx& tx, const Reachable& from) {
  const auto is_blocked = [&tx](ContactId contact) { return contact::blocked(tx, contact); };
  if (from.claim) {
    const auto plan = contact::plan_for(tx, *from.claim);
    if (std::ranges::any_of(plan.proved, is_blocked)) {
      return std::unexpected(contact::blocked_refusal());
    }
    return contact::bind(tx, *from.claim, plan, conversation::clean_name(from.name));
  }
  const auto owner = contact::owner_of(tx, from.inbox, from.address);
  if (owner.none()) {
    return contact::add(tx, from.inbox, from.address, conversation::clean_name(from.name));
  }
  if (is_blocked(owner)) {
    return std::unexpected(contact::blocked_refusal());
  }
  return owner;
}

Result<ContactId> run(writer::Tx& tx, const Reachable& from, const contact::Settings& settings) {
  auto ways = ways_of(from, settings);
  if (!ways) {
    return std::unexpected(std::move(ways.error()));
  }
  if (closed(tx, from.inbox)) {
    return std::unexpected(closed_refusal());
  }
  auto owner = owner_for(tx, from);
  if (!owner) {
    return owner;
  }
  bool changed = false;
  for (auto& way : *ways) {
    changed = contact::keep_identity(tx, *owner, {way.kind, std::move(way.value), false, contact::Source::visitor, tx.now()}) || changed;
  }
  if (changed) {
    contact::record_change(tx, *owner, event::ContactPart::identity);
  }
  return owner;
}

}  // namespace

std::unique_ptr<writer::Command> reach(Reachable reachable, const contact::Settings& settings,
                                       std::move_only_function<void(Result<ContactId>)> reply) {
  const auto from = std::make_shared<const Reachable>(std::move(reachable));  // shared by want and run, which the command keeps
  return writer::command<ContactId>(
      {std::hash<std::string>{}(from->address)}, [from](writer::Tx& tx) { want(tx, *from); },
      [from, settings](writer::Tx& tx) { return run(tx, *from, settings); }, std::move(reply));
}

}  // namespace zhiyin::channel
