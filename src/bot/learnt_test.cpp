// What is published is what is read by: at once at the start, and within a second after it has changed.
#include "bot/learnt.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include "platform/process/answering.hpp"
#include "understanding/process/child.hpp"

namespace zhiyin::bot {
namespace {

using namespace std::chrono_literals;

constexpr const char* child_name = "ZHIYIN_TEST_CHILD";

// This program started again as the language process: before GoogleTest, which has the main function.
const bool is_parent = [] {
  if (std::getenv(child_name) != nullptr) {  // NOLINT(concurrency-mt-unsafe): there is one thread yet
    understanding::read_for_parent(process::child_socket);
    ::_exit(0);
  }
  return true;
}();

knowledge::LiveArticle article(std::int64_t id, std::string title, std::vector<std::string> asked_as,
                               knowledge::Audience audience = knowledge::Audience::everybody) {
  auto text = std::make_shared<const knowledge::LiveText>(knowledge::LiveText{
      .language = "en", .version = 1, .words = {.title = title, .summary = title, .asked_as = std::move(asked_as)}, .plain = title});
  return {.id = ArticleId{id}, .slug = "a" + std::to_string(id), .category = {}, .audience = audience, .texts = {std::move(text)}};
}
knowledge::LiveArticle refunds() {
  return article(1, "How long does a refund take?",
                 {"when do I get my money back", "where is my refund", "refund time", "how many days until I am refunded"});
}
knowledge::LiveArticle couriers(knowledge::Audience audience = knowledge::Audience::everybody) {
  return article(2, "How to become a courier",
                 {"I want to deliver for you", "work as a courier", "apply as a rider", "can I join as a courier"}, audience);
}
knowledge::LibraryPtr library(std::int64_t generation, std::vector<knowledge::LiveArticle> articles) {
  return std::make_shared<const knowledge::Library>(generation, std::vector<knowledge::Category>{}, std::move(articles), nullptr);
}

class Learnt : public testing::Test {
 protected:
  /// Asked again until it is read: what is learnt just now is not.
  Reading read(const std::string& text) {
    while (true) {
      std::promise<std::optional<Reading>> promise;
      readings_.read(text, understanding::language_of(text), [&](auto read) { promise.set_value(std::move(read)); });
      if (auto reading = promise.get_future().get()) {
        return *std::move(reading);
      }
      std::this_thread::yield();
    }
  }
  static std::unique_ptr<understanding::Service> service(MetricRegistry& metrics) {
    process::Limits limits;
    limits.answer_max = limits.silent_max = 30s;  // long enough for a busy machine; nothing here passes by time
    return std::make_unique<understanding::Service>(
        std::vector<std::string>{"/usr/bin/env", std::string{child_name} + "=1", std::filesystem::read_symlink("/proc/self/exe").string()},
        metrics, limits);
  }
  void publish(knowledge::LibraryPtr next) {
    const std::lock_guard lock(mutex_);
    now_ = std::move(next);
  }
  [[nodiscard]] bool answered_with(const std::string& text, ArticleId article) {
    const auto reading = read(text);
    return reading.verdict == Verdict::answer && reading.articles == std::vector{article};
  }

  std::mutex mutex_;
  knowledge::LibraryPtr now_ = library(1, {refunds(), couriers(knowledge::Audience::internal)});
  MetricRegistry metrics_;
  LearntReadings readings_{[this] {
                             const std::lock_guard lock(mutex_);
                             return now_;
                           },
                           service(metrics_)};
};

TEST_F(Learnt, ReadsByWhatIsPublishedForEverybody) {
  EXPECT_TRUE(answered_with("where is my refund", ArticleId{1}));
  EXPECT_NE(read("I want to deliver for you").verdict, Verdict::answer) << "that one is for colleagues";
  EXPECT_EQ(read("hello").says, Says::greeting);
}

// Nobody has written anything in this language yet, and whoever wants a person is understood all the same.
TEST_F(Learnt, HearsWhatIsNoQuestionInAnyLanguage) {
  EXPECT_EQ(read("转人工").says, Says::wants_person);
  EXPECT_EQ(read("怎么退款").verdict, Verdict::unknown);
}

TEST_F(Learnt, LearnsWhatIsPublishedLater) {
  publish(library(2, {refunds(), couriers()}));
  const auto end = std::chrono::steady_clock::now() + 20s;  // of a busy machine; it takes a fraction of a second
  while (!answered_with("I want to deliver for you", ArticleId{2}) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_TRUE(answered_with("I want to deliver for you", ArticleId{2}));
  EXPECT_TRUE(answered_with("where is my refund", ArticleId{1}));
}

}  // namespace
}  // namespace zhiyin::bot
