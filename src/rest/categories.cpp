// Categories of the knowledge base.
#include "knowledge/reading.hpp"
#include "knowledge/service.hpp"
#include "rest/acting.hpp"
#include "rest/knowledge.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr std::int64_t category_name_most = static_cast<std::int64_t>(knowledge::category_name_max_chars);
constexpr std::int64_t category_line_most = static_cast<std::int64_t>(knowledge::category_line_max_chars);

struct TextOf {
  std::string language;
  std::string name;
  std::string line;
};
constexpr auto shape(api::Of<TextOf>) {
  return api::object<TextOf>(
      "CategoryText", api::field("language", &TextOf::language, {.least = 2, .most = tag_most, .example = R"("en")"}),
      api::field("name", &TextOf::name, {.least = 1, .most = category_name_most, .example = R"("Refunds")"}),
      api::field("line", &TextOf::line, {.most = category_line_most, .needed = false, .what = "What is in it, in one line."}));
}

struct CategorySeen {
  CategoryId id;
  std::string slug;
  std::int64_t position = 0;
  bool archived = false;
  std::vector<TextOf> texts;
};
constexpr auto shape(api::Of<CategorySeen>) {
  return api::object<CategorySeen>(
      "Category", api::field("id", &CategorySeen::id, {}),
      api::field("slug", &CategorySeen::slug, {.most = slug_most, .pattern = api::Pattern::slug, .example = R"("refunds")"}),
      api::field("position", &CategorySeen::position, {.most = knowledge::position_max, .what = "Categories are shown by it, ascending."}),
      api::field("archived", &CategorySeen::archived, {.what = "Shown nowhere, and empty."}),
      api::field("texts", &CategorySeen::texts, {.items_most = languages_most, .what = "Its name in each language."}));
}

struct NewCategory {
  std::string slug;
  std::int64_t position = 0;
  std::vector<TextOf> texts;
};
constexpr auto shape(api::Of<NewCategory>) {
  return api::object<NewCategory>("NewCategory",
                                  api::field("slug", &NewCategory::slug, {.least = 1, .most = slug_most, .pattern = api::Pattern::slug}),
                                  api::field("position", &NewCategory::position, {.most = knowledge::position_max, .needed = false}),
                                  api::field("texts", &NewCategory::texts, {.items_most = languages_most, .items_least = 1}));
}

struct Changes {
  std::optional<std::string> slug;
  std::optional<std::int64_t> position;
  std::optional<std::vector<TextOf>> texts;
  std::optional<bool> archived;
};
constexpr auto shape(api::Of<Changes>) {
  return api::object<Changes>("CategoryChanges",
                              api::field("slug", &Changes::slug, {.least = 1, .most = slug_most, .pattern = api::Pattern::slug}),
                              api::field("position", &Changes::position, {.most = knowledge::position_max}),
                              api::field("texts", &Changes::texts,
                                         {.items_most = languages_most, .items_least = 1, .what = "All of them; no other language stays."}),
                              api::field("archived", &Changes::archived, {.what = "false brings an archived one back."}));
}

CategorySeen seen(const knowledge::Category& category) {
  CategorySeen out{category.id, category.slug, category.position, category.archived, {}};
  for (const auto& text : category.texts) {
    out.texts.push_back({text.language, text.name, text.line});
  }
  return out;
}

std::vector<knowledge::CategoryText> given(const std::vector<TextOf>& texts) {
  std::vector<knowledge::CategoryText> out;
  for (const auto& text : texts) {
    out.push_back({text.language, text.name, text.line});
  }
  return out;
}

Result<CategorySeen> done(writer::Tx& tx, const api::Caller& caller, std::string_view action, const Result<knowledge::Category>& category) {
  if (!category) {
    return std::unexpected(category.error());
  }
  json::Writer w;
  w.begin_object().field("slug", std::string_view{category->slug}).field("archived", category->archived).end_object();
  note(tx, caller, action, {"category", category->id.value()}, w.take());
  return seen(*category);
}

/// As they are shown, archived ones among them.
Result<api::Page<CategorySeen>> list(const Asked<Nothing>& asked, db::Session& session) {
  api::Page<CategorySeen> page;
  bool reached = asked.page.after.empty();
  for (const auto& category : knowledge::categories(session)) {
    if (!reached) {
      reached = category.id.text() == asked.page.after;
    } else if (static_cast<std::int64_t>(page.items.size()) == asked.page.limit) {
      page.next = page.items.back().id.text();
      break;
    } else {
      page.items.push_back(seen(category));
    }
  }
  return page;
}

Result<CategorySeen> one(const Asked<Nothing>& asked, db::Session& session) {
  const auto category = knowledge::find(session, asked.id<CategoryTag>("category"));
  return category ? Result<CategorySeen>{seen(*category)} : refuse(ErrorCode::not_found, "there is no such category");
}

Result<CategorySeen> make(writer::Tx& tx, const Asked<NewCategory>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_publish); !held) {
    return std::unexpected(held.error());
  }
  return done(tx, asked.caller, "category_added",
              knowledge::make_category(tx, {asked.given.slug, asked.given.position, given(asked.given.texts)}));
}

Result<CategorySeen> change(writer::Tx& tx, const Asked<Changes>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_publish); !held) {
    return std::unexpected(held.error());
  }
  knowledge::CategoryChanges wanted{asked.given.slug, asked.given.position, {}, asked.given.archived};
  if (asked.given.texts) {
    wanted.texts = given(*asked.given.texts);
  }
  return done(tx, asked.caller, "category_changed", knowledge::change_category(tx, asked.id<CategoryTag>("category"), wanted));
}

Result<Nothing> archive(writer::Tx& tx, const Asked<Nothing>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_publish); !held) {
    return std::unexpected(held.error());
  }
  const knowledge::CategoryChanges wanted{{}, {}, {}, true};
  const auto gone = done(tx, asked.caller, "category_archived", knowledge::change_category(tx, asked.id<CategoryTag>("category"), wanted));
  return gone ? Result<Nothing>{Nothing{}} : std::unexpected(gone.error());
}

}  // namespace

std::vector<api::Route> category_routes() {
  const auto reads = api::needs(Right::knowledge_read);
  const auto writes = api::needs(Right::knowledge_publish);
  return {
      api::read<Nothing, api::Page<CategorySeen>>({.path = "/api/v1/categories",
                                                   .needs = reads,
                                                   .operation = "listCategories",
                                                   .summary = "Categories, as they are shown",
                                                   .summary_zh = "知识分类列表",
                                                   .tag = "knowledge"},
                                                  list),
      api::read<Nothing, CategorySeen>({.path = "/api/v1/categories/{category}",
                                        .needs = reads,
                                        .operation = "getCategory",
                                        .summary = "One category",
                                        .summary_zh = "分类详情",
                                        .tag = "knowledge"},
                                       one),
      api::write<NewCategory, CategorySeen>({.method = net::Method::post,
                                             .path = "/api/v1/categories",
                                             .needs = writes,
                                             .operation = "createCategory",
                                             .summary = "Add a category",
                                             .summary_zh = "添加分类",
                                             .tag = "knowledge",
                                             .status = 201},
                                            no_rows, make),
      api::write<Changes, CategorySeen>({.method = net::Method::patch,
                                         .path = "/api/v1/categories/{category}",
                                         .needs = writes,
                                         .operation = "changeCategory",
                                         .summary = "Change a category",
                                         .summary_zh = "修改分类",
                                         .tag = "knowledge"},
                                        no_rows, change),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/categories/{category}",
                                    .needs = writes,
                                    .operation = "archiveCategory",
                                    .summary = "Archive a category",
                                    .summary_zh = "归档分类",
                                    .tag = "knowledge",
                                    .what = "Only when no article is in it; the refusal says how many are."},
                                   no_rows, archive),
  };
}

}  // namespace zhiyin::rest
