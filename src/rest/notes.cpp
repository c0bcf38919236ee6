// What colleagues note to each other; no customer sees it.
#include <charconv>
#include <limits>

#include "access/directory.hpp"
#include "conversation/inner.hpp"
#include "conversation/visible.hpp"
#include "rest/conversations.hpp"

namespace zhiyin::rest {
namespace {

using identity::Right;

constexpr std::int64_t mentions_most = static_cast<std::int64_t>(conversation::mentions_max);

struct Note {
  std::int64_t inner_rev = 0;
  std::int64_t after_seq = 0;
  Somebody author;
  std::string client_id;
  Time at;
  std::string text;
  std::vector<Somebody> mentions;
};
constexpr auto shape(api::Of<Note>) {
  return api::object<Note>(
      "Note", api::field("inner_rev", &Note::inner_rev, {.most = api::whole_most, .what = "Its place among what colleagues noted."}),
      api::field("after_seq", &Note::after_seq, {.most = api::whole_most, .what = "The newest message when it was written."}),
      api::field("author", &Note::author, {}), api::field("client_id", &Note::client_id, {.most = client_id_most}),
      api::field("at", &Note::at, {}), api::field("text", &Note::text, {.most = text_most, .pattern = api::Pattern::words}),
      api::field("mentions", &Note::mentions, {.items_most = mentions_most, .what = "Colleagues who are called."}));
}

struct NewNote {
  std::string text;
  std::optional<std::string> client_id;
  std::vector<AgentId> mentions;
  std::optional<std::int64_t> seen_seq;
  bool force = false;
};
constexpr auto shape(api::Of<NewNote>) {
  return api::object<NewNote>(
      "NewNote", api::field("text", &NewNote::text, {.least = 1, .most = text_most, .pattern = api::Pattern::words}),
      api::field("client_id", &NewNote::client_id,
                 {.least = 1,
                  .most = client_id_most,
                  .pattern = api::Pattern::token,
                  .what = "Your name for it: sent again it is stored once. Without it the Idempotency-Key stands for it."}),
      api::field("mentions", &NewNote::mentions,
                 {.items_most = mentions_most, .needed = false, .what = "Colleagues to call; they must see the conversation."}),
      api::field("seen_seq", &NewNote::seen_seq,
                 {.least = 0,
                  .most = api::whole_most,
                  .what = "The newest message that you had seen: if a colleague has written since, nothing is stored."}),
      api::field("force", &NewNote::force, {.needed = false, .what = "Store it all the same."}));
}

struct Noted {
  ConversationId conversation;
  std::int64_t inner_rev = 0;
};
constexpr auto shape(api::Of<Noted>) {
  return api::object<Noted>("Noted", api::field("conversation", &Noted::conversation, {}),
                            api::field("inner_rev", &Noted::inner_rev, {.most = api::whole_most, .what = "Of the note."}));
}

Result<api::Page<Note>> list(const api::Asked<api::Nothing>& asked, db::Session& session) {
  const auto id = conversation_in(asked);
  if (!conversation::visible_conversation(session, asked.caller.viewer, id)) {
    return no_conversation();
  }
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  (void)std::from_chars(asked.page.after.data(), asked.page.after.data() + asked.page.after.size(), before);
  const auto limit = std::min(asked.page.limit, conversation::notes_shown - 1);
  auto notes = conversation::notes_before(session, id, before, limit + 1);
  api::Page<Note> page;
  if (static_cast<std::int64_t>(notes.size()) > limit) {
    notes.erase(notes.begin());
    page.next = std::to_string(notes.front().irev);
  }
  for (auto at = notes.rbegin(); at != notes.rend(); ++at) {
    Note note{at->irev, at->after_seq, somebody(at->author), at->client_id, at->at, at->text, {}};
    for (const auto& person : at->mentions) {
      note.mentions.push_back(somebody(person));
    }
    page.items.push_back(std::move(note));
  }
  return page;
}

Result<Noted> add(writer::Tx& tx, const api::Asked<NewNote>& asked) {
  const auto id = conversation_in(asked);
  if (auto seen = conversation::decided_on(tx, id, asked.caller.viewer, std::nullopt); !seen) {
    return std::unexpected(std::move(seen.error()));
  }
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  const auto& given = asked.given;
  const auto client_id = given.client_id.value_or(asked.idempotency_key);
  if (client_id.empty()) {
    return refuse(ErrorCode::invalid, "a note needs a name, so that it is stored once", "client_id", "send one, or an Idempotency-Key");
  }
  const auto moved = conversation::write_note(
      tx, id, asked.caller.viewer,
      {.words = {.client_id = client_id, .text = given.text, .seen_seq = given.seen_seq, .force = given.force}, .mentions = given.mentions},
      access::directory(tx));
  if (!moved) {
    return std::unexpected(moved.error());
  }
  return Noted{id, moved->inner_revision};
}

}  // namespace

std::vector<api::Route> note_routes() {
  return {
      api::read<api::Nothing, api::Page<Note>>({.path = "/api/v1/conversations/{conversation}/notes",
                                                .needs = api::needs(Right::conversation_read),
                                                .operation = "listNotes",
                                                .summary = "What colleagues noted, newest first",
                                                .summary_zh = "内部备注（最新在前）",
                                                .tag = "conversations",
                                                .what = "At most 49 on a page."},
                                               list),
      api::write<NewNote, Noted>({.method = net::Method::post,
                                  .path = "/api/v1/conversations/{conversation}/notes",
                                  .needs = api::needs(Right::conversation_note),
                                  .operation = "addNote",
                                  .summary = "Note something for colleagues",
                                  .summary_zh = "添加内部备注",
                                  .tag = "conversations",
                                  .what = "No customer ever sees it.",
                                  .status = 201,
                                  .errors = {ErrorCode::stale},
                                  .body_max_bytes = text_body_max},
                                 want_conversation, add),
  };
}

}  // namespace zhiyin::rest
