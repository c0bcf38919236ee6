// What is said of a contact: fields and identities. Rare, so these commands run statements of their own.
//
// People and programs change the main contact's profile, whichever of the group they name. A visitor speaks for his own contact only, and
// never over what others said.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "access/viewer.hpp"
#include "contact/model.hpp"
#include "contact/settings.hpp"
#include "event/contact.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::contact {

struct Changed {
  ContactId contact;  ///< whose profile it is: the main contact
  std::int64_t revision = 0;
};

/// For every command here, in its `want`.
void want_profile(writer::Tx& tx, ContactId contact);

/// `name` may be any slug; "name" is also how the contact is shown. Source: agent for a person, api for a service token (a viewer
/// without a person). Needs contact.write. An equal value changes nothing.
[[nodiscard]] Result<Changed> set_field(writer::Tx& tx, const access::Viewer& by, ContactId contact, std::string_view name,
                                        std::string_view value);
/// Clearing what is not there changes nothing. "name" cannot be cleared, only changed.
[[nodiscard]] Result<Changed> clear_field(writer::Tx& tx, const access::Viewer& by, ContactId contact, std::string_view name);
struct FieldChange {
  std::string_view name;
  std::optional<std::string_view> value;  ///< nullopt: clear it
};
/// All of them, or none when one is refused.
[[nodiscard]] Result<Changed> change_fields(writer::Tx& tx, const access::Viewer& by, ContactId contact,
                                            std::span<const FieldChange> changes);
/// Only typed: nobody proves anything by writing it down. Needs contact.write.
[[nodiscard]] Result<Changed> add_identity(writer::Tx& tx, const access::Viewer& by, ContactId contact, IdentityKind kind,
                                           std::string_view value, const Settings& settings);
/// A typed one, from all of the group; a verified one stays. Needs contact.write.
[[nodiscard]] Result<Changed> remove_identity(writer::Tx& tx, const access::Viewer& by, ContactId contact, IdentityKind kind,
                                              std::string_view value, const Settings& settings);

/// For what follows, in `want`: the contact alone.
void want_contact(writer::Tx& tx, ContactId contact);
/// What the visitor says of himself: kept only where nobody else has said anything. The value is without fault (fault_in_field).
void tell_field(writer::Tx& tx, ContactId contact, std::string_view name, std::string_view value);
/// An identity, normalised, for this very contact; makes a typed one verified, never the other way round. Over identities_max the oldest
/// that the visitor typed gives way. `true` when something was stored; then the caller records it, once for all.
bool keep_identity(writer::Tx& tx, ContactId contact, const Identity& identity);
void record_change(writer::Tx& tx, ContactId contact, event::ContactPart part);

[[nodiscard]] db::ModuleStatements profile_statements();

}  // namespace zhiyin::contact
