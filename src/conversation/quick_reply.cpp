#include "conversation/quick_reply.hpp"

#include <algorithm>
#include <array>

#include "conversation/rules.hpp"

namespace zhiyin::conversation {
namespace {

using identity::Right;

constexpr std::size_t language_max_bytes = 35;  // RFC 5646, section 4.4.1

#define ZHIYIN_REPLY_COLUMNS "id, shortcut, language, scope, owner, body"
constexpr db::Statement one_reply{"one_reply", "SELECT " ZHIYIN_REPLY_COLUMNS " FROM quick_reply WHERE id = $1"};
constexpr db::Statement same_reply{
    "same_reply", "SELECT " ZHIYIN_REPLY_COLUMNS " FROM quick_reply WHERE shortcut = $1 AND language = $2 AND scope = $3 AND owner = $4"};
constexpr db::Statement add_reply{"add_reply", "INSERT INTO quick_reply (" ZHIYIN_REPLY_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr db::Statement change_reply{
    "change_reply", "UPDATE quick_reply SET shortcut = $2, language = $3, scope = $4, owner = $5, body = $6 WHERE id = $1"};
constexpr db::Statement remove_reply{"remove_reply", "DELETE FROM quick_reply WHERE id = $1"};
constexpr db::Statement replies_of{"replies_of", "SELECT " ZHIYIN_REPLY_COLUMNS
                                                 " FROM quick_reply WHERE scope = 1 OR (scope = 2 AND owner {among:1}) OR (scope = 3 AND "
                                                 "owner = $2)"};

constexpr std::array<const db::Statement*, 6> all{&one_reply, &same_reply, &add_reply, &change_reply, &remove_reply, &replies_of};

QuickReply read_reply(const db::Rows& rows, std::size_t row) {
  return {QuickReplyId{rows.number(row, 0)},
          std::string{rows.text(row, 1)},
          std::string{rows.text(row, 2)},
          static_cast<ReplyScope>(rows.number(row, 3)),
          rows.number(row, 4),
          std::string{rows.text(row, 5)}};
}

bool may_use(const access::Viewer& viewer, const QuickReply& reply) {
  switch (reply.scope) {
    case ReplyScope::everybody: return true;
    case ReplyScope::team: return viewer.in(TeamId{reply.owner});
    case ReplyScope::person: return AgentId{reply.owner} == viewer.person;
  }
  return false;
}

bool may_change(const access::Viewer& viewer, const QuickReply& reply) {
  switch (reply.scope) {
    case ReplyScope::everybody: return viewer.may(Right::reply_write);
    case ReplyScope::team: return viewer.may(Right::reply_write) && viewer.in(TeamId{reply.owner});
    case ReplyScope::person: return AgentId{reply.owner} == viewer.person;
  }
  return false;
}

std::unexpected<Error> not_his() {
  return refuse(ErrorCode::forbidden, "this quick reply is not yours to change", "scope", "keep one of your own");
}

std::unexpected<Error> no_such_reply() {
  return refuse(ErrorCode::not_found, "there is no such quick reply", "id", "look it up in the list");
}

std::optional<Error> fault_in(const QuickReply& reply) {
  if (auto fault = fault_in_label(reply.shortcut)) {
    fault->where = "shortcut";
    return fault;
  }
  const bool word = std::ranges::all_of(
      reply.language, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
  if (!word || reply.language.size() > language_max_bytes) {
    return Error{ErrorCode::invalid, "a language is a tag like en or zh-CN", "language", "leave it empty for any", {}};
  }
  return fault_in_text(reply.text);
}

}  // namespace

std::span<const db::Statement* const> quick_reply_statements() {
  return all;
}

std::string_view reply_scope_text(ReplyScope scope) {
  switch (scope) {
    case ReplyScope::everybody: return "everybody";
    case ReplyScope::team: return "team";
    case ReplyScope::person: return "person";
  }
  return "";
}

std::optional<ReplyScope> parse_reply_scope(std::string_view text) {
  for (const auto scope : {ReplyScope::everybody, ReplyScope::team, ReplyScope::person}) {
    if (reply_scope_text(scope) == text) {
      return scope;
    }
  }
  return std::nullopt;
}

Result<QuickReplyId> keep_reply(writer::Tx& tx, const access::Viewer& viewer, QuickReply reply) {
  if (auto fault = fault_in(reply)) {
    return std::unexpected(std::move(*fault));
  }
  if (!may_change(viewer, reply)) {
    return not_his();
  }
  auto& session = tx.session();
  if (!reply.id.none()) {
    const auto rows = session.query(one_reply, {reply.id.value()});
    if (rows.empty() || !may_use(viewer, read_reply(rows, 0))) {
      return no_such_reply();
    }
    if (!may_change(viewer, read_reply(rows, 0))) {
      return not_his();
    }
  }
  const auto scope = static_cast<std::int64_t>(reply.scope);
  const auto same = session.query(same_reply, {reply.shortcut, reply.language, scope, reply.owner});
  if (!same.empty() && read_reply(same, 0).id != reply.id) {
    return refuse(ErrorCode::conflict, "this shortcut is taken", "shortcut", "choose another, or change that one");
  }
  const bool fresh = reply.id.none();
  if (fresh) {
    reply.id = new_id<QuickReplyTag>(tx.now(), tx.chance());
  }
  (void)session.query(fresh ? add_reply : change_reply, {reply.id.value(), reply.shortcut, reply.language, scope, reply.owner, reply.text});
  return reply.id;
}

Result<QuickReplyId> drop_reply(writer::Tx& tx, const access::Viewer& viewer, QuickReplyId id) {
  const auto rows = tx.session().query(one_reply, {id.value()});
  if (rows.empty() || !may_use(viewer, read_reply(rows, 0))) {
    return no_such_reply();
  }
  if (!may_change(viewer, read_reply(rows, 0))) {
    return not_his();
  }
  (void)tx.session().query(remove_reply, {id.value()});
  return id;
}

std::vector<QuickReply> replies_for(db::Session& session, const access::Viewer& viewer) {
  std::vector<std::int64_t> teams;
  teams.reserve(viewer.teams.size());
  for (const auto team : viewer.teams) {
    teams.push_back(team.value());
  }
  const auto rows = session.query(replies_of, {std::span<const std::int64_t>{teams}, viewer.person.value()});
  std::vector<QuickReply> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back(read_reply(rows, i));
  }
  std::ranges::sort(found, {}, [](const QuickReply& one) { return std::tie(one.shortcut, one.scope, one.id); });
  return found;
}

}  // namespace zhiyin::conversation
