#include "contact/block.hpp"

#include <array>
#include <unordered_map>

#include "contact/shelf.hpp"

namespace zhiyin::contact {
namespace {

constexpr db::Statement blocked_among{"blocked_among", "SELECT b.contact FROM contact_block AS b WHERE b.contact {among:1}"};
constexpr std::array<db::Column, 3> block_columns{
    {{"contact", db::ColumnType::number}, {"by_person", db::ColumnType::number}, {"at", db::ColumnType::number}}};
constexpr db::Bulk insert_block{"insert_block", db::Write::insert_or_ignore, "contact_block", block_columns, 1};
constexpr std::array<db::Column, 1> key_columns{{{"contact", db::ColumnType::number}}};
constexpr db::Bulk remove_block{"remove_block", db::Write::remove, "contact_block", key_columns, 1};

constexpr std::array<const db::Statement*, 1> all_statements{&blocked_among};
constexpr std::array<const db::Bulk*, 2> all_bulks{&insert_block, &remove_block};

/// Read without a lock: a message that is on its way while its sender is blocked may be stored or refused, as if it had come a moment
/// earlier or later.
class BlockShelf final : public writer::Shelf {
 public:
  struct Row {
    bool was = false;
    bool is = false;
    AgentId by;
    Time at;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override {
    const std::array<db::Value, 1> parameters{std::span<const std::int64_t>{wanted_}};
    reading_ = session.send(blocked_among, parameters);
  }
  void take_loads(db::Session& session) override {
    const auto found = session.take(reading_);
    for (std::size_t i = 0; i < found.size(); ++i) {
      auto& row = rows_[ContactId{found.number(i, 0)}];
      row.was = row.is = true;
    }
    wanted_.clear();
  }
  void flush(db::Session& session) override {
    for (const auto& [contact, row] : rows_) {
      if (row.is && !row.was) {
        session.put(insert_block, {contact.value(), row.by.value(), to_millis(row.at)});
      } else if (row.was && !row.is) {
        session.put(remove_block, {contact.value()});
      }
    }
  }
  void clear() override {
    rows_.clear();
    wanted_.clear();
  }

  void want(ContactId contact) {
    if (rows_.try_emplace(contact).second) {
      wanted_.push_back(contact.value());
    }
  }
  [[nodiscard]] bool holds(ContactId contact) const {
    const auto found = rows_.find(contact);
    return found != rows_.end() && found->second.is;
  }
  void set(ContactId contact, bool blocked, AgentId by, Time at) {
    auto& row = rows_[contact];
    row.is = blocked;
    row.by = by;
    row.at = at;
  }

 private:
  std::unordered_map<ContactId, Row> rows_;
  std::vector<std::int64_t> wanted_;
  db::Ticket reading_;
};

Result<BlockChange> set_block(writer::Tx& tx, const access::Viewer& by, ContactId contact, bool blocked) {
  if (!by.may(identity::Right::contact_block)) {
    return refuse(ErrorCode::forbidden, "your role may not block customers", "", "ask a supervisor");
  }
  auto& contacts = tx.shelf<ContactShelf>();
  if (contacts.find(contact) == nullptr) {
    return no_such_contact();
  }
  auto& blocks = tx.shelf<BlockShelf>();
  const auto group = contacts.group_of(contact);
  BlockChange change{group.main, contacts.find(group.main)->revision, false};
  for (const auto one : everyone(group)) {
    change.changed = change.changed || blocks.holds(one) != blocked;
    blocks.set(one, blocked, by.person, tx.now());
  }
  if (change.changed) {
    change.revision = record(tx, group.main, by.person, event::ContactBlocked{blocked});
  }
  return change;
}

}  // namespace

db::ModuleStatements block_statements() {
  return {all_statements, all_bulks};
}

void want_standing(writer::Tx& tx, ContactId contact) {
  tx.shelf<BlockShelf>().want(contact);
}

bool blocked(writer::Tx& tx, ContactId contact) {
  return tx.shelf<BlockShelf>().holds(contact);
}

Error blocked_refusal() {
  return {ErrorCode::forbidden, "messages from here are not taken at present", "", "reach us in another way", {}};
}

void want_block(writer::Tx& tx, ContactId contact) {
  auto& contacts = tx.shelf<ContactShelf>();
  contacts.want_group(contact);
  for (const auto one : everyone(contacts.group_of(contact))) {
    want_standing(tx, one);
  }
}

Result<BlockChange> block(writer::Tx& tx, const access::Viewer& by, ContactId contact) {
  return set_block(tx, by, contact, true);
}
Result<BlockChange> unblock(writer::Tx& tx, const access::Viewer& by, ContactId contact) {
  return set_block(tx, by, contact, false);
}

}  // namespace zhiyin::contact
