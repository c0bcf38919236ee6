// What a value may be: bounds and patterns, and the checks of both.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/fault.hpp"

namespace zhiyin::api {

enum class Pattern : std::uint8_t {
  line,   ///< one line: no control characters
  words,  ///< any text; of control characters only line breaks and tabs
  email,  ///< something@somewhere, without spaces
  uuid,   ///< 8-4-4-4-12 hexadecimal digits, lower case
  slug,   ///< lower-case letters, digits and single hyphens between them
  token,  ///< printable ASCII without spaces
  web,    ///< http:// or https://
};

/// Of one member. Numbers are bounded by value, text by characters (code points).
struct Bounds {
  std::int64_t least = 0;
  std::int64_t most = 0;        ///< 0 with least 0: no bound for numbers; text must have one
  std::int64_t items_most = 0;  ///< of a list or of custom attributes, which must have one
  std::int64_t items_least = 0;
  Pattern pattern = Pattern::line;
  bool needed = true;             ///< false: may be missing, and then the struct's own initial value stands
  std::string_view what = {};     ///< one sentence for people
  std::string_view example = {};  ///< as JSON
};

constexpr std::int64_t whole_most = 9'007'199'254'740'991;  ///< 2^53 - 1: what every JSON reader keeps exactly (RFC 8259, section 6)
constexpr std::int64_t attribute_name_most = 40;

[[nodiscard]] constexpr std::int64_t least_of_number(const Bounds& b) {
  return b.least == 0 && b.most == 0 ? -whole_most : b.least;
}
[[nodiscard]] constexpr std::int64_t most_of_number(const Bounds& b) {
  return b.least == 0 && b.most == 0 ? whole_most : b.most;
}

/// Code points of UTF-8.
[[nodiscard]] std::int64_t characters(std::string_view utf8);

/// Each tells its faults to `reading` and returns whether there were none.
[[nodiscard]] bool fits_text(std::string_view text, const Bounds& bounds, Reading& reading);
[[nodiscard]] bool fits_number(std::int64_t number, const Bounds& bounds, Reading& reading);
[[nodiscard]] bool fits_real(double number, const Bounds& bounds, Reading& reading);
[[nodiscard]] bool fits_count(std::size_t count, const Bounds& bounds, Reading& reading);

/// `"minLength":1,"maxLength":80,"pattern":…` for the JSON schema, without braces.
[[nodiscard]] std::string text_schema(const Bounds& bounds);

/// "a, b or c".
[[nodiscard]] std::string choices_text(std::span<const std::string_view> words);

}  // namespace zhiyin::api
