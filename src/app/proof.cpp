#include "app/proof.hpp"

#include <algorithm>
#include <array>
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

StreamPlant stream_plant(std::string_view name) {
  using desk::DeskPlant;
  using desk::ListPlant;
  struct Named {
    std::string_view name;
    StreamPlant plant;
  };
  static constexpr auto all = std::to_array<Named>({
      {"", {}},
      {"unseen_rows", {.lists = ListPlant::unseen_rows}},
      {"count_all", {.lists = ListPlant::count_all}},
      {"unseen_picture", {.desk = DeskPlant::unseen_picture}},
      {"unseen_presence", {.desk = DeskPlant::unseen_presence}},
      {"unseen_typing", {.desk = DeskPlant::unseen_typing}},
      {"told_forbidden", {.desk = DeskPlant::told_forbidden}},
      {"deaf", {.desk = DeskPlant::deaf}},
      {"kept_ended", {.desk = DeskPlant::kept_ended}},
      {"loud_offers", {.desk = DeskPlant::loud_offers}},
      {"deaf_lists", {.deaf_lists = true}},
      {"noted_to_visitors", {.noted_to_visitors = true}},
  });
  const auto* found = std::ranges::find(all, name, &Named::name);
  if (found == all.end()) {
    throw std::runtime_error("proof.stream is no fault that the streams know");
  }
  return found->plant;
}

void tell_everybody(const std::vector<journal::Entry>& entries, live::Hub& hub, net::Reactors& reactors) {
  const auto facts = desk::inner_batch(entries);
  for (std::size_t i = 0; i < reactors.count(); ++i) {
    reactors.at(i).post([&board = hub.board(reactors.at(i)), facts] {
      for (const auto& one : *facts) {
        board.tell_typing(one.fact.conversation, {PersonKind::agent, 0, ""}, one.frame);  // the one way that takes any frame
      }
    });
  }
}

}  // namespace zhiyin::app
