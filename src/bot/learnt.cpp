#include "bot/learnt.hpp"

#include <algorithm>
#include <utility>

#include "platform/base/require.hpp"
#include "understanding/decide.hpp"

namespace zhiyin::bot {
namespace {

Says said(understanding::Says says) {
  using From = understanding::Says;
  switch (says) {
    case From::question: return Says::question;
    case From::greeting: return Says::greeting;
    case From::thanks: return Says::thanks;
    case From::goodbye: return Says::goodbye;
    case From::wants_person: return Says::wants_person;
    case From::asks_whether_machine: return Says::asks_whether_machine;
    case From::agrees: return Says::agrees;
    case From::disagrees: return Says::disagrees;
    case From::nothing: return Says::nothing;
  }
  fail_requirement("what is said is one of these", std::source_location::current());
}

Verdict verdict_of(understanding::Verdict verdict) {
  switch (verdict) {
    case understanding::Verdict::answer: return Verdict::answer;
    case understanding::Verdict::ask_back: return Verdict::ask_back;
    case understanding::Verdict::unknown: return Verdict::unknown;
  }
  fail_requirement("a verdict is one of these", std::source_location::current());
}

Reading reading_of(const understanding::Reading& read) {
  const auto decision = understanding::decide(read);
  Reading reading{.says = said(read.says), .verdict = verdict_of(decision.verdict), .articles = {}};
  for (const auto topic : decision.topics) {
    reading.articles.emplace_back(topic);
  }
  return reading;
}

/// Adds what a scope took.
class Measured {
 public:
  explicit Measured(Histogram& histogram) : histogram_(histogram) {}
  ~Measured() { histogram_.observe(std::chrono::steady_clock::now() - began_); }
  Measured(const Measured&) = delete;
  Measured& operator=(const Measured&) = delete;

 private:
  Histogram& histogram_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

LearntReadings::LearntReadings(Library library, MetricRegistry& metrics)
    : library_(std::move(library)),
      learning_seconds_(metrics.histogram("bot_learning_seconds", "Learning one language anew from what is published")),
      reading_seconds_(metrics.histogram("bot_reading_seconds", "Reading one message")) {
  const auto first = library_();
  generation_ = first->generation();
  pupils_ = learn(*first, {});
  thread_ = std::thread([this] { run(); });
}

LearntReadings::~LearntReadings() {
  stop();
}

LearntReadings::Pupils LearntReadings::learn(const knowledge::Library& library, const Pupils& before) {
  Pupils pupils;
  for (const auto& article : library.articles()) {
    for (const auto& text : article.texts) {
      if (article.audience == knowledge::Audience::everybody) {
        pupils[text->language].lessons.push_back({article.id, text});
      }
    }
  }
  for (auto& [language, pupil] : pupils) {
    if (const auto known = before.find(language); known != before.end() && known->second.lessons == pupil.lessons) {
      pupil.reader = known->second.reader;
      continue;
    }
    const Measured measured{learning_seconds_};
    std::vector<understanding::Topic> topics;
    for (const auto& [article, text] : pupil.lessons) {
      const auto& words = text->words;
      topics.push_back({article.value(), words.title, words.asked_as, words.keywords, words.summary, text->plain});
    }
    pupil.reader = std::make_shared<const understanding::Reader>(understanding::Lessons{language, topics, {}});
  }
  return pupils;
}

void LearntReadings::read(std::string text, std::string_view language, Then then) {
  std::shared_ptr<const understanding::Reader> reader;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = pupils_.find(language); found != pupils_.end()) {
      reader = found->second.reader;
    }
  }
  if (!reader) {  // nothing is published in it: what is said besides is heard all the same
    then(Reading{.says = said(understanding::says(text)), .verdict = Verdict::unknown, .articles = {}});
    return;
  }
  std::optional<Reading> reading;
  {
    const Measured measured{reading_seconds_};
    reading = reading_of(reader->read(text));
  }
  then(std::move(reading));
}

void LearntReadings::run() {
  std::unique_lock lock(mutex_);
  while (!woken_.wait_for(lock, look_every, [this] { return stopped_; })) {
    const auto library = library_();
    if (library->generation() == generation_) {
      continue;
    }
    const auto before = pupils_;
    lock.unlock();
    auto pupils = learn(*library, before);
    generation_ = library->generation();
    lock.lock();
    pupils_ = std::move(pupils);
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
}

}  // namespace zhiyin::bot
