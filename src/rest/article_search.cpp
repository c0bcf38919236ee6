// Finding articles by what they say: for colleagues, what is internal too.
#include "knowledge/library.hpp"
#include "knowledge/rules.hpp"
#include "rest/knowledge.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using identity::Right;

constexpr std::int64_t query_most = 400;
constexpr std::int64_t found_most = 50;
constexpr std::int64_t found_default = 10;
constexpr std::int64_t term_most = static_cast<std::int64_t>(language::word_max_bytes) * 4;  // normalising may make a word longer

struct Search {
  std::string q;
  std::string language;
  std::int64_t most = found_default;
};
constexpr auto shape(api::Of<Search>) {
  return api::object<Search>("ArticleSearch",
                             api::field("q", &Search::q, {.least = 1, .most = query_most, .what = "In the asker's own words."}),
                             api::field("language", &Search::language, {.least = 2, .most = tag_most, .example = R"("en")"}),
                             api::field("most", &Search::most, {.least = 1, .most = found_most, .needed = false, .what = "How many; 10."}));
}

/// Of a score, by the field that it comes from.
struct Parts {
  double title = 0;
  double asked_as = 0;
  double keywords = 0;
  double summary = 0;
  double body = 0;
};
constexpr auto shape(api::Of<Parts>) {
  return api::object<Parts>("ScoreParts", api::field("title", &Parts::title, {}), api::field("asked_as", &Parts::asked_as, {}),
                            api::field("keywords", &Parts::keywords, {}), api::field("summary", &Parts::summary, {}),
                            api::field("body", &Parts::body, {}));
}

struct FoundSeen {
  ArticleId article;
  std::string slug;
  CategoryId category;
  knowledge::Audience audience = knowledge::Audience::everybody;
  std::string language;
  std::int64_t version = 0;
  std::string title;
  std::string summary;
  bool stale = false;
  double score = 0;
  double coverage = 0;
  Parts parts;
  std::vector<std::string> matched;
};
constexpr auto shape(api::Of<FoundSeen>) {
  return api::object<FoundSeen>(
      "ArticleFound", api::field("article", &FoundSeen::article, {}),
      api::field("slug", &FoundSeen::slug, {.most = slug_most, .pattern = api::Pattern::slug}),
      api::field("category", &FoundSeen::category, {}), api::field("audience", &FoundSeen::audience, {}),
      api::field("language", &FoundSeen::language, {.most = tag_most}),
      api::field("version", &FoundSeen::version, {.least = 1, .most = knowledge::versions_max}),
      api::field("title", &FoundSeen::title, {.most = title_most}), api::field("summary", &FoundSeen::summary, {.most = summary_most}),
      api::field("stale", &FoundSeen::stale, {}),
      api::field("score", &FoundSeen::score, {.what = "Of BM25F; comparable within one answer."}),
      api::field("coverage", &FoundSeen::coverage, {.what = "0 to 1: how much of the question the article speaks of."}),
      api::field("parts", &FoundSeen::parts, {}),
      api::field("matched", &FoundSeen::matched, {.most = term_most, .items_most = 200, .what = "The terms that counted."}));
}

struct Answer {
  std::vector<FoundSeen> items;
};
constexpr auto shape(api::Of<Answer>) {
  return api::object<Answer>("ArticlesFound", api::field("items", &Answer::items, {.items_most = found_most, .what = "The best first."}));
}

FoundSeen seen(const knowledge::Found& found) {
  const auto& parts = found.hit.parts;
  const auto part = [&](language::Field field) { return static_cast<double>(parts.at(static_cast<std::size_t>(field))); };
  using language::Field;
  return {.article = found.article->id,
          .slug = found.article->slug,
          .category = found.article->category,
          .audience = found.article->audience,
          .language = found.text->language,
          .version = found.text->version,
          .title = found.text->words.title,
          .summary = found.text->words.summary,
          .stale = found.text->stale,
          .score = static_cast<double>(found.hit.score),
          .coverage = static_cast<double>(found.hit.coverage),
          .parts = {part(Field::title), part(Field::asked_as), part(Field::keywords), part(Field::summary), part(Field::body)},
          .matched = found.hit.matched};
}

void search(knowledge::Libraries& libraries, const Asked<Search>& asked, api::Give<Answer> give) {
  const auto language = knowledge::language_from(asked.given.language);
  if (!language) {
    give(std::unexpected(language.error()));
    return;
  }
  const auto found = libraries.search({asked.given.q, *language, true, static_cast<std::size_t>(asked.given.most)});
  Answer answer;
  for (const auto& one : found.found) {
    answer.items.push_back(seen(one));
  }
  give(std::move(answer));
}

}  // namespace

std::vector<api::Route> article_search_routes(const Services& services) {
  return {api::direct<Search, Answer>(
      {.path = "/api/v1/articles/search",
       .needs = api::needs(Right::knowledge_read),
       .operation = "searchArticles",
       .summary = "What is live about a question, the best first",
       .summary_zh = "搜索已发布的文章",
       .tag = "knowledge",
       .what = "Internal articles too. A word that was typed wrongly is guessed. Customers search in the help centre."},
      [libraries = services.libraries](const Asked<Search>& asked, api::Give<Answer> give) {
        search(*libraries, asked, std::move(give));
      })};
}

}  // namespace zhiyin::rest
