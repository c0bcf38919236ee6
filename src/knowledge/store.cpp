#include "knowledge/store.hpp"

#include <array>

#include "knowledge/hot.hpp"
#include "knowledge/reading.hpp"
#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::knowledge {
namespace {

using db::ColumnType;

constexpr db::Statement head_now{"knowledge_head_now", "SELECT h.generation FROM knowledge_head AS h WHERE h.one = 1"};
constexpr db::Statement head_raise{"knowledge_head_raise",
                                   "UPDATE knowledge_head SET generation = generation + 1 WHERE one = 1 RETURNING generation"};

#define ZHIYIN_CATEGORY "SELECT c.id, c.slug, c.position, c.archived FROM category AS c "
constexpr db::Statement categories_all{"categories_all", ZHIYIN_CATEGORY "ORDER BY c.position, c.slug"};
constexpr db::Statement category_of_id{"category_of_id", ZHIYIN_CATEGORY "WHERE c.id = $1"};
constexpr db::Statement category_by_slug{"category_by_slug", ZHIYIN_CATEGORY "WHERE c.slug = $1"};
constexpr db::Statement category_texts_all{
    "category_texts_all", "SELECT t.category, t.language, t.name, t.line FROM category_text AS t ORDER BY t.category, t.language"};
constexpr db::Statement category_texts_of{
    "category_texts_of", "SELECT t.category, t.language, t.name, t.line FROM category_text AS t WHERE t.category = $1 ORDER BY t.language"};
constexpr db::Statement update_category{"update_category", "UPDATE category SET slug = $2, position = $3, archived = $4 WHERE id = $1"};
constexpr db::Statement remove_category_texts{"remove_category_texts", "DELETE FROM category_text WHERE category = $1"};
constexpr db::Statement count_in_category{"count_in_category", "SELECT COUNT(*) FROM article AS a WHERE a.category = $1"};

#define ZHIYIN_ARTICLE "SELECT a.id, a.slug, a.category, a.audience, a.created_at FROM article AS a "
constexpr db::Statement article_of_id{"article_of_id", ZHIYIN_ARTICLE "WHERE a.id = $1"};
constexpr db::Statement article_by_slug{"article_by_slug", ZHIYIN_ARTICLE "WHERE a.slug = $1"};
constexpr db::Statement articles_live{
    "articles_live", ZHIYIN_ARTICLE "WHERE EXISTS (SELECT 1 FROM article_text AS t WHERE t.article = a.id AND t.live > 0) ORDER BY a.id"};
constexpr db::Statement articles_count{"articles_count", "SELECT COUNT(*) FROM article AS a"};
// $1 after, $2 category or 0, $3 audience or 0, $4 language or '', $5 state or 0, $6 pattern or '', $7 how many.
constexpr db::Statement articles_of_filter{
    "articles_of_filter", ZHIYIN_ARTICLE
    "WHERE a.id > $1 AND (CAST($2 AS BIGINT) = 0 OR a.category = $2) AND (CAST($3 AS BIGINT) = 0 OR a.audience = $3) AND (($4 = '' AND "
    "CAST($5 AS BIGINT) = 0) OR EXISTS (SELECT 1 FROM article_text AS t WHERE t.article = a.id AND ($4 = '' OR t.language = $4) AND "
    "(CAST($5 AS BIGINT) = 0 OR CAST($5 AS BIGINT) = CASE WHEN t.live > 0 THEN 2 WHEN t.newest > 0 THEN 3 ELSE 1 END))) AND ($6 = '' OR "
    "a.slug LIKE $6 ESCAPE '!' OR EXISTS (SELECT 1 FROM article_draft AS d WHERE d.article = a.id AND lower(d.title) LIKE $6 ESCAPE '!') "
    "OR EXISTS (SELECT 1 FROM article_text AS t JOIN article_version AS v ON v.article = t.article AND v.language = t.language AND "
    "v.number = t.newest WHERE t.article = a.id AND lower(v.title) LIKE $6 ESCAPE '!')) ORDER BY a.id LIMIT $7"};
constexpr db::Statement update_article{"update_article", "UPDATE article SET slug = $2, category = $3, audience = $4 WHERE id = $1"};
constexpr db::Statement remove_article_row{"remove_article_row", "DELETE FROM article WHERE id = $1"};
constexpr db::Statement remove_texts{"remove_texts", "DELETE FROM article_text WHERE article = $1"};
constexpr db::Statement remove_one_text{"remove_one_text", "DELETE FROM article_text WHERE article = $1 AND language = $2"};
constexpr db::Statement remove_drafts{"remove_drafts", "DELETE FROM article_draft WHERE article = $1"};
constexpr db::Statement remove_one_draft{"remove_one_draft", "DELETE FROM article_draft WHERE article = $1 AND language = $2"};
constexpr db::Statement remove_versions{"remove_versions", "DELETE FROM article_version WHERE article = $1"};

// The title is the draft's, else that of the version that is live, else of the newest.
#define ZHIYIN_TEXT                                                                                                                   \
  "SELECT t.article, t.language, t.revision, t.revised_by, t.revised_at, t.live, t.newest, t.published_at, t.stale_since, "           \
  "(SELECT COUNT(*) FROM article_draft AS d WHERE d.article = t.article AND d.language = t.language), COALESCE((SELECT d.title FROM " \
  "article_draft AS d WHERE d.article = t.article AND d.language = t.language), (SELECT v.title FROM article_version AS v WHERE "     \
  "v.article = "                                                                                                                      \
  "t.article AND v.language = t.language AND v.number = CASE WHEN t.live > 0 THEN t.live ELSE t.newest END), '') FROM article_text AS t "
constexpr db::Statement texts_of_articles{"texts_of_articles", ZHIYIN_TEXT "WHERE t.article {among:1} ORDER BY t.article, t.language"};
constexpr db::Statement text_of_article{"text_of_article", ZHIYIN_TEXT "WHERE t.article = $1 AND t.language = $2"};

constexpr db::Statement draft_of{
    "draft_of",
    "SELECT d.based_on, d.title, d.summary, d.body, d.asked_as, d.keywords, d.author, d.at FROM article_draft AS "
    "d WHERE d.article = $1 AND d.language = $2"};
constexpr db::Statement version_of{
    "version_of",
    "SELECT v.number, v.title, v.summary, v.body, v.asked_as, v.keywords, v.author, v.at FROM article_version "
    "AS v WHERE v.article = $1 AND v.language = $2 AND v.number = $3"};
constexpr db::Statement versions_below{
    "versions_below",
    "SELECT v.number, v.title, v.summary, v.author, v.at FROM article_version AS v WHERE v.article = $1 AND "
    "v.language = $2 AND (CAST($3 AS BIGINT) = 0 OR v.number < $3) ORDER BY v.number DESC LIMIT $4"};
constexpr db::Statement texts_live{
    "texts_live",
    "SELECT v.number, v.title, v.summary, v.body, v.asked_as, v.keywords, v.author, v.at, t.article, t.language, "
    "t.published_at, t.stale_since FROM article_text AS t JOIN article_version AS v ON v.article = t.article AND "
    "v.language = t.language AND v.number = t.live WHERE t.live > 0 ORDER BY t.article, t.language"};

constexpr std::array<db::Column, 4> category_columns{
    {{"id", ColumnType::number}, {"slug", ColumnType::text}, {"position", ColumnType::number}, {"archived", ColumnType::number}}};
constexpr db::Bulk insert_category{"insert_category", db::Write::insert, "category", category_columns, 1};
constexpr std::array<db::Column, 4> category_text_columns{
    {{"category", ColumnType::number}, {"language", ColumnType::text}, {"name", ColumnType::text}, {"line", ColumnType::text}}};
constexpr db::Bulk insert_category_text{"insert_category_text", db::Write::insert, "category_text", category_text_columns, 2};
constexpr std::array<db::Column, 5> article_columns{{{"id", ColumnType::number},
                                                     {"slug", ColumnType::text},
                                                     {"category", ColumnType::number},
                                                     {"audience", ColumnType::number},
                                                     {"created_at", ColumnType::number}}};
constexpr db::Bulk insert_article{"insert_article", db::Write::insert, "article", article_columns, 1};

constexpr db::Statement put_text{
    "put_text",
    "INSERT INTO article_text (article, language, revision, revised_by, revised_at, live, newest, published_at, stale_since) VALUES ($1, "
    "$2, "
    "$3, $4, $5, $6, $7, $8, $9) ON CONFLICT (article, language) DO UPDATE SET revision = excluded.revision, revised_by = "
    "excluded.revised_by, revised_at = excluded.revised_at, live = excluded.live, newest = excluded.newest, published_at = "
    "excluded.published_at, stale_since = excluded.stale_since"};
constexpr db::Statement put_draft{
    "put_draft",
    "INSERT INTO article_draft (article, language, based_on, title, summary, body, asked_as, keywords, author, at) VALUES ($1, $2, $3, $4, "
    "$5, $6, $7, $8, $9, $10) ON CONFLICT (article, language) DO UPDATE SET based_on = excluded.based_on, title = excluded.title, summary "
    "= "
    "excluded.summary, body = excluded.body, asked_as = excluded.asked_as, keywords = excluded.keywords, author = excluded.author, at = "
    "excluded.at"};
constexpr db::Statement insert_version{
    "insert_version",
    "INSERT INTO article_version (article, language, number, title, summary, body, asked_as, keywords, author, at) VALUES ($1, $2, $3, $4, "
    "$5, $6, $7, $8, $9, $10)"};

constexpr std::array<const db::Statement*, 31> all_statements{
    &head_now,          &head_raise,      &categories_all,        &category_of_id,    &category_by_slug,   &category_texts_all,
    &category_texts_of, &update_category, &remove_category_texts, &count_in_category, &article_of_id,      &article_by_slug,
    &articles_live,     &articles_count,  &articles_of_filter,    &update_article,    &remove_article_row, &remove_texts,
    &remove_one_text,   &remove_drafts,   &remove_one_draft,      &remove_versions,   &texts_of_articles,  &text_of_article,
    &draft_of,          &version_of,      &versions_below,        &texts_live,        &put_text,           &put_draft,
    &insert_version};
constexpr std::array<const db::Bulk*, 3> all_bulks{&insert_category, &insert_category_text, &insert_article};

std::string list_json(std::span<const std::string> list) {
  json::Writer w;
  w.begin_array();
  for (const auto& one : list) {
    w.text(one);
  }
  return w.end_array().take();
}

std::vector<std::string> list_of(std::string_view text) {
  const auto document = json::Document::parse(text);
  const auto array = document ? document->value().array() : std::nullopt;
  require(array.has_value(), "a list of ours is read as it was written");
  std::vector<std::string> list;
  for (std::size_t i = 0; i < array->size(); ++i) {
    list.emplace_back(array->at(i).text().value_or(""));
  }
  return list;
}

/// Title, summary, body and the two lists, which stand beside each other in every question for them.
Words words_at(const db::Rows& rows, std::size_t row, std::size_t column) {
  return {std::string{rows.text(row, column)}, std::string{rows.text(row, column + 1)}, std::string{rows.text(row, column + 2)},
          list_of(rows.text(row, column + 3)), list_of(rows.text(row, column + 4))};
}

Version version_at(const db::Rows& rows, std::size_t row) {
  return {rows.number(row, 0), words_at(rows, row, 1), AgentId{rows.number(row, 6)}, from_millis(rows.number(row, 7))};
}

std::vector<TextState> texts_at(const db::Rows& rows) {
  std::vector<TextState> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({.article = ArticleId{rows.number(i, 0)},
                   .language = std::string{rows.text(i, 1)},
                   .revision = rows.number(i, 2),
                   .revised_by = AgentId{rows.number(i, 3)},
                   .revised_at = from_millis(rows.number(i, 4)),
                   .live = rows.number(i, 5),
                   .newest = rows.number(i, 6),
                   .published_at = from_millis(rows.number(i, 7)),
                   .stale_since = from_millis(rows.number(i, 8)),
                   .has_draft = rows.number(i, 9) > 0,
                   .title = std::string{rows.text(i, 10)}});
  }
  return all;
}

std::vector<Article> articles_at(const db::Rows& rows) {
  std::vector<Article> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({ArticleId{rows.number(i, 0)}, std::string{rows.text(i, 1)}, CategoryId{rows.number(i, 2)},
                   static_cast<Audience>(rows.number(i, 3)), from_millis(rows.number(i, 4))});
  }
  return all;
}

std::optional<Article> one_article(const db::Rows& rows) {
  auto found = articles_at(rows);
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void add_texts(std::vector<Category>& categories, const db::Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (auto& category : categories) {
      if (category.id.value() == rows.number(i, 0)) {
        category.texts.push_back({std::string{rows.text(i, 1)}, std::string{rows.text(i, 2)}, std::string{rows.text(i, 3)}});
      }
    }
  }
}

std::vector<Category> categories_at(const db::Rows& rows) {
  std::vector<Category> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({CategoryId{rows.number(i, 0)}, std::string{rows.text(i, 1)}, rows.number(i, 2), rows.number(i, 3) != 0, {}});
  }
  return all;
}

std::optional<Category> one_category(db::Session& session, const db::Rows& rows) {
  auto found = categories_at(rows);
  if (found.empty()) {
    return std::nullopt;
  }
  add_texts(found, session.query(category_texts_of, {found.front().id.value()}));
  return std::move(found.front());
}

void put_texts(db::Session& session, const Category& category) {
  for (const auto& text : category.texts) {
    session.put(insert_category_text, {category.id.value(), text.language, text.name, text.line});
  }
}

/// "50%" as part of a pattern of LIKE, with small letters.
std::string pattern_of(std::string_view words) {
  std::string pattern = "%";
  for (const auto c : words) {
    if (c == '%' || c == '_' || c == '!') {
      pattern.push_back('!');
    }
    pattern.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return pattern + "%";
}

}  // namespace

db::ModuleStatements statements() {
  static const auto all = [] {
    std::vector<const db::Statement*> list{all_statements.begin(), all_statements.end()};
    const auto hot = hot_statements();
    list.insert(list.end(), hot.begin(), hot.end());
    return list;
  }();
  return {all, all_bulks};
}

std::int64_t generation(db::Session& session) {
  return session.query(head_now, {}).number(0, 0);
}

std::int64_t raise_generation(db::Session& session) {
  return session.query(head_raise, {}).number(0, 0);
}

void insert(db::Session& session, const Category& category) {
  session.put(insert_category, {category.id.value(), category.slug, category.position, std::int64_t{category.archived}});
  put_texts(session, category);
}

void update(db::Session& session, const Category& category) {
  (void)session.query(update_category, {category.id.value(), category.slug, category.position, std::int64_t{category.archived}});
  (void)session.query(remove_category_texts, {category.id.value()});
  put_texts(session, category);
}

std::size_t articles_in(db::Session& session, CategoryId category) {
  return static_cast<std::size_t>(session.query(count_in_category, {category.value()}).number(0, 0));
}

void insert(db::Session& session, const Article& article) {
  session.put(insert_article, {article.id.value(), article.slug, article.category.value(), static_cast<std::int64_t>(article.audience),
                               to_millis(article.created_at)});
}

void update(db::Session& session, const Article& article) {
  (void)session.query(update_article,
                      {article.id.value(), article.slug, article.category.value(), static_cast<std::int64_t>(article.audience)});
}

void remove_row(db::Session& session, ArticleId article) {
  for (const auto* statement : {&remove_versions, &remove_drafts, &remove_texts, &remove_article_row}) {
    (void)session.query(*statement, {article.value()});
  }
}

std::size_t count_articles(db::Session& session) {
  return static_cast<std::size_t>(session.query(articles_count, {}).number(0, 0));
}

void put(db::Session& session, const TextState& state) {
  (void)session.query(
      put_text, {state.article.value(), state.language, state.revision, state.revised_by.value(), to_millis(state.revised_at), state.live,
                 state.newest, to_millis(state.published_at), to_millis(state.stale_since)});
}

void put(db::Session& session, ArticleId article, std::string_view language, const Draft& draft) {
  const auto& words = draft.words;
  const auto asked_as = list_json(words.asked_as);
  const auto keywords = list_json(words.keywords);
  (void)session.query(put_draft, {article.value(), language, draft.based_on, words.title, words.summary, words.body, asked_as, keywords,
                                  draft.author.value(), to_millis(draft.at)});
}

void remove_draft(db::Session& session, ArticleId article, std::string_view language) {
  (void)session.query(remove_one_draft, {article.value(), language});
}

void remove_text(db::Session& session, ArticleId article, std::string_view language) {
  (void)session.query(remove_one_text, {article.value(), language});
}

void insert(db::Session& session, ArticleId article, std::string_view language, const Version& version) {
  const auto& words = version.words;
  const auto asked_as = list_json(words.asked_as);
  const auto keywords = list_json(words.keywords);
  (void)session.query(insert_version, {article.value(), language, version.number, words.title, words.summary, words.body, asked_as,
                                       keywords, version.author.value(), to_millis(version.at)});
}

std::vector<Category> categories(db::Session& session) {
  auto all = categories_at(session.query(categories_all, {}));
  add_texts(all, session.query(category_texts_all, {}));
  return all;
}

std::optional<Category> find(db::Session& session, CategoryId id) {
  return one_category(session, session.query(category_of_id, {id.value()}));
}

std::optional<Category> category_of_slug(db::Session& session, std::string_view slug) {
  return one_category(session, session.query(category_by_slug, {slug}));
}

std::optional<Article> find(db::Session& session, ArticleId id) {
  return one_article(session.query(article_of_id, {id.value()}));
}

std::optional<Article> article_of_slug(db::Session& session, std::string_view slug) {
  return one_article(session.query(article_by_slug, {slug}));
}

std::vector<TextState> texts_of(db::Session& session, std::span<const std::int64_t> articles) {
  return texts_at(session.query(texts_of_articles, {articles}));
}

std::vector<TextState> texts_of(db::Session& session, ArticleId article) {
  const std::array one{article.value()};
  return texts_of(session, one);
}

std::optional<TextState> text_state(db::Session& session, ArticleId article, std::string_view language) {
  auto found = texts_at(session.query(text_of_article, {article.value(), language}));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::optional<Text> text(db::Session& session, ArticleId article, std::string_view language) {
  auto state = text_state(session, article, language);
  if (!state) {
    return std::nullopt;
  }
  auto live = state->live > 0 ? version(session, article, language, state->live) : std::nullopt;
  return Text{*std::move(state), std::move(live), draft(session, article, language)};
}

std::vector<Version> versions(db::Session& session, ArticleId article, std::string_view language, std::int64_t below, std::int64_t most) {
  const auto rows = session.query(versions_below, {article.value(), language, below, most});
  std::vector<Version> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({rows.number(i, 0),
                   {std::string{rows.text(i, 1)}, std::string{rows.text(i, 2)}, {}, {}, {}},
                   AgentId{rows.number(i, 3)},
                   from_millis(rows.number(i, 4))});
  }
  return all;
}

std::optional<Version> version(db::Session& session, ArticleId article, std::string_view language, std::int64_t number) {
  const auto rows = session.query(version_of, {article.value(), language, number});
  return rows.empty() ? std::nullopt : std::optional{version_at(rows, 0)};
}

std::optional<Draft> draft(db::Session& session, ArticleId article, std::string_view language) {
  const auto rows = session.query(draft_of, {article.value(), language});
  if (rows.empty()) {
    return std::nullopt;
  }
  return Draft{rows.number(0, 0), words_at(rows, 0, 1), AgentId{rows.number(0, 6)}, from_millis(rows.number(0, 7))};
}

std::vector<Article> articles(db::Session& session, const Filter& filter, ArticleId after, std::int64_t most) {
  const auto pattern = filter.words.empty() ? std::string{} : pattern_of(filter.words);
  return articles_at(session.query(articles_of_filter, {after.value(), filter.category.value_or(CategoryId{}).value(),
                                                        filter.audience ? static_cast<std::int64_t>(*filter.audience) : 0, filter.language,
                                                        filter.state ? static_cast<std::int64_t>(*filter.state) : 0, pattern, most}));
}

std::vector<Article> live_articles(db::Session& session) {
  return articles_at(session.query(articles_live, {}));
}

std::vector<LiveRow> live_texts(db::Session& session) {
  const auto rows = session.query(texts_live, {});
  std::vector<LiveRow> all;
  all.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.push_back({ArticleId{rows.number(i, 8)}, std::string{rows.text(i, 9)}, version_at(rows, i), from_millis(rows.number(i, 10)),
                   rows.number(i, 11) != 0});
  }
  return all;
}

}  // namespace zhiyin::knowledge
