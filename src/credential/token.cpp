#include <array>

#include "credential/reading.hpp"
#include "credential/service.hpp"
#include "credential/store.hpp"
#include "credential/token_text.hpp"
#include "event/access.hpp"
#include "identity/reading.hpp"
#include "identity/rules.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::credential {
namespace {

using db::ColumnType;

constexpr std::int64_t listed_max = 200;

constexpr db::Statement count_tokens{"count_tokens", "SELECT count(*) FROM token WHERE kind = $1 AND person = $2 AND revoked_at = 0"};
constexpr db::Statement revoke_one{
    "revoke_token", "UPDATE token SET revoked_at = $4 WHERE id = $1 AND kind = $2 AND person = $3 AND revoked_at = 0 RETURNING id"};
constexpr db::Statement read_tokens{"read_tokens",
                                    "SELECT id, kind, person, name, scopes, made_by, made_at, expires_at, used_at, revoked_at FROM token "
                                    "WHERE kind = $1 AND person = $2 ORDER BY made_at DESC, id DESC LIMIT $3"};
constexpr std::array<const db::Statement*, 3> all_statements{&count_tokens, &revoke_one, &read_tokens};
constexpr std::array<db::Column, 11> token_columns{{{"id", ColumnType::number},
                                                    {"kind", ColumnType::number},
                                                    {"person", ColumnType::number},
                                                    {"name", ColumnType::text},
                                                    {"scopes", ColumnType::text},
                                                    {"digest", ColumnType::text},
                                                    {"made_by", ColumnType::number},
                                                    {"made_at", ColumnType::number},
                                                    {"expires_at", ColumnType::number},
                                                    {"used_at", ColumnType::number},
                                                    {"revoked_at", ColumnType::number}}};
constexpr db::Bulk insert_token{"insert_token", db::Write::insert, "token", token_columns, 1};
constexpr std::array<const db::Bulk*, 1> all_bulks{&insert_token};

TokenKind kind_for(AgentId person) {
  return person.none() ? TokenKind::service : TokenKind::personal;
}

Result<std::string> checked(const writer::Tx& tx, const identity::Rights& may, const NewToken& wanted) {
  auto name = identity::name_from(wanted.name, "name");
  if (!name) {
    return name;
  }
  if (wanted.scopes.none()) {
    return refuse(ErrorCode::invalid, "a token may do something", "scopes", "name at least one right");
  }
  if (const auto beyond = wanted.scopes & ~may; beyond.any()) {
    return refuse(ErrorCode::invalid, "a token cannot do what its maker may not: " + scopes_text(beyond), "scopes", "leave these out");
  }
  if (wanted.expires_at && *wanted.expires_at <= tx.now()) {
    return refuse(ErrorCode::invalid, "it would have expired already", "expires_at", "give a time to come, or none");
  }
  return name;
}

Result<Made> make(writer::Tx& tx, AgentId person, AgentId maker, const identity::Rights& may, const NewToken& wanted) {
  auto name = checked(tx, may, wanted);
  if (!name) {
    return std::unexpected(std::move(name).error());
  }
  const auto kind = kind_for(person);
  const auto kind_number = static_cast<std::int64_t>(kind);
  auto& session = tx.session();
  if (session.query(count_tokens, {kind_number, person.value()}).number(0, 0) >= tokens_max) {
    return refuse(ErrorCode::conflict, "there are as many tokens as may be", "", "revoke one that is not used");
  }
  Made made{.token = {.id = new_id<TokenTag>(tx.now(), tx.chance()),
                      .kind = kind,
                      .person = person,
                      .name = *std::move(name),
                      .scopes = wanted.scopes,
                      .made_by = maker,
                      .made_at = tx.now(),
                      .expires_at = wanted.expires_at,
                      .used_at = std::nullopt,
                      .revoked_at = std::nullopt},
            .text = fresh_token_text(kind, tx.chance())};
  const auto scopes = scopes_text(wanted.scopes);
  const auto digest = read_token_text(made.text)->digest;
  session.put(insert_token, {made.token.id.value(), kind_number, person.value(), made.token.name, scopes, digest, maker.value(),
                             to_millis(tx.now()), wanted.expires_at ? to_millis(*wanted.expires_at) : 0, 0, 0});
  json::Writer details;
  audit::note(tx, {.actor = {"person", maker.value()},
                   .action = kind == TokenKind::personal ? "personal_token_made" : "service_token_made",
                   .subject = {"token", made.token.id.value()},
                   .details = details.begin_object().field("name", made.token.name).field("scopes", scopes).end_object().take()});
  return made;
}

}  // namespace

std::span<const db::Statement* const> token_statements() {
  return all_statements;
}

std::span<const db::Bulk* const> token_bulks() {
  return all_bulks;
}

Result<Made> make_personal_token(writer::Tx& tx, AgentId person, const identity::Rights& may, const NewToken& wanted) {
  lock_person(tx, person);
  const auto member = identity::find(tx.session(), person);
  if (!member || !member->active) {
    return refuse(ErrorCode::not_found, "there is no such person");
  }
  if (member->demo) {
    return refuse(ErrorCode::forbidden, "a demonstration person has no tokens: they would work from everywhere", "",
                  "add a person of your own");
  }
  return make(tx, person, person, may, wanted);
}

Result<Made> make_service_token(writer::Tx& tx, AgentId maker, const identity::Rights& may, const NewToken& wanted) {
  return make(tx, {}, maker, may, wanted);
}

Result<void> revoke_token(writer::Tx& tx, const audit::Party& by, AgentId person, TokenId id) {
  const auto kind = static_cast<std::int64_t>(kind_for(person));
  if (tx.session().query(revoke_one, {id.value(), kind, person.value(), to_millis(tx.now())}).empty()) {
    return refuse(ErrorCode::not_found, "there is no such token");
  }
  forget_who(tx, id.value());
  tx.record(event::write(event::AccessChanged{.generation = 0, .part = event::AccessPart::session, .id = id.value(), .at = tx.now()}));
  audit::note(tx, {.actor = by, .action = "token_revoked", .subject = {"token", id.value()}});
  return {};
}

std::vector<Token> tokens_of(db::Session& session, AgentId person) {
  const auto rows = session.query(read_tokens, {static_cast<std::int64_t>(kind_for(person)), person.value(), listed_max});
  std::vector<Token> tokens;
  tokens.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    tokens.push_back({.id = TokenId{rows.number(i, 0)},
                      .kind = static_cast<TokenKind>(rows.number(i, 1)),
                      .person = AgentId{rows.number(i, 2)},
                      .name = std::string{rows.text(i, 3)},
                      .scopes = scopes_from(rows.text(i, 4)),
                      .made_by = AgentId{rows.number(i, 5)},
                      .made_at = from_millis(rows.number(i, 6)),
                      .expires_at = moment(rows.number(i, 7)),
                      .used_at = moment(rows.number(i, 8)),
                      .revoked_at = moment(rows.number(i, 9))});
  }
  return tokens;
}

}  // namespace zhiyin::credential
