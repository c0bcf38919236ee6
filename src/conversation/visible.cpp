#include "conversation/visible.hpp"

#include <limits>

#include "conversation/store.hpp"

namespace zhiyin::conversation {
namespace {

using identity::Right;
using Numbers = std::span<const std::int64_t>;

constexpr db::Statement one_visible{
    "one_visible", "SELECT " ZHIYIN_CONVERSATION_COLUMNS " FROM conversation AS c WHERE c.id = $5 AND " ZHIYIN_VISIBLE_CONVERSATION};
constexpr db::Statement contacts_visible{"contacts_visible",
                                         "SELECT DISTINCT c.contact FROM conversation AS c WHERE c.contact {among:5} "
                                         "AND " ZHIYIN_VISIBLE_CONVERSATION " ORDER BY c.contact"};
constexpr db::Statement contacts_visible_below{"contacts_visible_below",
                                               "SELECT DISTINCT c.contact FROM conversation AS c WHERE c.contact < $5 "
                                               "AND " ZHIYIN_VISIBLE_CONVERSATION " ORDER BY c.contact DESC LIMIT $6"};
constexpr std::array<const db::Statement*, 3> all{&one_visible, &contacts_visible, &contacts_visible_below};

db::Rows ask(db::Session& session, const db::Statement& statement, const access::Viewer& viewer, std::initializer_list<db::Value> about) {
  const Sight sight{viewer};
  const auto seen = sight.parameters();
  std::vector<db::Value> parameters{seen.begin(), seen.end()};
  parameters.insert(parameters.end(), about);
  return session.take(session.send(statement, parameters));
}

std::vector<ContactId> contacts_in(const db::Rows& rows) {
  std::vector<ContactId> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.emplace_back(rows.number(i, 0));
  }
  return found;
}

}  // namespace

Sight::Sight(const access::Viewer& viewer) : teams_{0} {
  if (!viewer.may(Right::conversation_read)) {
    return;  // no inbox, nobody's: nothing is visible
  }
  everything_ = viewer.may(Right::conversation_read_all) ? 1 : 0;
  person_ = viewer.person.value();
  for (const auto inbox : viewer.inboxes) {
    inboxes_.push_back(inbox.value());
  }
  for (const auto team : viewer.teams) {
    teams_.push_back(team.value());
  }
}

std::array<db::Value, 4> Sight::parameters() const {
  return {everything_, person_, Numbers{inboxes_}, Numbers{teams_}};
}

std::span<const db::Statement* const> visible_statements() {
  return all;
}

std::optional<Conversation> visible_conversation(db::Session& session, const access::Viewer& viewer, ConversationId id) {
  const auto rows = ask(session, one_visible, viewer, {id.value()});
  return rows.empty() ? std::nullopt : std::optional{read_conversation(rows, 0)};
}

std::vector<ContactId> visible_contacts(db::Session& session, const access::Viewer& viewer, std::span<const ContactId> contacts) {
  std::vector<std::int64_t> among;
  for (const auto contact : contacts) {
    among.push_back(contact.value());
  }
  return contacts_in(ask(session, contacts_visible, viewer, {Numbers{among}}));
}

std::vector<ContactId> visible_contacts_below(db::Session& session, const access::Viewer& viewer, ContactId below, std::int64_t limit) {
  const auto from = below.none() ? std::numeric_limits<std::int64_t>::max() : below.value();
  return contacts_in(ask(session, contacts_visible_below, viewer, {from, limit}));
}

}  // namespace zhiyin::conversation
