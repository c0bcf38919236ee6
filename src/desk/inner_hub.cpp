#include "desk/inner_hub.hpp"

#include <algorithm>

#include "desk/inner_wire.hpp"

namespace zhiyin::desk {

InnerBatch inner_batch(const std::vector<journal::Entry>& entries) {
  auto batch = std::make_shared<std::vector<InnerRelayed>>();
  for (const auto& entry : entries) {
    if (auto fact = event::read_inner(entry)) {
      auto frame = net::frame(inner_fact(*fact));
      batch->push_back({std::move(*fact), std::move(frame)});
    }
  }
  return batch;
}

void InnerBoard::follow(ConversationId conversation, InnerSubscriber& subscriber) {
  auto& subscribers = followers_[conversation];
  if (std::ranges::find(subscribers, &subscriber) == subscribers.end()) {
    subscribers.push_back(&subscriber);
  }
}

void InnerBoard::unfollow(ConversationId conversation, InnerSubscriber& subscriber) {
  const auto found = followers_.find(conversation);
  if (found != followers_.end() && std::erase(found->second, &subscriber) > 0 && found->second.empty()) {
    followers_.erase(found);
  }
}

void InnerBoard::tell(const InnerBatch& batch) {
  for (const auto& relayed : *batch) {
    const auto found = followers_.find(relayed.fact.conversation);
    if (found == followers_.end()) {
      continue;
    }
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): a subscriber may unfollow while being told
    const auto told = found->second;
    for (auto* subscriber : told) {
      subscriber->on_inner(relayed, batch);
    }
  }
}

InnerHub::InnerHub(net::Reactors& reactors) : reactors_(reactors) {
  for (std::size_t i = 0; i < reactors.count(); ++i) {
    boards_.push_back(std::make_unique<InnerBoard>());
  }
}

void InnerHub::publish(const std::vector<journal::Entry>& entries) {
  const auto batch = inner_batch(entries);
  if (batch->empty()) {
    return;
  }
  for (std::size_t i = 0; i < boards_.size(); ++i) {
    reactors_.at(i).post([&board = *boards_[i], batch] { board.tell(batch); });
  }
}

}  // namespace zhiyin::desk
