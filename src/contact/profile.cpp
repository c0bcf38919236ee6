#include "contact/profile.hpp"

#include <array>
#include <set>

#include "contact/merging.hpp"
#include "contact/rules.hpp"
#include "contact/shelf.hpp"

namespace zhiyin::contact {
namespace {

constexpr db::Statement read_field{"read_contact_field", "SELECT value, source FROM contact_field WHERE contact = $1 AND name = $2"};
constexpr db::Statement count_fields{"count_contact_fields", "SELECT count(*) FROM contact_field WHERE contact = $1"};
constexpr db::Statement put_field{"put_contact_field",
                                  "INSERT INTO contact_field (contact, name, value, source, by_person, at) VALUES ($1, $2, $3, $4, $5, $6) "
                                  "ON CONFLICT (contact, name) DO UPDATE SET value = excluded.value, source = excluded.source, by_person = "
                                  "excluded.by_person, at = excluded.at"};
constexpr db::Statement drop_field{"drop_contact_field", "DELETE FROM contact_field WHERE contact = $1 AND name = $2 RETURNING name"};
constexpr db::Statement read_identity{"read_contact_identity",
                                      "SELECT verified FROM contact_identity WHERE contact = $1 AND kind = $2 AND value = $3"};
constexpr db::Statement count_identities{"count_contact_identities", "SELECT count(*) FROM contact_identity WHERE contact = $1"};
constexpr db::Statement put_identity{
    "put_contact_identity",
    "INSERT INTO contact_identity (contact, kind, value, verified, source, at) VALUES ($1, $2, $3, $4, $5, "
    "$6) ON CONFLICT (contact, kind, value) DO UPDATE SET verified = excluded.verified, source = "
    "excluded.source, at = excluded.at"};
constexpr db::Statement drop_identity{"drop_contact_identity",
                                      "DELETE FROM contact_identity WHERE contact {among:1} AND kind = $2 AND value = $3 AND verified = 0 "
                                      "RETURNING contact"};
constexpr db::Statement count_verified{
    "count_verified_identities",
    "SELECT count(*) FROM contact_identity WHERE contact {among:1} AND kind = $2 AND value = $3 AND verified = 1"};
constexpr db::Statement drop_oldest_identity{
    "drop_oldest_contact_identity",
    "DELETE FROM contact_identity WHERE contact = $1 AND (kind, value) IN (SELECT kind, value FROM contact_identity WHERE contact = $1 AND "
    "verified = 0 AND source = 2 ORDER BY at, value LIMIT 1) RETURNING contact"};
constexpr std::array<const db::Statement*, 10> all_statements{&read_field,     &count_fields,        &put_field,    &drop_field,
                                                              &read_identity,  &count_identities,    &put_identity, &drop_identity,
                                                              &count_verified, &drop_oldest_identity};

std::int64_t number_of(auto word) {
  return static_cast<std::int64_t>(word);
}

Source source_of(const access::Viewer& by) {
  return by.person.none() ? Source::api : Source::agent;
}

/// The main contact, when `by` may change it.
Result<ContactId> opened(writer::Tx& tx, const access::Viewer& by, ContactId contact) {
  if (!by.may(identity::Right::contact_write)) {
    return refuse(ErrorCode::forbidden, "your role may not change customers", "", "ask an agent or a supervisor");
  }
  auto& shelf = tx.shelf<ContactShelf>();
  if (shelf.find(contact) == nullptr) {
    return no_such_contact();
  }
  return shelf.main_of(contact);
}

Changed unchanged(writer::Tx& tx, ContactId contact) {
  return {contact, tx.shelf<ContactShelf>().find(contact)->revision};
}

Changed changed(writer::Tx& tx, ContactId contact, AgentId by, event::ContactPart part) {
  return {contact, record(tx, contact, by, event::ContactChanged{part})};
}

struct Held {
  std::string value;
  Source source = Source::visitor;
};
std::optional<Held> held_field(writer::Tx& tx, ContactId contact, std::string_view name) {
  const auto rows = tx.session().query(read_field, {contact.value(), name});
  if (rows.empty()) {
    return std::nullopt;
  }
  return Held{std::string{rows.text(0, 0)}, static_cast<Source>(rows.number(0, 1))};
}

bool full(writer::Tx& tx, ContactId contact) {
  return tx.session().query(count_fields, {contact.value()}).number(0, 0) >= static_cast<std::int64_t>(fields_max);
}

void write_field(writer::Tx& tx, ContactId contact, const Field& field) {
  (void)tx.session().query(put_field,
                           {contact.value(), field.name, field.value, number_of(field.source), field.by.value(), to_millis(tx.now())});
  if (field.name == "name") {
    tx.shelf<ContactShelf>().find(contact)->name = field.value;
  }
}

/// What is wrong with any of them, or with all together.
std::optional<Error> fault_in_changes(writer::Tx& tx, ContactId contact, std::span<const FieldChange> changes) {
  auto count = tx.session().query(count_fields, {contact.value()}).number(0, 0);
  std::set<std::string_view> named;
  for (const auto& one : changes) {
    if (!named.insert(one.name).second) {
      return Error{ErrorCode::invalid, "a field is named twice", "name", "name each once", {}};
    }
    if (!one.value && one.name == "name") {
      return Error{ErrorCode::invalid, "a contact's name can be changed, not cleared", "name", "set another", {}};
    }
    if (auto fault = one.value ? fault_in_field(one.name, *one.value) : std::nullopt) {
      return fault;
    }
    const bool held = held_field(tx, contact, one.name).has_value();
    count += (one.value && !held ? 1 : 0) - (!one.value && held ? 1 : 0);
  }
  if (count > static_cast<std::int64_t>(fields_max)) {
    return Error{ErrorCode::conflict, "a contact has at most 50 fields", "name", "clear some that are not needed", {}};
  }
  return std::nullopt;
}

}  // namespace

db::ModuleStatements profile_statements() {
  return {all_statements, {}};
}

void want_contact(writer::Tx& tx, ContactId contact) {
  tx.shelf<ContactShelf>().want(contact);
}

void record_change(writer::Tx& tx, ContactId contact, event::ContactPart part) {
  (void)record(tx, contact, AgentId{}, event::ContactChanged{part});
}

void want_profile(writer::Tx& tx, ContactId contact) {
  want_group(tx, contact);
}

Result<Changed> set_field(writer::Tx& tx, const access::Viewer& by, ContactId contact, std::string_view name, std::string_view value) {
  const auto main = opened(tx, by, contact);
  if (!main) {
    return std::unexpected(main.error());
  }
  if (auto fault = fault_in_field(name, value)) {
    return std::unexpected(std::move(*fault));
  }
  const auto held = held_field(tx, *main, name);
  const Field field{std::string{name}, std::string{value}, source_of(by), by.person, tx.now()};
  if (held && held->value == value && held->source == field.source) {
    return unchanged(tx, *main);
  }
  if (!held && full(tx, *main)) {
    return refuse(ErrorCode::conflict, "a contact has at most 50 fields", "name", "clear one that is not needed");
  }
  write_field(tx, *main, field);
  return changed(tx, *main, by.person, event::ContactPart::field);
}

Result<Changed> clear_field(writer::Tx& tx, const access::Viewer& by, ContactId contact, std::string_view name) {
  const auto main = opened(tx, by, contact);
  if (!main) {
    return std::unexpected(main.error());
  }
  if (name == "name") {
    return refuse(ErrorCode::invalid, "a contact's name can be changed, not cleared", "name", "set another");
  }
  if (tx.session().query(drop_field, {main->value(), name}).empty()) {
    return unchanged(tx, *main);
  }
  return changed(tx, *main, by.person, event::ContactPart::field);
}

Result<Changed> change_fields(writer::Tx& tx, const access::Viewer& by, ContactId contact, std::span<const FieldChange> changes) {
  const auto main = opened(tx, by, contact);
  if (!main) {
    return std::unexpected(main.error());
  }
  if (auto fault = fault_in_changes(tx, *main, changes)) {
    return std::unexpected(std::move(*fault));
  }
  for (const bool clearing : {true, false}) {  // first makes room for what is new
    for (const auto& one : changes) {
      if (one.value.has_value() == clearing) {
        continue;
      }
      const auto done = clearing ? clear_field(tx, by, *main, one.name) : set_field(tx, by, *main, one.name, *one.value);
      require(done.has_value(), "every change was looked at before the first was made");
    }
  }
  return unchanged(tx, *main);
}

Result<Changed> add_identity(writer::Tx& tx, const access::Viewer& by, ContactId contact, IdentityKind kind, std::string_view value,
                             const Settings& settings) {
  const auto main = opened(tx, by, contact);
  if (!main) {
    return std::unexpected(main.error());
  }
  auto text = normalise(kind, value, settings);
  if (!text) {
    return std::unexpected(std::move(text.error()));
  }
  const auto there = tx.session().query(read_identity, {main->value(), number_of(kind), std::string_view{*text}});
  if (!there.empty()) {
    return unchanged(tx, *main);
  }
  if (!keep_identity(tx, *main, {kind, std::move(*text), false, source_of(by), tx.now()})) {
    return refuse(ErrorCode::conflict, "a contact is known by at most 20 identities", "value", "remove one that is not needed");
  }
  return changed(tx, *main, by.person, event::ContactPart::identity);
}

Result<Changed> remove_identity(writer::Tx& tx, const access::Viewer& by, ContactId contact, IdentityKind kind, std::string_view value,
                                const Settings& settings) {
  const auto main = opened(tx, by, contact);
  if (!main) {
    return std::unexpected(main.error());
  }
  const auto text = normalise(kind, value, settings);
  if (!text) {
    return std::unexpected(text.error());
  }
  std::vector<std::int64_t> all;
  for (const auto one : everyone(group_of(tx, *main))) {
    all.push_back(one.value());
  }
  const std::span<const std::int64_t> group{all};
  if (tx.session().query(count_verified, {group, number_of(kind), std::string_view{*text}}).number(0, 0) > 0) {
    return refuse(ErrorCode::conflict, "this identity is verified", "value", "only typed ones can be removed");
  }
  if (tx.session().query(drop_identity, {group, number_of(kind), std::string_view{*text}}).empty()) {
    return unchanged(tx, *main);
  }
  return changed(tx, *main, by.person, event::ContactPart::identity);
}

void tell_field(writer::Tx& tx, ContactId contact, std::string_view name, std::string_view value) {
  const auto held = held_field(tx, contact, name);
  if (held ? held->value == value || !may_overwrite(held->source, Source::visitor) : full(tx, contact)) {
    return;
  }
  write_field(tx, contact, {std::string{name}, std::string{value}, Source::visitor, {}, tx.now()});
  record_change(tx, contact, event::ContactPart::field);
}

bool keep_identity(writer::Tx& tx, ContactId contact, const Identity& identity) {
  const auto there = tx.session().query(read_identity, {contact.value(), number_of(identity.kind), std::string_view{identity.value}});
  if (!there.empty() && (there.number(0, 0) != 0 || !identity.verified)) {
    return false;
  }
  const auto count = tx.session().query(count_identities, {contact.value()}).number(0, 0);
  if (there.empty() && count >= static_cast<std::int64_t>(identities_max) &&
      tx.session().query(drop_oldest_identity, {contact.value()}).empty() && !identity.verified) {
    return false;
  }
  (void)tx.session().query(put_identity, {contact.value(), number_of(identity.kind), std::string_view{identity.value},
                                          std::int64_t{identity.verified}, number_of(identity.source), to_millis(identity.at)});
  return true;
}

}  // namespace zhiyin::contact
