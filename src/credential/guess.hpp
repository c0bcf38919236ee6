// The guesses at accounts, in one batch. Table: guess (locked). A row is made before it is locked, so that two first guesses at two
// gateways are two.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "credential/rules.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::credential {

/// The row's key: a keyed digest, so that the table does not tell which addresses were tried. `what` keeps kinds of guesses apart.
[[nodiscard]] std::string account_key(const crypto::Key& secret, std::string_view what, std::string_view name);

class GuessShelf final : public writer::Shelf {
 public:
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::identity; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(const std::string& account);
  [[nodiscard]] const Guesses& at(const std::string& account) const;
  void put(const std::string& account, const Guesses& guesses);

 private:
  struct Row {
    Guesses guesses;
    bool loaded = false;
    bool changed = false;
  };
  std::map<std::string, Row, std::less<>> rows_;
  std::vector<std::string> wanted_;
  db::Ticket making_;
  db::Ticket reading_;
};

/// Deletes up to a thousand rows that would be forgotten anyway; so a guesser cannot fill the disk.
void trim_guesses(writer::Tx& tx);

}  // namespace zhiyin::credential
