#include "event/knowledge.hpp"

#include <string_view>

#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::event {
namespace {

constexpr std::string_view published = "article_published";
constexpr std::string_view withdrawn = "article_withdrawn";
constexpr std::string_view moved = "article_moved";
constexpr std::string_view category = "category_changed";

struct Written {
  std::string_view kind;
  std::int64_t subject;
  std::string envelope;
};

Written written(const ArticlePublished& change) {
  json::Writer w;
  w.begin_object().field("language", std::string_view{change.language}).field("version", change.version).end_object();
  return {published, change.article.value(), w.take()};
}
Written written(const ArticleWithdrawn& change) {
  json::Writer w;
  w.begin_object().field("language", std::string_view{change.language}).end_object();
  return {withdrawn, change.article.value(), w.take()};
}
Written written(const ArticleMoved& change) {
  return {moved, change.article.value(), "{}"};
}
Written written(const CategoryChanged& change) {
  return {category, change.category.value(), "{}"};
}

std::optional<KnowledgeChange> change_of(const journal::Entry& entry) {
  if (entry.kind == moved) {
    return ArticleMoved{ArticleId{entry.subject}};
  }
  if (entry.kind == category) {
    return CategoryChanged{CategoryId{entry.subject}};
  }
  if (entry.kind != published && entry.kind != withdrawn) {
    return std::nullopt;
  }
  const auto document = json::Document::parse(entry.envelope);
  const auto root = document ? document->root() : std::nullopt;
  const auto language = root ? root->text("language") : std::nullopt;
  require(language.has_value(), "a fact of ours has the words it was written with");
  if (entry.kind == withdrawn) {
    return ArticleWithdrawn{ArticleId{entry.subject}, std::string{*language}};
  }
  return ArticlePublished{ArticleId{entry.subject}, std::string{*language}, root->number("version").value_or(0)};
}

}  // namespace

journal::Entry write(const KnowledgeFact& fact) {
  auto parts = std::visit([](const auto& change) { return written(change); }, fact.change);
  journal::Entry entry;
  entry.kind = parts.kind;
  entry.subject = parts.subject;
  entry.revision = fact.generation;
  entry.at = fact.at;
  entry.envelope = std::move(parts.envelope);
  return entry;
}

std::optional<KnowledgeFact> read_knowledge(const journal::Entry& entry) {
  auto change = change_of(entry);
  return change ? std::optional{KnowledgeFact{entry.revision, entry.at, *std::move(change)}} : std::nullopt;
}

}  // namespace zhiyin::event
