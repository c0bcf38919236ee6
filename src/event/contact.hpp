// What happens to contacts: the facts that the contact module publishes. None holds personal data: names, addresses and values are read
// from the store by whoever may.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "event/ids.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::event {

/// `alias` (and whatever was its alias) is the contact's from now on.
struct ContactMerged {
  ContactId alias;
  bool automatic = false;  ///< two proved identities were equal; else somebody decided it
};
/// `alias` is a contact of its own again, with whatever came to it by itself.
struct ContactUnmerged {
  ContactId alias;
};
enum class ContactPart : std::uint8_t { field = 1, identity };
struct ContactChanged {
  ContactPart part = ContactPart::field;
};
struct ContactBlocked {
  bool blocked = true;  ///< false: his messages are taken again
};
using ContactChange = std::variant<ContactMerged, ContactUnmerged, ContactChanged, ContactBlocked>;

struct ContactFact {
  std::int64_t pos = 0;
  ContactId contact;
  std::int64_t revision = 0;  ///< rises by one with each fact about this contact
  Time at;
  AgentId by;  ///< none: the customer himself, or the system
  ContactChange change;
};

[[nodiscard]] journal::Entry write(const ContactFact& fact);
/// nullopt for a fact of another publisher.
[[nodiscard]] std::optional<ContactFact> read_contact(const journal::Entry& entry);

}  // namespace zhiyin::event
