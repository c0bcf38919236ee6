// The rows of listeners in one batch. Tables: listener (locked), parked_fact (only added to).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/listener/listener.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::listener {

class CursorShelf final : public writer::Shelf {
 public:
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::cursor; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(const std::string& name);
  /// As it stands after what this batch has done so far; nullopt when there is no such row.
  [[nodiscard]] std::optional<Cursor> find(const std::string& name) const;
  void save(const std::string& name, Cursor cursor);
  void park(const std::string& name, const journal::Entry& entry, std::string why);

 private:
  struct Row {
    std::optional<Cursor> cursor;
    bool changed = false;
  };
  struct Parked {
    std::string name;
    std::int64_t pos = 0;
    std::int64_t subject = 0;
    std::string why;
  };
  std::map<std::string, Row> rows_;
  std::vector<Parked> parked_;
  std::vector<std::string> wanted_;
  db::Ticket reading_;
};

}  // namespace zhiyin::listener
