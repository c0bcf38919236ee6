// What the bot remembers of one dialogue: enough never to say the same useless thing twice. No words of the customer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "event/ids.hpp"

namespace zhiyin::bot {

constexpr std::size_t remembered_max = 50;  ///< articles, and questions; the oldest are forgotten

/// An article that may be meant, by the text that is tapped.
struct Offered {
  ArticleId article;
  std::string title;
  friend bool operator==(const Offered&, const Offered&) = default;
};
/// A question by its fingerprint, which tells only whether it is the same again.
struct Asked {
  std::int64_t question = 0;
  std::int64_t times = 0;
  friend bool operator==(const Asked&, const Asked&) = default;
};

struct Memory {
  std::string language;  ///< of the customer's newest message; empty before the first
  std::int64_t failures = 0;
  std::vector<ArticleId> shown;   ///< answered with, the oldest first
  std::vector<ArticleId> failed;  ///< of these, which did not help
  std::vector<Asked> asked;
  // By its last message:
  ArticleId last_shown;          ///< what it answered with; none: it did not answer
  std::vector<Offered> offered;  ///< what it asked back
  bool person_offered = false;
  friend bool operator==(const Memory&, const Memory&) = default;
};

/// As it is kept in a row.
[[nodiscard]] std::string memory_text(const Memory& memory);
/// What cannot be read is an empty memory: better to forget than to fail.
[[nodiscard]] Memory read_memory(std::string_view text);

/// Equal for questions that differ in case, spaces and punctuation only.
[[nodiscard]] std::int64_t fingerprint(std::string_view question);

}  // namespace zhiyin::bot
