// That what is live in the knowledge base is another now: whoever keeps a picture of it renews it. Ids only; the words are in the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "event/ids.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::event {

struct ArticlePublished {
  ArticleId article;
  std::string language;  ///< "en", "zh-CN"
  std::int64_t version = 0;
  friend bool operator==(const ArticlePublished&, const ArticlePublished&) = default;
};
struct ArticleWithdrawn {
  ArticleId article;
  std::string language;
  friend bool operator==(const ArticleWithdrawn&, const ArticleWithdrawn&) = default;
};
/// A live article has another address, category or audience.
struct ArticleMoved {
  ArticleId article;
  friend bool operator==(const ArticleMoved&, const ArticleMoved&) = default;
};
struct CategoryChanged {
  CategoryId category;
  friend bool operator==(const CategoryChanged&, const CategoryChanged&) = default;
};
using KnowledgeChange = std::variant<ArticlePublished, ArticleWithdrawn, ArticleMoved, CategoryChanged>;

struct KnowledgeFact {
  std::int64_t generation = 0;  ///< of what is live, after it; rises by one with each change
  Time at;
  KnowledgeChange change;
  friend bool operator==(const KnowledgeFact&, const KnowledgeFact&) = default;
};

[[nodiscard]] journal::Entry write(const KnowledgeFact& fact);
/// nullopt for a fact of another publisher. A fact of ours that cannot be read is a bug.
[[nodiscard]] std::optional<KnowledgeFact> read_knowledge(const journal::Entry& entry);

}  // namespace zhiyin::event
