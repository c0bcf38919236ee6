#include "app/kill_at.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <memory>
#include <stdexcept>

namespace zhiyin::app {

KillAt::KillAt(std::string_view text) {
  if (text.empty()) {
    return;
  }
  const auto colon = text.find(':');
  point_ = text.substr(0, colon);
  const auto digits = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  const bool number = std::from_chars(digits.data(), digits.data() + digits.size(), count_).ec == std::errc{};
  const bool named = point_ == "before_commit" || point_ == "after_commit" || point_ == "before_relay";
  if (!number || count_ < 1 || !named) {
    throw std::runtime_error("proof.kill_at is POINT:N, with one of before_commit, after_commit, before_relay, and N from 1");
  }
}

std::function<void()> KillAt::at(std::string_view point) const {
  if (count_ == 0 || point != point_) {
    return {};
  }
  // Shared by the copies that std::function makes.
  return [left = std::make_shared<std::atomic<long>>(count_)] {
    if (--*left == 0) {
      std::raise(SIGKILL);
    }
  };
}

}  // namespace zhiyin::app
