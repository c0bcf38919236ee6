#include "contact/merging.hpp"

#include <algorithm>
#include <array>

#include "contact/block.hpp"
#include "contact/shelf.hpp"

namespace zhiyin::contact {
namespace {

constexpr db::Statement insert_alias{"insert_alias",
                                     "INSERT INTO contact_alias (id, alias, parent, main, kind, by_person, at, undone_at, undone_by) "
                                     "VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)"};
constexpr db::Statement lead_aliases{"lead_aliases", "UPDATE contact_alias SET main = $1 WHERE undone_at = 0 AND alias {among:2}"};
constexpr db::Statement undo_alias{"undo_alias",
                                   "UPDATE contact_alias SET undone_at = $2, undone_by = $3 WHERE undone_at = 0 AND alias = $1"};
constexpr std::array<const db::Statement*, 3> all_statements{&insert_alias, &lead_aliases, &undo_alias};

ContactShelf& contacts(writer::Tx& tx) {
  return tx.shelf<ContactShelf>();
}

/// Makes all of `who` lead to `main`, in the store and on the shelf.
void lead(writer::Tx& tx, const Group& group, const std::vector<ContactId>& who, ContactId main) {
  std::vector<std::int64_t> moved;
  for (auto one : group.aliases) {
    if (std::ranges::find(who, one.alias) != who.end()) {
      one.main = main;
      contacts(tx).put_alias(one);
      moved.push_back(one.alias.value());
    }
  }
  if (!moved.empty()) {
    (void)tx.session().query(lead_aliases, {main.value(), std::span<const std::int64_t>{moved}});
  }
}

Merged join(writer::Tx& tx, AgentId by, MergeKind kind, ContactId main, ContactId alias) {
  auto& shelf = contacts(tx);
  const auto into = shelf.group_of(main);
  const auto from = shelf.group_of(alias);
  lead(tx, from, everyone(from), into.main);
  const Alias added{from.main, main, into.main, kind};
  (void)tx.session().query(insert_alias, {new_id<struct AliasTag>(tx.now(), tx.chance()).value(), added.alias.value(), added.parent.value(),
                                          added.main.value(), static_cast<std::int64_t>(kind), by.value(), to_millis(tx.now())});
  shelf.put_alias(added);
  const auto revision = record(tx, into.main, by, event::ContactMerged{from.main, kind == MergeKind::automatic});
  const auto all = everyone(shelf.group_of(main));
  const auto is_blocked = [&tx](ContactId one) { return blocked(tx, one); };
  return {into.main, from.main, revision, std::ranges::any_of(all, is_blocked) && !std::ranges::all_of(all, is_blocked)};
}

std::optional<Error> fault_in_right(const access::Viewer& by) {
  if (by.may(identity::Right::contact_merge)) {
    return std::nullopt;
  }
  return Error{ErrorCode::forbidden, "your role may not merge customers", "", "ask an agent or a supervisor", {}};
}

}  // namespace

db::ModuleStatements merging_statements() {
  return {all_statements, {}};
}

void want_group(writer::Tx& tx, ContactId contact) {
  contacts(tx).want_group(contact);
}

Group group_of(writer::Tx& tx, ContactId contact) {
  return contacts(tx).group_of(contact);
}

void want_merge(writer::Tx& tx, ContactId main, ContactId alias) {
  want_block(tx, main);
  want_block(tx, alias);
}

Result<Merged> merge(writer::Tx& tx, const access::Viewer& by, ContactId main, ContactId alias) {
  if (auto fault = fault_in_right(by)) {
    return std::unexpected(std::move(*fault));
  }
  if (contacts(tx).find(main) == nullptr || contacts(tx).find(alias) == nullptr) {
    return no_such_contact();
  }
  if (main == alias) {
    return refuse(ErrorCode::invalid, "a contact cannot be merged with itself", "alias", "name another contact");
  }
  if (auto fault = fault_in_merge(group_of(tx, main), group_of(tx, alias))) {
    return std::unexpected(std::move(*fault));
  }
  return join(tx, by.person, MergeKind::by_hand, main, alias);
}

Result<Unmerged> unmerge(writer::Tx& tx, const access::Viewer& by, ContactId alias) {
  if (auto fault = fault_in_right(by)) {
    return std::unexpected(std::move(*fault));
  }
  if (contacts(tx).find(alias) == nullptr) {
    return no_such_contact();
  }
  const auto group = group_of(tx, alias);
  if (group.main == alias) {
    return refuse(ErrorCode::conflict, "this contact is nobody's alias", "alias", "name the alias, not the main contact");
  }
  (void)tx.session().query(undo_alias, {alias.value(), to_millis(tx.now()), by.person.value()});
  lead(tx, group, with_its_own(group, alias), alias);
  contacts(tx).drop_alias(alias);
  return Unmerged{group.main, record(tx, group.main, by.person, event::ContactUnmerged{alias})};
}

void merge_proved(writer::Tx& tx, ContactId main, ContactId alias) {
  (void)join(tx, AgentId{}, MergeKind::automatic, main, alias);
}

}  // namespace zhiyin::contact
