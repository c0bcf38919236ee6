// What is decided about contacts without store, clock or chance: how identities are written, what a field may hold, who may overwrite whom.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "contact/model.hpp"
#include "contact/settings.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::contact {

[[nodiscard]] std::string_view kind_text(IdentityKind kind);
[[nodiscard]] std::optional<IdentityKind> parse_kind(std::string_view text);
[[nodiscard]] std::string_view source_text(Source source);

/// One spelling for what is one address. An e-mail is trimmed and its domain in lower case (the part before @ is its server's business).
/// A phone number is "+" and 7 to 15 digits (E.164): spaces, brackets, dots and dashes go, full-width digits become plain, 00 in front
/// means +, and a number without either is of the default country. An external id, 1 to 128 bytes without control characters, stays as it
/// is.
[[nodiscard]] Result<std::string> normalise(IdentityKind kind, std::string_view text, const Settings& settings);

/// A field that every installation knows; any other slug is a custom attribute.
struct KnownField {
  std::string_view name;
  std::string_view what;
  std::string_view what_zh;
};
[[nodiscard]] std::span<const KnownField> known_fields();

/// A name is a slug: a small letter, then small letters, digits and "_", 64 at most. A value is 1 to 1,000 characters of UTF-8 without
/// control characters other than line feed and tab; `name` at most 80 and on one line, `language` as in BCP 47, `time_zone` as in the tz
/// database.
[[nodiscard]] std::optional<Error> fault_in_field(std::string_view name, std::string_view value);
/// What a visitor says of himself never replaces what an agent, a program or the system said.
[[nodiscard]] bool may_overwrite(Source held, Source coming);

/// A name as it is searched for: ASCII letters small, the rest as it is.
[[nodiscard]] std::string name_key(std::string_view name);

}  // namespace zhiyin::contact
