// An article as a file: one language of it, called <slug>.<language>.md.
//
//   +++
//   category = "refunds"
//   title = "How long does a refund take?"
//   summary = "One to three working days."      (may be missing)
//   asked_as = ["when do I get my money back"]  (may be missing)
//   keywords = ["reimbursement"]                (may be missing)
//   audience = "internal"                       (may be missing: public)
//   +++
//
//   The body, in Markdown.
//
// What stands between the lines of +++ is TOML 1.0.
#pragma once

#include <string>
#include <string_view>

#include "knowledge/model.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::knowledge {

constexpr std::size_t file_max_bytes = std::size_t{160} * 1024;

struct ArticleFile {
  std::string category;  ///< its slug
  Audience audience = Audience::everybody;
  Words words;
  friend bool operator==(const ArticleFile&, const ArticleFile&) = default;
};

/// Words that fit, or an error that says the line and how to mend it.
[[nodiscard]] Result<ArticleFile> read_markdown(std::string_view text);
/// What read_markdown reads as `file` again.
[[nodiscard]] std::string write_markdown(const ArticleFile& file);

struct FileName {
  std::string slug;
  std::string language;
  friend bool operator==(const FileName&, const FileName&) = default;
};
/// "refund-time.en.md"; a path before it does not count.
[[nodiscard]] Result<FileName> read_file_name(std::string_view name);
[[nodiscard]] std::string file_name(const FileName& name);

}  // namespace zhiyin::knowledge
