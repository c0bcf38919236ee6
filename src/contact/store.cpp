#include "contact/store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "contact/rules.hpp"
#include "contact/service.hpp"

namespace zhiyin::contact {
namespace {

constexpr db::Statement lock_addresses{"lock_addresses",
                                       "SELECT i.inbox, i.address, i.contact FROM identity AS i WHERE (i.inbox, i.address) IN (SELECT * "
                                       "FROM unnest($1::bigint[], $2::text[])) "
                                       "ORDER BY i.inbox, i.address FOR UPDATE",
                                       "SELECT i.inbox, i.address, i.contact FROM identity AS i WHERE i.inbox = $1 AND i.address = $2"};
// A row that is not there cannot be locked; its name can.
constexpr db::Statement lock_absent{
    "lock_absent", "SELECT count(pg_advisory_xact_lock(s.h)) FROM (SELECT DISTINCT h FROM unnest($1::bigint[]) AS h ORDER BY h) AS s",
    "SELECT 0 WHERE $1 IS NULL"};

constexpr std::array<db::Column, 3> identity_columns{
    {{"inbox", db::ColumnType::number}, {"address", db::ColumnType::text}, {"contact", db::ColumnType::number}}};
constexpr db::Bulk insert_identity{"insert_identity", db::Write::insert, "identity", identity_columns, 2};
constexpr std::array<db::Column, 4> contact_columns{{{"id", db::ColumnType::number},
                                                     {"name", db::ColumnType::text},
                                                     {"name_key", db::ColumnType::text},
                                                     {"created_at", db::ColumnType::number}}};
constexpr db::Bulk insert_contact{"insert_contact", db::Write::insert, "contact", contact_columns, 1};

constexpr std::array<const db::Statement*, 2> all_statements{&lock_addresses, &lock_absent};
constexpr std::array<const db::Bulk*, 2> all_bulks{&insert_identity, &insert_contact};

/// FNV-1a over the address, started from the inbox.
std::int64_t name_of_lock(const AddressShelf::Key& key) {
  std::uint64_t hash = 14695981039346656037ULL ^ static_cast<std::uint64_t>(key.first.value());
  for (const char c : key.second) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return static_cast<std::int64_t>(hash);
}

}  // namespace

db::ModuleStatements address_statements() {
  return {all_statements, all_bulks};
}

void AddressShelf::want(const Key& key) {
  if (rows_.try_emplace(key).second) {
    wanted_.push_back(key);
  }
}

const AddressShelf::Row* AddressShelf::find(const Key& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() || !found->second.loaded ? nullptr : &found->second;
}

db::Ticket AddressShelf::send_read(db::Session& session) {
  std::vector<std::int64_t> inboxes;
  std::vector<std::string_view> addresses;
  for (const auto& [inbox, address] : wanted_) {
    inboxes.push_back(inbox.value());
    addresses.push_back(address);
  }
  const std::array<db::Value, 2> parameters{std::span<const std::int64_t>{inboxes}, std::span<const std::string_view>{addresses}};
  return session.send_each(lock_addresses, parameters);
}

void AddressShelf::send_loads(db::Session& session) {
  reading_ = send_read(session);
}

void AddressShelf::take_read(const db::Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_[{InboxId{rows.number(i, 0)}, std::string{rows.text(i, 1)}}].contact = ContactId{rows.number(i, 2)};
  }
}

void AddressShelf::take_loads(db::Session& session) {
  take_read(session.take(reading_));
  std::erase_if(wanted_, [this](const Key& key) { return !rows_[key].contact.none() && (rows_[key].loaded = true); });
  if (!wanted_.empty() && session.engine() == db::Engine::postgres) {
    std::vector<std::int64_t> locks;
    locks.reserve(wanted_.size());
    for (const auto& key : wanted_) {
      locks.push_back(name_of_lock(key));
    }
    const std::array<db::Value, 1> parameters{std::span<const std::int64_t>{locks}};
    const auto locked = session.send(lock_absent, parameters);
    reading_ = send_read(session);
    (void)session.take(locked);
    take_read(session.take(reading_));
  }
  for (const auto& key : wanted_) {
    rows_[key].loaded = true;
  }
  wanted_.clear();
}

void AddressShelf::add(const Key& key, ContactId contact, std::string_view name, Time now) {
  added_.push_back({contact, std::string{name}, now});
  attach(key, contact);
}

void AddressShelf::attach(const Key& key, ContactId contact) {
  rows_[key] = {contact, true};
  attached_.emplace_back(key, contact);
}

void AddressShelf::flush(db::Session& session) {
  for (const auto& one : added_) {
    session.put(insert_contact, {one.contact.value(), one.name, name_key(one.name), to_millis(one.at)});
  }
  for (const auto& [key, contact] : attached_) {
    session.put(insert_identity, {key.first.value(), key.second, contact.value()});
  }
}

void AddressShelf::clear() {
  rows_.clear();
  wanted_.clear();
  added_.clear();
  attached_.clear();
}

}  // namespace zhiyin::contact
