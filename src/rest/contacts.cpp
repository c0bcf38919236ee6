#include "rest/contacts.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "contact/rules.hpp"
#include "conversation/visible.hpp"
#include "rest/conversations.hpp"

namespace zhiyin::rest {
namespace {

using identity::Right;

constexpr std::int64_t rounds_most = 20;  // of found_max candidates each, for one page

bool sees_all(const access::Viewer& viewer) {
  return viewer.may(Right::conversation_read) && viewer.may(Right::conversation_read_all);
}

struct ContactRow {
  ContactId id;
  std::string name;
};
constexpr auto shape(api::Of<ContactRow>) {
  return api::object<ContactRow>("ContactRow", api::field("id", &ContactRow::id, {.what = "Of the main contact."}),
                                 api::field("name", &ContactRow::name, {.most = name_most}));
}

struct Search {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> external_id;
};
constexpr auto shape(api::Of<Search>) {
  return api::object<Search>(
      "ContactSearch", api::field("name", &Search::name, {.least = 1, .most = name_most, .what = "Whose name begins so."}),
      api::field("email", &Search::email, {.least = 1, .most = 254, .what = "Who is known by it, verified or typed."}),
      api::field("phone", &Search::phone, {.least = 1, .most = 40, .what = "The same for a phone number."}),
      api::field("external_id", &Search::external_id, {.least = 1, .most = 128, .what = "The same for the id that a site gave him."}));
}

/// "123:li": where a page of contacts ended.
std::optional<contact::Found> read_bookmark(std::string_view text) {
  std::int64_t id = 0;
  const auto colon = text.find(':');
  const auto digits = text.substr(0, colon);
  if (colon == std::string_view::npos || std::from_chars(digits.data(), digits.data() + digits.size(), id).ec != std::errc{}) {
    return std::nullopt;
  }
  return contact::Found{ContactId{id}, "", std::string{text.substr(colon + 1)}};
}
std::string bookmark_of(const contact::Found& found) {
  return std::to_string(found.id.value()) + ":" + found.key;
}

/// The main contacts among `rows` that exist for him.
std::vector<ContactId> seen_among(db::Session& session, const access::Viewer& viewer, const std::vector<contact::Found>& rows) {
  std::vector<ContactId> mains;
  std::ranges::transform(rows, std::back_inserter(mains), &contact::Found::id);
  std::ranges::sort(mains);
  if (sees_all(viewer)) {
    return mains;
  }
  auto everybody = mains;
  std::map<ContactId, ContactId> main_of;
  for (const auto& alias : contact::aliases_of(session, std::span<const ContactId>{mains})) {
    everybody.push_back(alias.alias);
    main_of.emplace(alias.alias, alias.main);
  }
  std::vector<ContactId> seen;
  for (const auto contact : conversation::visible_contacts(session, viewer, everybody)) {
    const auto main = main_of.find(contact);
    seen.push_back(main == main_of.end() ? contact : main->second);
  }
  std::ranges::sort(seen);
  return seen;
}

using Fetch = std::function<contact::Page(const contact::Found* after)>;

/// A page of those whom he sees, out of pages of everybody.
api::Page<ContactRow> page_of_seen(db::Session& session, const api::Asking& asked, const Fetch& fetch) {
  auto at = read_bookmark(asked.page.after);
  api::Page<ContactRow> page;
  for (std::int64_t round = 0; round < rounds_most; ++round) {
    const auto found = fetch(at ? &*at : nullptr);
    const auto seen = seen_among(session, asked.caller.viewer, found.rows);
    for (const auto& row : found.rows) {
      if (!std::ranges::binary_search(seen, row.id)) {
        at = row;
        continue;
      }
      if (static_cast<std::int64_t>(page.items.size()) == asked.page.limit) {
        page.next = bookmark_of(*at);
        return page;
      }
      page.items.push_back({row.id, row.name});
      at = row;
    }
    if (!found.more) {
      return page;
    }
  }
  page.next = bookmark_of(*at);
  return page;
}

/// Everybody whom he sees, newest first. Whoever sees only some goes by his conversations, so that neither a page nor its cursor tells how
/// many others there are; of a group the newest whom he sees stands for it.
api::Page<ContactRow> newest_seen(db::Session& session, const api::Asking& asked) {
  const auto& viewer = asked.caller.viewer;
  const auto after = read_bookmark(asked.page.after);
  const auto found = conversation::visible_contacts_below(session, viewer, after ? after->id : ContactId{}, asked.page.limit + 1);
  const bool more = static_cast<std::int64_t>(found.size()) > asked.page.limit;
  const auto shown = std::span{found}.first(more ? found.size() - 1 : found.size());
  const auto mains = contact::mains_of(session, shown);
  std::vector<ContactId> ids;
  std::ranges::transform(mains, std::back_inserter(ids), &contact::Main::main);
  auto everybody = ids;
  std::map<ContactId, ContactId> main_of;
  for (const auto& alias : contact::aliases_of(session, std::span<const ContactId>{ids})) {
    everybody.push_back(alias.alias);
    main_of.emplace(alias.alias, alias.main);
  }
  std::map<ContactId, ContactId> newest;  // of each main contact's group
  for (const auto contact : conversation::visible_contacts(session, viewer, everybody)) {
    const auto main = main_of.contains(contact) ? main_of.at(contact) : contact;
    newest[main] = std::max(newest[main], contact);
  }
  api::Page<ContactRow> page;
  for (const auto contact : shown) {
    const auto main = std::ranges::find(mains, contact, &contact::Main::contact);
    if (main != mains.end() && newest[main->main] == contact) {
      page.items.push_back({main->main, main->name});
    }
  }
  if (more) {
    page.next = bookmark_of({shown.back(), "", ""});
  }
  return page;
}

struct Known {
  contact::IdentityKind kind;
  std::string value;
};
Result<std::optional<Known>> identity_in(const Search& search, const contact::Settings& settings) {
  using contact::IdentityKind;
  std::optional<Known> known;
  for (const auto& [kind, text] : {std::pair{IdentityKind::email, search.email}, std::pair{IdentityKind::phone, search.phone},
                                   std::pair{IdentityKind::external_id, search.external_id}}) {
    if (!text) {
      continue;
    }
    if (known || search.name) {
      return refuse(ErrorCode::invalid, "a search goes by one thing", std::string{contact::kind_text(kind)}, "send one of them");
    }
    auto value = contact::normalise(kind, *text, settings);
    if (!value) {
      auto fault = std::move(value.error());
      fault.where = contact::kind_text(kind);
      return std::unexpected(std::move(fault));
    }
    known = Known{kind, std::move(*value)};
  }
  return known;
}

Result<api::Page<ContactRow>> list(const api::Asked<Search>& asked, db::Session& session, const contact::Settings& settings) {
  const auto known = identity_in(asked.given, settings);
  if (!known) {
    return std::unexpected(known.error());
  }
  if (*known) {
    return page_of_seen(session, asked, [&](const contact::Found* after) {
      return contact::find_by_identity(session, (*known)->kind, (*known)->value, after == nullptr ? ContactId{} : after->id,
                                       contact::found_max);
    });
  }
  if (asked.given.name) {
    return page_of_seen(session, asked, [&](const contact::Found* after) {
      return contact::find_by_name(session, *asked.given.name, after, contact::found_max);
    });
  }
  if (!sees_all(asked.caller.viewer)) {
    return newest_seen(session, asked);
  }
  return page_of_seen(session, asked, [&](const contact::Found* after) {
    return contact::newest(session, after == nullptr ? ContactId{} : after->id, asked.page.limit + 1);
  });
}

struct KnownBy {
  contact::IdentityKind kind = contact::IdentityKind::email;
  std::string value;
  bool verified = false;
  contact::Source source = contact::Source::visitor;
  Time at;
};
constexpr auto shape(api::Of<KnownBy>) {
  return api::object<KnownBy>("ContactIdentity", api::field("kind", &KnownBy::kind, {}),
                              api::field("value", &KnownBy::value, {.most = 254}),
                              api::field("verified", &KnownBy::verified, {.what = "Proved to us; else it was only typed."}),
                              api::field("source", &KnownBy::source, {.what = "Who said so."}), api::field("at", &KnownBy::at, {}));
}

struct FieldOf {
  std::string name;
  std::string value;
  contact::Source source = contact::Source::visitor;
  std::optional<AgentId> by;
  Time at;
};
constexpr auto shape(api::Of<FieldOf>) {
  return api::object<FieldOf>(
      "ContactField", api::field("name", &FieldOf::name, {.most = static_cast<std::int64_t>(contact::field_name_max)}),
      api::field("value", &FieldOf::value,
                 {.most = static_cast<std::int64_t>(contact::field_value_max_chars), .pattern = api::Pattern::words}),
      api::field("source", &FieldOf::source, {.what = "Who said so."}),
      api::field("by", &FieldOf::by, {.what = "The colleague who wrote it."}), api::field("at", &FieldOf::at, {}));
}

struct AliasOf {
  ContactId contact;
  ContactId merged_with;
  contact::MergeKind kind = contact::MergeKind::by_hand;
};
constexpr auto shape(api::Of<AliasOf>) {
  return api::object<AliasOf>("ContactAlias", api::field("contact", &AliasOf::contact, {.what = "To undo it, unmerge this one."}),
                              api::field("merged_with", &AliasOf::merged_with, {}), api::field("kind", &AliasOf::kind, {}));
}

struct Profile {
  ContactId id;
  std::string name;
  Time created_at;
  std::int64_t rev = 0;
  bool blocked = false;
  bool mixed_block = false;
  std::vector<KnownBy> identities;
  std::vector<FieldOf> fields;
  std::vector<AliasOf> aliases;
};
constexpr std::int64_t group_most = static_cast<std::int64_t>(contact::aliases_max) + 1;
constexpr auto shape(api::Of<Profile>) {
  return api::object<Profile>(
      "Contact", api::field("id", &Profile::id, {.what = "The main contact, whichever of the group was asked for."}),
      api::field("name", &Profile::name, {.most = name_most}), api::field("created_at", &Profile::created_at, {}),
      api::field("rev", &Profile::rev, {.most = api::whole_most}), api::field("blocked", &Profile::blocked, {}),
      api::field("mixed_block", &Profile::mixed_block, {.what = "Some of the group are blocked, others not."}),
      api::field(
          "identities", &Profile::identities,
          {.items_most = group_most * static_cast<std::int64_t>(contact::identities_max), .what = "Of the whole group, verified first."}),
      api::field("fields", &Profile::fields,
                 {.items_most = group_most * static_cast<std::int64_t>(contact::fields_max), .what = "By name."}),
      api::field("aliases", &Profile::aliases,
                 {.items_most = static_cast<std::int64_t>(contact::aliases_max), .what = "Who was merged with this one."}));
}

Result<Profile> one(const api::Asked<api::Nothing>& asked, db::Session& session) {
  const auto id = asked.id<ContactTag>("contact");
  const auto found = sees_contact(session, asked.caller.viewer, id) ? contact::profile(session, id) : std::nullopt;
  if (!found) {
    return no_contact();
  }
  Profile answer{found->id, found->name, found->created_at, found->revision, found->blocked, found->mixed_block, {}, {}, {}};
  for (const auto& one : found->identities) {
    answer.identities.push_back({one.kind, one.value, one.verified, one.source, one.at});
  }
  for (const auto& field : found->fields) {
    answer.fields.push_back({field.name, field.value, field.source, field.by.none() ? std::nullopt : std::optional{field.by}, field.at});
  }
  for (const auto& alias : found->aliases) {
    answer.aliases.push_back({alias.alias, alias.parent, alias.kind});
  }
  return answer;
}

Result<api::Page<Row>> conversations(const api::Asked<api::Nothing>& asked, db::Session& session) {
  const auto id = asked.id<ContactTag>("contact");
  if (!sees_contact(session, asked.caller.viewer, id)) {
    return no_contact();
  }
  conversation::Filter filter;
  filter.contacts = contact::contacts_of(session, id);
  return page_of(session, asked, filter);
}

}  // namespace

bool sees_contact(db::Session& session, const access::Viewer& viewer, ContactId contact) {
  const auto group = contact::contacts_of(session, contact);
  return !group.empty() && (sees_all(viewer) || !conversation::visible_contacts(session, viewer, group).empty());
}

std::unexpected<Error> no_contact() {
  return refuse(ErrorCode::not_found, "there is no such customer", "contact", "look him up in the list");
}

std::vector<api::Route> contact_routes(const Rules& rules) {
  return {
      api::read<Search, api::Page<ContactRow>>(
          {.path = "/api/v1/contacts",
           .needs = api::needs(Right::contact_read),
           .operation = "listContacts",
           .summary = "Customers",
           .summary_zh = "客户列表",
           .tag = "contacts",
           .what = "Those of the conversations that you see: by one identity, by the beginning of a name, or the newest first. A page may "
                   "hold fewer than its limit while there is a next one."},
          [settings = rules.contacts](const api::Asked<Search>& asked, db::Session& session) { return list(asked, session, settings); }),
      api::read<api::Nothing, Profile>({.path = "/api/v1/contacts/{contact}",
                                        .needs = api::needs(Right::contact_read),
                                        .operation = "getContact",
                                        .summary = "What is known of a customer",
                                        .summary_zh = "客户资料",
                                        .tag = "contacts"},
                                       one),
      api::read<api::Nothing, api::Page<Row>>({.path = "/api/v1/contacts/{contact}/conversations",
                                               .needs = api::needs(Right::contact_read),
                                               .operation = "listContactConversations",
                                               .summary = "A customer's conversations, newest activity first",
                                               .summary_zh = "客户的会话",
                                               .tag = "contacts",
                                               .what = "Of everybody who is merged with him; only those that you see."},
                                              conversations),
  };
}

}  // namespace zhiyin::rest
