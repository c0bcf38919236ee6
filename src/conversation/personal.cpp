#include "conversation/personal.hpp"

#include <fmt/format.h>

#include <array>

#include "conversation/acting.hpp"

namespace zhiyin::conversation {
namespace {

constexpr db::Statement keep_draft{"keep_draft",
                                   "INSERT INTO draft (agent, conversation, at, body) VALUES ($1, $2, $3, $4) "
                                   "ON CONFLICT (agent, conversation) DO UPDATE SET at = excluded.at, body = excluded.body"};
constexpr db::Statement drop_draft{"drop_draft", "DELETE FROM draft WHERE agent = $1 AND conversation = $2"};
constexpr db::Statement one_draft{"one_draft", "SELECT body, at FROM draft WHERE agent = $1 AND conversation = $2"};
constexpr db::Statement keep_unread{"keep_unread",
                                    "INSERT INTO unread_mark (agent, conversation, unread_from) VALUES ($1, $2, $3) "
                                    "ON CONFLICT (agent, conversation) DO UPDATE SET unread_from = excluded.unread_from"};
constexpr db::Statement drop_unread{"drop_unread", "DELETE FROM unread_mark WHERE agent = $1 AND conversation = $2"};
constexpr db::Statement one_unread{"one_unread", "SELECT unread_from FROM unread_mark WHERE agent = $1 AND conversation = $2"};

constexpr std::array<const db::Statement*, 6> all{&keep_draft, &drop_draft, &one_draft, &keep_unread, &drop_unread, &one_unread};

}  // namespace

std::span<const db::Statement* const> personal_statements() {
  return all;
}

Result<Draft> save_draft(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, std::string_view text) {
  if (auto seen = seen_by(tx, id, viewer); !seen) {
    return std::unexpected(std::move(seen.error()));
  }
  if (text.size() > text_max_bytes || text.find('\0') != std::string_view::npos) {
    return refuse(ErrorCode::too_large, fmt::format("a draft holds at most {} bytes and no NUL", text_max_bytes), "text", "shorten it");
  }
  if (text.empty()) {
    (void)tx.session().query(drop_draft, {viewer.person.value(), id.value()});
  } else {
    (void)tx.session().query(keep_draft, {viewer.person.value(), id.value(), to_millis(tx.now()), text});
  }
  return Draft{id, std::string{text}, tx.now()};
}

std::optional<Draft> draft_of(db::Session& session, ConversationId id, AgentId agent) {
  const auto rows = session.query(one_draft, {agent.value(), id.value()});
  if (rows.empty()) {
    return std::nullopt;
  }
  return Draft{id, std::string{rows.text(0, 0)}, from_millis(rows.number(0, 1))};
}

Result<UnreadMark> mark_unread(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, std::int64_t unread_from) {
  const auto seen = seen_by(tx, id, viewer);
  if (!seen) {
    return std::unexpected(seen.error());
  }
  if (unread_from < 0 || unread_from > (*seen)->conversation.last_seq) {
    return refuse(ErrorCode::invalid, "there is no such message", "seq", "name one that is there, or 0");
  }
  if (unread_from == 0) {
    (void)tx.session().query(drop_unread, {viewer.person.value(), id.value()});
  } else {
    (void)tx.session().query(keep_unread, {viewer.person.value(), id.value(), unread_from});
  }
  return UnreadMark{id, unread_from};
}

std::int64_t unread_from_of(db::Session& session, ConversationId id, AgentId agent) {
  const auto rows = session.query(one_unread, {agent.value(), id.value()});
  return rows.empty() ? 0 : rows.number(0, 0);
}

}  // namespace zhiyin::conversation
