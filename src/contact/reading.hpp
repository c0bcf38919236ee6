// Questions about contacts, on a reading session. Nobody's rights are asked here: which contacts somebody may see hangs on the
// conversations that he sees, which the asker knows.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "contact/group.hpp"
#include "contact/model.hpp"
#include "event/conversation.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::contact {

constexpr std::int64_t found_max = 100;

[[nodiscard]] db::ModuleStatements reading_statements();

/// The contact whose address it is.
[[nodiscard]] std::optional<Person> find_by_address(db::Session& session, InboxId inbox, std::string_view address);

/// A visitor who shows a token and no signature.
struct TokenHolder {
  Person person;
  bool sealed = false;  ///< the token came with a signed identity before: it opens nothing without it (claim.hpp)
};
[[nodiscard]] std::optional<TokenHolder> find_by_token(db::Session& session, InboxId inbox, std::string_view address);

struct Profile {
  ContactId id;  ///< the main contact, whichever of the group was asked for
  std::string name;
  Time created_at;
  std::int64_t revision = 0;
  bool blocked = false;              ///< the main contact is; see mixed_block
  bool mixed_block = false;          ///< some of the group are blocked, others not
  std::vector<Identity> identities;  ///< of the whole group, verified first
  std::vector<Field> fields;         ///< by name; the main contact's stands before its aliases', the older alias's before the younger's
  std::vector<Alias> aliases;        ///< ascending
};
/// nullopt when there is no such contact.
[[nodiscard]] std::optional<Profile> profile(db::Session& session, ContactId contact);

/// Everybody whose conversations make this contact's timeline: the main contact, then its aliases.
[[nodiscard]] std::vector<ContactId> contacts_of(db::Session& session, ContactId contact);

/// Of many main contacts at once, in any order.
[[nodiscard]] std::vector<Alias> aliases_of(db::Session& session, std::span<const ContactId> mains);

struct Main {
  ContactId contact;
  ContactId main;
  std::string name;  ///< the main contact's
};
/// Whose main contact each of these leads to; those that do not exist are left out.
[[nodiscard]] std::vector<Main> mains_of(db::Session& session, std::span<const ContactId> contacts);

struct Found {
  ContactId id;  ///< a main contact
  std::string name;
  std::string key;  ///< where the next page begins, with id; empty where ids alone do
};
struct Page {
  std::vector<Found> rows;
  bool more = false;
};
/// Main contacts, newest first, below `before` (none: from the newest).
[[nodiscard]] Page newest(db::Session& session, ContactId before, std::int64_t limit);
/// Main contacts who, or whose alias, has this identity, verified or typed. `value` is normalised. At most identities of found_max contacts
/// are looked at: more people than that do not share an address.
[[nodiscard]] Page find_by_identity(db::Session& session, IdentityKind kind, std::string_view value, ContactId after, std::int64_t limit);
/// Main contacts whose name begins so (ASCII letters small or great), by name; after (key, id) of the last row of the page before.
[[nodiscard]] Page find_by_name(db::Session& session, std::string_view prefix, const Found* after, std::int64_t limit);

}  // namespace zhiyin::contact
