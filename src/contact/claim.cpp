#include "contact/claim.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "contact/block.hpp"
#include "contact/merging.hpp"
#include "contact/profile.hpp"
#include "contact/rules.hpp"
#include "contact/service.hpp"
#include "contact/shelf.hpp"

namespace zhiyin::contact {
namespace {

using Contacts = std::vector<ContactId>;

constexpr db::Statement count_external{"count_external_ids",
                                       "SELECT count(*) FROM contact_identity WHERE contact {among:1} AND kind = 3 AND verified = 1"};
constexpr db::Statement count_known{"count_known_identity",
                                    "SELECT count(*) FROM contact_identity WHERE contact = $1 AND kind = $2 AND value = $3"};
constexpr db::Statement count_undone{"count_undone_merges",
                                     "SELECT count(*) FROM contact_alias WHERE undone_at > 0 AND alias IN ($1, $2) AND parent IN ($1, $2)"};
constexpr db::Statement read_owner{"read_identity_owner", "SELECT contact FROM identity WHERE inbox = $1 AND address = $2"};
constexpr db::Statement read_name{"read_contact_name", "SELECT name FROM contact WHERE id = $1"};
constexpr db::Statement read_group{
    "read_contact_group",
    "SELECT a.alias, a.parent, a.main, a.kind FROM contact_alias AS a WHERE a.undone_at = 0 AND a.main = coalesce((SELECT o.main FROM "
    "contact_alias AS o WHERE o.undone_at = 0 AND o.alias = $1), $1)"};
constexpr std::array<const db::Statement*, 6> all_statements{&count_external, &count_known, &count_undone,
                                                             &read_owner,     &read_name,   &read_group};

/// Where the decision looks: at the batch's rows, or at the store.
struct Look {
  db::Session& session;
  std::function<ContactId(InboxId, std::string_view)> owner_of;
  std::function<Group(ContactId)> group_of;

  [[nodiscard]] ContactId holder_of(IdentityKind kind, std::string_view value) const {
    return owner_of(everywhere, verified_address(kind, value));
  }
  [[nodiscard]] Contacts proved(ContactId contact) const { return proved_by(group_of(contact), contact); }
  [[nodiscard]] bool signed_in(const Contacts& set) const {
    std::vector<std::int64_t> ids;
    std::ranges::transform(set, std::back_inserter(ids), &ContactId::value);
    return session.query(count_external, {std::span<const std::int64_t>{ids}}).number(0, 0) > 0;
  }
  [[nodiscard]] bool knows(ContactId contact, IdentityKind kind, std::string_view value) const {
    return session.query(count_known, {contact.value(), static_cast<std::int64_t>(kind), value}).number(0, 0) > 0;
  }
  [[nodiscard]] bool taken_apart(ContactId one, ContactId other) const {
    return session.query(count_undone, {one.value(), other.value()}).number(0, 0) > 0;
  }
};

bool holds(const Contacts& set, ContactId id) {
  return std::ranges::find(set, id) != set.end();
}

class Planner {
 public:
  Planner(const Look& look, const Claim& claim) : look_(look), claim_(claim) {}

  Plan plan() {
    plan_.holder = look_.holder_of(IdentityKind::external_id, claim_.external_id);
    if (plan_.holder.none()) {
      plan_.details.push_back({IdentityKind::external_id, claim_.external_id, true});
    } else {
      plan_.proved = look_.proved(plan_.holder);
    }
    if (!claim_.address.empty()) {
      join(look_.owner_of(claim_.inbox, claim_.address));
    }
    detail(IdentityKind::email, claim_.email);
    detail(IdentityKind::phone, claim_.phone);
    return std::move(plan_);
  }

 private:
  /// Whoever it is becomes the holder's alias, if nothing speaks against it: he is nobody's alias, nobody else has signed in as him, and
  /// nobody took the two apart before.
  bool join(ContactId other) {
    if (other.none() || holds(plan_.proved, other)) {
      return !other.none();
    }
    const auto group = look_.group_of(other);
    const auto proved = proved_by(group, other);
    if (group.main != other || look_.signed_in(proved)) {
      return false;
    }
    if (!plan_.holder.none() && (look_.taken_apart(plan_.holder, other) || fault_in_merge(look_.group_of(plan_.holder), group))) {
      return false;
    }
    plan_.joining.push_back(other);
    plan_.proved.insert(plan_.proved.end(), proved.begin(), proved.end());
    return true;
  }

  void detail(IdentityKind kind, const std::string& value) {
    if (value.empty()) {
      return;
    }
    if (claim_.vouched) {
      const auto owner = look_.holder_of(kind, value);
      if (owner.none()) {
        plan_.details.push_back({kind, value, true});
        return;
      }
      if (join(owner)) {
        return;
      }
    }
    if (plan_.holder.none() || !look_.knows(plan_.holder, kind, value)) {
      plan_.details.push_back({kind, value, false});
    }
  }

  const Look& look_;
  const Claim& claim_;
  Plan plan_;
};

Look look_in(writer::Tx& tx) {
  return {tx.session(), [&tx](InboxId inbox, std::string_view address) { return owner_of(tx, inbox, address); },
          [&tx](ContactId contact) { return group_of(tx, contact); }};
}

Group read_group_of(db::Session& session, ContactId contact) {
  const auto rows = session.query(read_group, {contact.value()});
  Group group{contact, {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    group.aliases.push_back({ContactId{rows.number(i, 0)}, ContactId{rows.number(i, 1)}, ContactId{rows.number(i, 2)},
                             static_cast<MergeKind>(rows.number(i, 3))});
    group.main = group.aliases.back().main;
  }
  return group;
}

Look look_at(db::Session& session) {
  return {session,
          [&session](InboxId inbox, std::string_view address) {
            const auto rows = session.query(read_owner, {inbox.value(), address});
            return rows.empty() ? ContactId{} : ContactId{rows.number(0, 0)};
          },
          [&session](ContactId contact) { return read_group_of(session, contact); }};
}

/// The keys under which he may be known.
std::vector<std::pair<InboxId, std::string>> keys_of(const Claim& claim) {
  std::vector<std::pair<InboxId, std::string>> keys{{everywhere, verified_address(IdentityKind::external_id, claim.external_id)}};
  if (!claim.address.empty()) {
    keys.emplace_back(claim.inbox, claim.address);
  }
  if (claim.vouched && !claim.email.empty()) {
    keys.emplace_back(everywhere, verified_address(IdentityKind::email, claim.email));
  }
  if (claim.vouched && !claim.phone.empty()) {
    keys.emplace_back(everywhere, verified_address(IdentityKind::phone, claim.phone));
  }
  return keys;
}

}  // namespace

db::ModuleStatements claim_statements() {
  return {all_statements, {}};
}

void want_claim(writer::Tx& tx, const Claim& claim) {
  for (const auto& [inbox, address] : keys_of(claim)) {
    want_address(tx, inbox, address);
    if (const auto owner = owner_of(tx, inbox, address); !owner.none()) {
      want_block(tx, owner);
    }
  }
}

std::vector<ContactId> candidates(writer::Tx& tx, const Claim& claim) {
  Contacts all;
  for (const auto& [inbox, address] : keys_of(claim)) {
    if (const auto owner = owner_of(tx, inbox, address); !owner.none()) {
      for (const auto one : everyone(group_of(tx, owner))) {
        all.push_back(one);
      }
    }
  }
  return all;
}

Plan plan_for(writer::Tx& tx, const Claim& claim) {
  const auto look = look_in(tx);
  return Planner{look, claim}.plan();
}

ContactId bind(writer::Tx& tx, const Claim& claim, const Plan& plan, std::string_view name) {
  const auto holder =
      plan.holder.none() ? add(tx, everywhere, verified_address(IdentityKind::external_id, claim.external_id), name) : plan.holder;
  for (const auto other : plan.joining) {
    merge_proved(tx, holder, other);
  }
  bool changed = false;
  for (const auto& detail : plan.details) {
    if (detail.verified && detail.kind != IdentityKind::external_id) {
      attach(tx, everywhere, verified_address(detail.kind, detail.value), holder);
    }
    changed = keep_identity(tx, holder,
                            {detail.kind, detail.value, detail.verified, detail.verified ? Source::api : Source::visitor, tx.now()}) ||
              changed;
  }
  if (changed) {
    record_change(tx, holder, event::ContactPart::identity);
  }
  return holder;
}

Recognised recognise(db::Session& session, const Claim& claim) {
  const auto look = look_at(session);
  auto plan = Planner{look, claim}.plan();
  Recognised known{std::nullopt, plan.proved, plan.settled()};
  if (!plan.proved.empty()) {
    const auto rows = session.query(read_name, {plan.proved.front().value()});
    known.person = Person{PersonKind::visitor, plan.proved.front().value(), rows.empty() ? "" : std::string{rows.text(0, 0)}};
  }
  return known;
}

}  // namespace zhiyin::contact
