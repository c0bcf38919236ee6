#include "conversation/service.hpp"

#include "conversation/acting.hpp"

namespace zhiyin::conversation {

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

}  // namespace zhiyin::conversation
