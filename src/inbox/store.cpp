#include "inbox/store.hpp"

#include <array>

#include "hours/words.hpp"
#include "inbox/reading.hpp"

namespace zhiyin::inbox {
namespace {

using db::ColumnType;

#define ZHIYIN_INBOX_COLUMNS \
  "i.id, i.name, i.kind, i.active, i.reopen_days, i.wrap_up, i.offer, i.identity_secret, i.identity_required, i.hours, i.bot"

constexpr db::Statement inboxes_all{"inboxes_all", "SELECT " ZHIYIN_INBOX_COLUMNS " FROM inbox AS i ORDER BY i.id"};
constexpr db::Statement inbox_of_id{"inbox_of_id", "SELECT " ZHIYIN_INBOX_COLUMNS " FROM inbox AS i WHERE i.id = $1"};
constexpr db::Statement inbox_of_name{"inbox_of_name", "SELECT i.id FROM inbox AS i WHERE i.name = $1"};
constexpr db::Statement inbox_people_all{"inbox_people_all", "SELECT p.inbox, p.agent FROM inbox_person AS p ORDER BY p.inbox, p.agent"};
constexpr db::Statement inbox_teams_all{"inbox_teams_all", "SELECT t.inbox, t.team FROM inbox_team AS t ORDER BY t.inbox, t.team"};
constexpr db::Statement people_of_inbox{"people_of_inbox",
                                        "SELECT p.inbox, p.agent FROM inbox_person AS p WHERE p.inbox = $1 ORDER BY p.agent"};
constexpr db::Statement teams_of_inbox{"teams_of_inbox", "SELECT t.inbox, t.team FROM inbox_team AS t WHERE t.inbox = $1 ORDER BY t.team"};
constexpr db::Statement inboxes_of_team{
    "inboxes_of_team", "SELECT i.name FROM inbox_team AS t JOIN inbox AS i ON i.id = t.inbox WHERE t.team = $1 ORDER BY i.name"};
constexpr db::Statement update_inbox{"update_inbox",
                                     "UPDATE inbox SET name = $2, active = $3, reopen_days = $4, wrap_up = $5, offer = $6, "
                                     "identity_secret = $7, identity_required = $8, hours = $9, bot = $10 WHERE id = $1"};
constexpr db::Statement replace_secret{"replace_inbox_secret",
                                       "UPDATE inbox SET identity_secret = $3 WHERE id = $1 AND identity_secret = $2"};
constexpr db::Statement remove_people{"remove_inbox_people", "DELETE FROM inbox_person WHERE inbox = $1"};
constexpr db::Statement remove_teams{"remove_inbox_teams", "DELETE FROM inbox_team WHERE inbox = $1"};

constexpr std::array<db::Column, 11> inbox_columns{{{"id", ColumnType::number},
                                                    {"name", ColumnType::text},
                                                    {"kind", ColumnType::number},
                                                    {"active", ColumnType::number},
                                                    {"reopen_days", ColumnType::number},
                                                    {"wrap_up", ColumnType::number},
                                                    {"offer", ColumnType::number},
                                                    {"identity_secret", ColumnType::text},
                                                    {"identity_required", ColumnType::number},
                                                    {"hours", ColumnType::text},
                                                    {"bot", ColumnType::number}}};
constexpr db::Bulk insert_inbox{"insert_inbox", db::Write::insert, "inbox", inbox_columns, 1};
constexpr std::array<db::Column, 2> person_columns{{{"inbox", ColumnType::number}, {"agent", ColumnType::number}}};
constexpr db::Bulk insert_person{"insert_inbox_person", db::Write::insert, "inbox_person", person_columns, 2};
constexpr std::array<db::Column, 2> team_columns{{{"inbox", ColumnType::number}, {"team", ColumnType::number}}};
constexpr db::Bulk insert_team{"insert_inbox_team", db::Write::insert, "inbox_team", team_columns, 2};

constexpr std::array<const db::Statement*, 12> all_statements{&inboxes_all,     &inbox_of_id,     &inbox_of_name,  &inbox_people_all,
                                                              &inbox_teams_all, &people_of_inbox, &teams_of_inbox, &inboxes_of_team,
                                                              &update_inbox,    &remove_people,   &remove_teams,   &replace_secret};
constexpr std::array<const db::Bulk*, 3> all_bulks{&insert_inbox, &insert_person, &insert_team};

/// What cannot be read counts as none: an inbox that is open too long is better than a server that does not start.
std::optional<hours::Schedule> hours_of(std::string_view text) {
  if (text.empty()) {
    return std::nullopt;
  }
  auto schedule = hours::read_text(text);
  return schedule ? std::optional{*std::move(schedule)} : std::nullopt;
}
std::string hours_text(const Inbox& inbox) {
  return inbox.hours ? hours::text_of(*inbox.hours) : "";
}

Inbox inbox_of(const db::Rows& rows, std::size_t row) {
  return {.id = InboxId{rows.number(row, 0)},
          .name = std::string{rows.text(row, 1)},
          .kind = static_cast<Kind>(rows.number(row, 2)),
          .active = rows.number(row, 3) != 0,
          .people = {},
          .teams = {},
          .reopen_days = rows.number(row, 4),
          .wrap_up = Millis{rows.number(row, 5)},
          .offer = Millis{rows.number(row, 6)},
          .kept_secret = std::string{rows.text(row, 7)},
          .identity_required = rows.number(row, 8) != 0,
          .hours = hours_of(rows.text(row, 9)),
          .bot = rows.number(row, 10) != 0};
}

/// Gives the rows (inbox, id) to their inboxes; both are ascending by inbox.
template <class Id>
void give(std::vector<Inbox>& inboxes, std::vector<Id> Inbox::* where, const db::Rows& rows) {
  std::size_t next = 0;
  for (auto& inbox : inboxes) {
    for (; next < rows.size() && rows.number(next, 0) <= inbox.id.value(); ++next) {
      if (rows.number(next, 0) == inbox.id.value()) {
        (inbox.*where).emplace_back(rows.number(next, 1));
      }
    }
  }
}

std::vector<Inbox> inboxes_of(const db::Rows& rows, const db::Rows& people, const db::Rows& teams) {
  std::vector<Inbox> inboxes;
  inboxes.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    inboxes.push_back(inbox_of(rows, i));
  }
  give(inboxes, &Inbox::people, people);
  give(inboxes, &Inbox::teams, teams);
  return inboxes;
}

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, all_bulks};
}

void insert(db::Session& session, const Inbox& inbox) {
  const auto hours = hours_text(inbox);
  session.put(insert_inbox, {inbox.id.value(), inbox.name, static_cast<std::int64_t>(inbox.kind), std::int64_t{inbox.active},
                             inbox.reopen_days, inbox.wrap_up.count(), inbox.offer.count(), inbox.kept_secret,
                             std::int64_t{inbox.identity_required}, hours, std::int64_t{inbox.bot}});
}

void update(db::Session& session, const Inbox& inbox) {
  const auto hours = hours_text(inbox);
  (void)session.query(update_inbox,
                      {inbox.id.value(), inbox.name, std::int64_t{inbox.active}, inbox.reopen_days, inbox.wrap_up.count(),
                       inbox.offer.count(), inbox.kept_secret, std::int64_t{inbox.identity_required}, hours, std::int64_t{inbox.bot}});
}

void replace_secret_of(db::Session& session, const Inbox& inbox, std::string_view kept) {
  (void)session.query(replace_secret, {inbox.id.value(), inbox.kept_secret, kept});
}

void replace_people(db::Session& session, InboxId inbox, std::span<const AgentId> people) {
  (void)session.query(remove_people, {inbox.value()});
  for (const auto agent : people) {
    session.put(insert_person, {inbox.value(), agent.value()});
  }
}

void replace_teams(db::Session& session, InboxId inbox, std::span<const TeamId> teams) {
  (void)session.query(remove_teams, {inbox.value()});
  for (const auto team : teams) {
    session.put(insert_team, {inbox.value(), team.value()});
  }
}

std::optional<InboxId> inbox_named(db::Session& session, std::string_view name) {
  const auto rows = session.query(inbox_of_name, {name});
  return rows.empty() ? std::nullopt : std::optional{InboxId{rows.number(0, 0)}};
}

std::optional<Inbox> find(db::Session& session, InboxId id) {
  const auto rows = session.query(inbox_of_id, {id.value()});
  if (rows.empty()) {
    return std::nullopt;
  }
  const auto people = session.query(people_of_inbox, {id.value()});
  return inboxes_of(rows, people, session.query(teams_of_inbox, {id.value()})).front();
}

AllAsked send_all(db::Session& session) {
  return {session.send(inboxes_all, {}), session.send(inbox_people_all, {}), session.send(inbox_teams_all, {})};
}

std::vector<Inbox> take_all(db::Session& session, const AllAsked& asked) {
  const auto inboxes = session.take(asked.inboxes);
  const auto people = session.take(asked.people);
  return inboxes_of(inboxes, people, session.take(asked.teams));
}

std::vector<Inbox> all(db::Session& session) {
  return take_all(session, send_all(session));
}

std::vector<std::string> served_by(db::Session& session, TeamId team) {
  const auto rows = session.query(inboxes_of_team, {team.value()});
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    names.push_back("inbox " + std::string{rows.text(i, 0)});
  }
  return names;
}

}  // namespace zhiyin::inbox
