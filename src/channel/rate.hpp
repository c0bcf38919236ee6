// A customer says what he thinks of his conversation.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "conversation/rating.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::channel {

struct Opinion {
  InboxId inbox;
  ContactId contact;  ///< whose the conversation is
  ConversationId conversation;
  std::string client_id;  ///< his channel's name for it; the same again is the same rating
  std::int64_t score = 0;
  std::string comment = {};
};

/// Refused: what conversation::rate refuses, a blocked contact, an inbox that is switched off; not_found for a conversation that is
/// another's or elsewhere. `reply` runs on the writer's thread, after COMMIT.
[[nodiscard]] std::unique_ptr<writer::Command> rate(Opinion opinion, std::move_only_function<void(Result<conversation::Moved>)> reply);

}  // namespace zhiyin::channel
