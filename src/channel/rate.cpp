#include "channel/rate.hpp"

#include "access/directory.hpp"
#include "channel/closed.hpp"
#include "contact/block.hpp"

namespace zhiyin::channel {
namespace {

Result<conversation::Moved> run(writer::Tx& tx, const Opinion& from) {
  const auto* c = conversation::find(tx, from.conversation);
  if (c == nullptr || c->contact != from.contact || c->inbox != from.inbox) {
    return refuse(ErrorCode::not_found, "there is no such conversation", "conversation", "write to us first");
  }
  if (contact::blocked(tx, from.contact)) {
    return std::unexpected(contact::blocked_refusal());
  }
  if (closed(tx, from.inbox)) {
    return std::unexpected(closed_refusal());
  }
  return conversation::rate(tx, from.conversation, {from.client_id, from.score, from.comment});
}

}  // namespace

std::unique_ptr<writer::Command> rate(Opinion opinion, std::move_only_function<void(Result<conversation::Moved>)> reply) {
  const auto from = std::make_shared<const Opinion>(std::move(opinion));  // shared by want and run, which the command keeps
  return writer::command<conversation::Moved>(
      {static_cast<std::uint64_t>(from->conversation.value())},
      [from](writer::Tx& tx) {
        access::want(tx);
        conversation::want(tx, from->conversation);
        contact::want_standing(tx, from->contact);
      },
      [from](writer::Tx& tx) { return run(tx, *from); }, std::move(reply));
}

}  // namespace zhiyin::channel
