// A child process that answers questions, started again whenever it ends, and killed when it is silent.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "platform/metric/metric.hpp"
#include "platform/process/frame.hpp"

namespace zhiyin::process {

struct Limits {
  using Duration = std::chrono::milliseconds;
  Duration answer_max{150};                            ///< a question is given up after it
  Duration ping_every{250};                            ///< it is asked whether it lives
  Duration silent_max{1000};                           ///< it is killed when it has been asked and says nothing for so long
  Duration restart_min{20};                            ///< before the next start; doubled with each that ends young,
  Duration restart_max{5000};                          ///< up to this
  Duration young_max{10'000};                          ///< one that has lived longer did not end for how it is made
  std::size_t waiting_max = 2000;                      ///< questions at a time; one more is given up at once
  std::size_t unsent_max_bytes = 512UL * 1024 * 1024;  ///< what a silent child has not taken yet
};

class Program {
 public:
  /// Called once, on the thread of this Program; must not throw or wait. nullopt: there is no answer, and there will be none.
  using Then = std::move_only_function<void(std::optional<std::string>)>;

  /// `command` is the path of the program and its arguments. Its figures are `<name>_up`, `<name>_starts_total`, `<name>_unanswered_total`
  /// and
  /// `<name>_answer_seconds`.
  Program(std::string name, std::vector<std::string> command, MetricRegistry& metrics, Limits limits = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// What it knows under `key` from now on, and every process after it from its start; empty: nothing. Any thread.
  void teach(const std::string& key, std::string words);
  /// Any thread. Without a process, and after stop(), the answer is nothing, and comes at once.
  void ask(std::string words, Then then);
  /// Answers what is open with nothing, ends the child, and waits for both.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  struct Question {
    std::string words;
    Then then;
    Clock::time_point asked;
  };
  struct Waiting {
    Then then;
    Clock::time_point asked;
  };
  struct Given {
    std::deque<Question> questions;
    std::map<std::string, std::string> lessons;  // those that changed
    bool stop = false;
  };

  void run();
  [[nodiscard]] Given take_given();
  void start();
  void lose();
  void bury();
  void give_up(Waiting one);
  void send(Kind kind, std::uint64_t number, std::string_view words);
  void put(Question question);
  void read();
  void write();
  [[nodiscard]] bool answered(const Frame& frame);
  void give_up_late();
  void look_for_life();
  void sleep();
  [[nodiscard]] Clock::time_point next_due() const;

  const std::string name_;
  const std::vector<std::string> command_;
  const Limits limits_;
  Gauge& up_;
  Counter& starts_;
  Counter& unanswered_;
  Histogram& seconds_;

  std::mutex mutex_;
  Given given_;  // by any thread
  bool stopped_ = false;
  const int bell_;

  // Of the thread of this Program.
  std::map<std::string, std::string> lessons_;
  std::map<std::uint64_t, Waiting> waiting_;  // ascending by number, so by age
  std::uint64_t numbers_ = 0;
  int pid_ = 0;  // 0: none
  int socket_ = -1;
  std::string unsent_;
  FrameReader reader_;
  Clock::time_point started_;
  Clock::time_point start_at_;
  Clock::time_point ping_at_;
  std::optional<Clock::time_point> silent_since_;  // the oldest ping that is not answered
  Limits::Duration pause_;
  std::thread thread_;
};

}  // namespace zhiyin::process
