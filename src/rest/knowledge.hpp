// The routes of the knowledge base, one file a noun; what they share.
#pragma once

#include <string>
#include <vector>

#include "api/route.hpp"
#include "knowledge/model.hpp"
#include "rest/services.hpp"

namespace zhiyin::api {

constexpr auto words(Of<knowledge::Audience>) {
  using knowledge::Audience;
  return words<Audience>("Audience", {{Audience::everybody, "public"}, {Audience::internal, "internal"}});
}
constexpr auto words(Of<knowledge::State>) {
  using knowledge::State;
  return words<State>("TextState", {{State::draft, "draft"}, {State::published, "published"}, {State::withdrawn, "withdrawn"}});
}

}  // namespace zhiyin::api

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> category_routes();
[[nodiscard]] std::vector<api::Route> article_routes();
[[nodiscard]] std::vector<api::Route> article_text_routes();
[[nodiscard]] std::vector<api::Route> article_file_routes();
[[nodiscard]] std::vector<api::Route> article_search_routes(const Services& services);
[[nodiscard]] std::vector<api::Route> hot_question_routes();

constexpr std::int64_t slug_most = static_cast<std::int64_t>(knowledge::slug_max);
constexpr std::int64_t tag_most = static_cast<std::int64_t>(knowledge::language_max_bytes);
constexpr std::int64_t title_most = static_cast<std::int64_t>(knowledge::title_max_chars);
constexpr std::int64_t summary_most = static_cast<std::int64_t>(knowledge::summary_max_chars);
constexpr std::int64_t article_body_most = static_cast<std::int64_t>(knowledge::body_max_bytes);
constexpr std::int64_t languages_most = static_cast<std::int64_t>(knowledge::languages_max);
constexpr std::size_t article_request_max = std::size_t{512} * 1024;  ///< a body whose characters may all be escaped

/// One language of an article in a list.
struct TextLine {
  std::string language;
  knowledge::State state = knowledge::State::draft;
  std::string title;
  bool has_draft = false;
  bool stale = false;
  std::optional<std::int64_t> version;
  std::optional<Time> published_at;
  std::int64_t revision = 0;
  Time revised_at;
  std::optional<AgentId> revised_by;
};
constexpr auto shape(api::Of<TextLine>) {
  return api::object<TextLine>(
      "ArticleTextLine", api::field("language", &TextLine::language, {.most = tag_most, .example = R"("zh-CN")"}),
      api::field("state", &TextLine::state, {}),
      api::field("title", &TextLine::title, {.most = title_most, .what = "Of the draft, else of the version that is or was live."}),
      api::field("has_draft", &TextLine::has_draft, {.what = "There are words that are not published."}),
      api::field("stale", &TextLine::stale, {.what = "Its pair has changed since: the translation may be out of date."}),
      api::field("version", &TextLine::version, {.least = 1, .most = knowledge::versions_max, .what = "The one that is live."}),
      api::field("published_at", &TextLine::published_at, {.what = "Of the live version."}),
      api::field("revision", &TextLine::revision, {.most = api::whole_most, .what = "Rises with everything that is done to it."}),
      api::field("revised_at", &TextLine::revised_at, {}), api::field("revised_by", &TextLine::revised_by, {.what = "Null: a program."}));
}
[[nodiscard]] TextLine told(const knowledge::TextState& state);

struct ArticleSeen {
  ArticleId id;
  std::string slug;
  CategoryId category;
  knowledge::Audience audience = knowledge::Audience::everybody;
  Time created_at;
  std::vector<TextLine> texts;
};
constexpr auto shape(api::Of<ArticleSeen>) {
  return api::object<ArticleSeen>(
      "Article", api::field("id", &ArticleSeen::id, {}),
      api::field("slug", &ArticleSeen::slug,
                 {.most = slug_most, .pattern = api::Pattern::slug, .what = "Its address.", .example = R"("refund-time")"}),
      api::field("category", &ArticleSeen::category, {}),
      api::field("audience", &ArticleSeen::audience, {.what = "`internal`: for colleagues alone."}),
      api::field("created_at", &ArticleSeen::created_at, {}),
      api::field("texts", &ArticleSeen::texts, {.items_most = languages_most, .what = "Its languages."}));
}
[[nodiscard]] ArticleSeen told(const knowledge::Article& article, const std::vector<knowledge::TextState>& texts);

/// What somebody writes.
struct WordsSeen {
  std::string title;
  std::string summary;
  std::string body;
  std::vector<std::string> asked_as;
  std::vector<std::string> keywords;
};
constexpr auto shape(api::Of<WordsSeen>) {
  return api::object<WordsSeen>(
      "ArticleWords", api::field("title", &WordsSeen::title, {.most = title_most}),
      api::field("summary", &WordsSeen::summary, {.most = summary_most, .what = "Answers the question by itself; a bot says it."}),
      api::field("body", &WordsSeen::body, {.most = article_body_most, .pattern = api::Pattern::words, .what = "Markdown."}),
      api::field("asked_as", &WordsSeen::asked_as,
                 {.most = static_cast<std::int64_t>(knowledge::asked_as_max_chars),
                  .items_most = static_cast<std::int64_t>(knowledge::asked_as_max),
                  .what = "How people ask for it."}),
      api::field("keywords", &WordsSeen::keywords,
                 {.most = static_cast<std::int64_t>(knowledge::keyword_max_chars),
                  .items_most = static_cast<std::int64_t>(knowledge::keywords_max),
                  .what = "Words that are asked and do not stand in the text."}));
}
[[nodiscard]] WordsSeen told(const knowledge::Words& words);

struct VersionSeen {
  std::int64_t number = 0;
  WordsSeen words;
  std::optional<AgentId> author;
  Time at;
};
constexpr auto shape(api::Of<VersionSeen>) {
  return api::object<VersionSeen>(
      "ArticleVersion", api::field("number", &VersionSeen::number, {.least = 1, .most = knowledge::versions_max}),
      api::field("words", &VersionSeen::words, {}), api::field("author", &VersionSeen::author, {.what = "Null: a program."}),
      api::field("at", &VersionSeen::at, {.what = "When it was published first."}));
}
[[nodiscard]] VersionSeen told(const knowledge::Version& version);

struct DraftSeen {
  std::int64_t based_on = 0;
  WordsSeen words;
  std::optional<AgentId> author;
  Time at;
};
constexpr auto shape(api::Of<DraftSeen>) {
  return api::object<DraftSeen>(
      "ArticleDraft",
      api::field("based_on", &DraftSeen::based_on,
                 {.most = knowledge::versions_max, .what = "The version that was live when it was begun; 0: none."}),
      api::field("words", &DraftSeen::words, {}), api::field("author", &DraftSeen::author, {.what = "Who saved it last; null: a program."}),
      api::field("at", &DraftSeen::at, {}));
}

/// One language of an article, whole.
struct TextSeen {
  ArticleId article;
  TextLine state;
  std::optional<VersionSeen> live;
  std::optional<DraftSeen> draft;
};
constexpr auto shape(api::Of<TextSeen>) {
  return api::object<TextSeen>("ArticleText", api::field("article", &TextSeen::article, {}), api::field("state", &TextSeen::state, {}),
                               api::field("live", &TextSeen::live, {.what = "What readers see."}),
                               api::field("draft", &TextSeen::draft, {.what = "What is being written."}));
}
[[nodiscard]] TextSeen told(const knowledge::Text& text);

[[nodiscard]] inline ArticleId article_in(const api::Asking& asked) {
  return asked.id<ArticleTag>("article");
}
/// Of the path, in its usual writing.
[[nodiscard]] Result<std::string> language_in(const api::Asking& asked);

}  // namespace zhiyin::rest
