// What a reader has asked for, and what was found.
#include <fmt/format.h>

#include <algorithm>

#include "help/page.hpp"
#include "knowledge/markdown.hpp"
#include "language/normalise.hpp"
#include "language/tokens.hpp"
#include "platform/base/html.hpp"

namespace zhiyin::help {
namespace {

constexpr std::size_t found_max = 20;
constexpr std::size_t excerpt_max_bytes = 300;

/// Escaped, with what was found between <mark>.
std::string marked(std::string_view text, std::span<const std::string> terms) {
  std::string out;
  std::size_t at = 0;
  for (const auto& place : language::places(text, terms)) {
    out += html_escaped(text.substr(at, place.begin - at));
    out += fmt::format("<mark>{}</mark>", html_escaped(text.substr(place.begin, place.end - place.begin)));
    at = place.end;
  }
  return out + html_escaped(text.substr(at));
}

/// Not within a character.
std::size_t boundary(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
    --at;
  }
  return std::min(at, text.size());
}

/// The summary; when nothing of it was asked for, the piece of the text in which something was.
std::string excerpt(const knowledge::LiveText& text, std::span<const std::string> terms) {
  const std::string_view summary = text.words.summary;
  const auto places = language::places(text.plain, terms);
  if (!summary.empty() && (places.empty() || !language::places(summary, terms).empty())) {
    return marked(summary, terms);
  }
  const std::string_view plain = text.plain;
  const auto middle = places.empty() ? 0 : places.front().begin;
  const auto begin = boundary(plain, middle > excerpt_max_bytes / 3 ? middle - excerpt_max_bytes / 3 : 0);
  const auto end = boundary(plain, std::min(plain.size(), begin + excerpt_max_bytes));
  return fmt::format("{}{}{}", begin > 0 ? "… " : "", marked(plain.substr(begin, end - begin), terms), end < plain.size() ? " …" : "");
}

std::string row(const View& view, const knowledge::Found& found) {
  const auto& terms = found.hit.matched;
  const auto* category = view.library.category(found.article->category);
  const auto* name = category == nullptr ? nullptr : name_of(view, *category);
  return fmt::format(R"(<li><a href="{}"><b>{}</b><span>{}</span><small>{}</small></a></li>)",
                     article_path(view.language, found.article->slug), marked(found.text->words.title, terms), excerpt(*found.text, terms),
                     name == nullptr ? "" : html_escaped(name->name));
}

}  // namespace

Page search(const View& view, std::string_view asked) {
  Page page{.status = 200,
            .title = std::string{say(Word::search, view.language)},
            .description = {},
            .path = {},
            .alternates = {},
            .modified = {},
            .main = {}};
  for (const auto& language : languages_of(view.library)) {
    if (language != view.language) {
      page.alternates.push_back({language, search_path(language), true});
    }
  }
  auto found = view.library.search({asked, view.language, false, found_max});
  knowledge::keep_near(found);
  const auto shown = html_escaped(asked);
  if (asked.empty()) {
    page.main = fmt::format(R"(<section class="hero"><h1>{}</h1>{}</section>{})", say(Word::how_can_we_help, view.language),
                            search_form(view, ""), category_grid(view));
    return page;
  }
  page.title = say(found.empty() ? Word::no_results : Word::results_for, view.language, asked);
  page.main = fmt::format(R"({}<section class="list"><h1>{}</h1>{})", breadcrumb(view, nullptr),
                          say(found.empty() ? Word::no_results : Word::results_for, view.language, shown), search_form(view, asked));
  if (found.empty()) {
    page.main += fmt::format(R"(<p class="lead">{}</p></section><h2 class="topics">{}</h2>{})", say(Word::no_results_hint, view.language),
                             say(Word::all_topics, view.language), category_grid(view));
  } else {
    page.main += fmt::format(R"(<p class="meta">{}</p><ul>)", say(Word::results_count, view.language, std::to_string(found.size())));
    for (const auto& one : found) {
      page.main += row(view, one);
    }
    page.main += "</ul></section>";
  }
  page.main += talk_to_us(view);
  return page;
}

}  // namespace zhiyin::help
