#include "conversation/listing.hpp"

#include <array>
#include <unordered_map>

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
constexpr db::Statement listed_labels{
    "listed_labels", "SELECT conversation, label FROM conversation_label WHERE conversation {among:1} ORDER BY conversation, label"};
constexpr db::Statement listed_participants{
    "listed_participants", "SELECT conversation, agent FROM participant WHERE conversation {among:1} ORDER BY conversation, agent"};
constexpr std::array<const db::Statement*, 5> all_statements{&listed_among, &listed_open, &listed_resolved, &listed_labels,
                                                             &listed_participants};

/// With what only those have of which something was ever noted.
std::vector<Listed> listed(db::Session& session, const db::Rows& rows) {
  std::vector<Listed> all;
  all.reserve(rows.size());
  std::unordered_map<std::int64_t, std::size_t> places;
  std::vector<std::int64_t> noted;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({.conversation = read_conversation(rows, i), .labels = {}, .participants = {}});
    if (const auto& c = all.back().conversation; c.inner_revision > 0) {
      places.emplace(c.id.value(), i);
      noted.push_back(c.id.value());
    }
  }
  if (noted.empty()) {
    return all;
  }
  const auto labels = session.query(listed_labels, {std::span<const std::int64_t>{noted}});
  for (std::size_t i = 0; i < labels.size(); ++i) {
    all[places.at(labels.number(i, 0))].labels.emplace_back(labels.text(i, 1));
  }
  const auto people = session.query(listed_participants, {std::span<const std::int64_t>{noted}});
  for (std::size_t i = 0; i < people.size(); ++i) {
    all[places.at(people.number(i, 0))].participants.emplace_back(people.number(i, 1));
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
  return listed(session, session.query(listed_among, {std::span<const std::int64_t>{numbers}}));
}

std::vector<Listed> open_rows(db::Session& session, const Mark& after, std::int64_t limit) {
  return listed(session, session.query(listed_open, {to_millis(after.at), after.id.value(), limit}));
}

std::vector<Listed> resolved_rows(db::Session& session, Time since, const Mark& after, std::int64_t limit) {
  return listed(session, session.query(listed_resolved, {to_millis(since), to_millis(after.at), after.id.value(), limit}));
}

}  // namespace zhiyin::conversation
