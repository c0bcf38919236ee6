// Categories and articles: commands under the head's lock (identity/service.hpp), for they are rare. Rights are decided before. A change of
// what is live raises the generation of the knowledge base and records a fact (event/knowledge.hpp); a draft does neither.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge/file.hpp"
#include "knowledge/model.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::knowledge {

struct NewCategory {
  std::string slug;
  std::int64_t position = 0;
  std::vector<CategoryText> texts;
};
/// invalid: out of shape. conflict: another has this slug. too_many: categories_max.
Result<Category> make_category(writer::Tx& tx, const NewCategory& wanted);

struct CategoryChanges {
  std::optional<std::string> slug;
  std::optional<std::int64_t> position;
  std::optional<std::vector<CategoryText>> texts;  ///< all of them
  std::optional<bool> archived;
};
/// conflict: only an empty one can be archived; the Error says how many articles it has.
Result<Category> change_category(writer::Tx& tx, CategoryId id, const CategoryChanges& wanted);

struct NewArticle {
  std::string slug;
  CategoryId category;
  Audience audience = Audience::everybody;
};
/// conflict: another has this slug; or the category is archived. too_many: articles_max.
Result<Article> make_article(writer::Tx& tx, const NewArticle& wanted);

struct ArticleChanges {
  std::optional<std::string> slug;
  std::optional<CategoryId> category;
  std::optional<Audience> audience;
};
Result<Article> change_article(writer::Tx& tx, ArticleId id, const ArticleChanges& wanted);
/// conflict: something of it was published once; then it can only be withdrawn.
Result<void> remove_article(writer::Tx& tx, ArticleId id);
/// Whether any language of it is shown now; under the head's lock it stays so until COMMIT.
[[nodiscard]] bool is_live(writer::Tx& tx, ArticleId id);

/// Which language of which article, the revision that was read (0: there was nothing of it), and who does it (none: a program).
struct At {
  ArticleId article;
  std::string language;
  std::int64_t revision = 0;
  AgentId who;
};
/// Each refuses `stale` when something was done to the text since `at.revision`, and says who did it; `not_found` without such an article.
/// There is one draft of each text: it replaces the one before.
Result<Text> save_draft(writer::Tx& tx, const At& at, Words words);
/// Takes the draft away. What was never published is gone then: no text.
Result<void> discard_draft(writer::Tx& tx, const At& at);
/// The draft becomes the next version, and is shown from the commit on. The other languages become stale, unless this one only follows them
/// (it was stale itself, or is new) or `minor` says that nothing has changed that they would have to follow.
Result<Text> publish(writer::Tx& tx, const At& at, bool minor);
/// conflict: it is not shown.
Result<Text> withdraw(writer::Tx& tx, const At& at);
/// Makes an earlier version the draft. conflict: there is a draft already.
Result<Text> restore(writer::Tx& tx, const At& at, std::int64_t version);

struct Imported {
  Article article;
  Text text;
  bool changed = false;  ///< false: it was so already
};
/// Writes the file as the draft of its article, which is made if it is not there, and publishes it if `live`; an article that is there
/// moves to the file's category and audience. conflict: there is a draft with other words. not_found: no such category. invalid: nothing to
/// show.
Result<Imported> import_file(writer::Tx& tx, const FileName& name, const ArticleFile& file, AgentId who, bool live);

}  // namespace zhiyin::knowledge
