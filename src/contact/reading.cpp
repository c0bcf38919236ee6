#include "contact/reading.hpp"

#include <algorithm>
#include <array>

#include "contact/rules.hpp"

namespace zhiyin::contact {
namespace {

using Numbers = std::span<const std::int64_t>;

constexpr db::Statement read_by_address{
    "read_contact_by_address",
    "SELECT c.id, c.name FROM identity AS i JOIN contact AS c ON c.id = i.contact WHERE i.inbox = $1 AND i.address = $2"};
constexpr db::Statement read_by_token{"read_contact_by_token",
                                      "SELECT c.id, c.name, (SELECT count(*) FROM contact_alias AS a WHERE a.alias = c.id AND a.undone_at "
                                      "= 0 AND a.kind = 1) FROM identity AS "
                                      "i JOIN contact AS c ON c.id = i.contact WHERE i.inbox = $1 AND i.address = $2"};
constexpr db::Statement read_main{
    "read_main_contact",
    "SELECT c.id, c.name, c.created_at, c.revision FROM contact AS c WHERE c.id = coalesce((SELECT a.main FROM "
    "contact_alias AS a WHERE a.alias = $1 AND a.undone_at = 0), $1)"};
constexpr db::Statement read_aliases{
    "read_contact_aliases", "SELECT alias, parent, main, kind FROM contact_alias WHERE main = $1 AND undone_at = 0 ORDER BY alias"};
constexpr db::Statement read_all_aliases{"read_all_aliases",
                                         "SELECT alias, parent, main, kind FROM contact_alias WHERE main {among:1} AND undone_at = 0"};
constexpr db::Statement read_mains{"read_mains",
                                   "SELECT c.id, m.id, m.name FROM contact AS c LEFT JOIN contact_alias AS a ON a.alias = c.id AND "
                                   "a.undone_at = 0 JOIN contact AS m ON m.id = coalesce(a.main, c.id) WHERE c.id {among:1}"};
constexpr db::Statement read_identities{"read_contact_identities",
                                        "SELECT kind, value, max(verified), min(source), min(at) FROM contact_identity WHERE contact "
                                        "{among:1} GROUP BY kind, value ORDER BY max(verified) DESC, kind, value"};
constexpr db::Statement read_fields{
    "read_contact_fields",
    "SELECT contact, name, value, source, by_person, at FROM contact_field WHERE contact {among:1} ORDER BY "
    "name, contact"};
constexpr db::Statement count_blocked{"count_blocked", "SELECT contact FROM contact_block WHERE contact {among:1}"};
constexpr db::Statement list_newest{
    "list_newest_contacts",
    "SELECT c.id, c.name FROM contact AS c WHERE c.id < $1 AND NOT EXISTS (SELECT 1 FROM contact_alias AS a WHERE a.alias = c.id AND "
    "a.undone_at = 0) ORDER BY c.id DESC LIMIT $2"};
constexpr db::Statement list_by_identity{
    "list_contacts_by_identity",
    "SELECT DISTINCT c.id, c.name FROM (SELECT contact FROM contact_identity WHERE kind = $1 AND value = $2 ORDER BY contact LIMIT $5) AS "
    "i "
    "LEFT JOIN contact_alias AS a ON a.alias = i.contact AND a.undone_at = 0 JOIN contact AS c ON c.id = coalesce(a.main, i.contact) WHERE "
    "c.id > $3 ORDER BY c.id LIMIT $4"};
// Bytewise on both engines, so that the index serves and a page's end is where the next begins.
constexpr db::Statement list_by_name{
    "list_contacts_by_name",
    "SELECT c.id, c.name, c.name_key FROM contact AS c WHERE c.name_key COLLATE \"C\" >= $1 AND c.name_key COLLATE \"C\" < $2 AND "
    "(c.name_key "
    "COLLATE \"C\" > $3 OR (c.name_key = $3 AND c.id > $4)) AND NOT EXISTS (SELECT 1 FROM contact_alias AS a WHERE a.alias = c.id AND "
    "a.undone_at = 0) ORDER BY c.name_key COLLATE \"C\", c.id LIMIT $5",
    "SELECT c.id, c.name, c.name_key FROM contact AS c WHERE c.name_key >= $1 AND c.name_key < $2 AND (c.name_key > $3 OR (c.name_key = $3 "
    "AND c.id > $4)) AND NOT EXISTS (SELECT 1 FROM contact_alias AS a WHERE a.alias = c.id AND a.undone_at = 0) ORDER BY c.name_key, c.id "
    "LIMIT $5"};
constexpr std::array<const db::Statement*, 12> all_statements{&read_all_aliases, &read_mains,   &read_by_address,  &read_by_token,
                                                              &read_main,        &read_aliases, &read_identities,  &read_fields,
                                                              &count_blocked,    &list_newest,  &list_by_identity, &list_by_name};

std::vector<Alias> aliases_in(const db::Rows& rows) {
  std::vector<Alias> aliases;
  aliases.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    aliases.push_back({ContactId{rows.number(i, 0)}, ContactId{rows.number(i, 1)}, ContactId{rows.number(i, 2)},
                       static_cast<MergeKind>(rows.number(i, 3))});
  }
  return aliases;
}

std::vector<Alias> aliases_of(db::Session& session, ContactId main) {
  return aliases_in(session.query(read_aliases, {main.value()}));
}

std::vector<std::int64_t> numbers(const std::vector<ContactId>& ids) {
  std::vector<std::int64_t> all;
  std::ranges::transform(ids, std::back_inserter(all), &ContactId::value);
  return all;
}

std::vector<Identity> identities_of(db::Session& session, const std::vector<std::int64_t>& group) {
  const auto rows = session.query(read_identities, {Numbers{group}});
  std::vector<Identity> all;
  all.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({static_cast<IdentityKind>(rows.number(i, 0)), std::string{rows.text(i, 1)}, rows.number(i, 2) != 0,
                   static_cast<Source>(rows.number(i, 3)), from_millis(rows.number(i, 4))});
  }
  return all;
}

std::vector<Field> fields_of(db::Session& session, const std::vector<std::int64_t>& group) {
  const auto rows = session.query(read_fields, {Numbers{group}});
  std::vector<Field> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Field field{std::string{rows.text(i, 1)}, std::string{rows.text(i, 2)}, static_cast<Source>(rows.number(i, 3)),
                AgentId{rows.number(i, 4)}, from_millis(rows.number(i, 5))};
    const bool of_main = rows.number(i, 0) == group.front();
    if (all.empty() || all.back().name != field.name) {
      all.push_back(std::move(field));
    } else if (of_main) {
      all.back() = std::move(field);
    }
  }
  return all;
}

Page page_of(const db::Rows& rows, std::int64_t limit, bool keyed) {
  Page page;
  page.more = static_cast<std::int64_t>(rows.size()) > limit;
  for (std::size_t i = 0; i < rows.size() && static_cast<std::int64_t>(i) < limit; ++i) {
    page.rows.push_back({ContactId{rows.number(i, 0)}, std::string{rows.text(i, 1)}, keyed ? std::string{rows.text(i, 2)} : ""});
  }
  return page;
}

std::int64_t bounded(std::int64_t limit) {
  return std::clamp(limit, std::int64_t{1}, found_max);
}

}  // namespace

db::ModuleStatements reading_statements() {
  return {all_statements, {}};
}

std::optional<Person> find_by_address(db::Session& session, InboxId inbox, std::string_view address) {
  const auto rows = session.query(read_by_address, {inbox.value(), address});
  if (rows.empty()) {
    return std::nullopt;
  }
  return Person{PersonKind::visitor, rows.number(0, 0), std::string{rows.text(0, 1)}};
}

std::optional<TokenHolder> find_by_token(db::Session& session, InboxId inbox, std::string_view address) {
  const auto rows = session.query(read_by_token, {inbox.value(), address});
  if (rows.empty()) {
    return std::nullopt;
  }
  return TokenHolder{{PersonKind::visitor, rows.number(0, 0), std::string{rows.text(0, 1)}}, rows.number(0, 2) != 0};
}

std::optional<Profile> profile(db::Session& session, ContactId contact) {
  const auto rows = session.query(read_main, {contact.value()});
  if (rows.empty()) {
    return std::nullopt;
  }
  Profile profile;
  profile.id = ContactId{rows.number(0, 0)};
  profile.name = rows.text(0, 1);
  profile.created_at = from_millis(rows.number(0, 2));
  profile.revision = rows.number(0, 3);
  profile.aliases = aliases_of(session, profile.id);
  const auto group = numbers(everyone({profile.id, profile.aliases}));
  profile.identities = identities_of(session, group);
  profile.fields = fields_of(session, group);
  const auto blocked = session.query(count_blocked, {Numbers{group}});
  for (std::size_t i = 0; i < blocked.size(); ++i) {
    profile.blocked = profile.blocked || blocked.number(i, 0) == profile.id.value();
  }
  profile.mixed_block = !blocked.empty() && blocked.size() < group.size();
  return profile;
}

std::vector<ContactId> contacts_of(db::Session& session, ContactId contact) {
  const auto rows = session.query(read_main, {contact.value()});
  if (rows.empty()) {
    return {};
  }
  const ContactId main{rows.number(0, 0)};
  return everyone({main, aliases_of(session, main)});
}

std::vector<Alias> aliases_of(db::Session& session, std::span<const ContactId> mains) {
  const auto ids = numbers({mains.begin(), mains.end()});
  return aliases_in(session.query(read_all_aliases, {Numbers{ids}}));
}

std::vector<Main> mains_of(db::Session& session, std::span<const ContactId> contacts) {
  const auto ids = numbers({contacts.begin(), contacts.end()});
  const auto rows = session.query(read_mains, {Numbers{ids}});
  std::vector<Main> mains;
  mains.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    mains.push_back({ContactId{rows.number(i, 0)}, ContactId{rows.number(i, 1)}, std::string{rows.text(i, 2)}});
  }
  return mains;
}

Page newest(db::Session& session, ContactId before, std::int64_t limit) {
  limit = bounded(limit);
  const auto below = before.none() ? std::numeric_limits<std::int64_t>::max() : before.value();
  return page_of(session.query(list_newest, {below, limit + 1}), limit, false);
}

Page find_by_identity(db::Session& session, IdentityKind kind, std::string_view value, ContactId after, std::int64_t limit) {
  limit = bounded(limit);
  return page_of(session.query(list_by_identity, {static_cast<std::int64_t>(kind), value, after.value(), limit + 1, found_max}), limit,
                 false);
}

Page find_by_name(db::Session& session, std::string_view prefix, const Found* after, std::int64_t limit) {
  limit = bounded(limit);
  const auto from = name_key(prefix);
  const auto below = from + "\xF4\x8F\xBF\xBF";  // the last character there is
  const std::string_view key = after == nullptr ? std::string_view{""} : std::string_view{after->key};
  const auto id = after == nullptr ? std::int64_t{0} : after->id.value();
  return page_of(session.query(list_by_name, {std::string_view{from}, std::string_view{below}, key, id, limit + 1}), limit, true);
}

}  // namespace zhiyin::contact
