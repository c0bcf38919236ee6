// What the bot does next, decided without store, clock or chance.
#pragma once

#include <functional>
#include <string_view>

#include "bot/memory.hpp"
#include "bot/readings.hpp"
#include "bot/words.hpp"

namespace zhiyin::bot {

enum class Does : std::uint8_t { greet, answer, ask_back, unknown, thanks, machine, go_on, hand_over };

struct Act {
  Does does = Does::unknown;
  ArticleId article;              ///< answer
  std::vector<Offered> choices;   ///< ask_back: two or three
  Reason reason = Reason::asked;  ///< hand_over
  friend bool operator==(const Act&, const Act&) = default;
};

struct Situation {
  std::string_view text;
  std::string_view language;                    ///< of the text
  const Reading* reading = nullptr;             ///< nullptr: it was not read
  const Memory& memory;                         ///< before this message
  std::function<std::string(ArticleId)> title;  ///< of an article that customers may read in this language; empty: they may not
  std::function<bool()> anything;               ///< whether they may read any in this language
  std::int64_t same_question_max = 4;           ///< asked so often, the same question goes to people
};

struct Step {
  Act act;
  Memory memory;  ///< after it
};
/// One act for each message:
/// - a tapped choice is answered with its article, whatever the reader says; a message that was not read goes to people;
/// - an answer is given once: its article, asked for again or said not to help, has failed and is not shown any more;
/// - of articles that may be meant it asks back, never the same ones twice in a row;
/// - the first failure is said, with a person offered; the second hands over, and the first too where nothing is published.
[[nodiscard]] Step next(const Situation& at);

}  // namespace zhiyin::bot
