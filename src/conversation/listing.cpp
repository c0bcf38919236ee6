#include "conversation/listing.hpp"

#include <array>

#include "conversation/store.hpp"

namespace zhiyin::conversation {
namespace {

constexpr db::Statement listed_among{"listed_among", "SELECT " ZHIYIN_CONVERSATION_COLUMNS " FROM conversation AS c WHERE c.id {among:1}"};
constexpr db::Statement listed_open{"listed_open",
                                    "SELECT " ZHIYIN_CONVERSATION_COLUMNS
                                    " FROM conversation AS c WHERE c.stage <> 3 AND c.last_at <= $1 AND (c.last_at < $1 OR c.id < $2) "
                                    "ORDER BY c.last_at DESC, c.id DESC LIMIT $3"};
constexpr db::Statement listed_resolved{"listed_resolved",
                                        "SELECT " ZHIYIN_CONVERSATION_COLUMNS
                                        " FROM conversation AS c WHERE c.stage = 3 AND c.resolved_at >= $1 AND c.resolved_at <= $2 AND "
                                        "(c.resolved_at < $2 OR c.id < $3) ORDER BY c.resolved_at DESC, c.id DESC LIMIT $4"};
constexpr std::array<const db::Statement*, 3> all_statements{&listed_among, &listed_open, &listed_resolved};

std::vector<Listed> listed(const db::Rows& rows) {
  std::vector<Listed> all;
  all.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back(
        {.conversation = read_conversation(rows, i), .team = {}, .priority = 0, .snoozed_until = {}, .labels = {}, .participants = {}});
  }
  return all;
}

}  // namespace

db::ModuleStatements listing_statements() {
  return {all_statements, {}};
}

std::vector<Listed> rows_of(db::Session& session, std::span<const ConversationId> ids) {
  std::vector<std::int64_t> numbers;
  numbers.reserve(ids.size());
  for (const auto id : ids) {
    numbers.push_back(id.value());
  }
  return listed(session.query(listed_among, {std::span<const std::int64_t>{numbers}}));
}

std::vector<Listed> open_rows(db::Session& session, const Mark& after, std::int64_t limit) {
  return listed(session.query(listed_open, {to_millis(after.at), after.id.value(), limit}));
}

std::vector<Listed> resolved_rows(db::Session& session, Time since, const Mark& after, std::int64_t limit) {
  return listed(session.query(listed_resolved, {to_millis(since), to_millis(after.at), after.id.value(), limit}));
}

}  // namespace zhiyin::conversation
