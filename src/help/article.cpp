// One article.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "help/page.hpp"
#include "knowledge/markdown.hpp"
#include "language/tokens.hpp"
#include "platform/base/html.hpp"

namespace zhiyin::help {
namespace {

constexpr std::size_t related_max = 4;
constexpr double words_a_minute = 220;  // of silent reading: Brysbaert, "How many words do we read per minute?", 2019, gives 238 of English
constexpr double characters_a_minute = 260;  // the same review's figure for Chinese

std::int64_t minutes_to_read(std::string_view text) {
  double minutes = 0;
  for (const auto& token : language::tokens(text)) {
    minutes += token.kind == language::TermKind::word  ? 1 / words_a_minute
               : token.kind == language::TermKind::one ? 1 / characters_a_minute
                                                       : 0;
  }
  return std::max<std::int64_t>(1, std::lround(minutes));
}

/// The place of an article in this language, else in any that a reader may have.
std::optional<std::string> place_of(const View& view, std::string_view slug) {
  const auto* found = view.library.article(slug);
  if (found == nullptr || found->audience != knowledge::Audience::everybody || found->texts.empty()) {
    return std::nullopt;
  }
  return article_path(found->in(view.language) != nullptr ? view.language : found->texts.front()->language, slug);
}

std::vector<Alternate> alternates_of(const View& view, const knowledge::LiveArticle& article) {
  std::vector<Alternate> all;
  for (const auto& language : languages_of(view.library)) {
    if (language != view.language) {
      const bool exists = article.in(language) != nullptr;
      all.push_back({language, exists ? article_path(language, article.slug) : home_path(language), exists});
    }
  }
  return all;
}

std::string meta(const View& view, const knowledge::LiveText& text) {
  const auto day = fmt::format(R"(<time datetime="{}">{}</time>)", iso_text(text.published_at), day_text(text.published_at, view.language));
  return fmt::format(R"(<p class="meta"><span>{}</span><span>{}</span></p>)", say(Word::updated, view.language, day),
                     say(Word::minutes, view.language, std::to_string(minutes_to_read(text.words.summary + "\n" + text.plain))));
}

/// That its pair has changed since, and where that is.
std::string stale_note(const View& view, const knowledge::LiveArticle& article, const knowledge::LiveText& text) {
  const auto newer =
      std::ranges::find_if(article.texts, [&](const auto& other) { return other->language != text.language && !other->stale; });
  if (!text.stale || newer == article.texts.end()) {
    return {};
  }
  return fmt::format(R"(<p class="known"><span>{}</span><a href="{}" hreflang="{}">{} ({})</a></p>)", say(Word::stale, view.language),
                     article_path((*newer)->language, article.slug), html_escaped((*newer)->language),
                     say(Word::other_version, view.language), html_escaped(own_name((*newer)->language)));
}

std::string contents(const View& view, const std::vector<knowledge::Heading>& headings) {
  std::string out;
  for (const auto& heading : headings) {
    out += heading.level == 2 ? fmt::format(R"(<li><a href="#{}">{}</a></li>)", heading.id, html_escaped(heading.text)) : "";
  }
  return out.empty() ? out
                     : fmt::format(R"(<nav class="toc" aria-label="{0}"><h2>{0}</h2><ul>{1}</ul></nav>)",
                                   say(Word::on_this_page, view.language), out);
}

std::string related(const View& view, const knowledge::LiveArticle& article, const knowledge::LiveText& text) {
  std::string words = text.words.title;
  for (const auto& keyword : text.words.keywords) {
    words.append(" ").append(keyword);
  }
  std::string out;
  std::size_t count = 0;
  for (const auto& found : view.library.search({words, view.language, false, related_max + 1})) {
    if (found.article != &article && count < related_max) {
      ++count;
      out += fmt::format(R"(<li><a href="{}">{}</a></li>)", article_path(view.language, found.article->slug),
                         html_escaped(found.text->words.title));
    }
  }
  return out.empty() ? out
                     : fmt::format(R"(<section class="rel"><h2>{}</h2><ul>{}</ul></section>)", say(Word::related, view.language), out);
}

}  // namespace

std::optional<Page> article(const View& view, std::string_view slug) {
  const auto* found = view.library.article(slug);
  const auto* text = found == nullptr ? nullptr : readable(*found, view.language);
  if (text == nullptr) {
    return std::nullopt;
  }
  const auto rendered = knowledge::render(text->words.body, [&](std::string_view other) { return place_of(view, other); });
  Page page{.status = 200,
            .title = text->words.title,
            .description = text->words.summary,
            .path = article_path(view.language, slug),
            .alternates = alternates_of(view, *found),
            .modified = text->published_at,
            .main = {}};
  const auto summary = text->words.summary.empty() ? std::string{}
                                                   : fmt::format(R"(<div class="short"><b>{}</b><p>{}</p></div>)",
                                                                 say(Word::in_short, view.language), html_escaped(text->words.summary));
  page.main = fmt::format(
      R"(<div class="art">{}<article><h1>{}</h1>{}{}<div class="txt">{}{}</div></article><aside class="side"><div>{}{}</div></aside></div>{})",
      breadcrumb(view, view.library.category(found->category)), html_escaped(text->words.title), meta(view, *text),
      stale_note(view, *found, *text), summary, rendered.html, contents(view, rendered.headings), related(view, *found, *text),
      talk_to_us(view));
  return page;
}

}  // namespace zhiyin::help
