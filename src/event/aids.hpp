// What a message of the bot carries besides its words: where it has them from, and what may be tapped in answer. All of it is the
// company's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/ids.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::event {

constexpr std::size_t choices_max = 4;
constexpr std::size_t choice_max_chars = 80;

/// The article that a message speaks from, as it was then.
struct Source {
  ArticleId article;
  std::string slug;
  std::string title;
  std::string language;
  std::string link;  ///< path of its page in the help centre
  friend bool operator==(const Source&, const Source&) = default;
};

struct Aids {
  std::optional<Source> source;
  std::vector<std::string> choices;  ///< each is answered by sending its text
  [[nodiscard]] bool empty() const { return !source && choices.empty(); }
  friend bool operator==(const Aids&, const Aids&) = default;
};

/// The members `source` and `choices`, those that are there, into the object that is open: the same in the log, in rows and on the wire.
void write_members(json::Writer& w, const Aids& aids);
[[nodiscard]] Aids read_aids(const json::Object& o);
/// A JSON object with these members; empty for none.
[[nodiscard]] std::string aids_text(const Aids& aids);
[[nodiscard]] Aids read_aids(std::string_view text);

}  // namespace zhiyin::event
