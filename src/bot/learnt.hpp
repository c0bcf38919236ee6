// Reads in this process: a reader for each language, learnt from what is published, and learnt anew when that changes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bot/readings.hpp"
#include "knowledge/library.hpp"
#include "platform/metric/metric.hpp"
#include "understanding/reader.hpp"

namespace zhiyin::bot {

class LearntReadings final : public Readings {
 public:
  using Library = std::function<knowledge::LibraryPtr()>;
  static constexpr std::chrono::milliseconds look_every{100};  ///< for a newer picture

  /// Learns from the present picture before it returns: a fraction of a second.
  LearntReadings(Library library, MetricRegistry& metrics);
  ~LearntReadings() override;
  LearntReadings(const LearntReadings&) = delete;
  LearntReadings& operator=(const LearntReadings&) = delete;

  /// On the caller's thread, under 2 ms; `then` is called before it returns.
  void read(std::string text, std::string_view language, Then then) override;
  void stop() override;

 private:
  struct Lesson {
    ArticleId article;
    std::shared_ptr<const knowledge::LiveText> text;  // the picture's, which may go
    friend bool operator==(const Lesson&, const Lesson&) = default;
  };
  struct Pupil {
    std::vector<Lesson> lessons;
    std::shared_ptr<const understanding::Reader> reader;  // held by whoever reads while a newer one takes its place
  };
  using Pupils = std::map<std::string, Pupil, std::less<>>;

  void run();
  /// Those of `before` whose lessons are the same stay as they are.
  [[nodiscard]] Pupils learn(const knowledge::Library& library, const Pupils& before);

  const Library library_;
  Histogram& learning_seconds_;
  Histogram& reading_seconds_;
  std::int64_t generation_ = 0;  // the thread's own, as it is made before that
  std::mutex mutex_;
  std::condition_variable woken_;
  Pupils pupils_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::bot
