#include "knowledge/library.hpp"

#include <algorithm>

#include "event/knowledge.hpp"
#include "knowledge/markdown.hpp"
#include "knowledge/reading.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::knowledge {
namespace {

std::shared_ptr<const LiveText> text_of(LiveRow row, const Library* before) {
  const auto* article = before == nullptr ? nullptr : before->article(row.article);
  if (article != nullptr) {
    for (const auto& known : article->texts) {
      if (known->language == row.language && known->version == row.version.number && known->stale == row.stale &&
          known->published_at == row.published_at) {
        return known;
      }
    }
  }
  auto text = std::make_shared<LiveText>();
  text->language = std::move(row.language);
  text->version = row.version.number;
  text->plain = plain(row.version.words.body);
  text->words = std::move(row.version.words);
  text->published_at = row.published_at;
  text->stale = row.stale;
  return text;
}

/// The texts of each language, with whose they are.
using OfLanguages = std::map<std::string, std::vector<std::pair<ArticleId, const LiveText*>>, std::less<>>;
OfLanguages texts_in(const std::vector<LiveArticle>& articles) {
  OfLanguages all;
  for (const auto& article : articles) {
    for (const auto& text : article.texts) {
      all[text->language].emplace_back(article.id, text.get());
    }
  }
  return all;
}

std::shared_ptr<const language::Index> index_of(const std::vector<std::pair<ArticleId, const LiveText*>>& texts) {
  std::vector<language::Document> documents;
  documents.reserve(texts.size());
  for (const auto& [article, text] : texts) {
    const auto& words = text->words;
    documents.push_back({article.value(), words.title, words.asked_as, words.keywords, words.summary, text->plain});
  }
  return std::make_shared<const language::Index>(documents);
}

}  // namespace

const LiveText* LiveArticle::in(std::string_view language) const {
  const auto found = std::ranges::find(texts, language, [](const auto& text) -> std::string_view { return text->language; });
  return found == texts.end() ? nullptr : found->get();
}

Library::Library(std::int64_t generation, std::vector<Category> categories, std::vector<LiveArticle> articles, const Library* before)
    : generation_(generation), categories_(std::move(categories)), articles_(std::move(articles)) {
  const auto earlier = before == nullptr ? OfLanguages{} : texts_in(before->articles_);
  for (const auto& [language, texts] : texts_in(articles_)) {
    const auto known = earlier.find(language);
    const bool same = known != earlier.end() && known->second == texts;
    indexes_.emplace(language, same ? before->indexes_.find(language)->second : index_of(texts));
  }
  for (const auto& article : articles_) {
    by_slug_.emplace(article.slug, &article);
  }
}

const LiveArticle* Library::article(ArticleId id) const {
  const auto found = std::ranges::lower_bound(articles_, id, {}, &LiveArticle::id);
  return found == articles_.end() || found->id != id ? nullptr : &*found;
}

const LiveArticle* Library::article(std::string_view slug) const {
  const auto found = by_slug_.find(slug);
  return found == by_slug_.end() ? nullptr : found->second;
}

const Category* Library::category(CategoryId id) const {
  const auto found = std::ranges::find(categories_, id, &Category::id);
  return found == categories_.end() ? nullptr : &*found;
}

const Category* Library::category(std::string_view slug) const {
  const auto found = std::ranges::find(categories_, slug, &Category::slug);
  return found == categories_.end() ? nullptr : &*found;
}

std::vector<std::string> Library::languages() const {
  std::vector<std::string> all;
  for (const auto& [language, index] : indexes_) {
    all.push_back(language);
  }
  return all;
}

std::vector<std::string> public_languages(const Library& library) {
  std::vector<std::string> all{"en", "zh-CN"};
  for (const auto& language : library.languages()) {
    const bool any = std::ranges::any_of(library.articles(), [&](const LiveArticle& article) {
      return article.audience == Audience::everybody && article.in(language) != nullptr;
    });
    if (any && std::ranges::find(all, language) == all.end()) {
      all.push_back(language);
    }
  }
  return all;
}

void keep_near(std::vector<Found>& found) {
  constexpr float of_best_least = 0.2F;
  std::erase_if(found,
                [best = found.empty() ? 0 : found.front().hit.score](const Found& one) { return one.hit.score < best * of_best_least; });
}

const language::Index* Library::index(std::string_view language) const {
  const auto found = indexes_.find(language);
  return found == indexes_.end() ? nullptr : found->second.get();
}

std::vector<Found> Library::search(const Question& question) const {
  const auto* const asked = index(question.language);
  if (asked == nullptr) {
    return {};
  }
  const auto may_see = [&](std::int64_t id) {
    const auto* one = article(ArticleId{id});
    return question.internal_too || (one != nullptr && one->audience == Audience::everybody);
  };
  std::vector<Found> all;
  for (auto& hit : asked->search(question.words, question.most, may_see)) {
    const auto* const one = article(ArticleId{hit.document});
    all.push_back({one, one->in(question.language), std::move(hit)});
  }
  return all;
}

LibraryPtr load(db::Session& session, const Library* before) {
  const auto now = generation(session);
  auto categories = knowledge::categories(session);
  std::erase_if(categories, &Category::archived);
  std::vector<LiveArticle> articles;
  for (auto& one : live_articles(session)) {
    articles.push_back({one.id, std::move(one.slug), one.category, one.audience, {}});
  }
  for (auto& row : live_texts(session)) {
    const auto article = std::ranges::lower_bound(articles, row.article, {}, &LiveArticle::id);
    if (article != articles.end() && article->id == row.article) {
      article->texts.push_back(text_of(std::move(row), before));
    }
  }
  return std::make_shared<const Library>(now, std::move(categories), std::move(articles), before);
}

Libraries::Libraries(Open open, MetricRegistry& metrics)
    : open_(std::move(open)),
      live_(metrics.gauge("knowledge_articles_live", "Articles that are published in some language")),
      renewals_(metrics.counter("knowledge_renewals_total", "Pictures of the knowledge base that this process has read")),
      renewal_seconds_(metrics.histogram("knowledge_renewal_seconds", "Reading the knowledge base and building its indexes")),
      search_seconds_(metrics.histogram("knowledge_search_seconds", "Searches in the knowledge base")),
      session_(open_()) {
  session_->begin();
  current_ = load(*session_, nullptr);
  session_->commit();
  live_.set(static_cast<std::int64_t>(current_->articles().size()));
  thread_ = std::thread([this] { run(); });
}

Libraries::~Libraries() {
  stop();
}

LibraryPtr Libraries::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void Libraries::hear(const std::vector<journal::Entry>& entries) {
  if (std::ranges::any_of(entries, [](const journal::Entry& entry) { return event::read_knowledge(entry).has_value(); })) {
    look();
  }
}

void Libraries::look() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  woken_.notify_one();
}

Libraries::Answer Libraries::search(const Question& question) {
  const auto began = std::chrono::steady_clock::now();
  Answer answer{current(), {}};
  answer.found = answer.library->search(question);
  search_seconds_.observe(std::chrono::steady_clock::now() - began);
  return answer;
}

bool Libraries::renew() {
  const auto began = std::chrono::steady_clock::now();
  const auto before = current();
  try {
    if (session_->lost()) {
      session_ = open_();
    }
    session_->begin();
    auto newest = generation(*session_) == before->generation() ? before : load(*session_, before.get());
    session_->commit();
    if (newest != before) {
      live_.set(static_cast<std::int64_t>(newest->articles().size()));
      const std::lock_guard lock(mutex_);
      current_ = std::move(newest);
    }
  } catch (const db::Failure& failure) {
    logging::warning("knowledge", "the knowledge base cannot be read now: {}", failure.what());
    session_->rollback();
    return false;
  }
  renewals_.add();
  renewal_seconds_.observe(std::chrono::steady_clock::now() - began);
  return true;
}

void Libraries::run() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait(lock, [this] { return wanted_ || stopped_; });
      if (stopped_) {
        return;
      }
      wanted_ = false;
    }
    if (!renew()) {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, try_again, [this] { return stopped_; });
      wanted_ = true;
    }
  }
}

void Libraries::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace zhiyin::knowledge
