#include "platform/journal/journal.hpp"

#include <array>

#include "platform/base/require.hpp"

namespace zhiyin::journal {
namespace {

using db::ColumnType;

constexpr db::Statement found_head{"found_head", "INSERT INTO log_head (one, log_id, pos) VALUES (1, $1, 0) ON CONFLICT DO NOTHING"};
constexpr db::Statement renew_head{"renew_head", "UPDATE log_head SET log_id = $1"};
constexpr db::Statement read_head{"read_head", "SELECT log_id, pos FROM log_head"};
constexpr db::Statement advance_head{"advance_head", "UPDATE log_head SET pos = pos + $1 RETURNING pos"};
constexpr db::Statement read_facts{"read_facts",
                                   "SELECT pos, kind, subject, revision, at, envelope, owner, retention, coalesce(body, '') FROM fact "
                                   "WHERE pos > $1 ORDER BY pos LIMIT $2"};
constexpr db::Statement trim_facts{"trim_facts", "DELETE FROM fact WHERE pos <= $1"};

// One statement takes the positions and writes the facts, so that the head is locked for as short a time as can be.
constexpr db::Statement append_facts{
    "append_facts",
    "WITH head AS (UPDATE log_head SET pos = pos + cardinality($1::text[]) RETURNING pos - cardinality($1::text[]) AS before) "
    "INSERT INTO fact (pos, kind, subject, revision, at, envelope, owner, retention, body) "
    "SELECT head.before + v.n, v.kind, v.subject, v.revision, v.at, v.envelope, v.owner, v.retention, v.body FROM head, "
    "unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::text[]) "
    "WITH ORDINALITY AS v(kind, subject, revision, at, envelope, owner, retention, body, n)",
    "SELECT 1 WHERE $1 IS NULL AND $2 IS NULL AND $3 IS NULL AND $4 IS NULL AND $5 IS NULL AND $6 IS NULL AND $7 IS NULL AND $8 IS NULL"};

constexpr std::array<db::Column, 9> fact_columns{{{"pos", ColumnType::number},
                                                  {"kind", ColumnType::text},
                                                  {"subject", ColumnType::number},
                                                  {"revision", ColumnType::number},
                                                  {"at", ColumnType::number},
                                                  {"envelope", ColumnType::text},
                                                  {"owner", ColumnType::number},
                                                  {"retention", ColumnType::number},
                                                  {"body", ColumnType::text}}};
constexpr db::Bulk insert_facts{"insert_facts", db::Write::insert, "fact", fact_columns, 1};

constexpr std::array<const db::Statement*, 7> all_statements{&found_head, &renew_head, &read_head,   &advance_head,
                                                             &read_facts, &trim_facts, &append_facts};
constexpr std::array<const db::Bulk*, 1> all_bulks{&insert_facts};

void append_as_arrays(db::Session& session, std::span<const Entry> entries) {
  const auto texts = [&](auto member) {
    std::vector<std::string_view> column;
    column.reserve(entries.size());
    for (const auto& entry : entries) {
      column.push_back(member(entry));
    }
    return column;
  };
  const auto numbers = [&](auto member) {
    std::vector<std::int64_t> column;
    column.reserve(entries.size());
    for (const auto& entry : entries) {
      column.push_back(member(entry));
    }
    return column;
  };
  const auto kinds = texts([](const Entry& e) -> std::string_view { return e.kind; });
  const auto subjects = numbers([](const Entry& e) { return e.subject; });
  const auto revisions = numbers([](const Entry& e) { return e.revision; });
  const auto times = numbers([](const Entry& e) { return to_millis(e.at); });
  const auto envelopes = texts([](const Entry& e) -> std::string_view { return e.envelope; });
  const auto owners = numbers([](const Entry& e) { return e.owner; });
  const auto retentions = numbers([](const Entry& e) { return static_cast<std::int64_t>(e.retention); });
  const auto bodies = texts([](const Entry& e) -> std::string_view { return e.body; });
  using Texts = std::span<const std::string_view>;
  using Numbers = std::span<const std::int64_t>;
  const std::array<db::Value, 8> parameters{Texts{kinds},     Numbers{subjects}, Numbers{revisions},  Numbers{times},
                                            Texts{envelopes}, Numbers{owners},   Numbers{retentions}, Texts{bodies}};
  // The answer is not waited for: it comes with COMMIT's, in the same packet.
  (void)session.send(append_facts, parameters);
}

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, all_bulks};
}

void found(db::Session& session, Chance& chance) {
  session.begin();
  (void)session.query(found_head, {random_token(chance)});
  session.commit();
}

void renew(db::Session& session, Chance& chance) {
  session.begin();
  (void)session.query(renew_head, {random_token(chance)});
  session.commit();
}

Head head(db::Session& session) {
  const auto rows = session.query(read_head, {});
  require(rows.size() == 1, "the log has one head");
  return {std::string{rows.text(0, 0)}, rows.number(0, 1)};
}

void append(db::Session& session, std::span<const Entry> entries) {
  if (entries.empty()) {
    return;
  }
  if (session.engine() == db::Engine::postgres) {
    append_as_arrays(session, entries);
    return;
  }
  const auto count = static_cast<std::int64_t>(entries.size());
  auto pos = session.query(advance_head, {count}).number(0, 0) - count;
  for (const auto& e : entries) {
    session.put(insert_facts, {++pos, e.kind, e.subject, e.revision, to_millis(e.at), e.envelope, e.owner,
                               static_cast<std::int64_t>(e.retention), e.body});
  }
}

std::vector<Entry> read_after(db::Session& session, std::int64_t after, std::int64_t limit) {
  const auto rows = session.query(read_facts, {after, limit});
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    entries.push_back({rows.number(i, 0), std::string{rows.text(i, 1)}, rows.number(i, 2), rows.number(i, 3),
                       from_millis(rows.number(i, 4)), std::string{rows.text(i, 5)}, rows.number(i, 6),
                       static_cast<Retention>(rows.number(i, 7)), std::string{rows.text(i, 8)}});
  }
  return entries;
}

void trim(db::Session& session, std::int64_t pos) {
  (void)session.query(trim_facts, {pos});
}

}  // namespace zhiyin::journal
