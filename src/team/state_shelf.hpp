// The states of agents in one batch. Table: agent_state (locked).
#pragma once

#include <map>
#include <vector>

#include "platform/writer/tx.hpp"
#include "team/model.hpp"

namespace zhiyin::team {

class StateShelf final : public writer::Shelf {
 public:
  struct Row {
    AgentState state;
    bool loaded = false;
    bool changed = false;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::agent; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  /// A state that the table does not have cannot be locked, so it is put there first.
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(AgentId agent);
  /// nullptr before it is loaded.
  [[nodiscard]] Row* find(AgentId agent);

 private:
  [[nodiscard]] db::Ticket send_lock(db::Session& session) const;
  void keep(const db::Rows& rows);

  std::map<AgentId, Row> rows_;
  std::vector<std::int64_t> wanted_;
  db::Ticket reading_;
};

}  // namespace zhiyin::team
