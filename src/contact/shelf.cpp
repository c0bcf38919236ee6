#include "contact/shelf.hpp"

#include <algorithm>
#include <array>

#include "contact/rules.hpp"

namespace zhiyin::contact {
namespace {

constexpr db::Statement lock_contacts{"lock_contacts",
                                      "SELECT c.id, c.name, c.revision FROM contact AS c WHERE c.id {among:1} ORDER BY c.id {lock}"};
constexpr db::Statement read_aliases{"read_aliases_among",
                                     "SELECT a.alias, a.parent, a.main, a.kind FROM contact_alias AS a WHERE a.undone_at = 0 AND a.alias "
                                     "{among:1} UNION SELECT a.alias, a.parent, a.main, a.kind FROM contact_alias AS a WHERE a.undone_at = "
                                     "0 AND a.main {among:1}"};

constexpr std::array<db::Column, 4> changing_columns{{{"id", db::ColumnType::number},
                                                      {"name", db::ColumnType::text},
                                                      {"name_key", db::ColumnType::text},
                                                      {"revision", db::ColumnType::number}}};
constexpr db::Bulk update_contact{"update_contact", db::Write::update, "contact", changing_columns, 1};

constexpr std::array<const db::Statement*, 2> all_statements{&lock_contacts, &read_aliases};
constexpr std::array<const db::Bulk*, 1> all_bulks{&update_contact};

}  // namespace

db::ModuleStatements shelf_statements() {
  return {all_statements, all_bulks};
}

void ContactShelf::want(ContactId id) {
  if (rows_.try_emplace(id).second) {
    wanted_.push_back(id.value());
  }
}

void ContactShelf::want_group(ContactId id) {
  want(id);
  if (const auto row = rows_.find(id); !row->second.loaded) {
    return;
  }
  const auto main = main_of(id);
  want(main);
  if (rows_.at(main).loaded) {
    for (const auto one : everyone(group_of(main))) {
      want(one);
    }
  }
}

// Aliases are read by a statement of their own after the locks: it sees what was committed while we waited for them.
void ContactShelf::send_loads(db::Session& session) {
  const std::array<db::Value, 1> parameters{std::span<const std::int64_t>{wanted_}};
  locking_ = session.send(lock_contacts, parameters);
  reading_ = session.send(read_aliases, parameters);
}

void ContactShelf::take_loads(db::Session& session) {
  const auto contacts = session.take(locking_);
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    rows_[ContactId{contacts.number(i, 0)}] = {std::string{contacts.text(i, 1)}, contacts.number(i, 2), true, true, false};
  }
  const auto aliases = session.take(reading_);
  for (std::size_t i = 0; i < aliases.size(); ++i) {
    put_alias({ContactId{aliases.number(i, 0)}, ContactId{aliases.number(i, 1)}, ContactId{aliases.number(i, 2)},
               static_cast<MergeKind>(aliases.number(i, 3))});
  }
  for (const auto id : wanted_) {
    rows_[ContactId{id}].loaded = true;
  }
  wanted_.clear();
}

ContactShelf::Row* ContactShelf::find(ContactId id) {
  const auto found = rows_.find(id);
  return found == rows_.end() || !found->second.there ? nullptr : &found->second;
}

void ContactShelf::add(ContactId id, std::string_view name) {
  rows_[id] = {std::string{name}, 0, true, true, false};
}

ContactId ContactShelf::main_of(ContactId id) const {
  const auto found = aliases_.find(id);
  return found == aliases_.end() ? id : found->second.main;
}

Group ContactShelf::group_of(ContactId id) const {
  Group group{main_of(id), {}};
  for (const auto& [alias, row] : aliases_) {
    if (row.main == group.main) {
      group.aliases.push_back(row);
    }
  }
  return group;
}

void ContactShelf::put_alias(const Alias& alias) {
  aliases_[alias.alias] = alias;
}
void ContactShelf::drop_alias(ContactId alias) {
  aliases_.erase(alias);
}

void ContactShelf::flush(db::Session& session) {
  for (const auto& [id, row] : rows_) {
    if (row.changed) {
      session.put(update_contact, {id.value(), row.name, name_key(row.name), row.revision});
    }
  }
}

void ContactShelf::clear() {
  rows_.clear();
  aliases_.clear();
  wanted_.clear();
}

std::int64_t record(writer::Tx& tx, ContactId contact, AgentId by, event::ContactChange change) {
  auto* row = tx.shelf<ContactShelf>().find(contact);
  require(row != nullptr, "a contact that changes was loaded");
  row->changed = true;
  tx.record(event::write({.contact = contact, .revision = ++row->revision, .at = tx.now(), .by = by, .change = change}));
  return row->revision;
}

std::unexpected<Error> no_such_contact() {
  return refuse(ErrorCode::not_found, "there is no such contact", "contact", "look it up in a list");
}

}  // namespace zhiyin::contact
