#include "client/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client/json.hpp"

namespace zhiyin::client {

std::deque<Outbox::Message>::iterator Outbox::find(std::string_view id) {
  return std::ranges::find(messages_, id, [](const Message& message) -> std::string_view { return message.id; });
}

void Outbox::add(Message message) {
  messages_.push_back(std::move(message));
  pump();
}

void Outbox::pump() {
  for (; !held_ && next_ < messages_.size() && in_flight_ < in_flight_max_; ++next_) {
    auto& message = messages_[next_];
    message.in_flight = true;
    ++message.tries;
    ++in_flight_;
    transmit_(message.frame);
  }
}

void Outbox::connected(std::size_t in_flight_max) {
  in_flight_max_ = in_flight_max;
  pump();
}

void Outbox::disconnected() {
  for (auto& message : messages_) {
    message.in_flight = false;
  }
  next_ = 0;
  in_flight_ = 0;
  in_flight_max_ = 0;
  held_ = false;
  skips_.clear();
}

std::optional<Outbox::Message> Outbox::acked(std::string_view id) {
  const auto found = find(id);
  if (found == messages_.end() || !found->in_flight) {
    return std::nullopt;
  }
  Message message = std::move(*found);
  next_ -= next_ > static_cast<std::size_t>(found - messages_.begin()) ? 1U : 0U;
  messages_.erase(found);
  --in_flight_;
  pump();
  return message;
}

bool Outbox::refused(std::string_view id, bool final) {
  const auto found = find(id);
  if (found == messages_.end() || !found->in_flight) {
    return false;
  }
  --in_flight_;
  found->in_flight = false;
  held_ = true;
  if (final) {
    transmit_(fmt::format(R"({{"t":"skip","id":{}}})", quoted(id)));
    skips_.emplace_back(id);
    next_ -= next_ > static_cast<std::size_t>(found - messages_.begin()) ? 1U : 0U;
    messages_.erase(found);
  }
  return true;
}

bool Outbox::skipped(std::string_view id) {
  if (skips_.empty() || skips_.front() != id) {
    return false;
  }
  skips_.pop_front();
  return true;
}

void Outbox::resume() {
  held_ = false;
  // Nothing is in flight now (see settled()), so the first unanswered one is the refused one.
  next_ = 0;
  pump();
}

void Outbox::clear() {
  messages_.clear();
  disconnected();
}

}  // namespace zhiyin::client
