// The words of an article in one language: draft, publish, withdraw, versions.
#include <algorithm>
#include <charconv>
#include <iterator>

#include "knowledge/reading.hpp"
#include "knowledge/service.hpp"
#include "rest/acting.hpp"
#include "rest/knowledge.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

#define ZHIYIN_TEXT_PATH "/api/v1/articles/{article}/texts/{language:slug}"

constexpr api::Bounds revision_bounds{
    .most = api::whole_most,
    .what = "The text's revision that you read; 0 for a language that has none yet. Another one now: 409 `stale`."};

struct DraftGiven {
  std::int64_t revision = 0;
  WordsSeen words;
};
constexpr auto shape(api::Of<DraftGiven>) {
  return api::object<DraftGiven>("ArticleDraftGiven", api::field("revision", &DraftGiven::revision, revision_bounds),
                                 api::field("words", &DraftGiven::words, {}));
}

struct OnRevision {
  std::int64_t revision = 0;
};
constexpr auto shape(api::Of<OnRevision>) {
  return api::object<OnRevision>("OnRevision", api::field("revision", &OnRevision::revision, revision_bounds));
}

struct Publishing {
  std::int64_t revision = 0;
  bool minor = false;
};
constexpr auto shape(api::Of<Publishing>) {
  return api::object<Publishing>(
      "Publishing", api::field("revision", &Publishing::revision, revision_bounds),
      api::field("minor", &Publishing::minor,
                 {.needed = false, .what = "Nothing that other languages would have to follow: they do not become stale."}));
}

struct VersionLine {
  std::int64_t number = 0;
  std::string title;
  std::string summary;
  std::optional<AgentId> author;
  Time at;
};
constexpr auto shape(api::Of<VersionLine>) {
  return api::object<VersionLine>(
      "ArticleVersionLine", api::field("number", &VersionLine::number, {.least = 1, .most = knowledge::versions_max}),
      api::field("title", &VersionLine::title, {.most = title_most}), api::field("summary", &VersionLine::summary, {.most = summary_most}),
      api::field("author", &VersionLine::author, {.what = "Null: a program."}), api::field("at", &VersionLine::at, {}));
}

std::unexpected<Error> no_such_text() {
  return refuse(ErrorCode::not_found, "there is no such text");
}

Result<TextSeen> one(const Asked<Nothing>& asked, db::Session& session) {
  const auto language = language_in(asked);
  const auto text = language ? knowledge::text(session, article_in(asked), *language) : std::nullopt;
  return text ? Result<TextSeen>{told(*text)} : no_such_text();
}

Result<api::Page<VersionLine>> versions(const Asked<Nothing>& asked, db::Session& session) {
  const auto language = language_in(asked);
  if (!language || !knowledge::text_state(session, article_in(asked), *language)) {
    return no_such_text();
  }
  std::int64_t below = 0;
  (void)std::from_chars(asked.page.after.data(), asked.page.after.data() + asked.page.after.size(), below);
  api::Page<VersionLine> page;
  for (const auto& version : knowledge::versions(session, article_in(asked), *language, below, asked.page.limit + 1)) {
    if (static_cast<std::int64_t>(page.items.size()) == asked.page.limit) {
      page.next = std::to_string(page.items.back().number);
      break;
    }
    page.items.push_back({version.number, version.words.title, version.words.summary,
                          version.author.none() ? std::nullopt : std::optional{version.author}, version.at});
  }
  return page;
}

std::int64_t number_in(const api::Asking& asked) {
  const auto& word = asked.word("number");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc{} && end == word.data() + word.size() ? number : 0;
}

Result<VersionSeen> version(const Asked<Nothing>& asked, db::Session& session) {
  const auto language = language_in(asked);
  const auto found = language ? knowledge::version(session, article_in(asked), *language, number_in(asked)) : std::nullopt;
  return found ? Result<VersionSeen>{told(*found)} : refuse(ErrorCode::not_found, "there is no such version");
}

/// Holds the right, and says which text is meant.
Result<knowledge::At> hold(writer::Tx& tx, const api::Asking& asked, Right right, std::int64_t revision) {
  if (const auto held = hold_places(tx, asked.caller, right); !held) {
    return std::unexpected(held.error());
  }
  auto language = language_in(asked);
  if (!language) {
    return std::unexpected(std::move(language.error()));
  }
  return knowledge::At{article_in(asked), *std::move(language), revision, asked.caller.person};
}

std::string told_of(const knowledge::At& at, std::int64_t version) {
  json::Writer w;
  return w.begin_object().field("language", std::string_view{at.language}).field("version", version).end_object().take();
}

Result<TextSeen> seen(const Result<knowledge::Text>& text) {
  return text ? Result<TextSeen>{told(*text)} : std::unexpected(text.error());
}

Result<TextSeen> save(writer::Tx& tx, const Asked<DraftGiven>& asked) {
  const auto at = hold(tx, asked, Right::knowledge_write, asked.given.revision);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto& words = asked.given.words;
  return seen(knowledge::save_draft(tx, *at, {words.title, words.summary, words.body, words.asked_as, words.keywords}));
}

Result<Nothing> discard(writer::Tx& tx, const Asked<OnRevision>& asked) {
  const auto at = hold(tx, asked, Right::knowledge_write, asked.given.revision);
  if (!at) {
    return std::unexpected(at.error());
  }
  if (const auto gone = knowledge::discard_draft(tx, *at); !gone) {
    return std::unexpected(gone.error());
  }
  note(tx, asked.caller, "article_draft_discarded", {"article", at->article.value()}, told_of(*at, 0));
  return Nothing{};
}

Result<TextSeen> publish(writer::Tx& tx, const Asked<Publishing>& asked) {
  const auto at = hold(tx, asked, Right::knowledge_publish, asked.given.revision);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto text = knowledge::publish(tx, *at, asked.given.minor);
  if (text) {
    note(tx, asked.caller, "article_published", {"article", at->article.value()}, told_of(*at, text->state.live));
  }
  return seen(text);
}

Result<TextSeen> withdraw(writer::Tx& tx, const Asked<OnRevision>& asked) {
  const auto at = hold(tx, asked, Right::knowledge_publish, asked.given.revision);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto text = knowledge::withdraw(tx, *at);
  if (text) {
    note(tx, asked.caller, "article_withdrawn", {"article", at->article.value()}, told_of(*at, text->state.newest));
  }
  return seen(text);
}

Result<TextSeen> restore(writer::Tx& tx, const Asked<OnRevision>& asked) {
  const auto at = hold(tx, asked, Right::knowledge_write, asked.given.revision);
  if (!at) {
    return std::unexpected(at.error());
  }
  return seen(knowledge::restore(tx, *at, number_in(asked)));
}

std::vector<api::Route> reading_routes() {
  const auto reads = api::needs(Right::knowledge_read);
  return {
      api::read<Nothing, TextSeen>({.path = ZHIYIN_TEXT_PATH,
                                    .needs = reads,
                                    .operation = "getArticleText",
                                    .summary = "One language of an article: what is live, and the draft",
                                    .summary_zh = "文章某一语言的内容：已发布的与草稿",
                                    .tag = "knowledge",
                                    .what = "The language in small letters: `en`, `zh-cn`."},
                                   one),
      api::read<Nothing, api::Page<VersionLine>>({.path = ZHIYIN_TEXT_PATH "/versions",
                                                  .needs = reads,
                                                  .operation = "listArticleVersions",
                                                  .summary = "What was published, the newest first",
                                                  .summary_zh = "历史版本列表",
                                                  .tag = "knowledge"},
                                                 versions),
      api::read<Nothing, VersionSeen>({.path = ZHIYIN_TEXT_PATH "/versions/{number:slug}",
                                       .needs = reads,
                                       .operation = "getArticleVersion",
                                       .summary = "One version, whole",
                                       .summary_zh = "某一历史版本",
                                       .tag = "knowledge"},
                                      version),
  };
}

std::vector<api::Route> writing_routes() {
  const auto writes = api::needs(Right::knowledge_write);
  return {
      api::write<DraftGiven, TextSeen>(
          {.method = net::Method::put,
           .path = ZHIYIN_TEXT_PATH "/draft",
           .needs = writes,
           .operation = "saveArticleDraft",
           .summary = "Save what you have written",
           .summary_zh = "保存草稿",
           .tag = "knowledge",
           .what = "There is one draft. When somebody else saved, published or withdrew since, nothing is saved, and "
                   "the refusal says who did.",
           .errors = {ErrorCode::stale},
           .body_max_bytes = article_request_max},
          no_rows, save),
      api::write<OnRevision, Nothing>({.method = net::Method::post,
                                       .path = ZHIYIN_TEXT_PATH "/discard",
                                       .needs = writes,
                                       .operation = "discardArticleDraft",
                                       .summary = "Throw the draft away",
                                       .summary_zh = "放弃草稿",
                                       .tag = "knowledge",
                                       .errors = {ErrorCode::stale}},
                                      no_rows, discard),
      api::write<OnRevision, TextSeen>({.method = net::Method::post,
                                        .path = ZHIYIN_TEXT_PATH "/versions/{number:slug}/restore",
                                        .needs = writes,
                                        .operation = "restoreArticleVersion",
                                        .summary = "Make an earlier version the draft",
                                        .summary_zh = "将历史版本恢复为草稿",
                                        .tag = "knowledge",
                                        .errors = {ErrorCode::stale}},
                                       no_rows, restore),
  };
}

}  // namespace

std::vector<api::Route> article_text_routes() {
  const auto publishes = api::needs(Right::knowledge_publish);
  auto all = reading_routes();
  std::ranges::move(writing_routes(), std::back_inserter(all));
  all.push_back(api::write<Publishing, TextSeen>({.method = net::Method::post,
                                                  .path = ZHIYIN_TEXT_PATH "/publish",
                                                  .needs = publishes,
                                                  .operation = "publishArticle",
                                                  .summary = "Publish the draft: it is live at once",
                                                  .summary_zh = "发布草稿，立即生效",
                                                  .tag = "knowledge",
                                                  .errors = {ErrorCode::stale}},
                                                 no_rows, publish));
  all.push_back(api::write<OnRevision, TextSeen>({.method = net::Method::post,
                                                  .path = ZHIYIN_TEXT_PATH "/withdraw",
                                                  .needs = publishes,
                                                  .operation = "withdrawArticle",
                                                  .summary = "Show it no longer",
                                                  .summary_zh = "撤下文章",
                                                  .tag = "knowledge",
                                                  .errors = {ErrorCode::stale}},
                                                 no_rows, withdraw));
  return all;
}

}  // namespace zhiyin::rest
