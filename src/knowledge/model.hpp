// What the company knows: articles in categories, each in several languages, each of those in versions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/ids.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::knowledge {

constexpr std::size_t slug_max = 80;
constexpr std::size_t language_max_bytes = 35;  ///< RFC 5646, section 4.4.1
constexpr std::size_t title_max_chars = 160;
constexpr std::size_t summary_max_chars = 600;
constexpr std::size_t body_max_bytes = std::size_t{64} * 1024;
constexpr std::size_t asked_as_max = 200;  ///< what the bot learns from
constexpr std::size_t asked_as_max_chars = 200;
constexpr std::size_t keywords_max = 60;
constexpr std::size_t keyword_max_chars = 80;
constexpr std::size_t category_name_max_chars = 80;
constexpr std::size_t category_line_max_chars = 200;
constexpr std::int64_t position_max = 10'000;
constexpr std::size_t categories_max = 200;
constexpr std::size_t articles_max = 10'000;
constexpr std::size_t languages_max = 20;     ///< of one article or category
constexpr std::int64_t versions_max = 1'000;  ///< of one language of an article

enum class Audience : std::uint8_t { everybody = 1, internal };
/// `public`, `internal`.
[[nodiscard]] std::string_view audience_text(Audience audience);
[[nodiscard]] std::optional<Audience> parse_audience(std::string_view text);

enum class State : std::uint8_t {
  draft = 1,  ///< never published
  published,
  withdrawn,  ///< was published, and is not shown any more
};

/// What a writer writes, and what a version holds.
struct Words {
  std::string title;
  std::string summary;  ///< answers by itself: what a bot says
  std::string body;     ///< Markdown (markdown.hpp)
  std::vector<std::string> asked_as;
  std::vector<std::string> keywords;
  friend bool operator==(const Words&, const Words&) = default;
};

/// A published version never changes.
struct Version {
  std::int64_t number = 0;
  Words words;
  AgentId author;  ///< none: a program
  Time at;
  friend bool operator==(const Version&, const Version&) = default;
};
struct Draft {
  std::int64_t based_on = 0;  ///< the version that was live when it was begun; 0: none
  Words words;
  AgentId author;
  Time at;
  friend bool operator==(const Draft&, const Draft&) = default;
};

/// How one language of an article stands. `revision` rises with everything that is done to it: whoever decides on what he read names it.
struct TextState {
  ArticleId article;
  std::string language;
  std::int64_t revision = 0;
  AgentId revised_by;
  Time revised_at;
  std::int64_t live = 0;    ///< the version that is shown; 0: none
  std::int64_t newest = 0;  ///< the highest version; 0: never published
  Time published_at;        ///< of the live version
  Time stale_since;         ///< when another language changed in a way that this one has not followed; zero: it has
  bool has_draft = false;
  std::string title;  ///< of the draft, else of the version that is or was live
  [[nodiscard]] State state() const { return live > 0 ? State::published : newest > 0 ? State::withdrawn : State::draft; }
  [[nodiscard]] bool stale() const { return stale_since != Time{}; }
  friend bool operator==(const TextState&, const TextState&) = default;
};
struct Text {
  TextState state;
  std::optional<Version> live;
  std::optional<Draft> draft;
};

struct Article {
  ArticleId id;
  std::string slug;  ///< its address
  CategoryId category;
  Audience audience = Audience::everybody;
  Time created_at;
  friend bool operator==(const Article&, const Article&) = default;
};

struct CategoryText {
  std::string language;
  std::string name;
  std::string line;  ///< what is in it, in one line; may be empty
  friend bool operator==(const CategoryText&, const CategoryText&) = default;
};
struct Category {
  CategoryId id;
  std::string slug;
  std::int64_t position = 0;
  bool archived = false;
  std::vector<CategoryText> texts;  ///< ascending by language
  friend bool operator==(const Category&, const Category&) = default;
};

}  // namespace zhiyin::knowledge
