#include "client/visitor.hpp"

#include <fmt/format.h>

namespace zhiyin::client {

namespace json = boost::json;

Visitor::Visitor(Fleet& fleet, std::string who, std::string token)
    : Session(fleet, std::move(who), "/live/visitor"), token_(std::move(token)) {}

Visitor::~Visitor() {
  forget_timer();
}

void Visitor::forget_timer() {
  if (again_timer_) {
    fleet_.loop.cancel(*again_timer_);
    again_timer_.reset();
  }
}

std::string Visitor::hello() {
  std::string text = R"({"t":"hello","v":1)";
  if (!token_.empty()) {
    text += fmt::format(R"(,"token":"{}")", token_);
  }
  if (view_) {
    text += fmt::format(R"(,"have":{{"conversation":"{}",{}}})", view_->id(), view_->position());
  }
  return text + "}";
}

void Visitor::take_loss() {
  forget_timer();
  informed_ = false;
  if (view_) {
    view_->new_connection();
  }
}

void Visitor::take_welcome(const json::object& message) {
  const auto token = text_of(message, "token");
  if (token_.empty() ? token.size() != 32 : !token.empty() && token != token_) {
    complain(fmt::format("another token, or none, of {} characters", token.size()));
  }
  if (token_.empty()) {
    token_ = token;
  }
}

void Visitor::take_message(std::string_view type, const json::object& message) {
  if (type == "snapshot" || type == "changes" || type == "none") {
    take_answer(type, message);
  } else if (type == "fact") {
    take_fact(message);
  } else if (type == "history") {
    if (view_ && view_->take_history(message)) {
      read_history();
    } else {
      reading_ = false;
      complete_ = true;
    }
  }
}

void Visitor::take_answer(std::string_view type, const json::object& message) {
  if (informed_) {
    complain(fmt::format("a second answer to hello: {}", type));
  }
  informed_ = true;
  const bool old_life = view_ && view_->log() != log();
  if (type == "none") {
    if (view_ && !old_life) {
      complain("no conversation, though it has one in this log");
    }
    view_.reset();
    return;
  }
  if (!view_) {
    view_.emplace(who(), fleet_.findings);
  }
  if (text_of(message, "log") != log()) {
    complain(fmt::format("{} of log {} after a welcome of log {}", type, text_of(message, "log"), log()));
  }
  tell(type == "snapshot" ? view_->take_snapshot(message) : view_->take_changes(message));
  set_me(view_->visitor());
  if (reading_) {
    read_history();
  }
}

void Visitor::take_fact(const json::object& message) {
  if (!informed_) {
    complain("a fact before the answer to hello");
  }
  if (text_of(message, "kind") == "opened") {
    if (view_ && view_->log() == log() && view_->stage() != "resolved") {
      complain("a second conversation while the first is open");
    }
    view_.emplace(who(), fleet_.findings);
    view_->begin(message, log());
    set_me(view_->visitor());
    return;
  }
  if (!view_ || view_->id() != text_of(message, "conversation")) {
    complain(fmt::format("a fact of conversation {}, which is not his", text_of(message, "conversation")));
    return;
  }
  const auto learned = view_->take_fact(message);
  tell(learned);
  if (learned.gap) {
    cut(false);
  }
}

void Visitor::tell(const View::Learned& learned) {
  if (on_entry) {
    const auto& entries = view_->entries();
    for (auto i = entries.size() - learned.entries; i < entries.size(); ++i) {
      on_entry(*view_, Entry(entries[i]));
    }
  }
}

bool Visitor::take_refusal(const json::object& message) {
  if (!reading_ || !text_of(message, "id").empty() || text_of(message, "code") != "unavailable") {
    return false;
  }
  if (!again_timer_) {
    again_timer_ = fleet_.loop.after(std::chrono::milliseconds{number_of(message, "retry_after_ms")}, [this] {
      again_timer_.reset();
      if (informed_ && view_ && reading_) {
        read_history();
      }
    });
  }
  return true;
}

void Visitor::got(std::int64_t seq) {
  transmit(fmt::format(R"({{"t":"got","seq":{}}})", seq));
}
void Visitor::seen(std::int64_t seq) {
  transmit(fmt::format(R"({{"t":"seen","seq":{}}})", seq));
}
void Visitor::typing() {
  transmit(R"({"t":"typing"})");
}

void Visitor::read_history() {
  if (view_->entries().empty() || view_->entries().front().seq == 1) {
    reading_ = false;
    complete_ = true;
    return;
  }
  reading_ = true;
  complete_ = false;
  transmit(fmt::format(R"({{"t":"history","before":{}}})", view_->entries().front().seq));
}

}  // namespace zhiyin::client
