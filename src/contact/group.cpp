#include "contact/group.hpp"

#include <algorithm>

namespace zhiyin::contact {
namespace {

bool holds(const std::vector<ContactId>& set, ContactId id) {
  return std::ranges::find(set, id) != set.end();
}

}  // namespace

std::vector<ContactId> everyone(const Group& group) {
  std::vector<ContactId> all{group.main};
  for (const auto& one : group.aliases) {
    all.push_back(one.alias);
  }
  return all;
}

std::vector<ContactId> proved_by(const Group& group, ContactId who) {
  std::vector<ContactId> set{who};
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& one : group.aliases) {
      if (one.kind == MergeKind::automatic && holds(set, one.alias) != holds(set, one.parent)) {
        set.push_back(holds(set, one.alias) ? one.parent : one.alias);
        grown = true;
      }
    }
  }
  return set;
}

std::vector<ContactId> with_its_own(const Group& group, ContactId alias) {
  std::vector<ContactId> set{alias};
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& one : group.aliases) {
      if (holds(set, one.parent) && !holds(set, one.alias)) {
        set.push_back(one.alias);
        grown = true;
      }
    }
  }
  return set;
}

std::optional<Error> fault_in_merge(const Group& main, const Group& alias) {
  if (main.main == alias.main) {
    return Error{ErrorCode::conflict, "these are one contact already", "alias", "look at the main contact's aliases", {}};
  }
  if (main.aliases.size() + alias.aliases.size() + 1 > aliases_max) {
    return Error{ErrorCode::conflict, "a contact has at most 20 aliases", "alias", "look whether so many are one person", {}};
  }
  return std::nullopt;
}

}  // namespace zhiyin::contact
