#include "live/hub.hpp"

#include <algorithm>

#include "event/inner.hpp"
#include "live/wire.hpp"

namespace zhiyin::live {
namespace {

template <class Map, class Key>
void remove_from(Map& map, const Key& key, Subscriber& subscriber) {
  const auto found = map.find(key);
  if (found == map.end()) {
    return;
  }
  std::erase(found->second, &subscriber);
  if (found->second.empty()) {
    map.erase(found);
  }
}

}  // namespace

void Board::follow(ConversationId conversation, Subscriber& subscriber) {
  auto& subscribers = followers_[conversation];
  if (std::ranges::find(subscribers, &subscriber) == subscribers.end()) {
    subscribers.push_back(&subscriber);
  }
}

void Board::unfollow(ConversationId conversation, Subscriber& subscriber) {
  remove_from(followers_, conversation, subscriber);
}

void Board::expect(const std::string& address, Subscriber& subscriber) {
  expecting_[address].push_back(&subscriber);
}

void Board::unexpect(const std::string& address, Subscriber& subscriber) {
  remove_from(expecting_, address, subscriber);
}

void Board::tell_one(const Subscribers& subscribers, const Relayed& relayed, const Batch& batch) {
  // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): a subscriber may follow more while being told
  const auto told = subscribers;
  for (auto* subscriber : told) {
    subscriber->on_fact(relayed, batch);
  }
}

void Board::tell(const Batch& batch) {
  for (const auto& relayed : *batch) {
    if (const auto* opened = std::get_if<event::ConversationOpened>(&relayed.fact.change)) {
      if (const auto found = expecting_.find(opened->address); found != expecting_.end()) {
        tell_one(found->second, relayed, batch);
      }
    }
    if (const auto found = followers_.find(relayed.fact.conversation); found != followers_.end()) {
      tell_one(found->second, relayed, batch);
    }
  }
}

void Board::tell_typing(ConversationId conversation, const Person& who, const net::Frame& frame) {
  if (const auto found = followers_.find(conversation); found != followers_.end()) {
    for (auto* subscriber : found->second) {
      subscriber->on_typing(conversation, who, frame);
    }
  }
}

void Board::tell_team(ConversationId conversation, TeamId team) {
  if (const auto found = followers_.find(conversation); found != followers_.end()) {
    for (auto* subscriber : found->second) {
      subscriber->on_team(conversation, team);
    }
  }
}

Hub::Hub(net::Reactors& reactors) : reactors_(reactors) {
  for (std::size_t i = 0; i < reactors.count(); ++i) {
    boards_.push_back(std::make_unique<Board>());
  }
}

void Hub::publish(const Batch& batch) {
  for (std::size_t i = 0; i < boards_.size(); ++i) {
    reactors_.at(i).post([&board = *boards_[i], batch] { board.tell(batch); });
  }
}

void Hub::typing(ConversationId conversation, const Person& who) {
  const auto frame = net::frame(wire::typing(conversation, who));
  for (std::size_t i = 0; i < boards_.size(); ++i) {
    reactors_.at(i).post([&board = *boards_[i], conversation, who, frame] { board.tell_typing(conversation, who, frame); });
  }
}

void Hub::teams(const std::vector<journal::Entry>& entries) {
  for (const auto& entry : entries) {
    const auto inner = entry.kind == "inner_team" ? event::read_inner(entry) : std::nullopt;
    if (!inner) {
      continue;
    }
    for (std::size_t i = 0; i < boards_.size(); ++i) {
      reactors_.at(i).post(
          [&board = *boards_[i], conversation = inner->conversation, team = inner->team] { board.tell_team(conversation, team); });
    }
  }
}

}  // namespace zhiyin::live
