#include "identity/store.hpp"

#include <array>

#include "identity/reading.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::identity {
namespace {

#define ZHIYIN_PERSON_COLUMNS "p.id, p.name, p.email, p.role, p.active, p.demo, p.capacity, p.created_at"

constexpr db::Statement insert_person{
    "insert_person",
    "INSERT INTO person (id, name, email, role, active, demo, capacity, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr db::Statement update_person{"update_person",
                                      "UPDATE person SET name = $2, email = $3, role = $4, active = $5, capacity = $6 WHERE id = $1"};
constexpr db::Statement count_other_administrators{
    "count_other_administrators", "SELECT count(*) FROM person AS p WHERE p.role = $1 AND p.active = 1 AND p.demo = 0 AND p.id <> $2"};
constexpr db::Statement count_persons{"count_persons", "SELECT count(*) FROM person"};
constexpr db::Statement person_of_id{"person_of_id", "SELECT " ZHIYIN_PERSON_COLUMNS " FROM person AS p WHERE p.id = $1"};
constexpr db::Statement person_of_email{"person_of_email",
                                        "SELECT " ZHIYIN_PERSON_COLUMNS " FROM person AS p WHERE p.email = $1 AND p.email <> ''"};
constexpr db::Statement persons_after{"persons_after",
                                      "SELECT " ZHIYIN_PERSON_COLUMNS " FROM person AS p WHERE p.id > $1 ORDER BY p.id LIMIT $2"};

constexpr db::Statement persons_among{"persons_among", "SELECT p.id FROM person AS p WHERE p.id {among:1} ORDER BY p.id"};
constexpr db::Statement insert_access_head{"insert_access_head",
                                           "INSERT INTO access_head (one, generation) VALUES (1, 1) ON CONFLICT DO NOTHING RETURNING one"};
constexpr db::Statement lock_access_head{"lock_access_head", "SELECT h.generation FROM access_head AS h {lock}"};
constexpr db::Statement read_access_head{"read_access_head", "SELECT h.generation FROM access_head AS h"};
constexpr db::Statement raise_access_head{"raise_access_head", "UPDATE access_head SET generation = generation + 1 RETURNING generation"};

constexpr std::array<const db::Statement*, 12> all_statements{
    &insert_person, &update_person, &count_other_administrators, &count_persons,    &person_of_id,     &person_of_email,
    &persons_after, &persons_among, &insert_access_head,         &lock_access_head, &read_access_head, &raise_access_head};

Member member_of(const db::Rows& rows, std::size_t row) {
  return {.id = AgentId{rows.number(row, 0)},
          .name = std::string{rows.text(row, 1)},
          .email = std::string{rows.text(row, 2)},
          .role = static_cast<Role>(rows.number(row, 3)),
          .active = rows.number(row, 4) != 0,
          .demo = rows.number(row, 5) != 0,
          .capacity = rows.number(row, 6),
          .created_at = from_millis(rows.number(row, 7))};
}

std::optional<Member> one_of(const db::Rows& rows) {
  return rows.empty() ? std::nullopt : std::optional{member_of(rows, 0)};
}

std::int64_t generation_of(const db::Rows& rows) {
  require(rows.size() == 1, "there is one head of access since the store was founded");
  return rows.number(0, 0);
}

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, {}};
}

void insert(db::Session& session, const Member& member) {
  (void)session.query(insert_person,
                      {member.id.value(), member.name, member.email, static_cast<std::int64_t>(member.role), std::int64_t{member.active},
                       std::int64_t{member.demo}, member.capacity, to_millis(member.created_at)});
}

void update(db::Session& session, const Member& member) {
  (void)session.query(update_person, {member.id.value(), member.name, member.email, static_cast<std::int64_t>(member.role),
                                      std::int64_t{member.active}, member.capacity});
}

std::int64_t other_administrators(db::Session& session, AgentId but) {
  return session.query(count_other_administrators, {static_cast<std::int64_t>(Role::administrator), but.value()}).number(0, 0);
}

std::int64_t count_people(db::Session& session) {
  return session.query(count_persons, {}).number(0, 0);
}

std::int64_t lock_generation(db::Session& session) {
  return generation_of(session.query(lock_access_head, {}));
}

std::int64_t raise_generation(db::Session& session) {
  return generation_of(session.query(raise_access_head, {}));
}

bool found_head(db::Session& session) {
  return !session.query(insert_access_head, {}).empty();
}

std::optional<Member> find(db::Session& session, AgentId id) {
  return one_of(session.query(person_of_id, {id.value()}));
}

std::optional<Member> find_by_email(db::Session& session, std::string_view email) {
  return one_of(session.query(person_of_email, {email}));
}

db::Ticket send_all(db::Session& session, AgentId after, std::int64_t limit) {
  const std::array<db::Value, 2> parameters{after.value(), limit};
  return session.send(persons_after, parameters);
}

std::vector<Member> take_all(db::Session& session, db::Ticket ticket) {
  const auto rows = session.take(ticket);
  std::vector<Member> members;
  members.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    members.push_back(member_of(rows, i));
  }
  return members;
}

std::vector<Member> all(db::Session& session, AgentId after, std::int64_t limit) {
  return take_all(session, send_all(session, after, limit));
}

std::optional<AgentId> first_missing(db::Session& session, std::span<const AgentId> people) {
  std::vector<std::int64_t> ids;
  for (const auto id : people) {
    ids.push_back(id.value());
  }
  const auto rows = session.query(persons_among, {std::span<const std::int64_t>{ids}});
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (i >= rows.size() || rows.number(i, 0) != ids[i]) {
      return people[i];
    }
  }
  return std::nullopt;
}

db::Ticket send_generation(db::Session& session) {
  return session.send(read_access_head, {});
}

std::int64_t take_generation(db::Session& session, db::Ticket ticket) {
  return generation_of(session.take(ticket));
}

}  // namespace zhiyin::identity
