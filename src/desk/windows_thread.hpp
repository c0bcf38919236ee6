// The thread that takes the turns of all windows: at most ten times a second everybody is told what has changed, newcomers sooner.
#pragma once

#include <chrono>
#include <thread>

#include "desk/windows.hpp"

namespace zhiyin::desk {

class WindowsThread {
 public:
  static constexpr std::chrono::milliseconds coalesce{100};

  explicit WindowsThread(Windows& windows) : windows_(windows), thread_([this] { run(); }) {}
  ~WindowsThread() { stop(); }
  WindowsThread(const WindowsThread&) = delete;
  WindowsThread& operator=(const WindowsThread&) = delete;

  void stop();

 private:
  void run();

  Windows& windows_;
  std::thread thread_;
};

}  // namespace zhiyin::desk
