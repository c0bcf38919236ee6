// A file becomes an article.
#include <fmt/format.h>

#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "knowledge/reading.hpp"
#include "knowledge/service.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::knowledge {
namespace {

/// What the file would be written over.
struct There {
  std::optional<Article> article;
  std::optional<Text> text;
  bool same = false;  ///< the newest words are the file's
};

There there_is(db::Session& session, const FileName& name, const ArticleFile& file) {
  There there{article_of_slug(session, name.slug), {}, false};
  there.text = there.article ? text(session, there.article->id, name.language) : std::nullopt;
  if (there.text) {
    const auto* words = there.text->draft ? &there.text->draft->words : there.text->live ? &there.text->live->words : nullptr;
    there.same = words != nullptr && *words == file.words;
  }
  return there;
}

/// Everything that could stand in the way, before anything is written.
std::optional<Error> fault_in_import(db::Session& session, const There& there, const ArticleFile& file, bool live) {
  const auto category = category_of_slug(session, file.category);
  if (!category || category->archived) {
    return Error{ErrorCode::not_found, fmt::format("there is no category {}", file.category), "category", "make it first", {}};
  }
  if (there.text && there.text->draft && !there.same) {
    const auto person = identity::find(session, there.text->draft->author);
    return Error{ErrorCode::conflict,
                 fmt::format("there is a draft with other words, by {}", person ? person->name : "a program"),
                 "file",
                 "publish or discard it first",
                 {}};
  }
  if (live && file.words.body.empty() && file.words.summary.empty()) {
    return Error{ErrorCode::invalid, "the file has neither a summary nor a body", "body", "write one of them", {}};
  }
  if (there.text && there.text->state.newest >= versions_max) {
    return Error{ErrorCode::too_many, "this text has as many versions as there may be", "", "make a new article", {}};
  }
  if (there.article && !there.text && texts_of(session, there.article->id).size() >= languages_max) {
    return Error{ErrorCode::too_many, "the article has as many languages as it may have", "language", "", {}};
  }
  return std::nullopt;
}

}  // namespace

Result<Imported> import_file(writer::Tx& tx, const FileName& name, const ArticleFile& file, AgentId who, bool live) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto there = there_is(session, name, file);
  if (auto fault = fault_in_import(session, there, file, live)) {
    return std::unexpected(*std::move(fault));
  }
  const auto category = category_of_slug(session, file.category)->id;
  auto article = there.article ? change_article(tx, there.article->id, {.slug = {}, .category = category, .audience = file.audience})
                               : make_article(tx, {name.slug, category, file.audience});
  if (!article) {
    return std::unexpected(std::move(article.error()));
  }
  bool changed = !there.article || *article != *there.article;
  auto kept = there.text;
  if (!there.same) {
    auto saved = save_draft(tx, {article->id, name.language, kept ? kept->state.revision : 0, who}, file.words);
    require(saved.has_value(), "whatever stands in a draft's way was looked at before");
    kept = *std::move(saved);
    changed = true;
  }
  if (live && kept->draft) {
    auto published = publish(tx, {article->id, name.language, kept->state.revision, who}, false);
    require(published.has_value(), "whatever stands in a publishing's way was looked at before");
    kept = *std::move(published);
    changed = true;
  }
  return Imported{*std::move(article), *std::move(kept), changed};
}

}  // namespace zhiyin::knowledge
