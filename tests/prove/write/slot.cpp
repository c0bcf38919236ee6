#include "write/slot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <thread>

#include "harness/report.hpp"
#include "write/record.hpp"

namespace zhiyin::prove {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::seconds recovery_max{30};
constexpr std::chrono::seconds fault_max{3};  // for a fault that waits for its moment
constexpr std::uintmax_t recovered_bytes = 2'000;
constexpr int exit_no_store = 75;

void pause() {
  std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

}  // namespace

Slot::Slot(WritingProcess process, std::uint16_t server_port, const std::string& url_form)
    : process_(std::move(process)),
      proxy_(server_port == 0 ? nullptr : std::make_unique<Proxy>(server_port)),
      control_(process_.control_file()) {
  if (proxy_) {
    process_.url = fmt::format(fmt::runtime(url_form), proxy_->port());
  }
}

void Slot::start() {
  control_.disarm();
  child_ = std::make_unique<harness::Child>(harness::Command{process_.words("/proc/self/exe"), process_.log_file(), {}, {}});
  ++starts_;
}

bool Slot::keep_alive() {
  if (child_->running()) {
    return true;
  }
  const auto end = child_->wait(std::chrono::milliseconds{0});
  start();
  return end->signal == SIGKILL || end->status == exit_no_store;
}

std::uintmax_t Slot::recorded_bytes() const {
  std::error_code absent;
  const auto bytes = std::filesystem::file_size(process_.record_file(), absent);
  return absent ? 0 : bytes;
}

void Slot::inject(const Fault& fault) {
  windows_.push_back({process_.slot, fault.name, monotonic_us(), INT64_MAX});
  fault_ = fault;
  if (fault.cut != Cut::none) {
    proxy_->arm(fault.cut);
  } else if (fault.moment) {
    control_.arm(*fault.moment, fault.signal);
  } else {
    child_->signal(fault.signal);
  }
}

bool Slot::recover() {
  const auto began = Steady::now();
  if (fault_->cut == Cut::silence) {
    proxy_->heal();
  } else if (fault_->cut != Cut::none) {
    while (proxy_->armed() != Cut::none && Steady::now() - began < fault_max) {
      pause();
    }
    proxy_->heal();
  } else if (fault_->signal == SIGSTOP) {
    control_.disarm();
    child_->signal(SIGCONT);
  } else if (!child_->wait(fault_max)) {
    control_.disarm();  // no batch came to the moment
  }
  bool as_expected = keep_alive();
  const auto before = recorded_bytes();
  while (recorded_bytes() < before + recovered_bytes) {
    if (Steady::now() - began > recovery_max) {
      return false;
    }
    pause();
    as_expected = keep_alive() && as_expected;
  }
  windows_.back().end_us = monotonic_us();
  fault_.reset();
  return as_expected;
}

bool Slot::stop() {
  child_->signal(SIGTERM);
  const auto end = child_->wait(std::chrono::seconds{45});
  return end && end->status == 0 && end->signal == 0;
}

Stall longest_stall(const std::vector<std::unique_ptr<Slot>>& slots) {
  Stall longest;
  for (const auto& slot : slots) {
    std::vector<std::int64_t> times;
    for (const auto& record : read_records(slot->process().record_file())) {
      if (record.at_us > 0) {
        times.push_back(record.at_us);
      }
    }
    std::ranges::sort(times);
    for (std::size_t i = 1; i < times.size(); ++i) {
      const auto touches = [&](const Window& window) { return window.begin_us < times[i] && window.end_us > times[i - 1]; };
      if (times[i] - times[i - 1] <= longest.us || std::ranges::any_of(slot->windows(), touches)) {
        continue;
      }
      longest = {times[i] - times[i - 1], slot->process().slot, ""};
      for (const auto& other : slots) {
        for (const auto& window : other->windows()) {
          if (touches(window)) {
            longest.meanwhile += fmt::format("{}slot {}: {}", longest.meanwhile.empty() ? "" : ", ", window.slot, window.what);
          }
        }
      }
    }
  }
  return longest;
}

}  // namespace zhiyin::prove
