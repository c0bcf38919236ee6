// The rows of contacts in one batch: the contact itself (locked), and who is whose alias. Tables: contact, contact_alias.
//
// Who is in a group is changed only under the locks of all its contacts, and of its main one; so a group that was loaded whole stays as it
// is.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "contact/group.hpp"
#include "event/contact.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::contact {

[[nodiscard]] db::ModuleStatements shelf_statements();

class ContactShelf final : public writer::Shelf {
 public:
  struct Row {
    std::string name;
    std::int64_t revision = 0;
    bool loaded = false;
    bool there = false;
    bool changed = false;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::contact; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(ContactId id);
  /// The contact and everybody of its group; takes a few loads.
  void want_group(ContactId id);
  /// nullptr before it was loaded, and when there is none.
  [[nodiscard]] Row* find(ContactId id);
  /// A contact made in this batch.
  void add(ContactId id, std::string_view name);
  [[nodiscard]] ContactId main_of(ContactId id) const;
  [[nodiscard]] Group group_of(ContactId id) const;

  void put_alias(const Alias& alias);
  void drop_alias(ContactId alias);

 private:
  std::unordered_map<ContactId, Row> rows_;
  std::map<ContactId, Alias> aliases_;  // by alias; those of groups that were looked at
  std::vector<std::int64_t> wanted_;
  db::Ticket locking_;
  db::Ticket reading_;
};

/// Counts the contact's next revision and records the fact. Wants: the contact.
std::int64_t record(writer::Tx& tx, ContactId contact, AgentId by, event::ContactChange change);
[[nodiscard]] std::unexpected<Error> no_such_contact();

}  // namespace zhiyin::contact
