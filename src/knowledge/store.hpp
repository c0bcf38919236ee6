// The rows of the knowledge base. Tables: knowledge_head, category, category_text, article, article_text, article_draft, article_version.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "knowledge/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::knowledge {

/// Of commands and questions.
[[nodiscard]] db::ModuleStatements statements();

/// One higher, in this transaction.
std::int64_t raise_generation(db::Session& session);

void insert(db::Session& session, const Category& category);
void update(db::Session& session, const Category& category);
[[nodiscard]] std::size_t articles_in(db::Session& session, CategoryId category);

void insert(db::Session& session, const Article& article);
void update(db::Session& session, const Article& article);
/// With its texts, drafts and versions.
void remove_row(db::Session& session, ArticleId article);
[[nodiscard]] std::size_t count_articles(db::Session& session);

/// Replaces what is there. `title` and `has_draft` are not written.
void put(db::Session& session, const TextState& state);
void put(db::Session& session, ArticleId article, std::string_view language, const Draft& draft);
void remove_draft(db::Session& session, ArticleId article, std::string_view language);
/// Takes a language away that has neither draft nor version.
void remove_text(db::Session& session, ArticleId article, std::string_view language);
void insert(db::Session& session, ArticleId article, std::string_view language, const Version& version);

}  // namespace zhiyin::knowledge
