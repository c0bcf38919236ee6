// What a desk says: one table of the types of messages, by which they are read.
#include <algorithm>
#include <array>
#include <iterator>

#include "desk/acts.hpp"
#include "desk/agent.hpp"
#include "live/member.hpp"
#include "live/wire.hpp"

namespace zhiyin::desk {

std::span<const Agent::Message> Agent::messages() {
  using json::Object;
  static constexpr auto table = std::to_array<Message>({
      {"open", true, [](Agent& a, const Object& m, ConversationId id) { a.open(m, id); }},
      {"close", true, [](Agent& a, const Object&, ConversationId id) { a.close(id); }},
      {"send", true, [](Agent& a, const Object& m, ConversationId id) { a.send(m, id); }},
      {"skip", false, [](Agent& a, const Object& m, ConversationId) { a.skip(m); }},
      {"got", true, [](Agent& a, const Object& m, ConversationId id) { a.receipt(m, id, false); }},
      {"seen", true, [](Agent& a, const Object& m, ConversationId id) { a.receipt(m, id, true); }},
      {"typing", true, [](Agent& a, const Object&, ConversationId id) { a.typing(id); }},
      {"history", true, [](Agent& a, const Object& m, ConversationId id) { a.history(m, id); }},
      {"state", false, [](Agent& a, const Object& m, ConversationId) { a.set_state(m); }},
      {"watch", false, [](Agent& a, const Object& m, ConversationId) { a.watch(m); }},
      {"unwatch", false, [](Agent& a, const Object& m, ConversationId) { a.unwatch(m); }},
      {"ping", false, [](Agent& a, const Object&, ConversationId) { a.tell(live::wire::pong(a.gateway_.clock.now())); }},
  });
  return table;
}

std::vector<std::string_view> Agent::message_types() {
  std::vector<std::string_view> types{"hello"};
  std::ranges::transform(messages(), std::back_inserter(types), &Message::type);
  const auto acts = act_types();
  types.insert(types.end(), acts.begin(), acts.end());
  return types;
}

void Agent::hear(std::string_view text) {
  const auto document = json::Document::parse(text);
  if (!document) {
    socket_->close(net::CloseCode::protocol_error, document.error().what);
    return;
  }
  const auto message = document->root();
  const auto type = message ? message->text("t").value_or("") : "";
  if (phase_ == Phase::known && !message) {
    tell(live::wire::refused("", "", live::not_an_object()));
  } else if (phase_ == Phase::known) {
    obey(*message, type);
  } else if (type == "hello") {
    hello(*message);
  } else {
    socket_->close(net::CloseCode::protocol_error, "the first message is hello");
  }
}

void Agent::obey(const json::Object& message, std::string_view type) {
  const auto all = messages();
  const auto known = std::ranges::find(all, type, &Message::type);
  const auto id = message.text("id").value_or("");
  if (known == all.end() && !is_act(type)) {
    tell(live::wire::refused("id", id, live::unknown_type()));
    return;
  }
  if (known != all.end() && !known->about_conversation) {
    known->obey(*this, message, {});
    return;
  }
  const auto conversation = ConversationId::parse(message.text("conversation").value_or(""));
  if (!conversation) {
    tell(live::wire::refused("id", id, live::wrong_member("conversation", "the id of a conversation")));
  } else if (known == all.end()) {
    act(message, type, *conversation);
  } else {
    known->obey(*this, message, *conversation);
  }
}

}  // namespace zhiyin::desk
