// What is one person's own: what he is about to write, and what he set back to unread.
#include "conversation/personal.hpp"
#include "conversation/visible.hpp"
#include "rest/conversations.hpp"

namespace zhiyin::rest {
namespace {

using identity::Right;

struct Draft {
  std::string text;
  std::optional<Time> at;
};
constexpr auto shape(api::Of<Draft>) {
  return api::object<Draft>("Draft",
                            api::field("text", &Draft::text, {.most = text_most, .pattern = api::Pattern::words, .what = "Empty: none."}),
                            api::field("at", &Draft::at, {.what = "When it was kept."}));
}

struct NewDraft {
  std::string text;
};
constexpr auto shape(api::Of<NewDraft>) {
  return api::object<NewDraft>(
      "NewDraft",
      api::field("text", &NewDraft::text,
                 {.most = text_most, .pattern = api::Pattern::words, .what = "The last one kept counts; empty takes it away."}));
}

struct Unread {
  std::int64_t from_seq = 0;
};
constexpr auto shape(api::Of<Unread>) {
  return api::object<Unread>(
      "Unread", api::field("from_seq", &Unread::from_seq,
                           {.least = 0, .most = api::whole_most, .what = "The first message that is to look unread; 0: none."}));
}

Result<Draft> get(const api::Asked<api::Nothing>& asked, db::Session& session) {
  const auto id = conversation_in(asked);
  if (!conversation::visible_conversation(session, asked.caller.viewer, id)) {
    return no_conversation();
  }
  const auto kept = asked.caller.person.none() ? std::nullopt : conversation::draft_of(session, id, asked.caller.person);
  return kept ? Draft{kept->text, kept->at} : Draft{};
}

Result<Draft> keep(writer::Tx& tx, const api::Asking& asked, std::string_view text) {
  if (auto seen = conversation::decided_on(tx, conversation_in(asked), asked.caller.viewer, std::nullopt); !seen) {
    return std::unexpected(std::move(seen.error()));
  }
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  const auto kept = conversation::save_draft(tx, conversation_in(asked), asked.caller.viewer, text);
  if (!kept) {
    return std::unexpected(kept.error());
  }
  return Draft{kept->text, kept->text.empty() ? std::nullopt : std::optional{kept->at}};
}

Result<Draft> put(writer::Tx& tx, const api::Asked<NewDraft>& asked) {
  return keep(tx, asked, asked.given.text);
}

Result<api::Nothing> drop(writer::Tx& tx, const api::Asked<api::Nothing>& asked) {
  const auto kept = keep(tx, asked, "");
  return kept ? Result<api::Nothing>{} : std::unexpected(kept.error());
}

Result<Unread> mark(writer::Tx& tx, const api::Asked<Unread>& asked) {
  const auto id = conversation_in(asked);
  if (auto seen = conversation::decided_on(tx, id, asked.caller.viewer, std::nullopt); !seen) {
    return std::unexpected(std::move(seen.error()));
  }
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  const auto marked = conversation::mark_unread(tx, id, asked.caller.viewer, asked.given.from_seq);
  return marked ? Result<Unread>{Unread{marked->unread_from}} : std::unexpected(marked.error());
}

}  // namespace

std::vector<api::Route> draft_routes() {
  constexpr std::string_view path = "/api/v1/conversations/{conversation}/draft";
  return {
      api::read<api::Nothing, Draft>({.path = path,
                                      .needs = api::needs(Right::conversation_read),
                                      .operation = "getDraft",
                                      .summary = "Your draft",
                                      .summary_zh = "自己的草稿",
                                      .tag = "conversations",
                                      .what = "Nobody else reads it."},
                                     get),
      api::write<NewDraft, Draft>({.method = net::Method::put,
                                   .path = path,
                                   .needs = api::needs(Right::conversation_read),
                                   .operation = "keepDraft",
                                   .summary = "Keep your draft",
                                   .summary_zh = "保存草稿",
                                   .tag = "conversations",
                                   .body_max_bytes = text_body_max},
                                  want_conversation, put),
      api::write<api::Nothing, api::Nothing>({.method = net::Method::del,
                                              .path = path,
                                              .needs = api::needs(Right::conversation_read),
                                              .operation = "dropDraft",
                                              .summary = "Throw your draft away",
                                              .summary_zh = "删除草稿",
                                              .tag = "conversations"},
                                             want_conversation, drop),
      api::write<Unread, Unread>({.method = net::Method::put,
                                  .path = "/api/v1/conversations/{conversation}/unread",
                                  .needs = api::needs(Right::conversation_read),
                                  .operation = "markUnread",
                                  .summary = "Set it back to unread for you",
                                  .summary_zh = "标为未读",
                                  .tag = "conversations"},
                                 want_conversation, mark),
  };
}

}  // namespace zhiyin::rest
