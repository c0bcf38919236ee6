#include "client/loop.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "platform/base/require.hpp"

namespace zhiyin::client {
namespace {

constexpr std::size_t events_per_round = 256;

std::uint64_t tag_of(int fd, std::uint32_t generation) {
  return (static_cast<std::uint64_t>(generation) << 32U) | static_cast<std::uint32_t>(fd);
}

}  // namespace

Loop::Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  require(epoll_ >= 0, "epoll is there");
}

Loop::~Loop() {
  ::close(epoll_);
}

void Loop::add(int fd, std::uint32_t events, Watcher& watcher) {
  const auto index = static_cast<std::size_t>(fd);
  if (slots_.size() <= index) {
    slots_.resize(index + 1);
  }
  // Events of a descriptor's former life may still lie in the round under way: the generation tells them apart.
  slots_[index] = {&watcher, slots_[index].generation + 1};
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag_of(fd, slots_[index].generation);
  require(::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0, "a descriptor can be watched");
}

void Loop::change(int fd, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag_of(fd, slots_[static_cast<std::size_t>(fd)].generation);
  require(::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) == 0, "a watched descriptor can be changed");
}

void Loop::remove(int fd) {
  auto& slot = slots_[static_cast<std::size_t>(fd)];
  slot.watcher = nullptr;
  ++slot.generation;
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
}

Loop::Timer Loop::after(std::chrono::microseconds delay, Task task) {
  const Timer timer{Steady::now() + delay, ++timers_made_};
  tasks_.emplace(timer, std::move(task));
  return timer;
}

void Loop::turn(std::chrono::milliseconds at_most) {
  auto wait = at_most;
  if (!tasks_.empty()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(tasks_.begin()->first.due - Steady::now());
    wait = std::clamp(left, std::chrono::milliseconds{0}, at_most);
  }
  std::array<epoll_event, events_per_round> events;
  const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), static_cast<int>(wait.count()));
  for (int i = 0; i < count; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    const auto& slot = slots_[static_cast<std::uint32_t>(event.data.u64)];
    if (slot.watcher != nullptr && slot.generation == static_cast<std::uint32_t>(event.data.u64 >> 32U)) {
      slot.watcher->on_ready(event.events);
    }
  }
  const auto now = Steady::now();
  while (!tasks_.empty() && tasks_.begin()->first.due <= now) {
    auto node = tasks_.extract(tasks_.begin());
    node.mapped()();
  }
}

bool Loop::run_until(const std::function<bool()>& done, std::chrono::milliseconds within) {
  const auto until = Steady::now() + within;
  while (!done()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
    if (left.count() <= 0) {
      return false;
    }
    turn(std::min(left, std::chrono::milliseconds{100}));
  }
  return true;
}

void Loop::run_for(std::chrono::milliseconds time) {
  run_until([] { return false; }, time);
}

}  // namespace zhiyin::client
