// Contacts that are one person: a main contact and its aliases. Pure; the rows are in shelf.hpp, the commands in merging.hpp.
//
// Each alias was merged with somebody, its parent, so a group is a tree; `main` is the tree's root, kept on every row so that a look-up is
// one step. Taking an alias out takes along whoever was merged with it, and nobody else.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "contact/model.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::contact {

enum class MergeKind : std::uint8_t { automatic = 1, by_hand };

struct Alias {
  ContactId alias;
  ContactId parent;  ///< whom it was merged with
  ContactId main;    ///< where that leads to
  MergeKind kind = MergeKind::by_hand;
  friend bool operator==(const Alias&, const Alias&) = default;
};

struct Group {
  ContactId main;
  std::vector<Alias> aliases;
};

/// The main contact first.
[[nodiscard]] std::vector<ContactId> everyone(const Group& group);
/// Those whom `who` has proved to be, himself included: they are tied to him by automatic merges. What somebody merged by hand is for our
/// own people's eyes; it shows no customer what another wrote.
[[nodiscard]] std::vector<ContactId> proved_by(const Group& group, ContactId who);
/// The alias and all that were merged with it.
[[nodiscard]] std::vector<ContactId> with_its_own(const Group& group, ContactId alias);
/// Why the two cannot become one.
[[nodiscard]] std::optional<Error> fault_in_merge(const Group& main, const Group& alias);

}  // namespace zhiyin::contact
