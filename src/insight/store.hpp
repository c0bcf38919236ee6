// The rows of `volume` in one batch, and questions about them. Table: volume_hour (under the lock of the listener's cursor).
#pragma once

#include <map>
#include <vector>

#include "insight/volume.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::insight {

[[nodiscard]] db::ModuleStatements statements();

class VolumeShelf final : public writer::Shelf {
 public:
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(Time hour);
  /// Of an hour that was named and loaded; what is changed here is put.
  [[nodiscard]] Volume& at(Time hour);

 private:
  struct Row {
    Volume volume;
    bool changed = false;
  };
  std::map<Time, Row> rows_;
  std::vector<std::int64_t> wanted_;
  db::Ticket reading_;
};

/// Since the beginning.
[[nodiscard]] Volume totals(db::Session& reading);
/// Hours from `from` to before `until`, ascending; hours in which nothing happened are left out.
[[nodiscard]] std::vector<std::pair<Time, Volume>> by_hour(db::Session& reading, Time from, Time until);

}  // namespace zhiyin::insight
