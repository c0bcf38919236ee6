// Articles are Markdown: CommonMark 0.29 with GitHub's tables, strikethrough and bare addresses, read by cmark-gfm. Nothing of what an
// author writes can run in a reader's browser: HTML in the text is left out, links lead to http, https, mailto, tel, a path or place of
// this site, or to an article, and images are links.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace zhiyin::knowledge {

constexpr std::size_t table_columns_max = 20;
constexpr std::size_t nesting_max = 20;  ///< quotes and lists in each other

/// invalid: too long, nested too deep, a table too wide.
[[nodiscard]] std::optional<Error> fault_in_body(std::string_view body);

struct Heading {
  int level = 2;   ///< 2 to 6: the page's own title is the only first
  std::string id;  ///< "s1", "s2" …: the place in the page
  std::string text;
  friend bool operator==(const Heading&, const Heading&) = default;
};
struct Rendered {
  std::string html;
  std::vector<Heading> headings;
};

/// Where a link "article:slug" leads; nullopt: there is no such article for this reader, and only the link's words are shown.
using LinkTo = std::function<std::optional<std::string>(std::string_view slug)>;

/// Takes any bytes; what has a fault is shown as it was written.
[[nodiscard]] Rendered render(std::string_view body, const LinkTo& link_to);
/// The words alone, for search.
[[nodiscard]] std::string plain(std::string_view body);

}  // namespace zhiyin::knowledge
