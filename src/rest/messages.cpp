// What was said: reading it, saying more, and changing what one said.
#include <algorithm>
#include <charconv>
#include <limits>

#include "conversation/reading.hpp"
#include "conversation/rules.hpp"
#include "conversation/visible.hpp"
#include "rest/conversations.hpp"

namespace zhiyin::rest {
namespace {

using identity::Right;

constexpr std::int64_t source_most = 200;  ///< characters of whatever names an article

struct Source {
  ArticleId article;
  std::string slug;
  std::string title;
  std::string language;
  std::string link;
};
constexpr auto shape(api::Of<Source>) {
  return api::object<Source>("MessageSource", api::field("article", &Source::article, {}),
                             api::field("slug", &Source::slug, {.most = source_most}),
                             api::field("title", &Source::title, {.most = source_most, .what = "As it was then."}),
                             api::field("language", &Source::language, {.most = source_most}),
                             api::field("link", &Source::link, {.most = source_most, .what = "Path of its page in the help centre."}));
}

struct Message {
  std::int64_t seq = 0;
  std::int64_t rev = 0;
  Somebody author;
  std::string client_id;
  Time at;
  std::string text;
  std::optional<Time> edited_at;
  std::optional<Source> source;
  std::vector<std::string> choices;
};
constexpr auto shape(api::Of<Message>) {
  return api::object<Message>(
      "Message", api::field("seq", &Message::seq, {.most = api::whole_most, .what = "1, 2, 3 … in this conversation."}),
      api::field("rev", &Message::rev, {.most = api::whole_most, .what = "The conversation's revision since which it says this."}),
      api::field("author", &Message::author, {}),
      api::field("client_id", &Message::client_id, {.most = client_id_most, .what = "What its sender called it."}),
      api::field("at", &Message::at, {}), api::field("text", &Message::text, {.most = text_most, .pattern = api::Pattern::words}),
      api::field("edited_at", &Message::edited_at, {.what = "When it was changed last."}),
      api::field("source", &Message::source, {.what = "The article that the bot answers from."}),
      api::field("choices", &Message::choices,
                 {.most = static_cast<std::int64_t>(event::choice_max_chars),
                  .items_most = event::choices_max,
                  .what = "What the bot offers as an answer."}));
}

struct Seqs {
  std::optional<std::int64_t> above;
  std::optional<std::int64_t> below;
};
constexpr auto shape(api::Of<Seqs>) {
  return api::object<Seqs>(
      "MessageSeqs",
      api::field("above", &Seqs::above, {.least = 0, .most = api::whole_most, .what = "From the message after this one on, oldest first."}),
      api::field("below", &Seqs::below,
                 {.least = 1, .most = api::whole_most, .what = "From the message before this one backwards, newest first."}));
}

std::optional<std::int64_t> read_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

std::optional<Source> source_of(const event::Aids& aids) {
  if (!aids.source) {
    return std::nullopt;
  }
  const auto& s = *aids.source;
  return Source{s.article, s.slug, s.title, s.language, s.link};
}

Result<api::Page<Message>> list(const api::Asked<Seqs>& asked, db::Session& session) {
  const auto& given = asked.given;
  const auto id = conversation_in(asked);
  if (!conversation::visible_conversation(session, asked.caller.viewer, id)) {
    return no_conversation();
  }
  if (given.above && given.below) {
    return refuse(ErrorCode::invalid, "a page goes one way", "below", "send above or below, not both");
  }
  const auto bookmark = read_number(asked.page.after);
  const auto limit = asked.page.limit;
  auto messages = given.above
                      ? conversation::messages_above(session, id, bookmark.value_or(*given.above), limit + 1)
                      : conversation::messages_below(
                            session, id, bookmark.value_or(given.below.value_or(std::numeric_limits<std::int64_t>::max())), limit + 1);
  api::Page<Message> page;
  if (static_cast<std::int64_t>(messages.size()) > limit) {
    messages.pop_back();
    page.next = std::to_string(messages.back().seq);
  }
  for (const auto& m : messages) {
    page.items.push_back({m.seq, m.revision, somebody(m.author), m.client_id, m.at, m.text,
                          to_millis(m.edited_at) == 0 ? std::nullopt : std::optional{m.edited_at}, source_of(m.aids), m.aids.choices});
  }
  return page;
}

struct NewMessage {
  std::string text;
  std::optional<std::string> client_id;
  std::optional<std::int64_t> seen_seq;
  bool force = false;
};
constexpr auto shape(api::Of<NewMessage>) {
  return api::object<NewMessage>(
      "NewMessage", api::field("text", &NewMessage::text, {.least = 1, .most = text_most, .pattern = api::Pattern::words}),
      api::field("client_id", &NewMessage::client_id,
                 {.least = 1,
                  .most = client_id_most,
                  .pattern = api::Pattern::token,
                  .what = "Your name for it: sent again it is stored once. Without it the Idempotency-Key stands for it."}),
      api::field("seen_seq", &NewMessage::seen_seq,
                 {.least = 0,
                  .most = api::whole_most,
                  .what = "The newest message that you had seen: if a colleague has written since, nothing is sent."}),
      api::field("force", &NewMessage::force, {.needed = false, .what = "Send it all the same."}));
}

struct Said {
  ConversationId conversation;
  std::int64_t seq = 0;
  Time at;
  std::int64_t rev = 0;
  Stage stage = Stage::queued;
};
constexpr auto shape(api::Of<Said>) {
  return api::object<Said>("Said", api::field("conversation", &Said::conversation, {}),
                           api::field("seq", &Said::seq, {.most = api::whole_most, .what = "Its place in the conversation."}),
                           api::field("at", &Said::at, {.what = "When it was stored."}),
                           api::field("rev", &Said::rev, {.most = api::whole_most, .what = "The conversation's revision now."}),
                           api::field("stage", &Said::stage, {.what = "Saying something may take the conversation."}));
}

Result<Said> say(writer::Tx& tx, const api::Asked<NewMessage>& asked) {
  const auto id = conversation_in(asked);
  if (auto seen = conversation::decided_on(tx, id, asked.caller.viewer, std::nullopt); !seen) {
    return std::unexpected(std::move(seen.error()));
  }
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  const auto client_id = asked.given.client_id.value_or(asked.idempotency_key);
  if (client_id.empty()) {
    return refuse(ErrorCode::invalid, "a message needs a name, so that it is stored once", "client_id", "send one, or an Idempotency-Key");
  }
  for (auto fault : {conversation::fault_in_client_id(client_id), conversation::fault_in_text(asked.given.text)}) {
    if (fault) {
      return std::unexpected(std::move(*fault));
    }
  }
  const auto* c = conversation::find(tx, id);
  conversation::look_up_message(tx, c->inbox, asked.caller.person.value(), client_id);
  const auto said = conversation::say_as_agent(
      tx, id, asked.caller.viewer,
      {.client_id = client_id, .text = asked.given.text, .seen_seq = asked.given.seen_seq, .force = asked.given.force});
  if (!said) {
    return std::unexpected(said.error());
  }
  if (said->conversation != id) {
    return refuse(ErrorCode::conflict, "this client id was used in another conversation", "client_id", "choose another");
  }
  return Said{id, said->seq, said->at, c->revision, c->stage};
}

struct NewText {
  std::string text;
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<NewText>) {
  return api::object<NewText>("NewText",
                              api::field("text", &NewText::text, {.least = 1, .most = text_most, .pattern = api::Pattern::words}),
                              api::field("rev", &NewText::rev, rev_bounds));
}

std::optional<std::int64_t> seq_in(const api::Asking& asked) {
  const auto seq = read_number(asked.word("seq"));
  return seq && *seq > 0 ? seq : std::nullopt;
}
std::unexpected<Error> no_message() {
  return refuse(ErrorCode::not_found, "there is no such message", "seq", "name one that is there");
}

struct Earlier {
  std::string text;
  std::int64_t until_rev = 0;
  Somebody editor;
  Time edited_at;
};
constexpr auto shape(api::Of<Earlier>) {
  return api::object<Earlier>(
      "EarlierText",
      api::field("text", &Earlier::text, {.most = text_most, .pattern = api::Pattern::words, .what = "What the message said before."}),
      api::field("until_rev", &Earlier::until_rev, {.most = api::whole_most, .what = "The revision that changed it."}),
      api::field("editor", &Earlier::editor, {}), api::field("edited_at", &Earlier::edited_at, {}));
}

Result<api::Page<Earlier>> edits(const api::Asked<api::Nothing>& asked, db::Session& session) {
  const auto id = conversation_in(asked);
  const auto c = conversation::visible_conversation(session, asked.caller.viewer, id);
  if (!c) {
    return no_conversation();
  }
  const auto seq = seq_in(asked);
  if (!seq || *seq > c->last_seq) {
    return no_message();
  }
  const auto limit = asked.page.limit;
  auto found = conversation::edits_of(session, id, *seq, read_number(asked.page.after).value_or(0), limit + 1);
  api::Page<Earlier> page;
  if (static_cast<std::int64_t>(found.size()) > limit) {
    found.pop_back();
    page.next = std::to_string(found.back().revision);
  }
  for (const auto& edit : found) {
    page.items.push_back({edit.before, edit.revision, somebody(edit.editor), edit.at});
  }
  return page;
}

api::Route edit_route(const Rules& rules) {
  return act<NewText>({.method = net::Method::patch,
                       .path = "/api/v1/conversations/{conversation}/messages/{seq:slug}",
                       .needs = api::needs(Right::conversation_reply),
                       .operation = "editMessage",
                       .summary = "Change what you wrote",
                       .summary_zh = "修改自己发送的消息",
                       .what = "Only soon after it was sent; what it said before is kept.",
                       .body_max_bytes = text_body_max},
                      [settings = rules.conversations](writer::Tx& tx, const api::Asked<NewText>& asked) -> Result<conversation::Moved> {
                        if (auto fault = fault_without_person(asked)) {
                          return std::unexpected(std::move(*fault));
                        }
                        const auto seq = seq_in(asked);
                        if (!seq) {
                          return no_message();
                        }
                        return conversation::edit(tx, conversation_in(asked), asked.caller.viewer, *seq, asked.given.text, settings);
                      });
}

}  // namespace

std::vector<api::Route> message_routes(const Rules& rules) {
  return {
      api::read<Seqs, api::Page<Message>>({.path = "/api/v1/conversations/{conversation}/messages",
                                           .needs = api::needs(Right::conversation_read),
                                           .operation = "listMessages",
                                           .summary = "What was said",
                                           .summary_zh = "会话消息",
                                           .tag = "conversations",
                                           .what = "Newest first, or from `above` on oldest first."},
                                          list),
      api::write<NewMessage, Said>({.method = net::Method::post,
                                    .path = "/api/v1/conversations/{conversation}/messages",
                                    .needs = api::needs(Right::conversation_reply),
                                    .operation = "sendMessage",
                                    .summary = "Answer the customer",
                                    .summary_zh = "回复客户",
                                    .tag = "conversations",
                                    .status = 201,
                                    .errors = {ErrorCode::stale},
                                    .body_max_bytes = text_body_max},
                                   want_conversation, say),
      edit_route(rules),
      api::read<api::Nothing, api::Page<Earlier>>({.path = "/api/v1/conversations/{conversation}/messages/{seq:slug}/edits",
                                                   .needs = api::needs(Right::conversation_read),
                                                   .operation = "listMessageEdits",
                                                   .summary = "What a message said before it was changed",
                                                   .summary_zh = "消息的修改历史",
                                                   .tag = "conversations",
                                                   .what = "Oldest first."},
                                                  edits),
  };
}

}  // namespace zhiyin::rest
