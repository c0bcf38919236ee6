#include "channel/web/signature.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "contact/rules.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::channel::web {
namespace {

using contact::IdentityKind;

std::unexpected<Error> no(std::string why) {
  return refuse(ErrorCode::forbidden, std::move(why), "identity");
}

/// What the site signed. Version 2 begins with its name, and no id holds a line feed, so that neither version's text is one of the other's.
std::string signed_text(const json::Object& identity, std::int64_t version) {
  const auto text = [&identity](std::string_view name) { return identity.text(name).value_or(""); };
  if (version == 1) {
    return std::string{text("id")};
  }
  const auto exp = identity.number("exp");
  return fmt::format("zhiyin-2\n{}\n{}\n{}\n{}", text("id"), text("email"), text("phone"), exp ? std::to_string(*exp) : "");
}

std::optional<std::string> fault_in_members(const json::Object& identity) {
  for (const auto* name : {"id", "hash"}) {
    if (!identity.text(name)) {
      return fmt::format("identity.{} is a text", name);
    }
  }
  // Without control characters no two identities have one signed text.
  const auto odd = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  for (const auto* name : {"email", "phone", "name"}) {
    const auto text = identity.text(name);
    if (identity.has(name) && (!text || std::ranges::any_of(*text, odd))) {
      return fmt::format("identity.{} is a text without control characters", name);
    }
  }
  for (const auto* name : {"v", "exp"}) {
    if (identity.has(name) && !identity.number(name)) {
      return fmt::format("identity.{} is an integer", name);
    }
  }
  return std::nullopt;
}

/// A detail that is none is the site's mistake, and no reason to turn its customer away.
std::string detail(const json::Object& identity, std::string_view name, IdentityKind kind, const contact::Settings& settings) {
  return contact::normalise(kind, identity.text(name).value_or(""), settings).value_or("");
}

}  // namespace

std::string address_of_signed(std::string_view secret, std::string_view external_id) {
  return crypto::hmac_hex(secret, fmt::format("address\n{}", external_id));
}

Result<contact::Claim> verified(const json::Object& identity, const IdentityRules& rules, Time now, const contact::Settings& settings) {
  if (rules.secret.empty()) {
    return no("this inbox has no secret that an identity could be signed with");
  }
  if (auto fault = fault_in_members(identity)) {
    return no(std::move(*fault));
  }
  const auto version = identity.number("v").value_or(1);
  if (version != 1 && version != 2) {
    return no("identity.v is 1 or 2");
  }
  auto id = contact::normalise(IdentityKind::external_id, *identity.text("id"), settings);
  if (!id) {
    return no(id.error().what);
  }
  if (version == 1 && identity.has("exp")) {
    return no("identity.exp needs identity.v 2, whose signature covers it");
  }
  std::string hash{*identity.text("hash")};
  std::ranges::transform(hash, hash.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (!crypto::equal(hash, crypto::hmac_hex(rules.secret, signed_text(identity, version)))) {
    return no("identity.hash is not the signature of this identity");
  }
  if (const auto exp = identity.number("exp"); exp && *exp <= to_millis(now) / 1'000) {
    return no("this signed identity has expired; get a new one");
  }
  return contact::Claim{.external_id = std::move(*id),
                        .email = detail(identity, "email", IdentityKind::email, settings),
                        .phone = detail(identity, "phone", IdentityKind::phone, settings),
                        .vouched = version == 2,
                        .inbox = {},
                        .address = {}};
}

}  // namespace zhiyin::channel::web
