// Every word of ours that a reader of the help centre sees, in each language that we speak: the one table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/time.hpp"

namespace zhiyin::help {

enum class Word : std::uint8_t {
  help_centre,
  title_home,
  how_can_we_help,
  say_it,
  search,
  about_centre,
  all_in,  ///< {}: a category
  nothing_here,
  last_title,
  last_line,
  start_chat,
  in_short,
  on_this_page,
  related,
  updated,  ///< {}: a date
  minutes,  ///< {}: a number
  stale,
  other_version,
  not_in,         ///< in the language whose link it stands beside
  own_name,       ///< of the language itself
  results_for,    ///< {}: what was asked
  results_count,  ///< {}: a number
  no_results,     ///< {}: what was asked
  no_results_hint,
  all_topics,
  missing_title,
  missing_line,
  to_home,
  too_many_title,
  too_many_line,
  skip,
  articles_count,  ///< {}: a number
  runs_on,
  breadcrumb,
  languages,
};
constexpr std::size_t word_count = 35;

/// `language` is a tag; those that we do not speak get English.
[[nodiscard]] std::string_view say(Word word, std::string_view language);
/// With what stands for {}, which is not escaped here.
[[nodiscard]] std::string say(Word word, std::string_view language, std::string_view with);

/// "12 November 2026", "2026年11月12日": of the day in UTC.
[[nodiscard]] std::string day_text(Time at, std::string_view language);
/// How a language calls itself, as far as we know: "English", "中文"; else its tag.
[[nodiscard]] std::string own_name(std::string_view language);

}  // namespace zhiyin::help
