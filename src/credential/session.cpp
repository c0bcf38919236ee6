#include <algorithm>
#include <array>

#include "credential/reading.hpp"
#include "credential/service.hpp"
#include "credential/store.hpp"
#include "credential/token_text.hpp"
#include "event/access.hpp"
#include "identity/reading.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::credential {
namespace {

constexpr std::size_t address_max_bytes = 64;
constexpr std::size_t user_agent_max_bytes = 200;
constexpr Millis touch_every = std::chrono::minutes{1};

constexpr db::Statement make_person_row{"make_password_row",
                                        "INSERT INTO password (person, stored, changed_at) VALUES ($1, '', 0) ON CONFLICT DO NOTHING"};
constexpr db::Statement lock_person_row{"lock_password_row", "SELECT person FROM password WHERE person = $1 {lock}"};
constexpr db::Statement insert_session{"insert_session",
                                       "INSERT INTO session (id, person, digest, made_at, seen_at, address, user_agent) "
                                       "VALUES ($1, $2, $3, $4, $4, $5, $6)"};
// Those that have run out, and the oldest above the limit.
constexpr db::Statement drop_surplus{"drop_surplus_sessions",
                                     "DELETE FROM session WHERE person = $1 AND (made_at <= $2 OR seen_at <= $3 OR id IN (SELECT id FROM "
                                     "session WHERE person = $1 ORDER BY made_at DESC, id DESC LIMIT 1000 OFFSET $4)) RETURNING id"};
constexpr db::Statement drop_session{"drop_session", "DELETE FROM session WHERE id = $1 AND person = $2 RETURNING id"};
constexpr db::Statement drop_sessions{"drop_sessions", "DELETE FROM session WHERE person = $1 AND id <> $2 RETURNING id"};
constexpr db::Statement revoke_all{"revoke_personal_tokens",
                                   "UPDATE token SET revoked_at = $2 WHERE kind = 1 AND person = $1 AND revoked_at = 0 RETURNING id"};
constexpr db::Statement touch_session{"touch_session", "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at <= $3"};
constexpr db::Statement touch_token{"touch_token", "UPDATE token SET used_at = $2 WHERE id = $1 AND used_at <= $3"};
constexpr db::Statement read_sessions{"read_sessions",
                                      "SELECT id, person, made_at, seen_at, address, user_agent FROM session "
                                      "WHERE person = $1 AND made_at > $2 AND seen_at > $3 ORDER BY made_at DESC, id DESC"};
constexpr std::array<const db::Statement*, 10> all_statements{&make_person_row, &lock_person_row, &insert_session, &drop_surplus,
                                                              &drop_session,    &drop_sessions,   &revoke_all,     &touch_session,
                                                              &touch_token,     &read_sessions};

/// Whoever keeps something open for it closes it before the next fact.
void tell_end(writer::Tx& tx, std::int64_t id) {
  forget_who(tx, id);
  tx.record(event::write(event::AccessChanged{.generation = 0, .part = event::AccessPart::session, .id = id, .at = tx.now()}));
}

std::int64_t tell_ends(writer::Tx& tx, const db::Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    tell_end(tx, rows.number(i, 0));
  }
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace

std::span<const db::Statement* const> session_statements() {
  return all_statements;
}

audit::Party party_of(const Who& who) {
  return who.kind == WhoKind::service_token ? audit::Party{"service", who.id} : audit::Party{"person", who.person.value()};
}

void lock_person(writer::Tx& tx, AgentId person) {
  (void)tx.session().query(make_person_row, {person.value()});
  (void)tx.session().query(lock_person_row, {person.value()});
}

Opened open_session(writer::Tx& tx, AgentId person, const Browser& browser, const Settings& settings) {
  auto text = fresh_session_text(tx.chance());
  const auto id = new_id<SessionTag>(tx.now(), tx.chance());
  const auto address = kept_text(browser.address, address_max_bytes);
  auto& session = tx.session();
  tell_ends(tx, session.query(drop_surplus, {person.value(), to_millis(tx.now() - settings.session_life),
                                             to_millis(tx.now() - settings.session_idle), sessions_max - 1}));
  const auto digest = read_session_text(text)->digest;
  (void)session.query(insert_session, {id.value(), person.value(), digest, to_millis(tx.now()), address,
                                       kept_text(browser.user_agent, user_agent_max_bytes)});
  json::Writer details;
  audit::note(tx, {.actor = {"person", person.value()},
                   .action = "signed_in",
                   .subject = {"session", id.value()},
                   .details = details.begin_object().field("address", address).end_object().take()});
  return {id, person, std::move(text), tx.now() + settings.session_life};
}

Result<Opened> demo_sign_in(writer::Tx& tx, AgentId person, bool at_home, const Browser& browser, const Settings& settings) {
  const auto refusal = refuse(ErrorCode::unauthenticated, "demonstration people sign in on the server's own machine only");
  if (!at_home) {
    return refusal;
  }
  const auto seen = identity::find(tx.session(), person);
  if (!seen || !seen->demo || !seen->active) {
    return refusal;
  }
  lock_person(tx, person);
  const auto member = identity::find(tx.session(), person);
  if (!member || !member->active) {
    return refusal;
  }
  return open_session(tx, person, browser, settings);
}

Result<void> end_session(writer::Tx& tx, const audit::Party& by, AgentId person, SessionId id) {
  if (tell_ends(tx, tx.session().query(drop_session, {id.value(), person.value()})) == 0) {
    return refuse(ErrorCode::not_found, "there is no such session");
  }
  audit::note(tx, {.actor = by, .action = "session_ended", .subject = {"session", id.value()}});
  return {};
}

std::int64_t end_sessions(writer::Tx& tx, const audit::Party& by, AgentId person, SessionId kept) {
  const auto ended = tell_ends(tx, tx.session().query(drop_sessions, {person.value(), kept.value()}));
  if (ended > 0) {
    json::Writer details;
    audit::note(tx, {.actor = by,
                     .action = "sessions_ended",
                     .subject = {"person", person.value()},
                     .details = details.begin_object().field("sessions", ended).end_object().take()});
  }
  return ended;
}

std::int64_t end_all(writer::Tx& tx, const audit::Party& by, AgentId person) {
  lock_person(tx, person);
  auto ended = tell_ends(tx, tx.session().query(drop_sessions, {person.value(), 0}));
  ended += tell_ends(tx, tx.session().query(revoke_all, {person.value(), to_millis(tx.now())}));
  json::Writer details;
  audit::note(tx, {.actor = by,
                   .action = "access_ended",
                   .subject = {"person", person.value()},
                   .details = details.begin_object().field("sessions_and_tokens", ended).end_object().take()});
  return ended;
}

void touch(writer::Tx& tx, const Who& who) {
  const auto& statement = who.kind == WhoKind::session ? touch_session : touch_token;
  (void)tx.session().query(statement, {who.id, to_millis(tx.now()), to_millis(tx.now() - touch_every)});
}

std::vector<Session> sessions_of(db::Session& session, AgentId person, Time now, const Settings& settings) {
  const auto rows =
      session.query(read_sessions, {person.value(), to_millis(now - settings.session_life), to_millis(now - settings.session_idle)});
  std::vector<Session> sessions;
  sessions.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sessions.push_back({.id = SessionId{rows.number(i, 0)},
                        .person = AgentId{rows.number(i, 1)},
                        .made_at = from_millis(rows.number(i, 2)),
                        .seen_at = from_millis(rows.number(i, 3)),
                        .address = std::string{rows.text(i, 4)},
                        .user_agent = std::string{rows.text(i, 5)}});
  }
  return sessions;
}

}  // namespace zhiyin::credential
