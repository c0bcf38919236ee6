#include "help/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "help/style.hpp"
#include "knowledge/address.hpp"
#include "knowledge/markdown.hpp"
#include "platform/base/html.hpp"

namespace zhiyin::help {
namespace {

constexpr std::size_t of_category_max = 4;  // on the first page; the others are a step away

constexpr std::string_view mark =
    R"(<svg width="26" height="26" viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">)"
    R"(<circle cx="14" cy="14" r="10"/><path d="M10.8 11.2a3.2 3.2 0 1 1 4.6 2.9c-.9.5-1.4 1-1.4 2M14 19.4v.1"/></svg>)";
constexpr std::string_view icon_globe =
    R"(<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c1.8 1.7 2.7 3.7 2.7 6S9.8 12.3 8 14M8 2C6.2 3.7 5.3 5.7 5.3 8S6.2 12.3 8 14"/></svg>)";
constexpr std::string_view icon_search =
    R"(<svg class="i s20" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5"/><path d="m10.4 10.4 3.35 3.35"/></svg>)";
constexpr std::string_view icon_right = R"(<svg class="i s12" viewBox="0 0 16 16" aria-hidden="true"><path d="m6.25 4 4 4-4 4"/></svg>)";
constexpr std::string_view icon_chat =
    R"(<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 4.5A1.5 1.5 0 0 1 3.5 3h9A1.5 1.5 0 0 1 14 4.5v5.5a1.5 1.5 0 0 1-1.5 1.5H7L3.8 13.8V11.5H3.5A1.5 1.5 0 0 1 2 10V4.5Z"/></svg>)";

std::string head(const View& view, const Page& page) {
  std::string out =
      R"(<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">)";
  const auto& company = view.settings.name;
  const auto centre = std::string{say(Word::title_home, view.language)};
  const auto whole = company.empty() ? centre : company + " " + centre;
  out += fmt::format("<title>{}</title>", html_escaped(page.title.empty() ? whole : fmt::format("{} · {}", page.title, whole)));
  if (!page.description.empty()) {
    out += fmt::format(R"(<meta name="description" content="{}">)", html_escaped(page.description));
  }
  if (page.path.empty()) {
    out += R"(<meta name="robots" content="noindex">)";
  } else {
    out += fmt::format(R"(<link rel="canonical" href="{}{}">)", html_escaped(view.base), html_escaped(page.path));
    out += fmt::format(R"(<link rel="alternate" hreflang="{}" href="{}{}">)", html_escaped(view.language), html_escaped(view.base),
                       html_escaped(page.path));
    for (const auto& other : page.alternates) {
      if (other.exists) {
        out += fmt::format(R"(<link rel="alternate" hreflang="{}" href="{}{}">)", html_escaped(other.language), html_escaped(view.base),
                           html_escaped(other.path));
      }
    }
  }
  return out + fmt::format(R"(<link rel="stylesheet" href="{}">)", style_path());
}

/// The same page in the other languages; where there is none it says so, in that language.
std::string switches(const Page& page) {
  std::string out;
  for (const auto& other : page.alternates) {
    const auto tag = html_escaped(other.language);
    out += fmt::format(R"(<a href="{}" lang="{}" hreflang="{}">{}<span>{}</span>)", html_escaped(other.path), tag, tag, icon_globe,
                       html_escaped(own_name(other.language)));
    out += other.exists ? "" : fmt::format(R"( <small>{}</small>)", say(Word::not_in, other.language));
    out += "</a>";
  }
  return out;
}

std::string header(const View& view, const Page& page) {
  const auto& company = view.settings.name;
  const auto centre = say(Word::help_centre, view.language);
  const auto name = company.empty() ? std::string{centre} : fmt::format("{}<b>{}</b>", html_escaped(company), centre);
  return fmt::format(
      R"(<a class="skip" href="#main">{}</a><header class="top"><div class="wrap"><a class="mark" href="{}">{}<span>{}</span></a><nav aria-label="{}">{}</nav></div></header>)",
      say(Word::skip, view.language), home_path(view.language), mark, name, say(Word::languages, view.language), switches(page));
}

std::string footer(const View& view) {
  return fmt::format(R"(<footer><div class="wrap"><span>{}</span><span class="sp"></span><span>{}</span></div></footer>)",
                     html_escaped(view.settings.name), say(Word::runs_on, view.language));
}

}  // namespace

std::string short_of(std::string_view language) {
  return knowledge::short_of(language);
}

std::string home_path(std::string_view language) {
  return fmt::format("/help/{}", short_of(language));
}
std::string category_path(std::string_view language, std::string_view slug) {
  return fmt::format("/help/{}/c/{}", short_of(language), slug);
}
std::string article_path(std::string_view language, std::string_view slug) {
  return knowledge::article_path(language, slug);
}
std::string search_path(std::string_view language) {
  return fmt::format("/help/{}/search", short_of(language));
}

std::string document(const View& view, const Page& page) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>{}</head>\n<body>\n{}\n<main id=\"main\"><div "
      "class=\"wrap\">\n{}\n</div></main>\n{}\n</body>\n</html>\n",
      html_escaped(view.language), head(view, page), header(view, page), page.main, footer(view));
}

const knowledge::LiveText* readable(const knowledge::LiveArticle& article, std::string_view language) {
  return article.audience == knowledge::Audience::everybody ? article.in(language) : nullptr;
}

std::vector<Entry> entries(const View& view, CategoryId category) {
  std::vector<Entry> all;
  for (const auto& article : view.library.articles()) {
    if (const auto* text = readable(article, view.language); text != nullptr && article.category == category) {
      all.push_back({&article, text});
    }
  }
  return all;
}

const knowledge::CategoryText* name_of(const View& view, const knowledge::Category& category) {
  const auto own = std::ranges::find(category.texts, view.language, &knowledge::CategoryText::language);
  return own != category.texts.end() ? &*own : category.texts.empty() ? nullptr : &category.texts.front();
}

std::vector<std::string> languages_of(const knowledge::Library& library) {
  return knowledge::public_languages(library);
}

std::string search_form(const View& view, std::string_view asked) {
  const auto label = say(Word::say_it, view.language);
  return fmt::format(
      R"(<form class="find" role="search" action="{}" method="get">{}<input type="search" name="q" value="{}" placeholder="{}" aria-label="{}" maxlength="200" required autocomplete="off"><button type="submit"><span>{}</span></button></form>)",
      search_path(view.language), icon_search, html_escaped(asked), label, label, say(Word::search, view.language));
}

std::string category_grid(const View& view) {
  std::string out;
  for (const auto& category : view.library.categories()) {
    const auto in_it = entries(view, category.id);
    const auto* name = name_of(view, category);
    if (in_it.empty() || name == nullptr) {
      continue;
    }
    const auto path = category_path(view.language, category.slug);
    out += fmt::format(R"(<section class="cat"><h2><a href="{}">{}</a><small>{}</small></h2><ul>)", path, html_escaped(name->name),
                       say(Word::articles_count, view.language, std::to_string(in_it.size())));
    for (std::size_t i = 0; i < std::min(in_it.size(), of_category_max); ++i) {
      out += fmt::format(R"(<li><a href="{}">{}</a></li>)", article_path(view.language, in_it[i].article->slug),
                         html_escaped(in_it[i].text->words.title));
    }
    if (in_it.size() > of_category_max) {
      out += fmt::format(R"(<li class="all"><a href="{}">{}</a></li>)", path, html_escaped(say(Word::all_in, view.language, name->name)));
    }
    out += "</ul></section>";
  }
  return out.empty() ? fmt::format(R"(<p class="none">{}</p>)", say(Word::nothing_here, view.language))
                     : fmt::format(R"(<div class="cats">{}</div>)", out);
}

std::string talk_to_us(const View& view) {
  if (view.settings.chat.empty()) {
    return {};
  }
  return fmt::format(
      R"(<section class="last"><div><b>{}</b><p>{}</p></div><span class="sp"></span><a class="big p" href="{}">{}{}</a></section>)",
      say(Word::last_title, view.language), say(Word::last_line, view.language), html_escaped(view.settings.chat), icon_chat,
      say(Word::start_chat, view.language));
}

std::string breadcrumb(const View& view, const knowledge::Category* category) {
  std::string out = fmt::format(R"(<nav class="crumb" aria-label="{}"><a href="{}">{}</a>)", say(Word::breadcrumb, view.language),
                                home_path(view.language), say(Word::help_centre, view.language));
  const auto* name = category == nullptr ? nullptr : name_of(view, *category);
  if (name != nullptr) {
    out += fmt::format(R"({}<a href="{}">{}</a>)", icon_right, category_path(view.language, category->slug), html_escaped(name->name));
  }
  return out + "</nav>";
}

}  // namespace zhiyin::help
