#include "platform/config/value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "platform/base/require.hpp"

namespace zhiyin::config {
namespace {

struct Unit {
  std::string_view word;
  std::int64_t worth;
};

// Largest first, so that the first that divides a value is the one to print it in.
constexpr std::array<Unit, 5> duration_units{{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<Unit, 5> size_units{{{"TiB", 1LL << 40}, {"GiB", 1LL << 30}, {"MiB", 1LL << 20}, {"KiB", 1LL << 10}, {"B", 1}}};

std::span<const Unit> units_of(Kind kind) {
  switch (kind) {
    case Kind::duration_ms: return duration_units;
    case Kind::size_bytes: return size_units;
    case Kind::text:
    case Kind::integer:
    case Kind::flag:
    case Kind::choice: return {};
  }
  fail_requirement("a kind has its units", std::source_location::current());
}

std::string number_text(const Setting& setting, std::int64_t number) {
  for (const auto& unit : units_of(setting.kind)) {
    if (number != 0 && number % unit.worth == 0) {
      return fmt::format("{}{}", number / unit.worth, unit.word);
    }
  }
  return fmt::format("{}", number);
}

std::expected<AnyValue, std::string> parse_number(const Setting& setting, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong == std::errc::result_out_of_range) {
    return std::unexpected("is too large a number");
  }
  if (wrong != std::errc{}) {
    return std::unexpected("is not a number");
  }
  const auto word = text.substr(static_cast<std::size_t>(end - text.data()));
  if (!word.empty()) {
    const auto units = units_of(setting.kind);
    const auto unit = std::ranges::find(units, word, &Unit::word);
    if (unit == units.end()) {
      return std::unexpected(units.empty() ? std::string{"is not a whole number"} : fmt::format("has an unknown unit \"{}\"", word));
    }
    if (__builtin_mul_overflow(number, unit->worth, &number)) {
      return std::unexpected("is too large a number");
    }
  }
  return check_number(setting, number);
}

std::expected<AnyValue, std::string> parse_flag(std::string_view text) {
  constexpr std::array<std::string_view, 4> yes{"true", "yes", "on", "1"};
  constexpr std::array<std::string_view, 4> no{"false", "no", "off", "0"};
  if (std::ranges::find(yes, text) != yes.end()) {
    return true;
  }
  if (std::ranges::find(no, text) != no.end()) {
    return false;
  }
  return std::unexpected("is neither true nor false");
}

std::expected<AnyValue, std::string> parse_text(const Setting& setting, std::string_view text) {
  const auto length = static_cast<std::int64_t>(text.size());
  if (length < setting.least) {
    return std::unexpected(text.empty() ? std::string{"is empty"} : fmt::format("is shorter than {} bytes", setting.least));
  }
  if (setting.most > 0 && length > setting.most) {
    return std::unexpected(fmt::format("is longer than {} bytes", setting.most));
  }
  return std::string{text};
}

std::string allowed_length(const Setting& setting, bool chinese) {
  if (setting.least > 0 && setting.most > 0) {
    return fmt::format(fmt::runtime(chinese ? "{} 至 {} 字节的文本" : "text of {} to {} bytes"), setting.least, setting.most);
  }
  if (setting.most > 0) {
    return fmt::format(fmt::runtime(chinese ? "最多 {} 字节的文本" : "text of at most {} bytes"), setting.most);
  }
  if (setting.least > 0) {
    return fmt::format(fmt::runtime(chinese ? "至少 {} 字节的文本" : "text of at least {} bytes"), setting.least);
  }
  return chinese ? "文本" : "text";
}

}  // namespace

std::vector<std::string_view> choices_of(const Setting& setting) {
  std::vector<std::string_view> all;
  for (auto rest = setting.choices; !rest.empty();) {
    const auto bar = std::min(rest.find('|'), rest.size());
    all.push_back(rest.substr(0, bar));
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
  return all;
}

std::expected<AnyValue, std::string> check_number(const Setting& setting, std::int64_t number) {
  if (number < setting.least) {
    return std::unexpected(fmt::format("is below {}", number_text(setting, setting.least)));
  }
  if (number > setting.most) {
    return std::unexpected(fmt::format("is above {}", number_text(setting, setting.most)));
  }
  return number;
}

std::expected<AnyValue, std::string> parse_value(const Setting& setting, std::string_view text) {
  switch (setting.kind) {
    case Kind::text: return parse_text(setting, text);
    case Kind::integer:
    case Kind::duration_ms:
    case Kind::size_bytes: return parse_number(setting, text);
    case Kind::flag: return parse_flag(text);
    case Kind::choice:
      if (const auto all = choices_of(setting); std::ranges::find(all, text) != all.end()) {
        return std::string{text};
      }
      return std::unexpected("is none of the choices");
  }
  fail_requirement("a kind has its parser", std::source_location::current());
}

std::string value_text(const Setting& setting, const AnyValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return number_text(setting, *number);
  }
  if (const auto* flag = std::get_if<bool>(&value)) {
    return *flag ? "true" : "false";
  }
  return std::get<std::string>(value);
}

std::string allowed_text(const Setting& setting, bool chinese) {
  const auto range = [&](std::string_view form) {
    return fmt::format(fmt::runtime(form), number_text(setting, setting.least), number_text(setting, setting.most));
  };
  switch (setting.kind) {
    case Kind::text: return allowed_length(setting, chinese);
    case Kind::integer: return range(chinese ? "{} 至 {} 的整数" : "a whole number from {} to {}");
    case Kind::duration_ms: return range(chinese ? "{} 至 {} 的时长" : "a duration from {} to {}");
    case Kind::size_bytes: return range(chinese ? "{} 至 {} 的大小" : "a size from {} to {}");
    case Kind::flag: return chinese ? "true 或 false" : "true or false";
    case Kind::choice: return fmt::format("{}", fmt::join(choices_of(setting), chinese ? " 或 " : " or "));
  }
  fail_requirement("a kind has its words", std::source_location::current());
}

}  // namespace zhiyin::config
