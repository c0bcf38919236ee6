// The frame that all pages of the help centre have, and what they are made from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "help/settings.hpp"
#include "help/words.hpp"
#include "knowledge/library.hpp"

namespace zhiyin::help {

/// What a page is written from. `language` is a tag; `base` is where the site is for this reader, "https://help.example.com".
struct View {
  const knowledge::Library& library;
  const Settings& settings;
  std::string language;
  std::string base;
};

/// The same page in another language.
struct Alternate {
  std::string language;
  std::string path;
  bool exists = true;  ///< false: there is none, and the path leads to that language's first page
};

struct Page {
  int status = 200;
  std::string title;
  std::string description;
  std::string path;  ///< the one address of this page; empty: not for search engines
  std::vector<Alternate> alternates;
  Time modified;     ///< zero: nobody knows
  std::string main;  ///< HTML
};

/// "zh-CN" is "zh" in addresses, "pt-BR" is "pt-br".
[[nodiscard]] std::string short_of(std::string_view language);
[[nodiscard]] std::string home_path(std::string_view language);
[[nodiscard]] std::string category_path(std::string_view language, std::string_view slug);
[[nodiscard]] std::string article_path(std::string_view language, std::string_view slug);
[[nodiscard]] std::string search_path(std::string_view language);

/// The whole document.
[[nodiscard]] std::string document(const View& view, const Page& page);

/// What a reader of this language may read in a category: public, live, in the order of the library.
struct Entry {
  const knowledge::LiveArticle* article;
  const knowledge::LiveText* text;
};
[[nodiscard]] std::vector<Entry> entries(const View& view, CategoryId category);
/// nullptr: not for everybody, or not in this language.
[[nodiscard]] const knowledge::LiveText* readable(const knowledge::LiveArticle& article, std::string_view language);
/// In the view's language, else in the first that it has; nullptr: archived.
[[nodiscard]] const knowledge::CategoryText* name_of(const View& view, const knowledge::Category& category);
/// Languages in which anything may be read by everybody, and the two that we speak.
[[nodiscard]] std::vector<std::string> languages_of(const knowledge::Library& library);

// Pieces that several pages have.
[[nodiscard]] std::string search_form(const View& view, std::string_view asked);
[[nodiscard]] std::string category_grid(const View& view);
[[nodiscard]] std::string talk_to_us(const View& view);
[[nodiscard]] std::string breadcrumb(const View& view, const knowledge::Category* category);

// The pages.
[[nodiscard]] Page home(const View& view);
[[nodiscard]] std::optional<Page> category(const View& view, std::string_view slug);
[[nodiscard]] std::optional<Page> article(const View& view, std::string_view slug);
[[nodiscard]] Page search(const View& view, std::string_view asked);
[[nodiscard]] Page missing(const View& view);
[[nodiscard]] Page too_many(const View& view);
/// sitemaps.org, protocol 0.9, with the languages as Google has extended it.
[[nodiscard]] std::string sitemap(const View& view);

}  // namespace zhiyin::help
