#include "rest/quick_replies.hpp"

#include <algorithm>
#include <charconv>

#include "conversation/quick_reply.hpp"
#include "rest/talking.hpp"

namespace zhiyin::rest {
namespace {

using conversation::QuickReply;
using conversation::QuickReplyId;
using conversation::ReplyScope;
using identity::Right;

constexpr std::int64_t language_most = 35;

struct Reply {
  QuickReplyId id;
  std::string shortcut;
  std::string language;
  ReplyScope scope = ReplyScope::person;
  std::optional<TeamId> team;
  std::string text;
};
constexpr auto shape(api::Of<Reply>) {
  return api::object<Reply>("QuickReply", api::field("id", &Reply::id, {}), api::field("shortcut", &Reply::shortcut, {.most = label_most}),
                            api::field("language", &Reply::language, {.most = language_most, .what = "Empty: any."}),
                            api::field("scope", &Reply::scope, {.what = "Whose it is; `person`: yours."}),
                            api::field("team", &Reply::team, {.what = "Of scope `team`."}),
                            api::field("text", &Reply::text, {.most = text_most, .pattern = api::Pattern::words}));
}

struct NewReply {
  std::string shortcut;
  std::string language;
  ReplyScope scope = ReplyScope::person;
  std::optional<TeamId> team;
  std::string text;
};
constexpr auto shape(api::Of<NewReply>) {
  return api::object<NewReply>(
      "NewQuickReply",
      api::field("shortcut", &NewReply::shortcut,
                 {.least = 1, .most = label_most, .what = "What one types.", .example = R"("refund-policy")"}),
      api::field("language", &NewReply::language, {.most = language_most, .needed = false, .what = "en, zh-CN …; empty: any."}),
      api::field("scope", &NewReply::scope, {.needed = false, .what = "Whose it is; yours unless you say otherwise."}),
      api::field("team", &NewReply::team, {.what = "For scope `team`."}),
      api::field("text", &NewReply::text, {.least = 1, .most = text_most, .pattern = api::Pattern::words}));
}

struct ReplyChange {
  std::optional<std::string> shortcut;
  std::optional<std::string> language;
  std::optional<std::string> text;
};
constexpr auto shape(api::Of<ReplyChange>) {
  return api::object<ReplyChange>("QuickReplyChange", api::field("shortcut", &ReplyChange::shortcut, {.least = 1, .most = label_most}),
                                  api::field("language", &ReplyChange::language, {.most = language_most}),
                                  api::field("text", &ReplyChange::text, {.least = 1, .most = text_most, .pattern = api::Pattern::words}));
}

Reply told(const QuickReply& reply) {
  return {reply.id,
          reply.shortcut,
          reply.language,
          reply.scope,
          reply.scope == ReplyScope::team ? std::optional{TeamId{reply.owner}} : std::nullopt,
          reply.text};
}

/// All that he may use, by shortcut; the cursor is how many came before.
Result<api::Page<Reply>> list(const api::Asked<api::Nothing>& asked, db::Session& session) {
  const auto all = conversation::replies_for(session, asked.caller.viewer);
  std::size_t from = 0;
  (void)std::from_chars(asked.page.after.data(), asked.page.after.data() + asked.page.after.size(), from);
  const auto end = std::min(all.size(), from + static_cast<std::size_t>(asked.page.limit));
  api::Page<Reply> page;
  for (auto i = std::min(from, end); i < end; ++i) {
    page.items.push_back(told(all[i]));
  }
  if (end < all.size()) {
    page.next = std::to_string(end);
  }
  return page;
}

Result<std::int64_t> owner_of(const api::Asked<NewReply>& asked) {
  const auto& given = asked.given;
  if (given.team.has_value() != (given.scope == ReplyScope::team)) {
    return refuse(ErrorCode::invalid, "a team is named for a team's quick reply, and only then", "team", "send scope team with a team");
  }
  switch (given.scope) {
    case ReplyScope::everybody: return 0;
    case ReplyScope::team: return given.team->value();
    case ReplyScope::person: break;
  }
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  return asked.caller.person.value();
}

Result<Reply> keep(writer::Tx& tx, const api::Asking& asked, QuickReply reply) {
  const auto id = conversation::keep_reply(tx, asked.caller.viewer, reply);
  if (!id) {
    return std::unexpected(id.error());
  }
  reply.id = *id;
  return told(reply);
}

Result<Reply> add(writer::Tx& tx, const api::Asked<NewReply>& asked) {
  const auto owner = owner_of(asked);
  if (!owner) {
    return std::unexpected(owner.error());
  }
  const auto& given = asked.given;
  return keep(tx, asked, {{}, given.shortcut, given.language, given.scope, *owner, given.text});
}

/// What he may use, or why there is no such thing for him.
Result<QuickReply> usable(writer::Tx& tx, const api::Asking& asked) {
  const auto all = conversation::replies_for(tx.session(), asked.caller.viewer);
  const auto found = std::ranges::find(all, asked.id<conversation::QuickReplyTag>("reply"), &QuickReply::id);
  // Without a person, "one's own" are nobody's.
  if (found == all.end() || (found->scope == ReplyScope::person && asked.caller.person.none())) {
    return refuse(ErrorCode::not_found, "there is no such quick reply", "reply", "look it up in the list");
  }
  return *found;
}

Result<Reply> change(writer::Tx& tx, const api::Asked<ReplyChange>& asked) {
  auto reply = usable(tx, asked);
  if (!reply) {
    return std::unexpected(std::move(reply.error()));
  }
  reply->shortcut = asked.given.shortcut.value_or(reply->shortcut);
  reply->language = asked.given.language.value_or(reply->language);
  reply->text = asked.given.text.value_or(reply->text);
  return keep(tx, asked, std::move(*reply));
}

Result<api::Nothing> drop(writer::Tx& tx, const api::Asked<api::Nothing>& asked) {
  if (auto reply = usable(tx, asked); !reply) {
    return std::unexpected(std::move(reply.error()));
  }
  const auto gone = conversation::drop_reply(tx, asked.caller.viewer, asked.id<conversation::QuickReplyTag>("reply"));
  return gone ? Result<api::Nothing>{} : std::unexpected(gone.error());
}

}  // namespace

std::vector<api::Route> quick_reply_routes() {
  const auto nothing = [](writer::Tx&, const auto&) {};
  return {
      api::read<api::Nothing, api::Page<Reply>>({.path = "/api/v1/quick-replies",
                                                 .needs = api::needs(Right::conversation_read),
                                                 .operation = "listQuickReplies",
                                                 .summary = "Texts that you can answer with, by shortcut",
                                                 .summary_zh = "可用的快捷回复",
                                                 .tag = "replies"},
                                                list),
      api::write<NewReply, Reply>(
          {.method = net::Method::post,
           .path = "/api/v1/quick-replies",
           .needs = api::needs(Right::conversation_reply),
           .operation = "addQuickReply",
           .summary = "Keep a text to answer with",
           .summary_zh = "新建快捷回复",
           .tag = "replies",
           .what = "Everybody's and a team's need the right reply.write; a team's is for those who are in it, and theirs alone to write.",
           .status = 201,
           .errors = {ErrorCode::forbidden},
           .body_max_bytes = text_body_max},
          nothing, add),
      api::write<ReplyChange, Reply>({.method = net::Method::patch,
                                      .path = "/api/v1/quick-replies/{reply}",
                                      .needs = api::needs(Right::conversation_reply),
                                      .operation = "changeQuickReply",
                                      .summary = "Change it",
                                      .summary_zh = "修改快捷回复",
                                      .tag = "replies",
                                      .errors = {ErrorCode::forbidden},
                                      .body_max_bytes = text_body_max},
                                     nothing, change),
      api::write<api::Nothing, api::Nothing>({.method = net::Method::del,
                                              .path = "/api/v1/quick-replies/{reply}",
                                              .needs = api::needs(Right::conversation_reply),
                                              .operation = "dropQuickReply",
                                              .summary = "Throw it away",
                                              .summary_zh = "删除快捷回复",
                                              .tag = "replies",
                                              .errors = {ErrorCode::forbidden}},
                                             nothing, drop),
  };
}

}  // namespace zhiyin::rest
