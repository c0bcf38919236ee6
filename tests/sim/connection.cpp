#include "sim/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace zhiyin::sim {

Connection::Connection(World& world, std::string name, Submit submit) : world_(world), name_(std::move(name)), submit_(std::move(submit)) {}

void Connection::write(std::string text, ConversationId conversation, InboxId inbox) {
  letters_.push_back({fmt::format("{}-{}", name_, ++written_), std::move(text), conversation, inbox});
}

void Connection::write_in_conflict(const std::string& id, std::string text) {
  letters_.push_back({id, std::move(text), {}, {}});
}

void Connection::reconnect() {
  sender_.emplace();
  ++number_;
  life_ = world_.life();
  cut_ = false;
  for (auto& letter : letters_) {
    letter.on_the_way = false;
  }
}

void Connection::submit(Letter& letter) {
  auto place = sender_->admit(letter.id);
  if (place) {
    letter.on_the_way = true;
    submit_(letter, std::move(*place));
  }
}

void Connection::push() {
  if (!world_.up()) {
    return;
  }
  if (cut_ || life_ != world_.life()) {
    reconnect();
  }
  for (auto& letter : letters_) {
    if (letter.on_the_way) {
      continue;
    }
    submit(letter);
    if (!world_.plan.calm && world_.chance.once_in(25)) {  // the network delivers twice, or the page did not know
      world_.plan.count(Fault::sent_twice);
      auto again = letter;
      submit(again);
    }
  }
}

void Connection::give_up(const std::string& id) {
  sender_->skip(id);
  std::erase_if(letters_, [&id](const Letter& letter) { return letter.id == id; });
}

void Connection::answered(const std::string& id, const Error* error) {
  sender_->answered(id, error);
  if (!world_.plan.calm && world_.chance.once_in(30)) {
    world_.plan.count(Fault::answer_lost);
    cut_ = true;  // this answer, and all that come later on this connection, never arrive
    ++number_;
    return;
  }
  const auto letter = std::ranges::find(letters_, id, &Letter::id);
  if (error == nullptr) {
    if (letter != letters_.end()) {
      letters_.erase(letter);
    }
    return;
  }
  if (letter == letters_.end()) {
    sender_->skip(id);  // the second copy of one that is stored
    return;
  }
  letter->on_the_way = false;
  switch (error->code) {
    case ErrorCode::earlier_refused: break;
    case ErrorCode::unavailable:
    case ErrorCode::too_many:
      if (!world_.plan.calm && world_.chance.once_in(10)) {
        give_up(id);
      }
      break;
    case ErrorCode::bad_request:
    case ErrorCode::unauthenticated:
    case ErrorCode::forbidden:
    case ErrorCode::not_found:
    case ErrorCode::conflict:
    case ErrorCode::stale:
    case ErrorCode::too_large:
    case ErrorCode::invalid: give_up(id); break;
  }
}

}  // namespace zhiyin::sim
