// How the proof makes a writing process send itself a signal at a named moment: a page that both have mapped.
#pragma once

#include <atomic>
#include <string>

#include "platform/writer/lane.hpp"

namespace zhiyin::prove {

class Control {
 public:
  /// Makes the file if it is not there.
  explicit Control(const std::string& file);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// The next writer thread that comes to `moment` sends `signal` to its process.
  void arm(writer::Moment moment, int signal);
  void disarm();
  /// The writing process's side.
  void pass(writer::Moment moment);

 private:
  struct Page {
    std::atomic<int> before_commit;
    std::atomic<int> after_commit;
  };
  [[nodiscard]] std::atomic<int>& at(writer::Moment moment);
  Page* page_;
};

}  // namespace zhiyin::prove
