// All that is live, as one immutable picture: read by many threads at once, replaced as a whole when the log tells of a change.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "knowledge/model.hpp"
#include "language/index.hpp"
#include "platform/db/session.hpp"
#include "platform/journal/journal.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::knowledge {

struct LiveText {
  std::string language;
  std::int64_t version = 0;
  Words words;
  std::string plain;  ///< the body without its marks
  Time published_at;
  bool stale = false;  ///< its pair has changed since: the translation may be out of date
};
struct LiveArticle {
  ArticleId id;
  std::string slug;
  CategoryId category;
  Audience audience = Audience::everybody;
  std::vector<std::shared_ptr<const LiveText>> texts;  ///< ascending by language; shared with the picture before, where nothing has changed

  /// nullptr: not in this language.
  [[nodiscard]] const LiveText* in(std::string_view language) const;
};

/// Who asks: everybody sees what is public, colleagues all.
struct Question {
  std::string_view words;
  std::string_view language;
  bool internal_too = false;
  std::size_t most = 10;
};
/// Points into the Library that was asked.
struct Found {
  const LiveArticle* article = nullptr;
  const LiveText* text = nullptr;
  language::Hit hit;  ///< `hit.document` is the article's id
};

class Library {
 public:
  /// Takes over the index of each language in which `before` (may be nullptr) holds the same texts.
  Library(std::int64_t generation, std::vector<Category> categories, std::vector<LiveArticle> articles, const Library* before);

  [[nodiscard]] std::int64_t generation() const { return generation_; }
  /// Not the archived ones; by position, then by slug.
  [[nodiscard]] const std::vector<Category>& categories() const { return categories_; }
  /// Ascending by id.
  [[nodiscard]] const std::vector<LiveArticle>& articles() const { return articles_; }
  [[nodiscard]] const LiveArticle* article(ArticleId id) const;
  [[nodiscard]] const LiveArticle* article(std::string_view slug) const;
  [[nodiscard]] const Category* category(CategoryId id) const;
  [[nodiscard]] const Category* category(std::string_view slug) const;
  /// Those in which anything is live, ascending.
  [[nodiscard]] std::vector<std::string> languages() const;
  /// nullptr: nothing is live in this language.
  [[nodiscard]] const language::Index* index(std::string_view language) const;
  [[nodiscard]] std::vector<Found> search(const Question& question) const;

 private:
  const std::int64_t generation_;
  const std::vector<Category> categories_;
  const std::vector<LiveArticle> articles_;
  std::map<std::string, const LiveArticle*, std::less<>> by_slug_;
  std::map<std::string, std::shared_ptr<const language::Index>, std::less<>> indexes_;  // shared with the pictures before
};
/// The two that we speak, then those in which everybody may read something.
[[nodiscard]] std::vector<std::string> public_languages(const Library& library);
/// What fits so much worse than the best only makes a list long: takes it out of a search's answer.
void keep_near(std::vector<Found>& found);

using LibraryPtr = std::shared_ptr<const Library>;  // held by whoever reads in it, while a newer one takes its place

/// Within a transaction of `session`, so that what another commits meanwhile is not half in it. Texts that `before` (may be nullptr) has in
/// the same version are not read anew.
[[nodiscard]] LibraryPtr load(db::Session& session, const Library* before);

/// The newest picture that this process has. It is renewed on a thread of its own, so that whoever follows the log never waits for it.
class Libraries {
 public:
  using Open = std::function<std::unique_ptr<db::Session>()>;
  static constexpr std::chrono::milliseconds try_again{200};  ///< when the store could not be read

  /// Reads the first picture; throws db::Failure.
  Libraries(Open open, MetricRegistry& metrics);
  ~Libraries();
  Libraries(const Libraries&) = delete;
  Libraries& operator=(const Libraries&) = delete;

  [[nodiscard]] LibraryPtr current() const;
  /// What the log's follower has read: a change of what is live begins a renewal. Returns at once. Any thread.
  void hear(const std::vector<journal::Entry>& entries);
  /// The follower begins here: what was committed before it is not going to be heard. Any thread.
  void look();
  /// As current()->search(), and measures it; the answer holds the picture that it points into.
  struct Answer {
    LibraryPtr library;
    std::vector<Found> found;
  };
  [[nodiscard]] Answer search(const Question& question);
  void stop();

 private:
  void run();
  /// False when it must be tried again.
  bool renew();

  const Open open_;
  Gauge& live_;
  Counter& renewals_;
  Histogram& renewal_seconds_;
  Histogram& search_seconds_;
  std::unique_ptr<db::Session> session_;  // the thread's own
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  LibraryPtr current_;
  bool wanted_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::knowledge
