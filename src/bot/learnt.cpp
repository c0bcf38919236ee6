#include "bot/learnt.hpp"

#include <utility>

namespace zhiyin::bot {
namespace {

Reading reading_of(const understanding::Reading& read) {
  const auto decision = understanding::decide(read);
  Reading reading{.says = read.says, .verdict = decision.verdict, .articles = {}};
  for (const auto topic : decision.topics) {
    reading.articles.emplace_back(topic);
  }
  return reading;
}

}  // namespace

LearntReadings::LearntReadings(Library library, std::unique_ptr<understanding::Service> service)
    : library_(std::move(library)), service_(std::move(service)) {
  const auto first = library_();
  generation_ = first->generation();
  teach(*first);
  thread_ = std::thread([this] { run(); });
}

LearntReadings::~LearntReadings() {
  stop();
}

void LearntReadings::teach(const knowledge::Library& library) {
  Lessons lessons;
  for (const auto& [language, before] : taught_) {
    lessons[language];  // one in which nothing is live any more is forgotten, too
  }
  for (const auto& article : library.articles()) {
    for (const auto& text : article.texts) {
      if (article.audience == knowledge::Audience::everybody) {
        lessons[text->language].push_back({article.id, text});
      }
    }
  }
  for (const auto& [language, wanted] : lessons) {
    if (const auto known = taught_.find(language); known != taught_.end() && known->second == wanted) {
      continue;
    }
    std::vector<understanding::Topic> topics;
    for (const auto& [article, text] : wanted) {
      const auto& words = text->words;
      topics.push_back({article.value(), words.title, words.asked_as, words.keywords, words.summary, text->plain});
    }
    service_->learn({language, topics, {}});
  }
  taught_ = std::move(lessons);
}

void LearntReadings::read(std::string text, std::string_view language, Then then) {
  service_->ask(text, language, [then = std::move(then)](const std::optional<understanding::Reading>& read) mutable {
    then(read ? std::optional{reading_of(*read)} : std::nullopt);
  });
}

void LearntReadings::run() {
  std::unique_lock lock(mutex_);
  while (!woken_.wait_for(lock, look_every, [this] { return stopped_; })) {
    lock.unlock();
    if (const auto library = library_(); library->generation() != generation_) {
      teach(*library);
      generation_ = library->generation();
    }
    lock.lock();
  }
}

void LearntReadings::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
  service_->stop();
}

}  // namespace zhiyin::bot
