#include "rest/widget.hpp"

#include <algorithm>

#include "access/directory.hpp"
#include "channel/entrance.hpp"
#include "knowledge/address.hpp"
#include "knowledge/hot.hpp"
#include "knowledge/markdown.hpp"
#include "knowledge/rules.hpp"
#include "rest/knowledge.hpp"
#include "routing/survey.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;

constexpr std::size_t found_most = 5;
constexpr std::int64_t query_most = 400;
constexpr std::int64_t name_most = 200;
constexpr std::int64_t link_most = 400;
constexpr std::int64_t html_most = static_cast<std::int64_t>(knowledge::body_max_bytes) * 8;  // marks and escapes make a text longer
constexpr std::int64_t question_most = static_cast<std::int64_t>(knowledge::hot_text_max_chars);
constexpr std::size_t excerpt_max_bytes = 200;
constexpr std::string_view because = "visitors of a website have no account; what it tells is public anyway, and is limited by address";
constexpr std::string_view across =
    "Pages of any site may read it. It is asked for again with its `ETag`, so what is changed holds at once.";

/// The best of `offered` for who asks for `wanted`; the first when he does not say.
Result<std::string> language_for(const std::optional<std::string>& wanted, const std::vector<std::string>& offered) {
  if (!wanted) {
    return offered.front();
  }
  const auto tag = knowledge::language_from(*wanted);
  return tag ? Result<std::string>{knowledge::closest(*tag, offered)} : std::unexpected(tag.error());
}

bool is_public(const knowledge::LiveArticle* article) {
  return article != nullptr && article->audience == knowledge::Audience::everybody && !article->texts.empty();
}

std::optional<std::string> link_to(const Front& front, std::string_view language, std::string_view slug) {
  return front.help_at ? std::optional{*front.help_at + knowledge::article_path(language, slug)} : std::nullopt;
}

struct ConfigAsked {
  std::optional<InboxId> inbox;
  std::optional<std::string> language;
};
constexpr auto shape(api::Of<ConfigAsked>) {
  return api::object<ConfigAsked>(
      "WidgetConfigAsked", api::field("inbox", &ConfigAsked::inbox, {.what = "The website's inbox; without it the first."}),
      api::field(
          "language", &ConfigAsked::language,
          {.least = 2, .most = tag_most, .what = "The visitor's; the answer's is the closest that there is.", .example = R"("zh-CN")"}));
}

struct Hot {
  std::string text;
  std::optional<std::string> article;
};
constexpr auto shape(api::Of<Hot>) {
  return api::object<Hot>("WidgetQuestion", api::field("text", &Hot::text, {.most = question_most, .example = R"("Where is my order?")"}),
                          api::field("article", &Hot::article,
                                     {.most = slug_most,
                                      .pattern = api::Pattern::slug,
                                      .what = "The slug of the article that answers it; null: ask it as a message."}));
}

struct Config {
  InboxId inbox;
  std::string name;
  std::string language;
  std::vector<std::string> languages;
  std::vector<Hot> hot;
  bool bot = false;
  bool on_duty = false;
  std::optional<Time> opens;
};
constexpr auto shape(api::Of<Config>) {
  return api::object<Config>(
      "WidgetConfig", api::field("inbox", &Config::inbox, {.what = "Say it in the socket's `hello`."}),
      api::field("name", &Config::name, {.most = name_most, .what = "Whom the visitor talks to."}),
      api::field("language", &Config::language, {.most = tag_most}),
      api::field("languages", &Config::languages, {.most = tag_most, .items_most = 100, .what = "In which there is anything."}),
      api::field("hot", &Config::hot,
                 {.items_most = static_cast<std::int64_t>(knowledge::hot_questions_max), .what = "What is asked often, in its order."}),
      api::field("bot", &Config::bot, {.what = "A machine answers first."}),
      api::field("on_duty", &Config::on_duty, {.what = "Somebody is there; the socket says when that changes."}),
      api::field("opens", &Config::opens, {.what = "When the inbox opens next, if it is closed and that is known."}));
}

Result<Config> config(const Services& services, const Asked<ConfigAsked>& asked, db::Session& session) {
  const auto directory = services.directories->current(session);
  const auto named = asked.given.inbox ? std::optional{asked.given.inbox->text()} : std::nullopt;
  const auto* inbox = channel::entrance(*directory, named);
  if (inbox == nullptr) {
    return refuse(ErrorCode::not_found, "there is no such inbox, or it takes nothing new", "inbox", "name a website's, or none");
  }
  const auto library = services.libraries->current();
  auto languages = knowledge::public_languages(*library);
  auto language = language_for(asked.given.language, languages);
  if (!language) {
    return std::unexpected(std::move(language.error()));
  }
  const auto duty = routing::duty_of(session, *directory, {inbox->id, {}}, asked.moment);
  Config out{.inbox = inbox->id,
             .name = services.front.name.empty() ? inbox->name : services.front.name,
             .language = *std::move(language),
             .languages = std::move(languages),
             .hot = {},
             .bot = inbox->bot,
             .on_duty = duty.on,
             .opens = duty.opens};
  for (auto& one : knowledge::hot_questions(session, out.language)) {
    const auto* article = one.article.none() ? nullptr : library->article(one.article);
    out.hot.push_back({std::move(one.text), is_public(article) ? std::optional{article->slug} : std::nullopt});
  }
  return out;
}

struct SearchAsked {
  std::string q;
  std::optional<std::string> language;
};
constexpr auto shape(api::Of<SearchAsked>) {
  return api::object<SearchAsked>("WidgetSearchAsked",
                                  api::field("q", &SearchAsked::q, {.least = 1, .most = query_most, .what = "In the asker's own words."}),
                                  api::field("language", &SearchAsked::language, {.least = 2, .most = tag_most, .example = R"("en")"}));
}

struct Hit {
  std::string slug;
  std::string language;
  std::string title;
  std::string summary;
  std::optional<std::string> link;
};
constexpr auto shape(api::Of<Hit>) {
  return api::object<Hit>(
      "WidgetHit", api::field("slug", &Hit::slug, {.most = slug_most, .pattern = api::Pattern::slug}),
      api::field("language", &Hit::language, {.most = tag_most}), api::field("title", &Hit::title, {.most = title_most}),
      api::field("summary", &Hit::summary, {.most = summary_most, .what = "Or how the article begins."}),
      api::field("link", &Hit::link,
                 {.most = link_most, .what = "Its page in the help centre: a path on this server, or an address; null: there is none."}));
}

struct Hits {
  std::vector<Hit> items;
};
constexpr auto shape(api::Of<Hits>) {
  return api::object<Hits>(
      "WidgetHits", api::field("items", &Hits::items, {.items_most = static_cast<std::int64_t>(found_most), .what = "The best first."}));
}

std::string summary_of(const knowledge::LiveText& text) {
  if (!text.words.summary.empty() || text.plain.size() <= excerpt_max_bytes) {
    return text.words.summary.empty() ? text.plain : text.words.summary;
  }
  auto end = excerpt_max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text.plain[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.plain.substr(0, end) + " …";
}

std::string in_one_line(std::string text) {
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

void search(const Services& services, const Asked<SearchAsked>& asked, api::Give<Hits> give) {
  const auto language = language_for(asked.given.language, knowledge::public_languages(*services.libraries->current()));
  if (!language) {
    give(std::unexpected(language.error()));
    return;
  }
  auto answer = services.libraries->search({asked.given.q, *language, false, found_most});
  knowledge::keep_near(answer.found);
  Hits hits;
  for (const auto& one : answer.found) {
    hits.items.push_back({one.article->slug, one.text->language, one.text->words.title, in_one_line(summary_of(*one.text)),
                          link_to(services.front, one.text->language, one.article->slug)});
  }
  give(std::move(hits));
}

struct ArticleAsked {
  std::optional<std::string> language;
};
constexpr auto shape(api::Of<ArticleAsked>) {
  return api::object<ArticleAsked>("WidgetArticleAsked",
                                   api::field("language", &ArticleAsked::language,
                                              {.least = 2, .most = tag_most, .what = "The closest in which there is one is answered."}));
}

struct Shown {
  std::string slug;
  std::string language;
  std::string title;
  std::string summary;
  std::string html;
  std::optional<std::string> link;
  Time updated_at;
};
constexpr auto shape(api::Of<Shown>) {
  return api::object<Shown>(
      "WidgetArticle", api::field("slug", &Shown::slug, {.most = slug_most, .pattern = api::Pattern::slug}),
      api::field("language", &Shown::language, {.most = tag_most}), api::field("title", &Shown::title, {.most = title_most}),
      api::field("summary", &Shown::summary, {.most = summary_most}),
      api::field(
          "html", &Shown::html,
          {.most = html_most, .pattern = api::Pattern::words, .what = "Safe HTML, as in the help centre: no script, no style, no form."}),
      api::field("link", &Shown::link,
                 {.most = link_most, .what = "Its page in the help centre: a path on this server, or an address; null: there is none."}),
      api::field("updated_at", &Shown::updated_at, {}));
}

void article(const Services& services, const Asked<ArticleAsked>& asked, api::Give<Shown> give) {
  const auto library = services.libraries->current();
  const auto* found = library->article(asked.word("slug"));
  if (!is_public(found)) {
    give(refuse(ErrorCode::not_found, "there is no such article"));
    return;
  }
  std::vector<std::string> offered;
  std::ranges::transform(found->texts, std::back_inserter(offered), [](const auto& text) { return text->language; });
  const auto language = language_for(asked.given.language, offered);
  if (!language) {
    give(std::unexpected(language.error()));
    return;
  }
  const auto* text = found->in(*language);
  const auto place_of = [&](std::string_view slug) -> std::optional<std::string> {
    const auto* other = library->article(slug);
    if (!is_public(other)) {
      return std::nullopt;
    }
    return link_to(services.front, other->in(*language) != nullptr ? *language : other->texts.front()->language, slug);
  };
  give(Shown{.slug = found->slug,
             .language = *language,
             .title = text->words.title,
             .summary = text->words.summary,
             .html = knowledge::render(text->words.body, place_of).html,
             .link = link_to(services.front, *language, found->slug),
             .updated_at = text->published_at});
}

}  // namespace

std::vector<api::Route> widget_routes(const Services& services) {
  return {
      api::read<ConfigAsked, Config>(
          {.path = "/api/v1/widget/config",
           .needs = api::open_to_all(because),
           .operation = "getWidgetConfig",
           .summary = "What the widget shows before anybody has written",
           .summary_zh = "聊天组件的初始信息",
           .tag = "widget",
           .what = across,
           .errors = {ErrorCode::not_found},
           .any_origin = true},
          [services](const Asked<ConfigAsked>& asked, db::Session& session) { return config(services, asked, session); }),
      api::direct<SearchAsked, Hits>(
          {.path = "/api/v1/widget/search",
           .needs = api::open_to_all(because),
           .operation = "searchInWidget",
           .summary = "Up to five public articles about a question",
           .summary_zh = "在聊天组件中搜索公开文章",
           .tag = "widget",
           .what = across,
           .any_origin = true},
          [services](const Asked<SearchAsked>& asked, api::Give<Hits> give) { search(services, asked, std::move(give)); }),
      api::direct<ArticleAsked, Shown>(
          {.path = "/api/v1/widget/articles/{slug:slug}",
           .needs = api::open_to_all(because),
           .operation = "getWidgetArticle",
           .summary = "One public article",
           .summary_zh = "聊天组件中的一篇公开文章",
           .tag = "widget",
           .what = across,
           .errors = {ErrorCode::not_found},
           .any_origin = true},
          [services](const Asked<ArticleAsked>& asked, api::Give<Shown> give) { article(services, asked, std::move(give)); }),
  };
}

}  // namespace zhiyin::rest
