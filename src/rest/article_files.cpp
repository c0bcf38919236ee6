// Articles as files, and what their Markdown looks like.
#include "knowledge/markdown.hpp"
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

constexpr std::int64_t file_most = static_cast<std::int64_t>(knowledge::file_max_bytes);
constexpr std::int64_t file_name_most = slug_most + tag_most + 4;
constexpr std::int64_t html_most = 16 * article_body_most;  // a character may become an element

struct PreviewGiven {
  std::string body;
};
constexpr auto shape(api::Of<PreviewGiven>) {
  return api::object<PreviewGiven>(
      "ArticlePreviewGiven",
      api::field("body", &PreviewGiven::body, {.most = article_body_most, .pattern = api::Pattern::words, .what = "Markdown."}));
}

struct HeadingSeen {
  std::int64_t level = 2;
  std::string id;
  std::string text;
};
constexpr auto shape(api::Of<HeadingSeen>) {
  return api::object<HeadingSeen>("ArticleHeading", api::field("level", &HeadingSeen::level, {.least = 2, .most = 6}),
                                  api::field("id", &HeadingSeen::id, {.most = 10, .what = "Of the element in `html`."}),
                                  api::field("text", &HeadingSeen::text, {.most = article_body_most, .pattern = api::Pattern::words}));
}

struct Preview {
  std::string html;
  std::vector<HeadingSeen> headings;
};
constexpr auto shape(api::Of<Preview>) {
  return api::object<Preview>(
      "ArticlePreview",
      api::field("html", &Preview::html,
                 {.most = html_most, .pattern = api::Pattern::words, .what = "As a reader sees it; nothing in it can run."}),
      api::field("headings", &Preview::headings, {.items_most = article_body_most}));
}

struct Importing {
  std::string file;
  std::string text;
  bool publish = false;
};
constexpr auto shape(api::Of<Importing>) {
  return api::object<Importing>(
      "ArticleImport",
      api::field("file", &Importing::file,
                 {.least = 1, .most = file_name_most, .what = "Its name: address and language.", .example = R"("refund-time.en.md")"}),
      api::field("text", &Importing::text,
                 {.least = 1, .most = file_most, .pattern = api::Pattern::words, .what = "TOML between two lines of +++, then Markdown."}),
      api::field("publish", &Importing::publish, {.needed = false, .what = "Live at once; takes the right knowledge.publish."}));
}

struct ImportSeen {
  ArticleSeen article;
  std::string language;
  bool changed = false;
};
constexpr auto shape(api::Of<ImportSeen>) {
  return api::object<ImportSeen>("ArticleImported", api::field("article", &ImportSeen::article, {}),
                                 api::field("language", &ImportSeen::language, {.most = tag_most}),
                                 api::field("changed", &ImportSeen::changed, {.what = "false: it was so already."}));
}

struct FileSeen {
  std::string file;
  std::string text;
};
constexpr auto shape(api::Of<FileSeen>) {
  return api::object<FileSeen>("ArticleFile", api::field("file", &FileSeen::file, {.most = file_name_most}),
                               api::field("text", &FileSeen::text, {.most = 2 * file_most, .pattern = api::Pattern::words}));
}

/// Links to articles lead to their place in the help centre, whether or not they are there yet.
void preview(const Asked<PreviewGiven>& asked, api::Give<Preview> give) {
  if (auto fault = knowledge::fault_in_body(asked.given.body)) {
    give(std::unexpected(*std::move(fault)));
    return;
  }
  auto rendered = knowledge::render(asked.given.body, [](std::string_view slug) -> std::optional<std::string> {
    return knowledge::slug_from(slug) ? std::optional{std::string{"/help/a/"}.append(slug)} : std::nullopt;
  });
  Preview out{std::move(rendered.html), {}};
  for (auto& heading : rendered.headings) {
    out.headings.push_back({heading.level, std::move(heading.id), std::move(heading.text)});
  }
  give(std::move(out));
}

Result<ImportSeen> import(writer::Tx& tx, const Asked<Importing>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_write); !held) {
    return std::unexpected(held.error());
  }
  const auto& given = asked.given;
  const auto name = knowledge::read_file_name(given.file);
  if (!name) {
    return std::unexpected(name.error());
  }
  const auto file = knowledge::read_markdown(given.text);
  if (!file) {
    return std::unexpected(file.error());
  }
  const auto there = knowledge::article_of_slug(tx.session(), name->slug);
  const bool touches_live = given.publish || (there && knowledge::is_live(tx, there->id));
  if (touches_live && !asked.caller.viewer.may(Right::knowledge_publish)) {
    return refuse(ErrorCode::forbidden, "what is live needs the right knowledge.publish", "publish", "ask somebody who may publish");
  }
  const auto imported = knowledge::import_file(tx, *name, *file, asked.caller.person, given.publish);
  if (!imported) {
    return std::unexpected(imported.error());
  }
  const auto& article = imported->article;
  if (imported->changed) {
    json::Writer w;
    w.begin_object().field("language", std::string_view{name->language}).field("version", imported->text.state.live).end_object();
    note(tx, asked.caller, given.publish ? "article_published" : "article_imported", {"article", article.id.value()}, w.take());
  }
  return ImportSeen{told(article, knowledge::texts_of(tx.session(), article.id)), name->language, imported->changed};
}

/// What is live; before it was published, the draft.
Result<FileSeen> file_of(const Asked<Nothing>& asked, db::Session& session) {
  const auto language = language_in(asked);
  const auto article = knowledge::find(session, article_in(asked));
  const auto text = language && article ? knowledge::text(session, article->id, *language) : std::nullopt;
  const auto category = article ? knowledge::find(session, article->category) : std::nullopt;
  if (!text || !category || (!text->live && !text->draft)) {
    return refuse(ErrorCode::not_found, "there is no such text");
  }
  return FileSeen{knowledge::file_name({article->slug, *language}),
                  knowledge::write_markdown({category->slug, article->audience, text->live ? text->live->words : text->draft->words})};
}

}  // namespace

std::vector<api::Route> article_file_routes() {
  return {
      api::direct<PreviewGiven, Preview>(
          {.method = net::Method::post,
           .path = "/api/v1/articles/preview",
           .needs = api::needs(Right::knowledge_read),
           .operation = "previewArticle",
           .summary = "What a text looks like; nothing is stored",
           .summary_zh = "预览文章，不保存",
           .tag = "knowledge",
           .body_max_bytes = article_request_max,
           .rate = api::RateClass::read},
          [](const Asked<PreviewGiven>& asked, api::Give<Preview> give) { preview(asked, std::move(give)); }),
      api::write<Importing, ImportSeen>({.method = net::Method::post,
                                         .path = "/api/v1/articles/import",
                                         .needs = api::needs(Right::knowledge_write),
                                         .operation = "importArticle",
                                         .summary = "Write a file's words into its article",
                                         .summary_zh = "从文件导入文章",
                                         .tag = "knowledge",
                                         .what = "The article is made if there is none at this address. Sent again, it changes nothing.",
                                         .errors = {ErrorCode::too_large, ErrorCode::not_found},
                                         .body_max_bytes = article_request_max},
                                        no_rows, import),
      api::read<Nothing, FileSeen>({.path = "/api/v1/articles/{article}/texts/{language:slug}/file",
                                    .needs = api::needs(Right::knowledge_read),
                                    .operation = "exportArticle",
                                    .summary = "One language of an article as a file",
                                    .summary_zh = "导出文章文件",
                                    .tag = "knowledge",
                                    .what = "What is live; of a text that is not, the draft."},
                                   file_of),
  };
}

}  // namespace zhiyin::rest
