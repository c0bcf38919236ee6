#include "knowledge/service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "event/knowledge.hpp"
#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "knowledge/reading.hpp"
#include "knowledge/rules.hpp"
#include "knowledge/store.hpp"

namespace zhiyin::knowledge {
namespace {

std::unexpected<Error> no_such_category() {
  return refuse(ErrorCode::not_found, "there is no such category");
}
std::unexpected<Error> no_such_article() {
  return refuse(ErrorCode::not_found, "there is no such article");
}

void tell(writer::Tx& tx, event::KnowledgeChange change) {
  tx.record(event::write(event::KnowledgeFact{raise_generation(tx.session()), tx.now(), std::move(change)}));
}

Result<std::string> free_category_slug(db::Session& session, std::string_view wanted, CategoryId own) {
  auto slug = slug_from(wanted);
  if (slug) {
    if (const auto there = category_of_slug(session, *slug); there && there->id != own) {
      return refuse(ErrorCode::conflict, "another category has this address", "slug", "give another");
    }
  }
  return slug;
}

Result<std::string> free_article_slug(db::Session& session, std::string_view wanted, ArticleId own) {
  auto slug = slug_from(wanted);
  if (slug) {
    if (const auto there = article_of_slug(session, *slug); there && there->id != own) {
      return refuse(ErrorCode::conflict, "another article has this address", "slug", "give another, or change that one");
    }
  }
  return slug;
}

std::optional<Error> fault_in_category(db::Session& session, CategoryId id) {
  const auto category = find(session, id);
  if (!category) {
    return Error{ErrorCode::invalid, "there is no such category", "category", "look it up in the list", {}};
  }
  if (category->archived) {
    return Error{ErrorCode::conflict, "this category is archived", "category", "bring it back first, or choose another", {}};
  }
  return std::nullopt;
}

std::optional<Error> fault_in_position(std::int64_t position) {
  if (position < 0 || position > position_max) {
    return Error{ErrorCode::invalid, "the position is out of bounds", "position", fmt::format("0 to {}", position_max), {}};
  }
  return std::nullopt;
}

bool any_live(db::Session& session, ArticleId id) {
  return std::ranges::any_of(texts_of(session, id), [](const TextState& one) { return one.live > 0; });
}

}  // namespace

Result<Category> make_category(writer::Tx& tx, const NewCategory& wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto slug = free_category_slug(session, wanted.slug, {});
  if (!slug) {
    return std::unexpected(std::move(slug.error()));
  }
  auto texts = texts_from(wanted.texts);
  if (!texts) {
    return std::unexpected(std::move(texts.error()));
  }
  if (auto fault = fault_in_position(wanted.position)) {
    return std::unexpected(*std::move(fault));
  }
  if (categories(session).size() >= categories_max) {
    return refuse(ErrorCode::too_many, "there are as many categories as there may be", "", "bring back an archived one");
  }
  Category category{new_id<CategoryTag>(tx.now(), tx.chance()), *std::move(slug), wanted.position, false, *std::move(texts)};
  insert(session, category);
  tell(tx, event::CategoryChanged{category.id});
  return category;
}

Result<Category> change_category(writer::Tx& tx, CategoryId id, const CategoryChanges& wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto before = find(session, id);
  if (!before) {
    return no_such_category();
  }
  Category after = *before;
  if (wanted.slug) {
    auto slug = free_category_slug(session, *wanted.slug, id);
    if (!slug) {
      return std::unexpected(std::move(slug.error()));
    }
    after.slug = *std::move(slug);
  }
  if (wanted.texts) {
    auto texts = texts_from(*wanted.texts);
    if (!texts) {
      return std::unexpected(std::move(texts.error()));
    }
    after.texts = *std::move(texts);
  }
  after.position = wanted.position.value_or(before->position);
  if (auto fault = fault_in_position(after.position)) {
    return std::unexpected(*std::move(fault));
  }
  after.archived = wanted.archived.value_or(before->archived);
  if (const auto count = articles_in(session, id); after.archived && !before->archived && count > 0) {
    return refuse(ErrorCode::conflict, fmt::format("the category is not empty: it has {} article{}", count, count == 1 ? "" : "s"), "",
                  "move them to another first");
  }
  if (after != *before) {
    update(session, after);
    tell(tx, event::CategoryChanged{id});
  }
  return after;
}

Result<Article> make_article(writer::Tx& tx, const NewArticle& wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto slug = free_article_slug(session, wanted.slug, {});
  if (!slug) {
    return std::unexpected(std::move(slug.error()));
  }
  if (auto fault = fault_in_category(session, wanted.category)) {
    return std::unexpected(*std::move(fault));
  }
  if (count_articles(session) >= articles_max) {
    return refuse(ErrorCode::too_many, "there are as many articles as there may be", "", "delete drafts that nobody needs");
  }
  Article article{new_id<ArticleTag>(tx.now(), tx.chance()), *std::move(slug), wanted.category, wanted.audience, tx.now()};
  insert(session, article);
  return article;
}

Result<Article> change_article(writer::Tx& tx, ArticleId id, const ArticleChanges& wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto before = find(session, id);
  if (!before) {
    return no_such_article();
  }
  Article after = *before;
  if (wanted.slug) {
    auto slug = free_article_slug(session, *wanted.slug, id);
    if (!slug) {
      return std::unexpected(std::move(slug.error()));
    }
    after.slug = *std::move(slug);
  }
  if (wanted.category && *wanted.category != before->category) {
    if (auto fault = fault_in_category(session, *wanted.category)) {
      return std::unexpected(*std::move(fault));
    }
    after.category = *wanted.category;
  }
  after.audience = wanted.audience.value_or(before->audience);
  if (after != *before) {
    update(session, after);
    if (any_live(session, id)) {
      tell(tx, event::ArticleMoved{id});
    }
  }
  return after;
}

Result<void> remove_article(writer::Tx& tx, ArticleId id) {
  identity::lock_head(tx);
  auto& session = tx.session();
  if (!find(session, id)) {
    return no_such_article();
  }
  if (std::ranges::any_of(texts_of(session, id), [](const TextState& one) { return one.newest > 0; })) {
    return refuse(ErrorCode::conflict, "the article was published once, so its versions are kept", "", "withdraw it instead");
  }
  remove_row(session, id);
  return {};
}

bool is_live(writer::Tx& tx, ArticleId id) {
  identity::lock_head(tx);
  return any_live(tx.session(), id);
}

}  // namespace zhiyin::knowledge
