// Questions to the store about articles and categories, on any session.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::knowledge {

[[nodiscard]] std::int64_t generation(db::Session& session);

/// By position, then by slug; archived ones too.
[[nodiscard]] std::vector<Category> categories(db::Session& session);
[[nodiscard]] std::optional<Category> find(db::Session& session, CategoryId id);
[[nodiscard]] std::optional<Category> category_of_slug(db::Session& session, std::string_view slug);

[[nodiscard]] std::optional<Article> find(db::Session& session, ArticleId id);
[[nodiscard]] std::optional<Article> article_of_slug(db::Session& session, std::string_view slug);
/// Ascending by language.
[[nodiscard]] std::vector<TextState> texts_of(db::Session& session, ArticleId article);
/// Ascending by article and language.
[[nodiscard]] std::vector<TextState> texts_of(db::Session& session, std::span<const std::int64_t> articles);
[[nodiscard]] std::optional<TextState> text_state(db::Session& session, ArticleId article, std::string_view language);
[[nodiscard]] std::optional<Text> text(db::Session& session, ArticleId article, std::string_view language);

/// The newest first, those below `below` (0: all), without their bodies and lists.
[[nodiscard]] std::vector<Version> versions(db::Session& session, ArticleId article, std::string_view language, std::int64_t below,
                                            std::int64_t most);
[[nodiscard]] std::optional<Version> version(db::Session& session, ArticleId article, std::string_view language, std::int64_t number);
[[nodiscard]] std::optional<Draft> draft(db::Session& session, ArticleId article, std::string_view language);

struct Filter {
  std::optional<CategoryId> category;
  std::optional<Audience> audience;
  std::string language;        ///< has a text in it; empty: any
  std::optional<State> state;  ///< of that language, or of any
  std::string words;           ///< stands in the slug or in a title, whatever its case; empty: any
};
/// Ascending by id, those above `after`.
[[nodiscard]] std::vector<Article> articles(db::Session& session, const Filter& filter, ArticleId after, std::int64_t most);

/// For the picture of what is live (library.hpp).
struct LiveRow {
  ArticleId article;
  std::string language;
  Version version;
  Time published_at;
  bool stale = false;
};
[[nodiscard]] std::vector<Article> live_articles(db::Session& session);
[[nodiscard]] std::vector<LiveRow> live_texts(db::Session& session);

}  // namespace zhiyin::knowledge
