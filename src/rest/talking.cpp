#include "rest/talking.hpp"

namespace zhiyin::rest {

Somebody somebody(const Person& person) {
  return {person.id == 0 ? std::nullopt : std::optional{Id<SomebodyTag>{person.id}}, person.kind, person.name};
}

std::unexpected<Error> no_conversation() {
  return refuse(ErrorCode::not_found, "there is no such conversation", "conversation", "look it up in a list");
}

std::optional<Error> fault_without_person(const api::Asking& asked) {
  if (!asked.caller.person.none()) {
    return std::nullopt;
  }
  return Error{ErrorCode::forbidden,
               "this is done by a person, and a service token stands for none",
               "Authorization",
               "use the token of a person",
               {}};
}

void want_conversation(writer::Tx& tx, const api::Asking& asked) {
  conversation::want(tx, conversation_in(asked));
  access::want(tx);
}

void want_to_reopen(writer::Tx& tx, const api::Asking& asked) {
  want_conversation(tx, asked);
  if (const auto* c = conversation::find(tx, conversation_in(asked)); c != nullptr) {
    conversation::want_newest_of(tx, c->contact, c->inbox);
  }
}

Result<Decided> decided(writer::Tx& tx, const Result<conversation::Moved>& moved) {
  if (!moved) {
    return std::unexpected(moved.error());
  }
  const auto* c = conversation::find(tx, moved->conversation);
  require(c != nullptr, "what was acted on is loaded");
  return Decided{c->id, c->revision, c->inner_revision, c->stage, c->assignee.none() ? std::nullopt : std::optional{somebody(c->owner())}};
}

}  // namespace zhiyin::rest
