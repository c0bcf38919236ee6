#include "contact/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/base/require.hpp"

namespace zhiyin::contact {
namespace {

constexpr std::size_t phone_digits_min = 7;
constexpr std::size_t phone_digits_max = 15;      // ITU-T E.164
constexpr std::size_t local_part_max_bytes = 64;  // RFC 5321, 4.5.3.1.1

constexpr std::array<KnownField, 8> known{{
    {"name", "how he is called", "称呼"},
    {"language", "language he reads, as in BCP 47 (zh-CN)", "语言（BCP 47，例如 zh-CN）"},
    {"time_zone", "time zone, as in the tz database (Asia/Shanghai)", "时区（tz 数据库，例如 Asia/Shanghai）"},
    {"company", "where he works", "公司"},
    {"title", "what he does there", "职位"},
    {"city", "city", "城市"},
    {"country", "country", "国家或地区"},
    {"note", "what everybody should know who serves him", "备注"},
}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_small_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_small_letter(c) || (c >= 'A' && c <= 'Z');
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::unexpected<Error> no_email() {
  return refuse(ErrorCode::invalid, "this is not an e-mail address", "email", "write it as name@example.com");
}

Result<std::string> email(std::string_view text) {
  text = trimmed(text);
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > local_part_max_bytes || text.size() > email_max_bytes) {
    return no_email();
  }
  const auto local = text.substr(0, at);
  const auto domain = text.substr(at + 1);
  const auto odd = [](char c) { return is_control(c) || c == ' ' || c == '@' || c == ',' || c == ';' || c == '<' || c == '>'; };
  const bool dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
  if (std::ranges::any_of(local, odd) || std::ranges::any_of(domain, odd) || !dotted) {
    return no_email();
  }
  std::string whole{text};
  std::ranges::transform(domain, whole.begin() + static_cast<std::ptrdiff_t>(at) + 1, small);
  return whole;
}

/// Full-width digits and plus sign (U+FF10 … U+FF19, U+FF0B), as Chinese keyboards write them, in ASCII.
std::string narrowed(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\xEF\xBC") && i + 2 < text.size()) {
      const auto last = static_cast<unsigned char>(text[i + 2]);
      if (last == 0x8B || (last >= 0x90 && last <= 0x99)) {
        plain.push_back(last == 0x8B ? '+' : static_cast<char>('0' + (last - 0x90)));
        i += 2;
        continue;
      }
    }
    plain.push_back(text[i]);
  }
  return plain;
}

std::unexpected<Error> no_phone(std::string mend) {
  return refuse(ErrorCode::invalid, "this is not a phone number", "phone", std::move(mend));
}

Result<std::string> phone(std::string_view text, const Settings& settings) {
  std::string digits;
  bool international = false;
  for (const char c : narrowed(trimmed(text))) {
    if (is_digit(c)) {
      digits.push_back(c);
    } else if (c == '+' && digits.empty() && !international) {
      international = true;
    } else if (!std::string_view{" ()-./"}.contains(c)) {
      return no_phone("write digits, with + and the country's code in front");
    }
  }
  if (!international && digits.starts_with("00")) {
    international = true;
    digits.erase(0, 2);
  }
  if (!international) {
    if (settings.default_country == 0) {
      return no_phone("write + and the country's code in front");
    }
    const auto country = std::to_string(settings.default_country);
    const bool north_american = country == "1" && digits.size() == 11 && digits.starts_with("1");  // 1 is the trunk's prefix and the code
    digits.erase(0, digits.starts_with("0") || north_american ? 1 : 0);
    digits.insert(0, country);
  }
  if (digits.size() < phone_digits_min || digits.size() > phone_digits_max || digits.starts_with("0")) {
    return no_phone("write all of its digits, with + and the country's code in front");
  }
  return "+" + digits;
}

Result<std::string> external_id(std::string_view text) {
  if (text.empty() || text.size() > external_id_max_bytes || std::ranges::any_of(text, is_control)) {
    return refuse(ErrorCode::invalid, "an external id is 1 to 128 bytes without control characters", "id",
                  "use the key that your own system has for the person");
  }
  return std::string{text};
}

/// Letters and digits in groups of 1 to 8, the first of letters: the shape of BCP 47, not its registry.
bool is_language(std::string_view text) {
  std::size_t length = 0;
  bool first = true;
  for (const char c : text) {
    if (c == '-' && length > 0) {
      first = false;
      length = 0;
    } else if (length == 8 || (!is_letter(c) && (first || !is_digit(c)))) {
      return false;
    } else {
      ++length;
    }
  }
  return length > 0 && text.size() >= 2 && text.size() <= 35;
}

bool is_time_zone(std::string_view text) {
  return text.size() <= 64 && is_letter(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || std::string_view{"/_+-"}.contains(c); });
}

}  // namespace

std::string_view kind_text(IdentityKind kind) {
  switch (kind) {
    case IdentityKind::email: return "email";
    case IdentityKind::phone: return "phone";
    case IdentityKind::external_id: return "external_id";
  }
  fail_requirement("an identity is of one of three kinds", std::source_location::current());
}

std::optional<IdentityKind> parse_kind(std::string_view text) {
  for (const auto kind : {IdentityKind::email, IdentityKind::phone, IdentityKind::external_id}) {
    if (kind_text(kind) == text) {
      return kind;
    }
  }
  return std::nullopt;
}

std::string_view source_text(Source source) {
  switch (source) {
    case Source::agent: return "agent";
    case Source::visitor: return "visitor";
    case Source::api: return "api";
    case Source::system: return "system";
  }
  fail_requirement("a source is one of four", std::source_location::current());
}

Result<std::string> normalise(IdentityKind kind, std::string_view text, const Settings& settings) {
  switch (kind) {
    case IdentityKind::email: return email(text);
    case IdentityKind::phone: return phone(text, settings);
    case IdentityKind::external_id: return external_id(text);
  }
  fail_requirement("an identity is of one of three kinds", std::source_location::current());
}

std::span<const KnownField> known_fields() {
  return known;
}

std::optional<Error> fault_in_field(std::string_view name, std::string_view value) {
  const auto slug = [](char c) { return is_small_letter(c) || is_digit(c) || c == '_'; };
  if (name.empty() || name.size() > field_name_max || !is_small_letter(name.front()) || !std::ranges::all_of(name, slug)) {
    return Error{ErrorCode::invalid,
                 "a field's name is 1 to 64 small letters, digits and _, a letter first",
                 "name",
                 "write it as in order_count",
                 {}};
  }
  const bool is_name = name == "name";
  const auto most = is_name ? name_max_chars : field_value_max_chars;
  if (value.empty() || characters(value) > most) {
    return Error{ErrorCode::invalid,
                 fmt::format("the field {} holds 1 to {} characters", name, most),
                 "value",
                 "shorten it; to empty a field, clear it",
                 {}};
  }
  const auto odd = [is_name](char c) { return is_control(c) && (is_name || (c != '\n' && c != '\t')); };
  if (std::ranges::any_of(value, odd)) {
    return Error{ErrorCode::invalid, "a field holds no control characters", "value", "remove them", {}};
  }
  if (name == "language" && !is_language(value)) {
    return Error{ErrorCode::invalid, "this is not a language as in BCP 47", "value", "write it as in zh-CN", {}};
  }
  if (name == "time_zone" && !is_time_zone(value)) {
    return Error{ErrorCode::invalid, "this is not a time zone of the tz database", "value", "write it as in Asia/Shanghai", {}};
  }
  return std::nullopt;
}

bool may_overwrite(Source held, Source coming) {
  return coming != Source::visitor || held == Source::visitor;
}

std::string name_key(std::string_view name) {
  std::string key{name};
  std::ranges::transform(key, key.begin(), small);
  return key;
}

}  // namespace zhiyin::contact
