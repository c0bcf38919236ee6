#include "flow/line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace zhiyin::flow {
namespace {

constexpr auto patience = std::chrono::seconds{15};

}  // namespace

Line::Line(client::Loop& loop, std::uint16_t port, const std::string& path, const std::string& extra_headers)
    : loop_(loop), wire_(loop, client::Target{port, path, {}, extra_headers, 0}, *this) {}

void Line::on_text(std::string_view text) {
  everything_.append(text).push_back('\n');
  heard_.push_back(boost::json::parse({text.data(), text.size()}).as_object());
}

std::string Line::story() const {
  std::string text = ending_ ? fmt::format("; it ended: code {}, status {}, {}", ending_->code, ending_->http_status, ending_->reason) : "";
  for (const auto& message : heard_) {
    text += "\n  unheard: " + boost::json::serialize(message);
  }
  return text;
}

client::Wire& Line::wire() {
  loop_.run_until([&] { return open_ || ending_; }, patience);
  if (!open_) {
    throw std::runtime_error("the line does not open" + story());
  }
  return wire_;
}

void Line::say(std::string_view text) {
  wire().send_text(text);
}

Object Line::hear(std::string_view type) {
  return hear(type, [](const Object&) { return true; });
}

Object Line::hear(std::string_view type, const std::function<bool(const Object&)>& which) {
  return heard_where([&](const Object& message) { return text_of(message, "t") == type && which(message); }, type);
}

Object Line::hear_any(const std::function<bool(const Object&)>& which) {
  return heard_where(which, "message that is waited for");
}

Object Line::heard_where(const std::function<bool(const Object&)>& which, std::string_view what) {
  const auto find = [&] { return std::ranges::find_if(heard_, which); };
  loop_.run_until([&] { return find() != heard_.end() || ending_; }, patience);
  const auto found = find();
  if (found == heard_.end()) {
    throw std::runtime_error(fmt::format("no {} comes{}", what, story()));
  }
  Object message = std::move(*found);
  heard_.erase(found);
  return message;
}

void Line::overhear(std::string_view words) {
  if (!loop_.run_until([&] { return everything_.contains(words) || ending_; }, patience) || !everything_.contains(words)) {
    throw std::runtime_error(fmt::format("nobody says {}{}", words, story()));
  }
}

Object Line::answer(std::string_view id) {
  const auto is_answer = [&](const Object& message) {
    const auto type = text_of(message, "t");
    return (type == "ack" || type == "refused" || type == "skipped") && text_of(message, "id") == id;
  };
  loop_.run_until([&] { return std::ranges::any_of(heard_, is_answer) || ending_; }, patience);
  const auto found = std::ranges::find_if(heard_, is_answer);
  if (found == heard_.end()) {
    throw std::runtime_error(fmt::format("no answer to {} comes{}", id, story()));
  }
  Object message = std::move(*found);
  heard_.erase(found);
  return message;
}

Object Line::message_fact(std::string_view client_id) {
  return hear("fact", [&](const Object& fact) { return text_of(object_of(fact, "entry"), "client_id") == client_id; });
}

void Line::fence() {
  say(R"({"t":"ping"})");
  hear("pong");
}

std::size_t Line::unheard(std::string_view type) const {
  return static_cast<std::size_t>(std::ranges::count_if(heard_, [&](const Object& message) { return text_of(message, "t") == type; }));
}

client::Ending Line::hear_end() {
  if (!loop_.run_until([&] { return ending_.has_value(); }, patience)) {
    throw std::runtime_error("the line does not end" + story());
  }
  return *ending_;
}

void Line::hang_up() {
  wire_.cut(false);
}

}  // namespace zhiyin::flow
