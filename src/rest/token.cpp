#include "rest/token.hpp"

#include <fmt/format.h>

#include "credential/reading.hpp"
#include "credential/service.hpp"
#include "identity/rules.hpp"
#include "rest/acting.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr auto name_most = static_cast<std::int64_t>(identity::name_max_chars);
constexpr std::int64_t word_most = 40;

struct TokenSeen {
  credential::TokenId id;
  std::string name;
  std::vector<std::string> scopes;
  std::optional<AgentId> made_by;
  Time made_at;
  std::optional<Time> expires_at;
  std::optional<Time> used_at;
  std::optional<Time> revoked_at;
};
constexpr auto shape(api::Of<TokenSeen>) {
  return api::object<TokenSeen>("Token", api::field("id", &TokenSeen::id, {}),
                                api::field("name", &TokenSeen::name, {.most = name_most, .example = R"("Nightly export")"}),
                                api::field("scopes", &TokenSeen::scopes,
                                           {.most = word_most, .items_most = identity::right_count, .what = "The rights that it carries."}),
                                api::field("made_by", &TokenSeen::made_by, {}), api::field("made_at", &TokenSeen::made_at, {}),
                                api::field("expires_at", &TokenSeen::expires_at, {.what = "null: never."}),
                                api::field("used_at", &TokenSeen::used_at, {.what = "The last time, to the minute; null: never."}),
                                api::field("revoked_at", &TokenSeen::revoked_at, {.what = "null while it is good."}));
}

struct TokenMade {
  TokenSeen token;
  std::string secret;
};
constexpr auto shape(api::Of<TokenMade>) {
  return api::object<TokenMade>(
      "TokenMade", api::field("token", &TokenMade::token, {}),
      api::field("secret", &TokenMade::secret, {.most = 100, .what = "Shown this once; the store keeps its digest only."}));
}

struct NewToken {
  std::string name;
  std::vector<std::string> scopes;
  std::optional<Time> expires_at;
};
constexpr auto shape(api::Of<NewToken>) {
  return api::object<NewToken>("NewToken", api::field("name", &NewToken::name, {.least = 1, .most = name_most, .what = "What it is for."}),
                               api::field("scopes", &NewToken::scopes,
                                          {.least = 1,
                                           .most = word_most,
                                           .items_most = identity::right_count,
                                           .items_least = 1,
                                           .what = "Rights of the maker, at most all that he has.",
                                           .example = R"(["conversation.read"])"}),
                               api::field("expires_at", &NewToken::expires_at, {.needed = false, .what = "Left out: never."}));
}

TokenSeen seen(const credential::Token& token) {
  TokenSeen out{.id = token.id,
                .name = token.name,
                .scopes = {},
                .made_by = token.made_by.none() ? std::nullopt : std::optional{token.made_by},
                .made_at = token.made_at,
                .expires_at = token.expires_at,
                .used_at = token.used_at,
                .revoked_at = token.revoked_at};
  for (const auto& row : identity::permissions()) {
    if (token.scopes.test(static_cast<std::size_t>(row.right))) {
      out.scopes.emplace_back(row.text);
    }
  }
  return out;
}

Result<credential::NewToken> wanted(const NewToken& given) {
  credential::NewToken out{given.name, {}, given.expires_at};
  for (std::size_t i = 0; i < given.scopes.size(); ++i) {
    const auto right = identity::parse_right(given.scopes[i]);
    if (!right) {
      return refuse(ErrorCode::invalid, "there is no such right", fmt::format("scopes[{}]", i), "see GET /api/v1/permissions");
    }
    out.scopes.set(static_cast<std::size_t>(*right));
  }
  return out;
}

Result<TokenMade> told(Result<credential::Made> made) {
  if (!made) {
    return std::unexpected(std::move(made.error()));
  }
  return TokenMade{seen(made->token), std::move(made->text)};
}

/// For credential a person who is none means the services: their tokens are reached only by routes that need the right to.
Result<void> is_person(const api::Caller& caller) {
  if (caller.person.none()) {
    return refuse(ErrorCode::conflict, "a service has no tokens of its own");
  }
  return {};
}

Result<api::Page<TokenSeen>> list(db::Session& session, AgentId person, const api::PageAsked& page) {
  std::vector<TokenSeen> all;
  for (const auto& token : credential::tokens_of(session, person)) {
    all.push_back(seen(token));
  }
  return piece(std::move(all), page, Order::newest_first);
}

Result<api::Page<TokenSeen>> list_own(const Asked<Nothing>& asked, db::Session& session) {
  return asked.caller.person.none() ? api::Page<TokenSeen>{} : list(session, asked.caller.person, asked.page);
}
Result<api::Page<TokenSeen>> list_of_services(const Asked<Nothing>& asked, db::Session& session) {
  return list(session, {}, asked.page);
}

Result<TokenMade> make_own(writer::Tx& tx, const Asked<NewToken>& asked) {
  if (const auto person = is_person(asked.caller); !person) {
    return std::unexpected(person.error());
  }
  const auto token = wanted(asked.given);
  if (!token) {
    return std::unexpected(token.error());
  }
  return told(credential::make_personal_token(tx, asked.caller.person, asked.caller.viewer.rights, *token));
}

Result<TokenMade> make_for_service(writer::Tx& tx, const Asked<NewToken>& asked) {
  if (const auto person = is_person(asked.caller); !person) {
    return std::unexpected(person.error());
  }
  const auto token = wanted(asked.given);
  if (!token) {
    return std::unexpected(token.error());
  }
  return told(credential::make_service_token(tx, asked.caller.person, asked.caller.viewer.rights, *token));
}

Result<Nothing> revoke(writer::Tx& tx, const Asked<Nothing>& asked, AgentId person) {
  const auto revoked = credential::revoke_token(tx, party_of(asked.caller), person, asked.id<credential::TokenTag>("token"));
  return revoked ? Result<Nothing>{Nothing{}} : std::unexpected(revoked.error());
}
Result<Nothing> revoke_own(writer::Tx& tx, const Asked<Nothing>& asked) {
  if (const auto person = is_person(asked.caller); !person) {
    return std::unexpected(person.error());
  }
  return revoke(tx, asked, asked.caller.person);
}
Result<Nothing> revoke_of_service(writer::Tx& tx, const Asked<Nothing>& asked) {
  return revoke(tx, asked, {});
}

std::vector<api::Route> own_routes() {
  const auto own = api::signed_in("one's own, with at most the rights that one came with");
  return {
      api::read<Nothing, api::Page<TokenSeen>>({.path = "/api/v1/tokens",
                                                .needs = own,
                                                .operation = "listTokens",
                                                .summary = "My tokens",
                                                .summary_zh = "我的令牌",
                                                .tag = "session",
                                                .what = "Newest first, revoked ones too (the newest 200)."},
                                               list_own),
      api::write<NewToken, TokenMade>({.method = net::Method::post,
                                       .path = "/api/v1/tokens",
                                       .needs = own,
                                       .operation = "createToken",
                                       .summary = "Make a token of mine",
                                       .summary_zh = "创建个人令牌",
                                       .tag = "session",
                                       .status = 201,
                                       .replays = false},
                                      no_rows, make_own),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/tokens/{token}",
                                    .needs = own,
                                    .operation = "revokeToken",
                                    .summary = "Revoke a token of mine",
                                    .summary_zh = "撤销个人令牌",
                                    .tag = "session"},
                                   no_rows, revoke_own),
  };
}

std::vector<api::Route> service_routes() {
  const auto needs = api::needs(Right::token_service);
  return {
      api::read<Nothing, api::Page<TokenSeen>>({.path = "/api/v1/service-tokens",
                                                .needs = needs,
                                                .operation = "listServiceTokens",
                                                .summary = "Tokens of services",
                                                .summary_zh = "服务令牌",
                                                .tag = "session",
                                                .what = "Newest first, revoked ones too (the newest 200)."},
                                               list_of_services),
      api::write<NewToken, TokenMade>({.method = net::Method::post,
                                       .path = "/api/v1/service-tokens",
                                       .needs = needs,
                                       .operation = "createServiceToken",
                                       .summary = "Make a token for a service",
                                       .summary_zh = "创建服务令牌",
                                       .tag = "session",
                                       .what = "It belongs to nobody and lives on when its maker has gone.",
                                       .status = 201,
                                       .replays = false},
                                      no_rows, make_for_service),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/service-tokens/{token}",
                                    .needs = needs,
                                    .operation = "revokeServiceToken",
                                    .summary = "Revoke a service's token",
                                    .summary_zh = "撤销服务令牌",
                                    .tag = "session"},
                                   no_rows, revoke_of_service),
  };
}

}  // namespace

std::vector<api::Route> token_routes() {
  auto all = own_routes();
  for (auto& route : service_routes()) {
    all.push_back(std::move(route));
  }
  return all;
}

}  // namespace zhiyin::rest
