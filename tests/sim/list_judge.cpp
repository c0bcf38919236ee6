#include "sim/list_judge.hpp"

#include <array>

namespace zhiyin::sim {
namespace {

using std::chrono::hours;

// $1 who, $2 the moment before which a resolved conversation is in no list, $3 the moment of looking. Roles: 1 sees all, 5 nothing.
#define SIM_SEEN                                                                                                                       \
  "EXISTS (SELECT 1 FROM person AS p WHERE p.id = $1 AND p.active = 1 AND p.role <> 5 AND (p.role = 1 OR c.assignee = p.id OR EXISTS " \
  "(SELECT 1 FROM participant AS x WHERE x.conversation = c.id AND x.agent = p.id) OR ((EXISTS (SELECT 1 FROM inbox_person AS i "      \
  "WHERE i.inbox = c.inbox AND i.agent = p.id) OR EXISTS (SELECT 1 FROM inbox_team AS t JOIN team_member AS m ON m.team = t.team "     \
  "WHERE t.inbox = c.inbox AND m.agent = p.id)) AND (c.team = 0 OR EXISTS (SELECT 1 FROM team_member AS m WHERE m.team = c.team AND "  \
  "m.agent = p.id)))))"
#define SIM_LIST(where, order)                                                                                            \
  "SELECT c.id FROM conversation AS c WHERE (c.stage <> 3 OR c.resolved_at >= $2) AND $3 > 0 AND " SIM_SEEN " AND " where \
  " ORDER BY " order "c.id DESC"
#define SIM_NEWEST "c.last_at DESC, "
#define SIM_WAITING "CASE WHEN c.waiting_since = 0 THEN 1 ELSE 0 END, c.waiting_since, "

constexpr db::Statement queue{"sim_list_queue", SIM_LIST("c.stage = 1", SIM_NEWEST)};
constexpr db::Statement mine{"sim_list_mine", SIM_LIST("c.stage <> 3 AND c.assignee = $1", SIM_NEWEST)};
constexpr db::Statement open{"sim_list_open", SIM_LIST("c.stage <> 3", SIM_NEWEST)};
constexpr db::Statement ended{"sim_list_ended", SIM_LIST("c.stage IN (3, 5)", "c.created_at DESC, ")};
constexpr db::Statement unread{"sim_list_unread", SIM_LIST("c.stage <> 3 AND c.customer_unread > 0", SIM_WAITING)};
constexpr db::Statement asleep{"sim_list_asleep", SIM_LIST("c.stage <> 3 AND c.snoozed_until > $3", SIM_NEWEST)};
constexpr db::Statement late{
    "sim_list_late",
    SIM_LIST("c.stage <> 3 AND c.snoozed_until <= $3 AND c.waiting_since <> 0 AND $3 - c.waiting_since >= 600000", SIM_WAITING)};
constexpr db::Statement labelled{
    "sim_list_labelled", SIM_LIST("c.stage <> 3 AND EXISTS (SELECT 1 FROM conversation_label AS l WHERE l.conversation = c.id AND l.label "
                                  "IN ('label-1', 'label-2')) AND NOT EXISTS (SELECT 1 FROM conversation_label AS l WHERE l.conversation "
                                  "= c.id AND l.label = 'label-3')",
                                  SIM_NEWEST)};
constexpr db::Statement urgent{"sim_list_urgent", SIM_LIST("c.stage <> 3 AND c.priority >= 2", "c.priority DESC, " SIM_WAITING)};
constexpr db::Statement invited{"sim_list_invited", SIM_LIST("c.stage <> 3 AND EXISTS (SELECT 1 FROM participant AS y WHERE y.conversation "
                                                             "= c.id AND y.agent = $1)",
                                                             SIM_NEWEST)};
constexpr db::Statement of_experts{"sim_list_of_experts", SIM_LIST("c.stage <> 3 AND c.team = 40", SIM_NEWEST)};
constexpr db::Statement of_nobody{"sim_list_of_nobody", SIM_LIST("c.stage <> 3 AND c.assignee = 0 AND c.inbox = 2", SIM_NEWEST)};

constexpr db::Statement seen_one{"sim_seen_one", "SELECT c.id FROM conversation AS c WHERE c.id = $2 AND " SIM_SEEN};
constexpr db::Statement role_of{"sim_role_of", "SELECT p.role FROM person AS p WHERE p.id = $1 AND p.active = 1"};
constexpr db::Statement teams_of{"sim_teams_of", "SELECT m.team FROM team_member AS m WHERE m.agent = $1"};
constexpr db::Statement inboxes_of{"sim_inboxes_of",
                                   "SELECT i.inbox FROM inbox_person AS i WHERE i.agent = $1 UNION SELECT t.inbox FROM inbox_team AS t "
                                   "JOIN team_member AS m ON m.team = t.team WHERE m.agent = $1"};
constexpr db::Statement participants{"sim_participants", "SELECT x.conversation, x.agent FROM participant AS x"};

constexpr std::array<const db::Statement*, 17> all_statements{&queue,    &mine,     &open,     &ended,      &unread,      &asleep,
                                                              &late,     &labelled, &urgent,   &invited,    &of_experts,  &of_nobody,
                                                              &seen_one, &role_of,  &teams_of, &inboxes_of, &participants};

constexpr std::array<ListCase, 3> built_in{{{"queue", &queue}, {"mine", &mine}, {"open", &open}}};
constexpr std::array<ListCase, 9> filters{{
    {R"("filter":{"stages":["resolved","wrap_up"]},"sort":"created")", &ended},
    {R"("filter":{"unread":true},"sort":"waiting")", &unread},
    {R"("filter":{"snoozed":true})", &asleep},
    {R"("filter":{"snoozed":false,"waiting_ms":600000},"sort":"waiting")", &late},
    {R"("filter":{"labels":["label-1","label-2"],"without_labels":["label-3"]})", &labelled},
    {R"("filter":{"priority":2},"sort":"priority")", &urgent},
    {R"("filter":{"participant":"me"})", &invited},
    {R"("filter":{"teams":["0000000000018"]})", &of_experts},
    {R"("filter":{"assignee":"nobody","inboxes":["0000000000002"]},"sort":"newest")", &of_nobody},
}};

}  // namespace

db::ModuleStatements judge_statements() {
  return {all_statements, {}};
}

std::span<const ListCase> built_in_cases() {
  return built_in;
}

std::span<const ListCase> filter_cases() {
  return filters;
}

std::vector<ConversationId> listed(db::Session& session, const ListCase& what, AgentId who, Time as_of) {
  const auto rows = session.query(*what.query, {who.value(), to_millis(as_of - hours{24}), to_millis(as_of)});
  std::vector<ConversationId> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ids.emplace_back(rows.number(i, 0));
  }
  return ids;
}

bool may_see(db::Session& session, AgentId who, ConversationId id) {
  return !session.query(seen_one, {who.value(), id.value()}).empty();
}

Rights rights_of(db::Session& session, AgentId who) {
  Rights rights;
  const auto role = session.query(role_of, {who.value()});
  rights.reads = !role.empty() && role.number(0, 0) != 5;
  rights.reads_all = !role.empty() && role.number(0, 0) == 1;
  const auto teams = session.query(teams_of, {who.value()});
  for (std::size_t i = 0; i < teams.size(); ++i) {
    rights.teams.emplace(teams.number(i, 0));
  }
  const auto inboxes = session.query(inboxes_of, {who.value()});
  for (std::size_t i = 0; i < inboxes.size(); ++i) {
    rights.inboxes.emplace(inboxes.number(i, 0));
  }
  return rights;
}

TakingPart::TakingPart(db::Session& session) {
  const auto rows = session.query(participants, {});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all_.emplace(ConversationId{rows.number(i, 0)}, AgentId{rows.number(i, 1)});
  }
}

void TakingPart::apply(const event::InnerFact& fact) {
  if (const auto* joined = std::get_if<event::ParticipantJoined>(&fact.change)) {
    all_.emplace(fact.conversation, AgentId{joined->who.id});
    left_.erase({fact.conversation, AgentId{joined->who.id}});
  } else if (const auto* gone = std::get_if<event::ParticipantLeft>(&fact.change)) {
    left_.emplace(fact.conversation, AgentId{gone->who.id});
  }
}

void TakingPart::settle() {
  for (const auto& one : left_) {
    all_.erase(one);
  }
  left_.clear();
}

}  // namespace zhiyin::sim
