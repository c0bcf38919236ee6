// Reads in the language process, which is taught what is published, and taught anew when that changes.
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
#include "understanding/process/service.hpp"

namespace zhiyin::bot {

class LearntReadings final : public Readings {
 public:
  using Library = std::function<knowledge::LibraryPtr()>;
  static constexpr std::chrono::milliseconds look_every{100};  ///< for a newer picture

  /// Teaches the present picture before it returns; it is learnt a fraction of a second later.
  LearntReadings(Library library, std::unique_ptr<understanding::Service> service);
  ~LearntReadings() override;
  LearntReadings(const LearntReadings&) = delete;
  LearntReadings& operator=(const LearntReadings&) = delete;

  void read(std::string text, std::string_view language, Then then) override;
  void stop() override;

 private:
  struct Lesson {
    ArticleId article;
    std::shared_ptr<const knowledge::LiveText> text;  // the picture's, which may go
    friend bool operator==(const Lesson&, const Lesson&) = default;
  };
  using Lessons = std::map<std::string, std::vector<Lesson>>;  // by language

  void run();
  /// What differs from what was taught before.
  void teach(const knowledge::Library& library);

  const Library library_;
  const std::unique_ptr<understanding::Service> service_;
  std::int64_t generation_ = 0;  // the thread's own, as it is made before that; likewise the next
  Lessons taught_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::bot
