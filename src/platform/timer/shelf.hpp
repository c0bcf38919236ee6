// The rows of timers in one batch. Table: timer (locked where they fire).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/writer/tx.hpp"

namespace zhiyin::timer {

class TimerShelf final : public writer::Shelf {
 public:
  using Key = std::pair<std::string, std::int64_t>;
  struct Row {
    Time due;
    std::int64_t generation = 0;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::timer; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  /// One write for each timer that was touched, however often: what was asked last.
  void flush(db::Session& session) override;
  void clear() override;

  /// Loads and locks the row.
  void want(const Key& key);
  /// The row as it was loaded; nullopt when it is not there, or when this batch has already armed, disarmed or fired it.
  [[nodiscard]] std::optional<Row> untouched(const Key& key) const;
  void arm(Key key, Time due) { changes_[std::move(key)] = due; }
  void remove(Key key) { changes_[std::move(key)] = std::nullopt; }

 private:
  std::map<Key, std::optional<Row>> rows_;
  std::map<Key, std::optional<Time>> changes_;  // nullopt: to be deleted
  std::vector<Key> wanted_;
  db::Ticket reading_;
};

[[nodiscard]] db::ModuleStatements shelf_statements();

}  // namespace zhiyin::timer
