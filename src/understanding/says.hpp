// What a text does besides asking: small talk and orders to the bot, by rules in English and Chinese.
//
// A text greets, thanks or agrees when it does nothing else: "hi, where is my food" is a question. Only the wish for a person is also heard
// inside longer texts, and not when the text asks about people ("when are people in chat?").
#pragma once

#include <cstdint>
#include <string_view>

namespace zhiyin::understanding {

enum class Says : std::uint8_t {
  question,  ///< everything else
  greeting,
  thanks,
  goodbye,
  wants_person,
  asks_whether_machine,
  agrees,
  disagrees,
  nothing,  ///< no letter, digit or character at all: empty, emoji, punctuation
};
[[nodiscard]] std::string_view says_text(Says says);

[[nodiscard]] Says says(std::string_view text);

}  // namespace zhiyin::understanding
