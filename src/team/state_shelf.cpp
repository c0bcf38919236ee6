#include "team/state_shelf.hpp"

#include <algorithm>
#include <array>

#include "team/reading.hpp"
#include "team/state.hpp"

namespace zhiyin::team {
namespace {

using db::ColumnType;

#define ZHIYIN_STATE_COLUMNS "a.agent, a.revision, a.state, a.reason, a.since, a.until"

constexpr db::Statement lock_states{
    "lock_states", "SELECT " ZHIYIN_STATE_COLUMNS " FROM agent_state AS a WHERE a.agent {among:1} ORDER BY a.agent {lock}"};
constexpr db::Statement states_all{"states_all",
                                   "SELECT " ZHIYIN_STATE_COLUMNS " FROM agent_state AS a WHERE a.revision > 0 ORDER BY a.agent"};
constexpr db::Statement state_of_agent{"state_of_agent", "SELECT " ZHIYIN_STATE_COLUMNS " FROM agent_state AS a WHERE a.agent = $1"};
constexpr db::Statement extend_states{"extend_states", "UPDATE agent_state SET until = $1 WHERE until > 0 AND until < $1"};

constexpr std::array<db::Column, 6> columns{{{"agent", ColumnType::number},
                                             {"revision", ColumnType::number},
                                             {"state", ColumnType::number},
                                             {"reason", ColumnType::text},
                                             {"since", ColumnType::number},
                                             {"until", ColumnType::number}}};
constexpr db::Bulk found_state{"found_state", db::Write::insert_or_ignore, "agent_state", columns, 1};
constexpr db::Bulk upsert_state{"upsert_state", db::Write::upsert, "agent_state", columns, 1};

constexpr std::array<const db::Statement*, 4> all_statements{&lock_states, &states_all, &state_of_agent, &extend_states};
constexpr std::array<const db::Bulk*, 2> all_bulks{&found_state, &upsert_state};

AgentState state_of(const db::Rows& rows, std::size_t row) {
  return {.agent = AgentId{rows.number(row, 0)},
          .state = static_cast<State>(rows.number(row, 2)),
          .reason = std::string{rows.text(row, 3)},
          .since = from_millis(rows.number(row, 4)),
          .until = from_millis(rows.number(row, 5)),
          .revision = rows.number(row, 1)};
}

void put(db::Session& session, const db::Bulk& bulk, const AgentState& at) {
  session.put(bulk,
              {at.agent.value(), at.revision, static_cast<std::int64_t>(at.state), at.reason, to_millis(at.since), to_millis(at.until)});
}

}  // namespace

db::ModuleStatements state_statements() {
  return {all_statements, all_bulks};
}

void StateShelf::want(AgentId agent) {
  if (rows_.try_emplace(agent, Row{.state = {.agent = agent, .state = State::offline, .reason = "", .since = {}, .until = {}}}).second) {
    wanted_.push_back(agent.value());
  }
}

StateShelf::Row* StateShelf::find(AgentId agent) {
  const auto found = rows_.find(agent);
  return found == rows_.end() || !found->second.loaded ? nullptr : &found->second;
}

db::Ticket StateShelf::send_lock(db::Session& session) const {
  const std::array<db::Value, 1> parameters{std::span<const std::int64_t>{wanted_}};
  return session.send(lock_states, parameters);
}

void StateShelf::send_loads(db::Session& session) {
  reading_ = send_lock(session);
}

void StateShelf::keep(const db::Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto state = state_of(rows, i);
    rows_[state.agent] = {.state = state, .loaded = true};
  }
  std::erase_if(wanted_, [this](std::int64_t agent) { return rows_[AgentId{agent}].loaded; });
}

void StateShelf::take_loads(db::Session& session) {
  keep(session.take(reading_));
  if (!wanted_.empty() && session.engine() == db::Engine::postgres) {
    std::ranges::sort(wanted_);
    for (const auto agent : wanted_) {
      put(session, found_state, rows_[AgentId{agent}].state);
    }
    keep(session.take(send_lock(session)));
  }
  for (const auto agent : wanted_) {
    rows_[AgentId{agent}].loaded = true;
  }
  wanted_.clear();
}

void StateShelf::flush(db::Session& session) {
  for (const auto& [agent, row] : rows_) {
    if (row.changed) {
      put(session, upsert_state, row.state);
    }
  }
}

void StateShelf::clear() {
  rows_.clear();
  wanted_.clear();
}

std::vector<AgentState> states(db::Session& session) {
  const auto rows = session.query(states_all, {});
  std::vector<AgentState> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back(state_of(rows, i));
  }
  return found;
}

AgentState find_state(db::Session& session, AgentId agent) {
  const auto rows = session.query(state_of_agent, {agent.value()});
  return rows.empty() ? AgentState{.agent = agent, .state = State::offline, .reason = "", .since = {}, .until = {}} : state_of(rows, 0);
}

void extend_leases(db::Session& session, Time until) {
  (void)session.query(extend_states, {to_millis(until)});
}

}  // namespace zhiyin::team
