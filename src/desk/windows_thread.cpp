#include "desk/windows_thread.hpp"

namespace zhiyin::desk {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds pause_after_failure{1'000};

}  // namespace

void WindowsThread::run() {
  auto beat = Clock::now();
  while (windows_.wait_until(beat)) {
    const auto now = Clock::now();
    const bool due = now >= beat;
    if (due) {
      beat = now + coalesce;
    }
    if (!windows_.step(due)) {
      windows_.rest_until(Clock::now() + pause_after_failure);
    }
  }
}

void WindowsThread::stop() {
  windows_.stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace zhiyin::desk
