// Who writes to us: a contact, found by an address of an inbox.
#pragma once

#include <string>
#include <string_view>

#include "contact/model.hpp"
#include "event/conversation.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::contact {

/// Of all commands of this module, and of recognise().
[[nodiscard]] db::ModuleStatements statements();

/// What is verified is an address too, of no inbox in particular: so it is locked like one, and is one contact's.
constexpr InboxId everywhere{0};
[[nodiscard]] std::string verified_address(IdentityKind kind, std::string_view value);

/// Names an address for this batch: locks its row, or the place where it would be.
void want_address(writer::Tx& tx, InboxId inbox, std::string_view address);
/// Whose address it is; none when nobody's. Only after want_address and a load; none before.
[[nodiscard]] ContactId owner_of(writer::Tx& tx, InboxId inbox, std::string_view address);
/// True once the address was loaded in this batch.
[[nodiscard]] bool known(writer::Tx& tx, InboxId inbox, std::string_view address);
/// Makes a contact for an address that is nobody's.
ContactId add(writer::Tx& tx, InboxId inbox, std::string_view address, std::string_view name);
/// Gives an address that is nobody's to a contact that is there.
void attach(writer::Tx& tx, InboxId inbox, std::string_view address, ContactId contact);

}  // namespace zhiyin::contact
