// Who a visitor has proved to be: the site signed his external id, and he may hold the token of an earlier, anonymous visit.
//
// What opens what:
//  * A token alone opens the conversations of the contact that its address belongs to, and no other's: no merge that our people make shows
//    one customer what another wrote.
//  * A signed external id opens those of its contact on every device, and of whoever is tied to it by what was proved.
//  * A token that came together with a signed id belongs to that person from then on, and opens nothing without it: who uses the same
//    browser after he signed out does not see his history. A token that belongs to another signed person is not looked at.
//  * A typed e-mail or phone number opens nothing. A signed one (vouched) is verified, and ties contacts together unless the site says
//    that they are two persons: that they have two external ids.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contact/group.hpp"
#include "event/conversation.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::contact {

/// What a signature covers. Texts are normalised; empty: not given.
struct Claim {
  std::string external_id;
  std::string email;
  std::string phone;
  bool vouched = false;  ///< the signature covers e-mail and phone as well
  InboxId inbox;         ///< of the token
  std::string address;   ///< of a token that he brought along
};

/// Names what binding him may touch; he and those he may turn out to be are loaded, with their groups and whether they are blocked.
void want_claim(writer::Tx& tx, const Claim& claim);
/// All whose conversations may turn out to be his, as far as loaded: for naming further rows.
[[nodiscard]] std::vector<ContactId> candidates(writer::Tx& tx, const Claim& claim);

/// What binding him comes to, decided and not yet done.
struct Plan {
  ContactId holder;                ///< of the external id; none: nobody yet
  std::vector<ContactId> proved;   ///< whose conversations are his; the holder first, if there is one
  std::vector<ContactId> joining;  ///< become aliases of the holder
  struct Detail {
    IdentityKind kind;
    std::string value;
    bool verified;  ///< becomes the holder's alone
  };
  std::vector<Detail> details;  ///< still to be kept
  [[nodiscard]] bool settled() const { return !holder.none() && joining.empty() && details.empty(); }
};
/// Only after want_claim and the loads. Costs round trips when he brings something new.
[[nodiscard]] Plan plan_for(writer::Tx& tx, const Claim& claim);
/// Does it; gives the holder. `name` is for a contact made here.
ContactId bind(writer::Tx& tx, const Claim& claim, const Plan& plan, std::string_view name);

/// The same question on a reading session, when he says hello.
struct Recognised {
  std::optional<Person> person;   ///< the holder, else the contact of the token
  std::vector<ContactId> proved;  ///< as in Plan
  bool settled = false;           ///< nothing is left to bind
};
[[nodiscard]] Recognised recognise(db::Session& session, const Claim& claim);

[[nodiscard]] db::ModuleStatements claim_statements();

}  // namespace zhiyin::contact
