// Articles: what they are called, where they stand, for whom they are. Their words are article_texts.cpp's.
#include "knowledge/reading.hpp"
#include "knowledge/rules.hpp"
#include "knowledge/service.hpp"
#include "rest/acting.hpp"
#include "rest/knowledge.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

struct Which {
  std::optional<CategoryId> category;
  std::optional<std::string> language;
  std::optional<knowledge::State> state;
  std::optional<knowledge::Audience> audience;
  std::optional<std::string> q;
};
constexpr auto shape(api::Of<Which>) {
  return api::object<Which>(
      "ArticleFilter", api::field("category", &Which::category, {.what = "Only those in this one."}),
      api::field("language", &Which::language, {.least = 2, .most = tag_most, .what = "Only those with a text in it."}),
      api::field("state", &Which::state, {.what = "Of that language, else of any."}), api::field("audience", &Which::audience, {}),
      api::field("q", &Which::q, {.least = 1, .most = title_most, .what = "Stands in the address or in a title."}));
}

struct NewArticle {
  std::string slug;
  CategoryId category;
  knowledge::Audience audience = knowledge::Audience::everybody;
};
constexpr auto shape(api::Of<NewArticle>) {
  return api::object<NewArticle>(
      "NewArticle",
      api::field("slug", &NewArticle::slug,
                 {.least = 1, .most = slug_most, .pattern = api::Pattern::slug, .what = "Its address, in all languages."}),
      api::field("category", &NewArticle::category, {}),
      api::field("audience", &NewArticle::audience, {.needed = false, .what = "For everybody unless you say otherwise."}));
}

struct Changes {
  std::optional<std::string> slug;
  std::optional<CategoryId> category;
  std::optional<knowledge::Audience> audience;
};
constexpr auto shape(api::Of<Changes>) {
  return api::object<Changes>("ArticleChanges",
                              api::field("slug", &Changes::slug, {.least = 1, .most = slug_most, .pattern = api::Pattern::slug}),
                              api::field("category", &Changes::category, {}), api::field("audience", &Changes::audience, {}));
}

Result<api::Page<ArticleSeen>> list(const Asked<Which>& asked, db::Session& session) {
  const auto& given = asked.given;
  knowledge::Filter filter{given.category, given.audience, {}, given.state, given.q.value_or("")};
  if (given.language) {
    auto language = knowledge::language_from(*given.language);
    if (!language) {
      return std::unexpected(std::move(language.error()));
    }
    filter.language = *std::move(language);
  }
  const auto after = ArticleId::parse(asked.page.after).value_or(ArticleId{});
  auto found = knowledge::articles(session, filter, after, asked.page.limit + 1);
  api::Page<ArticleSeen> page;
  if (static_cast<std::int64_t>(found.size()) > asked.page.limit) {
    found.pop_back();
    page.next = found.back().id.text();
  }
  std::vector<std::int64_t> ids;
  ids.reserve(found.size());
  for (const auto& article : found) {
    ids.push_back(article.id.value());
  }
  const auto texts = knowledge::texts_of(session, ids);
  for (const auto& article : found) {
    page.items.push_back(told(article, texts));
  }
  return page;
}

Result<ArticleSeen> one(const Asked<Nothing>& asked, db::Session& session) {
  const auto article = knowledge::find(session, article_in(asked));
  return article ? Result<ArticleSeen>{told(*article, knowledge::texts_of(session, article->id))}
                 : refuse(ErrorCode::not_found, "there is no such article");
}

std::string told_of(const knowledge::Article& article) {
  json::Writer w;
  w.begin_object().field("slug", std::string_view{article.slug}).field("category", article.category.text());
  return w.field("audience", knowledge::audience_text(article.audience)).end_object().take();
}

Result<ArticleSeen> make(writer::Tx& tx, const Asked<NewArticle>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_write); !held) {
    return std::unexpected(held.error());
  }
  const auto& given = asked.given;
  const auto article = knowledge::make_article(tx, {given.slug, given.category, given.audience});
  if (!article) {
    return std::unexpected(article.error());
  }
  note(tx, asked.caller, "article_added", {"article", article->id.value()}, told_of(*article));
  return told(*article, {});
}

Result<ArticleSeen> change(writer::Tx& tx, const Asked<Changes>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_write); !held) {
    return std::unexpected(held.error());
  }
  if (knowledge::is_live(tx, article_in(asked)) && !asked.caller.viewer.may(Right::knowledge_publish)) {
    return refuse(ErrorCode::forbidden, "a live article needs the right knowledge.publish", "", "ask somebody who may publish");
  }
  const auto& given = asked.given;
  const auto article = knowledge::change_article(tx, article_in(asked), {given.slug, given.category, given.audience});
  if (!article) {
    return std::unexpected(article.error());
  }
  note(tx, asked.caller, "article_changed", {"article", article->id.value()}, told_of(*article));
  return told(*article, knowledge::texts_of(tx.session(), article->id));
}

Result<Nothing> remove(writer::Tx& tx, const Asked<Nothing>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_write); !held) {
    return std::unexpected(held.error());
  }
  if (const auto removed = knowledge::remove_article(tx, article_in(asked)); !removed) {
    return std::unexpected(removed.error());
  }
  note(tx, asked.caller, "article_deleted", {"article", article_in(asked).value()});
  return Nothing{};
}

std::vector<api::Route> reading_routes() {
  const auto reads = api::needs(Right::knowledge_read);
  return {
      api::read<Which, api::Page<ArticleSeen>>({.path = "/api/v1/articles",
                                                .needs = reads,
                                                .operation = "listArticles",
                                                .summary = "Articles, with how each language stands",
                                                .summary_zh = "文章列表",
                                                .tag = "knowledge"},
                                               list),
      api::read<Nothing, ArticleSeen>({.path = "/api/v1/articles/{article}",
                                       .needs = reads,
                                       .operation = "getArticle",
                                       .summary = "One article, with how each language stands",
                                       .summary_zh = "文章详情",
                                       .tag = "knowledge"},
                                      one),
  };
}

}  // namespace

std::vector<api::Route> article_routes() {
  const auto writes = api::needs(Right::knowledge_write);
  auto all = reading_routes();
  all.push_back(api::write<NewArticle, ArticleSeen>({.method = net::Method::post,
                                                     .path = "/api/v1/articles",
                                                     .needs = writes,
                                                     .operation = "createArticle",
                                                     .summary = "Add an article, without words yet",
                                                     .summary_zh = "新建文章",
                                                     .tag = "knowledge",
                                                     .status = 201},
                                                    no_rows, make));
  all.push_back(api::write<Changes, ArticleSeen>({.method = net::Method::patch,
                                                  .path = "/api/v1/articles/{article}",
                                                  .needs = writes,
                                                  .operation = "changeArticle",
                                                  .summary = "Change its address, category or audience",
                                                  .summary_zh = "修改文章的地址、分类或受众",
                                                  .tag = "knowledge",
                                                  .what = "Of an article that is live it takes the right knowledge.publish besides."},
                                                 no_rows, change));
  all.push_back(api::write<Nothing, Nothing>({.method = net::Method::del,
                                              .path = "/api/v1/articles/{article}",
                                              .needs = writes,
                                              .operation = "deleteArticle",
                                              .summary = "Delete an article that was never published",
                                              .summary_zh = "删除从未发布的文章",
                                              .tag = "knowledge",
                                              .what = "What was published once keeps its versions; withdraw it."},
                                             no_rows, remove));
  return all;
}

}  // namespace zhiyin::rest
