// One value between its text and its type.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/config/setting.hpp"

namespace zhiyin::config {

using AnyValue = std::variant<std::string, std::int64_t, bool>;

/// The value, checked against the setting's bounds; else what is wrong with the text, without the text itself: "is above 65535".
[[nodiscard]] std::expected<AnyValue, std::string> parse_value(const Setting& setting, std::string_view text);
/// The same for a number that is a number already (TOML): milliseconds, bytes or plain.
[[nodiscard]] std::expected<AnyValue, std::string> check_number(const Setting& setting, std::int64_t number);

/// The shortest text that parse_value reads back as the same value: "30s", "64KiB".
[[nodiscard]] std::string value_text(const Setting& setting, const AnyValue& value);
/// "a whole number from 1 to 65535", "plain or json", ...
[[nodiscard]] std::string allowed_text(const Setting& setting, bool chinese);

[[nodiscard]] std::vector<std::string_view> choices_of(const Setting& setting);

}  // namespace zhiyin::config
