#include "client/agent_client.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zhiyin::client {

namespace json = boost::json;

AgentClient::AgentClient(Fleet& fleet, std::string agent) : Session(fleet, "agent " + agent, "/live/agent"), agent_(std::move(agent)) {}

AgentClient::~AgentClient() {
  if (again_timer_) {
    fleet_.loop.cancel(*again_timer_);
  }
}

void AgentClient::ask_again_after(std::int64_t wait_ms) {
  if (!again_timer_) {
    again_timer_ = fleet_.loop.after(std::chrono::milliseconds{wait_ms}, [this] { ask_unanswered(); });
  }
}

void AgentClient::ask_unanswered() {
  again_timer_.reset();
  for (auto& [id, opened] : opened_) {
    if (welcomed() && !opened.answered) {
      ask_open(id, opened);
    } else if (welcomed() && opened.reading && !opened.page_asked) {
      ask_page(id, opened);
    }
  }
}

std::string AgentClient::hello() {
  return fmt::format(R"({{"t":"hello","v":1,"agent":"{}"}})", agent_);
}

void AgentClient::take_loss() {
  acts_.clear();
  for (auto& [id, opened] : opened_) {
    opened.answered = false;
    opened.page_asked = false;
    opened.view.new_connection();
  }
  for (auto& [name, window] : windows_) {
    window.new_connection();
  }
}

bool AgentClient::informed() const {
  return welcomed() && std::ranges::all_of(opened_, [](const auto& item) { return item.second.answered; }) &&
         std::ranges::all_of(windows_, [](const auto& item) { return item.second.shown(); });
}

void AgentClient::take_welcome(const json::object&) {
  for (const auto& [name, window] : windows_) {
    transmit(fmt::format(R"({{"t":"watch","view":"{}","limit":{}}})", name, window.limit()));
  }
  for (const auto& [id, opened] : opened_) {
    ask_open(id, opened);
  }
}

void AgentClient::watch(const std::string& view, std::size_t limit) {
  windows_.insert_or_assign(view, Window(who(), view, limit, fleet_.findings));
  if (welcomed()) {
    transmit(fmt::format(R"({{"t":"watch","view":"{}","limit":{}}})", view, limit));
  }
}

void AgentClient::ask_open(const std::string& conversation, const Opened& opened) {
  if (opened.known) {
    transmit(fmt::format(R"({{"t":"open","conversation":"{}","have":{{{}}}}})", conversation, opened.view.position()));
  } else {
    transmit(fmt::format(R"({{"t":"open","conversation":"{}"}})", conversation));
  }
}

void AgentClient::open(const std::string& conversation) {
  const auto [place, added] = opened_.try_emplace(conversation, Opened{View(who(), fleet_.findings)});
  if (added && welcomed()) {
    ask_open(conversation, place->second);
  }
}

void AgentClient::open_anew(const std::string& conversation) {
  if (welcomed() && opened_.contains(conversation)) {
    transmit(fmt::format(R"({{"t":"open","conversation":"{}"}})", conversation));
  }
}

void AgentClient::close(const std::string& conversation) {
  if (opened_.erase(conversation) != 0 && welcomed()) {
    transmit(fmt::format(R"({{"t":"close","conversation":"{}"}})", conversation));
  }
}

void AgentClient::take(const std::string& conversation) {
  if (welcomed()) {
    const std::string id = fmt::format("t-{}", ++acts_made_);
    acts_.emplace(id, conversation);
    transmit(fmt::format(R"({{"t":"take","id":"{}","conversation":"{}"}})", id, conversation));
  }
}

void AgentClient::got(const std::string& conversation, std::int64_t seq) {
  transmit(fmt::format(R"({{"t":"got","seq":{},"conversation":"{}"}})", seq, conversation));
}

void AgentClient::read_history(const std::string& conversation) {
  ask_page(conversation, opened_.at(conversation));
}

void AgentClient::ask_page(const std::string& conversation, Opened& opened) {
  opened.complete = opened.view.entries().empty() || opened.view.entries().front().seq == 1;
  opened.reading = opened.page_asked = !opened.complete;
  if (opened.reading) {
    transmit(fmt::format(R"({{"t":"history","before":{},"conversation":"{}"}})", opened.view.entries().front().seq, conversation));
  }
}

bool AgentClient::complete(const std::string& conversation) const {
  const auto found = opened_.find(conversation);
  return found != opened_.end() && found->second.complete;
}

const View* AgentClient::view(const std::string& conversation) const {
  const auto found = opened_.find(conversation);
  return found == opened_.end() || !found->second.known ? nullptr : &found->second.view;
}

std::vector<const View*> AgentClient::views() const {
  std::vector<const View*> views;
  for (const auto& [id, opened] : opened_) {
    if (opened.known) {
      views.push_back(&opened.view);
    }
  }
  return views;
}

void AgentClient::take_message(std::string_view type, const json::object& message) {
  if (type == "window" || type == "rows") {
    take_list(type, message);
  } else if (type == "snapshot" || type == "changes" || type == "fact" || type == "history") {
    take_about(type, message);
  }
}

void AgentClient::take_list(std::string_view type, const json::object& message) {
  const std::string name(text_of(message, "view"));
  const auto window = windows_.find(name);
  if (window == windows_.end()) {
    complain(fmt::format("{} of {}, which is not watched", type, name));
    return;
  }
  if (type == "window") {
    window->second.take_window(message);
  } else {
    window->second.take_rows(message);
  }
  if (on_row) {
    for (const auto& row : array_of(message, type == "window" ? "rows" : "upsert")) {
      on_row(name, std::string(text_of(row.as_object(), "id")), row.as_object());
    }
  }
  if (on_list) {
    on_list(name, message);
  }
}

void AgentClient::take_about(std::string_view type, const json::object& message) {
  const auto id =
      type == "snapshot" || type == "changes" ? text_of(object_of(message, "conversation"), "id") : text_of(message, "conversation");
  const auto found = opened_.find(std::string(id));
  if (found == opened_.end()) {
    return;  // closed meanwhile
  }
  auto& opened = found->second;
  if (type == "history") {
    opened.page_asked = false;
    if (opened.view.take_history(message)) {
      ask_page(found->first, opened);
    } else {
      opened.reading = false;
      opened.complete = true;
    }
    return;
  }
  if (type == "fact") {
    if (!opened.answered) {
      complain(fmt::format("a fact of {} before the answer to open", id));
    }
    const auto learned = opened.view.take_fact(message);
    tell(opened, learned);
    if (learned.gap) {
      cut(false);
    }
    return;
  }
  if (text_of(message, "log") != log()) {
    complain(fmt::format("{} of log {} after a welcome of log {}", type, text_of(message, "log"), log()));
  }
  opened.known = true;
  opened.answered = true;
  tell(opened, type == "snapshot" ? opened.view.take_snapshot(message) : opened.view.take_changes(message));
  if (opened.reading && !opened.page_asked) {
    ask_page(found->first, opened);
  }
}

void AgentClient::tell(const Opened& opened, const View::Learned& learned) {
  if (on_entry) {
    const auto& entries = opened.view.entries();
    for (auto i = entries.size() - std::min(learned.entries, entries.size()); i < entries.size(); ++i) {
      on_entry(opened.view, Entry(entries[i]));
    }
  }
}

void AgentClient::take_ack_of_act(const json::object& message) {
  const auto act = acts_.extract(std::string(text_of(message, "id")));
  if (act.empty() || text_of(message, "conversation") != act.mapped() || number_of(message, "rev") < 1) {
    complain("a wrong ack of an act: " + json::serialize(message));
  } else if (on_taken) {
    on_taken(act.mapped(), {});
  }
}

bool AgentClient::take_refusal(const json::object& message) {
  const auto id = text_of(message, "id");
  if (id.empty()) {
    // An answer to open or history: after a restore a conversation may be gone, else it may not.
    const auto opened = opened_.find(std::string(text_of(message, "conversation")));
    if (opened == opened_.end()) {
      return false;
    }
    const auto code = text_of(message, "code");
    if (code == "unavailable") {
      opened->second.page_asked = false;
      ask_again_after(number_of(message, "retry_after_ms"));
      return true;
    }
    if (opened->second.known && opened->second.view.log() == log()) {
      complain("a conversation is gone: " + json::serialize(message));
    }
    opened_.erase(opened);
    return true;
  }
  const auto act = acts_.extract(std::string(id));
  if (act.empty()) {
    return false;
  }
  if (on_taken) {
    on_taken(act.mapped(), text_of(message, "code"));
  }
  return true;
}

}  // namespace zhiyin::client
