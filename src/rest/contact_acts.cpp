// Changing what is known of a customer; merging and blocking, which the audit log tells.
#include "contact/block.hpp"
#include "contact/merging.hpp"
#include "contact/profile.hpp"
#include "platform/json/writer.hpp"
#include "rest/auditing.hpp"
#include "rest/contacts.hpp"
#include "rest/talking.hpp"

namespace zhiyin::rest {
namespace {

using identity::Right;

ContactId contact_in(const api::Asking& asked) {
  return asked.id<ContactTag>("contact");
}

/// What a command on contacts came to.
struct Changed {
  ContactId contact;
  std::int64_t rev = 0;
};
constexpr auto shape(api::Of<Changed>) {
  return api::object<Changed>("ContactChanged", api::field("contact", &Changed::contact, {.what = "The main contact."}),
                              api::field("rev", &Changed::rev, {.most = api::whole_most, .what = "His revision after it."}));
}
Result<Changed> told(const Result<contact::Changed>& changed) {
  return changed ? Result<Changed>{Changed{changed->contact, changed->revision}} : std::unexpected(changed.error());
}

struct FieldChange {
  std::string name;
  std::optional<std::string> value;
};
constexpr auto shape(api::Of<FieldChange>) {
  return api::object<FieldChange>("ContactFieldChange",
                                  api::field("name", &FieldChange::name,
                                             {.least = 1,
                                              .most = static_cast<std::int64_t>(contact::field_name_max),
                                              .what = "A known field, or any of your own.",
                                              .example = R"("company")"}),
                                  api::field("value", &FieldChange::value,
                                             {.least = 1,
                                              .most = static_cast<std::int64_t>(contact::field_value_max_chars),
                                              .pattern = api::Pattern::words,
                                              .what = "Null clears it."}));
}
struct FieldChanges {
  std::vector<FieldChange> fields;
};
constexpr auto shape(api::Of<FieldChanges>) {
  return api::object<FieldChanges>(
      "ContactChanges",
      api::field("fields", &FieldChanges::fields,
                 {.items_most = static_cast<std::int64_t>(contact::fields_max), .items_least = 1, .what = "All of them, or none."}));
}

struct IdentityGiven {
  contact::IdentityKind kind = contact::IdentityKind::email;
  std::string value;
};
constexpr auto shape(api::Of<IdentityGiven>) {
  return api::object<IdentityGiven>(
      "NewContactIdentity", api::field("kind", &IdentityGiven::kind, {}),
      api::field("value", &IdentityGiven::value, {.least = 1, .most = 254, .example = R"("li@example.com")"}));
}

struct MergeWith {
  ContactId alias;
};
constexpr auto shape(api::Of<MergeWith>) {
  return api::object<MergeWith>("MergeWith", api::field("alias", &MergeWith::alias, {.what = "Who becomes an alias of this one."}));
}

void want_group(writer::Tx& tx, const api::Asking& asked) {
  contact::want_profile(tx, contact_in(asked));
}

/// Runs `f` when the contact of the path exists for the caller.
template <class Body, class Answer>
std::function<Result<Answer>(writer::Tx&, const api::Asked<Body>&)> if_seen(
    std::function<Result<Answer>(writer::Tx&, const api::Asked<Body>&)> f) {
  return [f = std::move(f)](writer::Tx& tx, const api::Asked<Body>& asked) -> Result<Answer> {
    if (!sees_contact(tx.session(), asked.caller.viewer, contact_in(asked))) {
      return no_contact();
    }
    return f(tx, asked);
  };
}

Result<Changed> change(writer::Tx& tx, const api::Asked<FieldChanges>& asked) {
  std::vector<contact::FieldChange> changes;
  changes.reserve(asked.given.fields.size());
  for (const auto& field : asked.given.fields) {
    changes.push_back({field.name, field.value ? std::optional<std::string_view>{*field.value} : std::nullopt});
  }
  return told(contact::change_fields(tx, asked.caller.viewer, contact_in(asked), changes));
}

struct Merged {
  ContactId contact;
  ContactId alias;
  std::int64_t rev = 0;
  bool mixed_block = false;
};
constexpr auto shape(api::Of<Merged>) {
  return api::object<Merged>("ContactMerged", api::field("contact", &Merged::contact, {.what = "The main contact now."}),
                             api::field("alias", &Merged::alias, {.what = "To undo it, unmerge this one."}),
                             api::field("rev", &Merged::rev, {.most = api::whole_most}),
                             api::field("mixed_block", &Merged::mixed_block, {.what = "Some of them are blocked, others not."}));
}

Result<Merged> merge(writer::Tx& tx, const api::Asked<MergeWith>& asked) {
  const auto& viewer = asked.caller.viewer;
  if (!sees_contact(tx.session(), viewer, asked.given.alias)) {
    return refuse(ErrorCode::not_found, "there is no such customer", "alias", "look him up in the list");
  }
  const auto merged = contact::merge(tx, viewer, contact_in(asked), asked.given.alias);
  if (!merged) {
    return std::unexpected(merged.error());
  }
  json::Writer details;
  details.begin_object().field("alias", merged->alias.text()).end_object();
  note_audit(tx, asked.caller, "contact_merged", {"contact", merged->main.value()}, details.take());
  return Merged{merged->main, merged->alias, merged->revision, merged->mixed_block};
}

Result<Changed> unmerge(writer::Tx& tx, const api::Asked<api::Nothing>& asked) {
  const auto alias = contact_in(asked);
  const auto undone = contact::unmerge(tx, asked.caller.viewer, alias);
  if (!undone) {
    return std::unexpected(undone.error());
  }
  json::Writer details;
  details.begin_object().field("alias", alias.text()).end_object();
  note_audit(tx, asked.caller, "contact_unmerged", {"contact", undone->main.value()}, details.take());
  return Changed{undone->main, undone->revision};
}

template <bool blocked>
Result<Changed> set_block(writer::Tx& tx, const api::Asked<api::Nothing>& asked) {
  const auto& viewer = asked.caller.viewer;
  const auto changed = blocked ? contact::block(tx, viewer, contact_in(asked)) : contact::unblock(tx, viewer, contact_in(asked));
  if (!changed) {
    return std::unexpected(changed.error());
  }
  if (changed->changed) {
    note_audit(tx, asked.caller, blocked ? "contact_blocked" : "contact_unblocked", {"contact", changed->main.value()});
  }
  return Changed{changed->main, changed->revision};
}

std::vector<api::Route> profile_routes(const Rules& rules) {
  const auto& settings = rules.contacts;
  return {
      api::write<FieldChanges, Changed>({.method = net::Method::patch,
                                         .path = "/api/v1/contacts/{contact}",
                                         .needs = api::needs(Right::contact_write),
                                         .operation = "changeContact",
                                         .summary = "Change what is known of a customer",
                                         .summary_zh = "修改客户资料",
                                         .tag = "contacts",
                                         .body_max_bytes = std::size_t{512} * 1024},
                                        want_group, if_seen<FieldChanges, Changed>(change)),
      api::write<IdentityGiven, Changed>(
          {.method = net::Method::post,
           .path = "/api/v1/contacts/{contact}/identities",
           .needs = api::needs(Right::contact_write),
           .operation = "addContactIdentity",
           .summary = "Note how a customer is reached",
           .summary_zh = "添加客户联系方式",
           .tag = "contacts",
           .what = "Only typed: nobody proves anything by writing it down."},
          want_group, if_seen<IdentityGiven, Changed>([settings](writer::Tx& tx, const api::Asked<IdentityGiven>& asked) {
            return told(contact::add_identity(tx, asked.caller.viewer, contact_in(asked), asked.given.kind, asked.given.value, settings));
          })),
      api::write<IdentityGiven, Changed>(
          {.method = net::Method::post,
           .path = "/api/v1/contacts/{contact}/identities/remove",
           .needs = api::needs(Right::contact_write),
           .operation = "removeContactIdentity",
           .summary = "Take a typed one away",
           .summary_zh = "移除客户联系方式",
           .tag = "contacts",
           .what = "From the whole group; a verified one stays."},
          want_group, if_seen<IdentityGiven, Changed>([settings](writer::Tx& tx, const api::Asked<IdentityGiven>& asked) {
            return told(
                contact::remove_identity(tx, asked.caller.viewer, contact_in(asked), asked.given.kind, asked.given.value, settings));
          })),
  };
}

api::Route block_route(bool blocked) {
  return api::write<api::Nothing, Changed>(
      {.method = net::Method::post,
       .path = blocked ? "/api/v1/contacts/{contact}/block" : "/api/v1/contacts/{contact}/unblock",
       .needs = api::needs(Right::contact_block),
       .operation = blocked ? "blockContact" : "unblockContact",
       .summary = blocked ? "Refuse a customer's messages" : "Take a customer's messages again",
       .summary_zh = blocked ? "屏蔽客户" : "取消屏蔽客户",
       .tag = "contacts",
       .what = "And those of everybody who is merged with him now."},
      [](writer::Tx& tx, const api::Asked<api::Nothing>& asked) { contact::want_block(tx, contact_in(asked)); },
      if_seen<api::Nothing, Changed>(blocked ? set_block<true> : set_block<false>));
}

}  // namespace

std::vector<api::Route> contact_act_routes(const Rules& rules) {
  auto all = profile_routes(rules);
  all.push_back(api::write<MergeWith, Merged>(
      {.method = net::Method::post,
       .path = "/api/v1/contacts/{contact}/merge",
       .needs = api::needs(Right::contact_merge),
       .operation = "mergeContacts",
       .summary = "These two are one person",
       .summary_zh = "合并客户",
       .tag = "contacts",
       .what = "Nothing is rewritten: undoing it is exact."},
      [](writer::Tx& tx, const api::Asked<MergeWith>& asked) { contact::want_merge(tx, contact_in(asked), asked.given.alias); },
      if_seen<MergeWith, Merged>(merge)));
  all.push_back(api::write<api::Nothing, Changed>({.method = net::Method::post,
                                                   .path = "/api/v1/contacts/{contact}/unmerge",
                                                   .needs = api::needs(Right::contact_merge),
                                                   .operation = "unmergeContact",
                                                   .summary = "This alias is a person of his own",
                                                   .summary_zh = "撤销合并",
                                                   .tag = "contacts",
                                                   .what = "With whoever had been merged with him."},
                                                  want_group, if_seen<api::Nothing, Changed>(unmerge)));
  all.push_back(block_route(true));
  all.push_back(block_route(false));
  return all;
}

}  // namespace zhiyin::rest
