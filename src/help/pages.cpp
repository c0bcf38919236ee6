// The first page, a category, and what is said when there is nothing to show.
#include <fmt/format.h>

#include <algorithm>

#include "help/page.hpp"
#include "knowledge/markdown.hpp"
#include "platform/base/html.hpp"

namespace zhiyin::help {
namespace {

std::vector<Alternate> others(const View& view, const std::function<Alternate(const std::string&)>& in) {
  std::vector<Alternate> all;
  for (const auto& language : languages_of(view.library)) {
    if (language != view.language) {
      all.push_back(in(language));
    }
  }
  return all;
}

std::vector<Alternate> homes(const View& view, bool exist) {
  return others(view, [exist](const std::string& language) { return Alternate{language, home_path(language), exist}; });
}

Time newest(const std::vector<Entry>& entries) {
  Time at{};
  for (const auto& entry : entries) {
    at = std::max(at, entry.text->published_at);
  }
  return at;
}

/// A page with a title, a line, the search and a way home.
Page note(const View& view, int status, Word title, Word line) {
  Page page{.status = status,
            .title = std::string{say(title, view.language)},
            .description = {},
            .path = {},
            .alternates = homes(view, true),
            .modified = {},
            .main = {}};
  page.main = fmt::format(R"(<section class="hero"><h1>{}</h1><p class="lead">{}</p>{}<p class="more"><a href="{}">{}</a></p></section>{})",
                          page.title, say(line, view.language), search_form(view, ""), home_path(view.language),
                          say(Word::to_home, view.language), talk_to_us(view));
  return page;
}

std::string url_entry(const View& view, const std::string& path, Time at, const std::vector<Alternate>& alternates) {
  std::string out = fmt::format("<url><loc>{}{}</loc>", html_escaped(view.base), html_escaped(path));
  if (at != Time{}) {
    out += fmt::format("<lastmod>{}</lastmod>", iso_text(at));
  }
  for (const auto& other : alternates) {
    out += fmt::format(R"(<xhtml:link rel="alternate" hreflang="{}" href="{}{}"/>)", html_escaped(other.language), html_escaped(view.base),
                       html_escaped(other.path));
  }
  return out + "</url>\n";
}

}  // namespace

Page home(const View& view) {
  Page page{.status = 200,
            .title = {},
            .description = std::string{say(Word::about_centre, view.language)},
            .path = home_path(view.language),
            .alternates = homes(view, true),
            .modified = {},
            .main = {}};
  for (const auto& category : view.library.categories()) {
    page.modified = std::max(page.modified, newest(entries(view, category.id)));
  }
  page.main = fmt::format(R"(<section class="hero"><h1>{}</h1>{}</section>{}{})", say(Word::how_can_we_help, view.language),
                          search_form(view, ""), category_grid(view), talk_to_us(view));
  return page;
}

std::optional<Page> category(const View& view, std::string_view slug) {
  const auto* found = view.library.category(slug);
  const auto* name = found == nullptr ? nullptr : name_of(view, *found);
  const auto in_it = found == nullptr ? std::vector<Entry>{} : entries(view, found->id);
  if (name == nullptr || in_it.empty()) {
    return std::nullopt;
  }
  Page page{.status = 200,
            .title = name->name,
            .description = name->line,
            .path = category_path(view.language, slug),
            .alternates = others(view,
                                 [&](const std::string& language) {
                                   const View other{view.library, view.settings, language, view.base};
                                   const bool exists = !entries(other, found->id).empty();
                                   return Alternate{language, exists ? category_path(language, slug) : home_path(language), exists};
                                 }),
            .modified = newest(in_it),
            .main = {}};
  page.main = fmt::format(R"({}<section class="list"><h1>{}</h1>)", breadcrumb(view, nullptr), html_escaped(name->name));
  page.main += name->line.empty() ? "" : fmt::format(R"(<p class="lead">{}</p>)", html_escaped(name->line));
  page.main += "<ul>";
  for (const auto& entry : in_it) {
    page.main += fmt::format(R"(<li><a href="{}"><b>{}</b><span>{}</span></a></li>)", article_path(view.language, entry.article->slug),
                             html_escaped(entry.text->words.title), html_escaped(entry.text->words.summary));
  }
  page.main += "</ul></section>" + talk_to_us(view);
  return page;
}

Page missing(const View& view) {
  return note(view, 404, Word::missing_title, Word::missing_line);
}

Page too_many(const View& view) {
  return note(view, 429, Word::too_many_title, Word::too_many_line);
}

std::string sitemap(const View& view) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
      "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
  for (const auto& language : languages_of(view.library)) {
    const View own{view.library, view.settings, language, view.base};
    out += url_entry(own, home_path(language), {}, {});
    for (const auto& category : view.library.categories()) {
      const auto in_it = entries(own, category.id);
      if (in_it.empty()) {
        continue;
      }
      out += url_entry(own, category_path(language, category.slug), newest(in_it), {});
      for (const auto& entry : in_it) {
        std::vector<Alternate> alternates;
        for (const auto& text : entry.article->texts) {
          alternates.push_back({text->language, article_path(text->language, entry.article->slug)});
        }
        out += url_entry(own, article_path(language, entry.article->slug), entry.text->published_at, alternates);
      }
    }
  }
  return out + "</urlset>\n";
}

}  // namespace zhiyin::help
