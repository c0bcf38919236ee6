#include "conversation/service.hpp"

#include "conversation/acting.hpp"

namespace zhiyin::conversation {
namespace {

/// An agent of whom nothing is known but the name, as one who belongs to the conversation's inbox.
access::Viewer colleague(writer::Tx& tx, ConversationId id, const Person& agent) {
  const auto* c = find(tx, id);
  return {.person = AgentId{agent.id},
          .name = agent.name,
          .rights = identity::rights_of(identity::Role::agent),
          .inboxes = c == nullptr ? std::vector<InboxId>{} : std::vector{c->inbox},
          .teams = {}};
}

}  // namespace

void want(writer::Tx& tx, ConversationId id) {
  tx.shelf<ConversationShelf>().want(id);
}
void want_newest_of(writer::Tx& tx, ContactId contact, InboxId inbox) {
  tx.shelf<ConversationShelf>().want_newest(contact, inbox);
}

bool loaded(writer::Tx& tx, ConversationId id) {
  return tx.shelf<ConversationShelf>().loaded(id);
}

const Conversation* find(writer::Tx& tx, ConversationId id) {
  const auto* row = tx.shelf<ConversationShelf>().find(id);
  return row == nullptr ? nullptr : &row->conversation;
}

const Conversation* newest_of(writer::Tx& tx, ContactId contact, InboxId inbox) {
  const auto id = tx.shelf<ConversationShelf>().newest(contact, inbox);
  return id && !id->none() ? find(tx, *id) : nullptr;
}

Result<Said> say_as_agent(writer::Tx& tx, ConversationId id, const Person& agent, std::string_view client_id, std::string_view text) {
  return say_as_agent(tx, id, colleague(tx, id, agent), {.client_id = client_id, .text = text});
}

Result<Moved> take(writer::Tx& tx, ConversationId id, const Person& agent, std::optional<std::int64_t> seen) {
  return take(tx, id, colleague(tx, id, agent), seen);
}

Result<Moved> resolve(writer::Tx& tx, ConversationId id, const Person& agent, std::optional<std::int64_t> seen) {
  return resolve(tx, id, colleague(tx, id, agent), seen);
}

}  // namespace zhiyin::conversation
