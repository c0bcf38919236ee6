// The rows of addresses in one batch. Table: identity (locked), contact (only added to).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "event/conversation.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::contact {

[[nodiscard]] db::ModuleStatements address_statements();

class AddressShelf final : public writer::Shelf {
 public:
  using Key = std::pair<InboxId, std::string>;
  struct Row {
    ContactId contact;  // none: the address is nobody's
    bool loaded = false;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::identity; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(const Key& key);
  [[nodiscard]] const Row* find(const Key& key) const;
  /// A contact made in this batch, with its address.
  void add(const Key& key, ContactId contact, std::string_view name, Time now);
  void attach(const Key& key, ContactId contact);

 private:
  struct Added {
    ContactId contact;
    std::string name;
    Time at;
  };
  [[nodiscard]] db::Ticket send_read(db::Session& session);
  void take_read(const db::Rows& rows);

  std::map<Key, Row> rows_;
  std::vector<Key> wanted_;
  db::Ticket reading_;
  std::vector<Added> added_;
  std::vector<std::pair<Key, ContactId>> attached_;
};

}  // namespace zhiyin::contact
