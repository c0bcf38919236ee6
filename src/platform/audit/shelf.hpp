// The notes of one batch. Tables: audit_head (locked), audit_entry (only added to).
#pragma once

#include <string>
#include <vector>

#include "platform/audit/audit.hpp"

namespace zhiyin::audit {

class NoteShelf final : public writer::Shelf {
 public:
  /// The last to be flushed, so that the head is locked for the end of the batch only; everywhere after all other rows.
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return false; }
  void send_loads(db::Session&) override {}
  void take_loads(db::Session&) override {}
  void flush(db::Session& session) override;
  void clear() override { noted_.clear(); }

  void add(Time at, std::string salt, Note note);

 private:
  struct Noted {
    Time at;
    std::string salt;
    Note note;
  };
  std::vector<Noted> noted_;
};

}  // namespace zhiyin::audit
