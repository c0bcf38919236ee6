// Every word of the bot's own, in each language that it speaks: the one table. What it says of the company's it takes from articles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhiyin::bot {

enum class Line : std::uint8_t {
  greet,  ///< {}: its name
  machine,
  thanks,
  go_on,
  ask_back,
  unknown,
  person,  ///< the choice beside `unknown`
  handing_over,
  nobody_there,  ///< the same while nobody is on duty
};
/// English for a language that it does not speak.
[[nodiscard]] std::string say(Line line, std::string_view language, std::string_view name = {});

/// Why a conversation was handed over.
enum class Reason : std::uint8_t { asked, failed_twice, repeated, silent, unpublished };
/// For metrics.
[[nodiscard]] std::string_view reason_text(Reason reason);
/// For colleagues: a note in both languages.
[[nodiscard]] std::string_view reason_note(Reason reason);

}  // namespace zhiyin::bot
